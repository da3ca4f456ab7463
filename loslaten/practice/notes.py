"""The note of a round: a box in, a box out, and never a word of it readable here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loslaten.accounts import vault
from loslaten.accounts.boxes import NoteForm
from loslaten.accounts.vault_views import came_second, no_consent, refused
from loslaten.practice.models import Round, RoundNote
from loslaten.practice.views import my_round


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the sealed note of one's own round, keep another in its place, or erase it."""
    practised = my_round(request, pk)
    written = RoundNote.objects.filter(round=practised).first()
    if request.method != "POST":
        return JsonResponse({"note": sealed(written)})
    if request.POST.get("go") == "erase":
        RoundNote.objects.filter(round=practised).delete()
        return JsonResponse({"note": None})
    return write(request, practised, written)


def write(request: HttpRequest, practised: Round, written: RoundNote | None) -> HttpResponse:
    """Keep what the browser sealed."""
    if not vault.agrees(practised.person):
        return no_consent()
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refused(form)
    note = written or RoundNote(round=practised, person=practised.person)
    try:
        vault.keep_note(note, form.cleaned_data, at=now())
    except vault.TakenError as taken:
        return came_second(taken)
    return JsonResponse({"note": sealed(note)})


def sealed(note: RoundNote | None) -> dict[str, str] | None:
    """Give a note as its owner's browser needs it."""
    if note is None:
        return None
    return {"name": str(note.name), "box": note.box, "seen": vault.seen(note)}
