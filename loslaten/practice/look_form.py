"""The choice of what to look back at: how far, and which place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loslaten.practice.words import Place

PERIODS = {"4w": _("4 weeks"), "12w": _("12 weeks"), "year": _("a year"), "all": _("everything")}


def places() -> list[tuple[str, Any]]:
    """Offer every place, or none in particular."""
    return [("", _("every place")), *Place.choices]


class LookForm(forms.Form):
    """Which rounds to look at; what we do not know counts as not asked."""

    period = forms.ChoiceField(
        label=_("How far back"), choices=list(PERIODS.items()), required=False, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(label=_("Place"), choices=places, required=False)
