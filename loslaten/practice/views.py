"""A round from its first step to what is kept of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loslaten.accounts import guests
from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.picture.bodymap import definitions
from loslaten.picture.line import before_after
from loslaten.practice import measured, soft_order, summary
from loslaten.practice.forms import FORMS, SoftenForm, StepForm
from loslaten.practice.guides import SHORT, Guide, find, spoken, walk
from loslaten.practice.listening import CODES, SENSES
from loslaten.practice.models import STRONG, Round
from loslaten.practice.sweep import erased
from loslaten.practice.words import Ending, Step

# What a step shows besides the round itself comes along in the query for the round.
FOUND_WITH: dict[str, Callable[[], QuerySet[Round]]] = {
    Step.BREATHE: measured.with_leave,
    Step.SOFTEN: soft_order.with_leave,
    Step.LOOK_BACK: measured.with_summary,
}


def my_round(request: HttpRequest, pk: UUID, among: QuerySet[Round] | None = None) -> Round:
    """Find a round of this person's own; a guest whose session is gone may go on with the page they have open."""
    if not request.user.is_authenticated and request.method == "POST":
        guests.come_back(request, request.POST.get("ticket", ""))
    practised = get_object_or_404(Round if among is None else among, pk=pk, person=request.user.pk)
    practised.person = cast("Person", request.user)  # the same person, already here: no need to ask for them again
    return practised


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a round; a doubled click finds the one just begun."""
    guide = find(request.POST.get("guide", ""))
    if guide is None:
        raise Http404
    person = guests.welcome(request)
    guests.stay(request, person)
    begun = begin(person, guide, at=now())
    return redirect("step", begun.pk, begun.step)


@transaction.atomic
def begin(person: Person, guide: Guide, *, at: datetime) -> Round:
    """Begin a round, or find the one begun this moment: of two clicks at one instant the second waits for the first."""
    Person.objects.select_for_update().get(pk=person.pk)
    untouched = person.rounds.filter(ended_at=None, step=guide.steps[0], guide_slug=guide.slug, tension_before=None)
    found = untouched.filter(places=[]).first()
    return found or person.rounds.create(guide_slug=guide.slug, step=guide.steps[0], started_at=at, arrived_at=at)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Show one step, or take its answers and go where the person wants."""
    practised = my_round(request, pk, FOUND_WITH.get(name, Round.objects.all)())
    there = name in practised.guide.steps
    if not there and name != practised.step:
        raise Http404
    if practised.ended_at is not None:
        return redirect("after", practised.pk)
    if not there and request.method != "POST":  # a writer took this step out meanwhile
        return redirect("step", practised.pk, walk(practised.guide, name).here)
    form = FORMS[name](request.POST if request.method == "POST" else None, instance=practised)
    if request.method != "POST":
        return show_step(request, form, name)
    return answer(request, form, name)


def show_step(request: HttpRequest, form: StepForm, name: str) -> HttpResponse:
    """Draw the page of one step."""
    practised = form.instance
    if isinstance(form, SoftenForm):
        form.learns = soft_order.may_learn(practised) and not soft_order.listed(request)
    context = {
        "round": practised,
        "form": form,
        "step": Step(name),
        "steps": Step,
        "number": walk(practised.guide, name).number,
        "guide": practised.guide,
        "phrases": spoken(practised.guide, practised.places),
        "lines": practised.guide.lines.get(name, ()),
        "places": summary.place_names(practised),
        "may_learn": soft_order.may_learn(practised),
        "ticket": guests.ticket(practised.person) if practised.person.is_guest else "",
        "definitions": definitions(),
        **listening(practised, name),
    }
    return render(request, f"practice/{name}.html", context, status=422 if form.errors else 200)


def listening(practised: Round, name: str) -> dict[str, Any]:
    """Give the steps in which something is heard, or told of it, what they need for that."""
    if name == Step.BREATHE:
        keeps = getattr(practised, "keeps_measured", False)
        question = QUESTIONS[measured.PURPOSE]
        return {"senses": SENSES, "codes": CODES, "keeps_measured": keeps, "question": question}
    if name == Step.LOOK_BACK:
        heard = measured.kept_of(practised)
        return {"looks_back": True, "sentences": measured.sentences(heard) if heard else []}
    return {}


