"""Anna makes a pattern, writes moments down in a train, and finds her own words again once her notes are open."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.live import walk
from tests.browser.lights import breaches, sideways
from tests.browser.walk import choose
from tests.conftest import House
from tests.journal.test_in_the_browser import everything_stored, make_vault
from tests.practice.offline.conftest import shell_is_kept

pytestmark = pytest.mark.browser
HELD = 409
NAME = "Mijn oom Kwibulus-patroon"
WAITING = "Object.keys(localStorage).filter((name) => name.startsWith('loslaten.moment.')).length"


def make_pattern(page: Page, address: str, situation: str = "criticism") -> str:
    page.goto(address + "/patterns/new/")
    choose(page, situation, "explain")
    page.locator(".dock button[value=next]").click()
    page.locator(".at-jaw > span").click()
    choose(page, "tight")
    page.locator(".dock button[value=next]").click()
    choose(page, "belonging", "drop_jaw")
    page.locator(".dock button[value=next]").click()
    expect(page.locator(".lead")).to_contain_text("dan laat ik mijn kaak zakken.")
    return page.url


def rate(page: Page, tension: int) -> None:
    page.locator(f"[name=tension_before][value='{tension}']").click()


def test_every_page_of_a_pattern_is_open_to_everybody(page: Page, house: House) -> None:
    pattern = make_pattern(page, house.address)
    page.goto(house.address + "/moment/")
    rate(page, 7)
    choose(page, "pause")
    page.locator(".dock button").click()
    expect(page.locator("main > .notice.ok")).to_have_text("Het is vastgelegd.")
    moment = page.url
    found = breaches(page, "one moment")
    for name in ("patterns/", "moment/offline/", "moment/"):
        page.goto(f"{house.address}/{name}")
        found += breaches(page, name)
    for name in ("", "movement/"):
        page.goto(pattern + name)
        found += breaches(page, f"pattern/{name}")
    assert found == []
    for size in ("100%", "200%"):
        page.set_viewport_size({"width": 320 if size == "100%" else 390, "height": 640})
        for address in (pattern, pattern + "situation/", pattern + "times/", moment, house.address + "/moment/"):
            page.goto(address)
            page.evaluate("size => (document.documentElement.style.fontSize = size)", size)
            assert sideways(page) <= 0, (address, size)


@pytest.mark.browser_context_args(service_workers="allow")
def test_moments_without_a_network_wait_and_arrive_once(page: Page, context: BrowserContext, house: House) -> None:
    pattern = make_pattern(page, house.address)
    page.goto(house.address + "/moment/")
    shell_is_kept(page, "nl")
    expect(page.locator("moment-queue")).to_be_hidden()
    context.set_offline(True)
    rate(page, 8)
    page.locator(".dock button").click()
    expect(page.locator("moment-queue li")).to_have_count(1)
    page.goto(house.address + "/moment/")
    expect(page.get_by_role("heading", name="Een moment")).to_be_visible()
    expect(page.locator("label.chip", has_text="Ik leg te veel uit").first.locator("input")).to_be_checked()
    rate(page, 3)
    page.get_by_role("button", name="Leg vast").click()
    expect(page.locator("moment-queue li")).to_have_count(2)
    context.set_offline(False)
    expect(page.locator("moment-queue")).to_be_hidden()
    assert page.evaluate(WAITING) == 0
    page.goto(pattern + "times/")
    expect(page.locator(".times li")).to_have_count(2)


@pytest.mark.browser_context_args(service_workers="allow")
def test_a_pattern_erased_meanwhile_asks_where_the_moment_may_stand(
    page: Page, context: BrowserContext, house: House
) -> None:
    gone = make_pattern(page, house.address)
    page.goto(house.address + "/moment/")
    context.set_offline(True)
    rate(page, 8)
    page.locator(".dock button").click()
    expect(page.locator("moment-queue li")).to_have_count(1)
    page.route("**/moment/receive/", lambda route: route.abort())
    context.set_offline(False)
    other = make_pattern(page, house.address, "night")
    page.goto(gone + "erase/")
    page.locator("button[value=yes]").click()
    page.unroute("**/moment/receive/")
    page.goto(house.address + "/moment/")
    expect(page.locator("moment-queue .why")).to_contain_text("Dat patroon is intussen gewist.")
    page.get_by_role("button", name="Bewaar het daar").click()
    expect(page.locator("moment-queue")).to_be_hidden()
    page.goto(other + "times/")
    expect(page.locator(".times li")).to_have_count(1)


def test_words_of_her_own_stand_on_the_card_once_her_notes_are_open(page: Page, own_house: House) -> None:
    pattern = make_pattern(page, own_house.address)
    expect(page.locator("h1")).to_have_text("Ik leg te veel uit")
    make_vault(page)
    page.get_by_label("Hoe noem je het?").fill(NAME)
    page.get_by_label("Wat bewaakt het?").fill("Dat ik niets zeg waar ik spijt van krijg.")
    page.get_by_label("Wat gebeurt er?").fill("Ik wil niet meer leven.")
    expect(page.locator("crisis-card")).to_be_visible()
    page.get_by_label("Wat gebeurt er?").fill("")
    page.locator("[data-part=write] [type=submit]").click()
    expect(page.locator("[data-part=said]")).to_have_text("Bewaard, en op slot.")
    assert b"Kwibulus" not in everything_stored(own_house)
    page.reload()
    expect(page.locator("h1")).to_have_text(NAME)
    expect(page.locator("[data-own=protects] dd.own")).to_have_text("“Dat ik niets zeg waar ik spijt van krijg.”")
    page.goto(own_house.address + "/moment/")
    expect(page.locator(".which b").first).to_have_text(NAME)
    page.goto(own_house.address + "/notes/")
    page.locator("#search").fill("kwibulus")
    expect(page.locator(".written li")).to_have_count(1)
    page.locator(".written h2 a").click()
    expect(page).to_have_url(pattern)


def test_without_javascript_all_of_it_works(browser, browser_context_args, house: House) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    make_pattern(page, house.address)
    page.goto(house.address + "/moment/")
    page.locator("[name=tension_before][value='6']").check(force=True)
    page.locator("[name=when][value=clock]").check(force=True)
    page.locator("#wall").fill("2026-11-20T13:45")
    page.locator(".dock button").click()
    expect(page.locator(".lead")).to_contain_text("20 november 2026, 13:45")
    context.close()


def test_on_a_device_of_two_annas_moment_and_the_names_of_her_patterns_are_not_brams(
    page: Page, context: BrowserContext, house: House
) -> None:
    walk.sign_up(page, house.address, "anna-deelt")
    make_pattern(page, house.address)
    page.route("**/moment/receive/", lambda route: route.abort())
    page.goto(house.address + "/moment/")
    rate(page, 8)
    page.locator(".dock button").click()
    expect(page.locator("moment-queue li")).to_have_count(1)
    page.unroute("**/moment/receive/")
    context.clear_cookies()  # her session is over
    walk.sign_up(page, house.address, "bram-deelt")
    assert page.evaluate("localStorage.getItem('loslaten.patterns')") is None
    brams = make_pattern(page, house.address, "night")
    with page.expect_response(lambda answer: answer.status == HELD):
        page.goto(house.address + "/moment/")
    expect(page.locator("[data-state=others]")).to_be_visible()
    expect(page.locator("moment-queue li")).to_have_count(0)
    page.goto(brams + "erase/")
    page.locator("button[value=yes]").click()
    expect(page.get_by_text("Het patroon is gewist.")).to_be_visible()
    assert page.evaluate("JSON.parse(localStorage.getItem('loslaten.patterns')).patterns") == []
    assert page.evaluate(WAITING) == 1
    page.goto(house.address + "/account/sign-out/")
    expect(page.get_by_text("wacht nog een moment")).to_be_visible()
    page.evaluate("sessionStorage.setItem('heard:1', '{}')")
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.getItem('heard:1')]") == [0, None]
