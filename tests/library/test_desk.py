"""Mira is a writer and no programmer: she writes, looks, plans and publishes at the desk, in a real browser."""

import os
import subprocess
import sys

import pytest

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
WORK = "import django; django.setup(); from loslaten.site.work import publish; publish()"
TIME_COMES = """
import django; django.setup()
from wagtail.models import Revision
from django.utils.timezone import now
print(Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=now()))
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
    for field in page.locator("input[type=text][value^='['], textarea").all():
        if field.is_visible() and field.input_value().startswith("["):
            field.fill("Wat Mira schreef.")
    for editor in page.locator("[contenteditable=true]").all():
        if editor.inner_text().startswith("["):
            editor.click()
            page.keyboard.press("Control+A")
            page.keyboard.type("Tekst van Mira.")
    write(page, "evidence-0-value-year", "2024")
    page.locator("[name='evidence-0-value-strength']").select_option("limited")
