"""Signing in: what a guest did comes along, nobody learns who has an account, and guessing is slow."""

from concurrent.futures import wait
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from loslaten.accounts import mail
from loslaten.accounts.forget import forget
from loslaten.accounts.limits import unreadable
from loslaten.accounts.models import CacheRow, Person, Vault
from loslaten.practice.models import Round, RoundNote
from loslaten.practice.sweep import sweep
from tests.accounts.people import PASSPHRASE, is_in, sign_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def annas(visitor):
    """Anna's account, made in a browser that is out of the room."""
    browser = visitor()
    sign_up(browser)
    return Person.objects.get(username="Anna")


def test_anna_signs_in_from_another_browser_in_any_capitals(annas, bram):
    assert sign_in(bram, "aNNa")["Location"] == "/account/"
    assert is_in(bram)


def test_what_anna_did_as_a_guest_of_this_browser_moves_to_her_account(annas, anna, begin):
    practised = begin(anna)
    guest = practised.person
    reply = sign_in(anna)
    assert not Person.objects.filter(pk=guest.pk).exists()
    assert Round.objects.get(pk=practised.pk).person == annas
    page = anna.get(reply["Location"])
    assert "Oefeningen van deze browser die nu in je account staan: 1." in page.text


def test_what_was_kept_as_a_guest_stays_kept_in_an_account_that_kept_nothing(annas, anna, begin):
    annas.withdraw("keep_rounds", at=now())
    begin(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    sign_in(anna)
    sweep(at=now() + timedelta(days=40))
    assert annas.rounds.count() == 1


def sealed(round_, person):
    box = {"name": uuid4(), "box": "x", "written_at": now(), "changed_at": now()}
    return RoundNote.objects.create(round=round_, person=person, **box)


@pytest.mark.parametrize(("has_notes", "brought"), [(False, 1), (True, 0)])
def test_notes_come_along_only_where_they_can_still_be_opened(annas, anna, begin, has_notes, brought):
    practised = begin(anna)
    for person in [practised.person, annas] if has_notes else [practised.person]:
        Vault.objects.create(person=person, version=1, check_box="x", made_at=now())
    sealed(practised, practised.person)
    assert "Neem ze dan eerst mee." in anna.get("/account/sign-in/").text
    sign_in(anna)
    assert (RoundNote.objects.filter(person=annas).count(), Vault.objects.count()) == (brought, 1)
    assert annas.rounds.count() == 1


def test_a_round_that_is_in_the_account_already_does_not_come_twice(annas, anna, begin):
    practised = begin(anna)
    Round.objects.filter(pk=practised.pk).update(offline_key="a" * 32)
    annas.rounds.create(guide_slug="short", started_at=now(), arrived_at=now(), offline_key="a" * 32)
    sign_in(anna)
    assert annas.rounds.count() == 1


def test_the_session_key_somebody_planted_is_worth_nothing_after_signing_in(annas, anna):
    anna.get("/account/sign-in/passkey/", headers={"accept": "application/json"})
    planted = anna.cookies["sessionid"].value
    sign_in(anna)
    thief = Client(headers={"accept-language": "nl"})
    thief.cookies["sessionid"] = planted
    assert anna.cookies["sessionid"].value != planted
    assert not is_in(thief)


def said(reply) -> str:
    return " ".join(error for errors in reply.context["form"].errors.values() for error in errors)


def test_a_known_and_an_unknown_name_and_a_guest_get_the_same_answer(annas, anna, bram, begin):
    guest = begin(bram).person.username
    answers = {(sign_in(anna, name, "nee nee nee").status_code, said(sign_in(anna, name, "nee nee nee")))
               for name in ("Anna", "nobody", guest)}  # fmt: skip
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("room", "fields"),
    [
        ("sign-in", {"login": "{}", "password": "nee nee nee"}),
        ("sign-in/code", {"name": "{}", "code": "1234 5678 9012"}),
    ],
)
def test_the_lock_turns_as_often_for_a_name_nobody_has(annas, anna, monkeypatch, room, fields):
    turned, lock = [], PBKDF2PasswordHasher.encode

    def turn(self, *what, **more):
        turned.append(what)
        return lock(self, *what, **more)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", turn)
    for name in ("Anna", "nobody"):
        turned.clear()
        anna.post(f"/account/{room}/", {field: value.format(name) for field, value in fields.items()})
        assert len(turned) == 1, name


def test_asking_for_a_new_passphrase_looks_for_nobody_before_the_answer(annas, anna, monkeypatch):
    monkeypatch.setattr(mail, "AFTERWARDS_S", 0)
    EmailAddress.objects.create(user=annas, email="anna@elsewhere.example", verified=True, primary=True)
    asked, pages = [], []
    for address in ("anna@elsewhere.example", "nobody@elsewhere.example"):
        with CaptureQueriesContext(connection) as queries:
            reply = anna.post("/account/reset/", {"email": address})
        asked.append([each["sql"].split()[0] for each in queries if "emailaddress" in each["sql"].lower()])
        pages.append((reply.status_code, reply["Location"], len(queries)))
    wait([mail.post.submit(str), mail.post.submit(str)])  # what comes after the answer is over, too
    assert asked == [[], []]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_signing_in_leads_to_no_other_house(annas, anna, wish):
    assert sign_in(anna, next=wish)["Location"] == "/account/"
    assert anna.post("/account/confirm/", {"password": PASSPHRASE, "next": wish})["Location"] == "/account/access/"


