"""Three questions: today's, and those of a day that was."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loslaten.accounts import guests, vault, vault_views
from loslaten.accounts.models import Consent
from loslaten.journal.forms import PlacesForm
from loslaten.journal.models import Answers, Day
from loslaten.journal.questions import written

EARLIER = 30  # days that are listed; all of them are in what one takes along


def my_day(request: HttpRequest, of: date) -> Day:
    """Find a day of this person's own; today is everybody's, and so is a yesterday whose page still stands open."""
    mine = Day.objects.filter(person=request.user.pk, date=of).first()
    today = localdate(now())
    if mine is None and of not in {today, today - timedelta(days=1)}:
        raise Http404
    return mine or Day(date=of)


@never_cache
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Ask the three questions of today."""
    day = my_day(request, localdate(now()))
    return show(request, day, PlacesForm(initial={"places": day.places}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions_of(request: HttpRequest, of: date) -> HttpResponse:
    """Show the questions of one day, or keep where it was felt."""
    day = my_day(request, of)
    if request.method != "POST":
        return show(request, day, PlacesForm(initial={"places": day.places}))
    form = PlacesForm(request.POST)
    if not form.is_valid():
        return show(request, day, form)
    return keep_places(request, of, form.cleaned_data["places"])


def show(request: HttpRequest, day: Day, form: PlacesForm) -> HttpResponse:
    """Draw the page of one day."""
    agreed = request.user.agreed() if request.user.is_authenticated else set()
    earlier = list(Day.objects.filter(person=request.user.pk).exclude(date=day.date)[: EARLIER + 1])
    context = {
        "day": day,
        "form": form,
        "is_today": day.is_today(at=now()),
        "is_here": not day._state.adding,
        "asked": written(),
        "keeps": Consent.Purpose.KEEP_ROUNDS in agreed,
        "earlier": earlier[:EARLIER],
        "more": len(earlier) > EARLIER,
    }
    return render(request, "journal/questions.html", context, status=422 if form.errors else 200)


def keep_places(request: HttpRequest, of: date, places: list[str]) -> HttpResponse:
    """Write down where it was felt; somebody without a word for it only comes in."""
    person = guests.welcome(request)
    if places or Day.objects.filter(person=person, date=of).exists():
        Day.objects.update_or_create(
            person=person, date=of, defaults={"places": places}, create_defaults={"places": places, "written_at": now()}
        )
        messages.info(request, _("Your places are written down."))
    guests.stay(request, person)
    return redirect("questions") if of == localdate(now()) else redirect("questions_of", of)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, of: date) -> HttpResponse:
    """Give the sealed answers of one's own day, keep others in their place, or erase them."""
    person = vault_views.me(request)
    day = my_day(request, of)
    written = Answers.objects.filter(day=day.pk).first()
    if request.method != "POST":
        return JsonResponse({"note": vault.told(written)})
    if request.POST.get("go") == "erase":
        Answers.objects.filter(day=day.pk).delete()
        return JsonResponse({"note": None})
    at = now()
    answer = vault_views.keep(
        request, lambda: written or Answers(person=person, day=Day.begun(person, of, at=at)), at=at
    )
    guests.stay(request, person)
    return answer


@require_POST
def erase_day(request: HttpRequest, of: date) -> HttpResponse:
    """Erase what was answered on one day, at once."""
    get_object_or_404(Day, person=request.user.pk, date=of).delete()
    messages.info(request, _("What you answered that day has been erased."))
    return redirect("questions")
