"""What was heard stays only after a yes, goes with a no, and is laid beside what was felt."""

import json

import pytest
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.practice.models import Measured, Round
from tests.practice.rounds import asked_for_insight, practised

SUMMARY = {"sense": "strap", "heard_s": 95, "signal_quality": 0.97, "heart_rate_before": 71.2, "heart_rate_after": 64.6}

pytestmark = pytest.mark.django_db


@pytest.fixture
def breathing(anna, begin):
    """Anna at the breathe step, and how she goes on with what was heard."""
    practised = begin(anna)

    def go_on(**words: object):
        said = {"measured": json.dumps(SUMMARY), **words}
        return anna.post(f"/practice/{practised.pk}/breathe/", {"go": "next", **said})

    go_on.round = practised
    return go_on


def test_without_a_yes_nothing_is_kept_and_the_round_goes_on(breathing):
    assert breathing()["Location"].endswith("/soften/")
    assert breathing(keep_measured="no").status_code == 302
    assert not Measured.objects.exists()


def test_a_yes_keeps_a_summary_that_is_told_beside_what_was_felt(anna, breathing):
    breathing(keep_measured="yes")
    kept = Measured.objects.get()
    assert (kept.round, kept.heard_s, kept.rmssd) == (breathing.round, 95, None)
    assert kept.round.person.agrees_to("keep_measured")
    said = "Je hart ging van ongeveer 71 naar ongeveer 65 slagen per minuut."
    assert said in anna.get(f"/practice/{kept.round.pk}/look_back/").content.decode()
    Round.objects.update(tension_before=7, ended_at=now(), ending="finished", tension_after=4)
    page = anna.get(f"/practice/{kept.round.pk}/after/").content.decode()
    assert said in page
    assert "Je voelde: spanning 7 vooraf, 4 achteraf." in page
    assert "71,2 → 64,6" in page


def test_a_no_counts_for_this_practice_also_where_a_yes_stands(breathing):
    breathing(keep_measured="yes")
    breathing(keep_measured="no")
    assert not Measured.objects.exists()
    assert breathing.round.person.agrees_to("keep_measured")


def test_a_no_later_erases_every_summary_and_says_how_many(anna, breathing):
    breathing(keep_measured="yes")
    page = anna.post("/account/consent/keep_measured/", {"go": "no"}, follow=True).content.decode()
    assert "Meteen gewist: 1." in page
    assert not Measured.objects.exists()
    assert Round.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        "", "{", "[]", "1", "null", "{}", '{"sense": "face", "heard_s": 3}', '{"sense": "strap"}', "[" * 1999,
        '{"sense": "strap", "heard_s": -1}', '{"sense": ["strap"], "heard_s": {}}', "x" * 5000,
    ],
)  # fmt: skip
def test_a_summary_that_cannot_be_read_stands_in_nobodys_way(breathing, odd):
    answer = breathing(measured=odd, keep_measured="yes")
    assert answer["Location"].endswith("/soften/")
    assert not Measured.objects.exists()


def test_a_number_that_no_body_has_is_left_out(breathing):
    breathing(measured=json.dumps({**SUMMARY, "heart_rate_before": 1e9, "swing": -4}), keep_measured="yes")
    assert (Measured.objects.get().heart_rate_before, Measured.objects.get().swing) == (None, None)


def test_what_is_only_looked_at_is_put_into_words_and_not_kept(bram):
    page = bram.post("/practice/measured/", {"measured": json.dumps(SUMMARY)}).content.decode()
    assert "Gehoord met een borstband: 1 minuut 35 seconden" in page
    assert not Measured.objects.exists()
    assert not Person.objects.exists()


def listened(person: Person, slower_helps: int) -> None:
    """Give every round a heart: slower in every second one, and then this many points softer."""
    for number, each in enumerate(person.rounds.order_by("started_at")):
        slower = number % 2 == 0
        each.tension_after = each.tension_before - 1 - slower_helps * slower
        each.save()
        Measured.objects.create(
            round=each, sense="strap", heard_s=90, heart_rate_before=70, heart_rate_after=64 if slower else 71
        )


@pytest.mark.parametrize(
    ("times", "helps", "said"),
    [
        (6, 3, "Je hart: nog niet genoeg. Het vraagt 5 keer trager en 5 keer niet; nu zijn het er 3 en 3."),
        (40, 0, "Dat kan toeval zijn."),
        (40, 4, "punt meer."),
    ],
)
def test_over_weeks_felt_and_heard_stand_beside_each_other_with_how_sure_that_is(anna, begin, times, helps, said):
    person = asked_for_insight(begin(anna).person)
    practised(person, times)
    person.rounds.filter(ended_at=None).delete()
    listened(person, helps)
    page = anna.get("/insight/").content.decode()
    assert f"Je luisterde {times} keer mee." in page
    part = page.split('id="part-heard"')[1]
    assert said in part
    assert ("kan toeval zijn" in part) == (said == "Dat kan toeval zijn.")


def test_who_never_listened_along_hears_nothing_of_it(anna, begin):
    practised(asked_for_insight(begin(anna).person), 12)
    assert "part-heard" not in anna.get("/insight/").content.decode()
