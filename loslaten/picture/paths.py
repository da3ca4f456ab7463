"""Two paths through one field: the more a path is walked, the broader and barer it is. Nothing is ever erased."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.picture.frame import Size, Words, framed
from loslaten.picture.outline import number

Points = NDArray[np.float64]  # (point, xy)
FIELD = Size(560, 380)
HORIZON = 0.25  # share of the height that is sky
NEAR_SIDE, FAR_SIDE = -1.0, 1.0
BUSHES = ((0.00, 0.05, 5), (0.04, 0.07, 9), (0.10, 0.05, 7), (0.145, 0.03, 4),
          (0.47, 0.035, 4), (0.50, 0.05, 7), (0.82, 0.05, 5), (0.865, 0.065, 9), (0.92, 0.05, 6))  # fmt: skip


class Strength(NamedTuple):
    """How strong a path is, 0 to 1, and between what bounds it probably lies."""

    low: float
    middle: float
    high: float


class Tuft(NamedTuple):
    """One tuft of grass: where it stands and how near it is (0 at the horizon, 1 at our feet)."""

    x: float
    y: float
    near: float
    blades: int
    water: bool  # in the colour of the new path, for a meadow that is not one grey


def numbers(*values: float) -> str:
    """Write numbers for path data; a minus sign needs no space before it."""
    written = [number(value) for value in values]
    return "".join(text if text.startswith("-") and place else f" {text}" for place, text in enumerate(written)).strip()


def smooth(points: Sequence[tuple[float, float]] | Points) -> str:
    """Draw a soft line through points: a Catmull–Rom spline as cubic Béziers.

    Parameters
    ----------
    points : sequence of (float, float)
        At least two.

    Returns
    -------
    str
        SVG path data, without the first ``M``.
    """
    p = np.asarray(points, dtype=float)
    ends = np.vstack([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    first = p[:-1] + (ends[2:-1] - ends[:-3]) / 6
    second = p[1:] - (ends[3:] - ends[1:-2]) / 6
    curves = np.hstack([first, second, p[1:]])
    return f"{numbers(*p[0])}C{numbers(*curves.ravel())}"


def check(name: str, strength: Strength) -> None:
    """Refuse bounds that are not in order, or not between 0 and 1."""
    if not 0 <= strength.low <= strength.middle <= strength.high <= 1:
        raise ValueError(f"{name}: 0 ≤ low ≤ middle ≤ high ≤ 1 does not hold for {tuple(strength)}")


def half_width(strength: float, near: Points) -> Points:
    """Half the width of a path, in shares of the field's width; even a path hardly walked leaves a trace."""
    return np.asarray((0.006 + 0.165 * near**1.15) * max(strength, 0.03))


def centre(side: float, strength: float, near: Points) -> Points:
    """Where the middle of a path runs, in shares of the width: from our feet, winding, to its own end of the sky."""
    far = 1 - near
    apart = half_width(strength, np.ones(1))[0] * 0.98 + 0.008
    winding = 0.15 * np.sin(2 * np.pi * far) * far * near
    return np.asarray(0.5 + side * (apart * near + 0.30 * far**1.2 + winding))


def _ground(near: Points, size: Size) -> Points:
    return np.asarray(size.height * (HORIZON + (1 - HORIZON) * near))


def _edges(side: float, width: float, run: float, size: Size) -> tuple[Points, Points]:
    """Left and right edge of a path of some width, running where a path of strength `run` runs: (point, xy) each."""
    near = np.linspace(0, 1, 22) ** 1.15
    middle, half = centre(side, run, near), half_width(width, near)
    y = _ground(near, size) + 3 * near  # so that no round end shows at our feet
    left, right = (np.column_stack([size.width * (middle + sign * half), y]) for sign in (-1, 1))
    return left, right


def _shape(side: float, width: float, run: float, size: Size) -> str:
    left, right = _edges(side, width, run, size)
    return f"M{smooth(left)}L{smooth(right[::-1])}Z"


def _outline(side: float, width: float, run: float, size: Size) -> str:
    return "".join(f"M{smooth(edge)}" for edge in _edges(side, width, run, size))


def _path(side: float, strength: Strength, colour: str, size: Size) -> str:
    low, middle, high = (_shape(side, width, strength.high, size) for width in strength)
    dotted = _outline(side, strength.high, strength.high, size)
    firm = _outline(side, strength.middle, strength.high, size)
    return (
        f'<path d="{high}" fill="var(--surface)" fill-opacity=".55"/>'
        f'<path d="{high}" fill="{colour}" fill-opacity=".1"/>'
        f'<path d="{middle}" fill="var(--surface)"/><path d="{middle}" fill="{colour}" fill-opacity=".26"/>'
        f'<path d="{low}" fill="{colour}" fill-opacity=".2"/>'
        f'<path d="{firm}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-linecap="round"/>'
        f'<path d="{dotted}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-dasharray=".1 6"'
        ' stroke-linecap="round"/>'
    )


