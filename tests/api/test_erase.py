"""Anna erases everything, and then somebody looks for her: in every row, in every session, in the very bytes."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils.translation import override

from loslaten.accounts.models import Person
from loslaten.api.account import describe
from loslaten.api.erase import counts, erase, of_person, paths, rate_limits
from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.practice.models import Round, RoundNote
from tests.api.conftest import ANSWERED, BOX, MORNING, practise
from tests.api.planted import TRACES, plant

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def asked(annas_account):
    request = RequestFactory().post("/account/erase/", headers={"host": "localhost"})
    request.user = annas_account
    return request


def traces(*words: str) -> list[str]:
    """Look for words in every column of every row of every table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name the database gave
            for row in cursor.fetchall():
                text = " ".join(map(str, row)).replace("-", "")
                found += [f"{table}: {word}" for word in words if word.replace("-", "") in text]
    return found


def decoded() -> str:
    return json.dumps([session.get_decoded() for session in Session.objects.all()])


def words_of(person) -> list[str]:
    rounds = [str(key) for key in person.rounds.values_list("pk", flat=True)]
    notes = [str(name) for name in RoundNote.objects.filter(person=person).values_list("name", flat=True)]
    sessions = list(Session.objects.values_list("session_key", flat=True))
    days = [str(key) for key in person.days.values_list("pk", flat=True)]
    return [
        BOX,
        ANSWERED,
        *days,
        "anna-de-wit",
        "anna@elsewhere",
        "Annas telefoon",
        "seed-of-anna",
        *rounds,
        *notes,
        *sessions,
    ]


def empty(person) -> set[str]:
    """Name the kinds of rows of which somebody has none."""
    return {model._meta.label for model, ways in paths().items() if not of_person(model, ways, person.pk).exists()}


def test_nothing_of_anna_is_left_in_any_row_or_session(anna, annas_account, asked, bram, begin):
    begin(bram)
    anna.get("/account/take-along/")
    plant(annas_account, at=MORNING)
    assert empty(annas_account) == set()
    words = [*words_of(annas_account), *TRACES]
    his = Session.objects.get(session_key=bram.session.session_key).session_key
    assert len(traces(*words)) > 18
    erase(annas_account, asked)
    assert traces(*(word for word in words if word != his)) == []
    assert len(empty(annas_account)) == len(paths())
    assert Session.objects.count() == 1
    assert (Person.objects.count(), Round.objects.count()) == (1, 1)
    assert bram.get("/account/erase/").status_code == 200


def test_the_letter_that_was_asked_for_by_the_form_stops_and_goes_too(anna, annas_account, asked):
    letter = Letter.objects.create(slug="een-brief")
    for name in ("anna@elsewhere.example", "bram@elsewhere.example"):
        reader = Reader.objects.create(address=name, name=name, confirmed_at=MORNING)
        Delivery.objects.create(letter=letter, reader=reader, meant_at=MORNING, due_at=MORNING)
    with override("en"):
        said = dict(counts(annas_account))
    assert (said["Reading the letter along"], said["Letters that went out to you"]) == (1, 1)
    assert describe(annas_account)["letters"]["address"] == "anna@elsewhere.example"
    erase(annas_account, asked)
    assert Reader.objects.get().address == "bram@elsewhere.example"


def test_what_is_counted_is_what_goes(annas_account, asked):
    with override("en"):
        said = dict(counts(annas_account))
    assert said["Practices"] == 3
    assert said["Notes"] == 1
    assert said["Days of the three questions"] == 2
    assert said["Answers to the three questions"] == 1
    assert said["Answers about what may be kept"] == 4
    assert said["Ways to open that key"] == 2
    assert said["Passkeys and recovery codes"] == 2
    assert erase(annas_account, asked)
    assert counts(annas_account) == []


def test_a_sign_in_that_stands_halfway_elsewhere_is_closed_as_well(annas_account, asked):
    halfway = Client()
    session = halfway.session
    session["account_login"] = {"user_pk": str(annas_account.pk), "email": "anna@elsewhere.example"}
    session.save()
    innocent = Client().session
    innocent["tension"] = annas_account.pk
    innocent.save()
    erase(annas_account, asked)
    assert list(Session.objects.values_list("session_key", flat=True)) == [innocent.session_key]


def test_what_counted_annas_tries_is_gone_and_what_counts_those_of_an_address_stays(annas_account, asked):
    rates = {rate.per: rate for rate in get_rates(app="allauth.account", action="login_failed")}
    place = {"app": "allauth.account", "action": "login_failed"}
    hers = get_cache_key(asked, **place, rate=rates["key"], key="localhost:anna-de-wit")
    address = get_cache_key(asked, **place, rate=rates["ip"])
    cache.set_many({hers: [1.0], address: [1.0]})
    assert hers in list(rate_limits(annas_account, asked))
    erase(annas_account, asked)
    assert cache.get(hers) is None
    assert cache.get(address) == [1.0]


