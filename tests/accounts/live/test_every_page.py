"""Every page around an account, for every eye: WCAG in every light, narrow screens, large text."""

import pytest

from tests.accounts.live import walk
from tests.browser.lights import breaches, shoot, sideways
from tests.browser.walk import settle

pytestmark = pytest.mark.browser


def test_every_page_keeps_the_rules_of_wcag_in_every_light(browser, browser_context_args, door):
    context = browser.new_context(**browser_context_args, color_scheme="light")
    page = context.new_page()
    broken = []
    for room in walk.every_room(page, door, "anna-licht"):
        settle(page)
        broken += breaches(page, room)
        shoot(page, f"account-{room}")
    assert broken == []
    context.close()


def test_nothing_sticks_out_on_the_narrowest_phone(browser, browser_context_args, door):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    assert [room for room in walk.every_room(page, door, "bram-smal") if sideways(page) > 0] == []
    context.close()


def test_text_at_twice_its_size_still_fits_and_still_works(browser, browser_context_args, door):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert [room for room in walk.every_room(page, door, "bram-groot") if sideways(page) > 0] == []
    context.close()
