"""Count the words nobody could be helped with, without keeping who typed them or when.

A word begins as a keyed hash with the number of days on which it was missed. On the third day the hash goes and the
word itself is kept with a number. What is longer than a search word, or holds a digit or an @, is not counted.
"""

import hashlib
import hmac
import re
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from loslaten.library.models import MissedWord, WantedWord

DAYS = 3
FORGOTTEN = timedelta(days=90)
WORD = re.compile(r"[a-z\u00e0-\u017f'’ -]{3,40}")
MOST_WORDS = 3
MOST = 10_000  # rows of each kind: whoever lets a program type words does not fill the disk


@transaction.atomic
def count_missed(query: str, *, on: date) -> None:
    """Count a query that found nothing."""
    word = " ".join(query.lower().split())
    if not WORD.fullmatch(word) or len(word.split()) > MOST_WORDS:
        return
    if WantedWord.objects.filter(word=word).update(times=F("times") + 1):
        return
    name = hmac.new(settings.SECRET_KEY.encode(), word.encode(), hashlib.sha256).hexdigest()
    missed = MissedWord.objects.filter(hash=name).first()
    if missed is None:
        if MissedWord.objects.count() < MOST:
            MissedWord.objects.get_or_create(hash=name, defaults={"last_day": on})
        return
    if missed.last_day == on:
        return
    if missed.days + 1 >= DAYS:
        missed.delete()
        if WantedWord.objects.count() < MOST:
            WantedWord.objects.get_or_create(word=word, defaults={"times": DAYS})
    else:
        MissedWord.objects.filter(pk=missed.pk).update(days=missed.days + 1, last_day=on)


def forget_missed(*, on: date) -> int:
    """Let go of hashes that were not missed again for three months."""
    gone, _ = MissedWord.objects.filter(last_day__lt=on - FORGOTTEN).delete()
    return gone
