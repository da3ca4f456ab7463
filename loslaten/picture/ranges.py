"""How sure a number is: a dot with the range around it, on a scale that shows zero, and a tally of what came true."""

from typing import NamedTuple

import numpy as np

from loslaten.picture.frame import Size, Words, framed

WIDTH, EDGE = 360, 12.0
BAR = Size(WIDTH, 30)
RULER = Size(WIDTH, 22)
IN_A_ROW, STEP = 10, 24  # marks of a tally, and the room of each


class Span(NamedTuple):
    """Which values a scale shows, in whole points; zero is among them."""

    low: int
    high: int

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return EDGE + (value - self.low) / (self.high - self.low) * (WIDTH - 2 * EDGE)


def span(lowest: float, highest: float) -> Span:
    """Find the scale that holds these values and zero.

    Parameters
    ----------
    lowest, highest : float
        In points.

    Returns
    -------
    Span
        At least a point wide.
    """
    low = min(int(np.floor(lowest)), 0)
    return Span(low, max(int(np.ceil(highest)), 0, low + 1))


def _rules(scale: Span, height: int) -> str:
    lines = (
        f'<path d="M{scale.x(value):.1f} 2V{height - 2}" stroke="var(--{"edge" if value == 0 else "line"})"'
        f' stroke-width="{1.8 if value == 0 else 1}"/>'
        for value in range(scale.low, scale.high + 1)
    )
    return "".join(lines)


def range_bar(ends: tuple[float, float, float], scale: Span, words: Words) -> str:
    """Draw one range: a pale bar from low to high, and a dot in the middle.

    Parameters
    ----------
    ends : tuple of three floats
        Low, middle and high, in points.
    scale : Span
        Shared by the ranges that stand under each other.
    words : Words
        Title and description.

    Returns
    -------
    str
        One SVG element.

    Raises
    ------
    ValueError
        If the middle does not lie between the ends.
    """
    low, middle, high = ends
    if not low <= middle <= high:
        raise ValueError(f"{middle:g} does not lie between {low:g} and {high:g}")
    y = BAR.height / 2
    bar = (
        f'<path d="M{scale.x(low):.1f} {y}H{scale.x(high):.1f}" stroke="var(--accent)" stroke-opacity=".35"'
        f' stroke-width="10" stroke-linecap="round"/>'
    )
    dot = f'<circle cx="{scale.x(middle):.1f}" cy="{y}" r="6" fill="var(--accent)"/>'
    return framed(_rules(scale, BAR.height) + bar + dot, BAR, words)


def ruler(scale: Span) -> str:
    """Write the points under the ranges; the words beside each range say them too.

    Parameters
    ----------
    scale : Span
        Of the ranges above it.

    Returns
    -------
    str
        One SVG element, hidden from screen readers.
    """
    texts = "".join(
        f'<text x="{scale.x(value):.1f}" y="15" text-anchor="middle" font-family="var(--voice)" font-size="14"'
        f' fill="var(--ink-soft)">{value}</text>'
        for value in range(scale.low, scale.high + 1)
    )
    return f'<svg viewBox="0 0 {RULER.width} {RULER.height}" aria-hidden="true">{texts}</svg>'


def tally(n: int, inside: int, words: Words) -> str:
    """Draw one mark for each prediction: a filled dot for each that came true, then an open ring for each other.

    Parameters
    ----------
    n, inside : int
        How many, and how many of them came true.
    words : Words
        Title and description.

    Returns
    -------
    str
        One SVG element.

    Raises
    ------
    ValueError
        If more came true than there were.
    """
    if not 0 <= inside <= n:
        raise ValueError(f"inside is {inside}, and must lie between 0 and {n}")
    marks = "".join(_mark(place, filled=place < inside) for place in range(n))
    return framed(marks, Size(IN_A_ROW * STEP, -(-n // IN_A_ROW) * STEP), words)


def _mark(place: int, *, filled: bool) -> str:
    x, y = (place % IN_A_ROW + 0.5) * STEP, (place // IN_A_ROW + 0.5) * STEP
    look = 'fill="var(--accent)"' if filled else 'fill="none" stroke="var(--edge)" stroke-width="2"'
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{7 if filled else 6}" {look}/>'
