"""What Anna reads of her two paths after no moments, one, five and forty, and when something may come back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import now

from loslaten.explore.claims import COMEBACK
from loslaten.patterns import fit, standing
from loslaten.patterns.models import Moment, Standing
from loslaten.patterns.paths_page import beside, latest_used, paths_of, record_of
from loslaten.patterns.paths_words import taken
from tests.patterns.lives import AT, DAY, INSIGHT, card, count, log, practise, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def annas(db):
    return card(somebody())


def live(pattern, n, path=lambda k: "old", before=lambda k: 5, after=lambda k: None):
    """Write n moments down, a day apart, and let them be counted."""
    for k in range(n):
        log(pattern, AT + k * DAY, before(k), path(k), after(k))
    standing.recount(pattern)
    count()
    return AT + max(n - 1, 0) * DAY


def seen(pattern, at, language="nl"):
    """Read what the page says."""
    with translation.override(language):
        return render_to_string("patterns/paths.html", {"paths": paths_of(pattern, at=at), "pattern": pattern})


@pytest.mark.parametrize(("n", "to_go"), [(0, 5), (1, 4), (4, 1)])
def test_with_few_moments_it_stays_empty_and_says_when_there_is_more(annas, n, to_go):
    live(annas, n)
    page = seen(annas, AT + n * DAY)
    assert f"na nog {to_go} keer waarbij je een pad noemt" in page
    assert "<table" not in page
    assert 'role="img"' not in page
    assert f"after {to_go} more time" in seen(annas, AT + n * DAY, "en")


def test_five_moments_give_a_picture_with_its_band_and_the_same_numbers(annas):
    at = live(annas, 5)
    page = seen(annas, at + DAY)
    assert "Het oude pad is nu het breedst." in page
    assert "Je nam het nieuwe pad" not in page, "a nought would only be a reproach"
    assert "Schatting uit 5 keer" in page
    assert "geen meting van je hersenen" in page
    assert "We kennen dit patroon nog maar kort: na nog 15 keer zegt dit meer." in page
    assert "Of de spanning vooraf veranderd is sinds de eerste keer, valt nog niet te zeggen." in page
    shown = paths_of(annas, at=at + DAY).shown
    for line in shown.lines:
        assert f"{line.name}</th><td>{line.now}</td><td>{line.between}" in page
        low, high = map(int, line.between.replace(" en ", " and ").split(" and "))
        assert 0 <= low <= int(line.now) <= high <= 100
        assert low < high, "an honest band is never a line"
        assert f"{line.now} van 100, waarschijnlijk tussen {line.between}" in shown.picture


def test_a_pause_or_a_moment_without_a_path_is_no_walk_but_a_pause_counts_as_told(annas):
    at = live(annas, 8, path=lambda k: "pause" if k % 2 else "")
    assert "na nog 1 keer" in seen(annas, at)


def test_forty_moments_on_the_new_path_say_so_or_that_it_cannot_be_told(annas):
    at = live(annas, 40, path=lambda k: "new", before=lambda k: 8 - k // 8, after=lambda k: 3)
    page = seen(annas, at + DAY)
    assert "Welk pad breder is, valt nog niet te zeggen." in page
    assert "Je nam het nieuwe pad bij 14 van de laatste 14 momenten." in page
    assert "Nog maar kort" not in page
    assert "De spanning vooraf is lager dan de eerste keer" in page
    assert re.search(r'<th scope="col">[56] weken terug</th>', page)
    before, now_ = (int(paths_of(annas, at=at).shown.lines[1]._asdict()[name]) for name in ("then", "now"))
    assert before < now_
    for forbidden in ("leersnelheid", "reeks", "gemist", "goed gedaan", "!"):
        assert forbidden not in page.split("</svg>")[-1].lower()


@pytest.mark.parametrize(
    ("new", "of", "said"),
    [(0, 9, ""), (1, 1, "De laatste keer nam je het nieuwe pad."),
     (1, 3, "Je nam het nieuwe pad bij 1 van de laatste 3 momenten.")],
)  # fmt: skip
def test_how_often_the_new_path_was_taken_reads_as_one_says_it(new, of, said):
    with translation.override("nl"):
        assert taken(new, of) == said


def test_coming_back_after_weeks_is_a_return_and_nothing_else(annas):
    at = live(annas, 20, path=lambda k: "new")
    log(annas, at + 36 * DAY, 7, "old")
    page = seen(annas, at + 36 * DAY + timedelta(hours=1))
    assert "Na 5 weken kwam je terug. Wat je eerder liep, telt nog mee." in page
    assert "terugval" not in page
    assert "Na een pauze" not in page, "one is not away any more"


def test_after_a_long_pause_it_says_beforehand_that_an_alarm_may_come_back(annas):
    at = live(annas, 20, path=lambda k: "new")
    assert "alarm" not in seen(annas, at + DAY)
    page = seen(annas, at + 30 * DAY)
    assert "Na een pauze kan een oud alarm terugkomen. Dat maakt niet ongedaan wat je leerde" in page
    assert f"{COMEBACK.strength}</strong> {COMEBACK.sources}" in page, "as strong as on the page of the brain"


def test_where_nothing_was_learnt_beside_the_old_path_nothing_can_come_back(annas):
    at = live(annas, 20)
    assert "alarm" not in seen(annas, at + 30 * DAY)


@pytest.mark.parametrize(("before", "after"), [(9, None), (4, 7)])
def test_after_a_strong_moment_it_says_the_same(annas, before, after):
    at = live(annas, 6, path=lambda k: "new")
    log(annas, at + DAY, before, "old", after)
    assert "De laatste keer was heftig. Daarna kan een oud alarm een tijdje sneller aangaan." in seen(annas, at + DAY)


def test_the_grass_does_not_jump_and_anothers_pattern_has_other_grass(annas):
    at = live(annas, 6)
    assert paths_of(annas, at=at).shown.picture == paths_of(annas, at=at).shown.picture
    other = card(annas.person)
    live(other, 6)
    assert paths_of(other, at=at).shown.picture != paths_of(annas, at=at).shown.picture


def test_who_did_not_ask_reads_one_question_and_nothing_is_kept(annas):
    at = live(annas, 6)
    annas.person.withdraw(INSIGHT, at=now())
    standing.forget(annas.person)
    page = seen(annas, at)
    assert "Mogen we uit je oefeningen en momenten halen wat opvalt" in page
    assert page.count('name="go"') == 2
    assert "<svg" not in page
    assert not Standing.objects.exists()
    assert record_of(latest_used(annas.person)) is None


def test_while_it_waits_the_page_shows_what_it_knew_and_says_so(annas):
    at = live(annas, 6)
    log(annas, AT + timedelta(hours=3), 5, "new")
    page = seen(annas, at)
    assert "Schatting uit 6 keer" in page
    assert "Wat je het laatst veranderde, telt nog niet mee." in page
    count()
    page = seen(annas, at)
    assert "Schatting uit 7 keer" in page
    assert "telt nog niet mee" not in page


def test_what_nobody_told_of_is_seen_when_somebody_looks(annas):
    at = live(annas, 6)
    practise(annas, at + DAY)
    assert "telt nog niet mee" in seen(annas, at + 2 * DAY)
    count()
    assert "Schatting uit 7 keer" in seen(annas, at + 2 * DAY)


def test_what_cannot_be_read_any_more_is_counted_before_it_is_shown(annas):
    at = live(annas, 6)
    Standing.objects.update(posterior=b"of a version long ago")
    page = seen(annas, at)
    assert "Dit wordt net geteld. Over een minuut staat het hier." in page
    assert "<table" not in page
    count()
    assert "Schatting uit 6 keer" in seen(annas, at)


def test_beside_a_practised_round_stands_one_line(annas):
    at = live(annas, 6)
    link = practise(annas, at + DAY)
    assert beside(link.round_id, at=at + DAY).sentence == "Het oude pad is nu het breedst."
    alone = practise(card(annas.person), at + DAY)
    assert beside(alone.round_id, at=at + DAY).sentence == ""
    alone.delete()
    assert beside(alone.round_id, at=at + DAY) is None


def test_the_record_is_of_the_last_thirty_expectations_of_all_patterns(annas):
    live(annas, 25)
    other = card(annas.person)
    for k in range(20):
        log(other, AT + k * DAY + timedelta(hours=5), 8, "new")
    count()
    kept = record_of(latest_used(annas.person))
    assert kept.n == 30
    assert 20 <= kept.inside <= 30
    assert record_of(latest_used(somebody("bram"))) is None


def test_a_page_asks_as_much_for_ten_times_as_for_many(annas):
    live(annas, 10)
    with CaptureQueriesContext(connection) as few:
        seen(annas, AT + 20 * DAY)
    Moment.objects.bulk_create(
        Moment(pattern=annas, at=AT + k * DAY / 24, arrived_at=AT, tension_before=5, path="new") for k in range(200)
    )
    standing.recount(annas)
    fit.count_due(at=now())
    with CaptureQueriesContext(connection) as many:
        seen(annas, AT + 20 * DAY)
    assert len(few) == len(many) <= 8


def test_when_all_of_it_was_erased_a_moment_ago_the_page_says_it_counts(annas):
    for k in range(5):
        standing.take_in(annas, practise(annas, AT + k * DAY))
    count()
    assert paths_of(annas, at=AT + 5 * DAY).shown
    annas.person.rounds.all().delete()
    page = seen(annas, AT + 5 * DAY)
    assert "Dit wordt net geteld. Over een minuut staat het hier." in page
    count()
    assert "na nog 5 keer" in seen(annas, AT + 5 * DAY)
