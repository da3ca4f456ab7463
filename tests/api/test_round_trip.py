"""Anna takes everything along, and brings it back somewhere else: nothing is lost, and nothing is added."""

import io
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loslaten.accounts.models import Consent, Person, Slot, Vault
from loslaten.api import bring_back
from loslaten.api.take_along import parcel
from loslaten.journal.models import Answers, Day
from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords, Practised
from loslaten.patterns.words import OldReaction, Path, Protects, Situation
from loslaten.practice.measured import RANGES
from loslaten.practice.models import Measured, Round, RoundNote
from loslaten.practice.movements import MOVEMENTS
from loslaten.practice.sweep import sweep
from loslaten.practice.words import Ending, NextTime, Outcome, Place, Sensation, SenseUsed, Sign, Step
from loslaten.programme.models import Taken
from tests.api.conftest import BOX, SALT, brought, practise, same, sealed, taken, told, unzip, without_measured, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
STATE = [Round, RoundNote, Day, Answers, Consent, Vault, Slot]


def test_anna_brings_everything_back_in_a_new_account_elsewhere(anna, bram, annas_account, person_of):
    first = unzip(taken(anna))
    Person.objects.all().delete()
    answer = brought(bram, zipped(first))
    assert answer.status_code == 200
    assert "3 oefeningen kwamen terug. 2 notities ook. 2 dagen van de drie vragen ook." in answer.content.decode()
    assert same(first, unzip(taken(bram)))
    assert person_of(bram).is_guest


def test_the_zip_itself_comes_back_as_it_was_given(anna, bram, annas_account):
    whole = taken(anna)
    assert brought(bram, whole).status_code == 200
    assert Round.objects.count() == 6
    assert Round.objects.filter(note__box=BOX).count() == 2


def test_what_comes_back_has_keys_of_its_own_and_touches_nobody_elses(anna, bram, annas_account, person_of):
    before = {str(row.pk) for row in annas_account.rounds.all()}
    brought(bram, taken(anna))
    assert before.isdisjoint({str(row.pk) for row in person_of(bram).rounds.all()})
    assert annas_account.rounds.count() == 3


def test_what_comes_back_to_a_guest_is_not_swept_away(anna, bram, annas_account, person_of):
    brought(bram, taken(anna))
    sweep(at=now() + timedelta(days=100))
    assert person_of(bram).rounds.count() == 3


def test_a_guests_round_that_nobody_said_to_keep_is_kept_when_it_is_brought_back(anna, bram, begin, person_of):
    begin(anna)
    brought(bram, taken(anna))
    assert person_of(bram).agrees_to("keep_rounds")


def test_what_bram_answered_in_his_own_account_stays_as_he_answered(anna, bram, annas_account, begin, person_of):
    begin(bram)
    person = person_of(bram)
    person.agree("keep_notes", wording="own", at=now())
    person.rounds.all().delete()
    brought(bram, taken(anna))
    assert person.consents.get(purpose="keep_notes").wording == "own"
    assert person.consents.filter(purpose="insight").exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize("kind", ["round", "vault"])
def test_an_account_that_is_not_empty_says_what_is_in_the_way(anna, bram, annas_account, begin, person_of, kind):
    begin(bram)
    if kind == "vault":
        Vault.objects.create(person=person_of(bram), version=1, check_box="x", made_at=now())
        person_of(bram).rounds.all().delete()
    word = "1 oefening" if kind == "round" else "een sleutel voor notities"
    assert word in bram.get("/account/bring-back/").content.decode()
    answer = brought(bram, taken(anna))
    assert answer.status_code == 422
    assert f"Dit account is niet leeg: {word}." in answer.content.decode()


def test_a_round_that_was_open_can_be_gone_on_with_where_it_came_back(anna, bram, annas_account, person_of):
    brought(bram, taken(anna))
    still_open = person_of(bram).rounds.get(ended_at=None)
    assert bram.get(f"/practice/{still_open.pk}/breathe/").status_code == 200


moments = st.integers(0, 600 * 86_400_000_000).map(
    lambda us: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)
)
few = st.sampled_from([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)])
tensions = st.none() | st.integers(0, 10)
rates = st.none() | st.floats(2, 40)


def some(words):
    return st.lists(st.sampled_from(words.values), unique=True, max_size=4)


