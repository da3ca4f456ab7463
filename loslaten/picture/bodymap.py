"""The body as a map: zones to choose, a drawing to recognise, a glow where something is felt."""

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import NamedTuple

from loslaten.picture.outline import BACK_OF_HEAD, CENTRE, EAR, back_lines, both, front_lines, head, number, silhouette

FRAME = 'viewBox="0 0 360 520" aria-hidden="true" focusable="false"'


class Zone(NamedTuple):
    """A place in the body: where its name stands and where it glows, in figure units."""

    code: str
    view: str
    side: str
    label_y: int
    ellipses: tuple[tuple[int, int, int, int], ...]
    dot: tuple[int, int]


ZONES = (
    Zone("forehead", "front", "right", 22, ((0, 13, 21, 13),), (11, 15)),
    Zone("eyes", "front", "left", 38, ((0, 29, 23, 7),), (-10, 30)),
    Zone("jaw", "front", "right", 66, ((0, 51, 19, 10),), (14, 49)),
    Zone("throat", "front", "left", 84, ((0, 72, 12, 9),), (-6, 73)),
    Zone("right_shoulder", "front", "right", 112, ((49, 98, 17, 15),), (50, 100)),
    Zone("left_shoulder", "front", "left", 128, ((-49, 98, 17, 15),), (-50, 100)),
    Zone("chest", "front", "right", 158, ((0, 120, 40, 24),), (24, 122)),
    Zone("diaphragm", "front", "left", 174, ((0, 160, 36, 15),), (-22, 161)),
    Zone("belly", "front", "right", 206, ((0, 200, 36, 25),), (20, 198)),
    Zone("arms", "front", "left", 220, ((-62, 165, 17, 50), (62, 165, 17, 50)), (-69, 195)),
    Zone("pelvis", "front", "right", 254, ((0, 246, 45, 21),), (27, 244)),
    Zone("left_hand", "front", "left", 316, ((-80, 268, 15, 28),), (-80, 272)),
    Zone("right_hand", "front", "right", 316, ((80, 268, 15, 28),), (80, 272)),
    Zone("legs", "front", "right", 382, ((-26, 360, 22, 74), (26, 360, 22, 74)), (27, 350)),
    Zone("feet", "front", "left", 492, ((-25, 490, 15, 15), (25, 490, 15, 15)), (-26, 491)),
    Zone("back_of_head", "back", "left", 36, ((0, 28, 24, 27),), (-8, 30)),
    Zone("neck", "back", "right", 72, ((0, 67, 14, 13),), (4, 68)),
    Zone("upper_back", "back", "left", 136, ((0, 118, 44, 32),), (-14, 124)),
    Zone("lower_back", "back", "right", 204, ((0, 196, 37, 28),), (13, 196)),
    Zone("buttocks", "back", "left", 262, ((-22, 258, 24, 22), (22, 258, 24, 22)), (-22, 256)),
    Zone("calves", "back", "right", 416, ((-26, 408, 17, 40), (26, 408, 17, 40)), (27, 406)),
)


@cache
def definitions() -> str:
    """Draw the shared parts once per page; never hide this element, or gradients and clips vanish.

    Returns
    -------
    str
        An empty-looking SVG that holds the outline, the glow and the clip paths.
    """
    clips = "".join(
        f'<clipPath id="clip-{view}"><use href="#body"/><use href="#head-{view}"/></clipPath>'
        for view in ("front", "back")
    )
    return (
        '<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        '<radialGradient id="glow"><stop offset="0" stop-opacity=".95"/><stop offset=".45" stop-opacity=".6"/>'
        '<stop offset="1" stop-opacity="0"/></radialGradient>'
        f'<path id="body" d="{silhouette()}"/><path id="ears" d="{both(EAR)}"/>'
        f'<path id="head-front" d="{head()}"/><path id="head-back" d="{head(BACK_OF_HEAD)}"/>'
        f'<path id="fine-front" d="{front_lines()}"/><path id="fine-back" d="{back_lines()}"/>{clips}</defs></svg>'
    )


