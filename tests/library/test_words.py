"""Forms of a word, and slips of the finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.library.words import distance, plain, stems


def slow_distance(one: str, other: str) -> int:
    """Count as in the definition of optimal string alignment, by trying everything."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        slow_distance(one[:-1], other) + 1,
        slow_distance(one, other[:-1]) + 1,
        slow_distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[:-3:-1]:
        ways.append(slow_distance(one[:-2], other[:-2]) + 1)
    return min(ways)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 5))
def test_letters_apart_are_counted_as_in_the_definition(one, other, most):
    assert distance(one, other, most) == min(slow_distance(one, other), most + 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("piekert", "piekeren"), ("gepiekerd", "piekeren"), ("boze", "boos"), ("uitgesteld", "uitstellen"),
        ("slaap", "slapen"), ("grenzen", "grens"), ("koos", "kiezen"), ("worries", "worry"), ("grieving", "grieve"),
        ("schaamde", "schamen"),
    ],
)  # fmt: skip
def test_forms_of_one_word_share_a_stem(one, other):
    assert stems(one) & stems(other)


def test_signs_capitals_and_accents_go():
    assert plain("  Foto's, CRÈME & één\tĳs!") == "fotos creme een ijs"
