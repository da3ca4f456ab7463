"""Letting go: of who asked and never confirmed, of who left a month ago, of old pages of the ledger."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from loslaten.letters.bring_in import forget_old
from loslaten.letters.leave import PROOF
from loslaten.letters.ledger import tally
from loslaten.letters.models import Delivery, Letter, Reader, Signup
from loslaten.letters.subscribe import A_WEEK

LEDGER = timedelta(days=90)
AT_ONCE = 1000


def sweep(*, at: datetime) -> tuple[int, int]:
    """Erase what had its time; say how many requests and readers went."""
    asked, _ = Signup.objects.filter(asked_at__lte=at - A_WEEK).delete()
    gone = erase_gone(at=at)
    close_books(at=at)
    forget_old(at=at)
    return asked, gone


def erase_gone(*, at: datetime) -> int:
    """Erase who stopped a month ago; their letters go on counting. Say how many readers went."""
    long_ago = at - PROOF
    readers = Reader.objects.filter(Q(left_at__lte=long_ago) | Q(stopped_at__lte=long_ago))
    with transaction.atomic():
        tally(Delivery.objects.filter(reader__in=readers))
        _, gone = readers.delete()
    return gone.get("letters.Reader", 0)


def close_books(*, at: datetime) -> None:
    """Keep of an old letter how many it reached, and no longer whom."""
    over = Q(letter__ended_at__isnull=False) | Q(letter__kind=Letter.Kind.WELCOME)
    old = Delivery.objects.filter(over, meant_at__lte=at - LEDGER, state__in=("sent", "failed")).order_by("pk")
    with transaction.atomic():
        rows = Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE]))
        tally(rows)
        rows.delete()
