"""The three questions, in the words of every language of this house."""

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from loslaten.picture.bodymap import ZONES

# A place is called as its code reads: the same words that a round uses for it.
PLACES = [(zone.code, pgettext_lazy("place", zone.code.replace("_", " ").capitalize())) for zone in ZONES]
PLACES_ASKED = _("Where did you feel it first today?")
WRITTEN_ASKED = [_("Which thought keeps coming back?"), _("Which small choice tells your body that it is safe?")]


class Question(NamedTuple):
    """A question whose answer is sealed, and every way in which it may stand above an answer."""

    text: Any
    everywhere: str


def written() -> list[Question]:
    """Give the two questions that are answered in words, which may have been answered in another language."""
    return [Question(asked, "\n".join(in_every_language(asked))) for asked in WRITTEN_ASKED]


def in_every_language(sentence: Any) -> list[str]:  # noqa: ANN401 - a sentence that waits for its language
    """Say a sentence in each language of this house."""
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(str(sentence))
    return said
