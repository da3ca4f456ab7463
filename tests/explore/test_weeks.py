"""What the page says is what the simulator says, from one end of the sliders to the other."""

import re
from pathlib import Path

import numpy as np
import pytest
from django.utils.translation import override

from loslaten.brain.habit import prefrontal
from loslaten.brain.prior import draw_people
from loslaten.brain.simulate import Scenario, simulate
from loslaten.explore import words
from loslaten.explore.forms import PRACTICES, WELCOMES, Choice, say_week, say_welcome
from loslaten.explore.situations import KNOWN, SITUATIONS
from loslaten.explore.weeks import weeks_of

CORNERS = [Choice("ordinary", welcome, week) for welcome in (0, 100) for week in (0, 14)]
MODEL_PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def lived(choice: Choice):
    """Simulate a choice plainly, as somebody with a shell would."""
    situation = KNOWN[choice.preset]
    scenario = Scenario(
        choice.welcome / 100, choice.week, moments_per_week=situation.per_week, setback=situation.setback
    )
    people = draw_people(200, np.random.default_rng(1))
    return people, simulate(scenario, people, rng=np.random.default_rng(1))


@pytest.mark.parametrize("choice", [Choice(), Choice("night", 100, 7), Choice("mother", 20, 2)], ids=str)
def test_the_bands_are_the_simulators_own(choice):
    people, plain = lived(choice)
    shown = weeks_of(choice)
    for course, band in [(plain.old_path, shown.old), (plain.new_path, shown.new), (plain.alarm, shown.alarm)]:
        np.testing.assert_allclose(band, np.quantile(course, [0.1, 0.5, 0.9], axis=1).T)
    np.testing.assert_allclose(shown.front[:, 1], np.median(prefrontal(plain.alarm, people), axis=1))
    assert shown.broader == (plain.new_path[-1] > plain.old_path[-1]).sum()


@pytest.mark.parametrize("choice", [*CORNERS, *(Choice(each.key) for each in SITUATIONS)], ids=str)
def test_a_path_is_called_broader_only_where_the_bands_do_not_touch(choice):
    shown, said = weeks_of(choice), words.verdict(weeks_of(choice))
    (old_low, _, old_high), (new_low, _, new_high) = shown.old[-1], shown.new[-1]
    assert ("the new path is broader than" in said) == (new_low > old_high)
    assert ("the old path is broader than" in said) == (old_low > new_high)
    assert ("either way" in said) == (new_low <= old_high and old_low <= new_high)
    number = re.search(r"for (none|all|\d+) ", said)[1]
    assert {"none": 0, "all": 200}.get(number, number) in {shown.broader, str(shown.broader)}


def test_who_never_practises_keeps_the_old_path_and_who_welcomes_and_practises_daily_gets_a_new_one():
    never, often = weeks_of(Choice(week=0)), weeks_of(Choice(welcome=100, week=14))
    assert words.verdict(never).startswith("After twelve weeks the old path is broader")
    assert words.verdict(often).startswith("After twelve weeks the new path is broader")
    assert any("Without practice" in said for said in words.further(Choice(week=0), never))


def test_more_practice_never_makes_the_new_path_narrower_for_whoever_welcomes():
    widths = [weeks_of(Choice(welcome=100, week=week)).new[-1, 1] for week in PRACTICES]
    assert widths == sorted(widths)


def test_it_says_that_pushing_away_walks_the_old_path_and_why_the_alarm_may_stay():
    pushed = words.further(Choice(welcome=0, week=14), weeks_of(Choice(welcome=0, week=14)))
    stayed = words.further(Choice(welcome=100, week=14), weeks_of(Choice(welcome=100, week=14)))
    assert any("walking the old path" in said for said in pushed)
    assert any("Even so the alarm settles" in said for said in pushed)
    assert any("does not settle further" in said for said in stayed)
    assert not any("walking the old path" in said for said in stayed)


def test_the_table_holds_every_week_of_the_chart():
    rows = words.table(weeks_of(Choice()))
    assert [row.week for row in rows] == list(range(13))
    np.testing.assert_allclose([row.old for row in rows], 10 * weeks_of(Choice()).old)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_place_on_a_slider_has_words_of_its_own(language):
    with override(language):
        welcomes, weeks = [say_welcome(each) for each in WELCOMES], [say_week(each) for each in PRACTICES]
    assert len(set(welcomes)) == len(WELCOMES)
    assert len(set(weeks)) == len(PRACTICES)
    assert not any("|" in said for said in welcomes + weeks)


def test_the_page_on_the_model_names_every_situation_with_its_numbers():
    told = re.findall(r"^\| `(\w+)` \| (\d+) \| 1 in (\d+) \|$", MODEL_PAGE, flags=re.MULTILINE)
    assert told == [(each.key, str(each.per_week), str(each.one_in)) for each in SITUATIONS]
