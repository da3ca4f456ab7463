"""Whom to call: read from a small file, so that a host elsewhere can put the lines of their own country."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

HERE = Path(__file__).resolve().parent / "help"


@cache
def lines() -> dict[str, Any]:
    """Read the lines of the country in LOSLATEN_HELP_LINES: ``nl``, ``be``, or a file of the host's own."""
    name = settings.HELP_LINES
    path = HERE / f"{name}.toml" if name.isalpha() else Path(name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"LOSLATEN_HELP_LINES: {path} is not a readable file of help lines ({error})."
        raise ImproperlyConfigured(message) from error


def in_this_language() -> dict[str, Any]:
    """Choose the texts of the page's language, and English where a file has no other."""
    texts: dict[str, dict[str, Any]] = lines()
    return texts.get(get_language() or "nl") or texts["en"]


def of_themes() -> dict[str, str]:
    """Give the quiet lines under a theme by its care flag, as far as the file has them."""
    said: dict[str, str] = in_this_language().get("themes", {})
    return said


def nearby(request: HttpRequest) -> dict[str, Any]:
    """Have the help lines at hand on every page; read only where a page shows them."""
    return {"help": SimpleLazyObject(in_this_language)}
