"""How the house looks for this browser: kept in three cookies, never in the database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

LIGHTS = {"": _("as your device"), "dag": _("day"), "avond": _("evening"), "nacht": _("night")}
CONTRASTS = {"": _("as your device"), "more": _("high contrast")}
MOTIONS = {"": _("as your device"), "still": _("still picture")}
CHOICES = {"light": LIGHTS, "contrast": CONTRASTS, "motion": MOTIONS}
YEAR_S = 365 * 24 * 60 * 60


def chosen(request: HttpRequest, name: str) -> str:
    """Read one choice; what we do not know counts as the device's own."""
    value = request.COOKIES.get(name, "")
    return value if value in CHOICES[name] else ""


def appearance(request: HttpRequest) -> dict[str, Any]:
    """Give every template the looks of this browser, so that no page flashes white, and say whether mail is sent."""
    return {name: chosen(request, name) for name in CHOICES} | {"mail": settings.MAIL, "demonstration": settings.DEMO}


def remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    """Keep one choice in this browser."""
    if value in CHOICES[name]:
        response.set_cookie(name, value, max_age=YEAR_S, samesite="Lax", secure=request.is_secure())
