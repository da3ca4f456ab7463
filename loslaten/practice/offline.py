"""The short round without a network: practised on the device, sent later, stored exactly once."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loslaten.accounts import guests
from loslaten.accounts.models import Person
from loslaten.picture.bodymap import definitions
from loslaten.practice.forms import FORMS, Option, StepForm
from loslaten.practice.guides import SHORT, spoken
from loslaten.practice.models import STRONG, Round
from loslaten.practice.movements import MOVEMENTS
from loslaten.practice.words import Ending, Step

# A device's clock may be anywhere; further off than this and the moment of arrival is the better guess.
BELIEVABLE = timedelta(days=60)
LONGEST_S = 24 * 60 * 60


class Parcel(forms.Form):
    """What a device adds to the answers: which round this is, when it was, and how it ended."""

    key = forms.UUIDField()
    started_at = forms.CharField(required=False, max_length=40)
    lasted_s = forms.FloatField(required=False)
    ending = forms.ChoiceField(choices=Ending)

    def clean_started_at(self) -> datetime | None:
        """Read the device's clock; one that says nothing sensible is no reason to refuse a round."""
        try:
            moment = parse_datetime(self.cleaned_data["started_at"])
        except ValueError:
            return None
        return moment if moment and is_aware(moment) else None

    def clean_lasted_s(self) -> float:
        """Bring a duration within a day; a clock set back lasted no time at all."""
        return min(max(self.cleaned_data["lasted_s"] or 0, 0), LONGEST_S)


def offline_steps() -> dict[str, Any]:
    """Gather what the offline page shows: every step of the short round at once."""
    blank = Round(guide_slug=SHORT.slug)
    return {
        "step_forms": {name: form(instance=blank) for name, form in FORMS.items()},
        "steps": Step,
        "guide": SHORT,
        "strong": STRONG,
        "phrases": [_("There is tension in my body."), *spoken(SHORT, ["belly"])[1:]],
        "options": [Option(movement, checked=False) for movement in MOVEMENTS],
        "definitions": definitions(),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take a round that was practised offline; the same one sent again is already here."""
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    answers = [form(request.POST, instance=Round()) for form in FORMS.values()]
    parcel = Parcel(request.POST)
    errors = [text for form in (parcel, *answers) for texts in form.errors.values() for text in texts]
    if errors:
        said = _("A practice from without a network could not be read here, and stays on this device. %(why)s")
        return JsonResponse({"errors": errors, "said": said % {"why": errors[0]}}, status=422)
    person = guests.welcome(request, key=parcel.cleaned_data["key"])
    guests.stay(request, person)
    practised = unpack(parcel.cleaned_data, answers, person, at=now())
    told = [_("Your practice from without a network has arrived."), dated(parcel.cleaned_data["started_at"], at=now())]
    after = reverse("after", args=[practised.pk])
    return JsonResponse({"after": after, "said": " ".join(filter(None, told))})


def unpack(parcel: dict[str, Any], answers: list[StepForm], person: Person, *, at: datetime) -> Round:
    """Store a round that came in, unless it came before."""
    began = believable(parcel["started_at"], at=at)
    practised = Round(
        person=person,
        guide_slug=SHORT.slug,
        step=Step.LOOK_BACK,
        offline_key=parcel["key"],
        started_at=began,
        arrived_at=at,
        ended_at=min(began + timedelta(seconds=parcel["lasted_s"]), at),
        ending=parcel["ending"],
        **{name: value for form in answers for name, value in form.cleaned_data.items()},
    )
    try:
        with transaction.atomic():
            practised.save(force_insert=True)
    except IntegrityError:
        before = person.rounds.filter(offline_key=parcel["key"]).first()
        if before is None:  # some other promise of the database, such as a person erased this very moment
            raise
        return before
    return practised


def believable(moment: datetime | None, *, at: datetime) -> datetime:
    """Take the device's word for when it began, as far as that can be: not long ago, and not in the future."""
    if moment is None or abs(at - moment) > BELIEVABLE:
        return at
    return min(moment, at)


def dated(moment: datetime | None, *, at: datetime) -> str:
    """Say that something stands at the moment it arrived, when the device told of one too far off to be believed."""
    if moment is None or abs(at - moment) <= BELIEVABLE:
        return ""
    said = _("Your device dated it more than %(days)s days away from now, so it stands at the moment it arrived.")
    return said % {"days": BELIEVABLE.days}
