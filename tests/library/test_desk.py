"""Mira is a writer and no programmer: she writes, looks, plans and publishes at the desk, in a real browser."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.lights import COLOURS, broken, sideways
from tests.conftest import ROOT, House

pytestmark = pytest.mark.browser
SIGN_IN = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from loslaten.accounts.models import Person
from loslaten.library.roles import give_role
for name, role in (("mira", "writer"), ("hans", "host")):
    person = Person.objects.create_user(name)
    give_role(person, role)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
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
    house.keys = dict(zip(("mira", "hans"), house.run(SIGN_IN).split(), strict=True))
    yield house
    house.close()


@pytest.fixture
def sit_down(desk, browser, browser_context_args):
    """Open a browser in which somebody is signed in, and which notes whom it calls."""
    contexts = []

    def open_for(name, **looks):
        size = {"width": 1280, "height": 900}
        context = browser.new_context(**{**browser_context_args, "viewport": size, **looks})
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": desk.keys[name], "url": desk.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.called = []
        page.on("request", lambda request: page.called.append(request.url))
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def mira(sit_down):
    return sit_down("mira")


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
    article = page.url
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
    visit(page, desk, public)

    kept_and_linked(page, article)
    assert strangers(page, desk) == []


def kept_and_linked(page, article):
    """See that what she wrote before is kept, and that the same form is there for the other language."""
    page.goto(article.replace("/edit/", "/history/"))
    expect(page.get_by_role("row").filter(has_text="mira").first).to_be_visible()
    page.goto(article)
    page.get_by_role("button", name="Meer acties").click()
    page.get_by_role("link", name="Vertaling maken, of erheen gaan").click()
    expect(page.locator("[name=title]")).to_have_value("[Een schouder die zakt]")
    page.get_by_role("tab", name="Hoort bij").click()
    expect(page.locator("[name=language]")).to_have_value("en")
    expect(page.locator("[name=key]")).to_have_value("een-schouder-die-zakt")


def visit(page, desk, public):
    """Read it as anybody does, without a desk."""
    visitor = page.context.browser.new_page()
    visitor.goto(public)
    expect(visitor.get_by_role("heading", name="Een schouder die zakt")).to_be_visible()
    expect(visitor.get_by_text("Een schouder mag ook hangen.")).to_be_visible()
    visitor.goto(f"{desk.address}/library/nl/")
    expect(visitor.get_by_role("link", name="Een schouder die zakt")).to_be_visible()
    visitor.close()


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


def test_a_theme_that_articles_use_is_not_taken_away_and_an_hour_that_is_skipped_is_refused(sit_down, desk):
    hans = sit_down("hans", timezone_id="UTC")  # his laptop has no summer time, and lets the hour through
    hans.goto(f"{desk.address}/bureau/snippets/library/theme/")
    hans.get_by_role("link", name="Grenzen en nee zeggen").click()
    theme = hans.url
    hans.goto(theme.replace("/edit/", "/delete/"))
    assert not hans.get_by_role("button", name="Ja, verwijder").is_visible()
    assert hans.request.get(f"{desk.address}/library/nl/themes/boundaries/").status == 200
    hans.goto(f"{desk.address}/bureau/snippets/library/article/")
    hans.get_by_role("link", name="Goed genoeg").first.click()
    plan_badly(hans, "2031-03-30 02:30")
    expect(hans.get_by_text("De klok gaat die nacht vooruit").first).to_be_attached()


def plan_badly(page, moment):
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    page.locator("#id_go_live_at").fill(moment)
    page.locator("#schedule-publishing-dialog").get_by_role("button", name="Schema opslaan").press("Enter")


def test_a_writer_keeps_off_what_is_the_hosts(mira, desk):
    mira.goto(f"{desk.address}/bureau/snippets/library/theme/add/")
    assert "/add/" not in mira.url or "mag" in mira.content()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_desk_fits_a_phone_and_can_be_read_by_night(sit_down, desk, light):
    page = sit_down("mira", viewport={"width": 390, "height": 844}, color_scheme=light)
    unread, wide = [], []
    for room in ("", "snippets/library/article/", "snippets/library/article/add/"):
        page.goto(f"{desk.address}/bureau/{room}")
        page.wait_for_load_state("load")
        unread += broken(page, room, COLOURS)
        wide += [room] if sideways(page) > 0 else []
    assert (unread, wide) == ([], [])


def test_only_a_role_opens_the_desk(desk, page):
    answer = page.request.get(f"{desk.address}/bureau/", max_redirects=0)
    assert answer.status == 302
    assert answer.headers["location"].startswith("/account/sign-in/")
    assert "unsafe" not in page.request.get(f"{desk.address}/library/nl/").headers["content-security-policy"]
