"""Anna with everything a person can have here, and the zip in her hands."""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from allauth.account.internal.flows.login import record_authentication

DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def sealed(content: bytes, size: int) -> str:
    """Lock nothing, in the shape of a box with content of this size."""
    return "1." + base64.urlsafe_b64encode(content.ljust(12 + size + 16, b"~")[: 12 + size + 16]).decode().rstrip("=")


BOX, ANSWERED = sealed(b"sealed-words-only-anna-can-read", 256), sealed(b"two-answers-of-anna-only", 256)
CHECK, SALT = sealed(b"check", 8), "c2FsdHNhbHRzYWx0c2FsdA"


def unzip(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(files: dict[str, bytes], **options: object) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content, **options)
    return held.getvalue()


def taken(browser) -> bytes:
    answer = browser.post("/account/take-along/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return b"".join(answer.streaming_content)


def brought(browser, whole: bytes):
    file = io.BytesIO(whole)
    file.name = "loslaten.zip"
    return browser.post("/account/bring-back/", {"zip": file})


def without_measured(rounds: bytes) -> bytes:
    """Tell rounds as a house did that knew nothing of listening along."""
    lines = [
        {key: value for key, value in json.loads(line).items() if key != "measured"} for line in rounds.splitlines()
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def told(files: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    """Change what person.json says."""
    return {**files, "person.json": json.dumps({**json.loads(files["person.json"]), **changes}).encode()}


def same(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    """Compare two parcels but for the moment they were taken, and the account they tell of."""

    def plain(files: dict[str, bytes]) -> dict[str, object]:
        person = {**json.loads(files["person.json"]), "taken_at": ""}
        names = [name for name in files if name.endswith((".jsonl", ".csv"))]
        return {**{name: files[name] for name in names}, "person": person}

    return plain(one) == plain(other)


def sign_in(browser, person) -> None:
    """Let somebody in who just said who they are."""
    browser.force_login(person)
    session = browser.session
    record_authentication(SimpleNamespace(session=session), person, method="password", reauthenticated=True)
    session.save()


def practise(person, *, at: datetime = MORNING, note: UUID | None = None, **more: object):
    from loslaten.practice.models import Round, RoundNote

    what = {
        "guide_slug": "full", "step": "look_back", "ended_at": at, "ending": "finished", "places": ["jaw", "belly"],
        "sensations": ["tight"], "tension_before": 7, "tension_after": 4, "movement": "drop_jaw", "outcome": "softer",
    }  # fmt: skip
    row = Round.objects.create(person=person, started_at=at, arrived_at=at, **{**what, **more})
    if note:
        RoundNote.objects.create(person=person, round=row, name=note, box=BOX, written_at=at, changed_at=at)
    return row


def answer(person, *, of: date, places: tuple[str, ...] = ("jaw",), name: UUID | None = None, at: datetime = MORNING):
    """Answer the three questions of a day."""
    from loslaten.journal.models import Answers, Day

    day = Day.objects.create(person=person, date=of, places=list(places), written_at=at)
    if name:
        Answers.objects.create(person=person, day=day, name=name, box=ANSWERED, written_at=at, changed_at=at)
    return day


def call(person, *, at: datetime = MORNING, named: bool = True, moments: int = 2, **more: object):
    """Give somebody a pattern with moments, and a note and words of their own when they like."""
    from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords

    what = {"situation": "criticism", "places": ["jaw"], "old_reaction": "explain", "movement": "drop_jaw"}
    pattern = Pattern.objects.create(person=person, made_at=at, changed_at=at, **{**what, **more})
    told = [Moment(pattern=pattern, at=at - DAY * n / 10, arrived_at=at, tension_before=7) for n in range(moments)]
    Moment.objects.bulk_create(told)
    if named:
        sealed = {"person": person, "box": BOX, "written_at": at, "changed_at": at}
        PatternWords.objects.create(pattern=pattern, name=uuid4(), **sealed)
        MomentNote.objects.create(moment=told[0], name=uuid4(), **sealed)
    return pattern


@pytest.fixture
def person_of() -> Callable[..., object]:
    """Find who a browser belongs to."""
    from loslaten.accounts.models import Person

    def find(browser):
        return Person.objects.get(pk=browser.session["_auth_user_id"])

    return find


@pytest.fixture
def annas_account(anna):
    """Give Anna an account with rounds, a note, a vault, an address, a passkey and two browsers."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from loslaten.accounts.models import Person, Slot, Vault
    from loslaten.practice.models import Measured

    person = Person.objects.create_user("anna-de-wit", "anna@elsewhere.example", "een lange rustige zin")
    for purpose in ("keep_rounds", "keep_notes", "keep_measured"):
        person.agree(purpose, wording="2026-11", at=MORNING)
    person.agree("insight", wording="2026-11", at=MORNING)
    person.withdraw("insight", at=MORNING)
    vault = Vault.objects.create(person=person, version=1, check_box=CHECK, made_at=MORNING)
    for kind in ("words", "passphrase"):
        passes = 1 if kind == "words" else 600_000
        box = sealed(kind.encode(), 32)
        Slot.objects.create(vault=vault, kind=kind, salt=SALT, iterations=passes, box=box, made_at=MORNING)
    listened = practise(person, at=MORNING - DAY, note=uuid4())
    Measured.objects.create(round=listened, sense="strap", heard_s=95, heart_rate_before=71.25, heart_rate_after=64.5)
    practise(
        person,
        at=MORNING - 2 * DAY,
        offline_key=uuid4(),
        breath_rate=5.5,
        own_breath_rate=11.0,
        signs=["sigh"],
        next_time="allow",
    )
    practise(
        person,
        at=MORNING - 3 * DAY,
        ended_at=None,
        ending="",
        step="breathe",
        places=[],
        felt_little=True,
        tension_after=None,
    )
    answer(person, of=date(2026, 11, 18), name=uuid4())
    answer(person, of=date(2026, 11, 20), places=("belly", "throat"))
    EmailAddress.objects.create(user=person, email="anna@elsewhere.example", verified=True, primary=True)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Annas telefoon", "credential": {}})
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "seed-of-anna"})
    for browser in (anna, Client()):
        sign_in(browser, person)
    return person
