"""What is asked of whoever wants to read along, an address and a language; and when somebody wants to be reminded."""

from collections.abc import Sequence
from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from loslaten.letters.addresses import LONGEST, travels
from loslaten.letters.times import Plan
from loslaten.library.models import LANGUAGES

INCOMPLETE = _("This e-mail address does not look complete. Would you look at it?")
AS_TYPED = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false", "maxlength": LONGEST}


class ReadAlong(forms.Form):
    """An address and a language."""

    email = forms.CharField(
        label=_("Your e-mail address"),
        max_length=LONGEST,
        widget=forms.EmailInput(attrs=AS_TYPED),
        error_messages={"required": INCOMPLETE, "max_length": INCOMPLETE},
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES, widget=forms.RadioSelect)

    def clean_email(self) -> str:
        """Take what any mail house takes; a line break never gets this far."""
        address = str(self.cleaned_data["email"])
        if not travels(address):
            raise forms.ValidationError(INCOMPLETE)
        return address


class Weekdays(forms.TypedMultipleChoiceField):
    """Days of the week, each once, in their order."""

    def __init__(self) -> None:
        days = [(number, name) for number, name in WEEKDAYS.items()]
        super().__init__(
            label=_("On these days"), choices=days, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
        )

    def clean(self, value: Any) -> list[int]:  # noqa: ANN401 - Django's own signature
        """Leave out what was said twice."""
        return sorted(set(super().clean(value)))


def clock(label: Any) -> forms.TimeField:  # noqa: ANN401 - Django's labels are str or lazy
    """Ask for a time on the wall, or nothing."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("This is no time. Would you write it like 08:30?")},
    )


@cache
def zones() -> list[tuple[str, str]]:
    """List the zones by the names of their places."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc"))
    return [(name, name.replace("_", " ")) for name in names]


class Times(forms.Form):
    """When somebody would like a gentle word; nothing is filled in beforehand."""

    days = Weekdays()
    time_1 = clock(_("Time"))
    time_2 = clock(_("Another time"))
    time_3 = clock(_("And another"))
    zone = forms.ChoiceField(label=_("Time zone"))
    quiet_from = clock(_("From"))
    quiet_until = clock(_("Until"))
    by_mail = forms.BooleanField(label=_("By mail"), required=False)
    by_feed = forms.BooleanField(label=_("In my calendar"), required=False)

    def __init__(self, *args: Any, ways: Sequence[str], **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.ways = ways
        for way in {"by_mail", "by_feed"}.difference(ways):
            del self.fields[way]
        self.fields["zone"].choices = zones()  # type: ignore[attr-defined]
        self.initial.setdefault("zone", settings.TIME_ZONE)

    def clock_fields(self) -> list[forms.BoundField]:
        """Give the fields for times, as the page shows them."""
        return [self[name] for name in CLOCKS]

    def quiet_fields(self) -> list[forms.BoundField]:
        """Give the two ends of the quiet hours."""
        return [self["quiet_from"], self["quiet_until"]]

    def times(self) -> list[time]:
        """Give the times that were filled in, each once, in their order."""
        return sorted({self.cleaned_data[name] for name in CLOCKS if self.cleaned_data.get(name)})

    def says_something(self) -> bool:
        """Say whether there is anything to keep."""
        return bool(self.cleaned_data["days"] or self.times())

    def clean(self) -> dict[str, Any]:
        """Ask for what is needed to remind anybody at all."""
        said = self.cleaned_data
        wanted = not self.ways or any(said.get(way) for way in self.ways)
        if wanted and not said.get("days"):
            self.add_error("days", _("On which days would you like it? Choose at least one."))
        if wanted and not self.times() and not self.errors.keys() & set(CLOCKS):
            self.add_error("time_1", _("At what time would you like it? Fill in at least one."))
        if (said.get("quiet_from") is None) != (said.get("quiet_until") is None):
            self.add_error("quiet_from", _("Quiet hours have a beginning and an end. Fill in both, or neither."))
        elif wanted and self.times() and not self.plan().heard():
            self.add_error("time_1", _("All these times lie in your quiet hours, so nothing would come."))
        return said

    def plan(self) -> Plan:
        """Give what was filled in, as moments are worked out of it."""
        said = self.cleaned_data
        zone, quiet = said.get("zone") or settings.TIME_ZONE, (said.get("quiet_from"), said.get("quiet_until"))
        return Plan(tuple(said.get("days", ())), tuple(self.times()), zone, *quiet)


CLOCKS = ("time_1", "time_2", "time_3")
