"""What every page promises: help within reach, nothing from elsewhere, and calm words when something fails."""

import logging
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from loslaten.practice.models import Round
from loslaten.site import help_lines
from loslaten.site.log import Discreet
from loslaten.site.tree import static_files, tree_hash
from loslaten.site.views import kept_on_device

pytestmark = pytest.mark.django_db
ROOMS = ["/", "/help/", "/privacy/", "/settings/", "/practice/kept/", "/nowhere/"]
STEPS = ["notice", "welcome", "breathe", "soften", "look_back", "strong", "outward"]


@pytest.mark.parametrize("address", ROOMS)
def test_help_is_one_tap_away_on_every_page(anna, address):
    assert 'href="/help/"' in anna.get(address).content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_help_and_a_way_out_are_on_every_step(anna, begin, step):
    page = anna.get(f"/practice/{begin(anna).pk}/{step}/").content.decode()
    assert 'href="/help/"' in page
    assert step in {"strong", "outward"} or ('value="too_much"' in page and 'value="stop"' in page)


@pytest.mark.parametrize(
    ("language", "question"), [("nl", "Denk je aan zelfdoding?"), ("en", "Are you thinking about suicide?")]
)
def test_help_gives_numbers_that_can_be_called_in_both_languages(visitor, language, question):
    page = visitor(language).get("/help/").content.decode()
    assert question in page
    for number in ("tel:113", "tel:08000113", "tel:1813", "tel:112"):
        assert f'href="{number}"' in page


def test_a_host_in_belgium_puts_its_own_line_first(anna, settings):
    settings.HELP_LINES = "be"
    help_lines.lines.cache_clear()
    page = anna.get("/help/").content.decode()
    help_lines.lines.cache_clear()
    assert page.index("tel:1813") < page.index("tel:113")


@pytest.mark.parametrize("address", ROOMS)
def test_no_page_may_run_or_load_anything_from_elsewhere(anna, address):
    answer = anna.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", page)
    loads = r'(src|action)="https?://|<link(?! rel="(?:canonical|alternate)")[^>]+href="https?://'
    assert not re.search(loads, page)


def test_a_house_behind_https_locks_its_cookies_and_says_so_for_a_year_of_its_own_name_alone(client):
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ALLOWED_HOSTS)"
    )
    environment = {
        "PATH": "", "DJANGO_SETTINGS_MODULE": "loslaten.site.settings",
        "LOSLATEN_DATA": str(settings.DATA), "LOSLATEN_ADDRESS": "https://loslaten.example",
    }  # fmt: skip
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "31536000 False False True True ['loslaten.example']"


def test_the_light_is_set_on_the_server_so_nothing_flashes(anna):
    anna.post("/settings/appearance/", {"light": "nacht", "contrast": "more", "motion": "still"})
    page = anna.get("/").content.decode()
    assert '<html lang="nl" data-theme="nacht" data-contrast="more" data-motion="still">' in page
    assert '<meta name="theme-color" content="#0d0908">' in page


def test_a_light_we_do_not_know_is_the_devices_own(anna):
    anna.cookies["light"] = '"><script>'
    assert "data-theme" not in anna.get("/").content.decode()


def test_appearance_never_sends_anyone_elsewhere(anna):
    assert anna.post("/settings/appearance/", {"next": "https://elsewhere.example/"})["Location"] == "/settings/"


def test_something_that_is_not_here_gets_a_calm_page(anna):
    answer = anna.get("/nowhere/")
    assert answer.status_code == 404
    assert "Hier is niets" in answer.content.decode()


