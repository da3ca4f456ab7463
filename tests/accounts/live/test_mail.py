"""An address that is confirmed through a real mail house, and the link that brings a new passphrase."""

import email
import email.policy
import re

import pytest
from playwright.sync_api import expect

from tests.accounts.live import walk
from tests.conftest import House, free_port

pytestmark = pytest.mark.browser


def arrived(page, postman, address: str, *, times: int = 1) -> str:
    """Wait for a mail, and read it."""
    for _ in range(100):
        found = [text for to, text in postman.mails if to == [address]]
        if len(found) >= times:
            return email.message_from_string(found[-1], policy=email.policy.default).get_content()
        page.wait_for_timeout(100)
    raise AssertionError("No mail came.")


def link(text: str) -> str:
    return re.search(r"http\S+", text)[0]


def give_address(page, door, address: str) -> None:
    page.goto(f"{door}/account/email/")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Mail om te bevestigen").click()


def ask_for_link(page, door, address: str) -> None:
    page.goto(f"{door}/account/reset/")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Link sturen").click()


def test_an_address_is_confirmed_and_brings_a_new_passphrase(page, another, door, postman):
    walk.sign_up(page, door, "anna-post")
    give_address(page, door, "Anna@post.example")
    expect(page.get_by_text("Er is een mail onderweg.")).to_be_visible()
    text = arrived(page, postman, "anna@post.example")
    assert "Was jij dat?" in text
    page.goto(link(text))
    page.get_by_role("button", name="Ja, bevestigen").click()
    expect(page.get_by_text("Je e-mailadres is bevestigd.")).to_be_visible()

    elsewhere = another()
    ask_for_link(elsewhere, door, "anna@post.example")
    expect(elsewhere.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    text = arrived(page, postman, "anna@post.example", times=2)
    assert "anna-post" in text
    elsewhere.goto(link(text))
    assert link(text).rsplit("-", 1)[-1].strip("/") not in elsewhere.url
    elsewhere.locator("input[name=password1]").fill("heel andere woorden")
    elsewhere.get_by_role("button", name="Bewaren").click()
    walk.sign_in(elsewhere, door, "anna-post", "heel andere woorden")
    expect(elsewhere.get_by_role("heading", name="Toegang")).to_be_visible()
    elsewhere.goto(link(text))
    expect(elsewhere.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    page.goto(f"{door}/account/access/")
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def test_an_address_nobody_confirmed_gets_the_same_answer_and_no_mail(page, door, postman):
    walk.sign_up(page, door, "bram-post")
    give_address(page, door, "bram@post.example")
    arrived(page, postman, "bram@post.example")
    for address in ("bram@post.example", "nobody@post.example"):
        ask_for_link(page, door, address)
        expect(page.get_by_role("heading", name="Kijk in je mail")).to_be_visible()
    walk.sign_out(page, door)
    # Whoever is asked after them gets theirs, so theirs would have been there by now.
    walk.sign_up(page, door, "carla-post")
    give_address(page, door, "carla@post.example")
    page.goto(link(arrived(page, postman, "carla@post.example")))
    page.get_by_role("button", name="Ja, bevestigen").click()
    ask_for_link(page, door, "carla@post.example")
    arrived(page, postman, "carla@post.example", times=2)
    assert len([to for to, _ in postman.mails if to == ["bram@post.example"]]) == 1
    assert not [to for to, _ in postman.mails if to == ["nobody@post.example"]]


def test_a_guest_who_follows_the_link_stays_the_guest_they_are(page, another, door, postman):
    walk.sign_up(page, door, "dora-post")
    give_address(page, door, "dora@post.example")
    text = arrived(page, postman, "dora@post.example")
    guest = another()
    guest.goto(f"{door}/")
    guest.locator("button[name=guide]").first.click()
    room = guest.url
    guest.goto(link(text))
    guest.get_by_role("button", name="Ja, bevestigen").click()
    guest.goto(room)
    expect(guest).to_have_url(room)
    page.goto(f"{door}/account/email/")
    expect(page.get_by_text("bevestigd", exact=True)).to_be_visible()
    page.get_by_role("button", name="Adres wissen").click()
    expect(page.get_by_text("Je e-mailadres is gewist.")).to_be_visible()


def test_a_mail_house_that_is_closed_is_told_and_nothing_is_lost(page, tmp_path):
    house = House(tmp_path / "data", LOSLATEN_EMAIL_URL=f"plain://127.0.0.1:{free_port()}").open()
    walk.sign_up(page, house.address, "anna")
    give_address(page, house.address, "anna@post.example")
    expect(page.get_by_text("De mail kon niet worden verstuurd.")).to_be_visible()
    expect(page.get_by_role("button", name="Opnieuw sturen")).to_be_visible()
    house.process.terminate()
    said = house.process.stdout.read()
    house.close()
    assert "A mail was not sent: ConnectionRefusedError" in said
    assert "post.example" not in said


def test_a_house_without_mail_says_so(page, house):
    page.goto(f"{house.address}/account/reset/")
    expect(page.get_by_text("Dit huis verstuurt geen mail.")).to_be_visible()
    expect(page.get_by_role("button", name="Link sturen")).to_have_count(0)
