"""How a person walks through the house in a browser, and the round they practise on the way."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

LIBRARY = {
    "nl": [
        "", "themes/boundaries/", "nee-zeggen-en-het-daarbij-laten/", "practices/", "practices/basic-loop/",
        "about/bewijs/", "about/veelgestelde-vragen/", "find/?q=nee+zeggen", "find/?q=wil+dood", "find/?q=xqzzy",
    ],
    "en": [
        "", "themes/boundaries/", "awake-at-three/", "practices/basic-loop/", "about/evidence/",
        "about/common-questions/", "find/?q=saying+no", "find/?q=suicide",
    ],
}  # fmt: skip


def settle(page: Page) -> None:
    """Wait until letters and scripts are there: what a person sees."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")


def begin(page: Page, address: str, guide: str = "full") -> None:
    page.goto(address + "/")
    page.locator(f"button[name=guide][value={guide}]").click()
    expect(page).to_have_url(f"{page.url.rsplit('/', 2)[0]}/notice/")


def go(page: Page, way: str = "next") -> None:
    """Press one of the three buttons in the dock, and wait for the next room."""
    before = page.url
    page.locator(f".dock button[value={way}]").click()
    expect(page).not_to_have_url(before)
    page.wait_for_load_state()


def answer_notice(page: Page, tension: int = 7) -> None:
    page.locator(".at-jaw > span").click()
    page.locator(".at-left_shoulder > span").click()
    choose(page, "tight", "hot")
    rate(page, tension)


def choose(page: Page, *values: str) -> None:
    for value in values:
        page.locator(f".chip input[value={value}]").first.click()


def rate(page: Page, tension: int) -> None:
    page.locator(f".ticks input[value='{tension}']").click()


def answer_look_back(page: Page, tension: int = 4) -> None:
    rate(page, tension)
    choose(page, "softer", "sigh", "long_breath")


def whole_round(page: Page, address: str) -> Iterator[str]:
    """Practise from the first step to the list of what is kept, pausing in every room to be looked at."""
    begin(page, address)
    answer_notice(page)
    yield "1-notice"
    go(page)
    yield "2-welcome"
    go(page)
    yield "3-breathe"
    go(page)
    choose(page, "drop_jaw")
    yield "4-soften"
    go(page)
    answer_look_back(page)
    yield "5-look-back"
    go(page)
    yield "6-after"


def every_room(page: Page, address: str, language: str = "nl") -> Iterator[str]:
    """Visit every page there is."""
    for name in (
        "",
        "help",
        "privacy",
        "settings",
        "offline",
        "practice/kept",
        "account",
        "questions",
        "je-brein",
        "insight",
        "nowhere",
    ):
        page.goto(f"{address}/{name}/".replace("//", "/").replace(":/", "://"))
        yield name.replace("/", "-") or "home"
    for name in LIBRARY[language]:
        page.goto(f"{address}/library/{language}/{name}")
        yield f"library-{re.sub('[^a-z]+', '-', name).strip('-')}".strip("-")
    yield from whole_round(page, address)
    page.locator("button[value=yes]").click()
    yield "7-kept"
    page.goto(f"{address}/questions/")
    choose(page, "belly")
    page.locator("main form .btn.quiet").first.click()
    expect(page.locator("main > .notice.ok")).to_be_visible()
    yield "7-questions"
    page.goto(f"{address}/account/consent/insight/")
    yield "7-one-question"
    page.locator("button[value=yes]").click()
    yield "7-yours"
    page.goto(f"{address}/insight/")
    for details in page.locator("details").all():
        details.evaluate("details => { details.open = true }")
    yield "7-insight"
    begin(page, address)
    answer_notice(page, tension=9)
    go(page)
    yield "8-strong"
    page.locator("button[value=outward]").click()
    yield "9-outward"
    page.goto(address + "/")
    yield "home-with-an-open-round"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus stands there, as somebody without a mouse would."""
    for _ in range(120):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never came to {target}")
