"""Take along, bring back, erase: what is yours, in your own hands."""

import threading
from collections.abc import Iterator
from time import monotonic
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from loslaten.accounts import guests
from loslaten.accounts.access import confirmed
from loslaten.accounts.models import Person
from loslaten.api import bring_back as bringing
from loslaten.api import erase as erasing
from loslaten.api.take_along import parcel, size
from loslaten.api.upload import MOST, MOST_MB, OneZip
from loslaten.api.zip_file import RefusedError, refuse

# A slow network may hold an answer for minutes; two at a time leave room for everybody who practises.
AT_ONCE = 2
LONGEST_S = 15 * 60


class Turns:
    """Who takes along right now: a few at a time, and each of them once."""

    def __init__(self) -> None:
        self.taken: set[int] = set()
        self.lock = threading.Lock()

    def take(self, pk: int) -> bool:
        """Take a turn, when there is one."""
        with self.lock:
            free = pk not in self.taken and len(self.taken) < AT_ONCE
            self.taken |= {pk} if free else set()
        return free

    def give_back(self, pk: int) -> None:
        """Let the next one come."""
        with self.lock:
            self.taken.discard(pk)


TURNS = Turns()


class Underway:
    """A zip on its way, which gives its turn back when the answer ends, also when it never began."""

    def __init__(self, pieces: Iterator[bytes], pk: int) -> None:
        self.pieces, self.pk = pieces, pk
        self.until = monotonic() + LONGEST_S
        self.open = True

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if monotonic() > self.until:
                raise TimeoutError
            yield piece

    def close(self) -> None:
        """End, once."""
        if self.open:
            self.open = False
            self.pieces.close()  # type: ignore[attr-defined]
            TURNS.give_back(self.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_along(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is once more, but for a guest; show how much there is to take along, and give it."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            raise Http404
        return render(request, "api/take_along.html", {"size": None})
    return take_mine(request) if request.user.is_guest else take_of_account(request)


def take_mine(request: HttpRequest) -> HttpResponseBase:
    """Show how much there is, or give it."""
    person = cast("Person", request.user)
    if request.method != "POST":
        return render(request, "api/take_along.html", {"size": size(person)})
    if not TURNS.take(person.pk):
        context = {"size": size(person), "busy": True}
        response = render(request, "api/take_along.html", context, status=503)
        response.headers["Retry-After"] = "60"
        return response
    return on_its_way(person)


take_of_account = confirmed(take_mine)


def on_its_way(person: Person) -> StreamingHttpResponse:
    """Answer with the zip while it is being written."""
    at = now()
    pieces = Underway(parcel(person, at=at, language=get_language() or settings.LANGUAGE_CODE), person.pk)
    name = f"loslaten-{localtime(at):%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        pieces, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@csrf_exempt  # only until the file has its place: the view inside checks the token
@require_http_methods(["GET", "HEAD", "POST"])
def bring_back(request: HttpRequest) -> HttpResponse:
    """Make room for one file, on this page alone, and let go of it whatever happens."""
    upload = OneZip(request)
    request.upload_handlers = [upload]
    try:
        return bring_back_form(request, upload)
    finally:
        upload.close()


@never_cache
@csrf_protect
def bring_back_form(request: HttpRequest, upload: OneZip) -> HttpResponse:
    """Ask for a zip, and bring back what is in it, or say what is in the way."""
    if request.method == "POST":
        return receive(request, upload)
    found = bringing.in_the_way(request.user) if request.user.is_authenticated else ""
    return render(request, "api/bring_back.html", {"found": found, "most_mb": MOST_MB, "most": MOST})


def receive(request: HttpRequest, upload: OneZip) -> HttpResponse:
    """Bring back a file that came in."""
    context: dict[str, object] = {"most_mb": MOST_MB, "most": MOST}
    try:
        context["brought"] = unpack(request, upload)
    except RefusedError as refused:
        return render(request, "api/bring_back.html", {**context, "refused": refused}, status=422)
    return render(request, "api/brought.html", context)


def unpack(request: HttpRequest, upload: OneZip) -> bringing.Brought:
    """Look at all of it first, then store it in one go; a guest is only made when there is something to keep."""
    request.POST  # noqa: B018 - reading the form is what fills the upload
    if upload.too_large:
        refuse(_("The file is larger than %(most_mb)s MB.") % {"most_mb": MOST_MB})
    if upload.kept is None:
        refuse(_("No file was chosen."))
    if request.user.is_authenticated and (found := bringing.in_the_way(request.user)):
        refuse(_("This account is not empty: %(found)s.") % {"found": found})
    looked_at = bringing.look(upload.kept, at=now())
    with transaction.atomic():
        person = request.user if request.user.is_authenticated else guests.named(uuid4())
        brought = bringing.put(looked_at, person)
    if not request.user.is_authenticated:
        guests.enter(request, person)
    guests.stay(request, person)
    return brought


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is once more, but for a guest, and then whether everything may go."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            raise Http404
        return render(request, "api/erase.html", {"counts": None})
    return erase_mine(request) if request.user.is_guest else ask_who(request)


def erase_mine(request: HttpRequest) -> HttpResponse:
    """Show what there is, or erase it."""
    if request.method != "POST":
        counts = erasing.counts(request.user)  # type: ignore[arg-type]
        return render(request, "api/erase.html", {"counts": counts})
    if request.POST.get("go") != "yes":
        return redirect("yours")
    gone = erasing.erase(request.user, request)  # type: ignore[arg-type]
    logout(request)
    response = render(request, "api/erased.html", {"counts": gone})
    if request.is_secure():
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


ask_who = confirmed(erase_mine)
