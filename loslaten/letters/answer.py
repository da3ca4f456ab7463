"""The mail that answers whoever asked for the letter: press to confirm, or: you already read along."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from loslaten.letters.addresses import compared
from loslaten.letters.envelope import House, bare
from loslaten.letters.links import absolute
from loslaten.letters.models import Reader, Signup
from loslaten.letters.post import Line, RefusedError
from loslaten.letters.send import LATE, LEASE
from loslaten.work.claim import claim

A_DAY = timedelta(days=1)
MOST_A_DAY = 3  # mails to one address: whoever types the address of somebody else cannot fill their box
BATCH = 20
AGAIN = timedelta(minutes=10)


def answer_all(line: Line, house: House, *, at: datetime) -> None:
    """Answer everybody who asked; one who asked half a day ago has stopped waiting."""
    Signup.objects.filter(due_at__lte=at - LATE, asked_at__lte=at - LATE).update(due_at=None)
    asked = Signup.objects.filter(due_at__isnull=False)
    while taken := claim(asked, at=at, lease=LEASE, batch=BATCH):
        line.open()
        for signup in taken:
            answer_one(signup, line, house, at=at)


def answer_one(signup: Signup, line: Line, house: House, *, at: datetime) -> None:
    """Send one answer, unless this address had enough of them today."""
    went = Signup.objects.filter(address__iexact=signup.address, sent_at__gt=at - A_DAY)
    if went.count() < MOST_A_DAY:
        try:
            line.hand_over(bare(house.sender), signup.address, bytes(letter_to(signup, house, at=at)))
        except RefusedError as refused:
            due_at = None if refused.for_ever else at + AGAIN
            Signup.objects.filter(pk=signup.pk).update(due_at=due_at)
            return
        Signup.objects.filter(pk=signup.pk).update(due_at=None, sent_at=at)
    else:
        Signup.objects.filter(pk=signup.pk).update(due_at=None)


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