def _room_for_grass(x: float, near: float, paths: Sequence[tuple[float, Strength]]) -> float:
    """How likely a tuft stands here: everywhere but on the paths, thinly where a path may be."""
    at = np.array([near])
    for side, strength in paths:
        away = abs(x - centre(side, strength.high, at)[0])
        low, middle, high = (half_width(width, at)[0] for width in strength)
        if away < middle + 0.004:
            return 0.5 * (1 - strength.middle) ** 3 if away > low + 0.004 else 0.0
        if away < high + 0.004:
            return 0.35
    return 0.88


def _meadow(paths: Sequence[tuple[float, Strength]], size: Size, rng: np.random.Generator) -> list[Tuft]:
    """Sow row by row, from the horizon to our feet; nearer rows are wider apart and their tufts fuller."""
    tufts, near = [], 0.02
    while near < 1.06:
        step = 0.02 + 0.052 * near
        for x in np.arange(rng.uniform(-step, 0), 1.0, step):
            spot = float(x + rng.uniform(-0.5, 0.5) * step)
            here = max(near + rng.uniform(-0.5, 0.5) * (0.015 + 0.05 * near), 0.015)
            if rng.random() < _room_for_grass(spot, min(here, 1.0), paths):
                blades = 1 + (here > rng.uniform(0.03, 0.22)) + (here > rng.uniform(0.25, 0.7))
                y = float(_ground(np.array([here]), size)[0])
                tufts.append(Tuft(size.width * spot, y, here, int(blades), bool(rng.random() < 0.3)))
        near += 0.021 + 0.06 * near
    return tufts


def _blades(tuft: Tuft, size: Size, rng: np.random.Generator) -> str:
    tall = size.height * (0.009 + 0.042 * tuft.near)
    drawn = []
    for lean in ((rng.uniform(-1.0, 1.0),), (-1.0, 1.0), (-1.0, 0.0, 1.0))[tuft.blades - 1]:
        tip = lean * tall * 0.45 + rng.uniform(-0.16, 0.2) * tall
        top = tall * (1.0 - 0.28 * abs(lean)) * rng.uniform(0.8, 1.15)
        start = numbers(round(tuft.x + lean * 2.2 * tuft.near), round(tuft.y))
        drawn.append(f"M{start}q{numbers(tip * 0.15, -top * 0.6, tip, -top)}")
    return "".join(drawn)


def _grass(tufts: Sequence[Tuft], size: Size, rng: np.random.Generator) -> str:
    """Four distances and two colours: eight paths instead of a thousand."""
    drawn = {(distance, water): "" for distance in range(4) for water in (False, True)}
    for tuft in tufts:
        drawn[int(np.searchsorted((0.12, 0.3, 0.6), tuft.near)), tuft.water] += _blades(tuft, size, rng)
    return "".join(
        f'<path d="{blades}" fill="none" stroke="var(--{"accent" if water else "edge"})" stroke-linecap="round"'
        f' stroke-width="{0.9 + 0.2 * distance:.1f}" stroke-opacity="{0.5 + 0.1 * distance - 0.12 * water:.2f}"/>'
        for (distance, water), blades in drawn.items()
        if blades
    )


def _land(size: Size) -> str:
    width, y = size.width, size.height * HORIZON
    bushes = "".join(
        f"M{width * x:.0f} {y:.0f}q{width * wide / 2:.1f} {-2 * tall} {width * wide:.1f} 0Z" for x, wide, tall in BUSHES
    )
    return (
        f'<rect width="{width}" height="{size.height}" fill="var(--surface)"/>'
        f'<rect y="{y:.0f}" width="{width}" height="{size.height - y:.0f}" fill="var(--sunk)"/>'
        f'<rect y="{y:.0f}" width="{width}" height="{size.height - y:.0f}" fill="var(--accent)" fill-opacity=".09"/>'
        f'<path d="{bushes}" fill="var(--edge)" fill-opacity=".45"/><path d="M0 {y:.0f}H{width}" stroke="var(--edge)"/>'
    )


def two_paths(
    old: Strength, new: Strength, words: Words, *, seed: int, size: Size = FIELD, own_colours: bool = False
) -> str:
    """Draw the old path on the left and the new one on the right, through one field.

    A firm edge is the best guess of a path's width; the dotted edge is how wide it could also be. Grass stands wherever
    nobody walks, and thinly where we are not sure.

    Parameters
    ----------
    old, new : Strength
        Low, middle and high, 0 to 1.
    words : Words
        Title and description.
    seed : int
        The same seed sows the same grass, so that it does not jump between visits.
    size : Size
        Width and height.
    own_colours : bool
        For a picture that leaves the page.

    Returns
    -------
    str
        One SVG element.

    References
    ----------
    docs/model.md, equation 10: strength is what repetition leaves.
    """
    check("old", old)
    check("new", new)
    rng = np.random.default_rng(seed)
    grass = _grass(_meadow(((NEAR_SIDE, old), (FAR_SIDE, new)), size, rng), size, rng)
    paths = _path(NEAR_SIDE, old, "var(--ember)", size) + _path(FAR_SIDE, new, "var(--accent)", size)
    return framed(_land(size) + paths + grass, size, words, own_colours=own_colours)
