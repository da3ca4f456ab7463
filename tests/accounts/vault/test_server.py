"""What the server does with boxes it cannot open: keeps its owner's, refuses the rest, lets go when asked."""

import base64
import json
import string
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as some

from loslaten.accounts import vault
from loslaten.accounts.boxes import NOTE, NoteForm, SlotForm, VaultForm, is_box
from loslaten.accounts.models import Consent, Person, Slot, Vault
from loslaten.practice.models import Round, RoundNote
from loslaten.practice.sweep import sweep, unkept_guests
from tests.accounts.people import PASSPHRASE, sign_up, wait_a_quarter
from tests.accounts.vault import plain_vault

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def notes_of(person) -> list[dict]:
    return json.loads(b"".join(person.get("/vault/notes.json").streaming_content))["notes"]


def test_anna_keeps_a_note_and_finds_it_again(anna, with_vault, note_fields):
    practised = with_vault(anna)
    sent = note_fields("Het werd zachter.")
    answer = anna.post(f"/practice/{practised.pk}/note/", sent)
    assert answer.json()["note"]["box"] == sent["box"]
    (found,) = notes_of(anna)
    assert (found["kind"], found["about"]) == ("round", str(practised.pk))
    assert found["page"] == f"/practice/{practised.pk}/after/"
    assert anna.get(f"/practice/{practised.pk}/note/").json()["note"]["name"] == sent["name"]


def test_the_same_note_again_takes_its_place_and_keeps_its_date(anna, with_vault, note_fields):
    address = f"/practice/{with_vault(anna).pk}/note/"
    first = anna.post(address, note_fields()).json()["note"]
    written = RoundNote.objects.get().written_at
    again = anna.post(address, note_fields("Anders.", name=first["name"], seen=first["seen"])).json()["note"]
    note = RoundNote.objects.get()
    assert (str(note.name), note.box, note.written_at) == (first["name"], again["box"], written)


def test_a_tab_that_saw_an_older_note_does_not_write_over_a_newer_one(anna, with_vault, note_fields):
    address = f"/practice/{with_vault(anna).pk}/note/"
    first = anna.post(address, note_fields()).json()["note"]
    late = anna.post(address, note_fields("Ook een eerste."))
    assert (late.status_code, late.json()["why"]) == (409, "note")
    anna.post(address, note_fields("Nieuwer.", name=first["name"], seen=first["seen"]))
    old = anna.post(address, note_fields("Ouder.", name=first["name"], seen=first["seen"]))
    assert old.status_code == 409
    anna.post(address, {"go": "erase"})
    gone = anna.post(address, note_fields("Na het wissen.", name=first["name"], seen=first["seen"]))
    assert gone.status_code == 409


def test_a_name_that_is_another_note_s_is_refused(anna, begin, with_vault, note_fields):
    first = with_vault(anna)
    taken = anna.post(f"/practice/{first.pk}/note/", note_fields()).json()["note"]["name"]
    other = Round.objects.create(
        person=first.person, guide_slug="short", started_at=first.started_at, arrived_at=first.arrived_at
    )
    assert anna.post(f"/practice/{other.pk}/note/", note_fields(name=taken)).status_code == 409


def test_without_a_yes_nothing_is_kept(anna, begin, vault_fields, note_fields):
    practised = begin(anna)
    assert anna.post("/vault/", vault_fields).status_code == 403
    assert anna.post(f"/practice/{practised.pk}/note/", note_fields()).status_code == 403
    assert (Vault.objects.count(), RoundNote.objects.count()) == (0, 0)


def test_without_a_vault_or_for_another_vault_nothing_is_kept(anna, begin, with_vault, note_fields):
    practised = begin(anna)
    anna.post("/vault/agree/")
    assert anna.post(f"/practice/{practised.pk}/note/", note_fields()).status_code == 409
    with_vault(anna)
    other = {**note_fields(), "check_box": plain_vault.close(bytes(32), "check", b"loslaten")}
    assert anna.post(f"/practice/{practised.pk}/note/", other).json()["why"] == "other_vault"


def test_a_second_vault_is_refused_in_words(anna, with_vault, vault_fields):
    with_vault(anna)
    second = anna.post("/vault/", vault_fields)
    assert (second.status_code, second.json()["why"]) == (409, "vault")
    assert second.json()["said"]
    assert (Vault.objects.count(), Slot.objects.count()) == (1, 1)


