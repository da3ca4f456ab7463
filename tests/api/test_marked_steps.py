"""The steps Anna marked go along with her, come back, and are erased with everything else."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.api.erase import erase
from loslaten.programme.models import Taken
from loslaten.programme.sweep import sweep
from tests.api.conftest import MORNING, brought, taken, told, unzip, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MARKS = [
    {"step_key": "old-path", "at": "2026-11-20T07:30:00.000000Z"},
    {"step_key": "heat", "at": "2026-11-21T07:30:00.000000Z"},
]


@pytest.fixture
def parcel(anna, annas_account) -> dict[str, bytes]:
    for day, key in enumerate(("old-path", "heat")):
        Taken.objects.create(person=annas_account, step_key=key, at=MORNING + timedelta(days=day))
    return unzip(taken(anna))


def test_what_she_marked_stands_in_her_zip(parcel):
    assert json.loads(parcel["person.json"])["steps"] == MARKS
    assert "de stappen die je markeerde" in parcel["README.txt"].decode()


def test_what_she_marked_comes_back_and_is_not_swept(bram, parcel, person_of):
    assert brought(bram, zipped(parcel)).status_code == 200
    bram_now = person_of(bram)
    assert list(bram_now.taken.values_list("step_key", flat=True)) == ["old-path", "heat"]
    assert sweep(at=now() + timedelta(days=100)) == 0
    assert json.loads(unzip(taken(bram))["person.json"])["steps"] == MARKS


def test_a_step_marked_in_both_places_keeps_the_moment_it_has_here(bram, parcel, person_of):
    bram.post("/step-by-step/2/", {"go": "done"})
    here = Taken.objects.get(person=person_of(bram), step_key="old-path").at
    assert brought(bram, zipped(parcel)).status_code == 200
    assert Taken.objects.get(person=person_of(bram), step_key="old-path").at == here
    assert person_of(bram).taken.count() == 2


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([MARKS[0], MARKS[0]], "bij steps staat dezelfde stap twee keer"),
        ([{**MARKS[0], "step_key": "<b>"}], "step_key is geen tekst"),
        ([{**MARKS[0], "at": "yesterday"}], "at hoort een moment"),
        ([{"step_key": "heat"}], "heeft een veld te veel of te weinig"),
        ("heat", "steps hoort een lijst te zijn"),
    ],
)
def test_marks_that_were_changed_are_refused_and_nothing_is_stored(bram, parcel, steps, said):
    Taken.objects.all().delete()
    answer = brought(bram, zipped(told(parcel, steps=steps)))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Taken.objects.count() == 0


def test_her_marks_are_counted_and_erased_with_her_and_brams_stay(bram, parcel, person_of, rf):
    bram.post("/step-by-step/2/", {"go": "done"})
    gone = {each.name: each.number for each in erase(Person.objects.get(username="anna-de-wit"), rf.post("/"))}
    assert gone["Gemarkeerde stappen"] == 2
    assert Taken.objects.get().person == person_of(bram)
