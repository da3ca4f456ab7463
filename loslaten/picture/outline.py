"""A neutral standing figure, drawn once: points for one half, mirrored for the other."""

from collections.abc import Sequence

Point = tuple[float, float]

# Points for the right half in figure units: crown at y 0, soles at about 503. Drawn for this product.
CENTRE: Point = (180, 9)
HEAD: list[Point] = [
    (0, 0),
    (11.4, 2.5),
    (19.9, 9.4),
    (24.2, 20.4),
    (24.4, 32),
    (22.2, 44),
    (17, 54.2),
    (9.5, 61.8),
    (0, 64.6),
]
BACK_OF_HEAD: list[Point] = [
    (0, 0),
    (11.4, 2.5),
    (19.9, 9.4),
    (24.2, 20.4),
    (24.4, 32),
    (22.4, 43),
    (17.2, 51.6),
    (9.2, 56.6),
    (0, 58),
]
EAR: list[Point] = [(23.9, 29), (26.4, 27.8), (27, 32), (25.6, 37.6), (23.4, 40)]
# Neck, shoulder, arm, hand, and back up to the armpit.
ARM: list[Point] = [
    (12.4, 46), (12.6, 60), (12.3, 69), (15, 76), (24.5, 82), (38.5, 86.6), (50.3, 92), (58, 102.5), (61.4, 122),
    (63.6, 145), (66.4, 167), (71.4, 190), (76.8, 213), (80.6, 233), (84.8, 246), (87.8, 260), (88.2, 274),
    (86.2, 286), (82.4, 292.6), (79, 290), (77.6, 281.5), (76.2, 272.5), (74.5, 268), (74, 274), (71.8, 279.6),
    (69.2, 277), (68, 266.5), (68.4, 254), (69.8, 243), (69, 231), (64.4, 212), (58.4, 191), (53.8, 170), (50.2, 150),
    (46.6, 129),
]  # fmt: skip
# Armpit, flank, leg, foot, and back up the inside.
SIDE: list[Point] = [
    (45, 150), (41.8, 172), (40.2, 191), (42.2, 211), (46.6, 230), (49.6, 252), (50.2, 280), (47.8, 312), (43.8, 342),
    (40.8, 364), (40.2, 383), (40.8, 402), (38.2, 428), (33, 453), (29.4, 472), (31, 484), (35.4, 493), (36.8, 499.4),
    (31, 503), (22.5, 502.6), (17.2, 498.6), (15.8, 488), (16.6, 472), (15.2, 451), (12.6, 425), (12.2, 401),
    (13.4, 382), (12.8, 364), (8.8, 338), (4, 311), (0.6, 284),
]  # fmt: skip
CORNERS: frozenset[Point] = frozenset({(12.4, 46), (46.6, 129), (0.6, 284)})


def number(value: float) -> str:
    """Write a coordinate in as few characters as it needs.

    Parameters
    ----------
    value
        A coordinate in figure units.

    Returns
    -------
    str
        At most one decimal, without a trailing zero or a minus zero.
    """
    written = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def mirrored(points: Sequence[Point]) -> list[Point]:
    """Reflect points in the body's midline.

    Parameters
    ----------
    points
        Points in figure units.

    Returns
    -------
    list of Point
        The same points on the other side, in the same order.
    """
    return [(-x, y) for x, y in points]


def curve(points: Sequence[Point], *, closed: bool = False) -> str:
    """Draw a smooth line through points, sharp at the body's corners.

    Parameters
    ----------
    points
        Points in figure units.
    closed
        Whether the last point runs on into the first.

    Returns
    -------
    str
        SVG path data: a Catmull-Rom spline written as cubic Bezier segments.
    """
    ends = range(len(points) if closed else len(points) - 1)
    return f"M{place(points[0])}" + "".join(segment(points, i, closed=closed) for i in ends) + ("Z" if closed else "")


def place(point: Point) -> str:
    """Write a point of the figure in picture coordinates.

    Parameters
    ----------
    point
        A point in figure units.

    Returns
    -------
    str
        ``x y``, shifted to where the figure stands in its frame.
    """
    return f"{number(point[0] + CENTRE[0])} {number(point[1] + CENTRE[1])}"


