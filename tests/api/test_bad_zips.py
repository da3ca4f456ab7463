"""What may be sent in place of a zip, by accident or on purpose: one clear sentence, and nothing is stored."""

import io
import json
import secrets
import struct
import zipfile
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loslaten.accounts.models import Consent, Person, Vault
from loslaten.api import upload
from loslaten.journal.models import Answers, Day
from loslaten.practice.models import Round, RoundNote
from tests.api.conftest import BOX, brought, practise, sealed, taken, told, unzip, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def files(anna, annas_account):
    """Give what Anna took along; she has a second note, so that notes have an order."""
    practise(annas_account, note=uuid4())
    return unzip(taken(anna))


@pytest.fixture
def refused(bram, files):
    """Let Bram send a zip, and hear why it cannot come in."""
    before = rows()

    def send(whole: bytes) -> str:
        answer = brought(bram, whole)
        assert answer.status_code == 422
        assert rows() == before
        page = answer.content.decode()
        assert "Er is niets opgeslagen." in page
        return page

    return send


def rows() -> list[int]:
    return [model.objects.count() for model in (Person, Round, RoundNote, Day, Answers, Consent, Vault)]


def line(files, where, number, /, **changes):
    """Change one line of a file; a change to ... takes the field away."""
    held = files[where].decode().splitlines()
    fields = {**json.loads(held[number - 1]), **changes}
    held[number - 1] = json.dumps({key: value for key, value in fields.items() if value is not ...})
    return {**files, where: ("\n".join(held) + "\n").encode()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tension_before": 11}, "tension_before hoort een heel getal te zijn van 0 tot 10"),
        ({"tension_before": True}, "tension_before hoort een heel getal"),
        ({"tension_before": 7.0}, "tension_before hoort een heel getal"),
        ({"tension_after": "4"}, "tension_after hoort een heel getal"),
        ({"breath_rate": 1e999}, "geen JSON"),
        ({"breath_rate": 400}, "breath_rate hoort een getal te zijn van 2"),
        ({"places": ["jaw", "tail"]}, "places heeft een woord dat dit huis niet kent"),
        ({"places": ["jaw", "jaw"]}, "places heeft hetzelfde woord twee keer"),
        ({"places": "jaw"}, "places hoort een lijst woorden te zijn"),
        ({"places": [["jaw"]]}, "places heeft een woord"),
        ({"step": "fly"}, "step heeft een woord"),
        ({"felt_little": 1}, "felt_little hoort true of false te zijn"),
        ({"guide_slug": "<b>"}, "guide_slug is geen tekst"),
        ({"guide_slug": "a" * 33}, "guide_slug is geen tekst"),
        ({"movement": "=1+1"}, "movement is geen tekst"),
        ({"started_at": "2026-11-20T07:30:00Z"}, "started_at hoort een moment te zijn"),
        ({"started_at": "2026-02-30T07:30:00.000000Z"}, "started_at hoort een moment te zijn"),
        ({"started_at": "1926-11-20T07:30:00.000000Z"}, "started_at hoort een moment te zijn"),
        ({"started_at": "2089-11-20T07:30:00.000000Z"}, "started_at ligt in de toekomst"),
        ({"ended_at": "2020-11-20T07:30:00.000000Z", "ending": "stopped"}, "ended_at ligt voor started_at"),
        ({"ending": "stopped"}, "ended_at en ending passen niet bij elkaar"),
        ({"offline_key": "1"}, "offline_key hoort een sleutel te zijn"),
        ({"offline_key": ...}, "heeft een veld te veel of te weinig: &#x27;offline_key"),
        ({"person": 1}, "heeft een veld te veel of te weinig: &#x27;person"),
        ({"id": str(uuid4())}, "heeft een veld te veel of te weinig: &#x27;id"),
        ({"note": str(uuid4())}, "noemt een notitie die niet op haar plaats staat"),
    ],
)
def test_a_line_that_was_changed_is_named_with_what_is_wrong(refused, files, change, said):
    page = refused(zipped(line(files, "rounds.jsonl", 1, **change)))
    assert said in page
    assert "rounds.jsonl, regel 1" in page


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[]",
        b"null",
        b'{"a": 1, "a": 2}',
        b"[" * 90_000,
        b'"\xff"',
        b"9" * 5000,
        b'{"breath_rate": NaN}',
        b"\x00",
    ],
)
def test_a_line_that_is_no_round_is_refused(refused, files, text):
    assert "rounds.jsonl, regel 1" in refused(zipped({**files, "rounds.jsonl": text + b"\n"}))


