"""The statements in plain English, for the command line; the pages choose their own words."""

from loslaten.brain import statements
from loslaten.brain.moment import STEPS, Moment
from loslaten.brain.posterior import Posterior


def say(posterior: Posterior, moment: Moment) -> list[str]:
    """Say what may honestly be said about a moment to come.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        The moment to come.

    Returns
    -------
    list of str
        One sentence each.
    """
    effects = [statements.step_effect(posterior, step) for step in STEPS]
    return [
        _expectation(statements.expectation(posterior, moment)),
        _record(statements.record(posterior)),
        _change(statements.change(posterior)),
        *(_effect(effect) for effect in effects if effect is not None),
    ]


def _expectation(expected: statements.Expectation) -> str:
    text = f"Of 10 such moments we expect {expected.of_ten} between {expected.low} and {expected.high}."
    if expected.moments_to_go:
        text += f" We hardly know you yet: after {expected.moments_to_go} more moments this says more."
    return text


def _record(record: statements.Record | None) -> str:
    if record is None:
        return "No prediction could be checked yet."
    return (
        f"Of the last {record.n} predictions {record.inside} fell in the range named beforehand; on average "
        f"{record.error:.1f} points off, against {record.same_as_last_time:.1f} for 'same as last time'."
    )


def _change(change: statements.Change) -> str:
    if change.direction is None:
        return "No clear change yet since the first moment."
    return f"Tension is {change.direction} than at the start, by {abs(change.points):.1f} points or thereabouts."


def _effect(effect: statements.StepEffect) -> str:
    way = "lower" if effect.points < 0 else "higher"
    return (
        f"Moments with '{effect.step}' ended about {abs(effect.points):.1f} points {way}; this goes together, "
        f"and need not be because of it."
    )
