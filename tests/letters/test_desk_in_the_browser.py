"""Mira writes the letter, hears what is missing, looks, plans; Anna gets it, and anybody may read it afterwards."""

import email
import email.policy
import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.lights import COLOURS, breaches, broken, shoot, sideways
from tests.conftest import ROOT, House
from tests.letters.conftest import open_mail_house

pytestmark = pytest.mark.browser
SETTLE = """
import django; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.timezone import now
from loslaten.accounts.models import Person
from loslaten.letters.models import Reader
from loslaten.library.roles import give_role
mira = Person.objects.create_user("mira")
give_role(mira, "host")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(mira.pk), mira.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.create()
anna = "anna@elsewhere.example"
Reader.objects.create(address=anna, name=anna, wording="2026-11", confirmed_at=now())
print(session.session_key)
"""
TIME_COMES = """
import django; django.setup()
from django.utils.timezone import now
from loslaten.letters.models import Letter
Letter.objects.filter(state="planned").update(due_at=now())
"""


@pytest.fixture
def house(tmp_path):
    """Open a house with a desk, that sends its mail to a mail house of ours."""
    with open_mail_house() as mail_house:
        wishes = {"LOSLATEN_EMAIL_URL": mail_house.address, "LOSLATEN_DESK": "bureau"}
        opened = House(tmp_path / "data", **wishes).open()
        opened.mail_house = mail_house
        yield opened
        opened.close()


def run(house, code):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LOSLATEN_")}
    mine = {"LOSLATEN_DATA": str(house.data), "DJANGO_SETTINGS_MODULE": "loslaten.site.settings", **house.environment}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env={**plain, **mine}, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def next_mail(page, house, number):
    """Wait until the house has sent another mail, for as long as people wait for one."""
    for _ in range(600):
        if len(house.mail_house.mails) >= number:
            return house.mail_house.mails[number - 1]
        page.wait_for_timeout(100)
    raise AssertionError("No mail came within a minute.")


def save(page):
    with page.expect_navigation():
        page.locator("[data-edit-form] button[type=submit], form button.action-save").first.click()


def choose(page, what):
    page.get_by_role("button", name=f"Kies {what}").first.click()
    page.locator(".modal-body td.title a").first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def write_on(page):
    """Write the rest: what was still missing."""
    page.get_by_role("link", name="Verder schrijven").click()
    page.locator("[name=opening_nl]").fill("Misschien merk je het bij het tandenpoetsen.\n\nDaar mag het zijn.")
    page.locator("[name=question_nl]").fill("Wat doen je kaken als er niets van je verwacht wordt?")
    page.get_by_role("tab", name="Engels").click()
    page.locator("[name=subject_en]").fill("Your jaw, tonight")
    page.locator("[name=opening_en]").fill("Maybe you notice it when you brush your teeth.")
    page.locator("[name=question_en]").fill("What does your jaw do when nothing is expected of you?")
    page.get_by_role("tab", name="Deze week").click()
    choose(page, "thema")
    choose(page, "oefening")
    page.get_by_role("tab", name="Wanneer").click()
    page.locator("[name=wall_date]").fill("2031-01-02")
    page.locator("[name=wall_time]").fill("07:30")
    page.locator("[name=wall_time]").press("Tab")
    save(page)


def begin(page, house):
    """Sit down at the desk and keep half a letter."""
    key = run(house, SETTLE)
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": house.address}])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{house.address}/bureau/")
    page.get_by_role("link", name="Brieven").click()
    page.goto(f"{house.address}/bureau/snippets/letters/letter/add/")
    page.locator("[name=subject_nl]").fill("Je kaken, vanavond")
    save(page)
    expect(page.get_by_text("Nog niet geschreven: de opening.")).to_be_visible()


def try_it(page, house):
    """Send a test letter to oneself."""
    page.get_by_label("Je e-mailadres").fill("mira@elsewhere.example")
    page.get_by_role("button", name="Stuur een proefbrief").click()
    expect(page.get_by_text("De proefbrief is onderweg.")).to_be_visible()
    assert next_mail(page, house, 1)[1] == "mira@elsewhere.example"


def plan(page, house):
    """Plan it, let its moment come, and wait until Anna has it."""
    page.get_by_role("button", name="Plan deze brief").click()
    expect(page.get_by_text("Gepland voor")).to_be_visible()
    assert page.request.get(f"{house.address}/letters/nl/je-kaken-vanavond/").status == 404
    run(house, TIME_COMES)
    _sender, address, mail = next_mail(page, house, 2)
    assert address == "anna@elsewhere.example"
    letter = email.message_from_bytes(mail, policy=email.policy.default)
    assert "Daar mag het zijn." in letter.get_body(("plain",)).get_content()
    page.reload()
    expect(page.get_by_role("link", name="Verder schrijven")).to_have_count(0)


def bring_readers(page, house):
    """Bring a list along: see it being read, hear what is wrong, say yes, and see it brought in without pressing."""
    page.get_by_role("link", name="Lezers", exact=True).click()
    lines = "".join(f"lezer{number}@elsewhere.example\n" for number in range(200))
    page.get_by_label("De lijst").set_input_files(
        {"name": "readers.csv", "mimeType": "text/csv", "buffer": f"email\n{lines}lezer@\n".encode()}
    )
    page.get_by_label("Wanneer zeiden ze ja?").fill("2026-01-05")
    page.get_by_label("Waar staat hun ja?").fill("Formulier in de wachtkamer")
    page.get_by_role("button", name="Lees de lijst").click()
    expect(page.get_by_text("Regel 202: dit e-mailadres is niet compleet")).to_be_visible(timeout=60_000)
    found = broken(page, "readers", COLOURS)
    shoot(page, "letters-readers")
    page.get_by_role("button", name="Zet 200 lezers erbij").click()
    expect(page.get_by_text("staat erin")).to_be_visible(timeout=60_000)
    return found


def read_it(page, house):
    """Find it in the archive, as somebody without an account; say what is wrong with the page."""
    page.context.clear_cookies()
    page.goto(f"{house.address}/letters/")
    page.get_by_role("link", name="Je kaken, vanavond").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je kaken, vanavond")
    found = breaches(page, "archive")
    page.set_viewport_size({"width": 320, "height": 700})
    found += ["archive is wider than a narrow screen"] if sideways(page) > 0 else []
    shoot(page, "letters-archive")
    return found


def test_from_an_empty_desk_to_a_letter_that_anybody_may_read(page, house):
    begin(page, house)
    write_on(page)
    expect(page.get_by_text("Nog niet")).to_have_count(0)
    looked = page.frame_locator("iframe").first
    expect(looked.get_by_role("heading", name="Je kaken, vanavond")).to_be_visible()
    page.reload()  # what the desk itself said of saving fades in and out
    found = broken(page, "desk", COLOURS)
    try_it(page, house)
    shoot(page, "letters-desk")
    plan(page, house)
    found += bring_readers(page, house)
    found += read_it(page, house)
    assert "\n".join(found) == ""
