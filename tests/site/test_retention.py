"""A year of nights: a host always has a week and a month to go back to, and nothing erased lasts five weeks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loslaten.site.backup_file import Backup, name_for, ours, read_name
from loslaten.site.retention import OLDEST, due, kept, next_night, night

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def live_through(zone, *, days, step, closed=lambda at: False):
    """Come by every so often, as the work does; give each moment with what lies in the folder then."""
    lies: list[Backup] = []
    for tick in range(int(timedelta(days=days) / step)):
        at = BEGIN + tick * step
        if closed(at):
            continue
        made = due(lies, at=at, zone=zone)
        if made:
            lies = [*lies, read_name(name_for(at, "sqlite3"))]
        stay = kept(lies, at=at, zone=zone)
        lies = [backup for backup in lies if backup.name in stay]
        yield at, made, lies


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Australia/Lord_Howe"])
def test_every_night_of_a_year_has_one_backup_also_when_the_clock_changes(zone):
    zone = ZoneInfo(zone)
    nights = [night(at, zone) for at, made, _ in live_through(zone, days=400, step=timedelta(minutes=30)) if made]
    assert nights == [nights[0] + index * DAY for index in range(len(nights))]
    assert len(nights) >= 400


def test_the_hour_that_comes_twice_makes_no_second_backup_and_the_hour_that_is_skipped_loses_none():
    for change in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
        moments = [change - 2 * DAY + index * timedelta(minutes=10) for index in range(4 * 144)]
        names, made = set(), []
        for at in moments:
            if due(ours(names), at=at, zone=AMSTERDAM):
                names.add(name_for(at, "dump"))
                made.append(at.astimezone(AMSTERDAM))
        assert [at.hour for at in made[1:]] == [3, 3, 3, 3]


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Australia/Lord_Howe", "America/St_Johns"])
def test_the_next_night_is_always_ahead_and_never_two_nights_away(zone):
    zone = ZoneInfo(zone)
    for hour in range(400 * 24):
        at = BEGIN + timedelta(hours=hour, minutes=7)
        ahead = next_night(at, zone)
        assert timedelta(0) < ahead - at <= timedelta(hours=25)
        assert ahead.astimezone(zone).hour == 3
        assert night(ahead, zone) > night(at, zone)


def test_a_host_can_go_back_seven_days_and_four_weeks_on_every_day_of_the_year():
    for at, _, backups in live_through(AMSTERDAM, days=400, step=timedelta(hours=1)):
        nights = {night(backup.taken_at, AMSTERDAM) for backup in backups}
        today = night(at, AMSTERDAM)
        if at - BEGIN > 6 * WEEK:
            assert {today - back * DAY for back in range(7)} <= nights
            mondays = {day - day.weekday() * DAY for day in nights}
            assert {today - today.weekday() * DAY - back * WEEK for back in range(5)} <= mondays
            assert len(nights) in {10, 11}


def test_what_somebody_erased_is_in_no_backup_after_five_weeks_however_often_the_house_was_closed():
    def every_other_fortnight(at):
        return (at - BEGIN).days % 28 >= 14 or at.weekday() in {1, 5}

    for at, _, backups in live_through(AMSTERDAM, days=400, step=timedelta(hours=1), closed=every_other_fortnight):
        assert all(at - backup.taken_at < timedelta(weeks=5) for backup in backups)


def test_while_no_backup_can_be_made_the_last_one_stays_and_the_rest_still_age_out():
    backups = ours(name_for(BEGIN + day * DAY, "sqlite3") for day in range(10))
    soon, late = BEGIN + 20 * DAY, BEGIN + 90 * DAY
    assert len(kept(backups, at=soon, zone=AMSTERDAM)) >= 7
    assert kept(backups, at=late, zone=AMSTERDAM) == {backups[-1].name}


def test_two_backups_by_hand_in_one_evening_are_both_there_in_the_morning():
    evening = datetime(2026, 11, 23, 20, tzinfo=UTC)
    before, after = name_for(evening, "sqlite3"), name_for(evening + timedelta(minutes=5), "sqlite3")
    assert kept(ours([before, after]), at=evening + timedelta(hours=12), zone=AMSTERDAM) == {before, after}
    assert kept(ours([before, after]), at=evening + timedelta(hours=36), zone=AMSTERDAM) == {after}


def test_a_replaced_database_stays_for_five_weeks_and_not_longer():
    replaced = name_for(BEGIN, "sqlite3", replaced=True)
    assert kept(ours([replaced]), at=BEGIN + 34 * DAY, zone=AMSTERDAM) == {replaced}
    assert kept(ours([replaced]), at=BEGIN + 35 * DAY, zone=AMSTERDAM) == set()
    assert due(ours([replaced]), at=BEGIN, zone=AMSTERDAM)


def test_a_clock_that_was_wrong_once_stops_no_backup_and_throws_none_away():
    far = name_for(datetime(2099, 1, 1, tzinfo=UTC), "sqlite3")
    week = [name_for(BEGIN - day * DAY, "sqlite3") for day in range(1, 8)]
    assert due(ours([far, *week]), at=BEGIN + 4 * timedelta(hours=1), zone=AMSTERDAM)
    assert kept(ours([far, *week]), at=BEGIN, zone=AMSTERDAM) == {far, *week}


def test_a_name_tells_its_moment_and_other_names_are_nobodys():
    at = datetime(2026, 11, 23, 3, 0, 5, tzinfo=AMSTERDAM)
    assert name_for(at, "sqlite3") == "loslaten-20261123T020005Z.sqlite3"
    assert read_name("loslaten-20261123T020005Z.replaced.dump").taken_at == at
    others = ["loslaten.sqlite3", "loslaten-20260230T000000Z.dump", "loslaten-20261123T020005Z.sqlite3.unfinished"]
    assert ours(others) == []
    assert night(at, AMSTERDAM) == date(2026, 11, 23)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "promise"), [("nl", "hoogstens vijf weken"), ("en", "at most five weeks")])
def test_people_read_how_long_what_they_erase_may_last_and_that_is_what_is_kept(visitor, language, promise):
    assert promise in visitor(language).get("/privacy/").content.decode()
    assert timedelta(weeks=4) < OLDEST < timedelta(weeks=5)
