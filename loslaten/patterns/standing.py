"""What the brain model knows of a pattern: taken further by each moment, or due to be counted afresh.

Nothing is known of somebody who did not ask to see what helps them: then there is no row.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from loslaten.accounts.models import Consent, Person
from loslaten.brain import posterior as brain
from loslaten.brain.posterior import Posterior
from loslaten.patterns.models import Moment, Pattern, Practised, Standing
from loslaten.patterns.rows import Row, Tally, row_of, tally, tally_of

log = logging.getLogger("loslaten.patterns")
INSIGHT = Consent.Purpose.INSIGHT


def key_of(pattern_pk: object) -> bytes:
    """Make the key for one pattern from the house's secret: bytes of another pattern, or house, are not taken up."""
    return salted_hmac("loslaten.patterns.standing", str(pattern_pk), algorithm="sha256").digest()


def load(standing: Standing) -> Posterior:
    """Take up what is known; `PosteriorError` when it was altered, cut short, or kept by another house or version."""
    return brain.load(bytes(standing.posterior), key=key_of(standing.pk))


def take_in(pattern: Pattern, moment: Moment | Practised) -> None:
    """Take a new moment into what is known; what came before the last, or stands on nothing, is work for later."""
    row = row_of(moment)
    if row is None or getattr(pattern, "asked", True) is False:  # nothing is known of whoever did not ask
        return
    with transaction.atomic(savepoint=False):
        yes = {"pattern__person__consents__purpose": INSIGHT, "pattern__person__consents__withdrawn_at": None}
        found = Standing.objects.select_for_update(of=("self",)).filter(pattern=pattern, **yes).order_by()
        standing = next(iter(found), None)
        if standing is None or standing.is_behind(row.at) or not taken_further(standing, row):
            recount(pattern)


def taken_further(standing: Standing, row: Row) -> bool:
    """Learn from one row and keep it; not when what was kept cannot be taken up again."""
    try:
        known = load(standing)
        known = brain.update(known, row.learnt(after=known.tension.at))
    except ValueError:
        log.warning("A standing cannot be taken further, and will be counted afresh")
        return False
    write(standing, known, Tally.read(standing.tally) + tally_of(row), last_at=row.at)
    standing.save(update_fields=["posterior", "n_moments", "tally", "last_at"])
    return True


def write(standing: Standing, known: Posterior, counted: Tally, *, last_at: datetime | None) -> None:
    """Put what is known into a row, without storing it yet."""
    standing.posterior = brain.save(known, key=key_of(standing.pk))
    standing.n_moments, standing.tally, standing.last_at = counted.n, str(counted), last_at


def recount(pattern: Pattern) -> None:
    """Say that this pattern has to be counted afresh: something in it was changed, went, or came in between."""
    if asks(pattern):
        due = {"due_at": now(), "tries": 0}
        Standing.objects.update_or_create(pattern=pattern, defaults=due, create_defaults={**due, "posterior": b""})
    else:
        Standing.objects.filter(pattern=pattern).delete()


def asks(pattern: Pattern) -> bool:
    """Say whether whose pattern it is wants to see what helps them."""
    return Consent.objects.filter(person=pattern.person_id, purpose=INSIGHT, withdrawn_at=None).exists()


def with_question() -> QuerySet[Pattern]:
    """Find patterns together with whether whose they are asked to see what helps them, in the same query."""
    yes = Consent.objects.filter(person=OuterRef("person"), purpose=INSIGHT, withdrawn_at=None)
    return Pattern.objects.annotate(asked=Exists(yes))


def unlearn(standings: QuerySet[Standing], *, at: datetime) -> int:
    """Let go at once of what was learnt, since rows it was learnt from go; what is left is counted afresh."""
    return standings.update(posterior=b"", n_moments=0, tally="", last_at=None, due_at=at, tries=0)


def recount_all(person: Person) -> None:
    """Say so of every pattern of somebody."""
    for pattern in Pattern.objects.filter(person=person):
        recount(pattern)


def is_whole(standing: Standing) -> bool:
    """Say whether every row that counts was taken in, and none that went or changed since."""
    return (standing.tally, standing.last_at) == in_rows(standing.pattern)


def in_rows(pattern: Pattern) -> tuple[str, datetime | None]:
    """Count what there is, as a standing keeps it."""
    counted, last_at = tally(pattern)
    return str(counted), last_at


def forget(person: Person) -> int:
    """Erase at once what is known of every pattern of somebody who no longer wants to see it."""
    _, gone = Standing.objects.filter(pattern__person=person).delete()
    return gone.get("patterns.Standing", 0)


def keep_to(person: Person) -> None:
    """Keep to what somebody agreed to, when patterns became theirs."""
    if not person.agrees_to(INSIGHT):
        forget(person)


def unasked() -> QuerySet[Standing]:
    """Find what is known of people who do not ask for it (any more)."""
    yes = Consent.objects.filter(person=OuterRef("pattern__person"), purpose=INSIGHT, withdrawn_at=None)
    return Standing.objects.filter(~Exists(yes))
