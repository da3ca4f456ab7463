"""What is Anna's in this house, and what she says yes or no to, one question at a time."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
QUESTION = "/account/consent/{}/"
OF_A_GUEST = [purpose for purpose in QUESTIONS if purpose != "letters"]  # the letter goes to an account


def practise(person: Person, *ratings: tuple[int, int]) -> None:
    for days, (before, after) in enumerate(ratings):
        began = now() - timedelta(days=days, hours=1)
        person.rounds.create(
            guide_slug="short", started_at=began, arrived_at=began, ended_at=began, ending="finished",
            tension_before=before, tension_after=after,
        )  # fmt: skip


def test_somebody_unknown_sees_that_nothing_is_known(visitor):
    page = visitor().get("/account/").content.decode()
    assert "Hier is niets van je bekend" in page
    assert Person.objects.count() == 0


@pytest.mark.parametrize("purpose", OF_A_GUEST)
def test_a_question_has_two_answers_that_look_the_same(anna, begin, purpose):
    begin(anna)
    page = anna.get(QUESTION.format(purpose)).content.decode()
    assert page.count('class="btn quiet" name="go"') == 2
    assert 'class="btn"' not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("purpose", OF_A_GUEST)
def test_a_yes_is_a_row_with_its_wording_and_a_no_says_when(anna, begin, purpose):
    begin(anna)
    anna.post(QUESTION.format(purpose), {"go": "yes"})
    given = Consent.objects.get()
    assert (given.purpose, given.wording, given.withdrawn_at) == (purpose, QUESTIONS[purpose].wording, None)
    anna.post(QUESTION.format(purpose), {"go": "no"})
    assert Consent.objects.get().withdrawn_at is not None


def test_anna_hears_beforehand_and_afterwards_how_much_a_no_erases(anna, begin):
    person = begin(anna).person
    anna.post(QUESTION.format("keep_rounds"), {"go": "yes"})
    practise(person, (7, 4), (6, 6))
    assert "worden 2 oefeningen meteen gewist" in anna.get(QUESTION.format("keep_rounds")).content.decode()
    said = anna.post(QUESTION.format("keep_rounds"), {"go": "no"}, follow=True).content.decode()
    assert "2 oefeningen zijn gewist" in said
    assert Round.objects.filter(ended_at__isnull=False).count() == 0


def test_looking_back_is_there_only_while_anna_wants_it(anna, begin):
    practise(begin(anna).person, (7, 4), (6, 6), (5, 2), (8, 5), (4, 6))
    assert "Na afloop lager: 3" not in anna.get("/insight/").content.decode()
    reply = anna.post(QUESTION.format("insight"), {"go": "yes", "back": "insight"})
    assert reply["Location"] == "/insight/"
    assert "Na afloop lager: 3, hetzelfde: 1, hoger: 1." in anna.get("/insight/").content.decode()
    anna.post(QUESTION.format("insight"), {"go": "no"})
    assert "Na afloop lager: 3" not in anna.get("/insight/").content.decode()


def test_a_no_where_there_was_no_yes_changes_nothing_and_says_so(anna, begin):
    begin(anna)
    said = anna.post(QUESTION.format("insight"), {"go": "no"}, follow=True).content.decode()
    assert "Er is niets veranderd" in said
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("purpose", ["letters", "sharing", "everything", "insight"])
def test_nobody_is_asked_what_has_no_room_yet_nor_somebody_unknown(anna, visitor, begin, purpose):
    begin(anna)
    asked = anna.get(QUESTION.format(purpose)).status_code
    assert asked == (200 if purpose in OF_A_GUEST else 404)
    assert visitor().get(QUESTION.format(purpose)).status_code == 404
    assert visitor().post(QUESTION.format(purpose), {"go": "yes"}).status_code == 404


def test_annas_yes_is_not_brams(anna, bram, begin):
    begin(anna)
    begin(bram)
    anna.post(QUESTION.format("insight"), {"go": "yes"})
    assert "Je zei ja" in anna.get("/account/").content.decode()
    assert "Je zei ja" not in bram.get("/account/").content.decode()
