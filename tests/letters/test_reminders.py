"""Anna sets a reminder for herself: it comes at her times or not at all, and never asks anything."""

import email
import email.policy
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Reminder
from loslaten.letters.post import TroubleError
from loslaten.letters.remind import LATE, Reminders, go_on_all

pytestmark = pytest.mark.django_db
SET_AT = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # half past eight in Amsterdam
MINUTE = timedelta(minutes=1)
ASKED = {"days": ["0", "3"], "time_1": "08:30", "zone": "Europe/Amsterdam"}


@pytest.fixture
def reminder(with_account):
    """Set a reminder by mail for somebody, on Mondays at half past eight, a while ago."""

    def make(name: str = "anna", *, from_at: datetime = MONDAY - MINUTE, **more: object) -> Reminder:
        _browser, person = with_account(name)
        what = {"by_mail": True, "days": [0], "times": ["08:30"], "zone": "Europe/Amsterdam", "set_at": SET_AT}
        mine = Reminder(person=person, **{**what, **more})
        mine.keep(at=from_at)
        return mine

    return make


@pytest.fixture
def remind(mail_house):
    """Let one worker take a turn, at a moment."""
    from loslaten.letters.envelope import this_house
    from loslaten.letters.post import Line

    def turn(at: datetime, meanwhile=lambda: None) -> None:
        line = Line()

        def clock() -> datetime:
            meanwhile()
            return at

        try:
            Reminders(line, this_house(), clock).go(seconds=10)
        finally:
            line.close()

    return turn


def read(mail: bytes):
    return email.message_from_bytes(mail, policy=email.policy.default)


def page_of(browser) -> str:
    return browser.get("/account/reminders/").content.decode()


# --- by mail -----------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_anna_sets_it_and_it_comes_once_with_the_words_of_the_house_and_a_way_out(with_account, mail_house, remind):
    browser, person = with_account()
    assert "Ze staan uit" in page_of(browser)
    browser.post("/account/reminders/", {"zone": "Europe/Amsterdam"})
    assert Reminder.objects.count() == 0  # nothing was asked, so there is nothing to keep
    assert browser.post("/account/reminders/", {**ASKED, "by_mail": "on"}).status_code == 302
    mine = Reminder.objects.get()
    assert person.agrees_to("reminders")
    for at in (mine.due_at - MINUTE, mine.due_at, mine.due_at + MINUTE):
        remind(at)
    [(sender, address, raw)] = mail_house.mails
    mail = read(raw)
    text = mail.get_body(("plain",)).get_content()
    assert address == "anna@elsewhere.example"
    assert "Wil je even voelen hoe het met je is? Later mag ook, of niet." in text
    assert "Herinneringen uitzetten:" in text
    off = re.search(r"https://loslaten.example/r/[a-z2-9]{26}/", text)[0]
    assert mail["List-Unsubscribe"] == f"<{off}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert off in mail.get_body(("html",)).get_content()
    assert sender.startswith("bounces+0-")
    mine.refresh_from_db()
    assert (mine.last_sent_at.weekday(), mine.due_at - mine.last_sent_at) in {
        (0, timedelta(days=3)), (3, timedelta(days=4)),
    }  # fmt: skip
    told = mine.last_sent_at.astimezone().strftime("%Y")
    assert re.search(rf"De laatste mail</dt><dd>(maandag|donderdag) \d+ \w+ {told}, 08:30", page_of(browser))


@pytest.mark.parametrize(
    ("night", "came_at"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: half past two is half past three
        (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice: the first of the two
    ],
)
def test_in_the_nights_in_which_the_clock_is_changed_it_comes_once(reminder, mail_house, remind, night, came_at):
    evening = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=2)
    reminder(from_at=evening, days=[6], times=["02:30"])
    came = []
    for minutes in range(0, 8 * 60, 10):
        remind(evening + minutes * MINUTE)
        came += [evening + minutes * MINUTE] * (len(mail_house.mails) - len(came))
    assert came == [came_at]


def test_two_times_that_the_clock_makes_one_are_one(reminder, mail_house, remind):
    evening = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    reminder(from_at=evening, days=[6], times=["02:30", "03:30"])
    for minutes in range(0, 8 * 60, 10):
        remind(evening + minutes * MINUTE)
    assert len(mail_house.mails) == 1