def test_a_passphrase_is_added_changed_and_taken_out_while_the_words_stay(anna, with_vault, vault_fields):
    with_vault(anna)
    for secret in (b"een stille wachtzin", b"nog een wachtzin"):
        slot = plain_vault.slot_of(bytes(32), "passphrase", secret, 600_000)
        assert anna.post("/vault/slot/", {**slot, "check_box": vault_fields["check_box"]}).status_code == 200
    assert sorted(Slot.objects.values_list("kind", flat=True)) == ["passphrase", "words"]
    assert Slot.objects.get(kind="passphrase").box == slot["box"]
    anna.post("/vault/slot/", {"go": "remove"})
    assert list(Slot.objects.values_list("kind", flat=True)) == ["words"]


def test_a_slot_for_another_vault_is_refused(anna, with_vault):
    with_vault(anna)
    slot = plain_vault.slot_of(bytes(32), "words", bytes(16), 1)
    before = Slot.objects.get().box
    assert anna.post("/vault/slot/", {**slot, "check_box": "1.other"}).status_code == 409
    assert Slot.objects.get().box == before


@pytest.mark.parametrize("iterations", [0, 1, 599_999, 10_000_001])
def test_a_passphrase_that_could_be_guessed_quickly_is_refused(iterations):
    slot = {**plain_vault.slot_of(bytes(32), "passphrase", b"x", 2), "iterations": iterations}
    assert not SlotForm(slot).is_valid()


def test_starting_anew_erases_notes_and_vault_and_says_how_many(anna, with_vault, note_fields):
    practised = with_vault(anna)
    anna.post(f"/practice/{practised.pk}/note/", note_fields())
    page = anna.post("/vault/anew/", follow=True)
    assert "Notities die erin zaten: 1." in page.content.decode()
    assert (Vault.objects.count(), Slot.objects.count(), RoundNote.objects.count(), Round.objects.count()) == (
        0,
        0,
        0,
        1,
    )


def test_withdrawing_erases_annas_notes_and_not_brams(anna, bram, with_vault, note_fields):
    for person in (anna, bram):
        person.post(f"/practice/{with_vault(person).pk}/note/", note_fields())
    annas, brams = RoundNote.objects.order_by("person_id")
    assert vault.withdraw_notes(annas.person) == 1
    assert list(RoundNote.objects.all()) == [brams]
    assert list(Vault.objects.values_list("person", flat=True)) == [brams.person_id]


def test_a_note_goes_with_its_round_and_a_guest_takes_vault_and_consent_along(anna, with_vault, note_fields):
    practised = with_vault(anna)
    anna.post(f"/practice/{practised.pk}/note/", note_fields())
    anna.post("/account/erase/", {"go": "yes"})
    left = [model.objects.count() for model in (RoundNote, Vault, Slot, Consent)]
    assert left == [0, 0, 0, 0]


def test_a_guest_who_keeps_notes_alone_keeps_the_key_their_words_open(anna, with_vault, note_fields):
    practised = with_vault(anna)
    anna.post(f"/practice/{practised.pk}/note/", note_fields())
    said = anna.post(f"/practice/{practised.pk}/erase/", follow=True).content.decode()
    assert "Deze oefening is gewist. Mee gewiste notities: 1." in said
    Person.objects.update(date_joined=now() - timedelta(days=2))
    sweep(at=now())
    assert (Vault.objects.count(), unkept_guests().count()) == (1, 0)
    anna.post("/account/consent/keep_notes/", {"go": "no"})
    sweep(at=now())
    assert not Person.objects.exists()


def test_at_a_computer_left_open_nobody_replaces_what_opens_her_notes(anna, with_vault, vault_fields):
    sign_up(anna)
    with_vault(anna)
    wait_a_quarter(anna)
    assert 'href="/account/confirm/?next=/vault/"' in anna.get("/vault/").content.decode()
    answer = anna.post("/vault/slot/", vault_fields)
    assert (answer.status_code, answer.json()["said"][:24]) == (403, "Zeg nog eens wie je bent")
    assert anna.post("/vault/slot/", {"go": "remove"}).status_code == 403
    assert anna.post("/vault/anew/")["Location"] == "/account/confirm/?next=%2Fvault%2F"
    assert (Vault.objects.count(), Slot.objects.count()) == (1, 1)
    anna.post("/account/confirm/", {"password": PASSPHRASE})
    assert anna.post("/vault/slot/", vault_fields).status_code == 200
    assert anna.post("/vault/anew/")["Location"] == "/vault/"
    assert not Vault.objects.exists()


