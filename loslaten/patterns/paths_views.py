"""Asking whether the paths may be drawn, and what stands beside a practised round; practice knows nothing of either."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loslaten.accounts.consents import QUESTIONS
from loslaten.patterns import standing
from loslaten.patterns.models import Pattern, Practised
from loslaten.patterns.paths_page import beside
from loslaten.practice.models import Round

View = Callable[..., HttpResponse]


@require_POST
def show_paths(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the answer to the one question: draw the paths of somebody's patterns, or only list what they wrote."""
    pattern = get_object_or_404(Pattern.objects.select_related("person"), pk=pk, person=request.user.pk)
    question = QUESTIONS[standing.INSIGHT]
    if request.POST.get("go") == "yes":
        pattern.person.agree(standing.INSIGHT, wording=question.wording, at=now())
        standing.recount_all(pattern.person)
        messages.info(request, _("Your paths are being counted. You can take that back at any time, under Yours."))
    else:
        messages.info(request, _("Nothing has changed: your moments are only listed."))
    return redirect("pattern", pk)


def beside_round(practised: Round) -> str:
    """Write what stands beside a round that was practised with a pattern; nothing beside another."""
    found = beside(practised.pk, at=now())
    return render_to_string("patterns/beside_round.html", {"beside": found}) if found else ""


def counted(view: View) -> View:
    """Let a page of a round do its work; when that ended the round, its pattern learns from it."""

    @wraps(view)
    def with_pattern(request: HttpRequest, pk: UUID, *args: object, **options: object) -> HttpResponse:
        answer = view(request, pk, *args, **options)
        if request.method == "POST" and answer.headers.get("Location") == reverse("after", args=[pk]):
            for link in Practised.objects.filter(round=pk).select_related("round", "pattern"):
                standing.take_in(link.pattern, link)
        return answer

    return with_pattern


def uncounted(view: View) -> View:
    """Let a page erase rounds; the patterns they belonged to are counted afresh without them."""

    @wraps(view)
    def with_patterns(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        which = {"round": options["pk"]} if "pk" in options else {"pattern__person": request.user.pk}
        before = dict(Practised.objects.filter(**which).values_list("pk", "pattern"))
        answer = view(request, *args, **options)
        left = set(Practised.objects.filter(**which).values_list("pk", flat=True))
        gone = {pattern for link, pattern in before.items() if link not in left}
        for pattern in Pattern.objects.filter(pk__in=gone):
            standing.recount(pattern)
        return answer

    return with_patterns
