"""Weeks on paper: rounds as they were rated, weeks as they could go."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from loslaten.picture.chart import Tick, WeekLabels, paths_chart, rounds_chart, weeks_chart
from loslaten.picture.frame import Words

WORDS = Words("Before and after", "Three rounds in six weeks")
WEEKS = [Tick(0.5, "12 oct"), Tick(3.5, "2 nov & on")]


@pytest.fixture
def drawn(read):
    return lambda sessions: read(rounds_chart(np.array(sessions), WORDS, weeks=WEEKS, n_weeks=6))


def test_anna_sees_each_round_as_a_tick_a_drop_and_a_dot(drawn):
    picture = drawn([[0.2, 7, 4], [3.0, 6, 6]])
    assert len(picture.findall("circle")) == 2
    assert [path.get("stroke") for path in picture.findall("path")].count("var(--ember)") == 2


def test_a_rating_nobody_gave_is_not_drawn(drawn):
    picture = drawn([[0.2, 7, np.nan], [0.9, np.nan, 5], [1.0, np.nan, np.nan]])
    assert len(picture.findall("circle")) == 1
    assert [path.get("stroke") for path in picture.findall("path")].count("var(--ember)") == 1
    assert "nan" not in ET.tostring(picture, encoding="unicode")


def test_without_rounds_only_the_axes_are_there(drawn):
    picture = drawn(np.empty((0, 3)))
    assert not picture.findall("circle")
    assert [text.text for text in picture.findall("text")] == ["0", "5", "10", "12 oct", "2 nov & on"]


def test_a_lower_rating_hangs_lower(drawn):
    high, low = (float(drawn([[1, 8, after]]).find("circle").get("cy")) for after in (7, 2))
    assert low > high


@pytest.mark.parametrize(
    ("row", "message"),
    [([1, 11, 4], "row 2, before: 11"), ([1, 5, -1], "row 2, after: -1"), ([9, 5, 4], "row 2, week: 9"),
     ([np.nan, 5, 4], "row 2, week: nan")],
)  # fmt: skip
def test_a_row_outside_the_picture_is_named(drawn, row, message):
    with pytest.raises(ValueError, match=message):
        drawn([[0, 5, 5], row])


def courses(n_weeks: int = 12) -> dict[str, np.ndarray]:
    middle = np.linspace(0.2, 0.6, n_weeks + 1)
    band = np.column_stack([middle - 0.1, middle, middle + 0.1])
    return {"old": 1 - band[:, ::-1], "new": band, "alarm": band, "choice": band}


def test_every_word_in_the_weeks_can_be_in_another_language(read):
    dutch = WeekLabels(*[f"w{place}" for place in range(len(WeekLabels._fields) - 1)], week="{} weken")
    words = [text.text for text in read(weeks_chart(courses(), dutch)).iter("text")]
    assert {f"w{place}" for place in range(2, len(WeekLabels._fields) - 1)} <= set(words)
    assert "12 weken" in words


@pytest.mark.parametrize("n_weeks", [1, 2, 5, 12, 26, 104])
def test_few_and_many_weeks_get_a_readable_number_of_ticks(read, n_weeks):
    words = [text.text for text in read(weeks_chart(courses(n_weeks), WeekLabels())).iter("text")]
    weeks = [word for word in words[: words.index("When life sets it off")] if word.isdigit()]
    assert len(weeks) <= 4
    assert words.count(f"week {n_weeks}") == 2


@pytest.mark.parametrize("name", ["old", "new", "alarm", "choice"])
def test_a_course_that_is_missing_too_long_or_out_of_range_is_named(name):
    whole = courses()
    for wrong in (None, whole[name][:1], whole[name][:, :2], whole[name] + 1, whole[name] * np.nan):
        with pytest.raises(ValueError, match=f"^{name}: "):
            weeks_chart(whole | {name: wrong}, WeekLabels())
    if name != "old":
        with pytest.raises(ValueError, match=f"^{name}: 5 weeks where old has 13"):
            weeks_chart(whole | {name: whole[name][:5]}, WeekLabels())


def test_the_paths_alone_are_drawn_without_alarm_and_without_a_legend(read):
    whole = {name: course for name, course in courses().items() if name in {"old", "new"}}
    picture = read(paths_chart(whole, WeekLabels(narrow="smal", broad="breed", now="nu", week="{} weken")))
    assert [text.text for text in picture.iter("text")] == ["smal", "breed", "nu", "4", "8", "12 weken"]
    with pytest.raises(ValueError, match=r"^new: "):
        paths_chart(whole | {"new": whole["new"] + 1}, WeekLabels())
