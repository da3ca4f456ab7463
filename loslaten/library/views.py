"""The pages of the library: what anybody may read, in two languages that lead to each other."""

from typing import Any

from allauth.core.internal.ratelimit import consume
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django.utils.translation import activate, get_language
from django.views.decorators.http import require_safe

from loslaten.library import reading
from loslaten.library.blocks import STEPS
from loslaten.library.draw import Drawn, addresses, data_block, draw, drawn
from loslaten.library.look_up import look_up
from loslaten.library.missed import count_missed
from loslaten.library.models import Article, Page, Practice, Text, Theme

A_QUERY = 200  # characters that stand in the box again
later = SimpleLazyObject  # asked of the database only by a page that is not drawn yet
DIGITS = 6  # of a page in a list


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Lead to the library in the reader's own language."""
    return redirect("library", "en" if get_language() == "en" else "nl")


@require_safe
def overview(request: HttpRequest, language: str) -> HttpResponse:
    """Show every theme by its group, and the articles."""
    activate(language)
    articles = reading.listed(Article.objects.filter(language=language)).order_by("title")
    house = list(reading.of_the_house(language))
    context = {
        "house": house,
        "groups": later(lambda: reading.grouped(Theme.objects.all())),
        **shelf(request, articles),
        **keeping(house[0] if house else None),
    }
    other = reverse("library", args=["nl" if language == "en" else "en"])
    context |= addresses(request, other, context["number"])
    if "alternates" in context:
        context["alternates"]["x-default"] = request.build_absolute_uri(reverse("read"))  # it asks the reader's browser
    return render(request, "library/overview.html", context)


@require_safe
def theme(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """Show a theme: what it is, how the body tells, when it comes up, what to read and to practise."""
    activate(language)
    found = get_object_or_404(reading.with_articles(language), key=key)
    articles = reading.to_read(found, language)
    context = {
        "theme": found, "neighbours": later(lambda: reading.neighbours(found)), "signals": found.said("body_signals"),
        "situations": found.said("situations"), **shelf(request, articles), **keeping(found),
    }  # fmt: skip
    other = reverse("theme", args=["nl" if language == "en" else "en", key])
    return render(request, "library/theme.html", context | addresses(request, other, context["number"]))


@require_safe
def article(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show an article."""
    activate(language)
    return on_its_page(request, drawn(request, language, slug))


@require_safe
def practices(request: HttpRequest, language: str) -> HttpResponse:
    """List the practices."""
    activate(language)
    some = Practice.objects.filter(language=language, live=True).defer("phrases", "body", "rendered")
    other = reverse("practices", args=["nl" if language == "en" else "en"])
    return render(request, "library/practices.html", {"practices": some} | addresses(request, other))


@require_safe
def practice(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show a practice: what it is for, what one hears, when to skip it."""
    activate(language)
    some = reading.translated(Practice.objects.filter(language=language, slug=slug))
    return show(request, get_object_or_404(some.defer("phrases", "body")), "library/practice.html")


@require_safe
def page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show a page of the house: the method, the evidence, the general questions."""
    activate(language)
    some = reading.translated(Page.objects.filter(language=language, slug=slug))
    return show(request, get_object_or_404(some.defer("body", "faq")), "library/page.html")


@require_safe
def find(request: HttpRequest, language: str) -> HttpResponse:
    """Lead one or two words to a theme; as one types, only the answer is drawn."""
    activate(language)
    query = request.GET.get("q", "").strip()
    typing = request.headers.get("HX-Request") == "true"
    answer = look_up(query, language) if query else None
    if answer and not typing and not answer.crisis and not answer.offers and may_count(request):
        count_missed(query, on=localdate())
    other = reverse("find", args=["nl" if language == "en" else "en"])
    context = {"answer": answer, "query": query[:A_QUERY]} | addresses(request, other)
    response = render(request, "library/parts/found.html" if typing else "library/find.html", context)
    response.headers["Cache-Control"] = "no-store"  # what somebody typed stays nowhere
    return response


def may_count(request: HttpRequest) -> bool:
    """Tell whether a missed word counts: of a program that types a great many, most do not."""
    return bool(consume(request, app="allauth.account", action="missed", limit_get=True))


def show(request: HttpRequest, text: Text, template: str) -> HttpResponse:
    """Draw a practice or a page."""
    context: dict[str, Any] = {"text": text, "shown": text.rendered, "steps": steps(text)}
    slug = getattr(text, "other", None)
    other = reverse(text.kind, args=["nl" if text.language == "en" else "en", slug]) if slug else None
    context |= addresses(request, other)
    if text.rendered["faq"]:
        context["structured"] = data_block([reading.questions(text.rendered["faq"], context["canonical"])])
    return render(request, template, context)


def on_its_page(request: HttpRequest, article: Drawn) -> HttpResponse:
    """Put what is the same for everybody on the page of whoever asked."""
    context = {"drawn": article, "other_address": article.other, "room": "library"}
    return render(request, "library/article.html", context)


def keeping(row: object | None) -> dict[str, Any]:
    """Tell a page how long what is the same for everybody may stay drawn: as long as the library stays as it is."""
    edition = getattr(row, "edition", None)
    return {"edition": edition, "keep": None if edition else 0}


def shelf(request: HttpRequest, articles: QuerySet[Article]) -> dict[str, Any]:
    """Give one page of a list, to be asked of the database only when it is drawn."""
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) <= DIGITS else 1
    return {"number": number, "shelf": later(lambda: reading.shelf(articles, number))}


def steps(text: Text) -> list[tuple[str, list[str]]]:
    """Name the steps of a practice, each with its lines."""
    names = dict(STEPS)
    return [(str(names.get(step, step)), lines) for step, lines in text.rendered.get("phrases", {}).items()]


def preview(request: HttpRequest, text: Text) -> HttpResponse:
    """Show a draft to its writer as a reader will see it."""
    activate(text.language)
    if isinstance(text, Article):
        return on_its_page(request, draw(request, text))
    return show(request, text, f"library/{text.kind}.html")
