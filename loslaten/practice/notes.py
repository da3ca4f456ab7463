"""The note of a round: a box in, a box out, and never a word of it readable here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loslaten.accounts import vault, vault_views
from loslaten.practice.models import RoundNote
from loslaten.practice.views import my_round


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the sealed note of one's own round, keep another in its place, or erase it."""
    practised = my_round(request, pk)
    written = RoundNote.objects.filter(round=practised).first()
    if request.method != "POST":
        return JsonResponse({"note": vault.told(written)})
    if request.POST.get("go") == "erase":
        RoundNote.objects.filter(round=practised).delete()
        return JsonResponse({"note": None})
    return vault_views.keep(request, lambda: written or RoundNote(round=practised, person=practised.person), at=now())
