"""The form in which a letter is written: a draft may be half a letter, and a planned one is a draft again."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from loslaten.letters.models import Letter
from loslaten.letters.wall import comes_twice, is_skipped, moment

OPEN = (Letter.State.DRAFT, Letter.State.PLANNED)
OF_THE_HOUSE = {"asked", "confirm", "feed", "mine", "reports", "welcome"}  # words that lead elsewhere under /letters/
NEAR = 2000, 2999  # years in which a letter goes
NUMBERS = 50  # letters with one name before its writer chooses another


def can_change(letter: Letter) -> bool:
    """Say whether a letter can still be written: nobody has it, and it waits for no yes."""
    if letter.kind == Letter.Kind.WELCOME:
        return True
    return letter.state in OPEN or (letter.state == Letter.State.HELD and letter.begun_at is None)


class LetterForm(WagtailAdminModelForm):
    """Takes a letter as far as it is written, and makes a moment of a time on the wall."""

    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Wagtail makes its forms
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        zone = self.fields["zone"]
        zone.choices = [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]
        zone.initial = self.initial["zone"] = self.initial.get("zone") or settings.TIME_ZONE

    def clean(self) -> dict[str, Any]:
        """Give the letter an address and a moment; say in words which moment is none."""
        said: dict[str, Any] = super().clean()
        said["slug"] = said.get("slug") or self.free_slug(said)
        if said["slug"] in OF_THE_HOUSE and self.instance.kind != Letter.Kind.WELCOME:
            self.add_error("slug", _("The house uses this address itself. Choose another one."))
        said["zone"] = said.get("zone") or settings.TIME_ZONE
        self.instance.due_at = self.moment(said)
        return said

    def free_slug(self, said: dict[str, Any]) -> str:
        """Make an address of the subject, with a number behind it when it is taken."""
        wish = slugify(said.get("subject_nl") or said.get("subject_en") or "")[:70] or "letter"
        others = Letter.objects.exclude(pk=self.instance.pk)
        names = [wish, *(f"{wish}-{number}" for number in range(2, NUMBERS))]
        taken = {*OF_THE_HOUSE, *others.filter(slug__in=names).values_list("slug", flat=True)}
        return next((name for name in names if name not in taken), wish)

    def moment(self, said: dict[str, Any]) -> Any:  # noqa: ANN401 - a moment, or none yet
        """Work out when the letter goes; an hour that the clock skips or shows twice is asked for again."""
        day, time = said.get("wall_date"), said.get("wall_time")
        if self.errors or not (day or time):
            return None
        if not (day and time):
            self.add_error("wall_time" if day else "wall_date", _("A letter goes on a day and at a time. Choose both."))
            return None
        if not NEAR[0] <= day.year <= NEAR[1]:
            self.add_error("wall_date", _("That day is too far away. Choose another one."))
            return None
        if is_skipped(day, time, said["zone"]):
            self.add_error(
                "wall_time", _("That night the clock is put forward, and skips this time. Choose another one.")
            )
        elif comes_twice(day, time, said["zone"]):
            self.add_error(
                "wall_time", _("That night the clock is put back, and this time comes twice. Choose another one.")
            )
        return moment(day, time, said["zone"])

    def save(self, commit: bool = True) -> Letter:
        """Keep the letter as a draft; one that began to go out in the meantime stays as it was."""
        letter: Letter = self.instance
        if letter.pk is None or letter.kind == Letter.Kind.WELCOME:
            return super().save(commit)  # type: ignore[no-any-return]
        with transaction.atomic():
            mine = Letter.objects.filter(pk=letter.pk, begun_at=None, state__in=(*OPEN, Letter.State.HELD))
            if mine.update(state=Letter.State.DRAFT):
                letter.state = Letter.State.DRAFT
                return super().save(commit)  # type: ignore[no-any-return]
        letter.refresh_from_db()
        return letter
