"""What the host wishes: read once, and refused in one clear line when it cannot be meant."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern

from loslaten.site import environment
from loslaten.site.urls import urlpatterns

ROOT = Path(__file__).parents[2]


@pytest.fixture
def wish(monkeypatch):
    """Set a wish of the host for this test; without a value, have none."""

    def set_to(name, value=None):
        monkeypatch.delenv(f"LOSLATEN_{name}", raising=False)
        if value is not None:
            monkeypatch.setenv(f"LOSLATEN_{name}", value)

    return set_to


def start(tmp_path, **wishes):
    """Start Django's command line as a host would, with these wishes and no others."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LOSLATEN_")}
    data = {"LOSLATEN_DATA": str(tmp_path / "data")}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(
        command, cwd=ROOT, env={**plain, **data, **wishes}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight thousand"),
        ("PORT", "-1"),
        ("PORT", "80000"),
        ("ADDRESS", "loslaten.example"),
        ("DEBUG", "yes please"),
        ("WORK", "sometimes"),
        ("ADMIN", "../admin"),
        ("ADMIN", "two words"),
        ("LANGUAGE", "de"),
        ("TIME_ZONE", "Europe/Utopia"),
        ("TIME_ZONE", "Europe"),
        ("DATABASE_URL", "mysql://db/loslaten"),
    ],
)
def test_a_wrong_wish_stops_the_start_with_one_clear_line(tmp_path, name, value):
    stopped = start(tmp_path, **{f"LOSLATEN_{name}": value})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith(f"LOSLATEN_{name} should ")
    assert len(stopped.stderr.splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_stops_the_start_with_one_clear_line(tmp_path):
    (tmp_path / "file").touch()
    stopped = start(tmp_path, LOSLATEN_DATA=str(tmp_path / "file" / "data"))
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("LOSLATEN_DATA: the folder ")
    assert len(stopped.stderr.splitlines()) == 1


def test_a_wish_nobody_made_has_its_default(wish):
    wish("PORT")
    wish("DEBUG")
    wish("ADDRESS")
    assert environment.number("PORT", 8000, most=65535) == 8000
    assert environment.switch("DEBUG") is False
    assert environment.address("ADDRESS") is None


def test_neither_desk_stands_where_a_page_or_the_other_desk_does(wish):
    first = {str(each.pattern).split("/")[0] for each in urlpatterns if isinstance(each, URLPattern)}
    pages = {word for word in first if re.fullmatch(r"[\w-]+", word)}
    assert pages - environment.TAKEN == set()
    for word in environment.TAKEN:
        wish("ADMIN", word)
        with pytest.raises(ImproperlyConfigured, match="LOSLATEN_ADMIN should be a word that is free"):
            environment.path("ADMIN")
    wish("DESK", "bureau")
    assert environment.segment("DESK", beside="desk") == "bureau"
    with pytest.raises(ImproperlyConfigured, match="LOSLATEN_DESK should be a word that is free"):
        environment.segment("DESK", beside="bureau")


def test_spaces_around_a_wish_do_not_count(wish):
    wish("PORT", " 8080 ")
    assert environment.number("PORT", 8000, most=65535) == 8080


@pytest.mark.parametrize("value", ["https://loslaten.example", "https://loslaten.example/", "http://192.168.1.5:8000"])
def test_an_address_is_a_scheme_and_a_host(wish, value):
    wish("ADDRESS", value)
    assert environment.address("ADDRESS").scheme in {"http", "https"}


@pytest.mark.parametrize(
    "value",
    [
        "ftp://loslaten.example",
        "https://",
        "https://loslaten.example/app",
        "https://x:99999",
        "https://[::1",
        "https://x?y",
    ],
)
def test_an_address_that_is_not_one_is_refused(wish, value):
    wish("ADDRESS", value)
    with pytest.raises(ImproperlyConfigured, match=r"should look like https://loslaten\.example"):
        environment.address("ADDRESS")


def test_a_folder_is_made_for_its_owner_only(wish, tmp_path):
    wish("DATA", str(tmp_path / "my data" / "loslaten"))
    made = environment.folder("DATA", tmp_path)
    assert made.is_dir()
    assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0


def test_the_key_is_made_once_and_only_its_owner_can_read_it(wish, tmp_path):
    wish("SECRET_KEY")
    first = environment.secret("SECRET_KEY", tmp_path / "secret-key")
    assert environment.secret("SECRET_KEY", tmp_path / "secret-key") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_was_never_written_is_made_again(wish, tmp_path):
    wish("SECRET_KEY")
    (tmp_path / "secret-key").touch()
    assert len(environment.secret("SECRET_KEY", tmp_path / "secret-key")) >= 50


def test_a_key_the_host_gives_is_used_and_not_written(wish, tmp_path):
    wish("SECRET_KEY", "given")
    assert environment.secret("SECRET_KEY", tmp_path / "secret-key") == "given"
    assert not (tmp_path / "secret-key").exists()


def test_a_password_with_odd_letters_reaches_postgresql_as_it_is(wish, tmp_path):
    wish("DATABASE_URL", "postgresql://anna:p%40ss%2Fword@db.example:5433/loslaten")
    read = environment.database("DATABASE_URL", tmp_path / "unused")
    assert (read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "p@ss/word",
        "db.example",
        "5433",
        "loslaten",
    )


@pytest.mark.parametrize(
    "value", ["postgresql://anna:geheim@db:five/loslaten", "postgresql://anna:geheim@db/", "geheim"]
)
def test_a_refused_database_does_not_show_its_password(wish, tmp_path, value):
    wish("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database("DATABASE_URL", tmp_path / "unused")
    assert "geheim" not in str(refused.value)


def test_without_a_wish_the_rows_are_kept_in_one_file(wish, tmp_path):
    wish("DATABASE_URL")
    assert environment.database("DATABASE_URL", tmp_path / "loslaten.sqlite3")["NAME"] == tmp_path / "loslaten.sqlite3"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("smtps://anna:p%40ss@mail.example", ("mail.example", 465, "anna", "p@ss", False, True)),
        ("smtp://mail.example:2525", ("mail.example", 2525, "", "", True, False)),
        ("plain://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_who_takes_the_mail_is_read_with_how_to_speak_to_them(wish, value, read):
    wish("EMAIL_URL", value)
    assert environment.mail("EMAIL_URL") == read


@pytest.mark.parametrize("value", ["mail.example", "http://mail.example", "smtp://", "smtp://anna:geheim@x:five"])
def test_a_refused_mail_house_does_not_show_its_password(wish, value):
    wish("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="should look like smtps://") as refused:
        environment.mail("EMAIL_URL")
    assert "geheim" not in str(refused.value)


def test_without_a_mail_house_no_mail_is_sent(wish):
    wish("EMAIL_URL")
    assert environment.mail("EMAIL_URL") is None
