"""The same rounds for people: a page that opens anywhere, a table for a spreadsheet, and a note on what is what."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loslaten.practice.guides import titles
from loslaten.practice.movements import MOVEMENTS, STILL
from loslaten.practice.words import Ending, NextTime, Outcome, Place, Sensation, SenseUsed, Sign

Row = tuple[Any, ...]
HEARD = ("heart_rate_before", "heart_rate_after", "breath_rate_before", "breath_rate_after", "rmssd", "swing")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
STYLE = (
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:17px/1.5 system-ui,sans-serif;"
    "color:#2c2320;background:#f5efe8}h1,h2{font-family:Georgia,serif;font-weight:400}"
    "table{width:100%;border-collapse:collapse}th,td{padding:.4rem .6rem;border-top:1px solid #cbbfb3;"
    "text-align:left;vertical-align:top}.n{text-align:right;font-variant-numeric:tabular-nums}"
    "div{overflow-x:auto}@media(prefers-color-scheme:dark){body{color:#efe6dd;background:#1a1513}"
    "th,td{border-color:#4a3f38}}@media print{body{color:#000;background:#fff}}"
)


class Said(NamedTuple):
    """A round in the words of a person."""

    started_at: datetime
    ended_at: datetime | None
    practice: str
    places: str
    sensations: str
    tension_before: int | None
    breath_rate: float | None
    own_breath_rate: float | None
    movement: str
    tension_after: int | None
    outcome: str
    signs: str
    next_time: str
    ending: str
    # What was heard beside it, when a summary was kept.
    sense: str
    heard_s: int | None
    clear: int | None
    heart_before: float | None
    heart_after: float | None
    breath_before: float | None
    breath_after: float | None
    rmssd: float | None
    swing: float | None


class Words:
    """Every word in one language, looked up once: a hundred thousand rounds say the same few again and again."""

    def __init__(self) -> None:
        self.guides = titles()
        self.movements = {each.code: str(each.title) for each in MOVEMENTS} | {STILL: _("I do not move")}
        self.places, self.sensations, self.signs = labels(Place), labels(Sensation), labels(Sign)
        self.outcomes, self.next_times, self.endings = labels(Outcome), labels(NextTime), labels(Ending)
        self.senses, self.little = labels(SenseUsed), _("little or nothing")
        self.heart, self.breath = _("heart"), _("breath")

    def say(self, fields: Sequence[str], row: Row) -> Said:
        """Put a round into words; a word we do not know is said as it was stored."""
        held = dict(zip(fields, row, strict=False))
        clear = held["measured__signal_quality"]
        return Said(
            localtime(held["started_at"]),
            held["ended_at"] and localtime(held["ended_at"]),
            self.guides.get(held["guide_slug"], held["guide_slug"]),
            listed(self.places, held["places"]) or (self.little if held["felt_little"] else ""),
            listed(self.sensations, held["sensations"]),
            held["tension_before"],
            held["breath_rate"],
            held["own_breath_rate"],
            self.movements.get(held["movement"], held["movement"]),
            held["tension_after"],
            self.outcomes.get(held["outcome"], held["outcome"]),
            listed(self.signs, held["signs"]),
            self.next_times.get(held["next_time"], held["next_time"]),
            self.endings.get(held["ending"], held["ending"]),
            self.senses.get(held["measured__sense"] or "", ""),
            held["measured__heard_s"],
            None if clear is None else round(100 * clear),
            *(held[f"measured__{name}"] for name in HEARD),
        )

    def heard(self, said: Said) -> str:
        """Say what was heard, in a few words."""
        if not said.sense:
            return ""
        heart = pair(self.heart, said.heart_before, said.heart_after)
        breath = pair(self.breath, said.breath_before, said.breath_after)
        return ", ".join(filter(None, (said.sense, heart, breath)))


def pair(what: str, before: float | None, after: float | None) -> str:
    """Write how something went from the first half minute to the last."""
    if before is None and after is None:
        return ""
    return f"{what} " + " → ".join("–" if value is None else f"{value:.0f}" for value in (before, after))


def labels(known: type[TextChoices]) -> dict[str, str]:
    """Look up each word of a list."""
    return {code: str(label) for code, label in known.choices}


def listed(names: dict[str, str], codes: Iterable[str]) -> str:
    """Name some words after one another."""
    return ", ".join(names.get(code, code) for code in codes)


def columns() -> list[str]:
    """Name the columns of the table."""
    return [
        _("Began"), _("Ended"), _("Practice"), _("Places"), _("Sensation"), _("Tension before"),
        _("Breaths a minute"), _("Own breaths a minute"), _("Movement"), _("Tension after"),
        _("What became of it"), _("Signs"), _("When it comes back"), _("Ending"),
        _("Heard with"), _("Seconds heard"), _("How clear, of 100"), _("Heart, first half minute"),
        _("Heart, last half minute"), _("Breath, first half minute"), _("Breath, last half minute"),
        _("From beat to beat (rmssd, ms)"), _("Swing with the water (ms)"),
    ]  # fmt: skip


def cell(value: object) -> object:
    """Write a cell that a spreadsheet will not take for a formula."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def table(rows: Iterable[Row], fields: Sequence[str]) -> Iterator[str]:
    """Write the table, line by line; the first letter tells a spreadsheet that this is UTF-8."""
    words, line = Words(), io.StringIO()
    writer = csv.writer(line)
    writer.writerow(columns())
    yield "\ufeff" + taken(line)
    for row in rows:
        writer.writerow(map(cell, words.say(fields, row)))
        yield taken(line)