def test_after_hours_without_a_worker_nothing_comes_late_and_the_next_comes_in_time(reminder, mail_house, remind):
    mine = reminder()
    remind(MONDAY + timedelta(hours=3))
    mine.refresh_from_db()
    assert (mail_house.mails, mine.due_at, mine.last_sent_at) == ([], MONDAY + timedelta(days=7), None)
    remind(mine.due_at + LATE - MINUTE)
    assert len(mail_house.mails) == 1


def test_in_quiet_hours_nothing_comes_also_not_what_was_held_up(reminder, mail_house, remind):
    mine = reminder(times=["08:30", "23:15"], quiet_from=time(8, 40), quiet_until=time(7))
    mine.refresh_from_db()
    mail_house.to["anna@elsewhere.example"] = "450 4.2.1 later"
    remind(MONDAY)
    mail_house.to.clear()
    mine.refresh_from_db()
    assert mine.due_at == MONDAY + MINUTE
    remind(MONDAY + 11 * MINUTE)
    remind(MONDAY.replace(hour=22, minute=15))
    mine.refresh_from_db()
    assert (mail_house.mails, mine.due_at) == ([], MONDAY + timedelta(days=7))


def test_during_a_pause_nothing_comes_and_after_it_it_comes_again(reminder, mail_house, remind):
    mine = reminder(days=[0, 1, 2, 3, 4, 5, 6], paused_until=date(2026, 11, 26))
    for day in range(4):
        remind(MONDAY + timedelta(days=day))
    assert len(mail_house.mails) == 1
    mine.refresh_from_db()
    assert mine.last_sent_at == MONDAY + timedelta(days=3)


@pytest.mark.both_databases
def test_whoever_turns_it_off_while_others_are_reminded_is_not_reminded_any_more(reminder, mail_house, remind):
    reminder("anna", zone="Old/Name")  # that this machine does not know: the zone of the house will do
    brams = reminder("bram")
    remind(MONDAY, meanwhile=lambda: mail_house.mails and brams.turn_off(at=MONDAY))
    assert mail_house.taken() == ["anna@elsewhere.example"]


def test_a_line_that_breaks_is_tried_again_with_the_same_name_and_a_house_that_is_away_costs_no_try(
    reminder, mail_house, remind, settings
):
    mine = reminder()
    settings.EMAIL_PORT = 9  # nobody listens there
    with pytest.raises(TroubleError):
        remind(MONDAY)
    mine.refresh_from_db()
    assert (mine.due_at, mine.tries) == (MONDAY, 0)
    settings.EMAIL_PORT = mail_house.port
    mail_house.drops = {1}
    remind(MONDAY)
    remind(MONDAY + MINUTE)
    assert len(mail_house.mails) == 1
    Reminder.objects.update(last_sent_at=None, due_at=MONDAY)  # as if it was killed before it could write that down
    remind(MONDAY + 3 * MINUTE)
    assert len({read(mail)["Message-ID"] for _, _, mail in mail_house.mails}) == 1


def test_an_address_that_is_gone_is_not_tried_for_ever_and_the_page_says_so(reminder, mail_house, remind, visitor):
    mine = reminder()
    mail_house.to["anna@elsewhere.example"] = "550 5.1.1 nobody here"
    for minutes in (0, 1, 3):
        remind(MONDAY + minutes * MINUTE)
    mine.refresh_from_db()
    assert (mine.by_mail, mine.due_at, mine.stopped_at) == (False, None, MONDAY + 3 * MINUTE)
    browser = visitor()
    browser.force_login(mine.person, backend="django.contrib.auth.backends.ModelBackend")
    assert "niemand is op je adres" in page_of(browser)


def test_a_reminder_that_comes_back_stops_the_mails(reminder, mail_house, remind):
    from loslaten.letters.bounces import take_in
    from tests.letters.test_bounces import report

    mine = reminder()
    remind(MONDAY)
    [(_, _, raw)] = mail_house.mails
    name = read(raw)["Message-ID"].strip("<>").partition("@")[0]
    for status, back in (("4.2.2", 0), ("5.1.1", 1)):
        came = report("nobody", status=status, box="brief", quoted=name)
        assert take_in(iter([came]), at=MONDAY) == (back, 1 - back)
    mine.refresh_from_db()
    assert (mine.by_mail, mine.stopped_at) == (False, MONDAY)


def test_after_a_backup_was_put_back_what_may_have_gone_out_does_not_come_again(reminder, mail_house, remind):
    reminder()
    go_on_all(at=MONDAY + 5 * MINUTE)
    remind(MONDAY + 5 * MINUTE)
    assert mail_house.mails == []


