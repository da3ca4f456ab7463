"""A letter as it looks: drawn once for a language, with gaps for what is only one reader's."""

import textwrap
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override

from loslaten.letters.gather import Content

WIDTH = 72
LEAVE, PERSONAL = "((leave))", "((personal))"
PARAGRAPH = '<p style="margin:0 0 20px">{}</p>'


class Drawn(NamedTuple):
    """The subject, and the same letter twice: as text and as HTML, with gaps."""

    subject: str
    text: str
    html: str


def draw(content: Content, *, house: str) -> Drawn:
    """Draw a letter; the gaps LEAVE and PERSONAL are still open."""
    with override(content.language):
        context = {"content": content, "house": house, "leave": LEAVE, "personal": PERSONAL}
        text = render_to_string("letters/mail.txt", context)
        html = render_to_string("letters/mail.html", context)
    return Drawn(" ".join(content.subject.split()), folded(text), html)


def folded(text: str) -> str:
    """Fold long lines at words; an address stays whole, and there is never more than one empty line."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        short = textwrap.wrap(line.strip(), WIDTH, break_long_words=False, break_on_hyphens=False)
        if short or (lines and lines[-1]):
            lines += short or [""]
    return "\n".join(lines) + "\n"


def filled(drawn: Drawn, *, leave: str, lines: list[str]) -> Drawn:
    """Fill the gaps for one reader, as a page or a preview shows it."""
    gaps = gaps_for(leave=leave, lines=lines)
    text, html = drawn.text, drawn.html
    for gap, (in_text, in_html) in gaps.items():
        text, html = text.replace(gap, in_text), html.replace(gap, in_html)
    return Drawn(drawn.subject, text, html)


def gaps_for(*, leave: str, lines: list[str]) -> dict[str, tuple[str, str]]:
    """Say what goes in each gap, in the text and in the HTML."""
    own = " ".join(lines)
    in_text = f"{folded(own)}\n" if own else ""
    in_html = PARAGRAPH.format(escape(own)) if own else ""
    return {LEAVE: (leave, leave), PERSONAL: (in_text, in_html)}
