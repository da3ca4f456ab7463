"""What stands on a letter from the outside: from whom, which name it has, and where it comes back."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from loslaten.letters.compose import Drawn, draw
from loslaten.letters.gather import gather
from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Letter
from loslaten.letters.mould import Mould, mould


class House(NamedTuple):
    """Everything of this house that a letter needs, looked up once."""

    address: str
    sender: str
    bounces: str
    a_minute: int
    key: bytes
    leave_at: str

    @property
    def domain(self) -> str:
        """The name in which the mail is sent."""
        return self.sender.rpartition("@")[2].strip(" >")

    def sign(self, code: str, purpose: str) -> str:
        """Name a reader for one purpose."""
        return sign(code, purpose, self.key)

    def leave(self, code: str) -> str:
        """Give the address at which a reader stops."""
        return self.leave_at.replace("TOKEN", self.sign(code, "reader"))

    def message_id(self, name: str) -> str:
        """Name a mail: each time it is tried it has the same name."""
        return f"<{name}@{self.domain}>"

    def envelope(self, name: str) -> str:
        """Give the address to which it comes back, with its name in it where the host has a box for that."""
        local, _, domain = self.bounces.partition("@")
        return f"{local}+{name}@{domain}" if domain else bare(self.sender)


def bare(sender: str) -> str:
    """Take the address out of a name and an address."""
    return sender.rpartition("<")[2].strip(" >")


def this_house() -> House:
    """Look up what letters need of this house."""
    leave_at = settings.HOUSE + reverse("leave", args=["TOKEN"])
    return House(
        settings.HOUSE,
        settings.DEFAULT_FROM_EMAIL,
        settings.LETTERS_BOUNCES,
        settings.LETTERS_A_MINUTE,
        link_key(),
        leave_at,
    )


def mould_of(letter: Letter, language: str, house: House, *, at: datetime) -> Mould:
    """Draw a letter in a language, and encode it."""
    drawn = draw(gather(letter, language, at=at), house=house.address)
    return encoded(drawn, house, "brief" if language == "nl" else "letter")


def encoded(drawn: Drawn, house: House, name: str) -> Mould:
    """Encode what was drawn, under the name of what it belongs to."""
    boundary = "loslaten-" + sha256(drawn.html.encode()).hexdigest()[:24]
    return mould(drawn, sender=house.sender, list_id=f"{name}.{house.domain}", boundary=boundary)