def segment(points: Sequence[Point], i: int, *, closed: bool) -> str:
    """Draw the piece of a smooth line between point i and the next.

    Parameters
    ----------
    points
        Points in figure units.
    i
        Which piece.
    closed
        Whether the last point runs on into the first.

    Returns
    -------
    str
        One cubic Bezier command.
    """
    last = len(points) - 1
    before, start, end, after = (
        points[j % len(points)] if closed else points[max(0, min(last, j))] for j in (i - 1, i, i + 1, i + 2)
    )
    leave = (
        start if start_is_sharp(start) else (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
    )
    arrive = end if start_is_sharp(end) else (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
    return f"C{place(leave)} {place(arrive)} {place(end)}"


def start_is_sharp(point: Point) -> bool:
    """Say whether the line turns a corner here.

    Parameters
    ----------
    point
        A point in figure units.

    Returns
    -------
    bool
        True at the neck, the armpit and the crotch, on either side.
    """
    return (abs(point[0]), point[1]) in CORNERS


def silhouette() -> str:
    """Draw the outline of the body without its head.

    Returns
    -------
    str
        SVG path data.
    """
    half = ARM + SIDE
    return curve(half + mirrored(half)[::-1], closed=True)


def head(half: Sequence[Point] = HEAD) -> str:
    """Draw the outline of a head.

    Parameters
    ----------
    half
        Points of the right half, crown to chin.

    Returns
    -------
    str
        SVG path data.
    """
    return curve([*half, *mirrored(half)[::-1][1:-1]], closed=True)


def both(points: Sequence[Point]) -> str:
    """Draw a line on the right side and again on the left.

    Parameters
    ----------
    points
        Points in figure units.

    Returns
    -------
    str
        SVG path data.
    """
    return curve(points) + curve(mirrored(points))


def bow(start: Point, end: Point, depth: float) -> str:
    """Draw one shallow curve between two points, such as an eyelid.

    Parameters
    ----------
    start, end
        Points in figure units.
    depth
        How far the middle hangs below the straight line.

    Returns
    -------
    str
        SVG path data.
    """
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + depth * 2)
    return f"M{place(start)}Q{place(middle)} {place(end)}"


def front_lines() -> str:
    """Draw the fine lines of the front: eyelids, mouth, collar bones, navel, knees.

    Returns
    -------
    str
        SVG path data.
    """
    bows = [
        ((5.6, 29.6), (14.6, 29.6), 2), ((-5.6, 29.6), (-14.6, 29.6), 2), ((-2.6, 41.2), (2.6, 41.2), 1.1),
        ((-5.6, 50), (5.6, 50), 1.3), ((-1.2, 213), (1.2, 213), 1), ((20, 367), (33, 367), 2.6),
        ((-20, 367), (-33, 367), 2.6),
    ]  # fmt: skip
    pairs: list[list[Point]] = [
        [(5, 86), (15, 88.4), (28, 87.8), (41, 91.6)], [(46.4, 131), (44, 136.5), (39, 140)],
        [(45.6, 236), (38, 247), (27, 256)],
    ]  # fmt: skip
    lines = "".join(bow(*each) for each in bows) + "".join(both(each) for each in pairs)
    return lines + curve([(0, 268), (0, 284)])


def back_lines() -> str:
    """Draw the fine lines of the back: spine, shoulder blades, seat, hollow of the knees.

    Returns
    -------
    str
        SVG path data.
    """
    pairs: list[list[Point]] = [
        [(33, 104), (24.4, 118), (22, 133), (27, 145)], [(46.4, 131), (44.6, 137), (41.6, 141)],
        [(8, 217.5), (9.4, 221.5)], [(3, 279), (15, 284.4), (30, 281), (41, 271)],
    ]  # fmt: skip
    spine = curve([(0, 80), (0, 120), (0, 170), (0, 224)]) + curve([(0, 244), (0, 264), (0, 284)])
    knees = bow((19, 369), (35, 369), 2.2) + bow((-19, 369), (-35, 369), 2.2)
    return spine + "".join(both(each) for each in pairs) + knees
