"""Mira is a writer and no programmer: she writes, looks, plans and publishes at the desk, in a real browser."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT, House

pytestmark = pytest.mark.browser
SIGN_IN = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from loslaten.accounts.models import Person
from loslaten.library.roles import give_role
mira = Person.objects.create_user("mira")
give_role(mira, "writer")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(mira.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = mira.get_session_auth_hash()
session.create()
print(session.session_key)
"""
WORK = """
import django; django.setup()
from django.utils.timezone import now
from loslaten.site.duties import publish
publish(now())
"""
TIME_COMES = """
import django; django.setup()
from wagtail.models import Revision
from django.utils.timezone import now
for revision in Revision.objects.exclude(approved_go_live_at=None):
    revision.approved_go_live_at = now()
    revision.content["go_live_at"] = now().isoformat()
    revision.save()
    print(revision.content["slug"])
"""


class DeskHouse(House):
    def run(self, code):
        plain = {key: value for key, value in os.environ.items() if not key.startswith("LOSLATEN_")}
        wishes = {"LOSLATEN_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"}
        command = [sys.executable, "-c", code]
        environment = {**plain, **wishes, **self.environment}
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout.strip()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    house = DeskHouse(tmp_path_factory.mktemp("desk") / "data", LOSLATEN_DESK="bureau").open()
    house.key = house.run(SIGN_IN)
    yield house
    house.close()


@pytest.fixture
def mira(desk, browser, browser_context_args):
    """Open a browser in which Mira is signed in, and which notes whom it calls."""
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 1280, "height": 900}})
    context.add_cookies([{"name": "sessionid", "value": desk.key, "url": desk.address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.called = []
    page.on("request", lambda request: page.called.append(request.url))
    yield page
    context.close()


def strangers(page, desk):
    return [url for url in page.called if not url.startswith((desk.address, "data:", "blob:", "about:"))]


def write(page, name, words):
    page.locator(f"[name='{name}']").fill(words)


def fill_in(page):
    """Write over every example of the skeleton."""
    write(page, "title", "Een schouder die zakt")
    for area in ("summary", "closing"):
        write(page, area, "Je schouders dragen soms meer dan nodig is.")
    write(page, "pull_line", "Een schouder mag ook hangen.")
    write(page, "take_along", "Merk je schouders.\nLaat ze hangen.")
    for field in page.locator("input[type=text], textarea").all():
        if field.is_visible() and field.input_value().startswith("["):
            field.fill("Wat Mira schreef.")
    for editor in page.locator("[contenteditable=true]").all():
        if editor.inner_text().startswith("["):
            editor.click()
            page.keyboard.press("Control+A")
            page.keyboard.type("Tekst van Mira.")
    write(page, "evidence-0-value-year", "2024")
    page.locator("[name='evidence-0-value-strength']").select_option("limited")


def choose(page):
    """Choose the first theme and the first practice."""
    page.get_by_role("tab", name="Hoort bij").click()
    for what in ("thema", "oefening"):
        page.get_by_role("button", name=f"Kies {what}").first.click()
        page.locator(".modal-body td.title a").first.click()
        expect(page.locator(".modal-body")).to_have_count(0)
    page.get_by_role("tab", name="Tekst").click()


def plan(page, moment):
    """Say when a text should appear."""
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    page.locator("#id_go_live_at").fill(moment)
    with page.expect_navigation():  # by keyboard: the little calendar stands before the button
        page.locator("#schedule-publishing-dialog").get_by_role("button", name="Schema opslaan").press("Enter")


def test_a_writer_fills_in_the_skeleton_looks_plans_and_the_work_publishes(mira, desk):
    page, public = mira, f"{desk.address}/library/nl/een-schouder-die-zakt/"
    page.goto(f"{desk.address}/bureau/snippets/library/article/add/")
    page.wait_for_load_state("load")
    write(page, "title", "Een schouder die zakt")

    # too early: the desk says in words what is missing, and publishes nothing
    press(page, "action-publish")
    expect(
        page.get_by_text("Deel 1 is nog niet af: de kop, de tekst, het voorbeeld, de reflectievraag.").first
    ).to_be_attached()
    expect(page.get_by_text("Nog niet ingevuld: het thema.").first).to_be_attached()

    # a draft can be looked at, and nobody else sees it
    fill_in(page)
    choose(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar concept").click()
    page.locator("[data-side-panel-toggle=preview]").click()
    looked = page.frame_locator("[data-preview-iframe], iframe").first
    expect(looked.get_by_role("heading", name="Een schouder die zakt")).to_be_visible()
    assert page.request.get(public).status == 404

    # planned for later, and the work lets it appear when the moment comes
    plan(page, "2031-01-01 09:00")
    press(page, "action-publish")
    desk.run(WORK)
    assert page.request.get(public).status == 404
    assert desk.run(TIME_COMES) == "een-schouder-die-zakt"
    desk.run(WORK)
    assert page.request.get(public).status == 200
    assert strangers(page, desk) == []


def press(page, name):
    """Press one of the actions behind the arrow at the foot of the form."""
    page.get_by_role("button", name="Meer acties").click()
    with page.expect_navigation():
        page.locator(f"[name={name}]").click()


def test_the_desk_speaks_dutch_and_calls_nobody(mira, desk):
    for room in ("", "snippets/library/article/", "snippets/library/theme/", "snippets/library/practice/", "account/"):
        mira.goto(f"{desk.address}/bureau/{room}")
        mira.wait_for_load_state("load")
        assert mira.locator("html").get_attribute("lang") == "nl"
    assert strangers(mira, desk) == []


def test_only_a_role_opens_the_desk(desk, page):
    answer = page.request.get(f"{desk.address}/bureau/", max_redirects=0)
    assert answer.status == 302
    assert answer.headers["location"].startswith("/account/sign-in/")
    assert "unsafe" not in page.request.get(f"{desk.address}/library/nl/").headers["content-security-policy"]
