"""The short round without a network: practised on the device, sent later, stored exactly once."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loslaten.accounts import guests
from loslaten.accounts.models import Person
from loslaten.picture.bodymap import definitions, figure
from loslaten.practice.forms import FORMS, Option
from loslaten.practice.guides import SHORT, spoken
from loslaten.practice.models import Round
from loslaten.practice.movements import MOVEMENTS
from loslaten.practice.words import Ending, Step

# A device's clock may be anywhere; further off than this and the moment of arrival is the better guess.
BELIEVABLE = timedelta(days=60)


class Parcel(forms.Form):
    """What a device adds to the answers: which round this is, when it was, and how it ended."""

    key = forms.UUIDField()
    started_at = forms.DateTimeField()
    lasted_s = forms.IntegerField(min_value=0, max_value=24 * 60 * 60)
    ending = forms.ChoiceField(choices=Ending)


def offline_steps() -> dict[str, Any]:
    """Gather what the offline page shows: every step of the short round at once."""
    blank = Round(guide_slug=SHORT.slug)
    return {
        "step_forms": {name: form(instance=blank) for name, form in FORMS.items()},
        "steps": Step,
        "guide": SHORT,
        "phrases": [_("There is tension in my body."), *spoken(SHORT, ["belly"])[1:]],
        "options": [Option(movement, checked=False) for movement in MOVEMENTS],
        "definitions": definitions(),
        "figures": {"front": figure("front"), "back": figure("back")},
    }


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take a round that was practised offline; the same one sent again is already here."""
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    answers = [form(request.POST, instance=Round()) for form in FORMS.values()]
    parcel = Parcel(request.POST)
    errors = [text for form in (parcel, *answers) for texts in form.errors.values() for text in texts]
    if errors:
        return JsonResponse({"errors": errors}, status=422)
    practised = unpack(parcel.cleaned_data, answers, guests.welcome(request), at=now())
    return JsonResponse({"after": reverse("after", args=[practised.pk])})


def unpack(parcel: dict[str, Any], answers: list[Any], person: Person, *, at: datetime) -> Round:
    """Store a round that came in, unless it came before."""
    began = parcel["started_at"] if abs(at - parcel["started_at"]) < BELIEVABLE else at
    began = min(began, at)
    practised = Round(
        person=person,
        guide_slug=SHORT.slug,
        step=Step.LOOK_BACK,
        offline_key=parcel["key"],
        started_at=began,
        arrived_at=at,
        ended_at=began + timedelta(seconds=parcel["lasted_s"]),
        ending=parcel["ending"],
        **{name: value for form in answers for name, value in form.cleaned_data.items()},
    )
    try:
        with transaction.atomic():
            practised.save(force_insert=True)
    except IntegrityError:
        return person.rounds.get(offline_key=parcel["key"])
    return practised