@st.composite
def practised(draw):
    """Invent a round as the database would take it; few moments, so that many begin at the same one."""
    began = draw(few | moments)
    ended = draw(st.none() | st.timedeltas(timedelta(0), timedelta(hours=2)).map(lambda lasted: began + lasted))
    return {
        "guide_slug": draw(st.sampled_from(["short", "full", "kind-hand"])),
        "step": draw(st.sampled_from(Step.values)),
        "started_at": began,
        "arrived_at": draw(few | moments),
        "ended_at": ended,
        "ending": draw(st.sampled_from(Ending.values)) if ended else "",
        "offline_key": draw(st.none() | st.uuids()),
        "places": draw(some(Place)),
        "felt_little": draw(st.booleans()),
        "sensations": draw(some(Sensation)),
        "tension_before": draw(tensions),
        "breath_rate": draw(rates),
        "own_breath_rate": draw(rates),
        "movement": draw(st.sampled_from(["", "still", "a-new-one", *(each.code for each in MOVEMENTS)])),
        "tension_after": draw(tensions),
        "outcome": draw(st.sampled_from(["", *Outcome.values])),
        "signs": draw(some(Sign)),
        "next_time": draw(st.sampled_from(["", *NextTime.values])),
    }


@st.composite
def called(draw):
    """Invent a pattern as the database would take it."""
    return {
        "situation": draw(st.sampled_from(["", *Situation.values])),
        "places": draw(some(Place)),
        "sensations": draw(some(Sensation)),
        "old_reaction": draw(st.sampled_from(["", *OldReaction.values])),
        "protects": draw(st.sampled_from(["", *Protects.values])),
        "movement": draw(st.sampled_from(["", "still", "a-new-one"])),
        "made_at": draw(few | moments),
        "changed_at": draw(moments),
        "rests_since": draw(st.none() | moments),
    }


logged = st.fixed_dictionaries(
    {
        "at": few | moments,
        "arrived_at": few | moments,
        "device_key": st.none() | st.uuids(),
        "tension_before": st.integers(0, 10),
        "path": st.sampled_from(["", *Path.values]),
        "tension_after": tensions,
    }
)
contents = st.binary(min_size=1, max_size=60)
boxes = contents.map(lambda content: sealed(content, 256))
heard = st.fixed_dictionaries(
    {
        "sense": st.sampled_from(SenseUsed.values),
        "heard_s": st.integers(0, 32_767),
        **{field: st.none() | st.floats(*ends) for field, ends in RANGES.items()},
    }
)
notes = st.none() | st.tuples(st.uuids(), boxes, moments, moments)
once = (lambda made: made[0]["offline_key"] or object(), lambda made: made[1][0] if made[1] else object())
people = st.fixed_dictionaries(
    {
        "rounds": st.lists(st.tuples(practised(), notes, st.none() | heard), max_size=8, unique_by=once),
        "days": st.dictionaries(
            st.dates(datetime(2025, 1, 1, tzinfo=UTC).date(), datetime(2026, 6, 1, tzinfo=UTC).date()),
            st.tuples(some(Place), moments, notes),
            max_size=5,
        ),
        "patterns": st.lists(
            st.tuples(
                called(), notes, st.lists(st.tuples(logged, notes), max_size=4, unique_by=lambda m: m[0]["device_key"])
            ),
            max_size=3,
        ),
        "practised": st.lists(st.integers(0, 2), max_size=4),
        "withdrawn": st.lists(st.tuples(st.sampled_from(Consent.Purpose.values), moments, moments), max_size=4),
        # A yes to the letter, reminders or sharing comes back as history: it has a test of its own.
        "standing": st.sets(st.sampled_from(sorted({*Consent.Purpose.values} - bring_back.OF_ONE_HOUSE))),
        "steps": st.dictionaries(st.from_regex(r"[a-z][a-z0-9_-]{0,31}", fullmatch=True), moments, max_size=3),
        "slots": st.sets(st.sampled_from(Slot.Kind.values)),
        "at": moments,
        "locked": contents,
    }
)


def invent(life) -> Person:
    person = Person.objects.create(username=f"guest-{UUID(int=Person.objects.count())}", is_guest=True)
    # What is here after a day is what somebody said to keep.
    for purpose in life["standing"] | {"keep_rounds", "keep_notes", "keep_measured"}:
        person.agree(purpose, wording="2026-11", at=life["at"])
    for purpose, given_at, withdrawn_at in life["withdrawn"]:
        Consent.objects.create(
            person=person, purpose=purpose, wording="old", given_at=given_at, withdrawn_at=withdrawn_at
        )
    vault = Vault.objects.create(person=person, version=1, check_box=sealed(life["locked"], 8), made_at=life["at"])
    for kind in life["slots"]:
        box, passes = sealed(life["locked"], 32), 1 if kind == "words" else 600_000
        Slot.objects.create(vault=vault, kind=kind, salt=SALT, iterations=passes, box=box, made_at=life["at"])
    Taken.objects.bulk_create(Taken(person=person, step_key=key, at=at) for key, at in life["steps"].items())
    invent_rounds(person, life)
    invent_patterns(person, life)
    answered_names = set()
    for of, (places, written_at, note) in life["days"].items():
        day = Day.objects.create(person=person, date=of, places=places, written_at=written_at)
        if note and note[0] not in answered_names:
            answered_names.add(note[0])
            name, box, written, changed = note
            Answers.objects.create(person=person, day=day, name=name, box=box, written_at=written, changed_at=changed)
    return person


