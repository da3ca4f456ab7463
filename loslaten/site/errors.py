"""When something does not work: one clear page in the person's language, and nothing is lost."""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from loslaten.accounts.limits import WAIT_S

log = logging.getLogger("loslaten")
Handler = Callable[[HttpRequest], HttpResponse]


def page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """Draw an error page without asking the database anything."""
    context = {"title": title, "sentence": sentence, "request": request, "bare": True}
    return render(request, "site/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be read, such as a form of ten megabytes."""
    if isinstance(exception, RequestDataTooBig):
        return page(
            request,
            413,
            _("That was too much at once"),
            _("What was sent is larger than any form here. Nothing of it was stored."),
        )
    return page(
        request,
        400,
        _("We could not read that"),
        _("What was sent does not look like one of our forms. You could go back and try once more."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    return page(request, 403, _("This is not open to you"), _("You could go back, or begin at the home page."))


def old_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form from a page that stood open too long, or whose cookies are gone."""
    return page(
        request, 403, _("This page stood open for a long time"),
        _("The key of this page no longer fits. Go back, reload the page and press once more."),
    )  # fmt: skip


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere, or to what belongs to somebody else."""
    return page(request, 404, _("There is nothing here"), _("Maybe it was erased, or it belongs to another browser."))


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tried something often: it is no fault, and it passes."""
    response = page(
        request, 429, _("That was often in a short time"),
        _("To keep out somebody who guesses, we wait a little. Try again in ten minutes. Practising works as always."),
    )  # fmt: skip
    response.headers["Retry-After"] = str(WAIT_S)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the fault is ours."""
    return page(
        request, 500, _("This does not work right now"), _("The fault is ours. Would you try again a little later?")
    )


def database_trouble(handle: Handler) -> Handler:
    """Answer with a calm page when the database cannot be reached, is full, or may only be read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return handle(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (OperationalError, InterfaceError, DatabaseError)):
            return None
        # The class says what is wrong; the message may hold a value of somebody's.
        log.error(
            "The database refused: %s at %s",
            type(exception).__name__,
            request.resolver_match and request.resolver_match.url_name,
        )
        response = page(
            request, 503, _("We cannot store anything right now"),
            _("What you just sent was not stored. Go back, and press once more in a little while."),
        )  # fmt: skip
        response.headers["Retry-After"] = "10"
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
