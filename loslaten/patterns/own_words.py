"""What somebody can say of a pattern in their own words, sealed; each line in every language of this house."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from loslaten.journal.questions import Question, in_every_language

ASKED: dict[str, Any] = {
    "name": _("What do you call it?"),
    "situation": _("What happens?"),
    "body": _("What does your body do first?"),
    "old_reaction": _("What do you do then?"),
    "protects": _("What does it keep safe?"),
    "movement": _("What small thing do you want to do then?"),
}


class Part(NamedTuple):
    """A part that has words of somebody's own, and every way in which its question may stand above them."""

    name: str
    everywhere: str


def asked() -> list[Question]:
    """Give the questions of a pattern as the locked note asks them."""
    return [Question(text, "\n".join(in_every_language(text))) for text in ASKED.values()]


def parts() -> list[Part]:
    """Give the parts of a pattern, to put each in its place once the words are open."""
    return [Part(name, "\n".join(in_every_language(text))) for name, text in ASKED.items()]
