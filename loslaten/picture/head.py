"""A head from the side, much simplified: an alarm, a front that chooses, and two paths from the body to what one does.

What is drawn firmly is there in nearly all possible people; the faint edge around it is how far they differ.
"""

from html import escape
from typing import NamedTuple

from loslaten.picture.frame import Size, Words, framed
from loslaten.picture.outline import number
from loslaten.picture.paths import Strength, check

HEAD = Size(296, 290)
# Drawn for this product.
OUTLINE = (
    "M218 292C218.5 283 218.7 262 221 252C223.3 242 226 236 232 228C238 220 249.5 212 256 202"
    "C262.5 192 268.3 179 271 166C273.7 153 274 139 272 124"
    "C270 109 266.5 90.5 259 76C251.5 61.5 239.8 47 227 37C214.2 27 198.2 20.7 182 17"
    "C165.8 13.3 145.8 12.8 130 15C114.2 17.2 98.7 22.5 87 30C75.3 37.5 66.3 50 60 60C53.7 70 51.2 82.2 49 90"
    "C46.8 97.8 47.3 102.5 47 107C46.7 111.5 48.8 113 48 117C47.2 121 44.7 125.8 42 131C39.3 136.2 34.7 143.3 32 148"
    "C29.3 152.7 26.5 156 26 159C25.5 162 27.2 164 29 165.5C30.8 167 35.2 167.4 37 168.5C38.8 169.6 39.5 170.4 39.5 172"
    "C39.5 173.6 38.1 176.2 37 178C35.9 179.8 33.5 181.3 33 183C32.5 184.7 33 186.8 34 188C35 189.2 38.8 189.3 39 190.5"
    "C39.2 191.7 35.6 193.2 35 195C34.4 196.8 34.5 199 35.5 201C36.5 203 40.3 204.7 41 207C41.7 209.3 39.3 212 39.5 215"
    "C39.7 218 39.8 224.2 42 228C44.2 231.8 47.7 235.7 53 238C58.3 240.3 67.2 241.7 74 242C80.8 242.3 88.7 238.7 94 240"
    "C99.3 241.3 103.3 245 106 250C108.7 255 109.5 262 110 268C110.5 275 109.4 285 109 292"
)
BRAIN = (
    "M68 104C66.8 95.7 64 85 67 76C70 67 75.8 56.2 86 49C96.2 41.8 113 35.3 128 33C143 30.7 160.7 31 176 35"
    "C191.3 39 208.3 47.2 220 57C231.7 66.8 241.2 81.8 246 94C250.8 106.2 251 120 249 130C247 140 241.2 148.8 234 154"
    "C226.8 159.2 214.3 158.5 206 161C197.7 163.5 190.5 166.5 184 169C177.5 171.5 173.3 176.7 167 176"
    "C160.7 175.3 153.8 168.8 146 165C138.2 161.2 129 156.8 120 153C111 149.2 99.7 146.5 92 142"
    "C84.3 137.5 78 132 74 126C70 120 69.2 112.3 68 104Z"
)
FOLDS = (
    "M54 128q6 4 13 1M92 141C122 132 148 122 178 126M150 35C143 56 157 68 151 90M219 57C206 70 210 86 198 98"
    "M192 167C206 180 236 175 242 147M196 173C210 180 228 174 236 158"
)
OLD_PATH = "M159 296C161 240 172 204 164 172C158 155 152 146 142 142C122 137 104 134 82 138"
NEW_PATH = "M177 296C179 232 190 204 180 160C170 114 146 80 112 79C88 80 78 98 69 124"
LEADERS = "M52 29L82 62M97 181L130 152M96 276h54"
NARROWEST, BROADEST = 1.4, 15.5  # of a path, px
SMALLEST_ALARM, LARGEST_ALARM = 6.0, 21.0  # half its width, px
FAINT, HALF, FIRM = ".2", ".45", "1"


class Brain(NamedTuple):
    """What is drawn: each from 0 to 1, with the bounds between which possible people lie."""

    alarm: Strength
    front: Strength  # how much of the part that chooses can be used
    old: Strength
    new: Strength


class HeadLabels(NamedTuple):
    """The words in the picture."""

    front: str = "front"
    alarm: str = "alarm"
    signal: str = "signal from your body"


