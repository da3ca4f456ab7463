"""The vault on the web: its page, and the small answers that a person's own browser asks for."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loslaten.accounts import vault
from loslaten.accounts.access import detour, is_sure
from loslaten.accounts.boxes import NoteForm, SlotForm, VaultForm
from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person, Sealed, Vault

PIECE = 100  # notes at a time: each piece has a way to go through server and threads

NOTES = Consent.Purpose.KEEP_NOTES


def me(request: HttpRequest) -> Person:
    """Find who asks; who is nobody here has nothing here."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def refused(form: Form) -> JsonResponse:
    """Say that something was not a locked box; which field it was is for whoever builds a browser."""
    said = _("This did not arrive locked, so it was not kept.")
    return JsonResponse({"said": said, "fields": sorted(form.errors)}, status=422)


def came_second(taken: vault.TakenError) -> JsonResponse:
    """Say what came first."""
    said = {
        "vault": _("A vault was just made, perhaps in another tab. Those words count, these do not."),
        "other_vault": _("Your vault is another one by now. Load this page again; copy your text first."),
        "note": _("This note was changed in another tab. Copy your text, and load this page again."),
    }
    return JsonResponse({"said": said[str(taken)], "why": str(taken)}, status=409)


def no_consent() -> JsonResponse:
    """Say that notes are not kept without a yes."""
    return JsonResponse({"said": _("You did not say that notes may be kept, so nothing was kept.")}, status=403)


def unsure() -> JsonResponse:
    """Ask once more who is there, before what opens the notes is replaced."""
    said = _("Say once more who you are: load this page again, and go on from there.")
    return JsonResponse({"said": said}, status=403)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vault_page(request: HttpRequest) -> HttpResponse:
    """Show what the vault is and how it stands, or make it, once."""
    if request.method == "POST":
        return make(request)
    mine = vault.vault_of(request.user) if request.user.is_authenticated else None
    count = vault.count_notes(mine.person) if mine else 0
    return render(request, "accounts/vault.html", {"vault": mine, "count": count, "sure": is_sure(request)})


def make(request: HttpRequest) -> HttpResponse:
    """Make the vault that this person's browser locked."""
    person, form = me(request), VaultForm(request.POST)
    if not vault.agrees(person):
        return no_consent()
    if not form.is_valid():
        return refused(form)
    try:
        made = vault.make(person, form.cleaned_data, at=now())
    except vault.TakenError as taken:
        return came_second(taken)
    return JsonResponse({"vault": vault.public(made)}, status=201)


@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Tell a person's own browser how their vault stands."""
    person = me(request)
    mine = vault.vault_of(person)
    answer = {
        "token": get_token(request),
        "agrees": vault.agrees(person),
        "vault": vault.public(mine) if mine else None,
    }
    return JsonResponse(answer)


@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """Write down that notes may be kept."""
    me(request).agree(NOTES, wording=QUESTIONS[NOTES].wording, at=now())
    return JsonResponse({})


@require_POST
def slot(request: HttpRequest) -> HttpResponse:
    """Put in or renew a way to open the vault, or take the passphrase out; the recovery words always stay."""
    mine = get_object_or_404(Vault, person=me(request))
    if not is_sure(request):
        return unsure()
    if request.POST.get("go") == "remove":
        mine.slots.filter(kind="passphrase").delete()
        return JsonResponse({"vault": vault.public(mine)})
    form = SlotForm(request.POST)
    if not form.is_valid():
        return refused(form)
    if request.POST.get("check_box") != mine.check_box:
        return came_second(vault.TakenError("other_vault"))
    vault.put_slot(mine, form.cleaned_data, at=now())
    return JsonResponse({"vault": vault.public(mine)})


@require_POST
def start_anew(request: HttpRequest) -> HttpResponseBase:
    """Erase the vault and every note in it: what is left when the recovery words are lost."""
    if not is_sure(request):
        return detour(request, "account_reauthenticate", then=reverse("vault"))
    count = vault.withdraw_notes(me(request))
    messages.info(request, _("Your vault is gone. Notes erased with it: %(count)s.") % {"count": count})
    return redirect("vault")


@require_safe
@never_cache
def notes_page(request: HttpRequest) -> HttpResponse:
    """Show the page on which a browser opens its person's notes."""
    count = vault.count_notes(request.user) if request.user.is_authenticated else 0
    return render(request, "accounts/notes.html", {"count": count})


@never_cache
@require_safe
def notes(request: HttpRequest) -> StreamingHttpResponse:
    """Give a person every box of theirs, as they come out of the database."""
    answer = StreamingHttpResponse(as_json(vault.boxes(me(request))), content_type="application/json")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def as_json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write rows as one JSON array, in pieces."""
    yield '{"notes": ['
    comma = ""
    while some := list(islice(rows, PIECE)):
        yield comma + ", ".join(map(json.dumps, some))
        comma = ", "
    yield "]}"


def keep(request: HttpRequest, place: Callable[[], Sealed], *, at: datetime) -> HttpResponse:
    """Keep what the browser sealed, in the place that is found or made once everything else is right."""
    if not vault.agrees(me(request)):
        return no_consent()
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refused(form)
    try:
        with transaction.atomic():
            note = place()
            vault.keep_note(note, form.cleaned_data, at=at)
    except vault.TakenError as taken:
        return came_second(taken)
    return JsonResponse({"note": vault.told(note)})


@require_POST
def erase_note(request: HttpRequest, name: UUID) -> HttpResponse:
    """Erase one note, whatever it is about."""
    if not vault.erase_note(me(request), name):
        raise Http404
    return JsonResponse({})
