"""Patterns and moments for people: a table for a spreadsheet, and a part of the page that opens anywhere."""

import csv
import io
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from loslaten.accounts.models import Person
from loslaten.api.patterns import moments_of, patterns_of
from loslaten.api.readable import cell, cells, number, taken
from loslaten.patterns.sentence import name, sentence
from loslaten.patterns.words import Path

COLUMNS = ("at", "tension_before", "path", "tension_after")


def table(person: Person) -> Iterator[str]:
    """Write every moment as a line of a table; the first letter tells a spreadsheet that this is UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow([_("When"), _("Pattern"), _("Tension before"), _("Path"), _("Tension after")])
    yield "\ufeff" + taken(line)
    names = {each.pk: name(each) for each in patterns_of(person).select_related("theme")}
    paths = {code: str(label) for code, label in Path.choices}
    found = moments_of(person).values_list("pattern_id", *COLUMNS)
    for pattern_id, at, before, path, after in found.iterator(chunk_size=1000):
        writer.writerow(map(cell, (localtime(at), names[pattern_id], before, paths.get(path, path), after)))
        yield taken(line)


def part(person: Person) -> Iterator[str]:
    """Write each pattern as its sentence, with its moments under it; words of one's own are locked, and not here."""
    paths = {code: str(label) for code, label in Path.choices}
    for pattern in patterns_of(person).select_related("theme"):
        title = escape(name(pattern))
        heads = cells([_("When"), _("Path"), _("Before"), _("After")], "th")
        yield f"<h2>{title}</h2>\n<p>{escape(sentence(pattern))}</p>\n"
        yield f'<div tabindex="0" role="region" aria-label="{title}"><table><thead><tr>{heads}</tr></thead><tbody>\n'
        found = moments_of(person).filter(pattern=pattern).values_list(*COLUMNS)
        for at, before, path, after in found.iterator(chunk_size=1000):
            said = cells([f"{localtime(at):%Y-%m-%d %H:%M}", paths.get(path, path)])
            yield f'<tr>{said}<td class="n">{number(before)}</td><td class="n">{number(after)}</td></tr>\n'
        yield "</tbody></table></div>\n"
