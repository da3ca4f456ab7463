"""Letters come back, and what their reports say decides who is not written to any more."""

import email.message
import io
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command

from loslaten.letters.bounces import understand
from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Delivery, Reader
from loslaten.letters.send import count_soft
from tests.letters.conftest import AT

pytestmark = pytest.mark.django_db


def report(name, *, status="5.1.1", action="failed", box="bounces", quoted="") -> bytes:
    """Write a report as mail houses do: for people, for machines, and the head of the letter."""
    return (
        "From: MAILER-DAEMON@elsewhere.example\r\n"
        f"To: {box}+{name}@loslaten.example\r\n"
        "Subject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt did not work, 5.9.9.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; elsewhere.example\r\n\r\n"
        f"Final-Recipient: rfc822; anna@elsewhere.example\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{quoted or name}@loslaten.example>\r\n"
        "Subject: De brief\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
def went(letter, reader):
    return Delivery.objects.create(
        letter=letter(state="sent"), reader=reader(), state="sent", meant_at=AT, due_at=AT, sent_at=AT
    )


@pytest.fixture
def name(went):
    return f"{went.letter_id}-{sign(went.reader.code, 'bounce', link_key())}"


@pytest.fixture
def pipe(monkeypatch):
    """Pipe a message into the command, as a mail server does."""

    def read(raw: bytes) -> str:
        said = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("bounces", stdout=said)
        return said.getvalue()

    return read


@pytest.mark.parametrize("status", ["5.1.1", "5.1.10", "5.2.1", "5.0.0"])
def test_an_address_at_which_nobody_is_gets_nothing_any_more(went, name, pipe, status):
    assert "Came back: 1" in pipe(report(name, status=status))
    went.refresh_from_db()
    assert (went.state, went.failure) == ("failed", f"back {status}")
    assert Reader.objects.get().stopped_at is not None


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.4.7"])
def test_what_passes_is_counted_and_stops_after_the_fifth_letter(went, name, pipe, status):
    pipe(report(name, status=status))
    assert (Reader.objects.get().soft_bounces, Reader.objects.get().stopped_at) == (1, None)
    Reader.objects.update(soft_bounces=4)
    Delivery.objects.update(failure="")
    pipe(report(name, status=status))
    assert Reader.objects.get().stopped_at is not None


def test_a_trouble_now_and_then_over_years_stops_nobody(reader):
    anna = reader()
    for season in range(12):
        count_soft(anna.pk, at=AT + season * timedelta(days=91))
    assert Reader.objects.get().stopped_at is None
    for week in range(1, 5):
        count_soft(anna.pk, at=AT + timedelta(days=11 * 91 + 7 * week))
    assert Reader.objects.get().stopped_at is not None


def test_the_same_report_twice_counts_once_and_one_that_only_takes_longer_not_at_all(went, name, pipe):
    assert "Came back: 0" in pipe(report(name, action="delayed", status="4.4.1"))
    pipe(report(name, status="5.2.2"))
    pipe(report(name, status="5.2.2"))
    assert Reader.objects.get().soft_bounces == 1


def test_a_box_without_names_works_too_and_a_mail_house_may_shout(went, name, pipe):
    assert "Came back: 1" in pipe(report("nobody", quoted=name).replace(b"+nobody", b""))
    Reader.objects.update(stopped_at=None)
    Delivery.objects.update(failure="")
    assert "Came back: 1" in pipe(report(name.upper(), quoted="x"))


def test_nobody_can_stop_annas_letter_with_a_report_of_their_own(went, name):
    token = name.split("-")[1]
    for place in range(len(token)):
        forged = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        assert understand(report(f"{went.letter_id}-{forged}"), link_key()) is None
    leave = sign(went.reader.code, "reader", link_key())
    assert understand(report(f"{went.letter_id}-{leave}"), link_key()) is None


@pytest.mark.parametrize("cut", [0, 1, 40, 200, 330, 420, 500])
def test_whatever_else_lies_in_the_box_breaks_nothing(name, cut):
    whole = report(name)
    understand(whole[:cut] + bytes(range(256)) + whole[cut:], link_key())
    understand(whole[:cut], link_key())
    plain = email.message.EmailMessage()
    plain.set_content("Ik ben er tot maandag niet.")
    assert understand(bytes(plain), link_key()) is None


def test_a_maildir_is_read_and_erased_when_the_host_says_so(went, name, tmp_path):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1").write_bytes(report(name))
    (tmp_path / "cur" / "2").write_bytes(b"Subject: hello\r\n\r\nHello")
    said = io.StringIO()
    call_command("bounces", str(tmp_path), erase=True, stdout=said)
    assert "Came back: 1. Something else, or known already: 1." in said.getvalue()
    assert not [*tmp_path.glob("new/*"), *tmp_path.glob("cur/*")]
