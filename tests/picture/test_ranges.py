"""How sure a number is, on paper."""

import pytest

from loslaten.picture.frame import Words
from loslaten.picture.ranges import range_bar, ruler, span, tally

WORDS = Words("Jaw & hands", "0.4 to 2.0 points more")


@pytest.mark.parametrize(("lowest", "highest", "ends"), [(0.4, 2.1, (0, 3)), (-1.2, -0.3, (-2, 0)), (0, 0, (0, 1))])
def test_zero_is_always_on_the_scale(lowest, highest, ends):
    assert tuple(span(lowest, highest)) == ends


def test_the_dot_lies_in_the_bar_and_more_lies_further_right(read):
    scale = span(-1, 3)
    picture = read(range_bar((0.4, 1.0, 2.0), scale, WORDS))
    assert float(picture.find("circle").get("cx")) == pytest.approx(scale.x(1.0), abs=0.1)
    assert scale.x(-1) < scale.x(0) < scale.x(2)
    assert picture.find("title").text == "Jaw & hands"


def test_a_middle_outside_its_own_range_is_refused():
    with pytest.raises(ValueError, match="does not lie between"):
        range_bar((1, 0, 2), span(0, 2), WORDS)


def test_the_ruler_writes_whole_points(read):
    assert [text.text for text in read(ruler(span(-1, 2))).findall("text")] == ["-1", "0", "1", "2"]


def test_a_tally_shows_every_prediction_once(read):
    marks = read(tally(30, 24, WORDS)).findall("circle")
    assert [mark.get("fill") for mark in marks] == ["var(--accent)"] * 24 + ["none"] * 6


def test_more_inside_than_there_were_is_refused():
    with pytest.raises(ValueError, match="inside is 4"):
        tally(3, 4, WORDS)
