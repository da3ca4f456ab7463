"""Somebody types in the box of the finder: answers come along, by keyboard alone, and without JavaScript too."""

import pytest
from playwright.sync_api import expect

from tests.browser import walk

pytestmark = pytest.mark.browser


def test_answers_follow_the_words_and_the_keyboard_is_enough(page, house):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    page.goto(house.address + "/library/nl/find/")
    box, answer = page.locator("#q"), page.locator("#found[role=status]")
    walk.tab_to(page, box)
    page.keyboard.type("jaloers", delay=20)
    expect(answer.get_by_role("heading", name="Jaloezie en afgunst")).to_be_visible()
    assert len(asked) < len("jaloers")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("zelfmoort", delay=20)
    expect(answer.get_by_role("link", name="Bel 113").first).to_be_visible()
    expect(answer.get_by_role("heading", name="Jaloezie en afgunst")).to_have_count(0)
    asked.clear()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    expect(answer).to_be_empty()
    assert not asked
    page.keyboard.type("boos", delay=20)
    theme = answer.get_by_role("link", name="Boosheid")
    walk.tab_to(page, theme)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Boosheid")).to_be_visible()


def test_without_javascript_the_button_and_enter_do_it(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(house.address + "/library/nl/find/")
    page.locator("#q").fill("jaloers")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", name="Jaloezie en afgunst")).to_be_visible()
    page.locator("#q").fill("winterbanden")
    page.get_by_role("button", name="Zoek").or_(page.get_by_role("button", name="Vind")).click()
    page.get_by_role("link", name="eenzaam").click()
    expect(page.get_by_role("heading", name="Eenzaamheid")).to_be_visible()

    # on paper nothing can be unfolded, and an address of this house says nothing
    page.emulate_media(media="print")
    page.goto(house.address + "/library/nl/about/veelgestelde-vragen/")
    for answer in page.locator("details > p").all():
        expect(answer).to_be_visible()
    page.goto(house.address + "/library/nl/nee-zeggen-en-het-daarbij-laten/")
    after = "link => getComputedStyle(link, '::after').content"
    assert page.locator(".prose a[href^='/']").first.evaluate(after) == "none"
    context.close()
