"""One logged moment: what was felt before, which path was taken, with which steps, and what was felt after."""

import math
from collections.abc import Sequence
from typing import NamedTuple

PATHS = ("old", "pause", "new")
STEPS = ("welcome", "breathe", "move", "suppress")


class Moment(NamedTuple):
    """What a person logged.

    `at` is in days since any fixed moment, whole days at midnight; ratings are whole numbers 0 to 10; `path` is old,
    pause or new, or None when not logged. `mechanism` is the change in the simulator's expected alarm since this
    person's first moment, in points (0 when it is not used). `practised` says that it was a round in quiet: half a
    repetition of its path, and no choice between paths.
    """

    at: float
    tension_before: int
    path: str | None = None
    steps: Sequence[str] = ()
    tension_after: int | None = None
    pattern: str = ""
    context: str = ""
    mechanism: float = 0.0
    practised: bool = False


def check_rating(rating: float, field: str) -> int:
    """Refuse what is not a whole number from 0 to 10.

    Parameters
    ----------
    rating : float
        In points.
    field : str
        Its name, for the message.

    Returns
    -------
    int
        The rating.

    Raises
    ------
    ValueError
        Naming the field and what was given.
    """
    whole = isinstance(rating, (int, float)) and math.isfinite(rating) and rating == int(rating)
    if not whole or not 0 <= rating <= 10:
        raise ValueError(f"{field} is {rating}, and must be a whole number from 0 to 10")
    return int(rating)


def check(moment: Moment, *, after: float = float("nan")) -> Moment:
    """Refuse a moment the model cannot learn from.

    Parameters
    ----------
    moment : Moment
        What was logged.
    after : float
        When the previous moment was, in days; nan when there was none.

    Returns
    -------
    Moment
        The same.

    Raises
    ------
    ValueError
        Naming the field and what was given.
    """
    if not math.isfinite(moment.at):
        raise ValueError(f"at is {moment.at}, and must be a moment in days")
    if moment.at < after:
        raise ValueError(f"at is {moment.at}, before the previous moment at {after}: times may not run backwards")
    if moment.at == after:
        raise ValueError(f"at is {moment.at}, and a moment at that time is already in")
    if not math.isfinite(moment.mechanism):
        raise ValueError(f"mechanism is {moment.mechanism}, and must be a number of points")
    check_rating(moment.tension_before, "tension_before")
    _check_path(moment)
    return moment


def _check_path(moment: Moment) -> None:
    if moment.path is not None and moment.path not in PATHS:
        raise ValueError(f"path is {moment.path!r}, and must be one of {', '.join(PATHS)}")
    for step in moment.steps:
        if step not in STEPS:
            raise ValueError(f"steps has {step!r}, and knows only {', '.join(STEPS)}")
    if moment.tension_after is not None:
        check_rating(moment.tension_after, "tension_after")
