"""Anna asks for the letter at the foot of the home page, confirms it, gets it, and stops it."""

import email
import email.policy
import re

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.live.walk import sign_up
from tests.browser.lights import breaches, shoot, sideways
from tests.conftest import House
from tests.letters.conftest import open_mail_house

pytestmark = pytest.mark.browser
NARROW, WIDE = {"width": 320, "height": 700}, {"width": 390, "height": 844}


@pytest.fixture
def posting(tmp_path):
    """Open a house that sends its mail to a mail house of ours."""
    with open_mail_house() as mail_house:
        house = House(tmp_path / "data", LOSLATEN_EMAIL_URL=mail_house.address, LOSLATEN_LETTERS_A_MINUTE="0").open()
        house.mail_house = mail_house
        yield house
        house.close()


def next_mail(page: Page, house: House, number: int) -> email.message.EmailMessage:
    """Wait until the house has sent another mail, for as long as people wait for one."""
    for _ in range(600):
        if len(house.mail_house.mails) >= number:
            return email.message_from_bytes(house.mail_house.mails[number - 1][2], policy=email.policy.default)
        page.wait_for_timeout(100)
    raise AssertionError("No mail came within a minute.")


def looked_at(page: Page, room: str) -> list[str]:
    """Look at a page as everybody may see it: in every light, on the narrowest screen, with larger letters."""
    found = breaches(page, room)
    page.set_viewport_size(NARROW)
    found += [f"{room} is wider than a narrow screen"] if sideways(page) > 0 else []
    larger = page.context.new_cdp_session(page)
    larger.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.set_viewport_size(WIDE)
    found += [f"{room} is wider than the screen with large letters"] if sideways(page) > 0 else []
    larger.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    shoot(page, f"letters-{room}")
    return found


def link(mail) -> str:
    body = mail.get_body(("plain",)).get_content()
    return re.search(r"/(?:l|letters/confirm)/[a-z2-9]{26}/", body)[0]


def test_from_the_foot_of_the_home_page_to_a_letter_and_out_again(page, posting):
    found = []
    page.goto(posting.address)
    found += looked_at(page, "home")
    page.get_by_label("Je e-mailadres").fill("anna@elsewhere.example")
    page.get_by_role("button", name="Vraag de brief aan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    page.goto(posting.address + link(next_mail(page, posting, 1)))
    found += looked_at(page, "confirm")
    page.get_by_role("button", name="Ja, stuur me de brief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je leest mee")
    welcome = next_mail(page, posting, 2)
    page.goto("about:blank")  # a letter has no house around it that says what it may load
    page.set_content(welcome.get_body(("html",)).get_content())
    found += breaches_of_letter(page)
    page.goto(posting.address + link(welcome))
    found += looked_at(page, "leave")
    page.get_by_role("link", name="Zie wat we van je bewaren").click()
    expect(page.locator("dd").first).to_contain_text("a•••@e•••.example")
    found += looked_at(page, "mine")
    page.get_by_role("link", name="Stop de brief").click()
    page.get_by_role("button", name="Stop de brief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("De brief is gestopt")
    page.get_by_role("button", name="Wis het nu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je adres is gewist")
    page.goto(posting.address + "/letters/")
    found += looked_at(page, "letters")
    assert "\n".join(found) == ""


def breaches_of_letter(page: Page) -> list[str]:
    """Look at a letter as a mail program shows it, by day and by night."""
    found = [each for each in breaches(page, "letter") if "color-contrast" in each]
    shoot(page, "letters-letter")
    page.set_viewport_size(NARROW)
    found += ["letter: wider than a narrow screen"] if sideways(page) > 0 else []
    page.set_viewport_size(WIDE)
    return found


def test_anna_sets_a_reminder_in_her_calendar_lets_it_rest_and_turns_it_off(page, posting):
    found = []
    sign_up(page, posting.address, "anna-de-wit")
    page.goto(posting.address + "/account/")
    page.get_by_role("link", name="Wijzig Herinneringen").click()
    page.get_by_role("button", name="Bewaar dit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herinneringen")
    page.get_by_label("maandag").click()
    page.get_by_label("donderdag").click()
    page.get_by_label("In mijn agenda").click()
    page.get_by_role("button", name="Bewaar dit").click()
    expect(page.get_by_text("Vul er minstens één in")).to_be_visible()
    found += looked_at(page, "reminders-asked-again")
    page.get_by_label("Tijd", exact=True).fill("08:30")
    page.get_by_label("Vanaf").fill("22:00")
    page.get_by_label("Tot", exact=True).fill("07:00")
    page.get_by_role("button", name="Bewaar dit").click()
    expect(page.get_by_text("Ze komen op de tijden die je koos")).to_be_visible()
    assert "BEGIN:VEVENT" in page.request.get(page.get_by_label("Het adres van je agenda").input_value()).text()
    found += looked_at(page, "reminders")
    page.get_by_role("button", name="7 dagen").click()
    expect(page.get_by_text("Ze rusten tot")).to_be_visible()
    off = page.request.get(page.get_by_label("Het adres van je agenda").input_value()).text().replace("\r\n ", "")
    page.goto(re.search(r"http\S+/r/[a-z2-9]{26}/", off)[0])
    page.get_by_role("button", name="Herinneringen uitzetten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herinneringen staan uit")
    assert "\n".join(found) == ""
