"""Handing the letters over: taken in batches with a lease, marked one by one as soon as the mail house has them.

What is promised: at least once, and at most one double for each time a worker is killed or a line falls silent between
the mail house's yes and our row. A double has the same Message-ID.
"""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from loslaten.letters.envelope import House, mould_of
from loslaten.letters.leave import stop
from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.letters.mould import For, Mould, pour
from loslaten.letters.personal import lines_for
from loslaten.letters.post import Line, RefusedError
from loslaten.letters.turn import LEASE, SAFE, Clock, Turn, pause

LATE = timedelta(hours=12)  # what is later than this waits for its writer's yes
FRESH = timedelta(seconds=1)  # how long we believe that a reader still reads along
SOFT_LIMIT, SOFT_WITHIN = 5, timedelta(days=90)


def waiting(*, at: datetime) -> QuerySet[Delivery]:
    """Find what may go out: a letter that is half a day late, as after a restored backup, is not among it."""
    return Delivery.objects.filter(state=Delivery.State.WAITING, meant_at__gt=at - LATE)


def anything_waits(*, at: datetime) -> bool:
    """Say whether something may go out right now."""
    return waiting(at=at).filter(due_at__lte=at).exists()


class Round(Turn[Delivery]):
    """One worker's turn at the letters."""

    batch = 50

    def __init__(self, line: Line, house: House, clock: Clock) -> None:
        super().__init__(line, house, clock)
        self.moulds: dict[tuple[int, str], Mould] = {}

    def due(self, *, at: datetime) -> QuerySet[Delivery]:
        """Find what may go out."""
        return waiting(at=at)

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
        """Pour one mail, and hand it over."""
        name = f"{delivery.letter_id}-{self.house.sign(reader.code, 'bounce')}"
        mail = pour(
            self.mould(delivery, reader.language),
            For(reader.address, self.house.leave(reader.code), self.house.message_id(name), lines),
            at=self.clock(),
        )
        self.hand_over(delivery, self.house.envelope(name), reader.address, mail)

    def mould(self, delivery: Delivery, language: str) -> Mould:
        """Draw each letter once for each language."""
        key = (delivery.letter_id, language)
        if key not in self.moulds:
            letter = Letter.objects.select_related("theme", "article", "practice").get(pk=delivery.letter_id)
            self.moulds[key] = mould_of(letter, language, self.house, at=self.clock())
        return self.moulds[key]

    def mark_sent(self, row: Delivery, *, at: datetime) -> None:
        """Write down that the mail house has it."""
        Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.SENT, sent_at=at, failure="")

    def try_later(self, row: Delivery, why: str, *, at: datetime) -> None:
        """Wait a little longer each time; half a day after it was meant it is late, and no longer tried."""
        Delivery.objects.filter(pk=row.pk).update(due_at=at + pause(row.tries), failure=why[:32])

    def give_up(self, row: Delivery, refused: RefusedError, *, at: datetime) -> None:
        """Write down that it will not arrive; and stop for an address that is not there."""
        Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.FAILED, failure=str(refused)[:32])
        if refused.of_address:
            stop(row.reader_id, at=at)
        else:
            count_soft(row.reader_id, at=at)


def personal(reader: Reader | None) -> bool:
    """Say whether lines of one's own week may go along; where nobody asked for any, nothing is looked up."""
    return reader is not None and reader.personal_at is not None


def still_ours(left: list[Delivery], *, until: datetime) -> None:
    """Take off the list what was erased, stopped, or taken over by another worker in the meantime."""
    mine = Delivery.objects.filter(pk__in=[each.pk for each in left], due_at=until, state=Delivery.State.WAITING)
    there = set(mine.filter(reader__left_at=None, reader__stopped_at=None).values_list("pk", flat=True))
    left[:] = [each for each in left if each.pk in there]


def count_soft(reader_pk: int, *, at: datetime) -> None:
    """Count a mail that did not arrive without the address being gone; after five in ninety days, stop for it."""
    mine = Reader.objects.filter(pk=reader_pk)
    mine.exclude(soft_since__gt=at - SOFT_WITHIN).update(soft_bounces=0, soft_since=at)
    mine.update(soft_bounces=F("soft_bounces") + 1)
    if mine.filter(soft_bounces__gte=SOFT_LIMIT).exists():
        stop(reader_pk, at=at)
