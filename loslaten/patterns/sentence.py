"""A pattern as one if–then sentence, in good grammar for every choice there is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from loslaten.patterns.models import Pattern
from loslaten.patterns.words import OldReaction, Situation
from loslaten.practice.guides import AND
from loslaten.practice.movements import STILL
from loslaten.practice.words import IN_A_SENTENCE, Place, Sensation

MOST = 2  # places one can hold in a sentence
# Two sides become one place, said at once.
PAIRS = (
    (Place.LEFT_SHOULDER, Place.RIGHT_SHOULDER, pgettext_lazy("pair", "my shoulders")),
    (Place.LEFT_HAND, Place.RIGHT_HAND, pgettext_lazy("pair", "my hands")),
)
MANY = {Place.EYES, Place.ARMS, Place.LEGS, Place.FEET, Place.BUTTOCKS, Place.CALVES}
# English has one jaw, Dutch says two: a translator answers "one" or "many".
JAWS = pgettext_lazy("how many jaws somebody has: one or many", "one")
BODY = pgettext_lazy("in a sentence", "my body")
# How a sensation is said of one place, and of several.
FELT: Mapping[str, tuple[Any, Any]] = {
    Sensation.TIGHT: (gettext_lazy("%(place)s feels tight"), gettext_lazy("%(place)s feel tight")),
    Sensation.PRESSURE: (gettext_lazy("I feel pressure in %(place)s"),) * 2,
    Sensation.KNOT: (gettext_lazy("I feel a knot in %(place)s"),) * 2,
    Sensation.PULLING: (gettext_lazy("I feel something pull in %(place)s"),) * 2,
    Sensation.THROBBING: (gettext_lazy("%(place)s throbs"), gettext_lazy("%(place)s throb")),
    Sensation.HOT: (gettext_lazy("%(place)s feels hot"), gettext_lazy("%(place)s feel hot")),
    Sensation.COLD: (gettext_lazy("%(place)s feels cold"), gettext_lazy("%(place)s feel cold")),
    Sensation.TINGLING: (gettext_lazy("%(place)s tingles"), gettext_lazy("%(place)s tingle")),
    Sensation.TREMBLING: (gettext_lazy("%(place)s trembles"), gettext_lazy("%(place)s tremble")),
    Sensation.HEAVY: (gettext_lazy("%(place)s feels heavy"), gettext_lazy("%(place)s feel heavy")),
    Sensation.HOLLOW: (gettext_lazy("%(place)s feels hollow"), gettext_lazy("%(place)s feel hollow")),
    Sensation.NUMB: (gettext_lazy("%(place)s feels numb"), gettext_lazy("%(place)s feel numb")),
    Sensation.RESTLESS: (gettext_lazy("%(place)s feels restless"), gettext_lazy("%(place)s feel restless")),
}
# What one then does, as it stands after "then".
ACTS: Mapping[str, Any] = {
    "drop_jaw": pgettext_lazy("after then", "I let my jaw drop"),
    "rest_eyes": pgettext_lazy("after then", "I let my eyes rest"),
    "look_around": pgettext_lazy("after then", "I look around slowly"),
    "drop_shoulders": pgettext_lazy("after then", "I lift my shoulders and let them fall"),
    "hand_on_chest": pgettext_lazy("after then", "I lay a hand on my chest"),
    "soft_belly": pgettext_lazy("after then", "I let my belly go"),
    "open_hands": pgettext_lazy("after then", "I open my hands"),
    "wide_back": pgettext_lazy("after then", "I make my back wide"),
    "sway_pelvis": pgettext_lazy("after then", "I sway a little"),
    "press_feet": pgettext_lazy("after then", "I press my feet down slowly"),
    "stretch": pgettext_lazy("after then", "I stretch, as after sleep"),
    "walk": pgettext_lazy("after then", "I walk a few steps"),
    STILL: pgettext_lazy("after then", "I stay as I am for a moment"),
}


def sentence(pattern: Pattern) -> str:
    """Say when it calls and what one then does; nothing while neither was chosen."""
    when, act = begins(pattern), ACTS.get(pattern.movement)
    if not when and not act:
        return ""
    if not act:
        return _("When %(when)s, then …") % {"when": when}
    return _("When %(when)s, then %(act)s.") % {"when": when or _("it happens"), "act": act}


def begins(pattern: Pattern) -> str:
    """Say what happens and where the body tells it, as it stands after "when"."""
    situation = str(Situation(pattern.situation).label) if pattern.situation in Situation.values else ""
    felt = body(pattern.places, pattern.sensations)
    if situation and felt:
        return _("%(situation)s and %(body)s") % {"situation": situation, "body": felt}
    return situation or felt


def body(places: Sequence[str], sensations: Sequence[str]) -> str:
    """Say the first sensation of the first places; nothing for nothing."""
    found = joined(places)
    said = next((FELT[each] for each in sensations if each in FELT), None)
    if said is None and not found:
        return ""
    named = found or [(str(BODY), False)]
    one_or_many = said or (gettext_lazy("I feel it in %(place)s"),) * 2
    words = one_or_many[len(named) > 1 or named[0][1]]
    return str(words) % {"place": f" {AND} ".join(place for place, _several in named)}


def joined(places: Sequence[str]) -> list[tuple[str, bool]]:
    """Name the first places, each with whether it is several; two sides of one kind are said at once."""
    left = [place for place in places if place in Place.values]
    named: list[tuple[str, bool]] = []
    while left and len(named) < MOST:
        place = left.pop(0)
        pair = next((pair for pair in PAIRS if place in pair[:2] and {*pair[:2]} <= {place, *left}), None)
        if pair:
            left = [each for each in left if each not in pair[:2]]
        named.append((str(pair[2]), True) if pair else (str(IN_A_SENTENCE[Place(place)]), is_many(place)))
    return named


def is_many(place: str) -> bool:
    """Say whether one says "are" of this place."""
    return place in MANY or (place == Place.JAW and str(JAWS) == "many")


def name(pattern: Pattern) -> str:
    """Call a pattern by what one then does, by its theme, by when it calls, or by its day."""
    if pattern.old_reaction in OldReaction.values:
        return str(capfirst(str(OldReaction(pattern.old_reaction).label)))
    if pattern.theme:
        return str(pattern.theme.label)
    if when := begins(pattern):
        return _("When %(when)s") % {"when": when}
    return _("Pattern of %(day)s") % {"day": date_format(localtime(pattern.made_at), "j F")}
