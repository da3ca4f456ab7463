"""Two paths through one field: how worn in the old and the new one are, counted from what was chosen."""

import math
from typing import NamedTuple

BUILD = 1 - math.exp(-0.0454)  # share of what is missing that one repetition adds; Lally 2010, median 66 days
UNLEARN = 0.25  # of BUILD: the path not taken weakens, and is not erased (assumption)
FADE_DAYS = 400.0  # a missed day is immaterial (assumption, after Lally 2010)
OLD_AT_START = 0.75  # a pattern somebody makes a card for is well worn (assumption)


class WornPaths(NamedTuple):
    """Strength of both paths, 0 to 1, as of `at` in days (nan before the first moment)."""

    old: float = OLD_AT_START
    new: float = 0.0
    at: float = float("nan")


def faded(paths: WornPaths, at: float) -> WornPaths:
    """Let time pass.

    Parameters
    ----------
    paths : WornPaths
        As of their own time.
    at : float
        In days, not before it.

    Returns
    -------
    WornPaths
        Both a little weaker.
    """
    left = 1.0 if math.isnan(paths.at) else math.exp(-(at - paths.at) / FADE_DAYS)
    return WornPaths(paths.old * left, paths.new * left, at)


def walked(paths: WornPaths, path: str) -> WornPaths:
    """Strengthen the path that was taken; a pause strengthens neither.

    Parameters
    ----------
    paths : WornPaths
        As of the moment.
    path : str
        old, pause or new.

    Returns
    -------
    WornPaths
        Afterwards.

    References
    ----------
    Lally P et al. (2010). How are habits formed. Eur J Soc Psychol 40, 998. docs/model.md, equation 10.
    """
    if path == "old":
        return paths._replace(old=paths.old + BUILD * (1 - paths.old), new=paths.new * (1 - UNLEARN * BUILD))
    if path == "new":
        return paths._replace(new=paths.new + BUILD * (1 - paths.new), old=paths.old * (1 - UNLEARN * BUILD))
    return paths
