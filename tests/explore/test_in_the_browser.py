"""Anna slides, and the pictures follow; without a network they wait, and the button is back."""

import pytest
from playwright.sync_api import expect

from tests.browser.walk import tab_to

pytestmark = pytest.mark.browser


def test_the_pictures_follow_the_slider_and_what_is_said_aloud_waits(page, house):
    page.goto(f"{house.address}/je-brein/")
    expect(page.locator(".go")).to_be_hidden()
    was = page.locator("#brain-head svg").first.inner_html()
    tab_to(page, page.locator("#welcome"))
    page.keyboard.press("End")
    tab_to(page, page.locator("#week"))
    page.keyboard.press("End")
    assert page.locator("#week").get_attribute("aria-valuetext") == "twee keer per dag"
    expect(page.locator(".verdict")).to_contain_text("is het nieuwe pad in dit voorbeeld breder")
    expect(page).to_have_url(f"{house.address}/je-brein/?preset=ordinary&welcome=100&week=14")
    assert page.locator("#brain-head svg").first.inner_html() != was
    expect(page.locator("#week")).to_be_focused()
    expect(page.locator("brain-explorer > [role=status]")).to_contain_text("breder dan het oude")
    page.locator("#brain-words summary").click()
    page.locator("#preset").select_option("night")
    expect(page.locator("#brain-weeks")).to_contain_text("Om drie uur ’s nachts wakker")
    expect(page.locator("table")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator(".verdict")).to_contain_text("the new path is broader")


def test_when_the_house_does_not_answer_the_button_comes_back(page, house):
    page.goto(f"{house.address}/je-brein/")
    page.route("**/je-brein/weeks/**", lambda route: route.abort())
    page.locator("#week").press("Home")
    expect(page.locator(".fault")).to_be_visible()
    page.locator(".go button").click()
    expect(page).to_have_url(f"{house.address}/je-brein/?preset=ordinary&welcome=70&week=0")
    expect(page.locator(".verdict")).to_contain_text("het oude pad in dit voorbeeld breder")
    expect(page.locator(".fault")).to_be_hidden()


def test_without_javascript_the_form_does_the_same(browser, browser_context_args, house):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{house.address}/je-brein/")
    page.locator("#week").press("End")
    page.locator(".go button").click()
    expect(page).to_have_url(f"{house.address}/je-brein/?preset=ordinary&welcome=70&week=14")
    expect(page.locator("#brain-weeks")).to_contain_text("twee keer per dag")
    context.close()