def test_bram_finds_nothing_of_annas(anna, bram, begin, with_vault, note_fields):
    practised = with_vault(anna)
    sent = note_fields()
    anna.post(f"/practice/{practised.pk}/note/", sent)
    begin(bram)
    assert notes_of(bram) == []
    assert bram.get("/vault/state.json").json()["vault"] is None
    address = f"/practice/{practised.pk}/note/"
    assert [bram.get(address).status_code, bram.post(address, note_fields()).status_code] == [404, 404]
    assert bram.post(address, {"go": "erase"}).status_code == 404
    assert bram.post(f"/vault/notes/{sent['name']}/erase/").status_code == 404
    assert bram.post("/vault/slot/", {"go": "remove"}).status_code == 404
    bram.post("/vault/anew/")
    assert notes_of(anna)[0]["box"] == sent["box"]


def test_who_is_nobody_here_is_told_nothing(anna):
    for address in ("/vault/state.json", "/vault/notes.json"):
        assert anna.get(address).status_code == 404
    for address in ("/vault/", "/vault/agree/", "/vault/slot/", "/vault/anew/", f"/vault/notes/{uuid4()}/erase/"):
        assert anna.post(address).status_code == 404
    assert [anna.get("/vault/").status_code, anna.get("/notes/").status_code] == [200, 200]


def test_a_wrong_verb_is_refused(anna, with_vault):
    with_vault(anna)
    for address in ("/vault/agree/", "/vault/slot/", "/vault/anew/"):
        assert anna.get(address).status_code == 405
    for address in ("/vault/state.json", "/vault/notes.json", "/notes/"):
        assert anna.post(address).status_code == 405


def test_a_request_forged_elsewhere_does_nothing(visitor):
    stranger = visitor(enforce_csrf_checks=True)
    assert stranger.post("/vault/anew/").status_code == 403


def test_asking_for_all_notes_takes_as_many_queries_for_one_as_for_many(
    anna, with_vault, note_fields, django_assert_num_queries
):
    practised = with_vault(anna)
    rows = range(1, 30)
    for _ in rows:
        other = Round.objects.create(
            person=practised.person,
            guide_slug="short",
            started_at=practised.started_at,
            arrived_at=practised.arrived_at,
        )
        anna.post(f"/practice/{other.pk}/note/", note_fields())
    with django_assert_num_queries(6):  # session, person, and four kinds of note
        assert len(notes_of(anna)) == len(rows)


def test_plain_text_is_refused(anna, with_vault, note_fields):
    practised = with_vault(anna)
    for text in ("Een knoop in mijn buik.", "1.Een knoop in mijn buik", "", "1." + "A" * 378):
        answer = anna.post(f"/practice/{practised.pk}/note/", {**note_fields(), "box": text})
        assert answer.status_code == 422
        assert "knoop" not in answer.content.decode()
    assert not RoundNote.objects.exists()


@given(some.text())
def test_no_text_somebody_could_write_is_a_box(text):
    assert not is_box(text, *NOTE)


@given(some.binary(max_size=600))
def test_only_whole_boxes_of_the_known_sizes_are_boxes(content):
    text = "1." + base64.urlsafe_b64encode(content).decode().rstrip("=")
    assert is_box(text, *NOTE) == (len(content) - 28 in NOTE)


@given(some.sampled_from(NOTE), some.integers(min_value=0), some.sampled_from(string.printable + "é😀\0"))
def test_a_box_with_another_sign_in_it_is_still_only_signs_of_the_alphabet(size, place, sign):
    box = plain_vault.close(bytes(32), "check", bytes(size))
    place %= len(box)
    changed = box[:place] + sign + box[place + 1 :]
    assert is_box(box, *NOTE)
    alphabet = set(string.ascii_letters + string.digits + "-_")
    assert not is_box(changed, *NOTE) or set(changed[2:]) <= alphabet


@given(
    some.dictionaries(
        some.sampled_from(["kind", "salt", "iterations", "box", "check_box", "name", "seen"]), some.text()
    )
)
def test_whatever_is_sent_a_form_answers(fields):
    for form in (SlotForm, VaultForm, NoteForm):
        assert not form(fields).is_valid()
