"""The plug is pulled between every two steps, and the round goes on where it was."""

import pytest
from playwright.sync_api import expect

from tests.browser import walk

pytestmark = pytest.mark.browser


def test_the_house_is_killed_between_every_two_steps_and_anna_goes_on(page, own_house):
    for room in walk.whole_round(page, own_house.address):
        own_house.kill()
        own_house.open()
        if room in {"2-welcome", "4-soften"}:
            page.goto(own_house.address + "/")
            page.get_by_role("link", name="Verder", exact=True).click()
        if room == "4-soften":
            walk.choose(page, "drop_jaw")
    expect(page.locator(".lead")).to_contain_text("De lijn stond op 7 en hangt nu op 4.")
    page.reload()
    expect(page.locator("dl.facts")).to_contain_text("Laat je onderkaak zakken")


def test_the_database_survives_the_plug_whole(page, own_house):
    import sqlite3

    walk.begin(page, own_house.address)
    walk.answer_notice(page)
    walk.go(page)
    own_house.kill()
    with sqlite3.connect(own_house.data / "loslaten.sqlite3") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("select tension_before from practice_round").fetchall() == [(7,)]
    own_house.open()
