"""One worker's turn at mails of one kind: taken in batches with a lease, and what stands in their way remembered."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from django.db.models import F, QuerySet

from loslaten.letters.envelope import House
from loslaten.letters.models import Delivery, Reminder, Signup
from loslaten.letters.post import Line, RefusedError, TroubleError
from loslaten.work.claim import claim

LEASE = timedelta(minutes=3)
SAFE = timedelta(minutes=1)  # a mail that begins within it ends, also with a slow mail house, before the lease does
STUBBORN, TROUBLES, BELIEVED = 20, 3, 3

Clock = Callable[[], datetime]
Row = TypeVar("Row", Delivery, Reminder, Signup)


class Refusal(NamedTuple, Generic[Row]):
    """A mail that was refused for ever, not believed yet."""

    row: Row
    refused: RefusedError


class Turn(ABC, Generic[Row]):
    """A worker's line, and what it knows of this turn; each kind of mail says what is due and what becomes of it."""

    batch = 20

    def __init__(self, line: Line, house: House, clock: Clock) -> None:
        self.line, self.house, self.clock = line, house, clock
        self.refusals: list[Refusal[Row]] = []
        self.went = self.troubles = 0

    @abstractmethod
    def due(self, *, at: datetime) -> QuerySet[Row]:
        """Find the rows that may go out."""

    @abstractmethod
    def mark_sent(self, row: Row, *, at: datetime) -> None:
        """Write down that the mail house has it, first of all."""

    @abstractmethod
    def try_later(self, row: Row, why: str, *, at: datetime) -> None:
        """Wait a little longer each time."""

    @abstractmethod
    def give_up(self, row: Row, refused: RefusedError, *, at: datetime) -> None:
        """Believe what was refused for ever."""

    def go(self, *, seconds: float) -> bool:
        """Send for a while; say whether more may wait."""
        end = time.monotonic() + seconds
        more = True
        while more and time.monotonic() < end:
            more = self.send_batch()
        return more

    def send_batch(self) -> bool:
        """Take some rows and see to each; whatever is not begun in time is given back at once."""
        at = self.clock()
        taken = claim(self.due(at=at), at=at, lease=LEASE, batch=self.batch)
        left = list(taken)
        try:
            self.send_all(left, at)
        finally:
            self.settle()
            give_back(left, at=at)
        return bool(taken)

    @abstractmethod
    def send_all(self, left: list[Row], at: datetime) -> None:
        """See to one after the other, each off the list when it was, until the list or the time is out."""

    def hand_over(self, row: Row, sender: str, address: str, mail: bytes) -> None:
        """Hand over one mail and mark it; or remember what stood in its way."""
        self.line.in_window += 1
        try:
            self.line.hand_over(sender, address, mail)
        except RefusedError as refused:
            self.refused(row, refused)
        except TroubleError as trouble:
            self.try_later(row, str(trouble), at=self.clock())
            self.troubles += 1
            if self.troubles >= TROUBLES:
                raise
        else:
            self.mark_sent(row, at=self.clock())
            self.went, self.troubles = self.went + 1, 0

    def refused(self, row: Row, refused: RefusedError) -> None:
        """Try later what is refused for now; do not believe at once what is refused for ever."""
        if not refused.for_ever:
            self.try_later(row, str(refused), at=self.clock())
            return
        self.refusals.append(Refusal(row, refused))
        if len(self.refusals) >= STUBBORN and not self.went:
            raise TroubleError("refuses everybody")

    def settle(self) -> None:
        """Believe what was refused when the mail house took something else, or has said so often enough."""
        for row, refused in self.refusals:
            if self.went or row.tries >= BELIEVED:
                self.give_up(row, refused, at=self.clock())
            else:
                self.try_later(row, str(refused), at=self.clock())
        self.refusals.clear()


class Single(Turn[Row]):
    """A turn at mails of which each stands by itself."""

    @abstractmethod
    def see_to(self, row: Row, *, until: datetime) -> None:
        """Send one, or let it go by; one that was taken over or erased in the meantime is not ours any more."""

    def send_all(self, left: list[Row], at: datetime) -> None:
        """See to one after the other, until the list or the time is out."""
        while left and self.clock() < at + SAFE:
            self.line.keep_pace(self.house.a_minute)  # before looking whether it is still wanted
            self.see_to(left[0], until=at + LEASE)
            left.pop(0)


def pause(tries: int) -> timedelta:
    """Wait a little longer after each try, an hour at most."""
    return timedelta(minutes=min(2 ** min(tries - 1, 6), 60))


def give_back(left: list[Row], *, at: datetime) -> None:
    """Let somebody else take what was not begun; it does not count as a try."""
    if left:
        mine = type(left[0]).objects.filter(pk__in=[each.pk for each in left], due_at=at + LEASE)
        mine.update(due_at=at, tries=F("tries") - 1)