def taken(line: io.StringIO) -> str:
    """Take what was written, and begin again."""
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def monday(said: Said) -> date:
    """Name the week of a round by its Monday."""
    day = said.started_at.date()
    return day - timedelta(days=day.weekday())


def page(
    rows: Iterable[Row], fields: Sequence[str], *, days: Iterable[Row] = (), more: Iterable[str] = (), at: datetime
) -> Iterator[str]:
    """Write a page that needs nothing else: rounds by week, oldest first, and the days of the three questions."""
    words = Words()
    title = escape(_("Your practices"))
    stored = escape(_("As they were stored on %(day)s.") % {"day": date_format(localtime(at), "j F Y, H:i")})
    yield (
        f'<!doctype html>\n<html lang="{get_language()}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>{title}</title>'
        f"<style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n"
        f"<p>{stored}</p>\n"
    )
    nothing = True
    for week, some in groupby((words.say(fields, row) for row in rows), key=monday):
        nothing = False
        yield from one_week(week, some, words)
    if nothing:
        yield "<p>" + escape(_("No practices were stored.")) + "</p>\n"
    yield from three_questions(days)
    yield from more
    yield "</body></html>\n"


def three_questions(days: Iterable[Row]) -> Iterator[str]:
    """Write where it was felt first, a day a line; the other answers are locked, and not here."""
    places, name, heads = labels(Place), escape(_("Three questions")), [_("Day"), _("Places")]
    first = True
    for day, codes in days:
        if first:
            yield f'<h2>{name}</h2>\n<div tabindex="0" role="region" aria-label="{name}">'
            yield f"<table><thead><tr>{cells(heads, 'th')}</tr></thead><tbody>\n"
        first = False
        yield f"<tr>{cells([f'{day:%Y-%m-%d}', listed(places, codes)])}</tr>\n"
    yield "" if first else "</tbody></table></div>\n"


def one_week(week: date, some: Iterable[Said], words: Words) -> Iterator[str]:
    """Write the rounds of one week as a table."""
    heads = [_("When"), _("Practice"), _("Places"), _("Before"), _("After"), _("More")]
    name = escape(_("Week of %(day)s") % {"day": date_format(week, "j F Y")})
    yield f"<h2>{name}</h2>\n" + f'<div tabindex="0" role="region" aria-label="{name}">'
    yield f"<table><thead><tr>{cells(heads, 'th')}</tr></thead><tbody>\n"
    for said in some:
        more = [said.sensations, said.movement, said.outcome, said.signs, said.next_time, said.ending,
                words.heard(said)]  # fmt: skip
        yield (
            f"<tr>{cells([f'{said.started_at:%Y-%m-%d %H:%M}', said.practice, said.places])}"
            f'<td class="n">{number(said.tension_before)}</td><td class="n">{number(said.tension_after)}</td>'
            f"{cells(['; '.join(filter(None, more))])}</tr>\n"
        )
    yield "</tbody></table></div>\n"


def cells(values: Iterable[str], tag: str = "td") -> str:
    """Write some cells of a row."""
    return "".join(f"<{tag}>{escape(value)}</{tag}>" for value in values)


def number(value: int | None) -> str:
    """Write a rating; what was left open stays open."""
    return "–" if value is None else str(value)


def readme(*, at: datetime) -> Iterator[str]:
    """Say what each file is, in the person's language."""
    lines = [
        _("This is everything Loslaten knew of you on %(day)s.") % {"day": date_format(localtime(at), "j F Y, H:i")},
        "",
        _("readable.html: your practices, week by week. Open it with any browser; it needs no network."),
        _("rounds.csv: the same as a table, for a spreadsheet."),
        _("rounds.jsonl: the same, complete, one practice a line, for programs."),
        _("notes.jsonl: your notes, still locked. Only your recovery words or your passphrase for notes open them."),
        _("days.jsonl: the three questions, one day a line; what you answered in words is still locked."),
        _("patterns.jsonl, moments.jsonl, practised.jsonl: your patterns, their moments, and the rounds with them."),
        _("moments.csv: the moments as a table, for a spreadsheet."),
        _("person.json: what you agreed to, the steps you marked, and the locked key to your notes."),
        _("account.json: your name here, your e-mail addresses, names of passkeys, which browsers you signed in with."),
        _("schema.json: how the files are built, in JSON Schema."),
        "",
        _("To bring it back: make an account in any Loslaten, go to “Bring back”, and choose this zip as it is."),
        _("Whoever has the zip can read your practices. Keep it where only you can reach it."),
    ]
    for line in lines:
        yield f"{line}\r\n"