def test_erasing_one_round_takes_its_note_along(anna, annas_account):
    with_note = annas_account.rounds.exclude(note=None).get()
    anna.post(f"/practice/{with_note.pk}/erase/")
    assert (Round.objects.count(), RoundNote.objects.count()) == (2, 0)
    assert traces(BOX) == []


def test_a_guest_erases_at_once_and_hears_what_went(anna, begin):
    person = begin(anna).person
    practise(person)
    page = anna.get("/account/erase/").content.decode()
    assert "<dt>Oefeningen</dt><dd>2</dd>" in page
    gone = anna.post("/account/erase/", {"go": "yes"})
    assert gone.status_code == 200
    assert "<dt>Oefeningen</dt><dd>2</dd>" in gone.content.decode()
    assert (Person.objects.count(), Round.objects.count(), Session.objects.count()) == (0, 0, 0)
    assert "Clear-Site-Data" not in gone
    assert anna.post("/account/erase/", {"go": "yes"}).status_code == 404


def test_over_https_the_browser_is_told_to_forget(anna, begin):
    begin(anna)
    gone = anna.post("/account/erase/", {"go": "yes"}, secure=True)
    assert gone["Clear-Site-Data"] == '"cache", "storage"'


def test_no_means_no(anna, begin):
    begin(anna)
    assert anna.post("/account/erase/", {"go": "no"}).status_code == 302
    assert anna.post("/account/erase/", {}).status_code == 302
    assert Person.objects.count() == 1


def test_a_forged_form_erases_nobody(begin):
    stern = Client(enforce_csrf_checks=True)
    stern.force_login(Person.objects.create(username="guest-x", is_guest=True))
    assert stern.post("/account/erase/", {"go": "yes"}).status_code == 403
    assert Person.objects.count() == 1


def long_ago(anna):
    """Let it be long ago that Anna said who she is."""
    session = anna.session
    session["account_authentication_methods"] = []
    session.save()


def test_who_has_a_passphrase_is_asked_for_it_once_more_and_then_sees_what_goes(anna, annas_account):
    long_ago(anna)
    for answer in (anna.post("/account/erase/", {"go": "yes"}), anna.get("/account/erase/")):
        assert answer.status_code == 302
        assert answer["Location"] == "/account/confirm/?next=%2Faccount%2Ferase%2F"
    assert anna.post(answer["Location"], {"password": "een andere zin"}).status_code == 422
    assert anna.post(answer["Location"], {"password": "een lange rustige zin"})["Location"] == "/account/erase/"
    assert "<dd>anna-de-wit</dd>" in anna.get("/account/erase/").content.decode()
    assert Person.objects.count() == 1  # she pressed yes before she was asked, and is asked once more
    assert "Het is weg" in anna.post("/account/erase/", {"go": "yes"}).content.decode()
    assert Person.objects.count() == 0


SCRIPT = """
import django; django.setup()
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client, RequestFactory
from django.core.management import call_command
call_command("migrate", verbosity=0)
from loslaten.accounts.models import Person
from loslaten.api.erase import erase
from tests.api.conftest import practise, MORNING
from uuid import UUID
anna = Person.objects.create_user("anna-de-wit", "anna@elsewhere.example", "een lange rustige zin")
for number in range(200):
    practise(anna, note=UUID(int=number), guide_slug="annas-own-guide")
other = Person.objects.create(username="bram-de-boer")
practise(other)
browser = Client(headers={"user-agent": "Annas browser 7"}); browser.force_login(anna)
request = RequestFactory().post("/", headers={"host": "localhost"}); request.user = anna
erase(anna, request)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="these are the bytes of the SQLite file")
def test_nothing_of_anna_is_left_in_the_bytes_of_the_file(tmp_path):
    environment = {"PATH": "", "DJANGO_SETTINGS_MODULE": "loslaten.site.settings", "LOSLATEN_DATA": str(tmp_path)}
    run = [sys.executable, "-c", SCRIPT]
    subprocess.run(run, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    bytes_on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"bram-de-boer" in bytes_on_disk
    for word in (BOX, "anna-de-wit", "anna@elsewhere", "annas-own-guide", "Annas browser"):
        assert word.encode() not in bytes_on_disk
    assert connection.cursor().execute("PRAGMA secure_delete").fetchone() == (1,)
    with closing(sqlite3.connect(tmp_path / "loslaten.sqlite3")) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
