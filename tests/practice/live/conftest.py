"""Anna and Bram at the two steps that move."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

NOON = 1_700_000_000
MODULES = f"{settings.STATIC_URL}practice/"


@pytest.fixture(scope="module")
def modules(browser, house):
    """A page of this house that only calls its modules: what is pure needs nobody to look at it."""
    page = browser.new_page()
    page.goto(f"{house.address}/help/")

    def call(code: str, argument: object = None) -> object:
        names = {"pace": "breath-pace.js", "sound": "breath-sound.js", "heard": "heard.js"}
        imports = ", ".join(f"{name}: await import('{MODULES}{file}')" for name, file in names.items())
        return page.evaluate(f"async argument => {{ const {{pace, sound, heard}} = {{{imports}}}; {code} }}", argument)

    yield call
    page.close()


@pytest.fixture(scope="session")
def begun(browser, house, browser_context_args) -> tuple[str, list[dict]]:
    """Begin one round for this whole folder: its address, and the cookies of whose it is."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto(house.address)
    page.locator("form[action$='/practice/start/'] button").first.click()
    page.wait_for_url("**/notice/")
    address, cookies = page.url.replace("notice/", ""), context.cookies()
    context.close()
    return address, cookies


@pytest.fixture
def sit_down(page, begun) -> Callable[..., Page]:
    """Go to a step of a round with a clock in one's hand: nothing passes unless the test says so."""
    address, cookies = begun
    page.context.add_cookies(cookies)

    def sit(step: str, *, still_clock: bool = True, remembered: dict[str, str] | None = None) -> Page:
        for name, value in (remembered or {}).items():
            page.add_init_script(f"localStorage.setItem({name!r}, {value!r})")
        if still_clock:
            page.clock.install(time=NOON)
        page.goto(f"{address}{step}/")
        page.locator(".play").wait_for()
        if still_clock:
            page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
        return page

    return sit


@pytest.fixture
def look_away() -> Callable[[Page, bool], None]:
    """Put the phone away, or take it up again."""

    def look(page: Page, away: bool) -> None:
        page.evaluate(
            "away => { Object.defineProperty(document, 'hidden', {value: away, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange')); }",
            away,
        )

    return look
