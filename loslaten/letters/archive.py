"""Letters that went out, for anybody to read: their pages, and a feed in each language."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import activate, get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loslaten.letters.gather import gather
from loslaten.letters.links import name_of
from loslaten.letters.models import Letter
from loslaten.library.models import LANGUAGES

NEWEST = 20
ON_A_PAGE = 26  # half a year
ABOUT = 160  # letters of the description that others show of a page


def went_out() -> QuerySet[Letter]:
    """Find every letter that anybody may read, the newest first."""
    states = (Letter.State.SENDING, Letter.State.SENT)
    return Letter.objects.filter(kind=Letter.Kind.WEEKLY, in_archive=True, state__in=states, begun_at__isnull=False)


def listed(request: HttpRequest) -> Page[Letter]:
    """Give some of the letters that went out, as the list names them: without their texts."""
    names = went_out().only("slug", "subject_nl", "subject_en", "due_at")
    return Paginator(names, ON_A_PAGE).get_page(request.GET.get("page"))


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
    content = gather(found, language, at=found.begun_at or found.changed_at)
    about = Truncator(next(iter(content.paragraphs), content.question)).chars(ABOUT)
    context = {"content": content, "about": about, "day": found.due_at, **addresses(request, language, slug)}
    return render(request, "letters/letter.html", context)


def addresses(request: HttpRequest, language: str, slug: str) -> dict[str, object]:
    """Give the address of this page, and of the same letter in each language."""
    other = "nl" if language == "en" else "en"
    paths = {each: reverse("letter", args=[each, slug]) for each in (language, other)}
    alternates = {each: request.build_absolute_uri(path) for each, path in paths.items()}
    return {"canonical": alternates[language], "other_address": paths[other], "alternates": alternates}


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Tell which letters went out last, in one language."""
    activate(language)
    atom = Atom1Feed(
        title=_("The weekly letter"), link=request.build_absolute_uri(reverse("letters")), description="",
        language=language, feed_url=request.build_absolute_uri(request.path), author_name="Loslaten",
        feed_guid=name_of(f"letters {language}"),
    )  # fmt: skip
    for each in went_out()[:NEWEST]:
        address = request.build_absolute_uri(reverse("letter", args=[language, each.slug]))
        atom.add_item(
            title=each.said("subject", language), link=address, description=each.said("opening", language),
            unique_id=name_of(f"letter {each.pk} {language}"), pubdate=each.due_at, updateddate=each.begun_at,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
