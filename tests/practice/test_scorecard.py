"""How expectations turned out, said so that somebody can stop believing them."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from loslaten.brain.statements import Record
from loslaten.practice.scorecard import scorecard


@pytest.mark.parametrize(
    ("error", "last", "verdict"),
    [
        (1.1, 1.6, "De verwachting kwam dus dichterbij."),
        (1.6, 1.1, "Dat is dan de betere gok."),
        (1.1, 1.15, "ongeveer even"),
    ],
)
def test_anna_reads_whether_the_expectation_did_better_than_the_same_as_last_time(error, last, verdict):
    with override("nl"):
        page = render_to_string("practice/parts/scorecard.html", {"part": scorecard(Record(30, 24, error, last))})
    assert "Van de laatste 30 verwachtingen vielen er 24 binnen" in page
    assert verdict in page
    assert page.count("<circle") == 30


def test_before_the_second_moment_there_is_nothing_to_say():
    with override("en"):
        page = render_to_string("practice/parts/scorecard.html", {"part": scorecard(None)})
    assert "That takes two moments." in page
