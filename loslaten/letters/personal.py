"""Two lines of one's own week, made of numbers alone, for whoever has an account and said yes to that.

They are looked up when a letter goes, for some readers at once and always in the same two questions to the database.
Where there is nothing to say nothing is said.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from loslaten.accounts.models import Consent
from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.practice.models import Round
from loslaten.practice.words import Outcome

WORDING = "2026-11"  # of the question; another meaning is another version
WEEK = timedelta(days=7)
TIMES = (
    gettext_lazy("once"), gettext_lazy("twice"), gettext_lazy("three times"), gettext_lazy("four times"),
    gettext_lazy("five times"), gettext_lazy("six times"), gettext_lazy("seven times"), gettext_lazy("eight times"),
    gettext_lazy("nine times"), gettext_lazy("ten times"), gettext_lazy("eleven times"), gettext_lazy("twelve times"),
)  # fmt: skip


def say_yes(reader: Reader, *, at: datetime) -> None:
    """Write down the yes to lines of one's own; who has no account, or stopped, has none."""
    mine = Reader.objects.filter(pk=reader.pk, person__isnull=False, left_at=None, personal_at=None)
    mine.update(personal_at=at, personal_wording=WORDING)


def say_no(reader: Reader) -> None:
    """Take back the yes; a worker that is sending hears of it within a second."""
    Reader.objects.filter(pk=reader.pk).update(personal_at=None, personal_wording="")


def lines_for(deliveries: Iterable[Delivery]) -> dict[int, list[str]]:
    """Give the lines that go with each delivery, by its number; most have none."""
    wanted = list(asked_for([each.pk for each in deliveries]))
    if not wanted:
        return {}
    first, last = min(each.meant_at for each in wanted), max(each.meant_at for each in wanted)
    rounds = Round.objects.filter(
        person__in=[each.reader.person_id for each in wanted], ended_at__isnull=False,
        started_at__gte=first - WEEK, started_at__lt=last,
    ).order_by()  # fmt: skip
    practised: dict[int, list[tuple[datetime, str]]] = {}
    for person, began, outcome in rounds.values_list("person", "started_at", "outcome"):
        practised.setdefault(person, []).append((began, outcome))
    return {each.pk: lines_of(each, practised.get(each.reader.person_id or 0, [])) for each in wanted}


def asked_for(pks: list[int]) -> QuerySet[Delivery]:
    """Find whoever said yes to these lines and to keeping what they practise, as it stands now."""
    return Delivery.objects.filter(
        pk__in=pks, letter__kind=Letter.Kind.WEEKLY, reader__personal_at__isnull=False,
        reader__person__consents__purpose=Consent.Purpose.KEEP_ROUNDS,
        reader__person__consents__withdrawn_at=None,
    ).select_related("reader")  # fmt: skip


def lines_of(delivery: Delivery, practised: list[tuple[datetime, str]]) -> list[str]:
    """Say what the seven days before a letter were like, to one reader."""
    week = [outcome for began, outcome in practised if delivery.meant_at - WEEK <= began < delivery.meant_at]
    with override(delivery.reader.language):
        return said(len(week), week.count(Outcome.SOFTER))


def said(times: int, softer: int) -> list[str]:
    """Say how often, and how often it became softer; the other outcomes are as good, and need no line."""
    if not times:
        return []
    lines = [_("In the last seven days you practised %(often)s.") % {"often": often(times)}]
    if softer and times == 1:
        lines.append(_("Afterwards it was softer."))
    elif softer == 1:
        lines.append(_("Once it became softer."))
    elif softer:
        lines.append(capfirst(_("%(often)s it became softer.") % {"often": often(softer)}))
    return lines


def often(times: int) -> str:
    """Write how often, in letters up to twelve."""
    return str(TIMES[times - 1]) if times <= len(TIMES) else _("%(n)s times") % {"n": times}
