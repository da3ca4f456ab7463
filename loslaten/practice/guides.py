"""What a practice says and for how long: a guide is data, the round only follows it."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from loslaten.library.models import Practice
from loslaten.practice.words import IN_A_SENTENCE, Place, Step

Words = str | Promise
KEY = re.compile(r"[a-z][a-z0-9_-]{0,31}")  # what a round can keep, and what comes back in from a zip
NO_LINES: Mapping[str, Sequence[str]] = MappingProxyType({})


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
    lines: Mapping[str, Sequence[str]] = NO_LINES  # beside the questions of a step; they wait until one goes on
    movement: str = ""
    language: str = ""  # of the lines, when a writer wrote them


class Walk(NamedTuple):
    """Where a step stands in a guide; a writer may have taken that step out meanwhile."""

    number: int
    here: Step  # that step, or the first one after it that is still there
    onward: Step | None


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


def find(slug: str) -> Guide | None:
    """Find a guide by its name: one of ours, or a practice of the library."""
    return GUIDES.get(slug) or (of_the_library(slug) if KEY.fullmatch(slug) else None)


def of_the_library(key: str) -> Guide | None:
    """Make a guide of what a writer wrote, in the language of this person where there is one."""
    found = Practice.objects.filter(key=key, live=True).values_list("language", "title", "rendered")
    told = sorted(found, key=lambda row: row[0] != get_language())
    return written(key, *told[0]) if told else None


def written(key: str, language: str, title: str, shown: Mapping[str, Any]) -> Guide | None:
    """Follow a text of the library step by step, in the order in which the steps help."""
    lines = {step: some for step, some in shown.get("phrases", {}).items() if some}
    steps = tuple(step for step in Step if step.value in lines)
    if not steps:
        return None
    minutes = shown.get("minutes") or 1
    return Guide(
        slug=key,
        name=title,
        length=now("about %(minutes)s min") % {"minutes": minutes},
        opening=SHORT.opening if Step.NOTICE in steps else "",
        opening_without_place="",
        phrases=tuple(lines.pop(Step.WELCOME.value, ())),
        phrase_s=FULL.phrase_s,
        breathe_s=max(20, minutes * 60 // len(steps)),
        steps=steps,
        lines=lines,
        movement=shown.get("movement", ""),
        language="" if language == get_language() else language,
    )


def titles() -> dict[str, str]:
    """Name every guide there is, in the language of this person where it has a name there."""
    rows = Practice.objects.filter(live=True).values_list("language", "key", "title")
    others = {key: title for _language, key, title in sorted(rows, key=lambda row: row[0] == get_language())}
    return others | {slug: str(guide.name) for slug, guide in GUIDES.items()}


def walk(guide: Guide, name: str) -> Walk:
    """Tell where a step stands in a guide, and which one follows."""
    order = list(Step)
    place = order.index(Step(name))
    later = [step for step in guide.steps if order.index(step) > place]
    here = Step(name) if name in guide.steps else (later or guide.steps[-1:])[0]
    return Walk(guide.steps.index(here) + 1, here, later[0] if later else None)


def spoken(guide: Guide, places: Sequence[str]) -> list[str]:
    """Say the phrases of a guide to somebody who felt these places."""
    opening = str(guide.opening).format(places=places_in_words(places)) if places else str(guide.opening_without_place)
    return [*([opening] if opening else []), *map(str, guide.phrases)]


def places_in_words(places: Sequence[str]) -> str:
    """Name one or two places; more than two become one thing to be with."""
    names = [str(IN_A_SENTENCE[Place(place)]) for place in places]
    return f" {AND} ".join(names) if len(names) <= 2 else now("several places in my body")
