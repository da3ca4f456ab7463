"""The one question of the three whose answer is plain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loslaten.journal.questions import PLACES, PLACES_ASKED


class PlacesForm(forms.Form):
    """Where somebody felt it first; nowhere is an answer too."""

    places = forms.MultipleChoiceField(
        label=PLACES_ASKED,
        choices=PLACES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("We do not know “%(value)s” here. Would you choose from the list?")},
    )

    def clean_places(self) -> list[str]:
        """Take each place once."""
        return list(dict.fromkeys(self.cleaned_data["places"]))
