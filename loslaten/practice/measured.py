"""What was heard while somebody breathed: taken with a yes, told in words, beside what was felt."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Measured, Round

LARGEST = 2000  # letters of a summary
PURPOSE = Consent.Purpose.KEEP_MEASURED
ROUND_TO = 5  # seconds
ALIKE = 1.5  # beats a minute, and breaths a minute below a third of it: less is nobody's to feel
RANGES = {  # what a summary may say; outside of it, something else was heard
    "signal_quality": (0, 1),
    "heart_rate_before": (20, 250),
    "heart_rate_after": (20, 250),
    "breath_rate_before": (1, 60),
    "breath_rate_after": (1, 60),
    "rmssd": (0, 1000),
    "swing": (0, 2000),
}


class MeasuredForm(forms.ModelForm):  # type: ignore[type-arg]
    """A summary as the page made it."""

    class Meta:
        model = Measured
        fields = ("sense", "heard_s", *RANGES)

    def clean(self) -> dict[str, Any]:
        """Leave out a number that no body has."""
        said = dict(self.cleaned_data)
        for name, (least, most) in RANGES.items():
            value = said.get(name)
            said[name] = value if value is not None and least <= value <= most else None
        return said


def with_leave() -> QuerySet[Round]:
    """Find rounds together with whether their person lets summaries be kept, in the same query."""
    asked = Consent.objects.filter(person=OuterRef("person"), purpose=PURPOSE, withdrawn_at=None)
    return Round.objects.annotate(keeps_measured=Exists(asked))


def with_summary() -> QuerySet[Round]:
    """Find rounds together with what was heard in them, in the same query."""
    return Round.objects.select_related("measured")


def read(text: str) -> Measured | None:
    """Read a summary; one that cannot be read is none, and stands in nobody's way."""
    try:
        said = json.loads(text[: LARGEST + 1]) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        return None
    form = MeasuredForm(said if isinstance(said, dict) else {})
    if not form.is_valid():
        return None
    return Measured(**{name: form.cleaned_data[name] for name in MeasuredForm.Meta.fields})


def take(practised: Round, posted: Mapping[str, str], *, at: datetime) -> None:
    """Keep the summary of a round, if its person said yes before or says so now; a no counts for this round."""
    if posted.get("keep_measured") == "no":
        Measured.objects.filter(round=practised).delete()
        return
    heard = read(posted.get("measured", ""))
    if heard is None:
        return
    if posted.get("keep_measured") == "yes":
        practised.person.agree(PURPOSE, wording=QUESTIONS[PURPOSE].wording, at=at)
    if practised.person.agrees_to(PURPOSE):
        values = {name: getattr(heard, name) for name in MeasuredForm.Meta.fields}
        Measured.objects.update_or_create(round=practised, defaults=values)


def forget(person: Person) -> int:
    """Erase every summary of somebody."""
    return Measured.objects.filter(round__person=person).delete()[0]


def unasked() -> QuerySet[Measured]:
    """Find the summaries to which no yes stands (any more)."""
    asked = Consent.objects.filter(person=OuterRef("round__person"), purpose=PURPOSE, withdrawn_at=None)
    return Measured.objects.filter(~Exists(asked))


def keep_to(person: Person) -> int:
    """Keep to what somebody agreed to, when rounds became theirs; say how many summaries went."""
    return unasked().filter(round__person=person).delete()[0]


def kept_of(practised: Round) -> Measured | None:
    """Find what was kept of a round."""
    try:
        return practised.measured
    except ObjectDoesNotExist:
        return None


def number(value: float) -> str:
    """Write a number as far as it can be trusted: a heart in whole beats, a breath in tenths."""
    return rounded(value, 0 if value >= 20 else 1)


def rounded(value: float, decimals: int) -> str:
    """Round, and then write: Django by itself cuts off."""
    return number_format(round(value, decimals), decimals)


def went(before: float | None, after: float | None, sayings: tuple[str, str, str], *, alike: float) -> str:
    """Say how something went from the beginning to the end: alone, about the same, or from one to another."""
    alone, same, moved = sayings
    if after is None:
        return ""
    if before is None:
        return alone % {"after": number(after)}
    if abs(after - before) < alike:
        return same % {"after": number(after)}
    return moved % {"before": number(before), "after": number(after)}


def sentences(heard: Measured) -> list[str]:
    """Say what was heard, in words: first how long and how clearly, then what."""
    return [sentence for sentence in (clearly(heard), of_heart(heard), of_breath(heard)) if sentence]


def clearly(heard: Measured) -> str:
    """Say with what it was heard, and for how long it could be understood."""
    minutes, seconds = divmod(ROUND_TO * round(heard.heard_s / ROUND_TO), 60)
    long = [
        ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes} if minutes else "",
        _("%(n)s seconds") % {"n": seconds} if seconds or not minutes else "",
    ]
    return _("Heard with %(sense)s: %(long)s that could be understood.") % {
        "sense": heard.get_sense_display(),
        "long": " ".join(filter(None, long)),
    }


def of_heart(heard: Measured) -> str:
    """Say how the heart went."""
    sayings = (
        _("Your heart beat about %(after)s times a minute."),
        _("Your heart went on at about %(after)s beats a minute."),
        _("Your heart went from about %(before)s to about %(after)s beats a minute."),
    )
    return went(heard.heart_rate_before, heard.heart_rate_after, sayings, alike=ALIKE)


def of_breath(heard: Measured) -> str:
    """Say how the breath went."""
    sayings = (
        _("Your breath came about %(after)s times a minute."),
        _("Your breath stayed at about %(after)s a minute."),
        _("Your breath went from about %(before)s to about %(after)s a minute."),
    )
    return went(heard.breath_rate_before, heard.breath_rate_after, sayings, alike=ALIKE / 3)


def felt(practised: Round) -> str:
    """Say what was felt before and after the round in which it was heard."""
    before, after = practised.tension_before, practised.tension_after
    if before is None or after is None:
        return ""
    return _("You felt: tension %(before)s before, %(after)s afterwards.") % {"before": before, "after": after}


def facts(heard: Measured | None) -> list[tuple[str, str]]:
    """List the numbers, for who wants to see what is stored."""
    if heard is None:
        return []
    share = None if heard.signal_quality is None else 100 * heard.signal_quality
    rows = [
        (_("Heard with"), str(heard.get_sense_display())),
        (_("Seconds heard"), str(heard.heard_s)),
        (_("How clear, of 100"), "" if share is None else rounded(share, 0)),
        (_("Heart, first and last half minute"), pair(heard.heart_rate_before, heard.heart_rate_after)),
        (_("Breath, first and last half minute"), pair(heard.breath_rate_before, heard.breath_rate_after)),
        (_("From beat to beat (rmssd, ms)"), "" if heard.rmssd is None else rounded(heard.rmssd, 0)),
        (_("Swing with the water (ms)"), "" if heard.swing is None else rounded(heard.swing, 0)),
    ]
    return [(name, value) for name, value in rows if value]


def pair(before: float | None, after: float | None) -> str:
    """Write two values beside each other; what is missing is a dash."""
    if before is None and after is None:
        return ""
    return " → ".join("–" if value is None else rounded(value, 1) for value in (before, after))


@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Put a summary into words for the tab that made it, and keep nothing."""
    heard = read(request.POST.get("measured", ""))
    context = {"sentences": sentences(heard) if heard else []}
    return render(request, "practice/parts/measured_words.html", context)
