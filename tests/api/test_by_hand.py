"""Anna takes everything along, erases it, and brings it back: by keyboard, and without JavaScript."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.lights import RULES, breaches, sideways

pytestmark = pytest.mark.browser
DEVICE = "JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)])"


def finished_round(page: Page, address: str) -> None:
    for _room in walk.whole_round(page, address):
        pass


def look_at(page: Page) -> None:
    """See that everybody can use this page, also on a narrow phone."""
    walk.settle(page)
    assert breaches(page, page.url) == []
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 568})
    assert sideways(page) <= 0
    page.set_viewport_size(size)


def take_along(page: Page, address: str, folder: Path) -> Path:
    page.goto(f"{address}/account/take-along/")
    button = page.get_by_role("button", name="Maak de zip")
    walk.tab_to(page, button)
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    target = folder / coming.value.suggested_filename
    coming.value.save_as(target)
    return target


@pytest.fixture
def complaints(page):
    """Hear what the browser complains about."""
    heard = []
    page.on("console", lambda line: heard.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def erase(page: Page, address: str) -> None:
    page.evaluate("localStorage.setItem('loslaten.round.x', '{}')")
    page.goto(f"{address}/account/erase/")
    expect(page.locator("dl.facts")).to_contain_text("Oefeningen")
    look_at(page)
    walk.tab_to(page, page.get_by_role("button", name="Ja, alles wissen"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Het is weg")
    expect(page.get_by_role("status")).to_have_text("Dit apparaat is het ook vergeten.")
    assert page.evaluate(DEVICE) == "[[],[]]"
    look_at(page)


def bring_back(page: Page, address: str, whole: Path) -> None:
    page.goto(f"{address}/account/bring-back/")
    look_at(page)
    walk.tab_to(page, page.locator("input[type=file]"))
    page.locator("input[type=file]").set_input_files(whole)
    walk.tab_to(page, page.get_by_role("button", name="Terugzetten en bewaren"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Het is terug")
    look_at(page)


@pytest.mark.browser_context_args(service_workers="allow")
def test_anna_takes_along_erases_and_brings_back_with_the_keyboard(page, house, tmp_path, complaints):
    finished_round(page, house.address)
    page.goto(f"{house.address}/account/take-along/")
    expect(page.locator("take-along p").first).to_contain_text("1 oefening")
    look_at(page)
    whole = take_along(page, house.address, tmp_path)
    expect(page.get_by_role("status")).to_have_text("Klaar. De zip staat bij je downloads.")
    assert re.fullmatch(r"loslaten-\d{4}-\d\d-\d\d\.zip", whole.name)
    with zipfile.ZipFile(whole) as opened:
        assert opened.testzip() is None
        assert json.loads(opened.read("person.json"))["rounds"] == 1
    erase(page, house.address)
    bring_back(page, house.address, whole)
    page.get_by_role("link", name="Naar de lijst").click()
    expect(page.locator(".entry")).to_contain_text("De lijn stond op 7 en hangt nu op 4.")
    assert complaints == []


def test_anna_does_the_same_without_javascript(browser, browser_context_args, house, tmp_path):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(house.address + "/")
    page.locator("button[value=short]").click()
    page.locator("button[value=stop]").click()
    page.goto(f"{house.address}/account/take-along/")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Maak de zip").click()
    whole = tmp_path / "mine.zip"
    coming.value.save_as(whole)
    page.goto(f"{house.address}/account/erase/")
    page.get_by_role("button", name="Ja, alles wissen").click()
    expect(page.get_by_role("status")).to_contain_text("Op dit apparaat kan nog iets staan")
    page.goto(f"{house.address}/account/bring-back/")
    page.locator("input[type=file]").set_input_files(whole)
    page.get_by_role("button", name="Terugzetten en bewaren").click()
    expect(page.locator(".lead")).to_have_text("1 oefening kwam terug.")
    context.close()


def test_a_file_that_is_no_zip_is_refused_where_it_was_chosen(page, house, tmp_path):
    page.goto(f"{house.address}/account/bring-back/")
    wrong = tmp_path / "photo.zip"
    wrong.write_bytes(b"no zip")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Terugzetten en bewaren").click()
    expect(page.get_by_role("alert").first).to_contain_text(
        "Dit bestand is beschadigd, of het is geen zip van Loslaten."
    )
    look_at(page)


def test_a_file_that_is_too_large_is_not_even_sent(page, house, tmp_path):
    page.goto(f"{house.address}/account/bring-back/")
    page.locator("bring-back").evaluate("element => { element.dataset.most = '10'; }")
    large = tmp_path / "large.zip"
    large.write_bytes(b"x" * 100)
    page.locator("input[type=file]").set_input_files(large)
    page.get_by_role("button", name="Terugzetten en bewaren").click()
    expect(page.get_by_role("alert")).to_have_text("Het bestand is groter dan 100 MB.")


def test_a_download_that_breaks_off_is_told(page, house):
    finished_round(page, house.address)
    page.goto(f"{house.address}/account/take-along/")
    page.route("**/account/take-along/", lambda route: route.abort())
    page.get_by_role("button", name="Maak de zip").click()
    expect(page.get_by_role("status")).to_have_text("Het kwam niet door. Wil je het nog eens proberen?")


def test_the_page_to_read_opens_from_a_disk_and_runs_nothing(page, house, tmp_path):
    finished_round(page, house.address)
    with zipfile.ZipFile(take_along(page, house.address, tmp_path)) as opened:
        opened.extract("readable.html", tmp_path)
    page.goto((tmp_path / "readable.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Je oefeningen")
    expect(page.locator("tbody tr")).to_have_count(1)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [rule["id"] for rule in found if rule["id"] not in {"region", "landmark-one-main"}] == []
