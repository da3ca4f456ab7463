"""One form per step: what can be answered, and nothing that must."""

from typing import Any, NamedTuple

from django import forms
from django.core.validators import EMPTY_VALUES
from django.forms.boundfield import BoundWidget
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from loslaten.picture.bodymap import ZONES, Zone, figure, spot
from loslaten.practice.models import TENSION, Round
from loslaten.practice.movements import MOVEMENTS, STILL, Movement, fitting
from loslaten.practice.soft_order import learnt
from loslaten.practice.words import ANCHORS, NextTime, Outcome, Place, Sensation, Sign, Step

SLOWEST, FASTEST = 2.0, 40.0  # breaths a minute: what a person can really breathe at, and the tide follows


class Renderer(DjangoTemplates):
    """Write one input at a time without a template each: a step has some fifty of them."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Write an option; leave everything else to Django."""
        if not template_name.endswith("_option.html"):
            return super().render(template_name, context, request)
        option = context["widget"]
        plain = '<input type="{}" name="{}" value="{}"{}>'
        return format_html(plain, option["type"], option["name"], option["value"], flatatt(option["attrs"]))


class Side(NamedTuple):
    """One side of the body as the page shows it."""

    view: str
    label: Any
    figure: str
    spots: list["Spot"]


class Spot(NamedTuple):
    """A place on the map as the page shows it."""

    zone: Zone
    choice: BoundWidget
    svg: str


class Option(NamedTuple):
    """A movement as the page shows it."""

    movement: Movement
    checked: bool
    why: str = ""


def tension(label: Any) -> forms.TypedChoiceField:  # noqa: ANN401 - Django's labels are str or lazy
    """Ask for 0 to 10, or nothing: unset is an answer."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(value, ANCHORS.get(value, "")) for value in TENSION],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Tension runs from 0 to 10. Would you choose one of those numbers?")},
    )


class Several(forms.MultipleChoiceField):
    """Words from a list, each once."""

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401 - Django's own signature
        """Check them, and leave out what was said twice."""
        return list(dict.fromkeys(super().clean(value)))


def several(label: Any, choices: Any) -> Several:  # noqa: ANN401 - Django's labels are str or lazy
    """Ask for any number of words from a list."""
    return Several(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("We do not know “%(value)s” here. Would you choose from the list?")},
    )


def one(label: Any, choices: Any) -> forms.ChoiceField:  # noqa: ANN401 - Django's labels are str or lazy
    """Ask for one word from a list."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("We do not know “%(value)s” here. Would you choose from the list?")},
    )


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    """What every step shares: each answer may be left out, and the fields themselves check what comes in."""

    default_renderer = Renderer()  # one for all: it keeps the templates it read

    class Meta:
        model = Round
        fields: tuple[str, ...] = ()

    def untouched(self) -> bool:
        """Say whether nobody answered anything here yet: then the questions look the same to everybody."""
        blank = (value in EMPTY_VALUES or value is False for value in self.initial.values())
        return not self.is_bound and all(blank)

    def clean(self) -> dict[str, Any]:
        """Leave the database's own promises to the database: the fields already keep to them."""
        return self.cleaned_data

    def keep(self, *moved: str) -> None:
        """Store the answers of this step and what moved with them, and nothing else that may have moved since."""
        if fields := [*type(self).Meta.fields, *moved]:
            self.instance.save(update_fields=fields)


class NoticeForm(StepForm):
    """Where is it, how does it feel, how strong."""

    places = several(_("Where do you notice tension?"), Place)
    felt_little = forms.BooleanField(label=_("I feel little or nothing"), required=False)
    sensations = several(_("How does it feel there?"), Sensation)
    tension_before = tension(_("How tight is it now?"))

    class Meta(StepForm.Meta):
        fields = ("places", "felt_little", "sensations", "tension_before")

    def sides(self) -> list[Side]:
        """Draw the body from the front and from the back, each place with its checkbox."""
        choices = {choice.data["value"]: choice for choice in self["places"]}
        return [
            Side(view, label, figure(view), [Spot(z, choices[z.code], spot(z)) for z in ZONES if z.view == view])
            for view, label in (("front", _("Front side")), ("back", _("Back side")))
        ]


class WelcomeForm(StepForm):
    """Nothing to answer."""


class BreatheForm(StepForm):
    """How fast the breath went, as the page itself measured it."""

    breath_rate = forms.FloatField(min_value=SLOWEST, max_value=FASTEST, required=False, widget=forms.HiddenInput)
    own_breath_rate = forms.FloatField(min_value=SLOWEST, max_value=FASTEST, required=False, widget=forms.HiddenInput)

    class Meta(StepForm.Meta):
        fields = ("breath_rate", "own_breath_rate")


class SoftenForm(StepForm):
    """One small movement, or none."""

    movement = one(
        _("One small movement"), [(each.code, each.title) for each in MOVEMENTS] + [(STILL, _("I do not move"))]
    )

    learns = False  # whether the order follows what somebody tried before

    class Meta(StepForm.Meta):
        fields = ("movement",)

    def options(self) -> list[Option]:
        """Offer the movement of this practice, and those that suit the places of this round."""
        chosen, first = self["movement"].value(), self.instance.guide.movement
        suited = fitting(self.instance.places, first=first)
        if self.learns:
            told = learnt(self.instance, suited, first=first)
            return [Option(movement, movement.code == chosen, why) for movement, why in told]
        return [Option(movement, movement.code == chosen) for movement in suited]


class LookBackForm(StepForm):
    """The same place again, what became of it, and one small choice."""

    tension_after = tension(_("How tight is it now?"))
    outcome = one(_("What became of it?"), Outcome)
    signs = several(_("Did you notice anything?"), Sign)
    next_time = one(_("When it comes back, then …"), NextTime)

    class Meta(StepForm.Meta):
        fields = ("tension_after", "outcome", "signs", "next_time")


FORMS: dict[str, type[StepForm]] = {
    Step.NOTICE: NoticeForm,
    Step.WELCOME: WelcomeForm,
    Step.BREATHE: BreatheForm,
    Step.SOFTEN: SoftenForm,
    Step.LOOK_BACK: LookBackForm,
}
