"""Anna looks for a theme in a train: what the phone knows, and danger first and alone there too."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


def test_a_word_leads_to_a_theme_with_the_network_off(phone: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    phone.goto("/library/en/find/")
    box = phone.get_by_label("What is on your mind")
    for typed, told in (("jealous", "Jealousy and envy"), ("worying", "Worrying")):
        box.fill(typed)
        box.press("Enter")
        expect(phone.locator("offline-finder li strong").first).to_have_text(told)
    expect(phone.locator("offline-finder li small").first).to_have_text("you searched “worying”, close to “worrying”")
    box.fill("suicidal")
    box.press("Enter")
    expect(phone.locator("offline-finder").get_by_role("link", name="Call 113", exact=True)).to_be_visible()
    expect(phone.locator("offline-finder li")).to_have_count(0)
    box.fill("winter tyres")
    box.press("Enter")
    expect(phone.get_by_text("For this word we have no theme on this device.")).to_be_visible()
    box.fill("jealous")
    box.press("Enter")
    phone.locator("offline-finder").get_by_role("button", name="Begin, a minute and a half").click()
    expect(phone.get_by_role("button", name="Stop here").first).to_be_visible()
    context.set_offline(False)
