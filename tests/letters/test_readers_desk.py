"""Mira looks after the readers at the desk: takes the list along, brings one in, and hears what is wrong with it."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management.sql import emit_post_migrate_signal
from django.test import Client
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from loslaten.accounts.models import Person
from loslaten.letters import bring_in, readers_desk
from loslaten.letters.models import Import, Reader, Signup
from loslaten.letters.subscribe import ask
from loslaten.library.roles import give_role, take_roles

pytestmark = pytest.mark.django_db
READERS, FILE = "/bureau/letters/readers/", "/bureau/letters/readers/list.csv"
LIST = "email;proof\nanna@elsewhere.example;\n;x\nbram@elsewhere.example;=paper\n"
SAID = {"said_on": "2026-01-05", "proof": "formulier", "language": "nl"}


@pytest.fixture
def mira(client, settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.letters.desk_urls"
    monkeypatch.setattr(bring_in, "REST", 0)
    person = Person.objects.create_user("mira")
    give_role(person, "host")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def send_in(mira):
    def go(content=LIST, **said):
        file = io.BytesIO(content.encode() if isinstance(content, str) else content)
        file.name = "readers.csv"
        return mira.post(READERS, {"file": file, **SAID, **said})

    return go


def shown(mira):
    return " ".join(mira.get(READERS).content.decode().split())


def look(mira, **more):
    return mira.post(READERS, {"address": "Anna@Elsewhere.example", **more})


def work():
    bring_in.go_on(at=now(), seconds=20)


def test_mira_sees_what_a_list_would_bring_says_yes_and_only_then_they_read_along(mira, send_in):
    assert send_in()["Location"] == READERS
    assert 'max="3" value="0"' in shown(mira)
    assert 'every="2"' in shown(mira)
    work()
    page = shown(mira)
    assert "Regel 3: geen e-mailadres" in page
    assert "Zet 2 lezers erbij" in page
    assert 'every="2"' not in page
    assert Reader.objects.count() == 0
    mira.post(READERS, {"list": Import.objects.get().pk, "go": "yes"})
    work()
    assert list(Reader.objects.order_by("pk").values_list("proof", flat=True)) == ["formulier", "=paper"]
    assert "staat erin" in shown(mira)
    saved = mira.get(FILE)
    assert (saved["Content-Type"], saved["Cache-Control"]) == (
        "text/csv; charset=utf-8", "max-age=0, no-cache, no-store, must-revalidate, private",
    )  # fmt: skip
    assert "bram@elsewhere.example;nl;weekly;import;;" in (told := b"".join(saved.streaming_content).decode())
    assert ";'=paper" in told


def test_mira_throws_a_list_away_and_nobody_of_it_reads_along(mira, send_in):
    send_in()
    work()
    mira.post(READERS, {"list": Import.objects.get().pk, "go": "no"})
    work()
    assert (Import.objects.count(), Reader.objects.count()) == (0, 0)
    for number in ("0", "x", "9" * 30):
        assert mira.post(READERS, {"list": number, "go": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "said", "why"),
    [
        ("name\nanna\n", {}, "noem die kolom email"),
        (b"PK\x03\x04", {}, "noem die kolom email"),
        (LIST, {"said_on": (now() + timedelta(days=2)).date().isoformat()}, "Die dag moet nog komen"),
        ("x" * 3_000_000, {}, "Het bestand is groter dan"),
    ],
)
def test_what_cannot_be_taken_in_is_said_in_words(mira, send_in, monkeypatch, content, said, why):
    monkeypatch.setattr(readers_desk.OneList, "most", 1_000_000)
    answer = send_in(content, **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert Import.objects.count() == 0


def test_without_a_file_or_a_key_of_the_form_nothing_is_taken_in(mira):
    assert "Er is geen bestand gekozen." in mira.post(READERS, SAID).content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = mira.cookies
    assert strict.post(READERS, SAID).status_code == 403


def test_a_writer_who_is_no_host_finds_no_readers(mira, send_in, reader):
    reader()
    person = Person.objects.get()
    take_roles(person)
    give_role(person, "writer")
    for answer in (mira.get(READERS), mira.get(FILE), mira.get(f"{READERS}lists/"), send_in(), look(mira)):
        assert answer.status_code in {302, 403}
        assert "anna@" not in answer.content.decode()
    assert READERS not in mira.get("/bureau/").content.decode()
    assert Import.objects.count() == 0


def test_who_asks_by_phone_is_found_by_the_whole_address_and_reads_less_stops_or_is_erased(mira, reader):
    anna = reader("anna")
    reader("joanna")
    assert "zei ja op 10 november 2026" in look(mira).content.decode()
    assert "niets bewaard" in mira.post(READERS, {"address": "anna@elsewhere"}).content.decode()
    for wish in ("monthly", "stop"):
        assert look(mira, go=wish)["Location"] == READERS
    anna.refresh_from_db()
    assert (anna.pace, anna.left_at is not None) == ("monthly", True)
    ask("anna@elsewhere.example", "nl", at=now())
    look(mira, go="erase")
    assert [each.name for each in Reader.objects.all()] == ["joanna@elsewhere.example"]
    ask("anna@elsewhere.example", "nl", at=now())
    assert "wacht hier wel op een ja" in look(mira).content.decode()
    look(mira, go="erase")
    assert Signup.objects.count() == 0


def test_the_desk_remembers_who_took_the_list_along_and_no_address(mira, reader):
    reader("anna")
    assert "Wie hem meenam" not in shown(mira)
    mira.get(FILE)
    [told] = re.findall(r"<h3>Wie hem meenam</h3><ul>(.+?)</ul>", shown(mira))
    assert told.count("<li>") == 1
    assert told.endswith(": mira</li>")
    assert "anna@" not in str(ModelLogEntry.objects.values().get())


def test_an_open_page_asks_only_how_far_the_lists_are(mira, send_in, django_assert_max_num_queries):
    send_in()
    with django_assert_max_num_queries(6):
        part = mira.get(f"{READERS}lists/").content.decode()
    assert part.strip().startswith("<live-part")
    assert 'every="2"' in part


def test_people_are_shown_what_the_list_said_of_their_yes(client, posted, reader):
    from loslaten.letters.links import link_key, sign

    made = reader("anna", source="import", wording="", proof="formulier in de wachtkamer")
    page = client.get(f"/letters/mine/{sign(made.code, 'reader', link_key())}/").content.decode()
    assert "formulier in de wachtkamer" in page
    assert "in de woorden van" not in page


def test_a_role_that_was_given_before_the_letters_were_there_has_them_after_an_upgrade(mira, letter):
    written, hosts = letter(state="draft"), Group.objects.get(name="host")
    hosts.permissions.remove(*hosts.permissions.filter(content_type__app_label="letters"))
    assert mira.get(f"/bureau/letters/{written.pk}/").status_code in {302, 403}
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert mira.get(f"/bureau/letters/{written.pk}/").status_code == 200
    assert mira.get(READERS).status_code == 200
