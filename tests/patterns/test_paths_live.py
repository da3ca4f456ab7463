"""Anna sees her paths in a browser, practises with them, and takes her yes back."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.lights import breaches, shoot, sideways
from tests.browser.walk import answer_look_back, answer_notice, go, settle
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


def neighbours(house, *moments):
    """Let people with so many moments move in; give the session and the page of each."""
    environment = {**os.environ, "LOSLATEN_DATA": str(house.data), "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"}
    environment.pop("LOSLATEN_DATABASE_URL", None)
    run = [sys.executable, "-m", "tests.patterns.neighbours", *map(str, moments)]
    done = subprocess.run(run, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return [(session, f"{house.address}/patterns/{pk}/") for session, pk in map(str.split, done.stdout.splitlines())]


def sit_down(page, house, session):
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": house.address}])


def test_after_no_moments_one_five_and_forty_the_page_says_what_is_true(page, house):
    said = ("na nog 5 keer", "na nog 4 keer", "", "")
    for n, (session, address), words in zip((0, 1, 5, 40), neighbours(house, 0, 1, 5, 40), said, strict=True):
        sit_down(page, house, session)
        page.goto(address)
        paths = page.locator(".paths")
        if words:
            expect(paths).to_contain_text(words)
            expect(paths.locator("img, [role=img], table")).to_have_count(0)
        else:
            expect(paths.locator("svg[role=img]")).to_have_count(1)
        settle(page)
        shoot(page, f"paden-{n}")
        if n in {1, 40}:
            if n == 40:
                paths.locator("summary").click()
                expect(paths.locator("table")).to_contain_text("Oud pad")
            assert breaches(page, f"paths after {n}") == []
            page.set_viewport_size({"width": 320, "height": 640})
            assert sideways(page) <= 0
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert sideways(page) <= 0
            page.set_viewport_size({"width": 390, "height": 844})


def test_a_round_with_the_pattern_counts_at_once_and_a_yes_taken_back_leaves_the_list(page, house):
    [(session, address)] = neighbours(house, 40)
    sit_down(page, house, session)
    page.goto(address)
    page.locator("button[name=guide][value=short]").click()
    answer_notice(page)
    for _ in range(4):
        go(page)
    answer_look_back(page)
    go(page)
    beside = page.locator("section[aria-labelledby=beside]")
    expect(beside).to_contain_text("pad")
    assert breaches(page, "after, with a pattern") == []
    shoot(page, "na-met-patroon")
    beside.get_by_role("link").click()
    page.locator(".paths summary").click()
    expect(page.locator(".paths caption")).to_contain_text("Schatting uit 41 keer")

    page.goto(house.address + "/account/consent/insight/")
    page.locator("button[value=no]").click()
    page.goto(address)
    expect(page.locator(".paths [role=img]")).to_have_count(0)
    expect(page.locator(".paths")).to_contain_text("Mogen we uit je oefeningen en momenten halen wat opvalt")
    expect(page.locator(".times li").first).to_be_visible()
    assert breaches(page, "paths, asked") == []
    page.locator(".paths button[value=yes]").click()
    expect(page.locator(".paths")).to_contain_text("Twee paden")
