"""The front door, as far as it opens without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from tests import chromium

ROOT = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Stand in an empty checkout, with a space in its path, where nothing was installed yet."""
    home = tmp_path / "my house"
    home.mkdir()
    for name in ("pyproject.toml", *bootstrap.INCLUDES):
        shutil.copy(ROOT / name, home)
    venv = home / ".venv"
    monkeypatch.setattr(bootstrap, "HERE", home)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "python")
    monkeypatch.setattr(bootstrap, "STAMP", venv / "holds.txt")
    monkeypatch.setattr(bootstrap, "UNFINISHED", venv / "unfinished")
    return home


@pytest.fixture
def deeds(house, monkeypatch):
    """Write down what would be done, and do only what needs no network."""
    done = []

    def make_venv():
        shutil.rmtree(bootstrap.VENV, ignore_errors=True)
        bootstrap.VENV.mkdir()
        bootstrap.PYTHON.touch()
        done.append("made")

    monkeypatch.setattr(bootstrap, "make_venv", make_venv)
    monkeypatch.setattr(bootstrap, "install", lambda lock: done.append(lock))
    return done


def test_a_first_start_makes_the_environment_and_a_second_finds_it(deeds):
    bootstrap.prepare(bootstrap.RUN)
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt"]


def test_who_has_tested_can_run_at_once(deeds):
    bootstrap.prepare(bootstrap.DEV)
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements-dev.txt"]


def test_who_has_only_run_gets_the_test_tools_added(deeds):
    bootstrap.prepare(bootstrap.RUN)
    bootstrap.prepare(bootstrap.DEV)
    assert deeds == ["made", "requirements.txt", "requirements-dev.txt"]


def test_who_names_a_postgresql_database_gets_its_driver(deeds, monkeypatch):
    monkeypatch.setattr(bootstrap, "become", lambda *command: deeds.append(command))
    monkeypatch.setenv("LOSLATEN_DATABASE_URL", "postgresql://localhost/loslaten")
    bootstrap.run([])
    assert deeds == ["made", "requirements-postgres.txt", ("manage.py", "serve")]


def test_a_changed_lock_is_installed_into_the_same_environment(deeds, house):
    bootstrap.prepare(bootstrap.RUN)
    (house / "requirements.txt").write_text("django==5.2.20\n", "utf-8")
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt", "requirements.txt"]


def test_a_tools_setting_changes_nothing_but_a_new_command_does(deeds, house):
    bootstrap.prepare(bootstrap.RUN)
    project = house / "pyproject.toml"
    project.write_text(project.read_text("utf-8").replace("line-length = 120", "line-length = 100"), "utf-8")
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt"]
    project.write_text(project.read_text("utf-8").replace('loslaten = "loslaten.cli:main"', ""), "utf-8")
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt", "requirements.txt"]


def test_a_checkout_that_git_gave_windows_line_ends_is_the_same_lock(house):
    before = bootstrap.fingerprint(bootstrap.RUN)
    lock = house / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert bootstrap.fingerprint(bootstrap.RUN) == before


def test_an_installation_that_was_killed_is_made_anew(deeds, monkeypatch):
    def killed(lock):
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "install", killed)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare(bootstrap.RUN)
    monkeypatch.setattr(bootstrap, "install", lambda lock: deeds.append(lock))
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "made", "requirements.txt"]


def test_an_installation_without_a_network_leaves_the_environment_and_tries_again(deeds, monkeypatch):
    def refused(lock):
        sys.exit(1)

    monkeypatch.setattr(bootstrap, "install", refused)
    with pytest.raises(SystemExit):
        bootstrap.prepare(bootstrap.RUN)
    monkeypatch.setattr(bootstrap, "install", lambda lock: deeds.append(lock))
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt"]


def test_a_folder_that_was_moved_gets_a_new_environment(deeds, monkeypatch):
    bootstrap.prepare(bootstrap.RUN)
    monkeypatch.setattr(bootstrap, "identity", lambda: "Python 3.11 in another folder")
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt", "made", "requirements.txt"]


def test_an_environment_whose_python_is_gone_is_made_anew(deeds):
    bootstrap.prepare(bootstrap.RUN)
    bootstrap.PYTHON.unlink()
    bootstrap.prepare(bootstrap.RUN)
    assert deeds == ["made", "requirements.txt", "made", "requirements.txt"]


