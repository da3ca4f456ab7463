"""The mail that answers whoever asked for the letter: press to confirm, or: you already read along."""

import logging
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from loslaten.letters.addresses import compared
from loslaten.letters.envelope import House, bare
from loslaten.letters.links import absolute
from loslaten.letters.models import Reader, Signup
from loslaten.letters.post import RefusedError
from loslaten.letters.send import LATE
from loslaten.letters.turn import Single, pause

log = logging.getLogger("loslaten.work")
A_DAY = timedelta(days=1)
MOST_A_DAY = 3  # mails to one address: whoever types the address of somebody else cannot fill their box


def waiting(*, at: datetime) -> QuerySet[Signup]:
    """Find who was not answered yet; one who asked half a day ago has stopped waiting."""
    return Signup.objects.filter(due_at__lte=at, asked_at__gt=at - LATE)


class Answers(Single[Signup]):
    """One worker's turn at answering who asked."""

    def due(self, *, at: datetime) -> QuerySet[Signup]:
        """Find who asked and was not answered yet."""
        return waiting(at=at)

    def see_to(self, row: Signup, *, until: datetime) -> None:
        """Send one answer, unless this address had enough of them today, or was erased in the meantime."""
        at = self.clock()
        for signup in Signup.objects.filter(pk=row.pk, due_at=until):
            went = Signup.objects.filter(address__iexact=signup.address, sent_at__gt=at - A_DAY)
            if went.count() < MOST_A_DAY:
                self.line.open()
                mail = letter_to(signup, self.house, at=at).as_bytes(policy=policy.SMTP)
                self.hand_over(signup, bare(self.house.sender), signup.address, mail)
            else:
                Signup.objects.filter(pk=signup.pk).update(due_at=None)

    def mark_sent(self, row: Signup, *, at: datetime) -> None:
        """Write down that the mail house has it."""
        Signup.objects.filter(pk=row.pk).update(due_at=None, sent_at=at)

    def try_later(self, row: Signup, why: str, *, at: datetime) -> None:
        """Wait a little longer each time."""
        Signup.objects.filter(pk=row.pk).update(due_at=at + pause(row.tries))

    def give_up(self, row: Signup, refused: RefusedError, *, at: datetime) -> None:
        """Stop trying, and let the host know: the page said that a mail was on its way."""
        log.warning("Who asked for the letter was not answered: the mail server refuses that mail (%s)", refused)
        Signup.objects.filter(pk=row.pk).update(due_at=None)


def letter_to(signup: Signup, house: House, *, at: datetime) -> EmailMessage:
    """Write the answer: another one for an address that already reads along."""
    reader = Reader.objects.filter(name=compared(signup.address), left_at=None, stopped_at=None).first()
    with override(signup.language):
        if reader:
            subject, link = _("You already read along"), house.leave(reader.code)
        else:
            subject = _("Would you like to read along?")
            link = absolute("letters_confirm", house.sign(signup.code, "confirm"))
        words = render_to_string("letters/answer.txt", {"reader": reader, "link": link, "house": house.address})
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = house.sender, signup.address, subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = house.message_id(f"s-{signup.code}")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.strip() + "\n", cte="quoted-printable")
    return mail
