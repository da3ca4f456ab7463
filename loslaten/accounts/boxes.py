"""What a locked box looks like from outside: the server cannot open one, but it takes nothing that is not one."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

VERSION = 1
IV_AND_TAG = 12 + 16  # bytes
CHECK = 8
KEY = 32
NOTE = (256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 49_120)
SALT = 16
PASSES = {"words": range(1, 2), "passphrase": range(600_000, 10_000_001)}


def unpack(text: str) -> bytes:
    """Read base64 for addresses, without padding, in the one way it can be written."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return content if base64.urlsafe_b64encode(content).decode().rstrip("=") == text else b""


def is_box(text: str, *sizes: int) -> bool:
    """Say whether this is a box with content of one of these sizes, in bytes."""
    version, _, rest = text.partition(".")
    return version == str(VERSION) and len(unpack(rest)) - IV_AND_TAG in sizes


class BoxField(forms.CharField):
    """A box that holds content of certain sizes; anything else, such as plain text, is refused."""

    def __init__(self, *sizes: int) -> None:
        self.sizes = sizes
        super().__init__(max_length=65_536, strip=False)

    def validate(self, value: str) -> None:
        """Refuse what is not a box."""
        super().validate(value)
        if not is_box(value, *self.sizes):
            raise ValidationError("not a box")


class SlotForm(forms.Form):
    """A vault's key, locked with one secret."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in PASSES])
    salt = forms.CharField(max_length=22, strip=False)
    iterations = forms.IntegerField()
    box = BoxField(KEY)

    def clean_salt(self) -> str:
        """Take sixteen bytes."""
        salt: str = self.cleaned_data["salt"]
        if len(unpack(salt)) != SALT:
            raise ValidationError("not a salt")
        return salt

    def clean(self) -> dict[str, Any]:
        """Refuse a passphrase that could be guessed quickly."""
        values = super().clean() or self.cleaned_data
        if values.get("iterations", 0) not in PASSES.get(values.get("kind", ""), ()):
            raise ValidationError("not so many passes")
        return values


class VaultForm(SlotForm):
    """A new vault: what tells its key, and the slot of its recovery words."""

    kind = forms.ChoiceField(choices=[("words", "words")])
    check_box = BoxField(CHECK)


class NoteForm(forms.Form):
    """A note in its box, the vault it belongs to, and what stood there when it was written."""

    name = forms.UUIDField()
    box = BoxField(*NOTE)
    check_box = BoxField(CHECK)
    seen = forms.CharField(max_length=64, required=False)
