"""Two lines of one's own week: for whoever asked, made when the letter goes; for everybody else the letter as it is."""

import email
import email.policy
import itertools
from datetime import timedelta

import pytest

from loslaten.accounts.models import Person
from loslaten.letters import personal
from loslaten.letters.envelope import mould_of, this_house
from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.letters.mould import For, pour
from loslaten.letters.post import Line
from loslaten.letters.send import Round
from loslaten.letters.spread import look_after
from tests.letters.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = timedelta(days=1)
LAST, SOFTER = "In de afgelopen zeven dagen oefende je drie keer.", "Twee keer werd het zachter."
WEEK = [(1, "softer"), (3, "more"), (6.9, "softer"), (7.1, "softer"), (-0.1, "softer")]


@pytest.fixture
def practising(reader):
    """Somebody with an account whose practices are kept, and who reads along."""

    def come(name="anna", rounds=(), *, yes=True, **more):
        person = Person.objects.create_user(f"{name}-de-wit")
        person.agree("keep_rounds", wording="x", at=AT)
        for days, outcome in rounds:
            began = AT - days * DAY
            person.rounds.create(
                guide_slug="short", started_at=began, arrived_at=began, ended_at=began, ending="finished",
                outcome=outcome,
            )  # fmt: skip
        made = reader(name, person=person, **more)
        if yes:
            personal.say_yes(made, at=AT - DAY)
        return made

    return come


def mails(mail_house):
    return {address.split("@")[0]: raw for _from, address, raw in mail_house.mails}


def bodies(raw):
    parts = email.message_from_bytes(raw, policy=email.policy.default).iter_parts()
    return [" ".join(part.get_content().split()) for part in parts]


def deliver(letter, *readers):
    return [Delivery.objects.create(letter=letter, reader=each, meant_at=AT, due_at=AT) for each in readers]


def test_anna_reads_of_her_own_week_in_text_and_html_and_all_others_get_the_letter_byte_for_byte(
    mail_house, letter, reader, practising, send
):
    practising("anna", WEEK)
    practising("emma", WEEK, language="en")
    others = [practising("bram", WEEK, yes=False), practising("chris", []), reader("dani")]
    written = letter()
    send()
    sent = mails(mail_house)
    for body in bodies(sent["anna"]):
        assert f"{LAST} {SOFTER}" in body
    for body in bodies(sent["emma"]):
        assert "In the last seven days you practised three times. Twice it became softer." in body
    house = this_house()
    shared = mould_of(written, "nl", house, at=AT)
    for each in others:
        name = house.message_id(f"{written.pk}-{house.sign(each.code, 'bounce')}")
        plain = pour(shared, For(each.address, house.leave(each.code), name, []), at=AT)
        assert sent[each.address.split("@")[0]] == plain.rstrip(b"\r\n") + b"\r\n"


@pytest.mark.parametrize(
    ("times", "softer", "said"),
    [
        (0, 0, []),
        (1, 0, ["In de afgelopen zeven dagen oefende je één keer."]),
        (1, 1, ["In de afgelopen zeven dagen oefende je één keer.", "Daarna was het zachter."]),
        (2, 1, ["In de afgelopen zeven dagen oefende je twee keer.", "Eén keer werd het zachter."]),
        (14, 12, ["In de afgelopen zeven dagen oefende je 14 keer.", "Twaalf keer werd het zachter."]),
    ],
)
def test_only_what_happened_is_said(practising, letter, times, softer, said):
    anna = practising("anna", [(n / 3, "softer" if n < softer else "same") for n in range(times)], yes=False)
    personal.say_yes(anna, at=AT)
    [delivery] = deliver(letter(), anna)
    Delivery.objects.update(meant_at=AT + timedelta(minutes=1))
    assert personal.lines_for([delivery]) == {delivery.pk: said}


def test_a_welcome_letter_practices_that_are_not_kept_and_a_reader_without_an_account_say_nothing(
    practising, letter, reader
):
    anna, bram, chris = practising("anna", WEEK), practising("bram", WEEK), reader("chris")
    bram.person.withdraw("keep_rounds", at=AT)
    personal.say_yes(chris, at=AT)
    welcome = Letter.objects.create(kind="welcome", slug="welcome", state="sent")
    assert personal.lines_for([*deliver(welcome, anna), *deliver(letter(), bram, chris)]) == {}


def test_many_readers_cost_as_many_questions_as_one_and_nobody_costs_none(
    practising, letter, reader, django_assert_num_queries
):
    written = letter()
    some = deliver(written, *(practising(f"lezer{n}", WEEK) for n in range(12)))
    for each in (some[:1], some):
        with django_assert_num_queries(2):
            assert len(personal.lines_for(each)) == len(each)
    with django_assert_num_queries(0):
        assert personal.lines_for([]) == {}


def test_who_takes_it_back_while_the_letter_is_going_out_reads_nothing_of_their_week(mail_house, letter, practising):
    practising("anna", WEEK)
    for name in ("bram", "chris", "dani", "emma"):
        practising(name, WEEK)
    letter()
    look_after(at=AT)

    seconds, line = itertools.count(), Line()

    def clock():
        if len(mail_house.mails) == 1:
            Reader.objects.exclude(address=mail_house.taken()[0]).update(personal_at=None)
        return AT + next(seconds) * timedelta(seconds=0.4)

    Round(line, this_house(), clock).go(seconds=10)
    line.close()
    told = [name for name, raw in mails(mail_house).items() if LAST in bodies(raw)[0]]
    assert (len(mail_house.mails), told[0]) == (5, "anna")
    assert set(told) <= {"anna", "bram"}  # the second may have begun within the same second


def test_anna_says_yes_on_her_own_page_and_takes_it_back_there_or_from_a_letter(posted, practising, visitor, anna):
    made = practising("anna", WEEK, yes=False)
    token, browser = sign(made.code, "reader", link_key()), visitor()
    assert "Regels over je eigen week" not in anna.get("/account/").content.decode()
    assert "sign-in" in anna.post("/account/letter/own-week/", {"go": "yes"})["Location"]
    browser.force_login(made.person, backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get("/account/letter/own-week/").content.decode()
    assert page.count('class="btn quiet" name="go"') == 2
    for take_back, wish in (("/account/letter/own-week/", "no"), (f"/letters/mine/{token}/", "plain")):
        browser.post("/account/letter/own-week/", {"go": "yes"})
        made.refresh_from_db()
        assert (made.personal_at is not None, made.personal_wording) == (True, personal.WORDING)
        assert "Laat ze weg" in browser.get(f"/letters/mine/{token}/").content.decode()
        browser.post(take_back, {"go": wish})
        made.refresh_from_db()
        assert (made.personal_at, made.personal_wording) == (None, "")


def test_a_link_in_a_letter_cannot_say_yes_and_a_stranger_has_no_such_page(posted, practising, visitor):
    made = practising("anna", yes=False)
    visitor().post(f"/letters/mine/{sign(made.code, 'reader', link_key())}/", {"go": "yes"})
    bram = visitor()
    bram.force_login(Person.objects.create_user("bram"), backend="django.contrib.auth.backends.ModelBackend")
    assert bram.post("/account/letter/own-week/", {"go": "yes"}).status_code == 404
    assert Reader.objects.get().personal_at is None
