"""A host at the desk, in a real browser, under the same strict policy as every page."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from loslaten.site.duties import TASKS
from tests.browser.lights import shoot
from tests.conftest import ROOT, House

pytestmark = pytest.mark.browser
ENTER = """
from importlib import import_module
from types import SimpleNamespace
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from loslaten.accounts.models import Person
host = Person.objects.create_user("hanna", is_staff=True, is_superuser=True)
Person.objects.create_user("anna")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(host.pk), host.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
record_authentication(SimpleNamespace(session=session), host, method="password", reauthenticated=True)
session.save()
print(session.session_key)
"""


@pytest.fixture
def desk(tmp_path, page):
    """Open a house with a desk, and come in as a host who just said who they are."""
    house = House(tmp_path / "data", LOSLATEN_ADMIN="desk").open()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LOSLATEN_")}
    key = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ENTER], cwd=ROOT, text=True, check=True,
        env={**plain, "LOSLATEN_DATA": str(tmp_path / "data"), "LOSLATEN_ADMIN": "desk"}, stdout=subprocess.PIPE,
    ).stdout.strip()  # fmt: skip
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": house.address}])
    yield f"{house.address}/desk/"
    house.close()


def test_a_host_looks_around_and_lets_somebody_in_no_longer(page, desk):
    complaints = []
    page.on("console", lambda message: message.type in {"error", "warning"} and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(desk)
    assert page.evaluate("getComputedStyle(document.querySelector('#header')).backgroundColor") != "rgba(0, 0, 0, 0)"
    shoot(page, "desk")
    page.goto(f"{desk}accounts/person/")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    shoot(page, "desk-people")
    page.get_by_role("link", name="anna", exact=True).click()
    page.locator("#id_is_active").uncheck()
    shoot(page, "desk-person")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(f"{desk}work/duty/")
    expect(page.locator("#result_list tbody tr")).to_have_count(len(TASKS))
    shoot(page, "desk-duties")
    assert complaints == []
