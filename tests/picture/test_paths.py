"""Two paths through one field, for those who see it and those who do not."""

import re

import numpy as np
import pytest

from loslaten.picture.frame import Words
from loslaten.picture.paths import FAR_SIDE, NEAR_SIDE, Strength, centre, half_width, smooth, two_paths

WORDS = Words("Two paths", 'Old: about 7 of 10; new: about "4" of 10, <probably>')
OLD, NEW = Strength(0.55, 0.7, 0.82), Strength(0.25, 0.4, 0.55)
SVG = "{http://www.w3.org/2000/svg}"


def test_a_screen_reader_hears_a_name_and_what_there_is_to_see(read):
    picture = read(two_paths(OLD, NEW, WORDS, seed=1))
    assert picture.get("role") == "img"
    assert [child.tag for child in picture][:2] == ["title", "desc"]
    assert picture.find("desc").text == WORDS.desc


def test_the_same_seed_sows_the_same_grass_and_another_seed_another_field():
    assert two_paths(OLD, NEW, WORDS, seed=1) == two_paths(OLD, NEW, WORDS, seed=1)
    assert two_paths(OLD, NEW, WORDS, seed=1) != two_paths(OLD, NEW, WORDS, seed=2)


def test_the_page_may_forbid_inline_styles_and_the_picture_still_has_its_colours(read):
    on_page, alone = two_paths(OLD, NEW, WORDS, seed=1), two_paths(OLD, NEW, WORDS, seed=1, own_colours=True)
    assert "style" not in on_page
    assert not re.search(r"#[0-9a-f]{3,6}", on_page)
    assert "prefers-color-scheme:dark" in read(alone).find(f"{SVG}style").text


def test_every_colour_a_picture_asks_for_it_brings_along():
    alone = two_paths(OLD, NEW, WORDS, seed=1, own_colours=True)
    asked = set(re.findall(r"var\((--[\w-]+)\)", alone))
    light, dark = alone.split("prefers-color-scheme:dark")
    assert all(f"{name}:" in light for name in asked)
    assert all(f"{name}:" in dark for name in asked - {"--voice"})


def test_a_stronger_path_is_broader_everywhere_and_a_forgotten_one_is_still_there():
    near = np.linspace(0, 1, 20)
    assert (half_width(0.8, near) > half_width(0.3, near)).all()
    assert (half_width(0.0, near) > 0).all()


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_the_paths_never_cross(strength):
    near = np.linspace(0, 1, 200)
    left = centre(NEAR_SIDE, strength, near) + half_width(strength, near)
    right = centre(FAR_SIDE, strength, near) - half_width(strength, near)
    assert (right > left).all()


def test_two_hardly_walked_paths_leave_more_grass():
    faint, broad = Strength(0.0, 0.02, 0.05), Strength(0.9, 0.95, 1.0)
    assert len(two_paths(faint, faint, WORDS, seed=1)) > len(two_paths(broad, broad, WORDS, seed=1)) * 1.1


@pytest.mark.parametrize("wrong", [(0.5, 0.4, 0.6), (-0.1, 0.2, 0.3), (0.2, 0.3, 1.1), (0.2, float("nan"), 0.3)])
def test_a_strength_that_cannot_be_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match=r"^new: "):
        two_paths(OLD, Strength(*wrong), WORDS, seed=1)


def test_a_soft_line_begins_and_ends_where_it_was_told_to():
    numbers = re.findall(r"-?\d*\.?\d+", smooth([(0, 0), (10, 5), (20, -7)]))
    assert numbers[:2] == ["0", "0"]
    assert numbers[-2:] == ["20", "-7"]
