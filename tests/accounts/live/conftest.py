"""A house of its own for those who sign in, so that nobody is slowed down by what others tried."""

import contextlib
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import House, free_port


class Postman:
    """Takes every mail, as a mail house does."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], str]] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        self.mails.append((envelope.rcpt_tos, envelope.content.decode("utf-8")))
        return "250 taken"


@pytest.fixture(scope="module")
def postman() -> Iterator[Postman]:
    handler = Postman()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.address = f"plain://127.0.0.1:{controller.port}"
    yield handler
    with contextlib.suppress(ConnectionError):
        controller.stop()


@pytest.fixture(scope="module")
def door(tmp_path_factory, postman) -> Iterator[str]:
    """The address of a house that sends mail."""
    building = House(tmp_path_factory.mktemp("door"), LOSLATEN_EMAIL_URL=postman.address).open()
    yield building.address
    building.close()


@pytest.fixture
def another(browser, browser_context_args):
    """Another browser, of the same person or of somebody else."""
    opened = []

    def walk_in():
        context = browser.new_context(**browser_context_args)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield walk_in
    for context in opened:
        context.close()
