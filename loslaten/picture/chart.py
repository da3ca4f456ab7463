"""Numbers over weeks: tension before and after, and the weeks a model could live through."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.picture.frame import Size, Words, framed

Floats = NDArray[np.float64]
WORDS_LEFT = 64  # room for words, not only numbers, beside an axis
RIGHT, FOOT = 14, 30  # room for the last label and the weeks
ROUNDS = Size(360, 230)
WEEKS = Size(360, 220)
BETWEEN_PANELS = 20
PANEL_HEAD, PANEL_BODY = 84, 150  # heading and two lines of legend; the drawing


class Scale(NamedTuple):
    """From values to places: x over weeks, y over a range, inside a box."""

    weeks: float
    low: float
    high: float
    size: Size
    top: float = 14.0
    left: float = 34.0

    def x(self, week: float) -> float:
        """Pixels from the left."""
        return self.left + 8 + week / self.weeks * (self.size.width - self.left - RIGHT - 8)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        share = (self.high - value) / (self.high - self.low)
        return self.top + share * (self.size.height - self.top - FOOT)


class Tick(NamedTuple):
    """A word at a place on an axis."""

    at: float
    text: str


def _text(x: float, y: float, text: str, *, anchor: str = "start", look: tuple[str, int] = ("ink-soft", 14)) -> str:
    colour, size = look
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="var(--voice)" font-size="{size}"'
        f' fill="var(--{colour})">{escape(text)}</text>'
    )


def _axes(scale: Scale, weeks: Sequence[Tick], values: Sequence[Tick]) -> str:
    right, foot = scale.size.width, scale.size.height - 9
    rules = "".join(
        f'<path d="M{scale.left:.0f} {scale.y(tick.at):.1f}H{right}" stroke="var(--line)"/>'
        + _text(scale.left - 9, scale.y(tick.at) + 4.5, tick.text, anchor="end")
        for tick in values
    )
    return rules + "".join(
        _text(scale.x(tick.at), foot, tick.text, anchor="end" if tick.at >= scale.weeks else "middle") for tick in weeks
    )


def _session(x: float, y_before: float, y_after: float) -> str:
    """One round: where it began is a tick, where it ended a dot; what is missing is not drawn."""
    began, ended = np.isfinite(y_before), np.isfinite(y_after)
    drop = f'<path d="M{x:.1f} {y_before:.1f}V{y_after:.1f}" stroke="var(--edge)" stroke-width="1.4"/>'
    tick = (
        f'<path d="M{x - 5.5:.1f} {y_before:.1f}h11" stroke="var(--ember)" stroke-width="2.8" stroke-linecap="round"/>'
    )
    dot = f'<circle cx="{x:.1f}" cy="{y_after:.1f}" r="4.2" fill="var(--accent)"/>'
    return drop * bool(began and ended) + tick * bool(began) + dot * bool(ended)


def _check_ratings(name: str, ratings: Floats) -> None:
    wrong = np.flatnonzero(~(np.isnan(ratings) | ((ratings >= 0) & (ratings <= 10))))
    if len(wrong):
        raise ValueError(f"row {wrong[0] + 1}, {name}: {ratings[wrong[0]]:g} does not lie between 0 and 10")


def rounds_chart(
    sessions: Floats, words: Words, *, weeks: Sequence[Tick], n_weeks: float, own_colours: bool = False
) -> str:
    """Draw tension before and after each round, as drop lines over weeks; empty weeks stay empty.

    Parameters
    ----------
    sessions : ndarray
        Week (0 to `n_weeks`), tension before and after (0 to 10, nan where nobody said), shape ``(session, 3)``.
    words : Words
        Title and description.
    weeks : sequence of Tick
        What to write under which week.
    n_weeks : float
        How many weeks the picture shows.
    own_colours : bool
        For a picture that leaves the page.

    Returns
    -------
    str
        One SVG element.

    Raises
    ------
    ValueError
        If a row lies outside the picture; the message names row and field.

    References
    ----------
    None: one mark per answer, nothing fitted or smoothed.
    """
    table = np.asarray(sessions, dtype=float).reshape(-1, 3)
    outside = np.flatnonzero(~((table[:, 0] >= 0) & (table[:, 0] <= n_weeks)))
    if len(outside):
        raise ValueError(f"row {outside[0] + 1}, week: {table[outside[0], 0]:g} does not lie between 0 and {n_weeks:g}")
    _check_ratings("before", table[:, 1])
    _check_ratings("after", table[:, 2])
    scale = Scale(n_weeks, 0, 10, ROUNDS)
    marks = "".join(_session(scale.x(week), scale.y(before), scale.y(after)) for week, before, after in table)
    axes = _axes(scale, weeks, [Tick(0, "0"), Tick(5, "5"), Tick(10, "10")])
    return framed(axes + marks, ROUNDS, words, own_colours=own_colours)


def _stretch(x: float, low: float, high: float) -> str:
    """How far the tension afterwards varied in one stretch of time."""
    if not np.isfinite(low):
        return ""
    return (
        f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="var(--accent)" stroke-opacity=".24" stroke-width="7"'
        f' stroke-linecap="round"/>'
    )


def bands_chart(stretches: Floats, words: Words, *, weeks: Sequence[Tick], n_weeks: float) -> str:
    """Draw the mean before and after of each stretch of time, and how far it varied; empty stretches stay empty.

    Parameters
    ----------
    stretches : ndarray
        Week, mean before, mean after, low and high after (0 to 10, nan for none), shape ``(stretch, 5)``.
    words : Words
        Title and description.
    weeks : sequence of Tick
        What to write under which week.
    n_weeks : float
        How many weeks the picture shows.

    Returns
    -------
    str
        One SVG element.

    References
    ----------
    None: means as they are counted, nothing fitted or smoothed.
    """
    table = np.asarray(stretches, dtype=float).reshape(-1, 5)
    for name, column in zip(("before", "after", "low", "high"), table.T[1:], strict=True):
        _check_ratings(name, column)
    scale = Scale(n_weeks, 0, 10, ROUNDS)
    pale = "".join(_stretch(scale.x(week), scale.y(low), scale.y(high)) for week, _, _, low, high in table)
    marks = "".join(_session(scale.x(week), scale.y(before), scale.y(after)) for week, before, after, *_ in table)
    axes = _axes(scale, weeks, [Tick(0, "0"), Tick(5, "5"), Tick(10, "10")])
    return framed(axes + pale + marks, ROUNDS, words)


class WeekLabels(NamedTuple):
    """The words in and under the chart of simulated weeks."""

    title: str = "Simulated weeks of an old path, a new path, the alarm and the choice"
    desc: str = "Lines are the middle of the possible people; bands hold 8 of 10 of them. A model, not a measurement."
    paths: str = "How broad the paths are"
    old: str = "old path"
    new: str = "new path"
    moment: str = "When life sets it off"
    alarm: str = "alarm, 0 to 10"
    choice: str = "new path taken, times of 10"
    narrow: str = "narrow"
    broad: str = "broad"
    now: str = "now"
    week: str = "week {}"


class Course(NamedTuple):
    """One line with its band."""

    band: Floats  # low, middle, high: (time, 3)
    colour: str
    dashed: bool
    label: str


def _line(xs: Sequence[float], ys: Sequence[float]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True))


def _stroke(course: Course) -> str:
    dashes = ' stroke-dasharray="7 4.5"' if course.dashed else ' stroke-linecap="round"'
    return f'fill="none" stroke="{course.colour}" stroke-width="2.6" stroke-linejoin="round"{dashes}'


def _band(course: Course, scale: Scale) -> str:
    xs = [scale.x(week) for week in range(len(course.band))]
    low, _, high = ([scale.y(value) for value in column] for column in course.band.T)
    around = f"M{_line(xs, high)}L{_line(xs[::-1], low[::-1])}Z"
    return f'<path d="{around}" fill="{course.colour}" fill-opacity=".16"/>'


def _middle(course: Course, scale: Scale) -> str:
    xs = [scale.x(week) for week in range(len(course.band))]
    return f'<path d="M{_line(xs, [scale.y(value) for value in course.band[:, 1]])}" {_stroke(course)}/>'


def _legend(courses: Sequence[Course], y: float) -> str:
    """Draw a piece of each line and its words, one under the other: words grow in translation."""
    return "".join(
        f'<path d="M2 {y + 20 * row - 4.5:.1f}h30" {_stroke(course)}/>' + _text(42, y + 20 * row, course.label)
        for row, course in enumerate(courses)
    )


def _week_ticks(n_weeks: int, labels: WeekLabels) -> list[Tick]:
    step = next(step for step in (1, 2, 4, 8, 13, 26) if n_weeks <= 4 * step or step == 26)
    inner = [Tick(week, str(week)) for week in range(step, n_weeks - step // 2, step) if week < n_weeks]
    return [Tick(0, labels.now), *inner, Tick(n_weeks, labels.week.format(n_weeks))]


def _panel(courses: Sequence[Course], heading: str, scale: Scale, ticks: Sequence[Sequence[Tick]]) -> str:
    head = _text(0, scale.top - PANEL_HEAD + 18, heading, look=("ink", 18))
    bands = "".join(_band(course, scale) for course in courses)
    lines = "".join(_middle(course, scale) for course in courses)
    return head + _legend(courses, scale.top - PANEL_HEAD + 42) + _axes(scale, ticks[0], ticks[1]) + bands + lines


def _check_courses(courses: Mapping[str, Floats], names: Sequence[str]) -> int:
    for name in names:
        band = courses.get(name)
        if band is None or np.ndim(band) != 2 or np.shape(band)[1] != 3 or len(band) < 2:
            raise ValueError(f"{name}: low, middle and high are needed for at least two weeks")
        if not np.all((band >= 0) & (band <= 1)):
            raise ValueError(f"{name}: every value must lie between 0 and 1")
        if len(band) != len(courses["old"]):
            raise ValueError(f"{name}: {len(band)} weeks where old has {len(courses['old'])}")
    return len(courses["old"]) - 1


def _paths(courses: Mapping[str, Floats], labels: WeekLabels) -> list[Course]:
    return [
        Course(courses["old"], "var(--ember)", dashed=True, label=labels.old),
        Course(courses["new"], "var(--accent)", dashed=False, label=labels.new),
    ]


def paths_chart(courses: Mapping[str, Floats], labels: WeekLabels, *, own_colours: bool = False) -> str:
    """Draw only how broad both paths are over simulated weeks; heading and legend stand beside it on the page.

    Parameters
    ----------
    courses : mapping of str to ndarray
        ``old`` and ``new``: low, middle and high, 0 to 1, shape ``(week, 3)``, the start included.
    labels : WeekLabels
        Every word in the picture.
    own_colours : bool
        For a picture that leaves the page.

    Returns
    -------
    str
        One SVG element.

    References
    ----------
    docs/model.md, *Simulated weeks*.
    """
    weeks = _check_courses(courses, ("old", "new"))
    scale = Scale(weeks, 0, 1, WEEKS, left=WORDS_LEFT)
    paths, values = _paths(courses, labels), [Tick(0, labels.narrow), Tick(1, labels.broad)]
    body = _axes(scale, _week_ticks(weeks, labels), values) + "".join(_band(course, scale) for course in paths)
    body += "".join(_middle(course, scale) for course in paths)
    return framed(body, WEEKS, Words(labels.title, labels.desc), own_colours=own_colours)


def weeks_chart(courses: Mapping[str, Floats], labels: WeekLabels, *, own_colours: bool = False) -> str:
    """Draw simulated weeks: above how broad both paths are, below the alarm and how often the new path is taken.

    Parameters
    ----------
    courses : mapping of str to ndarray
        ``old``, ``new``, ``alarm`` and ``choice``: low, middle and high, 0 to 1, shape ``(week, 3)``,
        the start included.
    labels : WeekLabels
        Every word in the picture.
    own_colours : bool
        For a picture that leaves the page.

    Returns
    -------
    str
        One SVG element.

    References
    ----------
    docs/model.md, *Simulated weeks*.
    """
    weeks = _check_courses(courses, ("old", "new", "alarm", "choice"))
    ticks = _week_ticks(weeks, labels)
    panel = PANEL_HEAD + PANEL_BODY + FOOT
    size = Size(360, 2 * panel + BETWEEN_PANELS)
    upper = Scale(weeks, 0, 1, Size(360, panel), PANEL_HEAD, WORDS_LEFT)
    lower = Scale(weeks, 0, 10, size, panel + BETWEEN_PANELS + PANEL_HEAD, WORDS_LEFT)
    moment = [
        Course(10 * courses["alarm"], "var(--ember)", dashed=True, label=labels.alarm),
        Course(10 * courses["choice"], "var(--accent)", dashed=False, label=labels.choice),
    ]
    body = _panel(
        _paths(courses, labels), labels.paths, upper, (ticks, [Tick(0, labels.narrow), Tick(1, labels.broad)])
    )
    body += _panel(moment, labels.moment, lower, (ticks, [Tick(0, "0"), Tick(5, "5"), Tick(10, "10")]))
    return framed(body, size, words=Words(labels.title, labels.desc), own_colours=own_colours)
