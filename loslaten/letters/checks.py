"""What a letter says of itself before it goes: what stops it, and what its writer may want to know."""

import re
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.letters.compose import LEAVE, Drawn, draw
from loslaten.letters.gather import Content, gather
from loslaten.letters.models import Letter
from loslaten.library.models import LANGUAGES, TEXTS, Theme

LONG = 78  # letters in a line, before mail programs break it themselves
HEAVY = 30_000  # bytes
ADDRESS = re.compile(r"""https?://[^\s"'<>]+""")
PARTS = ("theme", "article", "practice")


class Remark(NamedTuple):
    """One sentence about a letter; some stop it from being planned."""

    sentence: str
    stops: bool = False


def remarks(letter: Letter, *, at: datetime) -> list[Remark]:
    """Look at a letter as its readers will get it."""
    found = [*missing(letter), *when(letter, at=at)]
    for language, name in LANGUAGES:
        content = gather(letter, language, at=at)
        drawn = draw(content, house=settings.HOUSE)
        found += [each._replace(sentence=f"{name}: {each.sentence}") for each in seen(letter, content, drawn)]
    return found


def missing(letter: Letter) -> list[Remark]:
    """Name the parts nobody wrote yet."""
    found = []
    for field, name in (("subject", _("the subject")), ("opening", _("the opening")), ("question", _("the question"))):
        written = [language for language, _name in LANGUAGES if getattr(letter, f"{field}_{language}").strip()]
        if not written:
            found.append(Remark(_("Not written yet: %s.") % name, stops=True))
        elif "nl" not in written:
            found.append(Remark(_("In Dutch not written yet: %s. Readers in Dutch get the English.") % name))
        elif "en" not in written:
            found.append(Remark(_("In English not written yet: %s. Readers in English get the Dutch.") % name))
    if not (letter.theme_id or letter.article_id):
        found.append(Remark(_("Not chosen yet: a theme or an article."), stops=True))
    if not letter.practice_id:
        found.append(Remark(_("Not chosen yet: a practice."), stops=True))
    return found


def when(letter: Letter, *, at: datetime) -> list[Remark]:
    """Ask for a moment that is still to come."""
    if letter.due_at is None:
        return [Remark(_("Not chosen yet: the day and the time."), stops=True)]
    if letter.due_at <= at:
        return [Remark(_("The day and the time have passed. Choose another moment."), stops=True)]
    return [] if settings.MAIL else [Remark(_("This house sends no mail, so no letter goes out."), stops=True)]


def seen(letter: Letter, content: Content, drawn: Drawn) -> list[Remark]:
    """Look at a letter in one language."""
    found = [
        Remark(_("“%s” is not published in this language. The letter leaves it out.") % getattr(letter, part))
        for part in PARTS
        if getattr(letter, part) and getattr(content, part) is None
    ]
    named = {each.rstrip(".,;:!?)") for each in ADDRESS.findall(f"{drawn.text} {drawn.html}")}
    nowhere = sorted(each for each in named if leads_nowhere(each))
    found += [Remark(_("This link leads nowhere: %s") % each, stops=True) for each in nowhere]
    if long := sum(len(line) > LONG for line in drawn.text.splitlines()):
        said = ngettext(
            "%s line of the text is longer than 78 letters.", "%s lines of the text are longer than 78 letters.", long
        )
        found.append(Remark(said % long))
    if (size := len(drawn.text.encode()) + len(drawn.html.encode())) > HEAVY:
        found.append(Remark(_("The letter is %s kB; 30 is the most.") % round(size / 1000), stops=True))
    if LEAVE not in drawn.text or LEAVE not in drawn.html:
        found.append(Remark(_("There is no line with which one stops the letter."), stops=True))
    return found


def leads_nowhere(address: str) -> bool:
    """Say whether an address is one of this house at which there is no page."""
    if not address.startswith(f"{settings.HOUSE}/"):
        return False
    try:
        found = resolve(address.removeprefix(settings.HOUSE).split("#")[0].split("?")[0])
    except Resolver404:
        return True
    if found.url_name == "theme":
        return not Theme.objects.filter(key=found.kwargs["key"]).exists()
    model = TEXTS.get(found.url_name or "")
    return model is not None and not model.objects.filter(live=True, **found.kwargs).exists()
