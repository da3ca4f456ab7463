"""The three short screens of a pattern, and the one of a moment: what can be answered, and hardly what must."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _

from loslaten.patterns.models import Pattern
from loslaten.patterns.when import NoSuchTimeError, When, meant, offered
from loslaten.patterns.words import OldReaction, Path, Protects, Situation
from loslaten.practice.forms import NoticeForm, Option, Renderer, one, several, tension
from loslaten.practice.movements import MOVEMENTS, STILL, fitting
from loslaten.practice.offline import believable, dated
from loslaten.practice.words import Place, Sensation


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """What every screen shares."""

    default_renderer = Renderer()

    class Meta:
        model = Pattern
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if type(field) is forms.ChoiceField and self.initial.get(name):  # a choice once made can be opened again
                field.choices = [*list(field.choices), ("", _("I leave this open"))]  # type: ignore[arg-type]


class SituationForm(PartForm):
    """What happens, and what one then does."""

    situation = one(_("When …"), Situation)
    old_reaction = one(_("What do you mostly do then?"), OldReaction)

    class Meta(PartForm.Meta):
        fields = ("situation", "old_reaction")


class BodyForm(PartForm):
    """Where the body tells it first."""

    places = several(_("Where does your body tell it first?"), Place)
    sensations = several(_("How does it feel there?"), Sensation)

    sides = NoticeForm.sides

    class Meta(PartForm.Meta):
        fields = ("places", "sensations")


class MovementForm(PartForm):
    """What it protects, and the small movement that may stand beside it."""

    protects = one(_("What may it want to keep safe?"), Protects)
    movement = one(
        _("One small movement"), [(each.code, each.title) for each in MOVEMENTS] + [(STILL, _("I do not move"))]
    )

    class Meta(PartForm.Meta):
        fields = ("protects", "movement")

    def options(self) -> list[Option]:
        """Offer the movements that suit the places of this pattern, the chosen one among them."""
        chosen = self["movement"].value() or ""
        kept = fitting(self.instance.places)
        kept += [each for each in MOVEMENTS if each.code == chosen and each not in kept]
        return [Option(movement, movement.code == chosen) for movement in kept]


PARTS: dict[str, type[PartForm]] = {"situation": SituationForm, "body": BodyForm, "movement": MovementForm}


class MomentForm(forms.Form):
    """Ten seconds: which pattern, how tense, which path, and when it was."""

    default_renderer = Renderer()

    # One of theirs, "new", or nothing, which is a new one too.
    pattern = forms.CharField(max_length=36, required=False)
    situation = one(_("When …"), Situation)
    old_reaction = one(_("What do you mostly do then?"), OldReaction)
    tension_before = tension(_("How tight was it?"))
    path = one(_("Which way did it go?"), Path)
    tension_after = tension(_("And afterwards, if you like?"))
    when = one(_("When was it?"), When)
    wall = forms.CharField(label=_("Day and time"), max_length=40, required=False)
    # What a device adds: a key that counts once, and when the button was pressed, for when there is no network.
    key = forms.UUIDField(required=False)
    pressed_at = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        self.at = at
        self.pressed: datetime | None = None
        self.fields["tension_before"].required = True
        self.fields["tension_before"].error_messages["required"] = _(
            "How tight was it? A guess from 0 to 10 is enough."
        )

    def clean_pressed_at(self) -> datetime:
        """Read the device's clock as far as it can be believed."""
        try:
            pressed = parse_datetime(self.cleaned_data["pressed_at"])
        except ValueError:
            pressed = None
        self.pressed = pressed if pressed and is_aware(pressed) else None
        return believable(self.pressed, at=self.at)

    def clean(self) -> dict[str, Any]:
        """Work out which moment was meant."""
        values = super().clean() or self.cleaned_data
        try:
            values["told"] = meant(values.get("when", ""), values.get("wall", ""), at=values.get("pressed_at", self.at))
        except NoSuchTimeError as why:
            self.add_error("wall", str(why))
        values["dated"] = dated(self.pressed, at=self.at)
        return values

    def offered(self) -> list[tuple[str, str]]:
        """Offer the words for when it was that fit this time of the day."""
        return [(str(when.value), str(when.label)) for when in offered(self.at)]
