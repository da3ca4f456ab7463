"""Letting go of patterns and moments that nobody asked to keep."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from loslaten.accounts.guests import GUEST_FOR
from loslaten.accounts.models import Consent, Person
from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords, Standing
from loslaten.patterns.standing import unlearn
from loslaten.practice.sweep import passed_rounds

Purpose = Consent.Purpose


class Gone(NamedTuple):
    """How much was let go."""

    patterns: int
    moments: int


def agreed(purpose: str, whose: str) -> Exists:
    """Say whether somebody's yes to this stands."""
    return Exists(Consent.objects.filter(person=OuterRef(whose), purpose=purpose, withdrawn_at=None))


def kept_moments() -> QuerySet[Moment]:
    """Find the moments that are kept: under the yes to rounds, or with a note under the yes to notes."""
    noted = Exists(MomentNote.objects.filter(moment=OuterRef("pk")))
    whose = "pattern__person"
    return Moment.objects.filter(agreed(Purpose.KEEP_ROUNDS, whose) | (noted & agreed(Purpose.KEEP_NOTES, whose)))


def kept_patterns() -> QuerySet[Pattern]:
    """Find the patterns that are kept: under the yes to rounds, or with words of one's own under the yes to notes."""
    worded = Exists(PatternWords.objects.filter(pattern=OuterRef("pk")))
    noted = Exists(MomentNote.objects.filter(moment__pattern=OuterRef("pk")))
    own = (worded | noted) & agreed(Purpose.KEEP_NOTES, "person")
    return Pattern.objects.filter(Q(agreed(Purpose.KEEP_ROUNDS, "person")) | Q(own))


def unkept_moments() -> QuerySet[Moment]:
    """Find the moments that nobody said to keep; they are here for a day."""
    return Moment.objects.exclude(pk__in=kept_moments().values("pk"))


def unkept_patterns() -> QuerySet[Pattern]:
    """Find the patterns that nobody said to keep; they are here for a day."""
    return Pattern.objects.exclude(pk__in=kept_patterns().values("pk"))


def sweep(*, at: datetime) -> Gone:
    """Erase what nobody said to keep and was here long enough."""
    passed = at - GUEST_FOR
    # Rounds go right after this, in their own room, which knows nothing of patterns.
    unlearn(Standing.objects.filter(pattern__practised__round__in=passed_rounds(at=at).values("pk")), at=at)
    patterns, moments = unkept_patterns().filter(made_at__lt=passed), unkept_moments().filter(arrived_at__lt=passed)
    return erased(patterns, moments, at=at)


def let_go_of_kept(person: Person, *, at: datetime) -> Gone:
    """Erase at once every pattern and moment of this person that no other yes keeps."""
    unlearn(Standing.objects.filter(pattern__person=person), at=at)  # its rounds go as well
    return erased(unkept_patterns().filter(person=person), unkept_moments().filter(pattern__person=person), at=at)


def erased(patterns: QuerySet[Pattern], moments: QuerySet[Moment], *, at: datetime) -> Gone:
    """Erase these, and count what went; a moment goes with its pattern, and a pattern that stays is counted afresh."""
    unlearn(Standing.objects.filter(pattern__moments__in=moments.values("pk")), at=at)
    _, first = moments.delete()
    _, then = patterns.delete()
    label = "patterns.Moment"
    return Gone(then.get("patterns.Pattern", 0), first.get(label, 0) + then.get(label, 0))
