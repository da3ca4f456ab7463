"""Anna answers three questions, once a day at most; nobody else sees that she did."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now
from django.utils.translation import override

from loslaten.accounts.models import Person
from loslaten.journal.models import Answers, Day
from loslaten.journal.questions import PLACES, written
from loslaten.practice.words import Place

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_looking_at_the_questions_leaves_nothing_behind(anna):
    page = anna.get("/questions/").content.decode()
    for asked in ("Waar voelde je het vandaag het eerst?", "Welke gedachte komt steeds terug?", "Welke kleine keuze"):
        assert asked in page
    assert Person.objects.count() == 0


def test_anna_says_where_and_may_say_it_otherwise_later_that_day(anna, answer):
    assert answer(anna, "belly", "throat", "belly").places == ["belly", "throat"]
    written_at = Day.objects.get().written_at
    page = anna.get("/questions/").content.decode()
    assert page.count(" checked>") == 2
    answer(anna, "jaw")
    day = Day.objects.get()
    assert (day.places, day.written_at) == (["jaw"], written_at)


def test_who_says_nothing_is_nowhere_written_down(anna, today):
    anna.post(f"/questions/{today}/", {})
    assert Day.objects.count() == 0
    assert "Vandaag niets te zeggen" in anna.get("/questions/").content.decode()


def test_two_tabs_at_once_are_one_day(anna, answer, today):
    person = answer(anna, "belly").person
    with pytest.raises(IntegrityError), transaction.atomic():
        Day.objects.create(person=person, date=today, written_at=now())
    assert Day.begun(person, today, at=now()) == Day.objects.get()


def test_the_day_is_that_of_the_house_also_in_the_nights_the_clock_changes(settings):
    settings.TIME_ZONE = "Europe/Amsterdam"
    for moment, day in [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
    ]:
        assert Day(date=day).is_today(at=moment)
        assert localdate(moment) == day


def test_a_page_that_stood_open_past_midnight_writes_to_its_own_day(anna, answer, today):
    yesterday = today - timedelta(days=1)
    assert answer(anna, "neck", of=yesterday).date == yesterday
    assert "checked" not in anna.get("/questions/").content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("days", [-400, -2, 1, 400])
def test_a_day_long_gone_or_to_come_is_not_there(anna, answer, today, days):
    answer(anna, "belly")
    address = f"/questions/{today + timedelta(days=days)}/"
    for each in (address, address + "answers/"):
        assert [anna.get(each).status_code, anna.post(each, {"places": ["jaw"]}).status_code] == [404, 404]
    assert Day.objects.count() == 1


@pytest.mark.parametrize("of", ["2026-02-30", "2026-13-01", "1999-01-01", "today", "2026-1-1", "2026-11-23T00"])
def test_what_is_no_day_leads_nowhere(anna, of):
    assert anna.get(f"/questions/{of}/").status_code == 404


def test_a_place_that_nobody_has_is_refused_in_words(anna, today):
    said = anna.post(f"/questions/{today}/", {"places": ["tail"]})
    assert said.status_code == 422
    assert "We kennen ‘tail’ hier niet" in said.content.decode()
    assert Person.objects.count() == 0


def test_bram_finds_nothing_of_annas_day(anna, bram, answer, seal, today, note_fields):
    answer(anna, "belly")
    sent = seal(anna)
    assert sent.status_code == 200, sent.content
    Day.objects.update(date=today - timedelta(days=9))
    address = f"/questions/{today - timedelta(days=9)}/"
    answer(bram, "jaw")
    assert anna.get(address).status_code == 200
    for each in (address, address + "answers/"):
        assert [bram.get(each).status_code, bram.post(each).status_code] == [404, 404]
    assert bram.post(address + "erase/").status_code == 404
    assert bram.post(f"/vault/notes/{sent.json()['note']['name']}/erase/").status_code == 404
    assert Answers.objects.count() == 1


def test_who_is_nobody_here_is_told_nothing(visitor, today, note_fields):
    somebody = visitor()
    assert somebody.get(f"/questions/{today}/answers/").status_code == 404
    assert somebody.post(f"/questions/{today}/answers/", note_fields()).status_code == 404
    assert somebody.post(f"/questions/{today}/erase/").status_code == 404


def test_a_wrong_verb_is_refused(anna, today):
    assert anna.post("/questions/").status_code == 405
    assert anna.put(f"/questions/{today}/").status_code == 405
    assert anna.get(f"/questions/{today}/erase/").status_code == 405


def test_without_a_yes_no_answer_is_kept(anna, answer, today, vault_fields, note_fields):
    answer(anna, "belly")
    assert anna.post(f"/questions/{today}/answers/", note_fields()).status_code == 403
    assert Answers.objects.count() == 0


def test_answers_alone_are_a_day_and_stand_among_all_notes_with_a_way_back(anna, seal, today):
    anna.post(f"/questions/{today}/", {})
    box = seal(anna).json()["note"]["box"]
    assert Day.objects.get().places == []
    found = json.loads(b"".join(anna.get("/vault/notes.json").streaming_content))["notes"]
    assert [(note["kind"], note["page"], note["box"]) for note in found] == [("day", f"/questions/{today}/", box)]
    assert "1 notitie, op slot" in anna.get("/account/").content.decode()


def test_a_tab_that_saw_older_answers_does_not_write_over_newer_ones(anna, answer, seal, today, note_fields):
    answer(anna, "belly")
    first = seal(anna).json()["note"]
    late = anna.post(f"/questions/{today}/answers/", note_fields("Ook een eerste."))
    assert (late.status_code, late.json()["why"]) == (409, "note")
    newer = note_fields("Nieuwer.", name=first["name"], seen=first["seen"])
    assert anna.post(f"/questions/{today}/answers/", newer).status_code == 200
    assert Answers.objects.get().box == newer["box"]


def test_answers_that_are_refused_leave_no_empty_day(anna, seal, today, note_fields):
    anna.post(f"/questions/{today}/", {})
    anna.post("/vault/agree/")
    assert anna.post(f"/questions/{today}/answers/", note_fields()).status_code == 409
    assert anna.post(f"/questions/{today}/answers/", {**note_fields(), "box": "in woorden"}).status_code == 422
    assert Day.objects.count() == 0


def test_answers_go_and_the_places_stay_and_a_day_goes_with_its_answers(anna, answer, seal, today, note_fields):
    answer(anna, "belly")
    seal(anna)
    anna.post(f"/questions/{today}/answers/", {"go": "erase"})
    assert (Day.objects.get().places, Answers.objects.count()) == (["belly"], 0)
    anna.post(f"/questions/{today}/answers/", note_fields())
    assert Answers.objects.count() == 1
    assert (
        "Wat je die dag antwoordde, is gewist." in anna.post(f"/questions/{today}/erase/", follow=True).content.decode()
    )
    assert (Day.objects.count(), Answers.objects.count()) == (0, 0)


def test_the_page_takes_as_many_queries_for_one_day_as_for_many(anna, answer, today, django_assert_max_num_queries):
    person = answer(anna, "belly").person
    for days in range(2, 60):
        Day.objects.create(person=person, date=today - timedelta(days=days), written_at=now())
    with django_assert_max_num_queries(6):  # session, person, day, consents, earlier days
        page = anna.get("/questions/").content.decode()
    assert page.count("/questions/20") == 33  # thirty days, and three ways to write to today


def test_places_are_called_as_in_a_round():
    for language in ("nl", "en"):
        with override(language):
            assert [(code, str(name)) for code, name in sorted(PLACES)] == sorted(
                (code, str(label)) for code, label in Place.choices
            )


def test_a_question_is_known_in_both_languages():
    assert [question.everywhere.split("\n")[1] for question in written()] == [
        "Which thought keeps coming back?",
        "Which small choice tells your body that it is safe?",
    ]


def test_when_there_are_more_days_than_are_listed_it_says_where_they_are(anna, answer, today):
    answer(anna, "jaw")
    person = Day.objects.get().person
    for days, said in ((30, False), (31, True)):
        Day.objects.get_or_create(person=person, date=today - timedelta(days=days), defaults={"written_at": now()})
        Day.objects.bulk_create(
            Day(person=person, date=today - timedelta(days=k), written_at=now()) for k in range(1, 30) if not said
        )
        assert ("Alle dagen staan in wat je meeneemt" in anna.get("/questions/").content.decode()) == said
