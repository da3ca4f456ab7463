"""Readers, a letter, and a mail house that does what real ones do."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.conftest import free_port

AT = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
HOUSE = "https://loslaten.example"


class MailHouse:
    """Takes mail over a real line; its moods are those of real mail houses."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, bytes]] = []
        self.lines = 0
        self.to: dict[str, str] = {}  # what it answers for one address
        self.data: list[str] = []  # what it answers to the next mails
        self.drops: set[int] = set()  # after which mails it drops the line before it says yes
        self.seen = 0
        self.meanwhile: Callable[[str], None] = lambda address: None

    def taken(self) -> list[str]:
        return [address for _sender, address, _mail in self.mails]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's own name
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802 - idem
        if answer := self.to.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - idem
        self.seen += 1
        if self.seen in self.drops:
            server.transport.close()
            return "451 gone"
        if self.data:
            return self.data.pop(0)
        self.meanwhile(envelope.rcpt_tos[0])
        self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        return "250 taken"


class Ears(Controller):
    """Listens, and knows no extension that a small mail house lacks."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, data_size_limit=100_000)


@contextlib.contextmanager
def open_mail_house() -> Iterator[MailHouse]:
    house = MailHouse()
    controller = Ears(house, hostname="127.0.0.1", port=free_port())
    controller.start()
    house.port = controller.port
    house.address = f"plain://127.0.0.1:{controller.port}"
    yield house
    with contextlib.suppress(ConnectionError):
        controller.stop()


@pytest.fixture
def mail_house(settings) -> Iterator[MailHouse]:
    """Open a mail house, and let this house send there."""
    with open_mail_house() as house:
        settings.MAIL = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", house.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.HOUSE = HOUSE
        settings.DEFAULT_FROM_EMAIL = "Loslaten <brief@loslaten.example>"
        settings.LETTERS_BOUNCES = "bounces@loslaten.example"
        settings.LETTERS_A_MINUTE = 0
        yield house


@pytest.fixture
def posted(settings):
    """Say that this house sends mail, without sending any."""
    settings.MAIL = True
    settings.HOUSE = HOUSE
    settings.DEFAULT_FROM_EMAIL = "Loslaten <brief@loslaten.example>"


@pytest.fixture
def reader(db):
    """Make somebody who reads along."""
    from loslaten.letters.models import Reader

    def make(name: str = "anna", **more: object) -> Reader:
        address = f"{name}@elsewhere.example"
        what = {"address": address, "name": address, "wording": "2026-11", "confirmed_at": AT - timedelta(days=9)}
        return Reader.objects.create(**{**what, **more})

    return make


@pytest.fixture
def letter(db):
    """Write a letter that is due at seven."""
    from loslaten.letters.models import Letter

    def write(**more: object) -> Letter:
        what = {
            "slug": "kaken", "state": "planned", "due_at": AT, "with_news": False,
            "subject_nl": "Je kaken, vanavond", "subject_en": "Your jaw, tonight",
            "opening_nl": "Misschien merk je het bij het tandenpoetsen.\n\nDaar mag het zijn.",
            "opening_en": "Maybe you notice it when you brush your teeth.",
            "question_nl": "Wat doen je kaken als er niets van je verwacht wordt?",
            "question_en": "What does your jaw do when nothing is expected of you?",
        }  # fmt: skip
        return Letter.objects.create(**{**what, **more})

    return write


@pytest.fixture
def send():
    """Let one worker take a turn, at a moment."""
    from loslaten.letters.envelope import this_house
    from loslaten.letters.post import Line
    from loslaten.letters.send import Round
    from loslaten.letters.spread import look_after

    def turn(at: datetime = AT, seconds: float = 10) -> Round:
        look_after(at=at)
        line = Line()
        round_ = Round(line, this_house(), lambda: at)
        try:
            round_.go(seconds=seconds)
        finally:
            line.close()
        look_after(at=at)
        return round_

    return turn


@pytest.fixture
def with_account(posted, visitor):
    """Somebody with an account, signed in; the address is confirmed or not there."""
    from allauth.account.models import EmailAddress

    from loslaten.accounts.models import Person

    def come_in(name: str = "anna", *, verified: bool = True):
        person = Person.objects.create_user(name)
        if verified:
            EmailAddress.objects.create(user=person, email=f"{name}@elsewhere.example", verified=True, primary=True)
        browser = visitor()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return browser, person

    return come_in
