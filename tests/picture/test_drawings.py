"""The drawings say what the numbers say."""

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from loslaten import picture
from loslaten.picture import bodymap, line
from loslaten.practice.words import Place

CSS = Path(picture.__file__).resolve().parent.parent / "practice" / "static" / "practice" / "body-map.css"


def depth(path: str) -> float:
    return float(re.search(r"Q\S+ (\S+) ", path)[1])


def test_every_place_a_person_can_choose_is_drawn_once():
    assert sorted(zone.code for zone in bodymap.ZONES) == sorted(Place.values)


def test_the_names_stand_where_the_drawing_points():
    css = CSS.read_text()
    for zone in bodymap.ZONES:
        assert f".at-{zone.code}{{--y:{zone.label_y / 5.2:.1f}%}}" in css


def test_names_on_one_side_are_far_enough_apart_for_a_finger():
    for view in ("front", "back"):
        for side in ("left", "right"):
            heights = sorted(z.label_y for z in bodymap.ZONES if (z.view, z.side) == (view, side))
            assert all(b - a >= 42 for a, b in itertools.pairwise(heights))


@pytest.mark.parametrize(
    "drawing",
    [
        bodymap.definitions(),
        bodymap.figure("front"),
        bodymap.figure("back"),
        bodymap.spot(bodymap.ZONES[0]),
        bodymap.crop("back", (0, 0, 9, 9), "M0 0h1"),
        line.letting_go(),
        line.between_posts(5),
        line.before_after(7, 4, title="a & <b>"),
        bodymap.heat("front", {"jaw": 0.5}, title="<jaw>"),
    ],
)
def test_a_drawing_is_sound_and_brings_no_style_of_its_own(drawing):
    ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
    assert "style=" not in drawing


def test_less_tension_hangs_lower():
    depths = [depth(line.hanging(tension, width=100, height=52)) for tension in range(11)]
    assert depths == sorted(depths, reverse=True)


def test_before_is_dashed_and_after_is_solid_and_what_was_not_rated_is_not_drawn():
    both = line.before_after(7, 4, title="t")
    assert both.index("rope-was") < both.index("rope-now")
    assert "rope-now" not in line.before_after(7, None, title="t")
    assert "rope-was" not in line.before_after(None, 0, title="t")


def test_the_figure_is_the_same_on_both_sides():
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", bodymap.silhouette())]
    xs = numbers[0::2]
    assert min(xs) + max(xs) == pytest.approx(360, abs=0.2)
