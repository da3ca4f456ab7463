"""Somebody asks for the letter, confirms, and nobody learns who reads along."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.api.erase import erase as erase_person
from loslaten.letters.addresses import compared, travels
from loslaten.letters.leave import erase
from loslaten.letters.models import Delivery, Letter, Reader, Signup
from loslaten.letters.sweep import sweep
from tests.letters.conftest import AT

pytestmark = pytest.mark.django_db
ANNA = {"email": "anna@elsewhere.example", "language": "nl"}
DAY = timedelta(days=1)


@pytest.fixture
def answer(mail_house):
    """Let the house answer who asked, and give the mails."""
    from loslaten.letters.answer import Answers
    from loslaten.letters.envelope import this_house
    from loslaten.letters.post import Line

    def go(at=None):
        line = Line()
        Answers(line, this_house(), lambda: at or now()).go(seconds=10)
        line.close()
        return [email.message_from_bytes(mail, policy=email.policy.default) for _, _, mail in mail_house.mails]

    return go


def link_in(mail):
    return re.search(r"https://loslaten\.example(/\S+)", mail.get_content())[1]


def test_anna_asks_confirms_and_gets_a_first_letter(anna, answer, send, mail_house):
    assert anna.post("/letters/", ANNA)["Location"] == "/letters/asked/"
    [mail] = answer()
    assert (mail["subject"], mail["to"]) == ("Wil je meelezen?", ANNA["email"])
    assert Reader.objects.count() == 0
    page = anna.get(link_in(mail))
    assert page.status_code == 200
    assert Reader.objects.count() == 0  # programs open links too
    anna.post(link_in(mail))
    reader = Reader.objects.get()
    assert (reader.address, reader.source, reader.wording) == (ANNA["email"], "form", "2026-11")
    assert reader.asked_at < reader.confirmed_at
    assert Signup.objects.count() == 0
    send(now())
    assert "Welkom bij de brief" in email.message_from_bytes(mail_house.mails[-1][2])["subject"]
    send(now())
    assert len(mail_house.mails) == 2


def test_the_mail_that_confirms_has_whole_line_ends_and_a_long_address_stays_whole(anna, answer, mail_house):
    long = f"{'anna-' * 12}a@{'b' * 60}.{'c' * 60}.{'d' * 50}.example"
    for address in (ANNA["email"], long):
        anna.post("/letters/", {**ANNA, "email": address})
    assert [mail["to"] for mail in answer()] == [ANNA["email"], long]
    for _from, _to, raw in mail_house.mails:
        assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_mail_that_is_refused_is_tried_again_before_it_is_believed_and_the_host_hears_of_it(
    anna, answer, mail_house, told
):
    mail_house.to[ANNA["email"]] = "550 5.7.26 no signature"
    anna.post("/letters/", ANNA)
    asked_at = Signup.objects.get().asked_at
    for minutes in (0, 1, 3):
        assert Signup.objects.get().due_at == asked_at + timedelta(minutes=minutes)
        answer(asked_at + timedelta(minutes=minutes))
    assert Signup.objects.get().due_at is None
    assert [line.rpartition("(")[2] for line in told] == ["550 5.7.26)"]
    assert "anna" not in told[0]


def test_a_line_that_breaks_over_one_answer_holds_up_nobody_else(anna, answer, mail_house):
    mail_house.drops = {1}
    for name in ("anna", "bram", "chris"):
        anna.post("/letters/", {**ANNA, "email": f"{name}@elsewhere.example"})
    answer()
    answer(now() + timedelta(minutes=1))
    assert sorted(mail_house.taken()) == [f"{name}@elsewhere.example" for name in ("anna", "bram", "chris")]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({}, "Een eerste brief is onderweg. Daarna komt er elke week één."),
        ({"pace": "monthly"}, "Een eerste brief is onderweg. Daarna komt er één keer per maand een."),
        ({"welcomed": True}, "De brief komt elke week naar je toe."),
        ({"welcomed": True, "pace": "monthly"}, "De brief komt één keer per maand naar je toe."),
    ],
)
def test_who_confirms_is_promised_what_will_come(anna, answer, reader, before, said):
    former = reader("anna", left_at=AT, pace=before.get("pace", "weekly"))
    if "welcomed" in before:
        welcome = Letter.objects.create(kind="welcome", slug="welcome", state="sent")
        what = {"state": "sent", "meant_at": AT, "due_at": AT, "sent_at": AT}
        Delivery.objects.create(letter=welcome, reader=former, **what)
    anna.post("/letters/", ANNA)
    assert said in anna.post(link_in(answer()[0])).content.decode()


def test_the_link_works_once_for_a_week_and_not_when_it_was_changed(anna, answer):
    anna.post("/letters/", ANNA)
    link = link_in(answer()[0])
    for place in range(len(link) - 28, len(link) - 1):
        letter = link[place]
        for bit in range(7):
            other = chr(ord(letter) ^ (1 << bit))
            if other.isalnum():
                assert anna.get(link[:place] + other + link[place + 1 :]).status_code == 404
    Signup.objects.update(asked_at=now() - 8 * DAY)
    assert anna.post(link).status_code == 410
    Signup.objects.update(asked_at=now())
    anna.post(link)
    assert anna.post(link).status_code == 410
    assert Reader.objects.count() == 1


def test_the_answer_and_the_work_are_the_same_whether_an_address_is_known_or_not(anna, bram, reader, answer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    anna.post("/letters/", {**ANNA, "email": "chris@elsewhere.example"})  # the first of a place begins its count
    reader("anna")
    asked = []
    for person, name in ((anna, "anna"), (bram, "somebody")):
        with CaptureQueriesContext(connection) as questions:
            response = person.post("/letters/", {"email": f"{name}@elsewhere.example", "language": "nl"})
        shapes = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in questions.captured_queries]
        asked.append((response.status_code, response["Location"], shapes))
    assert asked[0] == asked[1]
    assert [mail["subject"] for mail in answer()] == ["Wil je meelezen?", "Je leest al mee", "Wil je meelezen?"]


def test_no_box_is_filled_by_somebody_who_types_the_address_of_somebody_else(visitor, answer, posted):
    for _ in range(6):
        visitor().post("/letters/", ANNA)
    assert len(answer()) == 3
    for name in ("Anna@elsewhere.example", "ANNA@ELSEWHERE.EXAMPLE"):
        visitor().post("/letters/", {**ANNA, "email": name})
    assert len(answer()) == 3
    Signup.objects.update(sent_at=now() - 2 * DAY)
    visitor().post("/letters/", ANNA)
    assert len(answer()) == 4


def test_ten_thousand_wishes_from_one_place_lock_nobody_else_out(visitor, posted):
    flood = visitor(REMOTE_ADDR="192.0.2.66")
    answers = [flood.post("/letters/", {**ANNA, "email": f"x{n}@elsewhere.example"}).status_code for n in range(60)]
    assert answers == [302] * 20 + [429] * 40
    assert Signup.objects.count() == 20
    bram = visitor(REMOTE_ADDR="192.0.2.7")
    assert bram.post("/letters/", {"email": "x1@elsewhere.example", "language": "en"}).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "anna", "anna@", "@elsewhere.example", "anna@elsewhere", "a b@elsewhere.example", "änna@elsewhere.example",
        "anna@elsewhere.example\r\nBcc: bram@elsewhere.example", '"an na"@elsewhere.example',
        f"{'a' * 300}@elsewhere.example", f"anna@{'b' * 250}.example", "anna@elsewhere.example, bram@elsewhere.example",
        "", "<anna@elsewhere.example>", "anna@elsewhere.example\x00",
    ],
)  # fmt: skip
def test_what_no_mail_house_takes_is_said_in_plain_words_and_kept_nowhere(anna, posted, address):
    response = anna.post("/letters/", {"email": address, "language": "nl"})
    assert response.status_code == 422
    assert "\x00" in address or "lijkt niet compleet" in response.content.decode()
    assert Signup.objects.count() == 0


@pytest.mark.parametrize("address", ["anna+brief@elsewhere.example", "o'neil@elsewhere.example", "anna@bücher.example"])
def test_a_plus_an_apostrophe_and_a_domain_with_accents_are_fine(anna, posted, address):
    assert anna.post("/letters/", {"email": f" {address} ", "language": "en"}).status_code == 302
    assert Signup.objects.get().address.isascii()
    assert travels(address)


def test_two_writings_of_one_address_are_one_reader():
    assert compared("Anna@Bücher.Example") == compared("anna@xn--bcher-kva.example")
    assert compared("anna+a@b.example") != compared("anna@b.example")


def test_who_left_and_asks_again_reads_along_again_with_a_new_proof(anna, answer, reader):
    former = reader("anna", left_at=AT)
    anna.post("/letters/", ANNA)
    [mail] = answer()
    anna.post(link_in(mail))
    again = Reader.objects.get()
    assert (again.pk, again.left_at) == (former.pk, None)
    assert again.confirmed_at > former.confirmed_at


def test_who_asked_and_never_confirmed_is_gone_within_a_week(anna, posted):
    anna.post("/letters/", ANNA)
    sweep(at=now() + 6 * DAY)
    assert Signup.objects.count() == 1
    sweep(at=now() + 7 * DAY)
    assert Signup.objects.count() == 0


def test_a_house_without_mail_offers_no_letter_and_says_nothing_false(anna):
    assert "verstuurt geen mail" in anna.get("/letters/").content.decode()
    assert 'type="email"' not in anna.get("/letters/").content.decode()
    assert "/letters/" not in anna.get("/").content.decode()
    assert "brief" not in anna.get("/privacy/").content.decode()
    anna.post("/letters/", ANNA)
    assert Signup.objects.count() == 0


def test_old_pages_of_the_ledger_keep_how_many_and_no_longer_whom(reader, letter):
    written = letter(state="sent", ended_at=AT)
    for name, state in (("anna", "sent"), ("bram", "sent"), ("chris", "failed")):
        sent_at = AT if state == "sent" else None
        what = {"state": state, "meant_at": AT, "due_at": AT, "sent_at": sent_at}
        Delivery.objects.create(letter=written, reader=reader(name), **what)
    sweep(at=AT + 91 * DAY)
    assert Delivery.objects.count() == 0
    assert Letter.objects.values_list("sent_before", "failed_before").get() == (2, 1)


@pytest.mark.parametrize("way", ["a month later", "at once", "with their account"])
def test_who_is_erased_goes_on_counting_with_the_letters_they_got(reader, letter, way, rf):
    written, person = letter(state="sent", ended_at=AT), Person.objects.create_user("anna")
    anna = reader("anna", left_at=AT, person=person)
    Delivery.objects.create(letter=written, reader=anna, state="sent", meant_at=AT, due_at=AT, sent_at=AT)
    if way == "a month later":
        sweep(at=AT + 31 * DAY)
    elif way == "at once":
        erase(anna, at=AT)
    else:
        erase_person(person, rf.post("/"))
    assert (Reader.objects.count(), Delivery.objects.count()) == (0, 0)
    assert Letter.objects.get().sent_before == 1
