"""What the documents say is what the code does, and what the code offers is in the documents."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from django.core.management import get_commands
from django.db.models import TextChoices

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """Give each table row by the name in its first cell."""
    cells = [
        [cell.strip() for cell in line.strip("|").split(" |")] for line in text.splitlines() if line.startswith("| `")
    ]
    return {first.strip(" |`"): rest for first, *rest in cells}


def settings_read() -> dict[str, object]:
    """Find each LOSLATEN_* the code reads, with its default where that is a plain value."""
    found: dict[str, object] = {}
    for node in ast.walk(ast.parse((ROOT / "loslaten" / "site" / "settings.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("environment."):
            name, *rest = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            found[f"LOSLATEN_{name}"] = rest[0] if rest else None
    for path in [ROOT / "bootstrap.py", *(ROOT / "loslaten").rglob("*.py"), *(ROOT / "tests" / "browser").glob("*.py")]:
        for name in re.findall(r"LOSLATEN_[A-Z_]+\b", path.read_text("utf-8")):
            found.setdefault(name, None)
    return found


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    assert sorted(rows(SETTINGS)) == sorted(settings_read())


def test_the_documented_default_is_the_real_one():
    said = {name: row[0].strip("`") for name, row in rows(SETTINGS).items()}
    real = {name: str(default) for name, default in settings_read().items() if default is not None}
    assert {name: said[name] for name in real} == real


def commands(group: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, group
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, f"{path} {name}")


def cli_words(main: click.Command) -> set[str]:
    """Name every command and every option that somebody can type."""
    words = set()
    for path, command in commands(main, "loslaten"):
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        names = [name for option in options for name in (*option.opts, *option.secondary_opts)]
        words |= {path} | {f"{path} {name}" for name in names}
    return words


def cli_documented(text: str) -> set[str]:
    """Name every command that has a heading, and every option that stands under it."""
    found = set()
    path = "loslaten"
    for line in text.splitlines():
        if heading := re.match(r"## `([a-z -]+[a-z])", line):
            path = heading[1]
        found |= {path} | {f"{path} {name}" for name in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)}
    return found


def test_every_command_and_option_is_documented():
    cli = pytest.importorskip("loslaten.cli", reason="the command line is not in this tree yet")
    missing = cli_words(cli.main) - cli_documented((ROOT / "docs" / "cli.md").read_text("utf-8"))
    assert sorted(missing) == []


def test_every_address_of_the_api_is_documented():
    from loslaten.api import views
    from loslaten.site.urls import urlpatterns

    api = [f"/{each.pattern}" for each in urlpatterns if getattr(each.callback, "__module__", "") == views.__name__]
    told = set(re.findall(r"^\| `(/[^`]+)`", (ROOT / "docs" / "api.md").read_text("utf-8"), flags=re.MULTILINE))
    assert told == set(api)


def test_every_file_of_the_zip_is_documented():
    from loslaten.api.zip_file import NAMES

    told = set(re.findall(r"^\| `([\w.]+)` \|", (ROOT / "docs" / "api.md").read_text("utf-8"), flags=re.MULTILINE))
    assert told == NAMES


@pytest.mark.parametrize("room", ["practice", "patterns"])
def test_every_word_a_person_can_choose_is_in_the_words(room):
    words = pytest.importorskip(f"loslaten.{room}.words", reason="this room is not in this tree yet")
    kinds = [kind for kind in vars(words).values() if isinstance(kind, type) and issubclass(kind, TextChoices)]
    codes = set(re.findall(r"`([\w-]+)`", (ROOT / "docs" / "words.md").read_text("utf-8")))
    missing = {f"{kind.__name__} {code}" for kind in kinds for code in kind.values if code not in codes}
    assert sorted(missing) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8"))]
    inside = [target for target in targets if target and "://" not in target]
    assert not [target for target in inside if not (document.parent / target).exists()]


def test_the_readme_s_commands_are_those_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    told = {word for path in DOCUMENTS for word in re.findall(r"(?:`|    |&& )make ([a-z]+)", path.read_text("utf-8"))}
    assert told <= set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    assert {"run", "test"} <= told


def test_continuous_integration_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "make test" in script
    assert "make check" in script


def test_every_command_for_the_host_is_one_that_exists():
    told = {word for path in DOCUMENTS for word in re.findall(r"manage\.py ([a-z_]+)", path.read_text("utf-8"))}
    assert {"backup", "restore"} <= told
    assert told <= set(get_commands())


def test_every_promise_of_safety_is_guarded_by_a_test_that_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(named) > 20
    missing = [
        f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []
