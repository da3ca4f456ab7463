"""The shape of what a person takes along, version 3: one description reads it, and writes its JSON Schema."""

import json
import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from loslaten.accounts import boxes
from loslaten.accounts.models import Consent, Slot
from loslaten.patterns.words import OldReaction, Path, Protects, Situation
from loslaten.practice.forms import FASTEST, SLOWEST
from loslaten.practice.measured import RANGES
from loslaten.practice.words import Ending, NextTime, Outcome, Place, Sensation, SenseUsed, Sign, Step

VERSION = 3  # version 1 knew no patterns, version 2 no summaries of what was heard; both still come in
DAY = re.compile(r"20\d\d-\d\d-\d\d")
MOMENT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
LARGEST_BOX = 65_536
MOST_PATTERNS = 10_000


class Kind(NamedTuple):
    """One field: how it is read, where a ValueError says what it should have been, and how JSON Schema says it."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


Shape = Mapping[str, Kind]


def plain(value: object) -> str:
    """Write what JSON has no word for: a moment in UTC, a key."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date | time | UUID):
        return str(value)
    raise TypeError(type(value).__name__)


dump: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode


def whole(least: int, most: int) -> Kind:
    """Read a whole number."""

    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(_("should be a whole number from %(least)s to %(most)s") % {"least": least, "most": most})
        return value

    return Kind(read, {"type": "integer", "minimum": least, "maximum": most})


def decimal(least: float, most: float) -> Kind:
    """Read a number."""

    def read(value: object) -> float:
        if type(value) not in {int, float} or not least <= value <= most or not math.isfinite(value):  # type: ignore[operator,arg-type]
            raise ValueError(_("should be a number from %(least)s to %(most)s") % {"least": least, "most": most})
        return float(value)  # type: ignore[arg-type]

    return Kind(read, {"type": "number", "minimum": least, "maximum": most})


def read_truth(value: object) -> bool:
    """Read yes or no."""
    if type(value) is not bool:
        raise ValueError(_("should be true or false"))
    return value


def read_moment(value: object) -> datetime:
    """Read a moment in UTC, written in the one way we write it."""
    try:
        if isinstance(value, str) and MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:  # the 30th of February
        pass
    raise ValueError(_("should be a moment like 2026-11-23T08:00:00.000000Z"))


def read_day(value: object) -> date:
    """Read a day, written in the one way we write it."""
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:  # the 30th of February
        pass
    raise ValueError(_("should be a day like 2026-11-23"))


def read_key(value: object) -> UUID:
    """Read a key, written in the one way we write it."""
    try:
        if isinstance(value, str) and str(UUID(value)) == value:
            return UUID(value)
    except ValueError:
        pass
    raise ValueError(_("should be a key like 123e4567-e89b-42d3-a456-426614174000"))


def text(pattern: str, longest: int) -> Kind:
    """Read text made of these letters only."""
    allowed = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str) or len(value) > longest or not allowed.fullmatch(value):
            raise ValueError(_("is not text as it should be here"))
        return value

    return Kind(read, {"type": "string", "maxLength": longest, "pattern": f"^{pattern}$"})


def sealed(*sizes: int) -> Kind:
    """Read a locked box with content of one of these sizes; what is inside stays inside."""
    shaped = text(rf"{boxes.VERSION}\.[A-Za-z0-9_-]+", LARGEST_BOX)

    def read(value: object) -> str:
        found: str = shaped.read(value)
        if not boxes.is_box(found, *sizes):
            raise ValueError(_("is not text as it should be here"))
        return found

    return Kind(read, shaped.schema)


def word(known: Collection[str], *, empty: bool = False) -> Kind:
    """Read one word from a list; unless it may be empty, there must be one."""
    words = [*([""] if empty else []), *known]

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError(_("has a word that this house does not know"))
        return value

    return Kind(read, {"enum": words})


def words(known: Collection[str]) -> Kind:
    """Read some words from a list, each once."""
    one = word(known)

    def read(value: object) -> list[str]:
        if not isinstance(value, list) or len(value) > len(known):
            raise ValueError(_("should be a list of words"))
        read = [one.read(each) for each in value]
        if len(set(read)) < len(read):
            raise ValueError(_("has the same word twice"))
        return read

    return Kind(read, {"type": "array", "items": one.schema, "uniqueItems": True})


def maybe(kind: Kind) -> Kind:
    """Read something that may be left open."""
    return Kind(lambda value: None if value is None else kind.read(value), {"anyOf": [kind.schema, {"type": "null"}]})


def several(shape: Shape, most: int) -> Kind:
    """Read a list of things of one shape."""

    def read(value: object) -> list[dict[str, Any]]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(_("should be a list of at most %(most)s") % {"most": most})
        return [unfold(shape, each) for each in value]

    return Kind(read, {"type": "array", "maxItems": most, "items": schema_of(shape)})


def within(shape: Shape) -> Kind:
    """Read one thing of a shape."""
    return Kind(lambda value: unfold(shape, value), schema_of(shape))


def unfold(shape: Shape, value: object) -> dict[str, Any]:
    """Read everything of a shape: no field more, no field less."""
    if not isinstance(value, dict):
        raise ValueError(_("should be an object"))
    if value.keys() != shape.keys():
        odd = min(map(repr, value.keys() ^ shape.keys()))[:40]
        raise ValueError(_("has a field too many or too few: %(name)s") % {"name": odd})
    return {name: unfold_field(name, kind, value[name]) for name, kind in shape.items()}


def unfold_field(name: str, kind: Kind, value: object) -> object:
    """Read one field, and say which one when it is wrong."""
    try:
        return kind.read(value)
    except ValueError as wrong:
        raise ValueError(f"{name} {wrong}") from None


