"""Anna practises in a train; nothing she fills in gets lost, and it arrives once."""

import re

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.practice.offline.conftest import OpenHouse, shell_is_kept

pytestmark = pytest.mark.browser
SHOWN = "section.part:not([hidden])"
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('loslaten.round.'))"


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name=re.compile("^(Go on|Round off)$")).click()
    expect(page.locator(f"{SHOWN} h1")).to_have_text(heading, use_inner_text=True)
    expect(page.locator(f"{SHOWN} h1")).to_be_focused()


def begin(page: Page) -> None:
    page.get_by_role("button", name="Begin, a minute and a half").click()
    expect(page.get_by_role("heading", name="Where do you notice tension?")).to_be_focused()


def notice(page: Page, tension: str = "7") -> None:
    page.get_by_text("Belly", exact=True).click()
    page.get_by_text("Jaw", exact=True).click()
    page.locator(f"[name=tension_before][value='{tension}']").check()


def practise(page: Page) -> None:
    begin(page)
    notice(page)
    go_on(page, "Welcome")
    go_on(page, "Breathe")
    go_on(page, "One small movement")
    page.get_by_role("radio", name="Let your jaw drop").check()
    go_on(page, "How is it now?")
    page.locator("[name=tension_after][value='3']").check()
    page.get_by_role("radio", name="softer").check()
    go_on(page, "You stayed for a while.")


def test_a_round_practised_with_the_network_off_arrives_once(
    phone: Page, context: BrowserContext, house: OpenHouse
) -> None:
    context.set_offline(True)
    phone.goto("/practice/kept/")
    expect(phone.get_by_role("heading", name="You are not connected.")).to_be_visible()
    practise(phone)
    expect(phone.get_by_text("Your practice is on this device.")).to_be_visible()
    assert house.rounds() == 0
    context.set_offline(False)
    expect(phone.get_by_text("Your practice has been sent.")).to_be_visible()
    stored = house.ask("select places, tension_before, tension_after, movement, outcome, ending from practice_round")
    assert stored == [('["jaw", "belly"]', 7, 3, "drop_jaw", "softer", "finished")]
    assert phone.evaluate(KEPT) == []
    phone.get_by_role("link", name="Look at it").click()
    expect(phone.get_by_text("The line stood at 7 and hangs at 3 now.").first).to_be_visible()


def test_a_round_practised_while_the_server_is_dead_arrives_when_it_is_back(phone: Page, house: OpenHouse) -> None:
    house.kill()
    phone.reload()
    practise(phone)
    house.open()
    phone.goto("/")
    expect(phone.locator("p[role=status]")).to_have_text("Your practice from without a network has arrived.")
    assert house.rounds() == 1
    # The page that stood open while it arrived is still good.
    phone.get_by_role("button", name="Short, a minute and a half").click()
    expect(phone.get_by_role("heading", name="Where do you notice tension?")).to_be_visible()
    phone.get_by_role("button", name="Stop here").click()
    expect(phone.get_by_role("heading", name="You stopped here.")).to_be_visible()
    phone.goto("/practice/kept/")
    expect(phone.locator(".entry")).to_have_count(2)


def test_two_tabs_that_send_the_same_round_store_it_once(
    phone: Page, context: BrowserContext, house: OpenHouse
) -> None:
    context.set_offline(True)
    phone.goto("/offline/")
    practise(phone)
    other = context.new_page()
    other.goto("/offline/")
    expect(other.get_by_text("A finished practice is waiting here")).to_be_visible()
    context.set_offline(False)
    expect(other.get_by_text("A finished practice is waiting here")).to_be_hidden()
    assert house.rounds() == 1


def test_a_round_whose_answer_got_lost_on_the_way_is_stored_once(
    phone: Page, context: BrowserContext, house: OpenHouse
) -> None:
    phone.goto("/offline/")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
            context.clear_cookies()
        else:
            route.continue_()

    context.route("**/practice/receive/", lose)
    with phone.expect_event("requestfailed", lambda request: request.method == "POST"):
        practise(phone)
    expect(phone.get_by_text("Your practice is on this device.")).to_be_visible()
    phone.goto("/")
    expect(phone.locator("p[role=status]")).to_have_text("Your practice from without a network has arrived.")
    assert lost == [200]
    assert house.rounds() == 1
    phone.locator("p[role=status]").get_by_role("link").click()
    expect(phone.get_by_text("The line stood at 7 and hangs at 3 now.").first).to_be_visible()


