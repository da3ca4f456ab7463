"""The heart over minutes, as one line: where nothing was heard clearly, there is no line."""

import numpy as np
from numpy.typing import NDArray

from loslaten.picture.frame import Size, Words, framed

Floats = NDArray[np.float64]
SIZE = Size(720, 200)
LEFT, FOOT, TOP = 40, 28, 12


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-family="var(--voice)" font-size="14"'
        f' fill="var(--ink-soft)">{text}</text>'
    )


def _path(xs: Floats, ys: Floats) -> str:
    """Draw what is there, and lift the pen where something is missing."""
    parts, down = [], False
    for x, y in zip(xs, ys, strict=True):
        if np.isnan(y):
            down = False
            continue
        parts.append(f"{'L' if down else 'M'}{x:.1f} {y:.1f}")
        down = True
    return "".join(parts)


def heart_line(times: Floats, heart_rate: Floats, words: Words, *, own_colours: bool = False) -> str:
    """Draw the heart rate over time.

    Parameters
    ----------
    times : ndarray
        s, rising, shape ``(reading,)``.
    heart_rate : ndarray
        Per minute, nan where missing, shape ``(reading,)``.
    words : Words
        Title and description.
    own_colours : bool
        For a picture that leaves the page.

    Returns
    -------
    str
        One SVG element.

    References
    ----------
    None: what was measured, not smoothed.
    """
    known = heart_rate[~np.isnan(heart_rate)]
    # Never less than ten beats from top to bottom: a calm heart should look calm.
    middle = (known.min() + known.max()) / 2 if len(known) else 70.0
    half = max(5.0, np.ptp(known) / 2 + 1 if len(known) else 5.0)
    span = max(float(times[-1] - times[0]), 1.0) if len(times) else 1.0
    xs = LEFT + (times - times[0]) / span * (SIZE.width - LEFT - 8) if len(times) else times
    ys = TOP + (middle + half - heart_rate) / (2 * half) * (SIZE.height - TOP - FOOT)
    foot = SIZE.height - FOOT
    marks = _text(LEFT - 8, TOP + 10, f"{middle + half:.0f}", "end") + _text(
        LEFT - 8, foot, f"{middle - half:.0f}", "end"
    )
    marks += _text(LEFT, SIZE.height - 8, "0", "start") + _text(
        SIZE.width, SIZE.height - 8, f"{span / 60:.1f} min", "end"
    )
    ground = f'<path d="M{LEFT} {foot}H{SIZE.width}" stroke="var(--line)"/>'
    line = f'<path d="{_path(xs, ys)}" fill="none" stroke="var(--accent)" stroke-width="2" stroke-linejoin="round"/>'
    return framed(ground + marks + line, SIZE, words, own_colours=own_colours)