@cache
def figure(view: str) -> str:
    """Draw the whole figure from one side.

    Parameters
    ----------
    view
        ``front`` or ``back``.

    Returns
    -------
    str
        An SVG that uses the parts of `definitions`.
    """
    return f'<svg class="figure" {FRAME}>{flesh(view)}</svg>'


def flesh(view: str) -> str:
    """Draw body, ears, head and fine lines, without a frame.

    Parameters
    ----------
    view
        ``front`` or ``back``.

    Returns
    -------
    str
        SVG elements.
    """
    solid = "".join(f'<use href="#{part}" class="flesh"/>' for part in ("body", "ears", f"head-{view}"))
    return f'{solid}<use href="#fine-{view}" class="fine"/>'


def ellipses(zone: Zone, kind: str, grow: tuple[int, int]) -> str:
    """Draw the zone's surface.

    Parameters
    ----------
    zone
        The place.
    kind
        The class of the ellipses: ``spot`` glows, ``hit`` catches a finger.
    grow
        How much wider and higher than the zone itself.

    Returns
    -------
    str
        SVG ellipses.
    """
    x, y = CENTRE
    return "".join(
        f'<ellipse class="{kind}" cx="{number(cx + x)}" cy="{number(cy + y)}" rx="{rx + grow[0]}" ry="{ry + grow[1]}"/>'
        for cx, cy, rx, ry in zone.ellipses
    )


@cache
def spot(zone: Zone) -> str:
    """Draw what belongs to one label of the map: a place to touch, a glow, a dot and the line to its name.

    Parameters
    ----------
    zone
        The place.

    Returns
    -------
    str
        An SVG to lie over the figure, inside the zone's label.
    """
    x, y = zone.dot[0] + CENTRE[0], zone.dot[1] + CENTRE[1]
    start = 88 if zone.side == "left" else 272
    surfaces = ellipses(zone, "spot", (7, 7)) + ellipses(zone, "hit", (2, 3))
    return (
        f'<svg {FRAME}><g clip-path="url(#clip-{zone.view})">{surfaces}</g>'
        f'<path class="lead" d="M{start} {zone.label_y}L{number(x)} {number(y)}"/>'
        f'<circle class="dot" cx="{number(x)}" cy="{number(y)}" r="2.6"/></svg>'
    )


@cache
def crop(view: str, box: tuple[int, int, int, int], arrows: str = "") -> str:
    """Draw a small cut-out of the figure with arrows that show a movement.

    Parameters
    ----------
    view
        ``front`` or ``back``.
    box
        Left, top, width and height in picture units.
    arrows
        SVG path data of the arrows; empty for none.

    Returns
    -------
    str
        An SVG that uses the parts of `definitions`.
    """
    frame = " ".join(map(str, box))
    arrow = f'<path class="arrow" d="{arrows}"/>' if arrows else ""
    return f'<svg class="crop figure" viewBox="{frame}" aria-hidden="true" focusable="false">{flesh(view)}{arrow}</svg>'


def heat(view: str, shares: Mapping[str, float], *, title: str) -> str:
    """Draw how often each place was felt, as a glow.

    Parameters
    ----------
    view
        ``front`` or ``back``.
    shares
        Code of a place to its share, 0 to 1.
    title
        What the picture shows, in words.

    Returns
    -------
    str
        An SVG that uses the parts of `definitions`.
    """
    glows = "".join(
        f'<g opacity="{shares[zone.code]:.2f}">{ellipses(zone, "spot", (8, 8))}</g>'
        for zone in ZONES
        if zone.view == view and zone.code in shares
    )
    return (
        f'<svg class="figure" viewBox="84 0 192 520" role="img"><title>{escape(title)}</title>'
        f'{flesh(view)}<g class="heat" clip-path="url(#clip-{view})">{glows}</g></svg>'
    )
