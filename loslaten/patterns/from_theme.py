"""A pattern that begins from a theme of the library: the places, sensations and situation its words name."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from loslaten.accounts.models import Person
from loslaten.library.models import Theme
from loslaten.patterns.models import Pattern
from loslaten.patterns.words import Situation
from loslaten.practice.words import Place, Sensation

MOST = 2  # places and sensations: a beginning, which somebody makes their own
# The library is complete in English; what its words begin with, in the order in which one looks.
PLACES: Mapping[str, str] = {
    Place.JAW: "jaw|teeth", Place.THROAT: "throat|voice", Place.CHEST: "chest|heart|breath",
    Place.BELLY: "belly|stomach|gut", Place.DIAPHRAGM: "diaphragm|midriff",
    Place.LEFT_SHOULDER: "shoulder", Place.RIGHT_SHOULDER: "shoulder",
    Place.NECK: "neck", Place.FOREHEAD: "forehead|brow|head(?!ache)", Place.EYES: "eye", Place.LEFT_HAND: "hand|fist",
    Place.RIGHT_HAND: "hand|fist", Place.ARMS: "arm", Place.PELVIS: "pelvi", Place.LEGS: "leg|knee",
    Place.FEET: "feet|foot",
    Place.LOWER_BACK: "lower back", Place.UPPER_BACK: "(?:upper |between .*)back|shoulder blade",
}  # fmt: skip
SENSATIONS: Mapping[str, str] = {
    Sensation.TIGHT: "tight|tense|clench|stiff", Sensation.PRESSURE: "press|weight", Sensation.KNOT: "knot|lump",
    Sensation.THROBBING: "throb|pound|beat|rac", Sensation.HOT: "hot|warm|heat|glow|flush", Sensation.COLD: "cold",
    Sensation.TINGLING: "tingl", Sensation.TREMBLING: "trembl|shak", Sensation.HEAVY: "heav",
    Sensation.HOLLOW: "hollow|empt",
    Sensation.NUMB: "numb", Sensation.RESTLESS: "restless|fidget", Sensation.PULLING: "pull",
}  # fmt: skip
SITUATIONS: Mapping[str, str] = {
    Situation.CRITICISM: "critic|feedback|comment", Situation.ASKED: "ask|request|favour|invit",
    Situation.CONFLICT: "argu|conflict|row|disagree|angry", Situation.SILENCE: "reply|answer|hear back|silen",
    Situation.SPEAKING: "speak|present|meeting|interview", Situation.MISTAKE: "mistake|error|wrong",
    Situation.CROWD: "party|crowd|group|birthday", Situation.NIGHT: "night|awake|bed|sleep",
    Situation.BUSY: "busy|deadline|full|work", Situation.MESSAGE: "message|mail|phone", Situation.ALONE: "alone",
    Situation.EVENING: "evening|home from",
}  # fmt: skip


def begun(person: Person | None, theme: Theme | None, *, at: datetime) -> Pattern:
    """Make a pattern that is not kept yet, with what a theme already says of it."""
    pattern = Pattern(theme=theme, made_at=at, changed_at=at)
    if person is not None:
        pattern.person = person
    if theme is not None:
        signals, situations = theme.body_signals_en, theme.situations_en
        pattern.places = found(PLACES, signals)[: MOST * 2]
        pattern.sensations = found(SENSATIONS, signals)[:MOST]
        pattern.situation = next(iter(found(SITUATIONS, situations)), "")
    return pattern


def found(stems: Mapping[str, str], texts: Iterable[str]) -> list[str]:
    """Find what these texts name, in the order in which they name it."""
    codes = (
        code for text in texts for code, stem in stems.items() if re.search(rf"\b(?:{stem})", text, flags=re.IGNORECASE)
    )
    return [str(code) for code in dict.fromkeys(codes)]
