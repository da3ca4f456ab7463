"""Letting go: of who asked and never confirmed, of who left a month ago, of old pages of the ledger."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from loslaten.letters.bring_in import forget_old
from loslaten.letters.leave import PROOF
from loslaten.letters.models import Delivery, Letter, Reader, Signup
from loslaten.letters.subscribe import A_WEEK

LEDGER = timedelta(days=90)
AT_ONCE = 1000


def sweep(*, at: datetime) -> tuple[int, int]:
    """Erase what had its time; say how many requests and readers went."""
    asked, _ = Signup.objects.filter(asked_at__lte=at - A_WEEK).delete()
    long_ago = at - PROOF
    _, gone = Reader.objects.filter(Q(left_at__lte=long_ago) | Q(stopped_at__lte=long_ago)).delete()
    close_books(at=at)
    forget_old(at=at)
    return asked, gone.get("letters.Reader", 0)


def close_books(*, at: datetime) -> None:
    """Keep of an old letter how many it reached, and no longer whom."""
    over = Q(letter__ended_at__isnull=False) | Q(letter__kind=Letter.Kind.WELCOME)
    old = Delivery.objects.filter(over, meant_at__lte=at - LEDGER, state__in=("sent", "failed")).order_by("pk")
    with transaction.atomic():
        rows = Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE]))
        went = Counter(rows.order_by().values_list("letter", "state"))
        for letter in {letter for letter, _ in went}:
            Letter.objects.filter(pk=letter).update(
                sent_before=F("sent_before") + went[letter, "sent"],
                failed_before=F("failed_before") + went[letter, "failed"],
            )
        rows.delete()
