"""A phone that was here before, so that the shell is on it, and a house that can be killed."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError

from tests.conftest import House


class OpenHouse(House):
    """A house whose database one can look into."""

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Look in its database."""
        with closing(sqlite3.connect(self.data / "loslaten.sqlite3", timeout=20)) as database, database:
            return database.execute(sql).fetchall()

    def rounds(self) -> int:
        """Count every round there is."""
        return self.ask("select count(*) from practice_round")[0][0]


@pytest.fixture(scope="session")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHouse]:
    building = OpenHouse(tmp_path_factory.mktemp("offline"), LOSLATEN_LANGUAGE="en")
    building.open()
    yield building
    building.close()


@pytest.fixture
def house(one_house: OpenHouse) -> Iterator[OpenHouse]:
    """An empty house; whoever kills it may leave it so."""
    one_house.ask("delete from practice_round")
    yield one_house
    if one_house.process.poll() is not None:
        one_house.open()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], one_house: OpenHouse) -> dict[str, Any]:
    its_own = {"base_url": one_house.address, "locale": "en-GB", "has_touch": True, "service_workers": "allow"}
    return {**browser_context_args, **its_own}


@pytest.fixture(scope="session")
def one_phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One phone for all: putting the shell on it takes longer than most of what happens here."""
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def context(one_phone: BrowserContext, house: OpenHouse) -> Iterator[BrowserContext]:
    """A phone that knows nothing of who had it before, but for the shell."""
    page = one_phone.new_page()
    page.goto("/help/")
    page.evaluate("localStorage.clear()")
    page.close()
    one_phone.clear_cookies()
    yield one_phone
    one_phone.set_offline(False)
    one_phone.unroute_all()
    for page in one_phone.pages:
        page.close()


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """What a page complains about: faults in its script, and files that belong to it and are not there."""
    heard: list[str] = []

    def fault(error: WebError) -> None:
        heard.append(str(error.error))

    def line(said: ConsoleMessage) -> None:
        if said.type == "error":
            heard.append(f"{said.text} {said.location}")

    context.on("weberror", fault)
    context.on("console", line)
    yield heard
    context.remove_listener("weberror", fault)
    context.remove_listener("console", line)
    # A network that is off is what these tests are about; the browser writes that down by itself.
    # So it does with a page that says no; only a file of the house must always be there.
    quiet = [text for text in heard if "net::ERR_" not in text and not ("status of" in text and "/static/" not in text)]
    assert quiet == []


def shell_is_kept(page: Page, language: str = "en") -> None:
    """Wait until the worker of this language holds the page; the policy of the house forbids other ways to look."""
    held = page.evaluate(
        """async (language) => {
            const mine = (worker) => worker?.scriptURL.endsWith(`=${language}`) && worker.state === "activated";
            for (let tries = 0; tries < 400; tries += 1) {
                if (mine(navigator.serviceWorker.controller)) return true;
                const house = await navigator.serviceWorker.getRegistration();
                if (tries > 20 && mine(house?.active)) return false;
                await new Promise((resolve) => setTimeout(resolve, 25));
            }
            throw new Error("The shell was never kept.");
        }""",
        language,
    )
    if not held:
        page.reload()


@pytest.fixture
def phone(context: BrowserContext, complaints: list[str]) -> Page:
    """A phone that was here once before, so that the shell is on it."""
    page = context.new_page()
    page.goto("/")
    shell_is_kept(page)
    return page


@pytest.fixture
def doomed(new_context: Callable[..., BrowserContext], house: OpenHouse) -> Page:
    """A phone of its own, for a tab that will crash: its browser is of no use to anybody after that."""
    context = new_context()
    page = context.new_page()
    page.goto("/")
    shell_is_kept(page)
    return page
