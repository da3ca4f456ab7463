"""What a practice says and for how long: a guide is data, the round only follows it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loslaten.practice.words import IN_A_SENTENCE, Place, Step

Words = str | Promise


class Guide(NamedTuple):
    """One practice: its name, how long it takes, what is said, and how the breath goes."""

    slug: str
    name: Words
    length: Words
    opening: Words
    opening_without_place: Words
    phrases: tuple[Words, ...]
    phrase_s: int
    breathe_s: int
    inhale_s: float = 4
    exhale_s: float = 6
    steps: tuple[Step, ...] = tuple(Step)


SHORT = Guide(
    slug="short",
    name=_("The short form"),
    length=_("about a minute and a half"),
    opening=_("There is tension in {places}."),
    opening_without_place=_("I notice little, and that is fine."),
    phrases=(_("It may be here."), _("Nothing needs to go.")),
    phrase_s=7,
    breathe_s=40,
)
FULL = Guide(
    slug="full",
    name=_("The basic practice"),
    length=_("5 to 8 minutes"),
    opening=_("There is tension in {places}."),
    opening_without_place=_("I notice little, and that is fine."),
    phrases=(
        _("It may be here."),
        _("It does not have to go."),
        _("It held something for me."),
        _("I need not solve it now."),
        _("I stay with it, at my ease."),
    ),
    phrase_s=12,
    breathe_s=240,
)
GUIDES = {guide.slug: guide for guide in (SHORT, FULL)}
AND = pgettext_lazy("between the last two places", "and")


def spoken(guide: Guide, places: Sequence[str]) -> list[str]:
    """Say the phrases of a guide to somebody who felt these places."""
    opening = str(guide.opening).format(places=places_in_words(places)) if places else str(guide.opening_without_place)
    return [opening, *map(str, guide.phrases)]


def places_in_words(places: Sequence[str]) -> str:
    """Name one or two places; more than two become one thing to be with."""
    names = [str(IN_A_SENTENCE[Place(place)]) for place in places]
    return f" {AND} ".join(names) if len(names) <= 2 else now("several places in my body")