def test_a_line_without_an_end_is_not_read_to_its_end(refused, files):
    endless = secrets.token_hex(90_000).encode()
    assert "is langer dan een regel kan zijn" in refused(zipped({**files, "rounds.jsonl": endless}))


def test_a_note_larger_than_a_note_can_be(refused, files):
    assert "notes.jsonl, regel 1: box is geen tekst" in refused(zipped(line(files, "notes.jsonl", 1, box="x" * 65_537)))


def test_notes_in_another_order_do_not_land_at_another_round(refused, files):
    first, second = files["notes.jsonl"].splitlines(keepends=True)
    assert "noemt een notitie" in refused(zipped({**files, "notes.jsonl": second + first}))


def test_a_note_of_no_round(refused, files):
    for number in range(1, 5):
        files = line(files, "rounds.jsonl", number, note=None)
    assert "hoort bij geen oefening" in refused(zipped(files))


def test_a_parcel_of_which_lines_are_missing(refused, files):
    rounds = files["rounds.jsonl"].splitlines(keepends=True)
    without_note = [text for text in rounds if json.loads(text)["note"] is None]
    fewer = b"".join(text for text in rounds if text != without_note[0])
    assert "rounds.jsonl is niet heel" in refused(zipped({**files, "rounds.jsonl": fewer}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": "2026-02-30"}, "date hoort een dag te zijn zoals"),
        ({"date": "2026-11-18T00:00"}, "date hoort een dag te zijn zoals"),
        ({"date": 20261118}, "date hoort een dag te zijn zoals"),
        ({"date": "2089-11-18"}, "date ligt in de toekomst"),
        ({"places": ["tail"]}, "places heeft een woord dat dit huis niet kent"),
        ({"answers": {"box": "x"}}, "answers heeft een veld te veel of te weinig"),
        ({"answers": None}, "days.jsonl is niet heel"),
        ({"date": "2026-11-20"}, "days.jsonl, regel 2: vertelt van een dag die er al stond"),
    ],
)
def test_a_day_that_no_house_wrote(refused, files, change, said):
    assert said in refused(zipped(line(files, "days.jsonl", 1, **change)))


def test_answers_of_a_time_to_come(refused, files):
    sealed = json.loads(files["days.jsonl"].splitlines()[0])["answers"]
    later = line(files, "days.jsonl", 1, answers={**sealed, "written_at": "2089-11-20T07:30:00.000000Z"})
    assert "answers ligt in de toekomst" in refused(zipped(later))


def test_a_parcel_of_which_days_are_missing(refused, files):
    first, _second = files["days.jsonl"].splitlines(keepends=True)
    assert "days.jsonl is niet heel" in refused(zipped({**files, "days.jsonl": first}))
    assert "geen days.jsonl" in refused(zipped({name: text for name, text in files.items() if name != "days.jsonl"}))


def test_two_answers_of_one_name(refused, files):
    sealed = json.loads(files["days.jsonl"].splitlines()[0])["answers"]
    twice = told(line(files, "days.jsonl", 2, answers=sealed), answers=2)
    assert "staat er twee keer" in refused(zipped(twice))


