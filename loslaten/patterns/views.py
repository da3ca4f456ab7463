"""Patterns: the cards of somebody, each made in three short screens, and the page of one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loslaten.accounts import guests, vault, vault_views
from loslaten.accounts.models import Consent, Person
from loslaten.library.models import Theme
from loslaten.patterns import sentence, times
from loslaten.patterns.forms import PARTS, PartForm, SituationForm
from loslaten.patterns.from_theme import begun
from loslaten.patterns.log import SEVERAL, listed
from loslaten.patterns.models import MomentNote, Pattern, PatternWords, Practised
from loslaten.patterns.own_words import asked, parts
from loslaten.patterns.paths_page import paths_of
from loslaten.picture.bodymap import definitions
from loslaten.practice.guides import GUIDES, Guide
from loslaten.practice.models import Round
from loslaten.practice.summary import labels, movement_name
from loslaten.practice.words import Place, Sensation

ORDER = list(PARTS)


def my_pattern(request: HttpRequest, pk: UUID) -> Pattern:
    """Find a pattern of this person's own."""
    return get_object_or_404(Pattern.objects.select_related("theme", "person"), pk=pk, person=request.user.pk)


def keeps(request: HttpRequest) -> bool:
    """Say whether what somebody makes here stays."""
    return request.user.is_authenticated and request.user.agrees_to(Consent.Purpose.KEEP_ROUNDS)


def draw(request: HttpRequest, template: str, context: dict[str, Any], *, wrong: bool = False) -> HttpResponse:
    """Draw a page of this room; what could not be taken as it was says so in its status too."""
    return render(request, template, {"room": "patterns", **context}, status=422 if wrong else 200)


def card(pattern: Pattern) -> dict[str, Any]:
    """Show a pattern as a card."""
    return {"pattern": pattern, "name": sentence.name(pattern), "sentence": sentence.sentence(pattern)}


@never_cache
@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """List the patterns of somebody, the one used last first; those that rest stand apart."""
    page = Paginator(listed(request.user.pk), SEVERAL).get_page(request.GET.get("page"))
    context = {
        "cards": [card(each) for each in page if not each.rests_since],
        "resting": [card(each) for each in page if each.rests_since],
        "page": page,
        "keeps": keeps(request),
        "parts": parts(),
    }
    return draw(request, "patterns/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a pattern, from a theme or from nothing; a doubled press makes one."""
    key = request.POST.get("theme") or request.GET.get("theme", "")
    theme = Theme.objects.filter(key=key).first() if key else None
    pattern = begun(guests.welcome(request) if request.method == "POST" else None, theme, at=now())
    if request.method != "POST":
        return show_part(request, SituationForm(instance=pattern), "situation")
    pattern.pk = new_key(request)
    if before := Pattern.objects.filter(pk=pattern.pk, person=request.user.pk).first():
        pattern = before
    form = SituationForm(request.POST, instance=pattern)
    if not form.is_valid():
        return show_part(request, form, "situation")
    pattern = made_once(form)
    guests.stay(request, pattern.person)
    return onward(request, pattern, "situation")


def made_once(form: SituationForm) -> Pattern:
    """Store a pattern; a press doubled at the same instant finds what the first one stored."""
    pattern = form.instance
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=pattern.person_id)
        twin = Pattern.objects.filter(pk=pattern.pk, person=pattern.person_id) if pattern._state.adding else None
        return (twin and twin.first()) or cast("Pattern", form.save())


def new_key(request: HttpRequest) -> UUID:
    """Take the key this page was drawn with, unless it is somebody else's pattern or no key at all."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
    taken = Pattern.objects.filter(pk=key).exclude(person=request.user.pk).exists()
    return uuid4() if taken else key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Show one of the three screens, or take what was chosen there; each can be left open."""
    pattern = my_pattern(request, pk)
    if name not in PARTS:
        raise Http404
    if request.method != "POST":
        return show_part(request, PARTS[name](instance=pattern), name)
    if request.POST.get("go") == "skip":
        return onward(request, pattern, name)
    form = PARTS[name](request.POST, instance=pattern)
    if not form.is_valid():
        return show_part(request, form, name)
    pattern.changed_at = now()
    form.instance.save(update_fields=[*form.Meta.fields, "changed_at"])
    return onward(request, pattern, name)


def show_part(request: HttpRequest, form: PartForm, name: str) -> HttpResponse:
    """Draw one of the three screens."""
    pattern = form.instance
    context = {
        "form": form, "name": name, "parts": ORDER, "number": ORDER.index(name) + 1, "definitions": definitions(),
        "pattern": pattern, "is_new": pattern._state.adding, "places": labels(Place, pattern.places).lower(),
    }  # fmt: skip
    return draw(request, "patterns/part.html", context, wrong=bool(form.errors))


def onward(request: HttpRequest, pattern: Pattern, name: str) -> HttpResponse:
    """Go to the next screen or the one before, or to the card: when it was the last one, or that is enough for now."""
    go, here = request.POST.get("go"), ORDER.index(name)
    if go == "back" and here:
        return redirect("pattern_part", pattern.pk, ORDER[here - 1])
    if go == "card" or name == ORDER[-1]:
        return redirect("pattern", pattern.pk)
    return redirect("pattern_part", pattern.pk, ORDER[here + 1])


