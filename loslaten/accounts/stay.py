"""Staying signed in: thirty days from the last day somebody was here."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

Handler = Callable[[HttpRequest], HttpResponse]
LAST_DAY = "here_on"


def stay_signed_in(handle: Handler) -> Handler:
    """Write the session once a day, so that its thirty days begin anew; a page that asks nobody's name does nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        session = request.session
        if session.accessed and SESSION_KEY in session and LAST_DAY in session:
            begin_day(request)
        return response

    return middleware


def begin_day(request: HttpRequest) -> None:
    """Remember the day; only somebody with an account has one, for a guest's day is a day."""
    today = now().date().isoformat()
    if request.session.get(LAST_DAY) != today:
        request.session[LAST_DAY] = today
