"""Vanmiddag, gisteravond, or a time on a clock that skips one hour a year and doubles another."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import override
from django.utils.translation import override as speak

from loslaten.patterns.when import NoSuchTimeError, When, meant, offered, wall

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2026, 11, 23, 20, 10, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def here():
    with override(AMSTERDAM), speak("nl"):
        yield


def local(word: str, day_time: str = "", at: datetime = EVENING) -> str:
    return wall(meant(word, day_time, at=at).at)


def test_words_mean_what_one_means_by_them():
    assert meant("now", "", at=EVENING).at == EVENING
    assert local("earlier") == "2026-11-23T18:10"
    assert local("morning") == "2026-11-23T09:00"
    assert local("afternoon") == "2026-11-23T15:00"
    assert local("yesterday") == "2026-11-22T20:00"
    assert local("clock", "2026-11-20T13:45") == "2026-11-20T13:45"


def test_earlier_today_stays_today_just_after_midnight():
    assert local("earlier", at=datetime(2026, 11, 23, 0, 40, tzinfo=AMSTERDAM)) == "2026-11-23T00:00"


def test_only_words_that_can_be_meant_are_offered():
    assert offered(EVENING.replace(hour=8)) == [When.NOW, When.EARLIER, When.YESTERDAY, When.CLOCK]
    assert When.AFTERNOON in offered(EVENING)


@pytest.mark.parametrize(
    ("day_time", "why"),
    [
        ("2026-03-29T02:30", "Op 29 maart sloeg de klok 02:30 over. Kies een tijd ervoor of erna."),
        ("2026-11-23T20:11", "Dat moment moet nog komen. Kies er een dat geweest is."),
        ("1899-12-31T23:00", "Dat is te lang geleden om hier te staan. Kies een dag vanaf 2000."),
        ("vanmiddag", "Schrijf de dag en de tijd zoals 2026-11-23 14:30."),
        ("2026-02-30T10:00", "Schrijf de dag en de tijd zoals 2026-11-23 14:30."),
        ("2026-11-20T10:00Z", "Schrijf de dag en de tijd zoals 2026-11-23 14:30."),
        ("", "Schrijf de dag en de tijd zoals 2026-11-23 14:30."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(day_time, why):
    with pytest.raises(NoSuchTimeError) as refused:
        meant("clock", day_time, at=EVENING)
    assert str(refused.value) == why


def test_of_a_time_that_was_there_twice_the_first_is_taken():
    told = meant("clock", "2026-10-25T02:30", at=EVENING)
    assert told == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True)
    assert not meant("clock", "2026-10-25T03:30", at=EVENING).twice


def test_this_afternoon_in_the_morning_still_has_to_come():
    with pytest.raises(NoSuchTimeError):
        meant("afternoon", "", at=EVENING.replace(hour=9))


def test_the_last_night_of_the_last_year_still_has_to_come_west_of_greenwich_too():
    with override(ZoneInfo("America/New_York")), pytest.raises(NoSuchTimeError):
        meant("clock", "9999-12-31T23:00", at=EVENING)
