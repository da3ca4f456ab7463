"""Somebody looks back at twelve weeks in a real browser: by keyboard, on a narrow phone, without a script."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser import walk
from tests.browser.lights import breaches, shoot, sideways
from tests.conftest import ROOT, House

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A house in which the invented person of the demonstration practised twelve weeks."""
    building = House(tmp_path_factory.mktemp("demo"), LOSLATEN_DEMO="on")
    building.furnish()
    mine = {
        "LOSLATEN_DATA": str(building.data),
        "LOSLATEN_DEMO": "on",
        "DJANGO_SETTINGS_MODULE": "loslaten.site.settings",
    }
    subprocess.run([sys.executable, "manage.py", "demo"], cwd=ROOT, env=mine, check=True, stdout=subprocess.DEVNULL)
    building.open()
    yield building
    building.close()


def rooms(page, address):
    page.goto(f"{address}/demo/")
    page.goto(f"{address}/insight/")
    for details in page.locator("details").all():
        details.evaluate("details => { details.open = true }")
    yield "insight-weeks"
    page.goto(f"{address}/insight/?period=all&place=jaw")
    yield "insight-chosen"
    walk.begin(page, address)
    walk.answer_notice(page, tension=5)
    page.goto(page.url.replace("/notice/", "/soften/"))
    yield "soften-learnt"


def test_the_pages_keep_the_rules_in_every_light_on_a_narrow_phone_and_with_large_text(
    browser, browser_context_args, demo
):
    context = browser.new_context(**browser_context_args, color_scheme="light")
    page = context.new_page()
    letters = context.new_cdp_session(page)
    broken, wide = [], []
    for room in rooms(page, demo.address):
        walk.settle(page)
        broken += breaches(page, room)
        shoot(page, room)
        for size, width in ((16, 320), (32, 390)):
            page.set_viewport_size({"width": width, "height": 700})
            letters.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": 13}})
            if sideways(page) > 0:
                wide.append((room, size, width))
        letters.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        page.set_viewport_size({"width": 390, "height": 844})
    assert broken == []
    assert wide == []
    context.close()


def test_by_keyboard_and_without_a_script_somebody_hides_chooses_and_switches(browser, browser_context_args, demo):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo.address}/demo/")
    page.goto(f"{demo.address}/insight/")
    hide = page.locator("button[name=hide][value=body]")
    hide.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#part-body")).to_have_count(0)
    page.locator("button[name=show][value=body]").click()
    expect(page.locator("#part-body")).to_be_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("select[name=place]").select_option("jaw")
    page.get_by_role("button", name="Laat zien").press("Enter")
    expect(page.get_by_text("buiten deze keuze")).to_be_visible()
    page.get_by_role("link", name="Toon alles").click()
    expect(page.get_by_text("buiten deze keuze")).to_have_count(0)

    page.goto(f"{demo.address}/")
    page.locator("button[name=guide][value=short]").click()
    page.goto(page.url.replace("/notice/", "/soften/"))
    expect(page.locator(".why").first).to_be_visible()
    page.locator("input[name=movement][value=still]").check(force=True)
    page.locator("button[name=order]").press("Enter")
    expect(page.locator(".why")).to_have_count(0)
    expect(page.locator("input[name=movement][value=still]")).to_be_checked()
    page.locator("button[name=order]").click()
    expect(page.locator(".why").first).to_be_visible()
    context.close()
