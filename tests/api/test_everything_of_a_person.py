"""Whatever a person has here, also what is thought of later: it is taken along or said why not, and it is erased."""

import json

import pytest
from django.apps import apps
from django.db.models import CASCADE, ForeignKey

from loslaten.accounts.models import Person
from loslaten.api import shapes
from loslaten.api.account import LEFT_OUT, READER, REMINDER
from loslaten.api.erase import CALLED, paths
from tests.api.conftest import ANSWERED, BOX, taken, unzip

# Which file tells of which fields; the tests below look whether it really does.
TOLD = {
    "accounts.Person": "username is_guest of_age_at date_joined last_login email",
    "accounts.Consent": " ".join(shapes.CONSENT),
    "accounts.Vault": "version check_box made_at",
    "accounts.Slot": " ".join(shapes.SLOT),
    "practice.Round": " ".join(shapes.ROUND),
    "practice.Measured": " ".join(shapes.MEASURED),
    "practice.RoundNote": " ".join(shapes.NOTE) + " round",
    "journal.Day": "date places written_at",
    "journal.Answers": " ".join(shapes.NOTE) + " day",
    "programme.Taken": " ".join(shapes.TAKEN),
    "letters.Reader": " ".join(READER),
    "letters.Delivery": "letter state meant_at sent_at",
    "letters.Reminder": " ".join(REMINDER),
    "patterns.Pattern": "theme situation places sensations old_reaction protects movement made_at changed_at "
    "rests_since",
    "patterns.PatternWords": " ".join(shapes.NOTE) + " pattern",
    "patterns.Moment": "pattern at arrived_at device_key tension_before path tension_after",
    "patterns.MomentNote": " ".join(shapes.NOTE) + " moment",
    "patterns.Practised": "round pattern",
    "account.EmailAddress": "email verified primary",
    "mfa.Authenticator": "type created_at last_used_at",
    "usersessions.UserSession": "created_at last_seen_at ip user_agent",
}


def personal_fields() -> set[str]:
    return {f"{m._meta.label}.{field.name}" for m in (Person, *paths()) for field in m._meta.concrete_fields}


def test_every_field_of_every_personal_model_is_taken_along_or_left_out_with_a_reason():
    told = {f"{model}.{field}" for model, fields in TOLD.items() for field in fields.split()}
    named = {name for name in personal_fields() if name in LEFT_OUT or name.rsplit(".", 1)[0] in LEFT_OUT}
    assert personal_fields() - told - named == set()
    assert (told & named) == set()
    assert [reason for reason in LEFT_OUT.values() if len(reason) < 10] == []


def test_what_is_left_out_still_exists():
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {name for name in LEFT_OUT if name not in personal_fields() and name not in models} == set()


def test_every_way_to_a_person_lets_go_when_the_person_goes():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in {Person, *paths()}:
                fine = field.remote_field.on_delete is CASCADE or (field.related_model is Person and field.null)
                wrong += [] if fine else [f"{model._meta.label}.{field.name}"]
    assert wrong == []


def test_the_walk_finds_models_that_lead_to_a_person_through_another():
    found = {model._meta.label: ways for model, ways in paths().items()}
    assert found["accounts.Slot"] == {"vault__person"}
    assert found["practice.RoundNote"] == {"person", "round__person"}
    assert found["journal.Answers"] == {"person", "day__person"}
    assert found["account.EmailConfirmation"] == {"email_address__user"}
    assert CALLED.keys() <= found.keys()


@pytest.mark.django_db
def test_the_values_of_anna_stand_in_her_zip_and_her_locks_do_not(anna, annas_account):
    anna.get("/", headers={"user-agent": "Annas browser 7"})
    anna.session.save()
    files = unzip(taken(anna))
    account, person = json.loads(files["account.json"]), json.loads(files["person.json"])
    assert (account["name"], account["email"], account["guest"]) == ("anna-de-wit", "anna@elsewhere.example", False)
    assert account["email_addresses"] == [{"email": "anna@elsewhere.example", "verified": True, "primary": True}]
    assert [(way["kind"], way["name"]) for way in account["ways_in"]] == [
        ("webauthn", "Annas telefoon"), ("recovery_codes", ""),
    ]  # fmt: skip
    assert person["vault"]["slots"][0].keys() == shapes.SLOT.keys()
    assert {each["purpose"] for each in person["consents"]} == {"keep_rounds", "keep_notes", "keep_measured", "insight"}
    everything = b"".join(files.values()).decode()
    assert BOX in everything
    assert ANSWERED in everything
    for lock in (annas_account.password, "seed-of-anna", anna.session.session_key):
        assert lock not in everything


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_files_for_people_speak_their_language(anna, annas_account, language):
    anna.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    files = {name: text.decode("utf-8-sig") for name, text in unzip(taken(anna)).items()}
    dutch = language == "nl"
    assert ("Kaken, Buik" if dutch else "Jaw, Belly") in files["rounds.csv"]
    assert "71.25,64.5" in files["rounds.csv"]
    assert ("een borstband, hart 71 → 64" if dutch else "a heart strap, heart 71 → 64") in files["readable.html"]
    assert ("Week van 16 november 2026" if dutch else "Week of 16 November 2026") in files["readable.html"]
    assert ("<td>Buik, Keel</td>" if dutch else "<td>Belly, Throat</td>") in files["readable.html"]
    assert ("Dit is alles wat" if dutch else "This is everything") in files["README.txt"]
    assert "<script" not in files["readable.html"]


@pytest.mark.django_db
def test_a_spreadsheet_never_takes_a_cell_for_a_formula():
    from loslaten.api.readable import cell

    for text in ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1"):
        assert str(cell(text)).startswith("'")
    assert cell("jaw") == "jaw"


@pytest.mark.django_db
def test_the_schema_says_of_every_field_what_the_reader_says(anna, annas_account):
    schema = json.loads(unzip(taken(anna))["schema.json"])
    assert schema == json.loads(shapes.dump(shapes.schema()))
    for shape, name in ((shapes.PERSON, "person.json"), (shapes.ROUND, "each line of rounds.jsonl")):
        assert schema["$defs"][name]["required"] == list(shape)
        assert schema["$defs"][name]["additionalProperties"] is False


@pytest.mark.django_db
def test_a_stranger_takes_along_only_what_is_their_own(anna, bram, annas_account, begin):
    begin(bram)
    files = unzip(taken(bram))
    assert json.loads(files["person.json"])["rounds"] == 1
    assert "anna" not in b"".join(files.values()).decode()


@pytest.mark.django_db
def test_who_has_nothing_here_is_told_so_and_gets_nothing(bram):
    for address, said in (("take-along", "valt niets mee te nemen"), ("erase", "valt niets te wissen")):
        assert said in bram.get(f"/account/{address}/").content.decode()
        assert bram.post(f"/account/{address}/", {"go": "yes"}).status_code == 404
    assert Person.objects.count() == 0


@pytest.mark.django_db
def test_who_takes_along_twice_and_a_third_at_once_are_asked_to_wait(anna, bram, visitor, annas_account, begin):
    carla = visitor()
    begin(bram)
    begin(carla)
    underway = [anna.post("/account/take-along/"), carla.post("/account/take-along/")]
    for each in (anna, bram):
        answer = each.post("/account/take-along/")
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "Je zip is al onderweg, of anderen nemen net het hunne mee" in answer.content.decode()
    underway.pop().close()
    assert anna.post("/account/take-along/").status_code == 503
    for each in underway:
        each.close()
    assert unzip(taken(bram))["rounds.jsonl"]