def test_nothing_is_lost_when_the_tab_crashes_in_the_middle(doomed: Page) -> None:
    doomed.context.set_offline(True)
    doomed.goto("/offline/")
    begin(doomed)
    notice(doomed)
    go_on(doomed, "Welcome")
    go_on(doomed, "Breathe")
    with doomed.expect_event("crash"), pytest.raises(Error):
        doomed.goto("chrome://crash")
    again = doomed.context.new_page()
    again.goto("/offline/")
    expect(again.get_by_text("You were in the middle of a practice.")).to_be_visible()
    again.get_by_role("button", name="Go on where I was").click()
    expect(again.get_by_role("heading", name="Breathe")).to_be_focused()
    go_on(again, "One small movement")
    expect(again.get_by_text("Chosen for: jaw, belly")).to_be_visible()
    go_on(again, "How is it now?")
    expect(again.get_by_text("The dashed line is before: 7.")).to_be_visible()
    expect(again.locator("[name=tension_after]:checked")).to_have_count(0)


def test_what_is_left_open_stays_open_and_stopping_counts(
    phone: Page, context: BrowserContext, house: OpenHouse
) -> None:
    context.set_offline(True)
    phone.goto("/offline/")
    begin(phone)
    phone.get_by_role("button", name="Stop here").click()
    expect(phone.get_by_role("heading", name="You stopped here.")).to_be_focused()
    context.set_offline(False)
    expect(phone.get_by_text("Your practice has been sent.")).to_be_visible()
    stored = house.ask("select places, tension_before, tension_after, ending from practice_round")
    assert stored == [("[]", None, None, "stopped")]


def test_very_strong_tension_and_too_much_lead_outward_without_a_network(phone: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    phone.goto("/offline/")
    begin(phone)
    expect(phone.get_by_text("That is strong.")).to_be_hidden()
    notice(phone, "9")
    expect(phone.get_by_text("That is strong.")).to_be_visible()
    phone.get_by_role("button", name="Look outward first").click()
    expect(phone.get_by_role("heading", name="Turn outward.")).to_be_focused()
    phone.get_by_role("button", name="Back to the practice").click()
    expect(phone.get_by_role("heading", name="Where do you notice tension?")).to_be_focused()
    phone.get_by_role("button", name="Too much?").click()
    phone.get_by_role("button", name="Stop here").click()
    expect(phone.get_by_role("heading", name="You stopped in time.")).to_be_focused()


def test_the_movements_offered_suit_the_places(phone: Page) -> None:
    phone.goto("/offline/")
    begin(phone)
    notice(phone)
    go_on(phone, "Welcome")
    go_on(phone, "Breathe")
    go_on(phone, "One small movement")
    expect(phone.locator("label[data-places]:visible b")).to_have_text(
        ["Let your jaw drop", "Let your belly go", "Press your feet down", "I do not move"]
    )
    phone.get_by_role("radio", name="Let your belly go").press("Space")
    expect(phone.get_by_role("radio", name="Let your belly go")).to_be_focused()
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_role("radio", name="Press your feet down")).to_be_checked()


def test_the_timers_own_buttons_do_not_leave_the_step_and_a_new_round_begins_clean(
    phone: Page, context: BrowserContext, house: OpenHouse
) -> None:
    phone.goto("/offline/")
    begin(phone)
    notice(phone)
    go_on(phone, "Welcome")
    phone.get_by_role("button", name="Next", exact=True).click()
    expect(phone.get_by_role("heading", name="Welcome")).to_be_attached()
    phone.get_by_role("button", name="Previous").click()
    expect(phone.get_by_role("heading", name="Welcome")).to_be_attached()
    go_on(phone, "Breathe")
    phone.locator("[name=breath_rate]").evaluate("(field) => field.value = '5.5'")
    phone.get_by_role("button", name="Stop here").click()
    expect(phone.get_by_text("Your practice has been sent.")).to_be_visible()
    context.set_offline(True)
    phone.goto("/offline/")
    begin(phone)
    expect(phone.locator(":checked:not([name=side])")).to_have_count(0)
    phone.get_by_role("button", name="Stop here").click()
    context.set_offline(False)
    expect(phone.get_by_text("Your practice has been sent.")).to_be_visible()
    stored = house.ask("select places, tension_before, breath_rate from practice_round order by arrived_at")
    assert stored == [('["jaw", "belly"]', 7, 5.5), ("[]", None, None)]


