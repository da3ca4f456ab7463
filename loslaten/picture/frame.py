"""The frame every picture hangs in: its size, what it says to those who cannot see it, and its colours.

On a page the colours come from the page's own tokens. A picture saved as a file carries them along.
"""

from html import escape
from typing import NamedTuple

LIGHT = {
    "bg": "#f5efe8", "surface": "#fdfaf6", "sunk": "#eae1d8", "ink": "#2b2527", "ink-soft": "#5d5355",
    "line": "#d8ccc1", "edge": "#84776f", "accent": "#1d5a5c", "ember": "#9c4320",
    "glow": "#c9622c", "body": "#eaddd2", "body-line": "#5d5355",
}  # fmt: skip
DARK = {
    "bg": "#1a1513", "surface": "#241d1a", "sunk": "#110d0b", "ink": "#e9ded4", "ink-soft": "#b5a79e",
    "line": "#3e342f", "edge": "#8b7c74", "accent": "#8dc1b7", "ember": "#eba077",
    "glow": "#d0642c", "body": "#302622", "body-line": "#a5968e",
}  # fmt: skip
MARGIN = 20  # of a picture that stands alone
VOICE = 'Literata,"Iowan Old Style",Georgia,serif'


class Words(NamedTuple):
    """What a screen reader says: a name, and what there is to see."""

    title: str
    desc: str


class Size(NamedTuple):
    """Width and height in CSS pixels at scale 1."""

    width: int
    height: int


def _declared(tokens: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in tokens.items())


def _own_style() -> str:
    dark = f"@media(prefers-color-scheme:dark){{:root{{{_declared(DARK)}}}}}"
    return f"<style>:root{{color-scheme:light dark;--voice:{VOICE};{_declared(LIGHT)}}}{dark}</style>"


def framed(body: str, size: Size, words: Words, *, own_colours: bool = False) -> str:
    """Hang a drawing in its frame.

    Parameters
    ----------
    body : str
        SVG elements.
    size : Size
        Of the drawing.
    words : Words
        For those who cannot see it; escaped here.
    own_colours : bool
        Carry the colours and a ground along, for a picture that leaves the page.

    Returns
    -------
    str
        One SVG element.

    References
    ----------
    SVG Accessibility API Mappings 1.0: the first title child is the name, the desc child the description.
    """
    said = f"<title>{escape(words.title)}</title><desc>{escape(words.desc)}</desc>"
    if not own_colours:
        return f'<svg viewBox="0 0 {size.width} {size.height}" role="img">{said}{body}</svg>'
    box = f"{-MARGIN} {-MARGIN} {size.width + 2 * MARGIN} {size.height + 2 * MARGIN}"
    ground = f'<rect x="{-MARGIN}" y="{-MARGIN}" width="100%" height="100%" fill="var(--bg)"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">'
    clipped = f'<svg width="{size.width}" height="{size.height}">{body}</svg>'
    return f"{svg}{said}{_own_style()}{ground}{clipped}</svg>"
