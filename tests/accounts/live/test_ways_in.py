"""As a new person would: an account from a guest's round, a passkey, a code, and a browser signed out from afar."""

import pytest
from playwright.sync_api import expect

from tests.accounts.live import walk
from tests.browser.walk import answer_notice, begin, go, tab_to, whole_round

pytestmark = pytest.mark.browser


def test_a_guest_round_is_kept_by_making_an_account_and_found_in_another_browser(page, another, door):
    for _ in whole_round(page, door):
        pass
    walk.sign_up(page, door, "anna-bewaart")
    page.goto(f"{door}/practice/kept/")
    expect(page.locator(".entry")).to_have_count(1)
    elsewhere = another()
    walk.sign_in(elsewhere, door, "anna-bewaart")
    elsewhere.goto(f"{door}/practice/kept/")
    expect(elsewhere.locator(".entry")).to_have_count(1)


def test_a_passkey_is_added_and_signs_in_after_signing_out(page, door):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    walk.sign_up(page, door, "anna-sleutel")
    walk.hold_a_key(page)
    walk.add_passkey(page, door)
    walk.sign_out(page, door)
    page.goto(f"{door}/account/sign-in/?next=/practice/kept/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page).to_have_url(f"{door}/practice/kept/")
    page.goto(f"{door}/account/access/")
    expect(page.get_by_text("anna-sleutel")).to_be_visible()
    assert complaints == []


def test_a_device_without_a_passkey_for_this_house_says_so_and_leaves_the_other_ways(page, door):
    walk.hold_a_key(page)
    page.goto(f"{door}/account/sign-in/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_text("Er kwam geen passkey.")).to_be_visible(timeout=30_000)
    expect(page.locator("input[name=password]")).to_be_visible()


def test_a_passkey_answers_when_anna_is_asked_once_more(page, door):
    walk.sign_up(page, door, "anna-nogmaals")
    walk.hold_a_key(page)
    walk.add_passkey(page, door)
    page.goto(f"{door}/account/confirm/?next=/account/codes/")
    page.get_by_role("button", name="Met een passkey").click()
    expect(page).to_have_url(f"{door}/account/codes/")


def test_a_code_on_paper_opens_another_browser_and_a_new_passphrase_is_chosen(page, another, door):
    codes = walk.sign_up(page, door, "anna-papier")
    elsewhere = another()
    elsewhere.goto(f"{door}/account/sign-in/code/")
    elsewhere.get_by_label("Naam").fill("anna-papier")
    elsewhere.get_by_label("Herstelcode").fill(codes[4])
    elsewhere.get_by_role("button", name="Inloggen").click()
    elsewhere.locator("input[name=password1]").fill("heel andere woorden")
    elsewhere.get_by_role("button", name="Bewaren", exact=True).click()
    expect(elsewhere.get_by_text("Nog 9")).to_be_visible()
    page.goto(f"{door}/account/access/")
    expect(page).to_have_url(f"{door}/account/sign-in/?next=%2Faccount%2Faccess%2F")


def test_another_browser_is_signed_out_from_here_and_is_really_out(page, another, door):
    walk.sign_up(page, door, "anna-elders")
    elsewhere = another()
    walk.sign_in(elsewhere, door, "anna-elders")
    expect(elsewhere.get_by_text("Je bent hier als anna-elders")).to_be_visible()
    page.goto(f"{door}/account/browsers/")
    page.get_by_role("button", name="Uitloggen Chrome Linux").click()
    expect(page.get_by_text("Die browser is uitgelogd.")).to_be_visible()
    elsewhere.reload()
    expect(elsewhere.get_by_text("Hier is niets van je bekend")).to_be_visible()


def test_a_passphrase_can_be_looked_at_while_typing(page, door):
    page.goto(f"{door}/account/sign-in/")
    field = page.locator("input[name=password]")
    field.fill("een lange")
    page.get_by_role("button", name="Tonen Wachtzin").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Tonen Wachtzin").click()
    expect(field).to_have_attribute("type", "password")


def test_a_password_manager_knows_every_field(page, door):
    told = {}
    for room in ("sign-in", "sign-up", "sign-in/code", "reset"):
        page.goto(f"{door}/account/{room}/")
        for field in page.locator("input[autocomplete]").all():
            told[f"{room} {field.get_attribute('name')}"] = field.get_attribute("autocomplete")
    assert told == {
        "sign-in login": "username webauthn",
        "sign-in password": "current-password",
        "sign-up username": "username",
        "sign-up password1": "new-password",
        "sign-in/code name": "username",
        "sign-in/code code": "one-time-code",
        "reset email": "email",
    }


def test_an_account_is_made_with_the_keyboard_alone(page, door):
    page.goto(f"{door}/account/sign-up/")
    for name, keys in (("username", "anna-toetsen"), ("password1", walk.PASSPHRASE)):
        tab_to(page, page.locator(f"input[name={name}]"))
        page.keyboard.type(keys)
    tab_to(page, page.locator("input[name=of_age]"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("input[name=keep]").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{door}/account/codes/")


def test_everything_but_a_passkey_works_without_javascript(browser, browser_context_args, door):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    walk.sign_up(page, door, "anna-zonder")
    page.goto(f"{door}/account/passkeys/add/")
    expect(page.get_by_text("Een passkey heeft JavaScript nodig")).to_be_visible()
    expect(page.get_by_role("button", name="Een passkey toevoegen")).to_be_hidden()
    walk.sign_out(page, door)
    walk.sign_in(page, door, "anna-zonder")
    expect(page.get_by_role("heading", name="Toegang")).to_be_visible()
    context.close()


def test_at_an_address_without_https_a_passkey_says_what_it_needs(page, door):
    page.goto(door.replace("localhost", "127.0.0.1") + "/account/sign-in/")
    expect(page.get_by_text("dat kan met https, of op localhost")).to_be_visible()


KEYS = "Object.keys(localStorage)"


def test_signing_out_tells_of_what_waits_and_leaves_nothing_on_the_device(page, door):
    walk.sign_up(page, door, "anna-weg")
    page.goto(f"{door}/account/sign-out/")
    expect(page.get_by_text("wacht nog een oefening")).to_be_hidden()
    begin(page, door)
    answer_notice(page)
    page.goto(f"{door}/privacy/")
    page.route("**/practice/receive/", lambda route: route.abort())
    page.evaluate("localStorage.setItem('loslaten.round.0', '{}')")
    page.goto(f"{door}/account/sign-out/")
    expect(page.get_by_text("wacht nog een oefening")).to_be_visible()
    assert page.evaluate(KEYS) != []
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_text("Je bent uitgelogd.")).to_be_visible()
    assert page.evaluate(KEYS) == []


def test_who_comes_back_to_a_page_after_signing_out_sees_nothing_of_it(page, door):
    walk.sign_up(page, door, "anna-terug")
    page.goto(f"{door}/account/codes/")
    walk.sign_out(page, door)
    page.go_back()
    page.go_back()
    expect(page.locator(".codes")).to_have_count(0)


def test_a_round_goes_on_after_signing_in_halfway(page, another, door):
    walk.sign_up(another(), door, "anna-halfweg")
    begin(page, door)
    room = page.url
    walk.sign_in(page, door, "anna-halfweg")
    expect(page.get_by_text("Oefeningen van deze browser die nu in je account staan: 1.")).to_be_visible()
    page.goto(room)
    answer_notice(page)
    go(page)
    expect(page).to_have_url(room.replace("/notice/", "/welcome/"))
