"""Every page, for every eye: the rules of WCAG 2.2 AA, narrow screens, large text, every light."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import walk

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LIGHTS = {
    "dag": {"light": "dag"},
    "avond": {"light": "avond"},
    "nacht": {"light": "nacht"},
    "contrast": {"contrast": "more"},
    "contrast-nacht": {"contrast": "more", "light": "nacht"},
    "device-dark": {},
}
SHOTS = Path(os.environ.get("LOSLATEN_SHOTS", Path(__file__).resolve().parents[2] / "shots"))
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def in_light(browser, options, house, name):
    context = browser.new_context(**options, color_scheme="dark" if name == "device-dark" else "light")
    cookies = [{"name": key, "value": value, "url": house.address} for key, value in LIGHTS[name].items()]
    if cookies:
        context.add_cookies(cookies)
    return context


@pytest.mark.parametrize("light", LIGHTS)
def test_every_page_keeps_the_rules_of_wcag_in_every_light(browser, browser_context_args, house, light):
    context = in_light(browser, browser_context_args, house, light)
    page = context.new_page()
    broken = []
    for room in walk.every_room(page, house.address):
        walk.settle(page)
        found = Axe().run(page, options=RULES).response["violations"]
        broken += [f"{room}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]
    assert broken == []
    context.close()


def test_nothing_sticks_out_on_the_narrowest_phone(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    assert [room for room in walk.every_room(page, house.address) if page.evaluate(SIDEWAYS) > 0] == []
    context.close()


def test_text_at_twice_its_size_still_fits_and_still_works(browser, browser_context_args, house):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert [room for room in walk.every_room(page, house.address) if page.evaluate(SIDEWAYS) > 0] == []
    context.close()


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_person_can_look_at_every_page_afterwards(browser, browser_context_args, house, screen, light):
    size = {"width": 390, "height": 844} if screen == "phone" else {"width": 1280, "height": 900}
    context = browser.new_context(**{**browser_context_args, "viewport": size}, color_scheme=light)
    page = context.new_page()
    SHOTS.mkdir(exist_ok=True)
    for room in walk.every_room(page, house.address):
        walk.settle(page)
        picture = SHOTS / f"{room}-{screen}-{light}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 10_000
    context.close()


@pytest.mark.parametrize("step", ["notice", "welcome", "breathe", "soften", "look_back"])
def test_the_way_out_is_always_in_sight_on_a_small_phone(browser, browser_context_args, house, step):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    walk.begin(page, house.address, "short")
    page.goto(page.url.replace("/notice/", f"/{step}/"))
    way_out = page.locator("button[value=too_much]")
    for top in (0, 300):
        page.evaluate("top => scrollTo(0, top)", top)
        box = way_out.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 568
    context.close()
