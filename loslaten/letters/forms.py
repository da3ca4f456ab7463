"""What is asked of whoever wants to read along: an address and a language, nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loslaten.letters.addresses import LONGEST, travels
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
