"""Anna takes a step in a real browser: in every light, on the narrowest phone, with keys only, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.lights import breaches, sideways
from tests.browser.walk import settle, tab_to

pytestmark = pytest.mark.browser
PAGES = ("step-by-step/", "step-by-step/1/", "step-by-step/7/", "step-by-step/10/")


@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
def test_every_page_keeps_the_rules_in_every_light_and_fits(browser, browser_context_args, house, language):
    context = browser.new_context(
        **{**browser_context_args, "locale": language, "viewport": {"width": 320, "height": 568}}
    )
    page = context.new_page()
    broken, wide = [], []
    for name in PAGES:
        page.goto(f"{house.address}/{name}")
        settle(page)
        broken += breaches(page, name)
        wide += [name] if sideways(page) > 0 else []
    page.locator("button[value=done]").click()
    settle(page)
    broken += breaches(page, "one step marked")
    page.goto(f"{house.address}/step-by-step/10/")
    broken += breaches(page, "a marked step")
    assert (broken, wide) == ([], [])
    context.close()


def test_anna_takes_a_step_with_keys_only_and_takes_it_back(page, house):
    page.goto(house.address)
    for target in ("main a[href='/step-by-step/']", "a.btn[href='/step-by-step/1/']", "button[value=done]"):
        tab_to(page, page.locator(target))
        page.keyboard.press("Enter")
        page.wait_for_load_state("load")
    expect(page.locator("#suggested")).to_have_text("Een oud pad")
    page.goto(f"{house.address}/step-by-step/1/")
    tab_to(page, page.locator("button[value=undo]"))
    page.keyboard.press("Enter")
    expect(page.locator("button[value=done]")).to_be_visible()


def test_a_step_without_scripts_leads_into_its_practice_and_to_the_end(browser, browser_context_args, house):
    context = browser.new_context(
        **{**browser_context_args, "java_script_enabled": False, "viewport": {"width": 320, "height": 568}}
    )
    page = context.new_page()
    page.goto(f"{house.address}/step-by-step/10/")
    page.locator("main button[name=guide]").click()
    expect(page.locator(".phrases")).to_contain_text("Ik zoek drie dingen die blauw zijn.")
    page.locator(".dock button[value=next]").click()
    expect(page.locator(".lines")).to_contain_text("Ik ben hier, op deze plek, vandaag.")
    page.locator(".dock button[value=next]").click()
    expect(page.locator(".facts")).to_contain_text("Voeten op de grond")
    page.goto(f"{house.address}/step-by-step/10/")
    page.locator("a[href*='#part-5']").click()
    expect(page.locator("#part-5")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("key", ["feet-on-floor", "worry-to-paper"])
def test_a_practice_of_the_library_keeps_the_rules_at_every_step(browser, browser_context_args, house, key):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    page.goto(f"{house.address}/library/nl/practices/{key}/")
    page.locator(f"button[value={key}]").click()
    broken, wide = [], []
    while "/after/" not in page.url:
        settle(page)
        broken += breaches(page, page.url.rsplit("/", 2)[1])
        wide += [page.url] if sideways(page) > 0 else []
        before = page.url
        page.locator(".dock button[value=next]").click()
        expect(page).not_to_have_url(before)
    assert (broken, wide) == ([], [])
    context.close()