# --- setting it --------------------------------------------------------------------------------------


def test_without_a_confirmed_address_nothing_can_come_by_mail_and_the_page_says_so(with_account, reader):
    browser, person = with_account(verified=False)
    assert "Dat is er niet" in page_of(browser)
    browser.post("/account/reminders/", {**ASKED, "by_mail": "on"})
    assert not Reminder.objects.get().by_mail
    reader("elders", person=person)  # the letter comes to her, so that address was confirmed
    assert "elders@elsewhere.example" in page_of(browser)
    browser.post("/account/reminders/", {**ASKED, "by_mail": "on"})
    assert Reminder.objects.get().by_mail


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"days": []}, "Op welke dagen"),
        ({"time_1": ""}, "Vul er minstens één in"),
        ({"time_1": "25:00"}, "Dit is geen tijd"),
        ({"quiet_from": "22:00"}, "een begin en een eind"),
        ({"quiet_from": "08:00", "quiet_until": "09:00"}, "vallen in je stille uren"),
        ({"days": ["9"]}, 'id="id_days_error"'),
        ({"zone": "Mars/Phobos"}, 'id="id_zone_error"'),
    ],
)
def test_what_cannot_be_is_said_in_words_and_kept_nowhere(with_account, wish, said):
    browser, _person = with_account()
    answer = browser.post("/account/reminders/", {**ASKED, "by_mail": "on", **wish})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Reminder.objects.count() == 0


def test_pausing_turning_off_and_erasing_are_one_press_each(with_account):
    browser, person = with_account()
    browser.post("/account/reminders/", {**ASKED, "by_mail": "on", "by_feed": "on"})
    browser.post("/account/reminders/change/", {"go": "pause", "days": "7"})
    assert "Ze rusten tot" in page_of(browser)
    browser.post("/account/reminders/change/", {"go": "resume"})
    assert "Ze komen op de tijden" in page_of(browser)
    browser.post("/account/reminders/change/", {"go": "off"})
    mine = Reminder.objects.get()
    assert (mine.is_on, mine.due_at, mine.times) == (False, None, ["08:30"])
    assert not person.agrees_to("reminders")
    browser.post("/account/reminders/change/", {"go": "erase"})
    assert Reminder.objects.count() == 0


def test_a_stranger_changes_nothing_and_a_wrong_verb_neither(with_account, reminder, anna):
    reminder("anna")
    browser, _bram = with_account("bram")
    assert browser.post("/account/reminders/change/", {"go": "off"}).status_code == 404
    assert anna.post("/account/reminders/change/", {"go": "off"}).status_code == 302
    assert browser.get("/account/reminders/change/").status_code == 405
    assert Reminder.objects.get().by_mail


def test_a_mail_program_turns_it_off_without_a_page_and_opening_the_link_does_not(reminder):
    mine = reminder(feed_key="k" * 52)
    token = sign(mine.code, "remind", link_key())
    program = Client(enforce_csrf_checks=True)
    page = program.get(f"/r/{token}/").content.decode()
    assert page.split("<main")[1].split("</main>")[0].count("<button") == 1
    mine.refresh_from_db()
    assert mine.by_mail
    for other in (token[:-1] + ("a" if token[-1] != "a" else "b"), sign(mine.code, "reader", link_key())):
        assert program.post(f"/r/{other}/").status_code == 404
    answer = program.post(f"/r/{token}/", {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, "set-cookie" in {name.lower() for name in answer.headers}) == (200, False)
    mine.refresh_from_db()
    assert (mine.by_mail, mine.feed_key, mine.due_at) == (False, None, None)
    mine.delete()
    assert program.post(f"/r/{token}/").status_code == 200  # whoever is gone already gets no refusal


def test_what_anna_set_is_in_her_zip_and_what_opens_it_is_not(with_account):
    from tests.api.conftest import taken, unzip

    browser, _person = with_account()
    browser.post("/account/reminders/", {**ASKED, "by_feed": "on"})
    mine = Reminder.objects.get()
    everything = b"".join(unzip(taken(browser)).values()).decode()
    assert '"times":["08:30"]' in everything
    assert mine.feed_key not in everything
    assert mine.code not in everything


def test_it_speaks_english_too(reminder, mail_house, remind):
    reminder(language="en")
    remind(MONDAY)
    [(_, _, raw)] = mail_house.mails
    assert read(raw)["Subject"] == "Feel for a moment, if you like"
    assert "Turn reminders off" in read(raw).get_body(("html",)).get_content()
