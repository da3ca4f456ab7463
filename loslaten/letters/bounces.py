"""Letters that came back: what a mail house reports in a message of its own, and what that means for a reader.

Only a report with a name that we signed counts: in the address it came back to, or in the letter it quotes.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple, cast

from loslaten.letters import remind
from loslaten.letters.leave import stop
from loslaten.letters.links import link_key, read
from loslaten.letters.models import Delivery, Reader
from loslaten.letters.post import PASSING
from loslaten.letters.send import count_soft

# The number of the letter, and the signed name of the reader: bounces+12-abc@… or <12-abc@…>. Some mail houses shout.
NAME = re.compile(r"(?<![a-z0-9])(\d{1,9})-([a-z2-9]{26})@", re.IGNORECASE)
BOXES = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
LARGEST = 1_000_000
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


class Bounce(NamedTuple):
    """A letter that came back."""

    letter: int
    code: str
    status: str

    @property
    def for_ever(self) -> bool:
        """Say whether nobody is there."""
        return self.status.startswith("5") and not PASSING.fullmatch(self.status)


def understand(raw: bytes, key: bytes) -> Bounce | None:
    """Read a message; nothing when it is no report of a letter of ours, or only says that it takes longer."""
    mail = message_from_bytes(raw[:LARGEST], policy=policy.default)
    status = status_of(mail)
    if not status:
        return None
    for letter, token in NAME.findall(" ".join(names(mail))):
        if code := read(token.lower(), "bounce", key):
            return Bounce(int(letter), code, status)
    return None


def status_of(mail: EmailMessage) -> str:
    """Give the code with which delivery failed, as the report says it for machines."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in blocks(part):
                if text(block, "Action").strip().lower() == "failed":
                    found = STATUS.search(text(block, "Status")) or STATUS.search(text(block, "Diagnostic-Code"))
                    return found[0] if found else "5.0.0"
    return ""


def blocks(part: EmailMessage) -> list[EmailMessage]:
    """Take a report apart into what it says of the whole, and of each address."""
    payload = part.get_payload()
    return [cast("EmailMessage", each) for each in payload] if isinstance(payload, list) else []


def text(mail: EmailMessage, name: str) -> str:
    """Read a field as it stands; a broken one is empty."""
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # what strangers write breaks every parser some day
        return ""


def names(mail: EmailMessage) -> Iterator[str]:
    """Find every place in which a name that we signed may stand."""
    for box in BOXES:
        yield text(mail, box)
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            quoted = part.get_payload(decode=True)
            yield quoted.decode("ascii", "replace") if isinstance(quoted, bytes) else ""
        elif part is not mail:
            yield f"{text(part, 'Message-ID')} {text(part, 'Return-Path')}"


def take_back(bounce: Bounce, *, at: datetime) -> bool:
    """Write down that a letter came back, once; and stop for an address at which nobody is."""
    reader = Reader.objects.filter(code=bounce.code).first()
    if reader is None:
        return bounce.for_ever and remind.stop(bounce.code, at=at)
    went = Delivery.objects.filter(letter=bounce.letter, reader=reader).exclude(failure__startswith="back ")
    if not went.update(state=Delivery.State.FAILED, sent_at=None, failure=f"back {bounce.status}"):
        return False
    if bounce.for_ever:
        stop(reader.pk, at=at)
    else:
        count_soft(reader.pk, at=at)
    return True


def take_in(mails: Iterator[bytes], *, at: datetime) -> tuple[int, int]:
    """Read many messages; say how many letters came back, and how many messages were something else."""
    back = other = 0
    key = link_key()
    for raw in mails:
        bounce = understand(raw, key)
        taken = bounce is not None and take_back(bounce, at=at)
        back, other = back + taken, other + (not taken)
    return back, other