def answer(request: HttpRequest, form: StepForm, name: str) -> HttpResponse:
    """Take what was answered at one step, and go on, stop, or look outward."""
    go = request.POST.get("go", "next")
    if go == "skip":
        form = FORMS[name]({}, instance=Round.objects.get(pk=form.instance.pk))
        form.instance.go_on(name)
        form.instance.save(update_fields=["step"])
        return leave(form.instance, name)
    if not form.is_valid():
        return show_step(request, form, name)
    if go == "stop":
        form.instance.end(Ending.STOPPED, at=now())
        form.keep("ended_at", "ending")
    elif go == "next" and request.POST.keys().isdisjoint({"light", "order"}):
        form.instance.go_on(name)
        form.keep("step")
    else:
        form.keep()
    if name == Step.BREATHE:
        measured.take(form.instance, request.POST, at=now())
    if "light" in request.POST:
        return redirect("appear", preserve_request=True)
    if "order" in request.POST:
        return soft_order.remember(request, redirect("step", form.instance.pk, name))
    return redirect("outward", form.instance.pk) if go == "too_much" else leave(form.instance, name)


def leave(practised: Round, name: str) -> HttpResponse:
    """Go from a step to where the round stands now."""
    if walk(practised.guide, name).onward is None and practised.ended_at is None:
        practised.end(Ending.FINISHED, at=now())
        practised.save(update_fields=["ended_at", "ending"])
    if practised.ended_at is not None:
        return redirect("after", practised.pk)
    strong = practised.tension_before is not None and practised.tension_before >= STRONG
    if name == Step.NOTICE and strong:
        return redirect("strong", practised.pk)
    return redirect("step", practised.pk, practised.step)


@require_http_methods(["GET", "HEAD", "POST"])
def strong(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer the short form and the outward anchor when tension is very strong."""
    practised = my_round(request, pk)
    if request.method != "POST":
        return render(request, "practice/strong.html", {"round": practised})
    go = request.POST.get("go", "")
    if go == "short":
        practised.guide_slug = SHORT.slug
        practised.save(update_fields=["guide_slug"])
    return redirect("outward", pk) if go == "outward" else redirect("step", pk, practised.step)


@require_http_methods(["GET", "HEAD", "POST"])
def outward(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn attention outward: feet, sounds, eyes open; then stop gently or go back."""
    practised = my_round(request, pk)
    if request.method != "POST":
        return render(request, "practice/outward.html", {"round": practised})
    if request.POST.get("go") != "stop":
        return redirect("step", pk, practised.step)
    practised.end(Ending.TOO_MUCH, at=now())
    practised.save(update_fields=["ended_at", "ending"])
    return redirect("after", pk)


@require_safe
def after(request: HttpRequest, pk: UUID, beside: Callable[[Round], str] = lambda _: "") -> HttpResponse:
    """Show the two lines of a round, what was stored of it, and what another room has to say beside it."""
    practised = my_round(request, pk)
    if practised.ended_at is None:
        return redirect("step", pk, practised.step)
    heard = measured.kept_of(practised)
    context = {
        "round": practised,
        "sentence": summary.sentence(practised),
        "facts": summary.facts(practised) + measured.facts(heard),
        "sentences": measured.sentences(heard) if heard else [],
        "felt": measured.felt(practised),
        "lines": before_after(practised.tension_before, practised.tension_after, title=summary.sentence(practised)),
        "keeps": practised.person.agrees_to(Consent.Purpose.KEEP_ROUNDS),
        "question": QUESTIONS[Consent.Purpose.KEEP_ROUNDS],
        "beside": beside(practised),
    }
    return render(request, "practice/after.html", context)


@require_POST
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Erase one round at once; a guest of whom nothing is left goes along with it."""
    practised = my_round(request, pk)
    person = practised.person
    gone = erased(person.rounds.filter(pk=pk))
    if person.is_guest and guests.has_nothing(person) and not person.agreed() & guests.KEEPING:
        logout(request)
        person.delete()
    messages.info(request, _("This practice has been erased.") + summary.also_erased(gone))
    return redirect("kept") if request.POST.get("back") == "kept" else redirect("home")


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """List what is kept of this person's rounds."""
    rounds = Round.objects.filter(person=request.user.pk).exclude(ended_at=None)
    page = Paginator(rounds, 20).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"page": page, "entries": map(summary.entry, page)}
    if request.user.is_authenticated:
        agreed = request.user.agreed()
        context["keeps"] = Consent.Purpose.KEEP_ROUNDS in agreed
        context["question"] = QUESTIONS[Consent.Purpose.KEEP_ROUNDS]
    return render(request, "practice/kept.html", context)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep rounds from now on; a no has a page that says first what it erases."""
    if not request.user.is_authenticated:
        raise Http404
    if request.POST.get("go") != "yes":
        return redirect("consent", Consent.Purpose.KEEP_ROUNDS)
    guests.keep(request, request.user, at=now())
    messages.info(request, str(QUESTIONS[Consent.Purpose.KEEP_ROUNDS].said_yes))
    return redirect("kept")
