"""The order of movements learns along with Anna, only if she asked for it, and never hides one."""

import re

import pytest
from django.utils.timezone import now

from loslaten.accounts.models import Consent
from loslaten.practice.models import Round
from loslaten.practice.movements import fitting
from loslaten.practice.soft_order import ELSEWHERE, drop, tries
from tests.practice.rounds import asked_for_insight, practised

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
USUAL = [movement.code for movement in fitting(["jaw"])]


@pytest.fixture
def round_of_anna(anna, begin):
    """A round in which Anna feels her jaw."""
    begun = begin(anna)
    Round.objects.filter(pk=begun.pk).update(places=["jaw"])
    begun.refresh_from_db()
    return begun


@pytest.fixture
def soften(anna, round_of_anna):
    return lambda: anna.get(f"/practice/{round_of_anna.pk}/soften/").content.decode()


def offered(page: str) -> list[str]:
    return re.findall(r'name="movement" value="(\w+)"', page)


def rarely_jaw(person) -> None:
    practised(person, 24, places=[["jaw"]], movement=["press_feet"], tension_before=8, tension_after=2)
    practised(person, 24, places=[["jaw"]], movement=["drop_jaw"], tension_before=8, tension_after=8)


def test_without_a_yes_the_order_is_that_of_everybody_and_costs_nothing(
    anna, round_of_anna, soften, django_assert_num_queries
):
    rarely_jaw(round_of_anna.person)
    with django_assert_num_queries(3):
        page = soften()
    assert offered(page) == [*USUAL, "still"]
    assert 'name="order"' not in page
    assert '<small class="why">' not in page


def test_with_a_yes_it_follows_what_went_before_softening_and_says_why(
    round_of_anna, soften, django_assert_num_queries
):
    rarely_jaw(asked_for_insight(round_of_anna.person))
    with django_assert_num_queries(4):
        page = soften()
    assert offered(page)[0] == "press_feet"
    assert sorted(offered(page)) == sorted([*USUAL, "still"])
    assert "24 van de 24 keer zachter daarna." in page
    assert page.count('class="why"') == len(USUAL)
    assert offered(soften()) == offered(page)


def test_what_is_known_little_stands_high_now_and_then_and_says_that_it_is_chance(anna, begin, round_of_anna):
    person = asked_for_insight(round_of_anna.person)
    practised(person, 3, places=[["jaw"]], movement=["drop_jaw"], tension_before=6, tension_after=4)
    pages = []
    for _ in range(12):
        Round.objects.filter(ended_at=None).delete()
        begun = begin(anna)
        Round.objects.filter(pk=begun.pk).update(places=["jaw"])
        pages.append(anna.get(f"/practice/{begun.pk}/soften/").content.decode())
    assert len({tuple(offered(page)) for page in pages}) > 1
    assert any("Nog niet gekozen bij deze plek. Hier bij toeval, om te blijven kijken." in page for page in pages)


def test_anna_switches_it_off_right_there_and_on_again_and_keeps_what_she_chose(anna, round_of_anna, soften):
    rarely_jaw(asked_for_insight(round_of_anna.person))
    learnt, address = offered(soften()), f"/practice/{round_of_anna.pk}/soften/"
    reply = anna.post(address, {"movement": "drop_jaw", "order": "listed"})
    assert reply["Location"] == address
    assert offered(soften()) == [*USUAL, "still"]
    assert 'value="drop_jaw" checked' in soften()
    assert Round.objects.get(pk=round_of_anna.pk).step == "notice"
    anna.post(address, {"movement": "drop_jaw", "order": "learnt"})
    assert offered(soften()) == learnt


def test_a_consent_withdrawn_in_the_middle_puts_back_the_usual_order_at_once(round_of_anna, soften):
    rarely_jaw(asked_for_insight(round_of_anna.person))
    assert offered(soften())[0] == "press_feet"
    round_of_anna.person.withdraw(Consent.Purpose.INSIGHT, at=now())
    assert offered(soften()) == [*USUAL, "still"]


def test_the_movement_of_a_practice_stays_first(round_of_anna):
    from loslaten.practice.soft_order import learnt

    rarely_jaw(asked_for_insight(round_of_anna.person))
    movements = fitting(["jaw"], first="walk")
    told = learnt(round_of_anna, movements, first="walk")
    assert told[0].movement.code == "walk"
    assert told[0].why.startswith("Hoort bij deze oefening.")
    assert {each.movement for each in told} == set(movements)


@pytest.mark.parametrize(
    ("before", "after", "ending", "dropped"),
    [(7, 4, "finished", 3), (4, 6, "finished", -2), (7, 3, "too_much", -2), (4, 9, "too_much", -5),
     (None, None, "too_much", -2), (8, None, "too_much", -2)],
)  # fmt: skip
def test_what_became_too_much_is_learnt_from_as_a_rise(before, after, ending, dropped):
    assert drop(before, after, ending) == dropped


def test_only_what_tells_something_is_read_and_of_another_persons_rounds_nothing(bram, begin, round_of_anna):
    person = round_of_anna.person
    practised(person, 2, movement="drop_jaw", places=[["jaw"], ["feet"]])
    practised(person, 2, movement="walk")
    practised(person, 2, movement="")
    practised(person, 2, movement="drop_jaw", tension_after=None)
    practised(person, 1, movement="drop_jaw", tension_after=None, ending="too_much", places=[["jaw"]])
    practised(begin(bram).person, 5, movement="drop_jaw")
    read = tries(round_of_anna, fitting(["jaw"]))
    assert sorted(read.choices) == [ELSEWHERE, ELSEWHERE, 0, 0, 0]
    assert read.here[read.choices == 0].sum() == 2


def test_without_a_network_the_order_is_that_of_everybody(anna, round_of_anna):
    asked_for_insight(round_of_anna.person)
    page = anna.get("/offline/").content.decode()
    assert '<small class="why">' not in page
    assert 'name="order"' not in page
