"""The line to the mail house: opened once, kept open, and what it answers told apart."""

import logging
import re
import ssl
import time
from smtplib import SMTP, SMTPException, SMTPResponseException
from typing import Any

from django.core.mail import get_connection

log = logging.getLogger("loslaten.letters")
WINDOW_S = 5.0
CLOSING = 421  # the mail house goes away; it says nothing of who the mail is for
FULL = 552
# What passes: a full box, a rule about senders, a network. Anything else with a 5 means that nobody is there.
PASSING = re.compile(r"5\.(2\.2|2\.3|3\.\d+|4\.\d+|7\.\d+)")


class TroubleError(Exception):
    """Nothing can be handed over right now, to whomever it is; the kind of trouble, never its words."""


class RefusedError(Exception):
    """One mail is not taken: for ever when its code begins with a 5, otherwise for now."""

    def __init__(self, code: int, detail: str, *, of_address: bool) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.for_ever = code >= 500
        passes = PASSING.fullmatch(detail) or (code == FULL and not detail)
        self.of_address = of_address and self.for_ever and not passes


class Line:
    """One connection, opened when the first mail goes and kept as long as there are more."""

    def __init__(self) -> None:
        self.house: Any = None  # Django's own backend, which knows the settings
        self.begun_at = self.window_at = time.monotonic()
        self.in_window = 0

    def keep_pace(self, a_minute: int) -> None:
        """Send no more than the host wished: some at once, then a rest in which pages have the house alone."""
        if not a_minute:
            return
        window_s = max(WINDOW_S, 60 / a_minute)
        if self.in_window >= a_minute * window_s / 60:
            time.sleep(max(0.0, self.window_at + window_s - time.monotonic()))
            self.window_at, self.in_window = time.monotonic(), 0

    def open(self) -> SMTP:
        """Give the open connection."""
        if self.house is None or self.house.connection is None:
            self.house = get_connection()
            try:
                self.house.open()
                self.house.connection.ehlo_or_helo_if_needed()
            except SMTPResponseException as refused:
                self.close()
                raise TroubleError(f"{type(refused).__name__} {refused.smtp_code}") from refused
            except (OSError, SMTPException, ssl.SSLError) as trouble:
                self.close()
                raise TroubleError(type(trouble).__name__) from trouble
        connection: SMTP = self.house.connection
        return connection

    def hand_over(self, sender: str, address: str, mail: bytes) -> None:
        """Hand over one mail; when this comes back, the mail house has it."""
        smtp = self.open()
        try:
            self.expect(smtp.mail(sender, [f"size={len(mail)}"] if smtp.has_extn("size") else []), of_sender=True)
            self.expect(smtp.rcpt(address), of_address=True)
            self.expect(smtp.data(mail))
        except SMTPResponseException as refused:  # an answer to DATA before the mail itself
            self.expect((refused.smtp_code, refused.smtp_error))
        except (OSError, SMTPException) as trouble:
            self.close()
            raise TroubleError(type(trouble).__name__) from trouble

    def expect(self, answer: tuple[int, Any], *, of_sender: bool = False, of_address: bool = False) -> None:
        """Take a yes; tell a no to everybody from a no to this mail."""
        code, said = answer
        if 200 <= code < 300:
            return
        if code == CLOSING or of_sender or code < 200:
            self.close()
            raise TroubleError(f"{code}")
        self.begin_anew()
        raise RefusedError(code, detail(said), of_address=of_address)

    def begin_anew(self) -> None:
        """Forget a mail that was not taken, so that the next one can go over the same line."""
        try:
            self.house.connection.rset()
        except (OSError, SMTPException):
            self.close()

    def close(self) -> None:
        """Hang up; a line that is already gone is fine."""
        house, self.house = self.house, None
        if house is not None:
            try:
                house.close()
            except (OSError, SMTPException):
                log.debug("The line was gone already")


def detail(said: bytes | str) -> str:
    """Take the enhanced code of an answer, such as 5.1.1; never its words, which may name somebody."""
    first = (said.decode("ascii", "replace") if isinstance(said, bytes) else said).split(" ", 1)[0]
    return first if first.replace(".", "").isdigit() and first.count(".") == 2 else ""
