"""People practise a whole round, each in their own way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk

pytestmark = pytest.mark.browser


def finish(page: Page, address: str) -> None:
    for _room in walk.whole_round(page, address):
        pass
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Je bent even gebleven|You stayed for a while")
    )


def test_anna_practises_with_a_mouse(page, house):
    finish(page, house.address)
    expect(page.locator(".lead")).to_contain_text("De lijn stond op 7 en hangt nu op 4.")
    expect(page.locator("dl.facts")).to_contain_text("Laat je onderkaak zakken")


def test_anna_practises_with_a_finger(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "has_touch": True, "is_mobile": True})
    page = context.new_page()
    page.goto(house.address + "/")
    page.locator("button[name=guide][value=short]").tap()
    page.locator(".at-belly .hit").tap()
    expect(page.locator("input[value=belly]")).to_be_checked()
    page.locator(".sides label:has([value=back])").tap()
    page.locator(".at-neck > span").tap()
    page.locator(".ticks label:has([value='6'])").tap()
    for _step in range(4):
        before = page.url
        page.locator(".dock button[value=next]").tap()
        expect(page).not_to_have_url(before)
    page.locator(".ticks label:has([value='6'])").tap()
    page.locator(".dock button[value=next]").tap()
    expect(page.locator(".lead")).to_contain_text("De lijn stond op 6 en hangt nu op 6.")
    expect(page.locator("dl.facts")).to_contain_text("Buik, Nek")
    context.close()


def test_anna_practises_with_the_keyboard_alone(page, house):
    page.goto(house.address + "/")
    walk.tab_to(page, page.locator("button[value=full]"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/notice/"))
    walk.tab_to(page, page.locator("input[value=jaw]"))
    page.keyboard.press("Space")
    walk.tab_to(page, page.locator("input[name=tension_before][value='0']"))
    for _press in range(6):
        page.keyboard.press("ArrowRight")
    for room in ("welcome", "breathe", "soften", "look_back"):
        walk.tab_to(page, page.locator(".dock button[value=next]"))
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"/{room}/"))
    walk.tab_to(page, page.locator("input[name=tension_after][value='0']"))
    page.keyboard.press("ArrowRight")
    walk.tab_to(page, page.locator(".dock button[value=next]"))
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("De lijn stond op 6 en hangt nu op 1.")
    expect(page.locator("dl.facts")).to_contain_text("Kaken")


def test_anna_practises_without_javascript(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(house.address + "/")
    page.locator("button[value=full]").click()
    page.locator(".at-jaw > span").click()
    page.locator(".ticks input[value='7']").click()
    page.locator(".dock button[value=next]").click()
    expect(page.locator(".phrases li").first).to_have_text("Er is spanning in mijn kaken.")
    page.locator(".dock button[value=next]").click()
    expect(page.locator("breath-tide .plain")).to_contain_text("Adem 4 tellen in")
    page.locator(".dock button[value=next]").click()
    page.locator("input[value=still]").click()
    page.locator(".dock button[value=next]").click()
    page.locator(".ticks input[value='5']").click()
    page.locator(".dock button[value=next]").click()
    expect(page.locator(".lead")).to_contain_text("De lijn stond op 7 en hangt nu op 5.")
    context.close()


def test_anna_practises_with_as_little_movement_as_her_device_asks(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "reduced_motion": "reduce"})
    finish(context.new_page(), house.address)
    context.close()


def test_anna_practises_in_english(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "locale": "en-GB"})
    page = context.new_page()
    dutch = re.compile(r"\b(je|het|een|niet|voor|adem|spanning|verder|wat)\b")
    for room in walk.every_room(page, house.address, "en"):
        assert page.locator("html").get_attribute("lang") == "en", room
        assert not dutch.search(page.locator("main").inner_text()), room
    context.close()


def test_nothing_is_ever_asked_of_anybody_else(page, house):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for _room in walk.every_room(page, house.address):
        pass
    assert asked
    assert [url for url in asked if not url.startswith((house.address, "blob:"))] == []


def test_no_page_complains_in_the_console(page, house):
    complaints = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for room in walk.every_room(page, house.address):
        if room == "nowhere":
            complaints.clear()  # the browser itself notes that a page was not found
    assert complaints == []


def test_the_browsers_back_button_shows_what_was_answered(page, house):
    walk.begin(page, house.address)
    walk.answer_notice(page, tension=5)
    walk.go(page)
    page.go_back()
    expect(page.locator("input[name=tension_before][value='5']")).to_be_checked()
    walk.rate(page, 3)
    walk.go(page)
    page.locator("button[value=stop]").click()
    expect(page.locator(".lead")).to_contain_text("De lijn stond op 3.")
