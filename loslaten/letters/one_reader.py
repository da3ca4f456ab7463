"""One reader at the desk: for whoever asks by mail or by phone to stop, to read less often, or to be erased."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loslaten.letters.addresses import LONGEST, compared
from loslaten.letters.leave import erase, erase_waiting, leave, waits
from loslaten.letters.models import Reader


class OneReader(forms.Form):
    """A whole address: nobody looks through the readers."""

    address = forms.CharField(
        label=gettext_lazy("E-mail address of the reader"), max_length=LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def found(address: str) -> dict[str, object]:
    """Tell what is here of an address."""
    reader = Reader.objects.filter(name=compared(address)).first()
    return {"address": address, "reader": reader, "waits": waits(address)}


def act(request: HttpRequest, address: str, *, at: datetime) -> None:
    """Do the one thing that somebody asked the host."""
    wish = request.POST.get("go", "")
    reader = Reader.objects.select_related("person").filter(name=compared(address)).first()
    if wish == "erase":
        if reader:
            erase(reader, at=at)
        erase_waiting([address])
        messages.success(request, _("Erased. Nothing about the letter is kept of this address any more."))
    elif reader and wish == "stop":
        leave(reader, at=at)
        messages.success(request, _("No letter goes to this address any more."))
    elif reader and wish in Reader.Pace:
        Reader.objects.filter(pk=reader.pk).update(pace=wish)
        messages.success(request, _("From now on: %s.") % Reader.Pace(wish).label)