def test_the_same_offline_round_twice(refused, files):
    rounds = [json.loads(text) for text in files["rounds.jsonl"].splitlines()]
    twice = next(row for row in rounds if row["offline_key"])
    more = files["rounds.jsonl"] + json.dumps(twice).encode() + b"\n"
    page = refused(zipped(told({**files, "rounds.jsonl": more}, rounds=5)))
    assert "dezelfde oefening of notitie staat er twee keer" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 4}, "Dit is gemaakt door een nieuwere Loslaten: versie 4. Dit huis leest versie 3."),
        ({"version": 10**400}, "een nieuwere Loslaten: versie 1000000000"),
        ({"version": "1"}, "version hoort een heel getal"),
        ({"version": 0}, "version hoort een heel getal"),
        ({"vault": None}, "niet de sleutel die erbij hoort"),
        ({"consents": [{"purpose": "everything"}]}, "heeft een veld te veel of te weinig"),
        ({"consents": {}}, "consents hoort een lijst te zijn"),
        ({"rounds": 10**9}, "rounds hoort een heel getal"),
    ],
)
def test_a_person_json_that_was_changed(refused, files, change, said):
    assert said in refused(zipped(told(files, **change)))


def test_a_newer_parcel_is_recognised_also_when_it_holds_what_we_do_not_know(refused, files):
    newer = told({**files, "letters.jsonl": b"{}"}, version=4, letters=3)
    assert "versie 3" in refused(zipped(newer))


def test_two_standing_answers_and_two_equal_slots(refused, files):
    person = json.loads(files["person.json"])
    standing = next(each for each in person["consents"] if each["withdrawn_at"] is None)
    assert "geldende antwoord twee keer" in refused(zipped(told(files, consents=[standing, standing])))
    slots = [person["vault"]["slots"][0]] * 2
    assert "twee sloten" in refused(zipped(told(files, vault={**person["vault"], "slots": slots})))


@pytest.mark.parametrize(
    "box", ["mijn moeder belde weer", "1.bWlqbiBtb2VkZXI", sealed(b"", 32), f"2{BOX[1:]}", f"{BOX}="]
)
def test_what_is_no_box_is_no_note(refused, files, box):
    assert "notes.jsonl, regel 1: box is geen tekst" in refused(zipped(line(files, "notes.jsonl", 1, box=box)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "vault version hoort een heel getal te zijn van 1 tot 1"),
        ({"check_box": BOX}, "vault check_box is geen tekst"),
        ({"slots": {"iterations": 599_999}}, "een slot dat geen browser maakt"),
        ({"slots": {"salt": "kort"}}, "een slot dat geen browser maakt"),
        ({"slots": {"box": BOX}}, "box is geen tekst"),
    ],
)
def test_a_vault_that_no_browser_makes_does_not_come_in(refused, files, change, said):
    vault = json.loads(files["person.json"])["vault"]
    slots = [slot | change["slots"] for slot in vault["slots"][:1]] if "slots" in change else vault["slots"]
    assert said in refused(zipped(told(files, vault={**vault, **change, "slots": slots})))


@pytest.mark.parametrize(
    "name", ["../../rounds.jsonl", "/etc/passwd", "__MACOSX/._person.json", "nested.zip", "a/person.json"]
)
def test_a_file_we_did_not_put_in(refused, files, name):
    assert f"In de zip zit “{name}”" in refused(zipped({**files, name: b"x"}))


