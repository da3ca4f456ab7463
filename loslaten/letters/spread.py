"""When a letter is due, every reader gets a row in the ledger; and a letter that is late waits for a yes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from loslaten.letters.models import Delivery, Letter, Reader, Signup
from loslaten.letters.remind import go_on_all
from loslaten.letters.send import LATE

AT_ONCE = 1000
State = Letter.State


def look_after(*, at: datetime) -> None:
    """Hold what is late, begin what is due, and close what has gone out to everybody."""
    hold_late(at=at)
    begin_due(at=at)
    for letter in Letter.objects.filter(state=State.SENDING, spread_at=None):
        spread(letter, at=at)
    close(at=at)


def hold_late(*, at: datetime) -> None:
    """Let no letter go out half a day late without its writer's yes: it may come from a backup that was put back."""
    late = Letter.objects.filter(due_at__lt=at - LATE)
    late.filter(state=State.PLANNED).update(state=State.HELD)
    for letter in late.filter(state=State.SENDING):
        if hold(letter, before=at - LATE):
            Letter.objects.filter(pk=letter.pk).update(state=State.HELD)
    Delivery.objects.filter(
        letter__kind=Letter.Kind.WELCOME, state=Delivery.State.WAITING, meant_at__lt=at - LATE
    ).update(state=Delivery.State.FAILED, failure="late")


def hold_all(*, at: datetime) -> int:
    """Hold, after a backup was put back, every letter that may have gone out since it was made; say how many."""
    maybe_gone = Letter.objects.filter(Q(state=State.PLANNED, due_at__lte=at) | Q(state=State.SENDING))
    for letter in maybe_gone.filter(state=State.SENDING):
        hold(letter, before=at)
    Delivery.objects.filter(letter__kind=Letter.Kind.WELCOME, state=Delivery.State.WAITING).update(
        state=Delivery.State.FAILED, failure="late"
    )
    Signup.objects.update(due_at=None)
    go_on_all(at=at)
    return maybe_gone.update(state=State.HELD)


def hold(letter: Letter, *, before: datetime) -> bool:
    """Hold what should have gone before; what was tried and tried again has failed. Say whether anything is held."""
    waits = letter.deliveries.filter(state=Delivery.State.WAITING, meant_at__lte=before)
    waits.exclude(failure="").update(state=Delivery.State.FAILED)
    return bool(waits.update(state=Delivery.State.HELD)) or letter.spread_at is None


def release(letter: Letter, *, at: datetime) -> None:
    """Take the writer's yes: what is held goes out now."""
    letter.deliveries.filter(state=Delivery.State.HELD).update(
        state=Delivery.State.WAITING, meant_at=at, due_at=at, tries=0
    )
    state = State.SENDING if letter.begun_at else State.PLANNED
    Letter.objects.filter(pk=letter.pk, state=State.HELD).update(state=state, due_at=at)


def put_away(letter: Letter, *, went: bool, at: datetime) -> None:
    """Take the writer's no: it went out already, or need not go any more; what nobody has is a draft again."""
    held = Letter.objects.filter(pk=letter.pk, state=State.HELD)
    if not went and letter.begun_at is None:
        held.update(state=State.DRAFT)
        return
    letter.deliveries.filter(state=Delivery.State.HELD).update(state=Delivery.State.FAILED, failure="late")
    begun_at, spread_at = letter.begun_at or letter.due_at, letter.spread_at or at
    held.update(state=State.SENT, begun_at=begun_at, spread_at=spread_at, ended_at=at)


def send_again(letter: Letter, *, at: datetime) -> int:
    """Try once more for whoever it did not reach and who still reads along; say how many."""
    failed = letter.deliveries.filter(state=Delivery.State.FAILED, reader__left_at=None, reader__stopped_at=None)
    if letter.state != State.SENT:
        return 0
    count = failed.update(state=Delivery.State.WAITING, meant_at=at, due_at=at, tries=0, failure="")
    if count and letter.kind == Letter.Kind.WEEKLY:
        Letter.objects.filter(pk=letter.pk, state=State.SENT).update(state=State.SENDING)
    return count


def begin_due(*, at: datetime) -> None:
    """Begin every letter whose moment has come."""
    Letter.objects.filter(state=State.PLANNED, due_at__lte=at).update(state=State.SENDING, begun_at=at)


def spread(letter: Letter, *, at: datetime) -> None:
    """Give every reader of this letter a row; killed halfway, it goes on where it was."""
    meant_at = letter.due_at or at
    last = letter.deliveries.aggregate(last=Max("reader"))["last"] or 0
    while some := list(readers_of(letter, at=at).filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        rows = [Delivery(letter=letter, reader_id=pk, meant_at=meant_at, due_at=at) for pk in some]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        last = some[-1]
    Letter.objects.filter(pk=letter.pk).update(spread_at=at)


def readers_of(letter: Letter, *, at: datetime) -> QuerySet[Reader]:
    """Find who gets a letter: who reads along, is not having a pause, and wants one this week."""
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    paused = Q(paused_until__gt=today)
    readers = Reader.objects.filter(left_at=None, stopped_at=None).exclude(paused).order_by("pk")
    return readers if first_of_month(letter) else readers.filter(pace=Reader.Pace.WEEKLY)


def first_of_month(letter: Letter) -> bool:
    """Say whether this is the letter of the month: the one for whoever reads less often."""
    if letter.due_at is None:
        return False
    begin = letter.due_at.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(day=1, hour=0, minute=0, second=0)
    earlier = Letter.objects.filter(kind=Letter.Kind.WEEKLY, begun_at__isnull=False).exclude(pk=letter.pk)
    return not earlier.filter(due_at__gte=begin, due_at__lte=letter.due_at).exists()


def close(*, at: datetime) -> None:
    """Write down that a letter has gone out, once nothing of it waits any more."""
    for letter in Letter.objects.filter(state=State.SENDING, spread_at__isnull=False):
        if not letter.deliveries.filter(state=Delivery.State.WAITING).exists():
            Letter.objects.filter(pk=letter.pk).update(state=State.SENT, ended_at=at)
