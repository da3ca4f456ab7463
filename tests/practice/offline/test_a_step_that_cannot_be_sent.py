"""Anna is in the middle of a round when the server, the network or the disk gives up for a while."""

import re
import resource

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.practice.offline.conftest import OpenHouse

pytestmark = pytest.mark.browser
TROUBLE = "What you filled in is still on this device"
DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('loslaten.step.'))"


def begin(page: Page) -> None:
    page.get_by_role("button", name="Short, a minute and a half").click()
    page.get_by_text("Belly", exact=True).click()
    page.locator("[name=tension_before][value='6']").check()


@pytest.fixture
def at_notice(phone: Page) -> Page:
    """A phone that stands at the first step, with something filled in."""
    begin(phone)
    return phone


def go_on(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("button", name="Go on").click()


def filled_in(page: Page) -> None:
    expect(page.get_by_role("checkbox", name="Belly")).to_be_checked()
    expect(page.locator("[name=tension_before]:checked")).to_have_value("6")


def test_a_step_posted_while_the_server_is_dead_goes_on_when_it_is_back(at_notice: Page, house: OpenHouse) -> None:
    house.kill()
    go_on(at_notice)
    expect(at_notice.get_by_role("alert")).to_contain_text(TROUBLE)
    filled_in(at_notice)
    house.open()
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    assert house.ask("select places, tension_before from practice_round") == [('["belly"]', 6)]
    assert at_notice.evaluate(DRAFTS) == []


def test_a_step_posted_without_a_network_goes_as_soon_as_there_is_one(
    at_notice: Page, context: BrowserContext, house: OpenHouse
) -> None:
    context.set_offline(True)
    go_on(at_notice)
    expect(at_notice.get_by_role("alert")).to_contain_text("There is no network.")
    at_notice.get_by_text("Jaw", exact=True).click()
    context.set_offline(False)
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    assert house.ask("select places from practice_round") == [('["jaw", "belly"]',)]


def test_a_disk_that_takes_nothing_gives_a_calm_answer_and_the_step_is_sent_again(
    at_notice: Page, house: OpenHouse
) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (1, most))
    with at_notice.expect_response("**/notice/") as refusal:
        go_on(at_notice)
    assert refusal.value.status == 503
    expect(at_notice.get_by_role("alert")).to_contain_text(TROUBLE)
    filled_in(at_notice)
    resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (most, most))
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    assert house.ask("select places, tension_before from practice_round") == [('["belly"]', 6)]


def test_what_was_filled_in_is_there_when_the_tab_crashed_before_it_was_sent(doomed: Page) -> None:
    begin(doomed)
    address = doomed.url
    with doomed.expect_event("crash"), pytest.raises(Error):
        doomed.goto("chrome://crash")
    again = doomed.context.new_page()
    again.goto(address)
    filled_in(again)
    go_on(again)
    expect(again).to_have_url(re.compile("/welcome/$"))
    assert again.evaluate(DRAFTS) == []


def test_a_changed_answer_is_there_when_the_page_is_opened_again_but_never_over_a_newer_one(at_notice: Page) -> None:
    address = at_notice.url
    go_on(at_notice)
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    at_notice.goto(address)
    at_notice.get_by_text("Jaw", exact=True).click()
    draft = at_notice.evaluate(f"localStorage[{DRAFTS}[0]]")
    at_notice.goto(address)
    expect(at_notice.get_by_role("checkbox", name="Jaw")).to_be_checked()
    at_notice.get_by_text("Throat", exact=True).click()
    go_on(at_notice)
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    at_notice.evaluate(
        "([name, draft]) => localStorage[name] = draft", [f"loslaten.step./{address.split('/', 3)[3]}", draft]
    )
    at_notice.goto(address)
    expect(at_notice.get_by_role("checkbox", name="Throat")).to_be_checked()


def test_a_doubled_press_is_sent_once(at_notice: Page, context: BrowserContext, house: OpenHouse) -> None:
    sent: list[str] = []
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.post_data or "")
        return waiting.append(route)

    context.route("**/notice/", hold)
    button = at_notice.get_by_role("navigation").get_by_role("button", name="Go on")
    button.dblclick()
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    waiting[0].continue_()
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    assert len(sent) == 1
    assert "go=next" in sent[0]
    assert house.rounds() == 1


def test_a_page_from_before_the_cookies_went_is_answered_as_the_server_says(
    at_notice: Page, context: BrowserContext
) -> None:
    address = at_notice.url
    context.clear_cookies()
    go_on(at_notice)
    expect(at_notice.get_by_role("heading", name="This page stood open for a long time")).to_be_visible()
    at_notice.goto(address)
    expect(at_notice.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_an_answer_the_server_does_not_know_is_told_on_the_page(at_notice: Page) -> None:
    at_notice.evaluate("document.querySelector('[name=tension_before]:checked').value = '66'")
    go_on(at_notice)
    expect(at_notice.get_by_role("alert")).to_contain_text("Tension runs from 0 to 10.")
    expect(at_notice.get_by_role("checkbox", name="Belly")).to_be_checked()


def test_whoever_needs_to_get_out_without_a_network_is_led_outward_at_once(
    at_notice: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    at_notice.get_by_role("button", name="Too much?").click()
    expect(at_notice.get_by_role("heading", name="Turn outward.")).to_be_visible()
    at_notice.get_by_role("button", name="Back to the practice").click()
    context.set_offline(False)
    at_notice.reload()
    filled_in(at_notice)


def test_enter_goes_on_and_stopping_stops(at_notice: Page) -> None:
    at_notice.get_by_role("checkbox", name="Belly").press("Enter")
    expect(at_notice).to_have_url(re.compile("/welcome/$"))
    at_notice.get_by_role("button", name="Stop here").click()
    expect(at_notice).to_have_url(re.compile("/after/$"))


def test_a_drag_along_the_numbers_chooses_and_the_map_counts(at_notice: Page) -> None:
    ticks = at_notice.locator(".ticks")
    ticks.scroll_into_view_if_needed()
    box = ticks.bounding_box()
    assert box
    at_notice.mouse.move(box["x"] + 10, box["y"] + 20)
    at_notice.mouse.down()
    at_notice.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40, steps=4)
    at_notice.mouse.move(box["x"] + box["width"] - 8, box["y"] - 60, steps=4)
    at_notice.mouse.up()
    expect(at_notice.locator("[name=tension_before]:checked")).to_have_value("10")
    expect(at_notice.locator(".sides")).to_contain_text("(1)")
    at_notice.get_by_role("checkbox", name="I feel little or nothing").check()
    expect(at_notice.get_by_role("checkbox", name="Belly")).to_be_checked()


def test_erasing_a_round_takes_what_was_being_filled_in_along(at_notice: Page) -> None:
    assert len(at_notice.evaluate(DRAFTS)) == 1
    at_notice.goto("/")
    at_notice.get_by_role("button", name="Erase it").click()
    expect(at_notice.get_by_text("This practice has been erased.")).to_be_visible()
    assert at_notice.evaluate(DRAFTS) == []
