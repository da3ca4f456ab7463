"""Reminders by mail: taken as letters are, over the same line; one that would come late does not come.

A reminder has one moment at a time. Killed between the mail house's yes and our row, a worker sends that one once more,
with the same Message-ID, when the lease is over; and no other twice.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from loslaten.letters.compose import LEAVE, Drawn, folded
from loslaten.letters.envelope import House, encoded
from loslaten.letters.links import absolute
from loslaten.letters.models import Reminder
from loslaten.letters.mould import For, Mould, pour
from loslaten.letters.post import Line, RefusedError
from loslaten.letters.tie import address_for
from loslaten.letters.times import last_moment
from loslaten.letters.turn import Clock, Single, pause

LATE = timedelta(minutes=30)  # after that it is another hour than somebody chose


def due(*, at: datetime) -> QuerySet[Reminder]:
    """Find the reminders whose moment has come."""
    return Reminder.objects.filter(by_mail=True, due_at__lte=at)


class Reminders(Single[Reminder]):
    """One worker's turn at the reminders."""

    def __init__(self, line: Line, house: House, clock: Clock) -> None:
        super().__init__(line, house, clock)
        self.moulds: dict[str, Mould] = {}

    def due(self, *, at: datetime) -> QuerySet[Reminder]:
        """Find the reminders whose moment has come."""
        return due(at=at)

    def see_to(self, row: Reminder, *, until: datetime) -> None:
        """Send one, or let it go by; one that was changed or turned off in the meantime is not ours any more."""
        mine = Reminder.objects.select_related("person").filter(pk=row.pk, by_mail=True, due_at=until)
        for reminder in mine:
            moment = fitting(reminder, at=self.clock())
            address = address_for(reminder.person) if moment else ""
            if moment and address:
                self.line.open()
                self.send(reminder, moment, address)
            else:
                go_on(reminder, at=self.clock())

    def send(self, reminder: Reminder, moment: datetime, address: str) -> None:
        """Pour one mail, and hand it over."""
        name = f"0-{self.house.sign(reminder.code, 'bounce')}"
        off = absolute("reminders_off", self.house.sign(reminder.code, "remind"))
        message_id = self.house.message_id(f"{moment:%Y%m%d%H%M}.{name}")
        mail = pour(self.mould(reminder.language), For(address, off, message_id, []), at=self.clock())
        self.hand_over(reminder, self.house.envelope(name), address, mail)

    def mould(self, language: str) -> Mould:
        """Draw the mail once for each language."""
        if language not in self.moulds:
            name = "herinnering" if language == "nl" else "reminder"
            self.moulds[language] = encoded(draw(language, self.house.address), self.house, name)
        return self.moulds[language]

    def mark_sent(self, row: Reminder, *, at: datetime) -> None:
        """Write down that the mail house has it, first of all."""
        Reminder.objects.filter(pk=row.pk).update(last_sent_at=at)
        go_on(row, at=at)

    def try_later(self, row: Reminder, why: str, *, at: datetime) -> None:
        """Wait a little longer each time; when it is late it is let go."""
        Reminder.objects.filter(pk=row.pk, due_at=row.due_at, by_mail=True).update(due_at=at + pause(row.tries))

    def give_up(self, row: Reminder, refused: RefusedError, *, at: datetime) -> None:
        """Stop for an address that is not there; try anything else again for a while."""
        if refused.of_address:
            stop(row.code, at=at)
        else:
            self.try_later(row, str(refused), at=at)


def draw(language: str, house: str) -> Drawn:
    """Draw the mail in a language: the same words for everybody, and nothing of what anybody practised."""
    with override(language):
        context = {"leave": LEAVE, "house": house, "set_at": absolute("reminders"), "language": language}
        content = {"help": import_string(settings.HELP_TEXTS)(), "subject": _("Feel for a moment, if you like")}
        text = render_to_string("letters/reminder.txt", {**context, "content": content})
        html = render_to_string("letters/reminder.html", {**context, "content": content})
    return Drawn(content["subject"], folded(text), html)


def fitting(reminder: Reminder, *, at: datetime) -> datetime | None:
    """Give the moment that has come, unless it went out, is over, was not meant yet, or it is quiet now."""
    plan = reminder.plan
    moment = last_moment(plan, at=at)
    begin = max(at - LATE, reminder.set_at, reminder.last_sent_at or reminder.set_at)
    return moment if moment and moment > begin and not plan.is_quiet_at(at=at) else None


def go_on(reminder: Reminder, *, at: datetime) -> None:
    """Wait for the next moment."""
    mine = Reminder.objects.filter(pk=reminder.pk, due_at=reminder.due_at, by_mail=True)
    mine.update(due_at=reminder.next_at(at=at), tries=0)


def stop(code: str, *, at: datetime) -> bool:
    """Stop the mails to an address at which nobody is; say whether any went there."""
    return bool(Reminder.objects.filter(code=code, by_mail=True).update(by_mail=False, due_at=None, stopped_at=at))


def go_on_all(*, at: datetime) -> None:
    """Let every reminder wait for its next moment: after a backup was put back, those before may have gone out."""
    for reminder in Reminder.objects.filter(by_mail=True).iterator():
        go_on(reminder, at=at)
