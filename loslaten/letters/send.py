"""Handing the letters over: taken in batches with a lease, marked one by one as soon as the mail house has them.

What is promised: at least once, and at most one double for each time a worker is killed or a line falls silent between
the mail house's yes and our row. A double has the same Message-ID.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, QuerySet

from loslaten.letters.envelope import House, mould_of
from loslaten.letters.leave import stop
from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.letters.mould import For, Mould, pour
from loslaten.letters.personal import lines_for
from loslaten.letters.post import Line, RefusedError, TroubleError
from loslaten.work.claim import claim

LATE = timedelta(hours=12)  # what is later than this waits for its writer's yes
LEASE = timedelta(minutes=3)
SAFE = timedelta(minutes=1)  # a mail that begins within it ends, also with a slow mail house, before the lease does
FRESH = timedelta(seconds=1)  # how long we believe that a reader still reads along
BATCH = 50
SOFT_LIMIT = 5
STUBBORN, TROUBLES, BELIEVED = 20, 3, 3
LONGEST = timedelta(hours=1)

Clock = Callable[[], datetime]


class Refusal(NamedTuple):
    """A mail that was refused for ever, not believed yet."""

    delivery: Delivery
    refused: RefusedError


def waiting(*, at: datetime) -> QuerySet[Delivery]:
    """Find what may go out: a letter that is half a day late, as after a restored backup, is not among it."""
    return Delivery.objects.filter(state=Delivery.State.WAITING, meant_at__gt=at - LATE)


def anything_waits(*, at: datetime) -> bool:
    """Say whether something may go out right now."""
    return waiting(at=at).filter(due_at__lte=at).exists()


class Round:
    """One worker's turn at the letters: its line, and what it knows of this turn."""

    def __init__(self, line: Line, house: House, clock: Clock) -> None:
        self.line, self.house, self.clock = line, house, clock
        self.moulds: dict[tuple[int, str], Mould] = {}
        self.refusals: list[Refusal] = []
        self.went = self.troubles = 0

    def go(self, *, seconds: float) -> bool:
        """Send for a while; say whether more may wait."""
        end = time.monotonic() + seconds
        more = True
        while more and time.monotonic() < end:
            more = self.send_batch()
        return more

    def send_batch(self) -> bool:
        """Take some deliveries and send them; whatever is not begun in time is given back at once."""
        at = self.clock()
        taken = claim(waiting(at=at), at=at, lease=LEASE, batch=BATCH)
        left = list(taken)
        try:
            self.send_all(left, at)
        finally:
            self.settle()
            give_back(left, at=at)
        return bool(taken)

    def send_all(self, left: list[Delivery], at: datetime) -> None:
        """Send one after the other, each off the list before it goes, until the list or the time is out."""
        readers = Reader.objects.in_bulk([each.reader_id for each in left])
        lines = lines_for(each for each in left if personal(readers.get(each.reader_id)))
        known_at = at
        if left:
            self.line.open()
        while left and self.clock() < at + SAFE:
            self.line.keep_pace(self.house.a_minute)  # before looking who still reads along
            if self.clock() > known_at + FRESH:
                known_at = self.clock()
                still_ours(left, until=at + LEASE)
                lines = lines_for(each for each in left if each.pk in lines)
                continue
            reader = readers.get(left[0].reader_id)
            delivery = left.pop(0)
            if reader is not None and reader.reads_along:
                self.send_one(delivery, reader, lines.get(delivery.pk, []))

    def send_one(self, delivery: Delivery, reader: Reader, lines: list[str]) -> None:
        """Hand over one mail and mark it; or remember what stood in its way."""
        self.line.in_window += 1
        name = f"{delivery.letter_id}-{self.house.sign(reader.code, 'bounce')}"
        mail = pour(
            self.mould(delivery, reader.language),
            For(reader.address, self.house.leave(reader.code), self.house.message_id(name), lines),
            at=self.clock(),
        )
        try:
            self.line.hand_over(self.house.envelope(name), reader.address, mail)
        except RefusedError as refused:
            self.refused(delivery, refused)
        except TroubleError as trouble:
            try_later(delivery, str(trouble), at=self.clock())
            self.troubles += 1
            if self.troubles >= TROUBLES:
                raise
        else:
            mark_sent(delivery, at=self.clock())
            self.went, self.troubles = self.went + 1, 0

    def mould(self, delivery: Delivery, language: str) -> Mould:
        """Draw each letter once for each language."""
        key = (delivery.letter_id, language)
        if key not in self.moulds:
            letter = Letter.objects.select_related("theme", "article", "practice").get(pk=delivery.letter_id)
            self.moulds[key] = mould_of(letter, language, self.house, at=self.clock())
        return self.moulds[key]

    def refused(self, delivery: Delivery, refused: RefusedError) -> None:
        """Try later what is refused for now; do not believe at once what is refused for ever."""
        if not refused.for_ever:
            try_later(delivery, str(refused), at=self.clock())
            return
        self.refusals.append(Refusal(delivery, refused))
        if len(self.refusals) >= STUBBORN and not self.went:
            raise TroubleError("refuses everybody")

    def settle(self) -> None:
        """Believe what was refused when the mail house took something else, or has said so often enough."""
        for delivery, refused in self.refusals:
            if self.went or delivery.tries >= BELIEVED:
                give_up(delivery, refused, at=self.clock())
            else:
                try_later(delivery, str(refused), at=self.clock())
        self.refusals.clear()


def personal(reader: Reader | None) -> bool:
    """Say whether lines of one's own week may go along; where nobody asked for any, nothing is looked up."""
    return reader is not None and reader.personal_at is not None


def still_ours(left: list[Delivery], *, until: datetime) -> None:
    """Take off the list what was erased, stopped, or taken over by another worker in the meantime."""
    mine = Delivery.objects.filter(pk__in=[each.pk for each in left], due_at=until, state=Delivery.State.WAITING)
    there = set(mine.filter(reader__left_at=None, reader__stopped_at=None).values_list("pk", flat=True))
    left[:] = [each for each in left if each.pk in there]


def mark_sent(delivery: Delivery, *, at: datetime) -> None:
    """Write down that the mail house has it."""
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT, sent_at=at, failure="")


def try_later(delivery: Delivery, failure: str, *, at: datetime) -> None:
    """Wait a little longer each time; half a day after it was meant it is late, and no longer tried."""
    due_at = at + min(timedelta(minutes=2 ** min(delivery.tries - 1, 6)), LONGEST)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=due_at, failure=failure[:32])


def give_up(delivery: Delivery, refused: RefusedError, *, at: datetime) -> None:
    """Write down that it will not arrive; and stop for an address that is not there."""
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.FAILED, failure=str(refused)[:32])
    if refused.of_address:
        stop(delivery.reader_id, at=at)
    else:
        count_soft(delivery.reader_id, at=at)


def count_soft(reader_pk: int, *, at: datetime) -> None:
    """Count a mail that did not arrive without the address being gone; after five, stop for it."""
    Reader.objects.filter(pk=reader_pk).update(soft_bounces=F("soft_bounces") + 1)
    if Reader.objects.filter(pk=reader_pk, soft_bounces__gte=SOFT_LIMIT).exists():
        stop(reader_pk, at=at)


def give_back(left: list[Delivery], *, at: datetime) -> None:
    """Let somebody else take what was not begun; it does not count as a try."""
    if left:
        mine = Delivery.objects.filter(pk__in=[each.pk for each in left], due_at=at + LEASE)
        mine.update(due_at=at, tries=F("tries") - 1)
