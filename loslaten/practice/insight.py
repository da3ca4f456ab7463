"""The page that looks back over weeks: its parts, which of them somebody hid, and the question before it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent
from loslaten.practice.course import body, course, summary
from loslaten.practice.felt_and_heard import felt_and_heard
from loslaten.practice.look import Look
from loslaten.practice.together import together

HIDDEN = "insight_hidden"  # a cookie: what somebody does not want to see is nobody else's to know
YEAR_S = 365 * 24 * 60 * 60


class Part(NamedTuple):
    """One part of the page: what to show of a look, or None for nothing at all."""

    name: str
    title: str | Promise
    template: str
    show: Callable[[Look], Mapping[str, Any] | None]


class Shown(NamedTuple):
    """A part with what it shows."""

    part: Part
    context: Mapping[str, Any]


PARTS = (
    Part("course", _("Before and after"), "practice/parts/course.html", course),
    Part("body", _("Where it is"), "practice/parts/heat.html", body),
    Part("together", _("What goes together with softening"), "practice/parts/together.html", together),
    Part("heard", _("Felt and heard"), "practice/parts/felt_and_heard.html", felt_and_heard),
)


def hidden_by(request: HttpRequest) -> set[str]:
    """Read which parts this browser hides."""
    return set(request.COOKIES.get(HIDDEN, "").split("."))


@require_safe
def insight(request: HttpRequest, more: Sequence[Part] = ()) -> HttpResponse:
    """Show what one's own practices say, to whoever asked for it; the house may add parts from other rooms."""
    person = request.user
    agreed = person.agreed() if person.is_authenticated else set()
    if not person.is_authenticated or Consent.Purpose.INSIGHT not in agreed:
        question = QUESTIONS[Consent.Purpose.INSIGHT]
        return render(request, "practice/insight_question.html", {"question": question})
    look, hidden = Look(person, request.GET, at=now()), hidden_by(request)
    context = {
        "look": look,
        "summary": summary(look),
        "nothing": not look.tally["n"] and not look.hidden,
        "keeps": Consent.Purpose.KEEP_ROUNDS in agreed,
        "shown": shown(look, [*PARTS, *more], hidden),
        "hidden": [part for part in (*PARTS, *more) if part.name in hidden],
    }
    return render(request, "practice/insight.html", context)


def shown(look: Look, parts: Sequence[Part], hidden: Collection[str]) -> list[Shown]:
    """Work out the parts that nobody hid; what is hidden is not worked out either."""
    wanted = ((part, part.show(look)) for part in parts if part.name not in hidden)
    return [Shown(part, context) for part, context in wanted if context is not None]


@require_POST
def hide(request: HttpRequest, more: Sequence[Part] = ()) -> HttpResponse:
    """Hide a part in this browser, or show it again, and go back to the same choice."""
    known = [part.name for part in (*PARTS, *more)]
    hidden = hidden_by(request) | {request.POST.get("hide", "")}
    kept = [name for name in known if name in hidden and name != request.POST.get("show")]
    look = {name: request.POST.get(name, "") for name in ("period", "place")}
    response = redirect(reverse("insight", query={name: value for name, value in look.items() if value}))
    response.set_cookie(
        HIDDEN, ".".join(kept), max_age=YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response
