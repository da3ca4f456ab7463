"""Moments: ten seconds to write one down, also without a network, and what can be done with it afterwards."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loslaten.accounts import guests, vault, vault_views, whose
from loslaten.patterns import log
from loslaten.patterns.forms import MomentForm
from loslaten.patterns.log import SEVERAL, GoneError, awake
from loslaten.patterns.models import Moment, MomentNote
from loslaten.patterns.own_words import parts
from loslaten.patterns.times import Time
from loslaten.patterns.views import card, draw, keeps
from loslaten.patterns.when import When, in_words, wall


def my_moment(request: HttpRequest, pk: UUID) -> Moment:
    """Find a moment of this person's own."""
    some = Moment.objects.select_related("pattern__theme", "pattern__person")
    return get_object_or_404(some, pk=pk, pattern__person=request.user.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a moment, or write it down."""
    at = now()
    if request.method != "POST":
        asked = {"pattern": request.GET.get("pattern", ""), "when": When.NOW, "key": uuid4()}
        return show(request, MomentForm(initial=asked, at=at))
    form = MomentForm(request.POST, at=at)
    if form.is_valid() and not whose.is_theirs(request, request.POST.get("whose", "")):
        form.add_error("pattern", another())
    if not form.is_valid():
        return show(request, form)
    person = guests.welcome(request, key=form.cleaned_data["key"])
    guests.stay(request, person)
    try:
        written = log.log(person, form.cleaned_data, at=at)
    except GoneError:
        form.add_error("pattern", gone())
        return show(request, form)
    messages.info(request, written_down(form))
    return redirect("moment", written.pk)


def written_down(form: MomentForm) -> str:
    """Say that it is written down, and which of two equal hours was taken."""
    said = [_("It is written down.")]
    if form.cleaned_data["told"].twice:
        said.append(_("The clock showed that time twice that night; the first one was taken."))
    return " ".join(said)


def gone() -> str:
    """Say that a pattern is no longer there, and that the moment is."""
    return _("That pattern was erased meanwhile. The moment is still here: choose another pattern, or let it go.")


def another() -> str:
    """Say that a page was opened by somebody else than who is here now."""
    return _("This page was opened by somebody who is not signed in here now. Look whether it is yours.")


def show(request: HttpRequest, form: MomentForm, written: Moment | None = None) -> HttpResponse:
    """Draw the page on which a moment is asked, or changed."""
    cards = [card(each) for each in awake(request.user.pk)[:SEVERAL]] if request.user.is_authenticated else []
    chosen = str(form["pattern"].value() or "")
    if written and written.pattern.rests_since:
        cards.insert(0, card(written.pattern))
    if chosen not in {str(each["pattern"].pk) for each in cards} | {"new"}:
        chosen = str(cards[0]["pattern"].pk) if cards else "new"
    context = {
        "form": form, "cards": cards, "chosen": chosen, "moment": written, "keeps": keeps(request), "parts": parts(),
        "clock": localtime(form.at), "latest": wall(form.at), "marks": whose.marks(request),
    }  # fmt: skip
    return draw(request, "patterns/moment.html", context, wrong=bool(form.errors))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show a moment on one page that belongs to nobody, for when there is no network."""
    context = {"form": MomentForm(at=now(), initial={"when": When.NOW}), "words": in_words(), "bare": True}
    return draw(request, "patterns/offline.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take a moment that waited in a browser; the same one sent again is already here."""
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    if not whose.is_theirs(request, request.POST.get("whose", "")):
        said = _("This moment is of somebody who is not signed in here now. It stays on this device until they are.")
        return JsonResponse({"said": said}, status=409)
    at = now()
    form = MomentForm(request.POST, at=at)
    if not form.is_valid() or form.cleaned_data["key"] is None:
        why = next((text for texts in form.errors.values() for text in texts), _("It has no key."))
        said = _("A moment from this device could not be read here, and stays on this device. %(why)s")
        return JsonResponse({"said": said % {"why": why}}, status=422)
    person = guests.welcome(request, key=form.cleaned_data["key"])
    guests.stay(request, person)
    try:
        written = log.log(person, form.cleaned_data, at=at)
    except GoneError:
        return JsonResponse({"said": gone()}, status=410)
    if request.POST.get("here"):  # somebody is looking, and goes to the next page at once
        messages.info(request, written_down(form))
    sentences = [_("Your moment has arrived."), form.cleaned_data["dated"]]
    return JsonResponse({"after": reverse("moment", args=[written.pk]), "said": " ".join(filter(None, sentences))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a moment that was written down, or change it."""
    written = my_moment(request, pk)
    if request.method != "POST":
        return draw(request, "patterns/one_moment.html", {**card(written.pattern), "moment": written, **told(written)})
    form = MomentForm(request.POST, at=now())
    if form.is_valid():
        try:
            log.change(written.pk, written.pattern.person, form.cleaned_data, at=now())
        except Moment.DoesNotExist as erased:
            raise Http404 from erased
        except GoneError:
            form.add_error("pattern", gone())
        else:
            messages.info(request, _("It has been changed."))
            return redirect("moment", pk)
    return show(request, form, written)


def told(written: Moment) -> dict[str, Any]:
    """Tell a moment as a row of the list does."""
    row = Time(written.pk, written.at, "moment", written.tension_before, written.tension_after, written.path)
    return {"time": row, "parts": parts()}


@never_cache
@require_safe
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a moment as it stands, to be changed."""
    written = my_moment(request, pk)
    fields = ("tension_before", "path", "tension_after")
    stands = {name: getattr(written, name) for name in fields} | {
        "pattern": str(written.pattern_id), "when": When.CLOCK, "wall": wall(written.at),
    }  # fmt: skip
    return show(request, MomentForm(initial=stands, at=now()), written)


@require_POST
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Erase one moment at once."""
    written = my_moment(request, pk)
    log.erase(written)
    messages.info(request, _("This moment has been erased."))
    return redirect("pattern", written.pattern_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the sealed note of one's own moment, keep another in its place, or erase it."""
    about = my_moment(request, pk)
    written = MomentNote.objects.filter(moment=about).first()
    if request.method != "POST":
        return JsonResponse({"note": vault.told(written)})
    if request.POST.get("go") == "erase":
        MomentNote.objects.filter(moment=about).delete()
        return JsonResponse({"note": None})
    place = MomentNote(moment=about, person=about.pattern.person)
    answer = vault_views.keep(request, lambda: written or place, at=now())
    guests.stay(request, about.pattern.person)
    return answer
