"""What one can choose: a situation and two sliders. Whatever does not fit is left at what we would choose."""

from typing import NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loslaten.explore.situations import ORDINARY, SITUATIONS

MOST_PRACTICE = 14  # rounds a week
STEP = 10  # of the slider from pushing away (0) to welcoming (100)
WELCOMES = range(0, 101, STEP)
PRACTICES = range(MOST_PRACTICE + 1)


class Choice(NamedTuple):
    """What somebody chose."""

    preset: str = ORDINARY.key
    welcome: int = 70  # 0 pushes away, 100 welcomes
    week: int = 4  # rounds of practice


WRONG = {
    "preset": _("We do not know that situation. We take an ordinary week."),
    "welcome": _("From pushing away to welcoming goes from 0 to 100, in steps of ten. We take 70."),
    "week": _("Practising goes from 0 to 14 times a week. We take 4."),
}


class ChoiceForm(forms.Form):
    """Three questions that each have an answer already."""

    preset = forms.ChoiceField(choices=[(each.key, each.name) for each in SITUATIONS], required=False)
    welcome = forms.IntegerField(min_value=0, max_value=100, step_size=STEP, required=False)
    week = forms.IntegerField(min_value=0, max_value=MOST_PRACTICE, required=False)

    def chosen(self) -> Choice:
        """Take what fits, and what we would choose for the rest."""
        self.is_valid()
        return Choice(**{name: value for name, value in self.cleaned_data.items() if value not in {None, ""}})

    def wrong(self) -> list[str]:
        """Say of each answer that does not fit what would, and what we take instead."""
        return [str(WRONG[name]) for name in self.errors]


def say_welcome(welcome: int) -> str:
    """Say a place on the slider in words."""
    if welcome in {0, 100}:
        return gettext("wholly pushing away") if welcome == 0 else gettext("wholly welcoming")
    if welcome == 50:
        return gettext("neither pushing away nor welcoming")
    said = gettext("more pushing away, %(n)s of 10") if welcome < 50 else gettext("more welcoming, %(n)s of 10")
    return said % {"n": welcome // STEP}


def say_week(week: int) -> str:
    """Say how often one practises."""
    if week < 2:
        return gettext("once a week") if week else gettext("not practising")
    known = {7: gettext("every day"), MOST_PRACTICE: gettext("twice a day")}
    return known.get(week, gettext("%(n)s times a week") % {"n": week})
