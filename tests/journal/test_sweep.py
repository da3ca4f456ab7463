"""A day of a guest who said nothing is gone within a day; what somebody said to keep stays, and a no takes it along."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from loslaten.accounts.models import Person, Vault
from loslaten.journal.models import Answers, Day
from loslaten.practice.models import Round
from loslaten.site.bring import HouseAdapter
from loslaten.site.duties import let_go
from loslaten.site.unasked import unasked

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def backups_elsewhere(settings, tmp_path):
    settings.BACKUPS = tmp_path


def left() -> tuple[int, int, int]:
    return Day.objects.count(), Answers.objects.count(), Person.objects.count()


def left_out_of_a_copy() -> set[object]:
    return {row for rows in unasked(at=now()) for row in rows}


def test_a_guest_who_said_nothing_is_gone_within_a_day_with_what_they_answered(anna, answer, told):
    day = answer(anna, "belly")
    assert {day, day.person} <= left_out_of_a_copy()
    let_go(now() + 23 * HOUR)
    assert left() == (1, 0, 1)
    let_go(now() + 24 * HOUR)
    assert (*left(), Session.objects.count()) == (0, 0, 0, 0)
    assert told[-1].endswith("Let go of 0 rounds, 1 guests, 1 sessions and 1 days")


def test_a_guest_of_long_ago_who_answers_today_stays_for_today(anna, answer):
    answer(anna, "belly")
    Person.objects.update(date_joined=now() - 30 * HOUR)
    let_go(now())
    assert left() == (1, 0, 1)


def test_a_guest_who_keeps_notes_finds_a_day_with_answers_after_a_year(anna, answer, seal):
    day = answer(anna, "belly")
    seal(anna)
    assert not {day, day.person} & left_out_of_a_copy()
    let_go(now() + 300 * 24 * HOUR)
    assert left() == (1, 1, 1)
    assert anna.get(f"/questions/{Day.objects.get().date}/").status_code == 200
    assert Session.objects.get().expire_date > now() + 300 * 24 * HOUR


def test_places_alone_are_kept_where_practices_are(anna, answer):
    answer(anna, "belly")
    anna.post("/practice/keep/", {"go": "yes"})
    let_go(now() + 300 * 24 * HOUR)
    assert left() == (1, 0, 1)


def test_a_day_of_which_nothing_is_left_goes_whatever_is_kept(anna, answer):
    answer(anna, "belly")
    anna.post("/practice/keep/", {"go": "yes"})
    answer(anna)
    let_go(now() + 24 * HOUR)
    assert left() == (0, 0, 1)


def test_a_no_to_keeping_practices_takes_days_along_but_not_those_with_answers(anna, answer, seal, today):
    answer(anna, "neck", of=today - timedelta(days=1))
    answer(anna, "belly")
    seal(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    said = anna.post("/account/consent/keep_rounds/", {"go": "no"}, follow=True).content.decode()
    assert "Ook gewist, dagen van de drie vragen: 1." in said
    assert [day.date for day in Day.objects.all()] == [today]
    assert Session.objects.get().expire_date > now() + 300 * 24 * HOUR


def test_a_no_to_notes_leaves_the_places_for_a_day(anna, answer, seal):
    answer(anna, "belly")
    seal(anna)
    anna.post("/account/consent/keep_notes/", {"go": "no"})
    assert left() == (1, 0, 1)
    assert Session.objects.get().expire_date < now() + 25 * HOUR
    let_go(now() + 24 * HOUR)
    assert left() == (0, 0, 0)


def test_erasing_the_last_practice_does_not_take_the_day_along(anna, begin, answer):
    practised = begin(anna)
    answer(anna, "belly")
    anna.post(f"/practice/{practised.pk}/erase/")
    assert (Round.objects.count(), *left()) == (0, 1, 0, 1)


@pytest.fixture
def annas(db) -> Person:
    return Person.objects.create_user("anna", password="een lange rustige zin")


def test_what_a_guest_answered_comes_along_to_their_account(anna, annas, answer, seal, today):
    guest = answer(anna, "belly", "jaw").person
    answer(anna, "neck", of=today - timedelta(days=1))
    seal(anna)
    Day.objects.create(person=annas, date=today, places=["throat", "jaw"], written_at=now())
    HouseAdapter().bring(guest, annas)
    assert [(day.date, day.places) for day in annas.days.all()] == [
        (today, ["throat", "jaw", "belly"]),
        (today - timedelta(days=1), ["neck"]),
    ]
    assert (Answers.objects.get().day, Answers.objects.get().person) == (annas.days.first(), annas)
    assert annas.agrees_to("keep_notes")


def test_answers_that_an_accounts_own_vault_cannot_open_do_not_come_along(anna, annas, answer, seal):
    guest = answer(anna, "belly").person
    seal(anna)
    Vault.objects.create(person=annas, version=1, check_box="x", made_at=now())
    HouseAdapter().bring(guest, annas)
    assert left() == (1, 0, 1)
    assert annas.days.get().places == ["belly"]