def invent_rounds(person: Person, life) -> None:
    for fields, note, summary in life["rounds"]:
        row = Round.objects.create(person=person, **fields)
        if summary:
            Measured.objects.create(round=row, **summary)
        if note:
            name, box, written, changed = note
            RoundNote.objects.create(
                person=person, round=row, name=name, box=box, written_at=written, changed_at=changed
            )


def invent_patterns(person: Person, life) -> None:
    made, names = [], set()
    for fields, words, times in life["patterns"]:
        pattern = Pattern.objects.create(person=person, **fields)
        made.append(pattern)
        seal(PatternWords(person=person, pattern=pattern), words, names)
        for moment, note in times:
            seal(MomentNote(person=person, moment=Moment.objects.create(pattern=pattern, **moment)), note, names)
    for row, number in zip(person.rounds.all(), life["practised"], strict=False):
        if number < len(made):
            Practised.objects.create(round=row, pattern=made[number])


def seal(note, sealed, names: set[UUID]) -> None:
    if sealed and sealed[0] not in names:
        names.add(sealed[0])
        note.name, note.box, note.written_at, note.changed_at = sealed
        note.save()


@given(people)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whoever_takes_along_and_brings_back_has_the_same_again(db, tmp_path, life):
    at = now()
    person = invent(life)
    first = b"".join(parcel(person, at=at, language="nl"))
    person.delete()
    other = Person.objects.create(username="other", is_guest=True)
    bring_back.put(bring_back.look(io.BytesIO(first), at=at), other)
    second = b"".join(parcel(other, at=at, language="nl"))
    account = {"account.json": b""}
    assert {**unzip(first), **account} == {**unzip(second), **account}
    other.delete()


def test_a_yes_to_what_only_the_other_house_sends_comes_back_as_history(anna, bram, annas_account, person_of):
    for purpose in ("letters", "reminders"):
        annas_account.agree(purpose, wording="2026-11", at=now())
    brought(bram, taken(anna))
    assert person_of(bram).agreed() == {"keep_rounds", "keep_notes", "keep_measured"}
    assert person_of(bram).consents.filter(purpose__in=["letters", "reminders"]).count() == 2


def test_a_summary_does_not_come_back_where_somebody_said_no_to_it(anna, bram, annas_account, begin, person_of):
    begin(bram)
    person = person_of(bram)
    person.rounds.all().delete()
    person.agree("keep_measured", wording="2026-11", at=now())
    person.withdraw("keep_measured", at=now())
    brought(bram, taken(anna))
    assert (person.rounds.count(), Measured.objects.filter(round__person=person).count()) == (3, 0)


def test_every_line_of_a_parcel_is_json_and_says_its_version(anna, annas_account):
    files = unzip(taken(anna))
    person = json.loads(files["person.json"])
    assert (person["version"], person["rounds"], person["notes"]) == (3, 3, 1)
    rounds = [json.loads(line) for line in files["rounds.jsonl"].splitlines()]
    assert [row["step"] for row in rounds].count("breathe") == 1
    [note] = [json.loads(line) for line in files["notes.jsonl"].splitlines()]
    assert [row["note"] for row in rounds].count(note["name"]) == 1
    practise(annas_account)
    assert len(unzip(taken(anna))["rounds.jsonl"].splitlines()) == 4


def test_what_was_heard_comes_back_with_its_round_and_a_zip_from_before_still_comes_in(anna, bram, annas_account):
    files = unzip(taken(anna))
    told_heard = [json.loads(line)["measured"] for line in files["rounds.jsonl"].splitlines()]
    assert [heard and (heard["sense"], heard["heart_rate_after"]) for heard in told_heard] == [
        None,
        None,
        ("strap", 64.5),
    ]
    old = told({**files, "rounds.jsonl": without_measured(files["rounds.jsonl"])}, version=2)
    assert brought(bram, zipped(old)).status_code == 200
    assert Measured.objects.count() == 1
