"""A head that says what the numbers say, and how far people differ."""

import pytest

from loslaten.picture.frame import Words
from loslaten.picture.head import OLD_PATH, Brain, HeadLabels, head_picture
from loslaten.picture.paths import Strength

WORDS = Words("A head", "Old path 8, new path 2")
ENGLISH = HeadLabels()
BROAD, NARROW = Strength(0.7, 0.8, 0.9), Strength(0.1, 0.2, 0.3)


@pytest.fixture
def drawn(read):
    def draw(*, alarm=BROAD, front=NARROW, old=BROAD, new=NARROW, labels=ENGLISH):
        return read(head_picture(Brain(alarm, front, old, new), labels, WORDS))

    return draw


def widths(picture, colour: str) -> list[float]:
    return [
        float(each.get("stroke-width")) for each in picture.iter("path") if each.get("stroke") == f"var(--{colour})"
    ]


def test_the_broader_path_is_drawn_broader_and_its_faint_edge_is_the_high_end(drawn):
    picture = drawn()
    old, new = widths(picture, "ember"), widths(picture, "accent")
    assert old == sorted(old, reverse=True)
    assert min(old) > max(new)


def test_the_old_path_is_marked_by_more_than_its_colour(drawn):
    assert [each.get("d") for each in drawn().iter("path") if each.get("stroke-dasharray")] == [OLD_PATH]


def test_people_who_do_not_differ_leave_no_edge(drawn):
    assert len(set(widths(drawn(old=Strength(0.5, 0.5, 0.5)), "ember"))) == 1


@pytest.mark.parametrize("part", ["alarm", "front"])
def test_a_louder_alarm_and_a_freer_front_are_larger(drawn, part):
    colour = {"alarm": "glow", "front": "accent"}[part]

    def size(strength):
        ellipses = [
            each for each in drawn(**{part: strength}).iter("ellipse") if each.get("fill") == f"var(--{colour})"
        ]
        return [float(each.get("rx")) for each in ellipses]

    assert all(large > small for large, small in zip(size(BROAD), size(NARROW), strict=True))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_at_both_ends_everything_is_still_there(drawn, share):
    at_the_end = Strength(share, share, share)
    picture = drawn(alarm=at_the_end, front=at_the_end, old=at_the_end, new=at_the_end)
    assert min(widths(picture, "ember") + widths(picture, "accent")) > 1


def test_every_word_can_be_in_another_language_and_a_long_one_takes_two_lines(drawn):
    picture = drawn(labels=HeadLabels("voorin", "alarm", "signaal uit je lijf"))
    assert [each.text for each in picture.iter("text")] == ["voorin", "alarm", "signaal uit", "je lijf"]


def test_a_part_whose_bounds_are_not_in_order_is_named(drawn):
    with pytest.raises(ValueError, match=r"^front: "):
        drawn(front=Strength(0.5, 0.4, 0.6))
