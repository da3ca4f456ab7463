"""The form a writer fills in: a draft may be half a text, a publication may not."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from loslaten.library.parts import filled, missing
from loslaten.library.values import values_of

FIELDS = {"id": "key", "steps": "phrases"}  # parts whose field has another name


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
        return said

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
