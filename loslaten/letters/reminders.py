"""Reminders, off by default: setting them, pausing, turning them off, and the calendar that tells of them."""

from datetime import timedelta
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from loslaten.accounts.access import account_required, has_account
from loslaten.accounts.models import Consent, Person
from loslaten.letters.calendar_file import KIND, Source, write
from loslaten.letters.forms import CLOCKS, Times
from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Reminder, new_code, new_secret
from loslaten.letters.tie import address_for
from loslaten.letters.times import next_moment
from loslaten.letters.views import known, look_and_send

WORDING = "2026-11"  # of the page on which somebody sets reminders by mail; another meaning is another version
PAUSES = (3, 7, 14)  # days


@look_and_send
@never_cache
def reminders(request: HttpRequest) -> HttpResponse:
    """Show and set reminders; whoever has no account gets a file for their own calendar, and nothing is kept."""
    person = cast("Person", request.user) if has_account(request) else None
    mine = Reminder.objects.filter(person=person).first() if person else None
    form = Times(request.POST or None, initial=as_set(mine), ways=ways(person))
    if not form.is_valid():
        context = {
            "form": form,
            "mail": settings.MAIL,
            "address": person and address_for(person),
            **about(request, mine),
        }
        return render(request, "letters/reminders.html", context, status=422 if form.is_bound else 200)
    if person is None:
        return file(request, form)
    if mine or form.says_something():
        keep(form, mine or Reminder(person=person))
    messages.info(request, _("Kept."))
    return redirect("reminders")


def ways(person: Person | None) -> list[str]:
    """Say how somebody can be reminded here: by mail only at an address that they confirmed."""
    if person is None:
        return []
    return [*(["by_mail"] if settings.MAIL and address_for(person) else []), "by_feed"]


def as_set(mine: Reminder | None) -> dict[str, object]:
    """Fill a form with what stands."""
    if mine is None:
        return {}
    same = {name: getattr(mine, name) for name in ("days", "zone", "quiet_from", "quiet_until", "by_mail")}
    return {**same, "by_feed": mine.feed_key is not None, **dict(zip(CLOCKS, mine.times, strict=False))}


def about(request: HttpRequest, mine: Reminder | None) -> dict[str, object]:
    """Give the page what it tells of somebody's reminders."""
    if mine is None:
        return {"pauses": PAUSES}
    at, plan = now(), mine.plan
    feed = request.build_absolute_uri(reverse("reminders_feed", args=[mine.feed_key])) if mine.feed_key else ""
    zone = ZoneInfo(plan.zone)
    coming = next_moment(plan, after=at) if mine.is_on else None
    return {
        "mine": mine,
        "paused": plan.is_paused(at=at),
        "next_at": coming and coming.astimezone(zone).replace(tzinfo=None),  # as the clock there shows it
        "last_at": mine.last_sent_at and mine.last_sent_at.astimezone(zone).replace(tzinfo=None),
        "unheard": [time for time in plan.times if plan.is_quiet(time)] if mine.is_on else [],
        "feed": feed,
        "webcal": "webcal:" + feed.partition(":")[2] if feed else "",
        "pauses": PAUSES,
    }


def keep(form: Times, mine: Reminder) -> None:
    """Keep what somebody set, and that they wanted it by mail, or no longer."""
    said, at = form.cleaned_data, now()
    for name in ("zone", "quiet_from", "quiet_until"):
        setattr(mine, name, said[name])
    mine.days, mine.times = said["days"], [f"{time:%H:%M}" for time in form.times()]
    mine.by_mail, mine.stopped_at = said.get("by_mail", False), None
    mine.feed_key = (mine.feed_key or new_secret()) if said["by_feed"] else None
    mine.language, mine.set_at = "en" if get_language() == "en" else "nl", at
    mine.keep(at=at)
    if mine.by_mail:
        mine.person.agree(Consent.Purpose.REMINDERS, wording=WORDING, at=at)
    else:
        mine.person.withdraw(Consent.Purpose.REMINDERS, at=at)


def file(request: HttpRequest, form: Times) -> HttpResponse:
    """Write a calendar to take along; whoever has it erases it there."""
    source = Source(new_code(), request.get_host().partition(":")[0], now(), "")
    answer = HttpResponse(write(form.plan(), source), content_type=KIND)
    answer["Content-Disposition"] = 'attachment; filename="loslaten.ics"'
    return answer


@require_POST
@account_required
def change(request: HttpRequest) -> HttpResponse:
    """Do the one thing that was asked: pause, go on, another address, no calendar, nothing at all, or erase."""
    mine = get_object_or_404(Reminder, person=request.user)
    wish, days = request.POST.get("go", ""), request.POST.get("days", "")
    if wish == "erase":
        mine.turn_off(at=now())
        mine.delete()
    elif wish == "off":
        mine.turn_off(at=now())
    elif wish == "pause" and days in map(str, PAUSES):
        pause(mine, int(days))
    elif wish == "resume":
        pause(mine, 0)
    elif wish in {"new_address", "no_address"} and mine.feed_key:
        mine.feed_key = new_secret() if wish == "new_address" else None
        mine.keep(at=now())
    return redirect("reminders")


def pause(mine: Reminder, days: int) -> None:
    """Let nothing come for some days, or go on at once."""
    mine.paused_until = mine.plan.today(at=now()) + timedelta(days=days) if days else None
    mine.keep(at=now())


@csrf_exempt
@look_and_send
@never_cache
def off(request: HttpRequest, token: str) -> HttpResponse:
    """Turn reminders off with one button; a mail program may press it, without a page and without a session."""
    mine = Reminder.objects.select_related("person").filter(code=known(token, "remind")).first()
    if mine is None:
        return render(request, "letters/reminders_off.html")
    with override(mine.language):
        if request.method == "POST":
            mine.turn_off(at=now())
        return render(request, "letters/reminders_off.html", {"mine": mine, "on": mine.is_on})


@require_safe
@cache_control(private=True, max_age=0, must_revalidate=True)
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Give a calendar to whoever has its key; one that was taken back is not there."""
    mine = Reminder.objects.filter(feed_key=key, person__is_active=True).first()
    if mine is None:
        raise Http404
    token = sign(mine.code, "remind", link_key())
    source = Source(
        mine.code,
        request.get_host().partition(":")[0],
        mine.set_at,
        request.build_absolute_uri(reverse("reminders_off", args=[token])),
    )
    with override(mine.language):
        return HttpResponse(write(mine.plan, source), content_type=KIND)
