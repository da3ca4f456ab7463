"""A list of short texts in one column, edited as one text per line."""

from typing import Any

from django import forms
from django.db import models


class LinesField(forms.CharField):
    """A text area in which every line is one of a list."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: object) -> object:
        """Show a list as lines."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature promises a string
        """Read lines as a list."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare lists, not their spelling."""
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))


class Lines(models.JSONField):
    """A list of short texts."""

    def formfield(self, **options: Any) -> forms.Field:  # noqa: ANN401 - Django's own signature
        """Edit it line by line."""
        shown = {name: options[name] for name in ("label", "help_text", "required") if name in options}
        return LinesField(label=self.verbose_name, help_text=self.help_text, **{"required": not self.blank, **shown})


class Flags(models.JSONField):
    """A list of words out of a few."""

    def formfield(self, **options: Any) -> forms.Field:  # noqa: ANN401 - Django's own signature
        """Edit it with a box for each word."""
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            choices=list(self.choices or ()),
            widget=boxes,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
        )
