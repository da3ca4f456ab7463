"""Mira brings readers along from elsewhere, with the proof of their yes; nobody twice, and nobody who left."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from loslaten.accounts.models import Person
from loslaten.api.erase import erase
from loslaten.letters import bring_in
from loslaten.letters.bring_in import NoListError, Terms, go_on, say_yes, step, take_in
from loslaten.letters.export import table
from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Candidate, Import, Piece, Reader
from loslaten.letters.sweep import sweep
from tests.letters.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YES = Terms("nl", datetime(2026, 1, 5, tzinfo=UTC), "paper form, in the folder of 2026")
EN = "Email,Language\nemma@elsewhere.example,en\n"


@pytest.fixture
def bring(monkeypatch):
    """Take a list in, read it, and bring it in after a yes; each step as the work loop does it."""
    monkeypatch.setattr(bring_in, "REST", 0)

    def go(content: str | bytes, terms: Terms = YES, *, yes: bool = True) -> Import:
        raw = content.encode() if isinstance(content, str) else content
        found = take_in(io.BytesIO(raw), terms, at=AT)
        go_on(at=AT, seconds=20)
        found.refresh_from_db()
        if yes:
            say_yes(found)
            go_on(at=AT, seconds=20)
            found.refresh_from_db()
        return found

    return go


def numbers(found):
    return {name: getattr(found, name) for name in ("fresh", "known", "double", "gone", "wrong", "brought")}


def everybody():
    return list(Reader.objects.order_by("name").values_list("address", flat=True))


def test_a_list_from_a_spreadsheet_on_windows_is_read_letter_by_letter(bring):
    content = 'E-mailadres;Bewijs;Datum\r\n"anna@bücher.example";Café Zuid, één keer;05-01-2026\r\n'
    assert bring(content.encode("cp1252")).encoding == "cp1252"
    anna = Reader.objects.get()
    assert (anna.address, anna.proof) == ("anna@xn--bcher-kva.example", "Café Zuid, één keer")
    assert anna.confirmed_at == datetime(2026, 1, 4, 23, tzinfo=UTC)
    assert (anna.source, anna.language, anna.deliveries.count()) == ("import", "nl", 0)


@pytest.mark.parametrize("content", ["\ufeff" + EN, EN.replace(",", "\t").replace("\n", "\r\n"), EN.rstrip("\n")])
def test_whatever_parts_the_cells_and_ends_the_lines(bring, content):
    bring(content)
    assert Reader.objects.values_list("address", "language").get() == ("emma@elsewhere.example", "en")


def test_a_list_of_nothing_but_addresses_needs_no_first_line(bring):
    bring("\ufeffanna@elsewhere.example\nbram@elsewhere.example\n")
    assert everybody() == ["anna@elsewhere.example", "bram@elsewhere.example"]


def test_nothing_happens_before_the_yes_and_each_wrong_line_is_named(bring):
    found = bring(
        "email;language;pace;confirmed_at;proof\n"
        "anna@elsewhere.example;;;;\n"
        ";nl;;;\n"
        "\n"
        "bram@elsewhere;;;;\n"
        "chris@elsewhere.example;fr;;;\n"
        "dani@elsewhere.example;;daily;;\n"
        "emma@elsewhere.example;;;31-02-2026;\n"
        "finn@elsewhere.example;;;2031-01-01;\n"
        f"gita@elsewhere.example;;;;{'x' * 201}\n"
        'hugo@elsewhere.example;;;;"open\n'
        "iris@elsewhere.example;;;;\0\n",
        yes=False,
    )
    assert found.state == "read"
    assert everybody() == []
    kinds = ["address", "partial", "language", "pace", "day", "ahead", "long", "line"]
    assert found.remarks == [list(each) for each in zip([3, 5, 6, 7, 8, 9, 10, 12], kinds, strict=True)]
    assert numbers(found) == {"fresh": 2, "known": 0, "double": 0, "gone": 0, "wrong": 8, "brought": 0}


def test_without_when_and_where_they_said_yes_nobody_is_brought_in(bring):
    found = bring("email\nanna@elsewhere.example\n", Terms("nl"))
    assert found.remarks == [[2, "when"]]
    found = bring("email\nanna@elsewhere.example\n", Terms("nl", YES.said_at))
    assert found.remarks == [[2, "where"]]
    assert everybody() == []


def test_who_is_known_stays_as_they_are_and_who_left_or_takes_no_mail_stays_gone(bring, reader):
    reader("anna", pace="monthly", proof="mine")
    reader("bram", left_at=AT)
    reader("chris", stopped_at=AT)
    found = bring(
        "email\nANNA@elsewhere.example\nbram@elsewhere.example\nchris@elsewhere.example\n"
        "dani@elsewhere.example\nDani@Elsewhere.example\n"
    )
    assert numbers(found) == {"fresh": 1, "known": 1, "double": 1, "gone": 2, "wrong": 0, "brought": 1}
    assert Reader.objects.filter(left_at=None, stopped_at=None).count() == 2
    assert Reader.objects.values_list("pace", "proof").get(name="anna@elsewhere.example") == ("monthly", "mine")


def test_who_leaves_between_the_reading_and_the_yes_stays_gone(bring, reader):
    found = bring("email\nanna@elsewhere.example\n", yes=False)
    reader("anna", left_at=AT)
    say_yes(found)
    go_on(at=AT, seconds=20)
    assert Reader.objects.get().left_at == AT


def test_who_erases_everything_while_a_list_waits_is_not_brought_back_by_it(bring, reader, client, posted):
    found = bring("email\nAnna@elsewhere.example\nbram@elsewhere.example\n", yes=False)
    for person in (None, Person.objects.create_user("bram", email="Bram@elsewhere.example")):
        anna = reader("bram" if person else "anna", person=person)
        if person:
            erase(person, RequestFactory().post("/account/erase/", headers={"host": "localhost"}))
        else:
            client.post(f"/letters/mine/{sign(anna.code, 'reader', link_key())}/", {"go": "erase"})
    say_yes(found)
    go_on(at=AT, seconds=20)
    assert everybody() == []


def test_what_goes_out_comes_in_again_as_it_was_and_no_spreadsheet_counts_with_it(bring, reader):
    reader("+anna", language="en", asked_at=AT, proof="=1+1", source="import")
    reader("bram", pace="monthly", confirmed_at=AT.replace(day=2, microsecond=123))
    reader("chris", source="import", proof="'=already guarded; and\na second line")
    reader("dani", left_at=AT)
    whole = "".join(table())
    assert not re.search(r"(^|[;\"])[=+\-@\t]", whole, re.MULTILINE)
    before = list(Reader.objects.filter(left_at=None).values("address", "language", "asked_at", "confirmed_at"))
    Reader.objects.all().delete()
    assert bring(whole, Terms("nl")).brought == 3
    assert "".join(table()) == whole
    assert list(Reader.objects.values("address", "language", "asked_at", "confirmed_at")) == before
    assert "dani" not in whole


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\0\0", b"name;city\nanna;ede\n", "email\n".encode("utf-16")])
def test_what_is_no_list_is_refused_at_once(content):
    with pytest.raises(NoListError):
        take_in(io.BytesIO(content), YES, at=AT)
    assert not Import.objects.exists()


@pytest.mark.parametrize(("state", "falls"), [("reading", "write_down"), ("bringing", "F")])
def test_a_worker_that_falls_in_the_middle_of_some_lines_leaves_nothing_half(bring, monkeypatch, state, falls):
    monkeypatch.setattr(bring_in, "AT_ONCE", 2)
    found = take_in(io.BytesIO(b"email\n" + b"".join(b"x%d@b.example\n" % n for n in range(5))), YES, at=AT)
    if state == "bringing":
        go_on(at=AT, seconds=20)
        say_yes(found)
    step(found, at=AT)

    def there():
        return [model.objects.count() for model in (Piece, Candidate, Reader)]

    before = there()
    with monkeypatch.context() as fallen:
        fallen.setattr(bring_in, falls, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            step(found, at=AT)
    assert there() == before
    go_on(at=AT, seconds=20)
    say_yes(found)
    go_on(at=AT, seconds=20)
    found.refresh_from_db()
    assert (found.state, found.read, found.fresh, found.brought) == ("done", 5, 5, 5)
    assert there() == [0, 0, 5]


def test_a_list_for_which_nobody_says_yes_is_gone_within_a_week(bring):
    bring("email\nanna@elsewhere.example\n", yes=False)
    sweep(at=AT + bring_in.PATIENCE)
    go_on(at=AT, seconds=20)
    assert (Import.objects.count(), Candidate.objects.count()) == (0, 0)


def test_the_same_by_hand_in_a_shell(tmp_path):
    file, told = tmp_path / "list.csv", io.StringIO()
    file.write_text("email\nanna@elsewhere.example\nbram@\n")
    options = {"day": "2026-01-05", "proof": "paper", "stdout": told, "stderr": told}
    call_command("readers", "bring", str(file), **options)
    assert "line 3: " in told.getvalue()
    assert (Reader.objects.count(), Import.objects.count()) == (0, 0)
    call_command("readers", "bring", str(file), yes=True, **options)
    assert "Read along now: 1." in told.getvalue()
    call_command("readers", "export", stdout=told)
    assert "anna@elsewhere.example;nl;weekly;import;" in told.getvalue()
    file.write_text("name\nanna\n")
    with pytest.raises(CommandError, match="Call it email"):
        call_command("readers", "bring", str(file), **options)
