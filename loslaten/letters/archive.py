"""Letters that went out, for anybody to read: their pages, and a feed in each language."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loslaten.letters.gather import gather
from loslaten.letters.models import Letter
from loslaten.library.models import LANGUAGES

NEWEST = 20


def went_out() -> QuerySet[Letter]:
    """Find every letter that anybody may read, the newest first."""
    states = (Letter.State.SENDING, Letter.State.SENT)
    return Letter.objects.filter(kind=Letter.Kind.WEEKLY, in_archive=True, state__in=states, begun_at__isnull=False)


def paths() -> list[str]:
    """Give the address of every letter, for the map of the house."""
    slugs = went_out().values_list("slug", flat=True)
    return [reverse("letter", args=[language, slug]) for slug in slugs for language, _name in LANGUAGES]


@require_safe
def letter_here(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to a letter in the reader's own language."""
    if not went_out().filter(slug=slug).exists():
        raise Http404
    return redirect("letter", "en" if get_language() == "en" else "nl", slug)


@require_safe
def letter(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show a letter as it went out, without what was only one reader's."""
    activate(language)
    found = get_object_or_404(went_out().select_related("theme", "article", "practice"), slug=slug)
    other = reverse("letter", args=["nl" if language == "en" else "en", slug])
    context = {
        "content": gather(found, language, at=found.begun_at or found.changed_at),
        "day": found.due_at,
        "canonical": request.build_absolute_uri(request.path),
        "other_address": other,
        "alternates": {"nl" if language == "en" else "en": request.build_absolute_uri(other)},
    }
    return render(request, "letters/letter.html", context)


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Tell which letters went out last, in one language."""
    activate(language)
    atom = Atom1Feed(
        title=_("The weekly letter"), link=request.build_absolute_uri(reverse("letters")), description="",
        language=language, feed_url=request.build_absolute_uri(request.path),
    )  # fmt: skip
    for each in went_out()[:NEWEST]:
        address = request.build_absolute_uri(reverse("letter", args=[language, each.slug]))
        atom.add_item(
            title=each.said("subject", language), link=address, description=each.said("opening", language),
            unique_id=address, pubdate=each.due_at, updateddate=each.begun_at,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
