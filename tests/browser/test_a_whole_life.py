"""Anna keeps, writes, takes everything along, erases it, and finds it again in another house."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.live import walk as ways
from tests.accounts.vault import door
from tests.browser import walk
from tests.conftest import House

pytestmark = pytest.mark.browser
TEXT = "Mijn kaken, toen de telefoon ging bij tante Riet"


def everything_stored(house: House) -> bytes:
    """Open the database by hand: every value of every table, and the files themselves."""
    with closing(sqlite3.connect(house.data / "loslaten.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]  # noqa: S608 - its own names
    return repr(rows).encode() + b"".join(path.read_bytes() for path in house.data.glob("*.sqlite3*"))


def take_along(page: Page, address: str, folder: Path) -> Path:
    page.goto(f"{address}/account/")
    page.get_by_role("link", name="Meenemen", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Maak de zip").click()
    coming.value.save_as(folder / "anna.zip")
    return folder / "anna.zip"


def erase(page: Page, address: str) -> None:
    page.goto(f"{address}/account/")
    page.get_by_role("link", name="Alles wissen", exact=True).click()
    page.get_by_role("button", name="Ja, alles wissen").click()
    expect(page.get_by_role("heading", name="Het is weg")).to_be_visible()


def bring_back(page: Page, address: str, whole: Path) -> None:
    page.goto(f"{address}/account/bring-back/")
    page.locator("input[type=file]").set_input_files(whole)
    page.get_by_role("button", name="Terugzetten en bewaren").click()
    expect(page.get_by_role("heading", name="Het is terug")).to_be_visible()


def test_what_is_annas_goes_with_her_and_stays_hers(page, own_house, tmp_path):
    for _room in walk.whole_round(page, own_house.address):
        pass
    words = door.make_vault(page)
    door.write(page, TEXT)
    ways.sign_up(page, own_house.address, "kwibulus")
    page.goto(f"{own_house.address}/practice/kept/")
    expect(page.locator(".entry")).to_contain_text("De lijn stond op 7 en hangt nu op 4.")
    ways.hold_a_key(page)
    ways.add_passkey(page, own_house.address)
    ways.sign_out(page, own_house.address)
    page.goto(f"{own_house.address}/account/sign-in/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_text("Je bent hier als kwibulus.")).to_be_visible()
    assert b"tante Riet" not in everything_stored(own_house)

    whole = take_along(page, own_house.address, tmp_path)
    erase(page, own_house.address)
    assert b"kwibulus" not in everything_stored(own_house)

    elsewhere = House(tmp_path / "elsewhere").open()
    try:
        ways.sign_up(page, elsewhere.address, "kwibulus-opnieuw")
        bring_back(page, elsewhere.address, whole)
        page.goto(f"{elsewhere.address}/notes/")
        door.open_with_words(page, " ".join(words))
        expect(page.locator(".note-text")).to_have_text(TEXT)
        assert b"tante Riet" not in everything_stored(elsewhere)
    finally:
        elsewhere.close()
