"""Anna lets her own calendar remind her: it follows an address that she can take back."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from loslaten.accounts.models import Person
from loslaten.letters.calendar_file import zone_lines
from loslaten.letters.models import Reminder

pytestmark = pytest.mark.django_db
ASKED = {"days": ["0", "3"], "time_1": "08:30", "zone": "Europe/Amsterdam"}


@pytest.fixture
def annas_feed(with_account):
    browser, _person = with_account()
    browser.post("/account/reminders/", {**ASKED, "time_2": "20:05", "by_feed": "on"})
    return browser


def feed_address() -> str:
    return f"/reminders/{Reminder.objects.get().feed_key}.ics"


def unfolded(answer) -> list[str]:
    whole = answer.content.decode()
    assert max(len(line.encode()) for line in whole.split("\r\n")) <= 75
    return whole.replace("\r\n ", "").split("\r\n")


def test_a_calendar_reads_the_times_without_a_session_and_keeps_nothing_for_others(annas_feed):
    answer = Client().get(feed_address())
    lines = unfolded(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert not answer.cookies
    assert lines.count("RRULE:FREQ=WEEKLY;BYDAY=MO,TH") == 2
    begins = [line for line in lines if line.startswith("DTSTART;TZID=Europe/Amsterdam:")]
    assert [line[-7:] for line in begins] == ["T083000", "T200500"]
    first = datetime.strptime(begins[0].partition(":")[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    assert first.weekday() in {0, 3}
    assert lines.count("TRANSP:TRANSPARENT") == lines.count("BEGIN:VALARM") == 2
    said = next(line for line in lines if line.startswith("DESCRIPTION:"))
    off = re.search(r"Herinneringen uitzetten: http://testserver(/r/\S+)", said)[1]
    assert Client().post(off).status_code == 200
    assert not Reminder.objects.get().is_on


def test_a_feed_that_was_taken_back_is_not_there_at_once_and_a_new_address_is_another(annas_feed):
    before = feed_address()
    annas_feed.post("/account/reminders/change/", {"go": "new_address"})
    after = feed_address()
    assert (Client().get(before).status_code, Client().get(after).status_code) == (404, 200)
    annas_feed.post("/account/reminders/change/", {"go": "no_address"})
    assert Client().get(after).status_code == 404
    assert Client().get("/reminders/None.ics").status_code == 404


def test_during_a_pause_the_calendar_is_empty_until_its_end(annas_feed):
    annas_feed.post("/account/reminders/change/", {"go": "pause", "days": "14"})
    until = Reminder.objects.get().paused_until
    lines = unfolded(Client().get(feed_address()))
    begins = [line.partition(":")[2][:8] for line in lines if line.startswith("DTSTART;")]
    assert (
        begins
        == [f"{min(d for d in (until + timedelta(days=n) for n in range(7)) if d.weekday() in {0, 3}):%Y%m%d}"] * 2
    )


@pytest.mark.parametrize(
    "zone", ["Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]
)
def test_the_clock_of_the_calendar_is_that_of_the_place_in_every_hour_of_two_years(zone):
    def far(told: str) -> timedelta:
        return timedelta(hours=int(told[1:3]), minutes=int(told[3:])) * (-1 if told[0] == "-" else 1)

    told = re.findall(r"DTSTART:(\S+)\nTZOFFSETFROM:(\S+)\nTZOFFSETTO:(\S+)", "\n".join(zone_lines(zone, 2026)))
    changes = [
        (datetime.strptime(begin, "%Y%m%dT%H%M%S").replace(tzinfo=UTC) - far(was), far(then))
        for begin, was, then in told
    ]
    for half_hours in range(2 * 365 * 48):
        at = datetime(2026, 1, 1, tzinfo=UTC) + half_hours * timedelta(minutes=30)
        meant = [distance for begin, distance in changes if begin <= at][-1]
        assert at.astimezone(ZoneInfo(zone)).utcoffset() == meant


def test_whoever_has_no_account_gets_a_file_and_nothing_of_it_is_kept(anna):
    page = anna.get("/account/reminders/").content.decode()
    assert "We bewaren er hier niets van" in page
    assert "Stille uren" not in page
    answer = anna.post("/account/reminders/", ASKED)
    assert answer["Content-Disposition"] == 'attachment; filename="loslaten.ics"'
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,TH" in unfolded(answer)
    assert (Reminder.objects.count(), Person.objects.count()) == (0, 0)
