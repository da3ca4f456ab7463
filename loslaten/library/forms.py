"""The form a writer fills in: a draft may be half a text, a publication may not."""

import datetime as dt
from typing import Any

from django.db.models import Model, QuerySet
from django.forms.utils import ErrorList
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from loslaten.library.parts import filled, missing
from loslaten.library.values import values_of

FIELDS = {"id": "key", "steps": "phrases"}  # parts whose field has another name


def in_words(datetime: dt.datetime, current_timezone: dt.tzinfo) -> str:
    """Say why a time on the wall is not one moment."""
    back = datetime.replace(tzinfo=current_timezone).astimezone(dt.UTC).astimezone(current_timezone)
    if back.replace(tzinfo=None) != datetime:
        return _("That night the clock is put forward, and skips this time. Choose another one.")
    return _("That night the clock is put back, and this time comes twice. Choose another one.")


class TextForm(WagtailAdminModelForm):
    """Says in words what still stands between a text and its publication."""

    def clean(self) -> dict[str, Any]:
        """Give a text an address and a key where the writer left that to the house."""
        said: dict[str, Any] = super().clean()
        title = said.get("title", "")
        said["slug"] = said.get("slug") or (slugify(title)[:120] if filled(title) else "")
        said["key"] = said.get("key") or said["slug"][:80]
        for name in ("slug", "key"):
            if said[name] and self.others(said).filter(**{name: said[name]}).exists():
                self.add_error(name, _("Another text in this language has this already. Choose another one."))
        self.say_what_the_clock_skips()
        return said

    def say_what_the_clock_skips(self) -> None:
        """Tell of a moment that no clock here shows, or shows twice, in the words of the house."""
        for name in ("go_live_at", "expire_at"):
            for wrong in self.errors.get(name, ErrorList()).as_data():
                if wrong.code == "ambiguous_timezone":
                    self.errors[name] = self.error_class([in_words(**wrong.params)])

    def others(self, said: dict[str, Any]) -> QuerySet[Any]:
        """Find the other texts of this kind in its language."""
        model: type[Model] = type(self.instance)
        return model._default_manager.filter(language=said.get("language", "")).exclude(pk=self.instance.pk)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        known = set(self.errors)  # what the form itself refuses is told by the form
        for wrong in missing(self.instance.kind, values_of(self.instance)):
            field = FIELDS.get(wrong.part, wrong.part)
            if field not in known:
                self.add_error(field if field in self.fields else None, wrong.sentence)
