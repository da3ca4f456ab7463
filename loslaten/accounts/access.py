"""Who may go where: pages for people with an account, and pages that ask once more who is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponseBase]


def has_account(request: HttpRequest) -> bool:
    """Say whether somebody is here who can come back from another browser; a guest cannot."""
    return request.user.is_authenticated and request.user.has_account


def account_required(view: View) -> View:
    """Ask a guest, and somebody who is signed out, to sign in first."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any view's
        if not has_account(request):
            return detour(request, "account_login")
        return view(request, *args, **kwargs)

    return guarded


def confirmed(view: View) -> View:
    """Ask once more who is there, unless they said so less than a quarter of an hour ago."""
    # allauth's own decorator would keep what was being sent, with the address of who sent it, in the session.

    @account_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any view's
        if not did_recently_reauthenticate(request):
            return detour(request, "account_reauthenticate")
        return view(request, *args, **kwargs)

    return guarded


def is_sure(request: HttpRequest) -> bool:
    """Say whether it is sure who is there: an account said so a moment ago, a guest has nothing to say it with."""
    return not has_account(request) or did_recently_reauthenticate(request)


def newcomers(view: View) -> View:
    """Lead somebody who is signed in already to their own page; a guest may come in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any view's
        if has_account(request):
            return redirect("access")
        return view(request, *args, **kwargs)

    return guarded


def detour(request: HttpRequest, name: str, *, then: str = "") -> HttpResponseBase:
    """Go to another page first, and then come back here, or go on from a page nearby."""
    return redirect(f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: then or request.path})}")
