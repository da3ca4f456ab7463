"""Anna's patterns, their moments and the rounds practised with them go along with her, come back, and are erased."""

import csv
import json
from time import perf_counter

import pytest

from loslaten.accounts.models import Consent, Person
from loslaten.api.erase import erase
from loslaten.library.models import Theme
from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords, Practised, Standing
from loslaten.practice.models import Round
from tests.api.conftest import DAY, MORNING, brought, call, practise, taken, told, unzip, without_measured, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
EVERYTHING = [Pattern, PatternWords, Moment, MomentNote, Practised]


@pytest.fixture
def files(anna, annas_account) -> dict[str, bytes]:
    theme = Theme.objects.create(key="criticism", group="others", label_nl="Kritiek", label_en="Criticism")
    pattern = call(annas_account, theme=theme)
    call(annas_account, at=MORNING + DAY, situation="night", named=False, rests_since=MORNING)
    Practised.objects.create(round=practise(annas_account), pattern=pattern)
    annas_account.agree(Consent.Purpose.INSIGHT, wording="2026-11-23", at=MORNING)
    return unzip(taken(anna))


def rows() -> list[int]:
    return [model.objects.count() for model in (Person, Round, *EVERYTHING)]


def lines(files: dict[str, bytes], name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in files[name].splitlines()]


def changed(files: dict[str, bytes], name: str, number: int, **fields: object) -> dict[str, bytes]:
    held = lines(files, name)
    held[number - 1] |= fields
    return {**files, name: b"".join(json.dumps(row).encode() + b"\n" for row in held)}


def test_everything_of_a_pattern_stands_in_her_zip(files):
    first, second = lines(files, "patterns.jsonl")
    assert (first["theme"], first["situation"], first["words"]["box"][:2]) == ("criticism", "criticism", "1.")
    assert (second["rests_since"], second["words"]) == ("2026-11-20T07:30:00.000000Z", None)
    assert [row["pattern"] for row in lines(files, "moments.jsonl")] == [1, 1, 2, 2]
    assert lines(files, "practised.jsonl") == [{"round": 4, "pattern": 1}]
    table = list(csv.reader(files["moments.csv"].decode("utf-8-sig").splitlines()))
    assert (len(table), table[1][1]) == (5, "Ik leg te veel uit")
    page = files["readable.html"].decode()
    assert "Als ik kritiek hoor en ik het voel in mijn kaken, dan laat ik mijn kaak zakken." in page


def test_it_comes_back_and_the_model_counts_afresh(bram, files, person_of):
    Person.objects.all().delete()
    answer = brought(bram, zipped(files))
    assert "2 patronen ook. Met 4 momenten." in answer.content.decode()
    person = person_of(bram)
    first, second = person.patterns.all()
    assert (first.theme.key, first.moments.count(), second.moments.count()) == ("criticism", 2, 2)
    assert first.practised.get().round.started_at == MORNING
    assert Standing.objects.exclude(due_at=None).count() == 2
    again = unzip(taken(bram))
    for name in ("patterns.jsonl", "moments.jsonl", "practised.jsonl", "moments.csv"):
        assert again[name] == files[name]


def test_a_theme_this_house_does_not_have_is_left_open(bram, files, person_of):
    Theme.objects.all().delete()
    assert brought(bram, zipped(files)).status_code == 200
    assert set(person_of(bram).patterns.values_list("theme", flat=True)) == {None}


def test_a_zip_from_before_there_were_patterns_still_comes_in(bram, files, person_of):
    new = {"patterns", "words", "moments", "moment_notes", "practised"}
    before = {key: value for key, value in json.loads(files["person.json"]).items() if key not in new}
    old = {name: text for name, text in files.items() if name.split(".")[0] not in {"patterns", "moments", "practised"}}
    old["person.json"] = json.dumps({**before, "version": 1}).encode()
    old["rounds.jsonl"] = without_measured(files["rounds.jsonl"])
    assert brought(bram, zipped(old)).status_code == 200
    assert person_of(bram).rounds.count() == 4
    assert not person_of(bram).patterns.exists()


@pytest.mark.parametrize(
    ("file", "fields", "said"),
    [
        ("patterns.jsonl", {"situation": "fly"}, "patterns.jsonl, regel 1: situation heeft een woord"),
        ("patterns.jsonl", {"id": "x"}, "heeft een veld te veel of te weinig"),
        ("patterns.jsonl", {"made_at": "2089-11-20T07:30:00.000000Z"}, "made_at ligt in de toekomst"),
        ("patterns.jsonl", {"words": None}, "patterns.jsonl is niet heel"),
        ("moments.jsonl", {"pattern": 3}, "noemt een patroon dat niet in patterns.jsonl staat"),
        ("moments.jsonl", {"pattern": 0}, "pattern hoort een heel getal te zijn"),
        ("moments.jsonl", {"tension_before": None}, "tension_before hoort een heel getal te zijn van 0 tot 10"),
        ("moments.jsonl", {"at": "1899-11-20T07:30:00.000000Z"}, "at hoort een moment te zijn"),
        ("moments.jsonl", {"path": "both"}, "path heeft een woord"),
        ("practised.jsonl", {"round": 5}, "noemt een oefening die er niet is"),
        ("practised.jsonl", {"pattern": 9}, "noemt een patroon"),
    ],
)
def test_a_line_that_was_changed_is_refused_and_nothing_is_stored(bram, files, file, fields, said):
    before = rows()
    answer = brought(bram, zipped(changed(files, file, 1, **fields)))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert rows() == before


def test_a_parcel_without_its_moments_is_refused(bram, files):
    assert "moments.jsonl is niet heel" in brought(bram, zipped({**files, "moments.jsonl": b""})).content.decode()
    del files["moments.jsonl"]
    assert "In de zip zit geen moments.jsonl" in brought(bram, zipped(files)).content.decode()


def test_words_without_the_key_that_belongs_to_them_are_refused(bram, files):
    bare = told(files, vault=None)
    assert "niet de sleutel" in brought(bram, zipped(bare)).content.decode()


def test_ten_thousand_moments_come_in_at_once(anna, bram, annas_account, person_of):
    call(annas_account, moments=10_000, named=False)
    whole, began = taken(anna), perf_counter()
    assert brought(bram, whole).status_code == 200
    print(f"10,000 moments came in within {perf_counter() - began:.1f} s")  # noqa: T201 - told, never asserted
    assert Moment.objects.filter(pattern__person=person_of(bram)).count() == 10_000


def test_patterns_are_counted_and_erased_with_her(files, rf):
    gone = {each.name: each.number for each in erase(Person.objects.get(username="anna-de-wit"), rf.post("/"))}
    assert (gone["Patronen"], gone["Momenten"], gone["Eigen woorden bij patronen"]) == (2, 4, 1)
    assert [model.objects.count() for model in EVERYTHING] == [0] * 5