@pytest.mark.parametrize("name", ["person.json", "rounds.jsonl", "notes.jsonl"])
def test_a_file_that_is_not_there(refused, files, name):
    assert f"In de zip zit geen {name}" in refused(zipped({n: text for n, text in files.items() if n != name}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_file_twice(refused, files):
    held = io.BytesIO(zipped(files))
    with zipfile.ZipFile(held, "a") as opened:
        opened.writestr("rounds.jsonl", b"")
    assert "hetzelfde bestand twee keer" in refused(held.getvalue())


def test_a_bomb_is_not_unpacked(refused, files):
    assert "veel te groot" in refused(zipped({**files, "rounds.jsonl": b"\n" * 200_000_000}))
    assert "veel te groot" in refused(zipped({**files, "person.json": b" " * 200_000_000}))


def test_a_bomb_that_lies_about_its_size(refused, files):
    whole = zipped({**files, "rounds.jsonl": b" " * 50_000_000})
    at = whole.rindex(b"PK\1\2", 0, whole.rindex(b"rounds.jsonl"))
    lying = bytearray(whole)
    struct.pack_into("<L", lying, at + 24, 50_000)
    refused(bytes(lying))


def test_a_list_of_a_million_names_is_not_read(refused):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for number in range(3000):
            opened.writestr(f"{number}.jsonl", b"")
    assert "beschadigd" in refused(held.getvalue())


def test_a_zip_with_a_password(refused, files):
    locked = bytearray(zipped(files))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + offset] |= 1
    assert "op slot met een wachtwoord" in refused(bytes(locked))


def test_a_zip_packed_in_another_way(refused, files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_BZIP2) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    assert "op een andere manier ingepakt" in refused(held.getvalue())


@pytest.mark.parametrize("whole", [b"", b"PK", b"not a zip at all", b"PK\5\6" + b"\0" * 18, b"x" * 100_000])
def test_something_that_is_no_zip(refused, whole):
    page = refused(whole)
    assert "beschadigd" in page or "geen bestand gekozen" in page or "zit geen person.json" in page


def test_half_a_zip(refused, files):
    whole = zipped(files)
    assert "beschadigd" in refused(whole[: len(whole) // 2])


def test_a_file_larger_than_may_come_in(refused, files, monkeypatch):
    monkeypatch.setattr(upload.OneZip, "most", 100_000)
    assert "Het bestand is groter dan 100 MB." in refused(b"x" * 3_000_000)


def test_nothing_was_chosen(bram):
    answer = bram.post("/account/bring-back/", {})
    assert answer.status_code == 422
    assert "Er is geen bestand gekozen." in answer.content.decode()


def test_no_other_page_takes_a_file(bram, begin):
    practised = begin(bram)
    file = io.BytesIO(b"x" * 5_000_000)
    file.name = "large.bin"
    answer = bram.post(f"/practice/{practised.pk}/notice/", {"go": "next", "file": file})
    assert answer.status_code in {302, 400, 413}
    assert not answer.wsgi_request.FILES


def test_two_files_at_once_are_one_too_many(bram, files):
    two = [io.BytesIO(zipped(files)) for _ in range(2)]
    for file in two:
        file.name = "a.zip"
    assert bram.post("/account/bring-back/", {"zip": two}).status_code == 400
    assert Person.objects.count() == 1


def test_a_forged_form_brings_nothing_back(files):
    stern = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
    answer = brought(stern, zipped(files))
    assert answer.status_code == 403
    assert Person.objects.count() == 1


@pytest.mark.parametrize("address", ["take-along", "bring-back", "erase"])
def test_another_verb_is_refused(bram, address):
    assert bram.put(f"/account/{address}/").status_code == 405
    assert bram.delete(f"/account/{address}/").status_code == 405


# --- anything at all -----------------------------------------------------------------------------

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    leaves,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    max_leaves=6,
)
quiet = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@given(where=st.sampled_from(["person.json", "rounds.jsonl", "notes.jsonl"]), spot=st.integers(0, 30), value=anything)
@quiet
def test_whatever_stands_in_a_field_never_breaks_the_house_or_leaves_half(bram, files, where, spot, value):
    fields = json.loads(files[where].splitlines()[0])
    names = list(fields)
    changed = line(files, where, 1, **{names[spot % len(names)]: value})
    whole_or_nothing(bram, zipped(changed))


@given(cut=st.integers(0, 10_000), put=st.binary(max_size=40), remove=st.integers(0, 40))
@quiet
def test_whatever_bytes_of_a_zip_are_changed_it_is_whole_or_nothing(bram, files, cut, put, remove):
    whole = zipped(files)
    at = cut % len(whole)
    whole_or_nothing(bram, whole[:at] + put + whole[at + remove :])


def whole_or_nothing(bram, whole: bytes) -> None:
    before = rows()
    bram.cookies.clear()
    answer = brought(bram, whole)
    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert rows() == before
    else:
        assert Round.objects.count() == before[1] + 4
        Person.objects.get(pk=bram.session["_auth_user_id"]).delete()
