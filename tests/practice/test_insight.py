"""Anna looks back at her own practices: with none and with thousands, through any choice, and only if she wants to."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.utils.timezone import datetime, get_current_timezone, now

from loslaten.accounts.models import Consent
from loslaten.practice.course import bands, course, ticks
from loslaten.practice.insight import Part, insight
from loslaten.practice.look import MOST_STRETCHES, Look
from tests.practice.rounds import DAY, asked_for_insight, practised

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = "/insight/"


@pytest.fixture
def person(anna, begin):
    """Anna, who asked to look back, and practised nothing to the end yet."""
    return asked_for_insight(begin(anna).person)


def look(person, at=None, **choice) -> Look:
    asked = QueryDict(mutable=True)
    asked.update(choice)
    return Look(person, asked, at=at or now())


def read(somebody, address=PAGE) -> str:
    return somebody.get(address).content.decode()


def test_somebody_unknown_reads_what_would_stand_here_and_is_asked_nothing(visitor):
    page = read(visitor())
    assert "Wat hier zou staan" in page
    assert 'name="go"' not in page


def test_anna_is_asked_first_with_two_answers_that_look_the_same(anna, begin):
    practised(begin(anna).person, 8)
    page = read(anna)
    assert page.count('class="btn quiet" name="go"') == 2
    assert "Na afloop lager" not in page


def test_a_consent_withdrawn_in_the_middle_ends_the_page_at_once(anna, person):
    practised(person, 8)
    assert "8 keer" in read(anna)
    person.withdraw(Consent.Purpose.INSIGHT, at=now())
    assert "8 keer" not in read(anna)
    assert "Wat hier zou staan" in read(anna, PAGE + "?period=all")


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, ["Na je eerste oefening staat hier een lijn", "Begin met oefenen"]),
        (1, ["1 keer, op", "Na afloop was het lager.", "Vanaf 5 keer met een cijfer"]),
        (5, ["5 keer, van", "Na afloop lager: 3, hetzelfde: 2, hoger: 0.", "Nog niets om te vergelijken"]),
        (40, ["40 keer, van", "Tot zo’n honderd keer is dat gewoon", "20 van de 20"]),
    ],
)
def test_with_any_number_of_rounds_the_page_says_something_true(anna, person, n, said):
    practised(person, n, tension_after=[4, 6, 5] if n < 40 else [4, 5])
    page = read(anna)
    assert [each for each in said if each not in page] == []


def test_bram_sees_nothing_of_anna(anna, bram, person, begin):
    practised(person, 8)
    asked_for_insight(begin(bram).person)
    assert "keer, van" not in read(bram)


def test_a_filter_says_what_it_hides_and_leads_back_to_everything(anna, person):
    practised(person, 20)
    practised(person, 3, until=now() - timedelta(weeks=30))
    page = read(anna, PAGE + "?period=12w&place=jaw")
    assert "10 keer, van" in page
    assert "13 keer vallen buiten deze keuze." in page
    assert '<a href="?period=all">Toon alles</a>' in page
    assert "23 keer, van" in read(anna, PAGE + "?period=all")
    assert "buiten deze keuze" not in read(anna, PAGE + "?period=all")


@pytest.mark.parametrize("query", ["?period=x&place=y", "?place=%22jaw", "?period=all&place=%25", "?period=&place="])
def test_an_odd_choice_shows_the_usual_one_and_loses_nothing(anna, person, query):
    practised(person, 4)
    assert "4 keer, van" in read(anna, PAGE + query)


def test_a_choice_without_rounds_says_so_and_not_that_there_are_none(anna, person):
    practised(person, 2)
    page = read(anna, PAGE + "?place=feet")
    assert "Geen oefening binnen deze keuze." in page
    assert "2 keer vallen buiten deze keuze." in page


def test_what_anna_hides_is_gone_until_she_wants_it_back(anna, person):
    practised(person, 4)
    reply = anna.post("/insight/parts/", {"hide": "body", "period": "year", "place": "jaw"})
    assert reply["Location"] == "/insight/?period=year&place=jaw"
    assert 'id="part-body"' not in read(anna)
    assert "Door jou verborgen" in read(anna)
    anna.post("/insight/parts/", {"hide": "nonsense"})
    anna.post("/insight/parts/", {"show": "body"})
    assert 'id="part-body"' in read(anna)
    assert "Door jou verborgen" not in read(anna)
    assert anna.get("/insight/parts/").status_code == 405


def test_another_room_may_add_a_part_and_anna_may_hide_that_too(rf, anna, person):
    practised(person, 4)
    request = rf.get(PAGE)
    request.user = person
    part = Part("expectations", "Expectations", "practice/parts/scorecard.html", lambda look: {"record": None})
    assert 'id="part-expectations"' in insight(request, more=[part]).content.decode()
    request.COOKIES["insight_hidden"] = "expectations"
    assert 'id="part-expectations"' not in insight(request, more=[part]).content.decode()


@pytest.mark.parametrize("query", ["", "?period=all", "?period=all&place=jaw"])
def test_the_page_asks_as_much_for_two_thousand_rounds_as_for_seventy(
    anna, person, django_assert_max_num_queries, query
):
    practised(person, 70)
    with django_assert_max_num_queries(8) as few:
        anna.get(PAGE + query)
    practised(person, 2000, every=timedelta(hours=13), until=now() - timedelta(days=80))
    with django_assert_max_num_queries(8) as many:
        anna.get(PAGE + query)
    assert len(few) == len(many)


def test_a_movement_that_goes_together_with_softening_is_named_and_never_as_its_cause(anna, person):
    practised(person, 300, movement=["walk", "stretch", "still"], tension_before=8, tension_after=[3, 6, 6, 4, 7, 7])
    page = read(anna, PAGE + "?period=all")
    named = page.split('class="ranges"')[1].split("</ul>")[0]
    assert "Loop een paar stappen" in named
    assert "Lager na afloop: 100 van de 100 keer. Gemiddeld zakte het 4,5 punt." in named
    assert "Of het de oorzaak is, zegt dit niet." in page
    assert not [
        word for word in ("helpt", "werkt", "zorgt ervoor") if word in page.split("<main")[1].split("</main")[0]
    ]


def test_without_ratings_the_page_counts_and_claims_nothing(anna, person):
    practised(person, 12, tension_before=None, tension_after=None)
    page = read(anna)
    assert "12 keer zonder twee cijfers." in page
    assert "Na afloop lager" not in page
    assert "Nog te weinig keren" in page


def test_a_gap_of_weeks_stays_a_gap(person):
    practised(person, 3, until=now() - timedelta(weeks=10))
    practised(person, 3)
    begins = [stretch.begin for stretch in look(person).stretches]
    assert max(later - earlier for earlier, later in pairwise(begins)) > timedelta(weeks=7)
    assert sum(stretch.n for stretch in look(person).stretches) == 6


@pytest.mark.parametrize("years", [1, 5, 30])
def test_however_long_ago_it_began_a_picture_has_a_bounded_number_of_marks(person, years):
    practised(person, 400, every=years * 365 * DAY / 400)
    seen = look(person, period="all")
    assert len(seen.edges) <= MOST_STRETCHES
    assert bands(seen).count("<circle") == len(seen.stretches)
    assert sum(stretch.n for stretch in seen.stretches) == 400
    assert len(ticks(seen)) == 4


def test_a_week_begins_on_monday_at_midnight_also_when_the_clock_goes_back(person):
    zone = get_current_timezone()
    at = datetime(2026, 11, 2, 12, tzinfo=zone)
    practised(person, 2, every=timedelta(hours=2), until=datetime(2026, 10, 26, 1, tzinfo=zone))
    stretches = look(person, at=at, period="4w").stretches
    assert [(each.begin.day, each.begin.hour, each.n) for each in stretches] == [(19, 0, 1), (26, 0, 1)]


def test_a_round_still_under_way_is_not_looked_back_at(person):
    person.rounds.create(guide_slug="short", started_at=now(), arrived_at=now(), tension_before=5)
    assert course(look(person)) is None
