"""Words of somebody in danger bring help lines beside the note: softly, and without anybody being told."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.accounts.vault import door

LIST = Path(__file__).parents[3] / "loslaten" / "library" / "static" / "library" / "crisis.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not LIST.exists(), reason="the list of words is not in this tree yet"),
]


def test_help_lines_come_beside_the_note_and_go_when_asked(page, house):
    door.practise(page, house.address)
    door.make_vault(page)
    sent = []
    page.on("request", lambda asked: sent.append((asked.method, asked.url)))
    page.locator("#note-text").fill("Ik heb weer de hele avond gepiekerd.")
    card = page.locator("crisis-card")
    expect(card).to_be_hidden()
    page.locator("#note-text").fill("Ik wil niet meer leven.")
    expect(card).to_be_visible()
    expect(card.get_by_role("link", name="113").first).to_have_attribute("href", "tel:113")
    assert {method for method, _ in sent} <= {"GET"}
    assert {url.rsplit("/", 1)[1] for _, url in sent} <= {"crisis.js", "crisis.json"}
    card.get_by_role("button").click()
    expect(card).to_be_hidden()
    page.locator("#note-text").press_sequentially(" Echt niet.")
    door.write(page, "Ik wil niet meer leven.")
    expect(card).to_be_hidden()