def test_signing_in_leads_to_where_anna_was_going(annas, anna):
    assert sign_in(anna, next="/practice/kept/")["Location"] == "/practice/kept/"


def test_ten_guesses_at_a_name_and_even_the_right_one_waits_but_others_may_come_in(annas, anna, bram):
    sign_up(bram, "Bram")
    bram.post("/account/sign-out/")
    for _ in range(10):
        sign_in(anna, passphrase="nee nee nee")
    assert "Wacht tien minuten" in said(sign_in(anna))
    sign_in(bram, "Bram")
    assert is_in(bram)


def test_what_was_counted_tells_nobody_who_tried(annas, anna):
    sign_in(anna, "Anna", "nee nee nee")
    rows = " ".join(f"{key} {value}" for key, value in CacheRow.objects.values_list("cache_key", "value"))
    assert CacheRow.objects.exists()
    assert "127.0.0.1" not in rows
    assert "anna" not in rows.lower()
    assert unreadable("127.0.0.1", "", 1) != unreadable("127.0.0.2", "", 1)


def test_somebody_who_says_to_come_from_elsewhere_is_not_believed(annas, anna):
    for number in range(30):
        anna.post(
            "/account/sign-in/", {"login": f"nobody{number}", "password": "nee nee nee"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )  # fmt: skip
    reply = anna.post("/account/sign-in/", {"login": "x", "password": "n"}, headers={"x-forwarded-for": "10.9.9.9"})
    assert "Wacht tien minuten" in said(reply)


def test_behind_a_proxy_each_visitor_is_counted_apart_and_cannot_pretend(annas, anna, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(30):
        forged = {"x-forwarded-for": f"10.0.0.{number}, 192.0.2.1"}
        anna.post("/account/sign-in/", {"login": f"nobody{number}", "password": "nee nee nee"}, headers=forged)
    wrong = {"login": "x", "password": "n"}
    again = anna.post("/account/sign-in/", wrong, headers={"x-forwarded-for": "10.1.1.1, 192.0.2.1"})
    other = anna.post("/account/sign-in/", wrong, headers={"x-forwarded-for": "192.0.2.2"})
    assert "Wacht tien minuten" in said(again)
    assert "horen niet bij elkaar" in said(other)


def test_of_a_browser_is_kept_what_it_is_and_not_where(annas, visitor):
    browser = visitor(REMOTE_ADDR="192.0.2.7")
    browser.defaults["HTTP_USER_AGENT"] = FIREFOX
    sign_in(browser)
    session = UserSession.objects.latest("pk")
    assert (session.ip, session.user_agent) == ("0.0.0.0", "Firefox on Windows")  # noqa: S104
    assert "Firefox op Windows" in browser.get("/account/browsers/").text


def test_a_guest_is_no_signed_in_browser(anna, begin):
    begin(anna)
    assert not UserSession.objects.exists()


def test_anna_stays_for_thirty_days_after_the_last_day_she_was_here(annas, anna):
    sign_in(anna)
    session = anna.session
    assert session.get_expiry_age() == 30 * 24 * 60 * 60
    session["here_on"] = "2026-01-01"
    session.save()
    anna.get("/account/access/")
    assert anna.session["here_on"] == now().date().isoformat()


def test_keeping_rounds_does_not_make_an_account_stay_for_a_year(annas, anna, begin):
    sign_in(anna)
    begin(anna)
    assert anna.session.get_expiry_age() == 30 * 24 * 60 * 60


def test_what_signing_in_left_behind_is_swept(annas, anna):
    sign_in(anna)
    sign_in(anna, passphrase="nee nee nee")
    anna.post("/account/sign-out/")
    sweep(at=now() + timedelta(days=31))
    forget(at=now() + timedelta(days=31))
    assert (CacheRow.objects.count(), UserSession.objects.count()) == (0, 0)


def test_a_closed_account_is_told_so_only_to_who_knows_the_passphrase(annas, anna):
    Person.objects.update(is_active=False)
    assert "horen niet bij elkaar" in said(sign_in(anna, passphrase="nee nee nee"))
    assert sign_in(anna)["Location"] == "/account/sign-in/"
    assert not is_in(anna)


@pytest.mark.parametrize(
    "address",
    ["sign-in", "sign-up", "sign-in/code", "sign-in/passkey", "sign-out", "reset", "confirm", "name", "passphrase",
     "passkeys/add", "codes", "email", "browsers/end"],
)  # fmt: skip
def test_a_forged_form_is_refused_everywhere(annas, address):
    anna = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
    anna.force_login(annas)
    assert anna.post(f"/account/{address}/", {"login": "Anna", "password": PASSPHRASE}).status_code == 403


def test_signing_out_takes_a_post(annas, anna):
    sign_in(anna)
    assert anna.get("/account/sign-out/").status_code == 200
    assert is_in(anna)
    anna.post("/account/sign-out/")
    assert not is_in(anna)
