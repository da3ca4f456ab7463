"""One's own breath: under a finger, and under a phone on the belly."""

import math

import pytest

from loslaten.body import breath


def test_a_finger_down_and_up_is_a_breath_in_and_out():
    presses = [breath.Press(at, down) for at, down in ((0.0, True), (4.0, False), (10.0, True), (14.0, False))]
    hand, breaths = breath.update(breath.Hand(), presses)
    assert breaths == [breath.Breath(0.0, 4.0, 6.0)]
    assert hand.exhale_at == 14.0


def test_a_slip_of_the_finger_makes_no_breath():
    presses = [breath.Press(at, down) for at, down in ((0.0, True), (0.1, False), (5.0, True), (9.0, False))]
    assert breath.update(breath.Hand(), presses)[1] == []
    twice = [breath.Press(0.0, False), breath.Press(math.nan, True), breath.Press(1.0, False)]
    assert breath.update(breath.Hand(), twice)[1] == []


def belly(rate: float, fps: float = 60.0) -> breath.Belly:
    moments = [at / fps for at in range(int(40 * fps))]
    wave = [0.15 * math.sin(2 * math.pi * rate / 60 * moment) for moment in moments]
    return breath.feel(
        breath.Belly(), [(at, 0.2 + 0.6 * y, y, 9.7 - 0.1 * y) for at, y in zip(moments, wave, strict=True)]
    )


@pytest.mark.parametrize("rate", [6.0, 9.0, 15.0, 24.0])
def test_a_belly_that_rises_and_falls_is_counted(rate):
    felt = belly(rate)
    assert breath.rate_from_belly(felt) == pytest.approx(rate, rel=0.03)
    assert breath.rate_of(breath.belly_breaths(felt), 10) == pytest.approx(rate, rel=0.12)


def test_a_phone_on_the_table_does_not_breathe():
    still = breath.feel(breath.Belly(), [(at / 50, 0.0, 0.0, 9.81) for at in range(2000)])
    assert math.isnan(breath.rate_from_belly(still))
    assert math.isnan(breath.rate_from_belly(breath.Belly()))
