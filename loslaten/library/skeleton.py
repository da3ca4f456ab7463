"""A new article does not begin empty: every part is there, with an example to write over."""

from django.utils.translation import gettext as _

from loslaten.library.models import Article

SECTIONS, FREQUENT = 5, 4


def new_article() -> Article:
    """Make an article with an example in every part; an example left as it is counts as missing."""
    section = {
        "heading": _("[The heading of this section]"),
        "before": f"<p>{_('[One thought, in short paragraphs]')}</p>",
        "example": f"<p>{_('[Somebody with a name, at a moment]')}</p>",
        "after": "",
        "question": _("[A question to think about]"),
    }
    question = {"ask": _("[A question before reading]"), "why": _("[Why you ask it, in one line]")}
    frequent = {"ask": _("[What somebody may ask]"), "answer": _("[Two to five sentences]")}
    found = {
        "source": _("[Who, with et al.]"),
        "year": None,
        "strength": "",
        "finding": _("[Who, what, how sure]"),
        "doi": "",
    }
    return Article(
        summary=_("[One or two sentences, at most forty words]"),
        questions=[("question", question)] * 3,
        sections=[("section", section)] * SECTIONS,
        pull_line=_("[One sentence of the article, shown large]"),
        take_along=[_("[Something short to take along]")] * 2,
        closing=_("[What leads to the practice, and to step by step]"),
        faq=[("question", frequent)] * FREQUENT,
        evidence=[("evidence", found)],
    )
