"""Every page, for every eye: the rules of WCAG 2.2 AA, narrow screens, large text, every light."""

import pytest

from tests.browser import walk
from tests.browser.lights import breaches, shoot, sideways

pytestmark = pytest.mark.browser


def test_every_page_keeps_the_rules_of_wcag_in_every_light(browser, browser_context_args, house):
    context = browser.new_context(**browser_context_args, color_scheme="light")
    page = context.new_page()
    broken = []
    for room in walk.every_room(page, house.address):
        walk.settle(page)
        broken += breaches(page, room)
        shoot(page, room)
    assert broken == []
    context.close()


def test_nothing_sticks_out_on_the_narrowest_phone(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    assert [room for room in walk.every_room(page, house.address) if sideways(page) > 0] == []
    context.close()


def test_text_at_twice_its_size_still_fits_and_still_works(browser, browser_context_args, house):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert [room for room in walk.every_room(page, house.address) if sideways(page) > 0] == []
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
