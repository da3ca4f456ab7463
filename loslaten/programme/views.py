"""Step by step: a suggestion first, then every step; nothing is locked, and nothing is counted."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from loslaten.accounts import guests
from loslaten.library.models import Article
from loslaten.practice.guides import SHORT, find
from loslaten.programme.models import Taken
from loslaten.programme.steps import SmallStep, steps, suggested


def language() -> str:
    """Name the language of this person, as the files know it."""
    return "en" if get_language() == "en" else "nl"


def marks(request: HttpRequest) -> dict[str, datetime]:
    """Give what this person marked, oldest first."""
    return dict(Taken.objects.filter(person=request.user.pk).values_list("step_key", "at"))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Suggest one step, and show them all."""
    all_steps, taken = steps(language()), marks(request)
    known = [step.key for step in all_steps]
    last = next((key for key in reversed(taken) if key in known), "")
    context = {"steps": all_steps, "taken": taken, "suggested": suggested(all_steps, taken, last)}
    return render(request, "programme/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Show one step, or mark it, or take the mark back."""
    all_steps = steps(language())
    if not 1 <= number <= len(all_steps):
        raise Http404
    here = all_steps[number - 1]
    if request.method == "POST":
        return mark(request, here)
    context = {"step": here, "taken": here.key in marks(request), **beside(here)}
    return render(request, "programme/step.html", context)


def mark(request: HttpRequest, here: SmallStep) -> HttpResponse:
    """Write down that somebody did this, or had enough of it; or forget that at once."""
    if request.POST.get("go") == "undo":
        Taken.objects.filter(person=request.user.pk, step_key=here.key).delete()
        return redirect("small_step", here.number)
    person = guests.welcome(request)
    guests.stay(request, person)
    Taken.objects.get_or_create(person=person, step_key=here.key, defaults={"at": now()})
    return redirect("step_by_step")


def beside(here: SmallStep) -> dict[str, Any]:
    """Find what a step leads to; a text that a writer took away is left out, and the short form is always there."""
    found = Article.objects.filter(key=here.article, language=language(), live=True)
    article = found.values_list("title", "slug", "rendered__sections").first()
    return {"guide": find(here.practice) or SHORT, "reading": article and part_of(here, *article)}


def part_of(here: SmallStep, title: str, slug: str, sections: list[dict[str, str]] | None) -> dict[str, str]:
    """Lead to one part of an article, or to its beginning when that part is no longer there."""
    address = reverse("article", args=[language(), slug])
    if not sections or len(sections) < here.part:
        return {"title": title, "address": address}
    return {"title": title, "part": sections[here.part - 1]["heading"], "address": f"{address}#part-{here.part}"}
