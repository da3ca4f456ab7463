"""The form a writer fills in: a draft may be half a text, a publication may not."""

from typing import Any

from django.utils.text import slugify
from wagtail.admin.forms.models import WagtailAdminModelForm

from loslaten.library.parts import missing
from loslaten.library.values import values_of

FIELDS = {"id": "key", "steps": "phrases"}  # parts whose field has another name


class TextForm(WagtailAdminModelForm):
    """Says in words what still stands between a text and its publication."""

    def clean(self) -> dict[str, Any]:
        """Give a text an address and a key where the writer left that to the house."""
        said: dict[str, Any] = super().clean()
        said["slug"] = said.get("slug") or slugify(said.get("title", ""))[:120]
        said["key"] = said.get("key") or said["slug"][:80]
        return said

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for wrong in missing(self.instance.kind, values_of(self.instance)):
            field = FIELDS.get(wrong.part, wrong.part)
            self.add_error(field if field in self.fields else None, wrong.sentence)
