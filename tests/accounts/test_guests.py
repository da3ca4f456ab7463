"""A guest is known by this browser only, and can go on when their session is gone."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.signing import TimestampSigner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from loslaten.accounts import guests
from loslaten.accounts.models import Consent, Person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_looking_around_makes_nobody_a_guest(anna):
    for address in ("/", "/help/", "/privacy/", "/settings/", "/practice/kept/", "/offline/"):
        anna.get(address)
    assert (Person.objects.count(), Session.objects.count()) == (0, 0)
    assert "sessionid" not in anna.cookies


def test_beginning_makes_anna_a_guest_without_a_name_or_a_usable_password(anna, begin):
    person = begin(anna).person
    assert person.is_guest
    assert not person.has_usable_password()
    assert not person.email


def test_a_session_that_expired_halfway_goes_on_as_the_same_guest(anna, begin):
    practised = begin(anna)
    page = anna.get(f"/practice/{practised.pk}/notice/")
    Session.objects.all().delete()
    reply = anna.post(
        f"/practice/{practised.pk}/notice/", {"go": "next", "tension_before": "6", "ticket": page.context["ticket"]}
    )
    practised.refresh_from_db()
    assert reply["Location"] == f"/practice/{practised.pk}/welcome/"
    assert practised.tension_before == 6
    assert anna.get(reply["Location"]).status_code == 200


def test_a_forged_or_old_ticket_opens_nothing(anna, bram, begin, monkeypatch):
    practised = begin(anna)
    address = f"/practice/{practised.pk}/notice/"
    assert bram.post(address, {"tension_before": "1", "ticket": f"{practised.person.pk}:forged"}).status_code == 404
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "1wAAAA")
    old = guests.ticket(practised.person)
    monkeypatch.undo()
    assert bram.post(address, {"tension_before": "1", "ticket": old}).status_code == 404


def test_annas_ticket_gives_bram_who_is_somebody_else_nothing(anna, bram, begin):
    practised = begin(anna)
    begin(bram)
    ticket = guests.ticket(practised.person)
    assert bram.post(f"/practice/{practised.pk}/notice/", {"ticket": ticket}).status_code == 404


def test_keeping_makes_the_browser_remember_for_a_year(anna, begin):
    begin(anna)
    assert anna.session.get_expiry_age() <= 24 * 60 * 60
    anna.post("/practice/keep/", {"go": "yes"})
    assert anna.session.get_expiry_age() > 360 * 24 * 60 * 60
    consent = Consent.objects.get()
    assert (consent.purpose, consent.wording) == ("keep_rounds", "2026-11-23")


def test_erasing_everything_leaves_no_row_of_anna_anywhere(anna, bram, begin):
    person = begin(anna).person
    begin(bram)
    anna.post("/practice/keep/", {"go": "yes"})
    anna.post("/account/erase/", {"go": "yes"})
    assert not Person.objects.filter(pk=person.pk).exists()
    assert (Person.objects.count(), Consent.objects.count(), Session.objects.count()) == (1, 0, 1)


def test_a_guest_who_keeps_is_remembered_for_a_year_from_the_last_time_and_written_once_a_day(anna):
    def ends():
        return Session.objects.get().expire_date - now()

    anna.post("/practice/start/", {"guide": "short"})
    anna.post("/practice/keep/", {"go": "yes"})
    assert ends() > timedelta(days=365)
    with CaptureQueriesContext(connection) as asked:
        anna.post("/practice/start/", {"guide": "full"})
    assert not [query for query in asked if "UPDATE" in query["sql"] and "django_session" in query["sql"]]
    session = anna.session
    session["kept_on"] = (now() - timedelta(days=1)).date().isoformat()
    session.set_expiry(timedelta(days=365))
    session.save()
    anna.post("/practice/start/", {"guide": "short"})
    assert ends() > timedelta(days=365, hours=23)
    anna.post("/practice/keep/", {"go": "no"})
    assert ends() < timedelta(days=1)
    anna.post("/practice/keep/", {"go": "yes"})
    assert ends() > timedelta(days=365)
