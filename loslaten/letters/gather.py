"""Look up everything a letter tells, so that drawing it needs no database."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from loslaten.letters.links import absolute
from loslaten.letters.models import Letter
from loslaten.library.models import Article, Text

NEWEST = 3


class Lead(NamedTuple):
    """Something a letter leads to."""

    title: str
    about: str
    address: str


class Content(NamedTuple):
    """What one letter tells in one language; the same for every reader."""

    language: str
    subject: str
    day: str
    paragraphs: list[str]
    theme: Lead | None
    article: Lead | None
    practice: Lead | None
    question: str
    news: list[Lead]
    welcome: bool
    help: dict[str, Any]


def gather(letter: Letter, language: str, *, at: datetime) -> Content:
    """Look up what a letter tells in a language."""
    with override(language):
        is_welcome = letter.kind == Letter.Kind.WELCOME
        opening = letter.said("opening", language) or (welcome_words() if is_welcome else "")
        theme = letter.theme
        return Content(
            language,
            letter.said("subject", language) or _("Welcome to the letter"),
            date_format(localtime(letter.due_at or at), "l j F"),
            paragraphs(opening),
            Lead(theme.label, theme.description, absolute("theme", language, theme.key)) if theme else None,
            lead(letter.article, language, "summary"),
            lead(letter.practice, language, "kernel"),
            letter.said("question", language),
            news(letter, language) if letter.with_news and not is_welcome else [],
            is_welcome,
            import_string(settings.HELP_TEXTS)(),
        )


def welcome_words() -> str:
    """Say what a welcome letter says as long as no writer wrote another."""
    return "\n\n".join(
        (
            _("Good that you read along. From now on one letter a week comes to you, calm and not long."),
            _("You need do nothing with it. Read it when it suits you, or leave it."),
            _("Would you rather practise at once? A short practice takes a minute and a half, without an account."),
        )
    )


def paragraphs(text: str) -> list[str]:
    """Take a text apart at its empty lines."""
    return [" ".join(each.split()) for each in text.replace("\r\n", "\n").split("\n\n") if each.strip()]


def lead(text: Text | None, language: str, about: str) -> Lead | None:
    """Lead to a text, in the language of the letter when it is there."""
    if text is not None and text.language != language:
        text = type(text).objects.filter(key=text.key, language=language, live=True).first() if text.key else None
    if text is None or not text.live:
        return None
    return Lead(text.title, strip_tags(getattr(text, about)), settings.HOUSE + text.get_absolute_url())


def news(letter: Letter, language: str) -> list[Lead]:
    """Name what came into the library since the letter before this one."""
    before = letter_before(letter)
    if before is None:
        return []
    some = Article.objects.filter(language=language, live=True, first_published_at__gt=before.due_at)
    some = some.filter(first_published_at__lte=letter.due_at).order_by("-first_published_at", "title")
    found = (lead(each, language, "summary") for each in some[:NEWEST])
    return [each for each in found if each]


def letter_before(letter: Letter) -> Letter | None:
    """Find the letter that went before this one, or will have by then; nobody has one that stayed a draft."""
    if letter.due_at is None:
        return None
    goes = Q(begun_at__isnull=False) | Q(state=Letter.State.PLANNED)
    return Letter.objects.filter(goes, kind=Letter.Kind.WEEKLY, due_at__lt=letter.due_at).first()
