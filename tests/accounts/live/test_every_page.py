"""Every page around an account, for every eye: WCAG in every light, narrow screens, large text."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.accounts.live import walk
from tests.browser.test_everybody import LIGHTS, RULES, SHOTS, SIDEWAYS
from tests.browser.walk import settle

pytestmark = pytest.mark.browser


def in_light(browser, options, address, name):
    context = browser.new_context(**options, color_scheme="dark" if name == "device-dark" else "light")
    context.add_cookies([{"name": key, "value": value, "url": address} for key, value in LIGHTS[name].items()])
    return context


@pytest.mark.parametrize("light", LIGHTS)
def test_every_page_keeps_the_rules_of_wcag_in_every_light(browser, browser_context_args, door, light):
    context = in_light(browser, browser_context_args, door, light)
    page = context.new_page()
    broken = []
    for room in walk.every_room(page, door, f"anna-{light}"):
        settle(page)
        found = Axe().run(page, options=RULES).response["violations"]
        broken += [f"{room}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]
    assert broken == []
    context.close()


def test_nothing_sticks_out_on_the_narrowest_phone(browser, browser_context_args, door):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    assert [room for room in walk.every_room(page, door, "bram-smal") if page.evaluate(SIDEWAYS) > 0] == []
    context.close()


def test_text_at_twice_its_size_still_fits_and_still_works(browser, browser_context_args, door):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert [room for room in walk.every_room(page, door, "bram-groot") if page.evaluate(SIDEWAYS) > 0] == []
    context.close()


@pytest.mark.parametrize("screen", ["phone", "desktop"])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_person_can_look_at_every_page_afterwards(browser, browser_context_args, door, screen, light):
    size = {"width": 390, "height": 844} if screen == "phone" else {"width": 1280, "height": 900}
    context = browser.new_context(**{**browser_context_args, "viewport": size}, color_scheme=light)
    page = context.new_page()
    SHOTS.mkdir(exist_ok=True)
    for room in walk.every_room(page, door, f"anna-{screen}-{light}"):
        settle(page)
        picture = SHOTS / f"account-{room}-{screen}-{light}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 10_000
    context.close()
