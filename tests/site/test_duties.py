"""What the house does by itself goes on, whatever fails, and the log keeps quiet about people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches

from loslaten.accounts.models import CacheRow, Person
from loslaten.site import duties
from loslaten.site.backup_file import BackupError, MissingToolError
from loslaten.work.loop import do_one, enrol
from loslaten.work.models import Duty
from tests.conftest import House
from tests.hosts import POSTGRES, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
only_postgresql = pytest.mark.skipif(not POSTGRES, reason="only PostgreSQL needs tools of its own")
AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def do_everything():
    while do_one(duties.TASKS):
        pass


@pytest.fixture
def nothing_to_back_up(monkeypatch):
    monkeypatch.setattr(duties, "nightly", lambda *, at: None)
    monkeypatch.setattr(duties, "throw_away", lambda *, at: None)


def fail(trouble):
    def act(**options):
        raise trouble

    return act


def test_a_backup_that_cannot_be_made_is_told_and_tried_again_and_does_not_stop_the_sweep(
    monkeypatch, nothing_to_back_up, told
):
    monkeypatch.setattr(duties, "nightly", fail(BackupError("There is no room for a backup.")))
    enrol(duties.TASKS, at=AT)
    do_everything()
    assert told == ["ERROR No backup was made, and it will be tried again: There is no room for a backup."]
    assert Duty.objects.get(name="let go").last_done_at
    again = Duty.objects.get(name="back up")
    assert again.last_done_at is None
    assert again.due_at < datetime.now(UTC) + timedelta(minutes=3)


def test_a_missing_tool_is_told_once_a_night_and_not_every_ten_minutes(monkeypatch, nothing_to_back_up, told):
    monkeypatch.setattr(duties, "nightly", fail(MissingToolError("pg_dump is not on the PATH.")))
    enrol(duties.TASKS, at=AT)
    do_everything()
    assert told == ["ERROR No backup was made this night: pg_dump is not on the PATH."]
    assert Duty.objects.get(name="back up").due_at.astimezone(duties.zone()).hour == 3


def test_a_sweep_that_fails_does_not_stop_the_backup_and_the_log_holds_nothing_of_anybody(
    monkeypatch, nothing_to_back_up, told
):
    made = []
    monkeypatch.setattr(duties, "sweep", fail(RuntimeError("anna: tension 7 in my belly")))
    monkeypatch.setattr(duties, "nightly", lambda *, at: made.append(at))
    enrol(duties.TASKS, at=AT)
    do_everything()
    assert len(made) == 1
    assert told[0].startswith("ERROR The duty let go failed and will be tried again")
    assert told[0].endswith("RuntimeError")
    assert "belly" not in told[0]


def test_what_was_used_up_is_cleared_and_what_is_in_use_stays(nothing_to_back_up):
    cache = caches["default"]
    cache.set("anna", 3, timeout=3600)
    cache.set("bram", 3, timeout=0.01)
    anna = Person.objects.create(username="anna")
    for key in ("open", "ended"):
        UserSession.objects.create(user=anna, session_key=key, ip="::1", user_agent="")
    UserSession.objects.update(created_at=datetime.now(UTC) - timedelta(hours=2))
    Session.objects.create(session_key="open", session_data="", expire_date=datetime.now(UTC) + timedelta(days=9))
    at = datetime.now(UTC) + timedelta(seconds=2)
    duties.TASKS["forget"].act(at)
    assert [one.session_key for one in UserSession.objects.all()] == ["open"]
    assert cache.get("anna") == 3
    assert CacheRow.objects.count() == 1


def test_a_house_that_opens_makes_its_backup_without_being_asked_and_only_one(host):
    for _ in range(2):
        house = House(host.data, **host.wishes, PATH=host.path).open()
        wait_for(host.whole, house.process)
        house.close()
    assert len(host.whole()) == 1


def test_a_house_whose_work_is_done_by_others_does_none_itself(host):
    house = House(host.data, **host.wishes, PATH=host.path, LOSLATEN_WORK="off").open()
    house.close()
    assert host.sql("SELECT count(*) FROM work_duty") == [(0,)]
    assert host.whole() == []


@only_postgresql
def test_two_houses_on_one_database_share_the_work_and_open_at_the_same_time(host):
    host.sql("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")  # nobody was here yet, not even a migration
    houses = [House(host.data, **host.wishes, PATH=host.path) for _ in range(2)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(House.open, houses))
    undone = "SELECT 1 FROM work_duty WHERE last_done_at IS NULL"
    wait_for(lambda: not host.sql(undone), *(house.process for house in houses))
    for house in houses:
        house.close()
    assert len(host.whole()) == 1
