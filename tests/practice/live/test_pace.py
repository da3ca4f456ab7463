"""The pure timing of the tide, against the slow plain loop."""

import math
from itertools import pairwise
from statistics import median

import pytest

pytestmark = pytest.mark.browser
MINUTES_5 = 300


def plain_schedule(rate: float, target: float, *, until: float, share: float = 0.4) -> list[tuple[float, float]]:
    """When each in-breath and each out-breath begins, one breath after the other."""
    starts, now = [], 0.0
    while True:
        pace = max(target, rate - 0.5 * now / 60)
        whole = 60 / pace
        if starts and now + whole / 2 > until + 1e-6:
            return starts
        starts.append((now, now + whole * share))
        now += whole


def schedule(modules, rate: float, until: float = MINUTES_5) -> list[dict]:
    return modules(
        "return pace.breathsFrom(pace.atOwnPace(pace.paceOf(4, 6), argument.rate, 0), 0, argument.until)",
        {"rate": rate, "until": until},
    )


@pytest.mark.parametrize("rate", [2.4, 4, 6, 6.3, 9, 14, 22])
def test_the_schedule_agrees_with_the_slow_plain_loop(modules, rate):
    breaths = schedule(modules, rate)
    plain = plain_schedule(rate, min(rate, 6), until=MINUTES_5)
    assert [(b["start"], b["start"] + b["inhale"]) for b in breaths] == [pytest.approx(pair) for pair in plain]


@pytest.mark.parametrize("rate", [2.4, 6, 9, 22])
def test_nobody_is_asked_to_hold_their_breath(modules, rate):
    breaths = schedule(modules, rate)
    for breath, following in pairwise(breaths):
        assert following["start"] == pytest.approx(breath["start"] + breath["inhale"] + breath["exhale"])
    assert all(breath["exhale"] / breath["inhale"] == pytest.approx(6 / 4) for breath in breaths)


def test_a_guide_that_breathes_in_longer_than_out_is_not_followed(modules):
    breath = modules("return pace.breathsFrom(pace.paceOf(6, 4), 0, 10)[0]")
    assert breath["exhale"] >= breath["inhale"]


def test_bram_at_fourteen_a_minute_starts_there_and_is_slowed_by_half_a_breath_a_minute(modules):
    rates = modules(
        "const p = pace.atOwnPace(pace.paceOf(4, 6), 14, 30); return [30, 90, 150, 3000].map(t => pace.rateAt(p, t))"
    )
    assert rates == pytest.approx([14, 13.5, 13, 6])


def test_anna_at_four_a_minute_is_never_hurried(modules):
    rates = modules(
        "const p = pace.atOwnPace(pace.paceOf(4, 6), 4, 0);"
        "return [p, pace.faster(p, 60), pace.slower(p, 60)].map(each => pace.rateAt(each, 120))"
    )
    assert rates == [4, 4, 4]


def test_slower_and_faster_stay_between_four_and_a_half_and_seven(modules):
    slower, faster = modules(
        "let s = pace.paceOf(4, 6), f = s; const slow = [], fast = [];"
        "for (let i = 0; i < 6; i++) {"
        "s = pace.slower(s, i); f = pace.faster(f, i); slow.push(s.rate); fast.push(f.rate) }"
        "return [slow, fast]"
    )
    assert slower == [5.5, 5, 4.5, 4.5, 4.5, 4.5]
    assert faster == [6.5, 7, 7, 7, 7, 7]


def test_faster_never_goes_beyond_ones_own_measured_breath(modules):
    rates = modules(
        "let p = pace.slower(pace.atOwnPace(pace.paceOf(4, 6), 6.3, 0), 0); const rates = [];"
        "for (let i = 0; i < 4; i++) { p = pace.faster(p, i); rates.push(p.rate) } return rates"
    )
    assert rates == pytest.approx([6.3, 6.3, 6.3, 6.3])


def test_water_that_follows_goes_no_faster_than_ones_own_breath(modules):
    assert modules("return pace.going(pace.atOwnPace(pace.paceOf(4, 6), 5, 0), 6.25, 60).rate") == 5


@pytest.mark.parametrize(
    ("now", "own", "heading", "refused", "to"),
    [
        (5.75, None, -0.25, [5.75], 6),
        (6.25, None, 0.25, [6.25], 6),
        (5.75, None, -0.25, [5.75, 6], 5.5),
        (5, 5, -0.25, [5], 4.75),
        (4, 4, -0.25, [4], 4),
        (7, None, -0.25, [7], 6.75),
    ],
)
def test_from_what_is_not_pleasant_the_water_goes_back_a_quarter_and_where_it_cannot_it_stays(
    modules, now, own, heading, refused, to
):
    words = {"now": now, "own": own, "heading": heading, "refused": refused}
    code = """const mine = pace.going({...pace.paceOf(4, 6), own: argument.own}, argument.now, 0);
        return pace.awayFrom(mine, 0, argument.heading, argument.refused)"""
    assert modules(code, words) == to


def test_the_water_stands_still_only_at_the_two_turns(modules):
    levels = modules(
        "const b = pace.breathsFrom(pace.paceOf(4, 6), 0, 10);"
        "return Array.from({length: 1000}, (_, i) => pace.phaseAt(b, i / 100).level)"
    )
    wanted = [
        (1 - math.cos(math.pi * t / 400)) / 2 if t < 400 else (1 + math.cos(math.pi * (t - 400) / 600)) / 2
        for t in range(1000)
    ]
    assert levels == pytest.approx(wanted)


def presses(*cycles: float, held: float = 2) -> list[dict]:
    moments = [sum(cycles[:i]) for i in range(len(cycles) + 1)]
    return [{"down": at, "up": at + held} for at in moments]


@pytest.mark.parametrize("cycles", [(5, 5, 5, 5), (4, 9, 5, 6), (12, 13.5, 14, 13), (3, 3.2, 6.4, 3.1)])
def test_ones_own_pace_is_the_median_of_four_breaths(modules, cycles):
    found = modules("return pace.ownRate(argument)", presses(*cycles))
    assert found == {"rate": pytest.approx(60 / median(cycles)), "missing": 0}


def test_a_slip_of_the_finger_is_not_a_breath(modules):
    pressed = sorted([*presses(5, 5, 5, 5), {"down": 7, "up": 7.3}], key=lambda press: press["down"])
    assert modules("return pace.ownRate(argument)", pressed)["rate"] == pytest.approx(12)


def test_a_finger_that_was_forgotten_on_the_water_does_not_count(modules):
    pressed = [{"down": 0, "up": 2}, {"down": 5, "up": 25}, *({"down": 30 + 5 * i, "up": 32 + 5 * i} for i in range(4))]
    assert modules("return pace.ownRate(argument)", pressed) == {"rate": None, "missing": 1}