@never_cache
@require_safe
def pattern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one pattern: its sentence, what was noticed, and its times."""
    mine = my_pattern(request, pk)
    found = times.times(mine)
    shown = times.rows(found[: times.LATELY + 1])
    context = {
        **card(mine),
        "facts": facts(mine),
        "times": shown[: times.LATELY],
        "n_times": found.count() if len(shown) > times.LATELY else len(shown),
        "felt": times.felt(mine),
        "definitions": definitions(),
        "asked": asked(),
        "parts": parts(),
        "keeps": keeps(request),
        "paths": paths_of(mine, at=now()),
    }
    return draw(request, "patterns/pattern.html", context)


def facts(mine: Pattern) -> list[tuple[str, str, str]]:
    """List what a card says, part by part; what was left open may still have words of one's own."""
    situation = _("When %(when)s") % {"when": mine.get_situation_display()} if mine.situation else ""
    rows = [
        ("situation", _("When"), ". ".join(each for each in (situation, times.parts_of_day(mine)) if each)),
        ("body", _("Where your body tells it"), labels(Place, mine.places).lower()),
        ("", _("How it feels"), labels(Sensation, mine.sensations)),
        ("old_reaction", _("What you mostly do then"), mine.get_old_reaction_display() if mine.old_reaction else ""),
        ("protects", _("What it may keep safe"), mine.get_protects_display() if mine.protects else ""),
        ("movement", _("What you chose for then"), movement_name(mine.movement).lower()),
        ("", _("Which way it went"), times.ways(mine)),
    ]
    return [(part, what, str(capfirst(said))) for part, what, said in rows]


@never_cache
@require_safe
def all_times(request: HttpRequest, pk: UUID) -> HttpResponse:
    """List every time of a pattern, newest first."""
    mine = my_pattern(request, pk)
    page = Paginator(times.times(mine), times.PAGE).get_page(request.GET.get("page"))
    return draw(request, "patterns/times.html", {**card(mine), "page": page, "times": times.rows(page)})


@require_POST
def practise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a round with the places of a pattern; the link makes it one of its times. A doubled click begins one."""
    mine = my_pattern(request, pk)
    guide = GUIDES.get(request.POST.get("guide", "full"))
    if guide is None:
        raise Http404
    guests.stay(request, mine.person)
    practised = begin_with(mine, guide, at=now())
    return redirect("step", practised.pk, practised.step)


@transaction.atomic
def begin_with(mine: Pattern, guide: Guide, *, at: datetime) -> Round:
    """Begin a round with a pattern, or find the one begun this moment: the second press waits for the first."""
    Person.objects.select_for_update().get(pk=mine.person_id)
    rounds = mine.person.rounds.filter(practised__pattern=mine, ended_at=None, tension_before=None)
    step = guide.steps[0]
    if before := rounds.filter(guide_slug=guide.slug, step=step).first():
        return before
    practised = mine.person.rounds.create(
        guide_slug=guide.slug, step=step, places=mine.places, started_at=at, arrived_at=at
    )
    Practised.objects.create(round=practised, pattern=mine)
    return practised


@require_POST
def rest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a pattern rest, or bring it back."""
    mine = my_pattern(request, pk)
    back = request.POST.get("go") == "back"
    mine.rests_since = None if back else mine.rests_since or now()
    mine.save(update_fields=["rests_since"])
    messages.info(request, _("It is among your patterns again.") if back else _("It rests. You can bring it back."))
    return redirect("pattern", pk) if back else redirect("patterns")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what goes along with a pattern, and let it go."""
    mine = my_pattern(request, pk)
    if request.method != "POST":
        return draw(request, "patterns/erase.html", {**card(mine), "counts": counts(mine)})
    if request.POST.get("go") != "yes":
        return redirect("pattern", pk)
    n = mine.moments.count()
    mine.delete()
    messages.info(request, _("The pattern has been erased. Moments erased with it: %(n)s.") % {"n": n})
    return redirect("patterns")


def counts(mine: Pattern) -> dict[str, int]:
    """Count what goes along, and what stays."""
    notes = MomentNote.objects.filter(moment__pattern=mine).count() + PatternWords.objects.filter(pattern=mine).count()
    return {"moments": mine.moments.count(), "notes": notes, "rounds": mine.practised.count()}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the sealed words of one's own pattern, keep others in their place, or erase them."""
    mine = my_pattern(request, pk)
    written = PatternWords.objects.filter(pattern=mine).first()
    if request.method != "POST":
        return JsonResponse({"note": vault.told(written)})
    if request.POST.get("go") == "erase":
        PatternWords.objects.filter(pattern=mine).delete()
        return JsonResponse({"note": None})
    answer = vault_views.keep(request, lambda: written or PatternWords(pattern=mine, person=mine.person), at=now())
    guests.stay(request, mine.person)
    return answer


@never_cache
@require_safe
def all_words(request: HttpRequest) -> HttpResponse:
    """Give the sealed words of each pattern, for a browser that has the key to put them in their places."""
    return JsonResponse({"words": list(boxes(request))})


def boxes(request: HttpRequest) -> Iterator[dict[str, str]]:
    """Give each box with the pattern it belongs to."""
    rows = PatternWords.objects.filter(person=vault_views.me(request)).values_list("pattern_id", "name", "box")
    for pattern_id, name, box in rows:
        yield {"pattern": str(pattern_id), "name": str(name), "box": box}