def test_a_form_of_ten_megabytes_is_refused_in_one_sentence(anna, begin):
    practised = begin(anna)
    answer = anna.post(f"/practice/{practised.pk}/notice/", {"places": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "Dat was te veel ineens" in answer.content.decode()
    assert Round.objects.get().step == "notice"


@pytest.mark.parametrize("body", [b"\xff\xfe=\xc3\x28&go=next", b"places=%ff%fe&go=next", b"\x00\x00\x00", b"&&&&===="])
def test_bytes_that_are_no_text_change_nothing_and_break_nothing(anna, begin, body):
    practised = begin(anna)
    answer = anna.generic("POST", f"/practice/{practised.pk}/notice/", body, "application/x-www-form-urlencoded")
    assert answer.status_code in {302, 400, 422}
    assert Round.objects.get().places == []


@pytest.mark.parametrize(
    "complaint", ["attempt to write a readonly database", "database or disk is full", "database is locked"]
)
def test_a_database_that_cannot_write_gives_a_clear_page_and_no_content_in_the_log(
    anna, begin, monkeypatch, caplog, complaint
):
    practised = begin(anna)

    def refuse(self, **kwargs):
        raise OperationalError(f"{complaint}: tension 7")

    monkeypatch.setattr(Round, "save", refuse)
    answer = anna.post(f"/practice/{practised.pk}/notice/", {"tension_before": "7"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "We kunnen nu even niets opslaan" in answer.content.decode()
    assert "tension" not in caplog.text


def test_a_forged_form_is_refused_in_the_house_style(begin, anna):
    practised = begin(anna)
    stern = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
    answer = stern.post(f"/practice/{practised.pk}/notice/", {"tension_before": "3"})
    assert answer.status_code == 403
    assert "Deze pagina stond lang open" in answer.content.decode()


def test_a_fault_of_ours_is_owned_up_to(anna, monkeypatch):
    from loslaten.site import views

    def break_down(*args):
        raise RuntimeError("something inside")

    monkeypatch.setattr(views, "five_steps", break_down)
    anna.raise_request_exception = False
    answer = anna.get("/")
    assert answer.status_code == 500
    assert "Het ligt aan ons." in answer.content.decode()


def test_the_log_tells_where_something_broke_and_never_what_was_entered():
    try:
        raise ValueError("tension 7 in my belly")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "broke", None, sys.exc_info())
    line = Discreet("{levelname} {message}", style="{").format(record)
    assert "ValueError" in line
    assert "test_house.py" in line
    assert "tension 7 in my belly" not in line.replace('raise ValueError("tension 7 in my belly")', "")


def test_words_compiled_at_the_first_start_are_spoken_at_once(tmp_path):
    shutil.copytree(settings.LOCALE_PATHS[0], tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    words = tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    words.write_text(words.read_text("utf-8").replace('"Hulp nu"', '"Hulp hier"'), "utf-8")
    code = (
        "import sys, django; django.setup(); from django.conf import settings; settings.LOCALE_PATHS = [sys.argv[1]];"
        "from django.utils.translation import gettext; before = gettext('Help now');"
        "from django.core.management import call_command; call_command('translations');"
        "print(before, '|', gettext('Help now'))"
    )
    environment = {"PATH": "", "DJANGO_SETTINGS_MODULE": "loslaten.site.settings", "LOSLATEN_DATA": str(settings.DATA)}
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "locale")],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1] == "Hulp nu | Hulp hier"


def test_the_log_names_the_room_and_not_the_address_of_somebodys_round(anna, begin, monkeypatch):
    practised = begin(anna)
    told = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(Discreet("{message}", style="{").format(record))
    monkeypatch.setattr(Round, "save", lambda self, **kwargs: 1 / 0)
    logging.getLogger("django.request").addHandler(handler)
    anna.raise_request_exception = False
    assert anna.post(f"/practice/{practised.pk}/notice/", {"go": "next"}).status_code == 500
    logging.getLogger("django.request").removeHandler(handler)
    assert told
    assert told[0].startswith("500 in step\n")
    assert str(practised.pk) not in told[0]


def test_the_house_itself_writes_its_log_that_way():
    handlers = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, Discreet)]
    assert handlers


def test_the_static_tree_has_one_name_that_changes_with_any_file(tmp_path):
    (tmp_path / "a.css").write_text("one")
    before = tree_hash([tmp_path])
    assert tree_hash([tmp_path]) == before
    (tmp_path / "a.css").write_text("two")
    assert tree_hash([tmp_path]) != before


def test_the_worker_keeps_every_file_of_the_tree_and_speaks_the_language(anna):
    script = anna.get("/sw.js?language=en").content.decode()
    assert re.search(rf'"{settings.STATIC_HASH}-\w+-en"', script)
    kept = [name for name in static_files(settings.STATIC_ROOTS) if kept_on_device(name)]
    assert all(name in script for name in kept)
    assert "library/crisis.json" in kept


def test_an_odd_language_for_the_worker_cannot_write_code_into_it(anna):
    script = anna.get("/sw.js", {"language": '";alert(1)//'}).content.decode()
    assert "alert" not in script.splitlines()[0]


def test_the_demonstration_is_closed_unless_the_host_opens_it(anna):
    assert anna.get("/demo/").status_code == 404
