"""Anna answers the three questions in a browser; the house keeps a box, and she reads it again."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.vault.door import type_three
from tests.browser.lights import breaches, sideways

pytestmark = pytest.mark.browser
THOUGHT = "Ik had nee moeten zeggen.\n\n  Tegen mijn oom Kwibulus."
CHOICE = "Eén keer lang uitpiezelen 🌊\n"
FIRST, SECOND = "#answer-1", "#answer-2"


def come_in(page: Page, address: str) -> None:
    page.goto(address + "/questions/")
    page.locator(".chip", has_text="Buik").click()
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("main > .notice")).to_have_text("Je plekken staan opgeschreven.")


def make_vault(page: Page) -> None:
    page.locator("[data-do=begin]").click()
    page.locator("[data-answer=yes]").click()
    expect(page.locator(".recovery li")).to_have_count(12)
    type_three(page, page.locator(".recovery li").all_inner_texts())
    page.locator("[data-step=retype] [type=submit]").click()
    expect(page.locator(FIRST)).to_be_visible()


def keep(page: Page) -> None:
    page.locator("[data-part=write] [type=submit]").click()
    expect(page.locator("[data-part=said]")).to_have_text("Bewaard, en op slot.")


def everything_stored(house) -> bytes:
    with closing(sqlite3.connect(house.data / "loslaten.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]  # noqa: S608
    return repr(rows).encode() + b"".join(path.read_bytes() for path in house.data.glob("*.sqlite3*"))


def test_three_questions_answered_shut_away_and_read_again(page, own_house):
    come_in(page, own_house.address)
    make_vault(page)
    page.locator(FIRST).fill(THOUGHT)
    page.locator(SECOND).fill(CHOICE)
    keep(page)
    stored = everything_stored(own_house)
    for trace in ("Kwibulus", "uitpiezelen", "Welke gedachte komt steeds terug"):
        assert trace.encode() not in stored
    assert b"belly" in stored

    page.reload()
    expect(page.locator(FIRST)).to_have_value(THOUGHT)
    expect(page.locator(SECOND)).to_have_value(CHOICE)
    assert breaches(page, "questions") == []

    page.goto(own_house.address + "/notes/")
    note = page.locator(".note-text")
    expect(note).to_contain_text("Welke gedachte komt steeds terug?")
    expect(note).to_contain_text("Welke kleine keuze vertelt je lijf dat het veilig is?")
    page.locator(".written h2 a").click()
    expect(page.locator(SECOND)).to_have_value(CHOICE)
    assert page.url.startswith(own_house.address + "/questions/20")


def test_an_answer_stays_under_its_question_in_either_language_and_whatever_it_says(page, house):
    come_in(page, house.address)
    make_vault(page)
    page.locator(SECOND).fill("Welke gedachte komt steeds terug?\nWhich thought keeps coming back?")
    keep(page)
    page.context.add_cookies([{"name": "language", "value": "en", "url": house.address}])
    page.reload()
    expect(page.get_by_label("Which small choice tells your body that it is safe?")).to_have_value(
        " Welke gedachte komt steeds terug?\n Which thought keeps coming back?"
    )
    expect(page.locator(FIRST)).to_have_value("")


def test_words_of_somebody_in_danger_are_seen_in_the_second_answer_too(page, house):
    come_in(page, house.address)
    make_vault(page)
    page.locator(FIRST).fill("Ik ben moe.")
    page.locator(SECOND).fill("Ik wil niet meer leven.")
    expect(page.locator("crisis-card")).to_be_visible()


def test_typing_on_while_it_is_kept_is_still_to_be_kept(page, house):
    come_in(page, house.address)
    make_vault(page)
    page.locator(FIRST).fill("Eerst dit.")
    page.route("**/answers/", lambda route: (page.locator(SECOND).fill("En dit."), route.continue_()))
    keep(page)
    page.unroute("**/answers/")
    assert page.evaluate("document.querySelector('sealed-note').unsaved()")
    keep(page)


def test_without_javascript_places_work_and_the_rest_says_why_it_is_off(browser, browser_context_args, house):
    context = browser.new_context(
        **{**browser_context_args, "viewport": {"width": 320, "height": 568}}, java_script_enabled=False
    )
    page = context.new_page()
    come_in(page, house.address)
    expect(page.locator(".chip input[value=belly]")).to_be_checked()
    expect(page.locator(".without")).to_contain_text("daar is JavaScript voor nodig")
    expect(page.locator(FIRST)).to_be_hidden()
    context.close()


def test_nothing_sticks_out_of_the_open_answers_on_the_narrowest_phone(page, house):
    page.set_viewport_size({"width": 320, "height": 568})
    come_in(page, house.address)
    assert sideways(page) <= 0
    make_vault(page)
    assert sideways(page) <= 0