def test_uv_itself_is_installed_by_its_hashes(house):
    first, *hashes = bootstrap.pinned("uv").splitlines()
    assert first.startswith("uv==")
    assert all(line.strip().startswith("--hash=sha256:") for line in hashes)
    assert not hashes[-1].endswith("\\")


def test_the_browser_that_was_named_is_the_one_that_is_used(monkeypatch):
    monkeypatch.setenv("LOSLATEN_CHROMIUM", "a browser of my own")
    assert bootstrap.browser() == "a browser of my own"


def test_a_signpost_that_only_says_where_chromium_is_sold_is_not_a_browser(tmp_path):
    signpost = tmp_path / "chromium-browser"
    signpost.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    signpost.chmod(0o755)
    assert not chromium.works(str(signpost))


def test_a_machine_without_any_browser_hears_what_to_do(monkeypatch):
    monkeypatch.delenv("LOSLATEN_CHROMIUM", raising=False)
    for way in ("system_chromium", "playwright_chromium", "debian_chromium", "fetched_chromium"):
        monkeypatch.setattr(chromium, way, lambda *_python: None)
    with pytest.raises(SystemExit, match="Set LOSLATEN_CHROMIUM to the path of one"):
        bootstrap.browser()


def test_an_older_python_hears_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        bootstrap.main(["run"])


def test_every_word_of_the_makefile_is_a_word_of_the_front_door():
    lines = (ROOT / "Makefile").read_text("utf-8").splitlines()
    words = {line.split(":")[0] for line in lines if "bootstrap.py " in line and not line.startswith("#")}
    assert words == set(bootstrap.ASKED)


def test_asking_for_something_else_lists_what_one_can_ask():
    answer = subprocess.run(
        [sys.executable, "bootstrap.py", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "Set up everything and serve it." in answer.stdout


def test_all_failing_checks_are_named_not_only_the_first(monkeypatch, capsys):
    asked = [("style", 1), ("types", 0), ("templates", 1)]
    found = [bootstrap.Check(name, [sys.executable, "-c", f"raise SystemExit({code})"]) for name, code in asked]
    monkeypatch.setattr(bootstrap, "checks", lambda: found)
    monkeypatch.setattr(bootstrap, "prepare", lambda lock: None)
    monkeypatch.setattr(bootstrap, "translate", lambda: None)
    with pytest.raises(SystemExit, match="Not yet: style, templates"):
        bootstrap.check([])
    assert "ok       types" in capsys.readouterr().out


def test_a_check_looks_at_the_house_and_not_at_this_hosts_wishes(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("LOSLATEN_PORT", "nonsense")
    ask = "import os; assert {'LOSLATEN_DATA', 'LOSLATEN_ADDRESS'} == {n for n in os.environ if n[:9] == 'LOSLATEN_'}"
    assert bootstrap.passes(bootstrap.Check("wishes", [sys.executable, "-c", ask]), str(tmp_path))
    assert capsys.readouterr().out == "ok       wishes\n"


def test_the_invented_person_never_enters_a_real_database(monkeypatch, house):
    deeds = []
    monkeypatch.setenv("LOSLATEN_DATA", "where real people are")
    monkeypatch.setenv("LOSLATEN_DATABASE_URL", "postgresql://localhost/loslaten")
    monkeypatch.setattr(bootstrap, "prepare", deeds.append)
    monkeypatch.setattr(bootstrap, "call", lambda *command, **environment: deeds.append((command[2], environment)))
    monkeypatch.setattr(bootstrap, "become", lambda *command, **environment: deeds.append((command[1], environment)))
    bootstrap.demo([])
    apart = {"LOSLATEN_DATA": str(house / "data-demo"), "LOSLATEN_DEMO": "on"}
    assert deeds == ["requirements.txt", ("migrate", apart), ("demo", apart), ("serve", apart)]
    assert "LOSLATEN_DATABASE_URL" not in os.environ


def test_a_folder_that_belongs_to_somebody_else_is_told_in_one_line(monkeypatch):
    def refuse(lock):
        raise PermissionError(13, "Permission denied", ".venv.lock")

    monkeypatch.setattr(bootstrap, "prepare", refuse)
    with pytest.raises(SystemExit, match=r"This could not be done: .*Permission denied: '\.venv\.lock'"):
        bootstrap.main(["run"])