def _line(d: str, *, width: float = 1.1) -> str:
    return f'<path d="{d}" fill="none" stroke="var(--body-line)" stroke-width="{width}" stroke-linecap="round"/>'


def _path(d: str, strength: Strength, colour: str) -> str:
    """Draw one path three times: as broad as it may be, as it probably is, and as it is at least."""
    widths = [NARROWEST + (BROADEST - NARROWEST) * share for share in (strength.high, strength.middle, strength.low)]
    return "".join(
        f'<path d="{d}" fill="none" stroke="var(--{colour})" stroke-opacity="{opacity}" stroke-linecap="round"'
        f' stroke-width="{number(width)}"/>'
        for width, opacity in zip(widths, (FAINT, HALF, FIRM), strict=True)
    )


def _dashes(d: str, strength: Strength) -> str:
    """Mark the old path by more than its colour: dashed, as everywhere."""
    width = min(2.0, 0.45 * (NARROWEST + (BROADEST - NARROWEST) * strength.middle))
    return f'<path d="{d}" fill="none" stroke="var(--surface)" stroke-width="{number(width)}" stroke-dasharray="6 6"/>'


def _alarm(strength: Strength) -> str:
    radii = [SMALLEST_ALARM + (LARGEST_ALARM - SMALLEST_ALARM) * share for share in strength[::-1]]
    room = f'<ellipse cx="143" cy="142" rx="{number(radii[0] + 1.6)}" ry="{number(0.74 * radii[0] + 1.6)}"'
    return f'{room} fill="var(--surface)"/>' + "".join(
        f'<ellipse cx="143" cy="142" rx="{number(radius)}" ry="{number(0.74 * radius)}" fill="var(--glow)"'
        f' fill-opacity="{opacity}"/>'
        for radius, opacity in zip(radii, (".25", ".5", FIRM), strict=True)
    )


def _front(strength: Strength) -> str:
    scales = [0.4 + 0.6 * share for share in strength[::-1]]
    return "".join(
        f'<ellipse cx="94" cy="85" rx="{number(26 * scale)}" ry="{number(36 * scale)}" transform="rotate(24 94 85)"'
        f' fill="var(--accent)" fill-opacity="{opacity}"/>'
        for scale, opacity in zip(scales, (".16", ".2", ".26"), strict=True)
    )


def _in_two(text: str) -> tuple[str, str]:
    """Break a label at the space nearest to its middle; a short one stays whole."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    if len(text) < 15 or not spaces:
        return "", text
    at = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return text[:at], text[at + 1 :]


def _label(x: float, y: float, text: str) -> str:
    rows = zip((y - 16, y), _in_two(text), strict=True)
    return "".join(
        f'<text x="{x:g}" y="{row:g}" font-family="var(--sans)" font-size="13.5" font-weight="600" fill="var(--ink)">'
        f"{escape(words)}</text>"
        for row, words in rows
        if words
    )


def head_picture(brain: Brain, labels: HeadLabels, words: Words, *, own_colours: bool = False) -> str:
    """Draw what the model has in a head: broad is often walked, large is loud.

    Parameters
    ----------
    brain : Brain
        Alarm, front and both paths, 0 to 1.
    labels : HeadLabels
        Every word in the picture.
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
    docs/model.md, equations 2, 10 and 11; the drawing itself stands for no anatomy.
    """
    for name, strength in brain._asdict().items():
        check(name, strength)
    skull = f'<path d="{OUTLINE}" fill="var(--body)" stroke="var(--body-line)" stroke-width="1.6"/>'
    matter = f'<path d="{BRAIN}" fill="var(--surface)" stroke="var(--body-line)" stroke-width="1.1"/>'
    inside = f'<g opacity=".65">{_line(FOLDS, width=0.9)}</g>' + _front(brain.front)
    paths = _path(NEW_PATH, brain.new, "accent") + _path(OLD_PATH, brain.old, "ember")
    paths += _dashes(OLD_PATH, brain.old) + _alarm(brain.alarm)
    said = _label(4, 26, labels.front) + _label(58, 190, labels.alarm) + _label(4, 280, labels.signal)
    return framed(
        skull + matter + inside + paths + _line(LEADERS, width=0.9) + said, HEAD, words, own_colours=own_colours
    )