def test_a_round_erased_from_the_device_is_never_sent(phone: Page, context: BrowserContext, house: OpenHouse) -> None:
    context.set_offline(True)
    phone.goto("/offline/")
    practise(phone)
    phone.get_by_role("button", name="Erase it from this device").click()
    expect(phone.get_by_text("It has been erased from this device.")).to_be_visible()
    context.set_offline(False)
    phone.goto("/")
    assert phone.evaluate(KEPT) == []
    assert house.rounds() == 0


def test_a_round_the_server_cannot_read_stays_and_is_told_once(
    phone: Page, context: BrowserContext, house: OpenHouse
) -> None:
    context.set_offline(True)
    phone.goto("/offline/")
    practise(phone)
    phone.evaluate(f"{KEPT}.forEach((name) => localStorage[name] = localStorage[name].replace('drop_jaw', 'fly'))")
    phone.goto("about:blank")  # she leaves that page while still in the train, or it would be told there
    context.set_offline(False)
    phone.goto("/")
    expect(phone.locator("p[role=status]")).to_contain_text("could not be read here, and stays on this device")
    phone.locator("p[role=status]").get_by_role("link").click()
    expect(phone.locator(".refused")).to_contain_text("fly")
    phone.locator(".refused").get_by_role("button").click()
    expect(phone.locator(".refused")).to_be_hidden()
    assert phone.evaluate(KEPT) == []
    assert house.rounds() == 0


@pytest.mark.parametrize(("language", "name"), [("nl", "Hulp nu"), ("en", "Help now")])
def test_help_opens_without_a_network_in_both_languages(
    phone: Page, context: BrowserContext, house: OpenHouse, language: str, name: str
) -> None:
    context.add_cookies([{"name": "language", "value": language, "url": house.address}])
    phone.goto("/")
    shell_is_kept(phone, language)
    context.set_offline(True)
    phone.goto("/help/")
    expect(phone.locator("html")).to_have_attribute("lang", language)
    expect(phone.get_by_role("heading", level=1)).to_have_text(name)
    expect(phone.locator("a[href^='tel:']").first).to_be_visible()


def test_no_page_of_a_person_is_kept_in_the_shell(phone: Page, house: OpenHouse) -> None:
    phone.get_by_role("button", name="Short, a minute and a half").click()
    expect(phone.get_by_role("heading", name="Where do you notice tension?")).to_be_visible()
    phone.goto("/practice/kept/")
    kept = phone.evaluate("""async () => {
        const cache = await caches.open((await caches.keys())[0]);
        const pages = [];
        for (const request of await cache.keys()) {
            const path = new URL(request.url).pathname;
            if (!path.startsWith('/static/')) pages.push([path, await (await cache.match(request)).text()]);
        }
        return pages;
    }""")
    assert sorted(path for path, _ in kept) == [
        "/help/",
        "/library/en/terms.json",
        "/library/nl/terms.json",
        "/manifest.webmanifest",
        "/moment/offline/",
        "/offline/",
    ]
    assert not any("csrfmiddlewaretoken" in text for _, text in kept)


def test_the_night_button_dims_a_kept_page_and_the_next_page_knows(phone: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    phone.goto("/offline/")
    begin(phone)
    phone.get_by_role("button", name="Night").click()
    expect(phone.locator("html")).to_have_attribute("data-theme", "nacht")
    expect(phone.get_by_role("button", name="Night")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("meta[name=theme-color]")).to_have_attribute("content", "#0d0908")
    phone.goto("/help/")
    expect(phone.locator("html")).to_have_attribute("data-theme", "nacht")
    context.set_offline(False)
    phone.goto("/")
    expect(phone.locator("html")).to_have_attribute("data-theme", "nacht")