def schema_of(shape: Shape) -> dict[str, Any]:
    """Say a shape as JSON Schema does."""
    fields = {name: kind.schema for name, kind in shape.items()}
    return {"type": "object", "properties": fields, "required": list(shape), "additionalProperties": False}


truth = Kind(read_truth, {"type": "boolean"})
moment = Kind(read_moment, {"type": "string", "format": "date-time", "pattern": f"^{MOMENT.pattern}$"})
day = Kind(read_day, {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"})
key = Kind(read_key, {"type": "string", "format": "uuid"})
# What a house offers grows: the name of a guide or a movement we do not have is kept as it is.
name = text(NAME.pattern, 32)
name_or_none = text(f"(?:{NAME.pattern})?", 32)
theme_or_none = text(r"(?:[a-z0-9][a-z0-9_-]{0,49})?", 50)
tension = maybe(whole(0, 10))
rate = maybe(decimal(SLOWEST, FASTEST))

MEASURED: Shape = {
    "sense": word(SenseUsed.values),
    "heard_s": whole(0, 32_767),
    **{field: maybe(decimal(*ends)) for field, ends in RANGES.items()},
}
ROUND: Shape = {
    "guide_slug": name,
    "step": word(Step.values),
    "started_at": moment,
    "arrived_at": moment,
    "ended_at": maybe(moment),
    "ending": word(Ending.values, empty=True),
    "offline_key": maybe(key),
    "places": words(Place.values),
    "felt_little": truth,
    "sensations": words(Sensation.values),
    "tension_before": tension,
    "breath_rate": rate,
    "own_breath_rate": rate,
    "movement": name_or_none,
    "tension_after": tension,
    "outcome": word(Outcome.values, empty=True),
    "signs": words(Sign.values),
    "next_time": word(NextTime.values, empty=True),
    "measured": maybe(within(MEASURED)),
    "note": maybe(key),
}
NOTE: Shape = {"name": key, "box": sealed(*boxes.NOTE), "written_at": moment, "changed_at": moment}
ANSWERED: Shape = {
    "date": day,
    "places": words(Place.values),
    "written_at": moment,
    "answers": maybe(within(NOTE)),
}
PATTERN: Shape = {
    "theme": theme_or_none,
    "situation": word(Situation.values, empty=True),
    "places": words(Place.values),
    "sensations": words(Sensation.values),
    "old_reaction": word(OldReaction.values, empty=True),
    "protects": word(Protects.values, empty=True),
    "movement": name_or_none,
    "made_at": moment,
    "changed_at": moment,
    "rests_since": maybe(moment),
    "words": maybe(within(NOTE)),
}
MOMENT_LINE: Shape = {
    "pattern": whole(1, MOST_PATTERNS),
    "at": moment,
    "arrived_at": moment,
    "device_key": maybe(key),
    "tension_before": whole(0, 10),
    "path": word(Path.values, empty=True),
    "tension_after": tension,
    "note": maybe(within(NOTE)),
}
PRACTISED: Shape = {"round": whole(1, 500_000), "pattern": whole(1, MOST_PATTERNS)}
CONSENT: Shape = {
    "purpose": word(Consent.Purpose.values),
    "wording": text(r"[A-Za-z0-9._-]+", 32),
    "given_at": moment,
    "withdrawn_at": maybe(moment),
}
TAKEN: Shape = {"step_key": name, "at": moment}
SLOT: Shape = {
    "kind": word(Slot.Kind.values),
    "salt": text(r"[A-Za-z0-9_-]+", 22),
    "iterations": whole(1, boxes.PASSES["passphrase"][-1]),
    "box": sealed(boxes.KEY),
    "made_at": moment,
}
VAULT: Shape = {
    "version": whole(boxes.VERSION, boxes.VERSION),
    "check_box": sealed(boxes.CHECK),
    "made_at": moment,
    "slots": several(SLOT, len(Slot.Kind.values)),
}
FIRST_PERSON: Shape = {
    "version": whole(1, 1),
    "taken_at": moment,
    "rounds": whole(0, 500_000),
    "notes": whole(0, 500_000),
    "days": whole(0, 50_000),
    "answers": whole(0, 50_000),
    "consents": several(CONSENT, 1000),
    "steps": several(TAKEN, 1000),
    "vault": maybe(within(VAULT)),
}
NEW_COUNTS = {
    "patterns": whole(0, MOST_PATTERNS),
    "words": whole(0, MOST_PATTERNS),
    "moments": whole(0, 500_000),
    "moment_notes": whole(0, 500_000),
    "practised": whole(0, 500_000),
}
SECOND_PERSON: Shape = {**FIRST_PERSON, "version": whole(2, 2), **NEW_COUNTS}
PERSON: Shape = {**SECOND_PERSON, "version": whole(VERSION, VERSION)}
PERSONS = {1: FIRST_PERSON, 2: SECOND_PERSON, VERSION: PERSON}
WITH_MEASURED = 3  # the first version whose rounds tell what was heard


def schema() -> dict[str, Any]:
    """Write the JSON Schema of the files that come back in."""
    shapes = {
        "person.json": PERSON,
        "each line of rounds.jsonl": ROUND,
        "each line of notes.jsonl": NOTE,
        "each line of days.jsonl": ANSWERED,
        "each line of patterns.jsonl": PATTERN,
        "each line of moments.jsonl": MOMENT_LINE,
        "each line of practised.jsonl": PRACTISED,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What somebody takes along from Loslaten, version {VERSION}",
        "$defs": {name: schema_of(shape) for name, shape in shapes.items()},
    }
