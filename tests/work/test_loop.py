"""Duties are done when they are due, by one worker at a time, and come back when a worker is lost."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from loslaten.work import loop
from loslaten.work.claim import claim
from loslaten.work.loop import Task, TryAgainError, do, do_one, enrol, every
from loslaten.work.models import LONGEST, Duty

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
LEASE = timedelta(minutes=1)


def take(at):
    return claim(Duty.objects.all(), at=at, lease=LEASE)


@pytest.fixture
def duty():
    return Duty.objects.create(name="water the plants", due_at=AT)


def test_what_is_claimed_is_not_claimed_again_until_its_lease_ends(duty):
    assert take(AT) == [duty]
    assert take(AT + LEASE - timedelta(seconds=1)) == []
    [again] = take(AT + LEASE)
    assert again.tries == 2


def test_nothing_is_claimed_before_it_is_due(duty):
    assert take(AT - timedelta(seconds=1)) == []
    assert Duty.objects.get().tries == 0


def test_a_batch_takes_what_is_longest_due_first():
    Duty.objects.bulk_create(Duty(name=f"{i}", due_at=AT - timedelta(hours=i)) for i in range(9))
    taken = claim(Duty.objects.all(), at=AT, lease=LEASE, batch=3)
    assert {duty.name for duty in taken} == {"8", "7", "6"}


def test_who_lost_the_lease_can_neither_renew_nor_finish(duty):
    [slow] = take(AT)
    [quick] = take(AT + LEASE)
    assert not slow.renew(AT + 3 * LEASE)
    assert not slow.finish(AT, due_at=AT + timedelta(days=1))
    assert not slow.fail(AT)
    assert quick.renew(AT + 3 * LEASE)
    assert quick.finish(AT + LEASE, due_at=AT + timedelta(days=1))
    assert Duty.objects.get().last_done_at == AT + LEASE


def test_what_fails_is_tried_again_later_and_later_but_within_the_hour(duty):
    waits = []
    for _ in range(9):
        [failing] = take(Duty.objects.get().due_at)
        failing.fail(AT)
        waits.append(Duty.objects.get().due_at - AT)
    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert waits[-1] == LONGEST


def test_done_is_due_again_at_its_next_time_and_its_tries_are_forgotten(duty):
    done = []
    tasks = {duty.name: Task(done.append, every(minutes=10))}
    assert do_one(tasks)
    assert not do_one(tasks)
    now = Duty.objects.get()
    assert len(done) == 1
    assert (now.tries, now.due_at - now.last_done_at) >= (0, timedelta(minutes=10))


def test_a_failure_is_told_by_kind_and_one_that_spoke_for_itself_is_not_told_twice(duty, told):
    def stumble(at):
        raise ValueError("anna's belly")

    def speak(at):
        raise TryAgainError

    [mine] = take(AT)
    do(mine, Task(stumble, every(minutes=10)))
    do(mine, Task(speak, every(minutes=10)))
    assert len(told) == 1
    assert told[0].startswith("ERROR The duty water the plants failed and will be tried again")
    assert told[0].endswith("ValueError")


def test_a_long_duty_renews_its_lease_so_that_nobody_else_begins_it(duty, monkeypatch):
    monkeypatch.setattr(loop, "LEASE", timedelta(milliseconds=300))
    leases = []

    def take_long(at):
        end = time.monotonic() + 20
        while len(set(leases)) < 4 and time.monotonic() < end:
            leases.append(Duty.objects.get().due_at)
            time.sleep(0.02)

    [mine] = claim(Duty.objects.all(), at=AT, lease=loop.LEASE)
    do(mine, Task(take_long, every(minutes=10)))
    assert leases == sorted(leases)
    assert len(set(leases)) == 4
    assert Duty.objects.get().last_done_at


def test_a_row_that_a_wrong_clock_put_far_ahead_is_due_now(duty):
    Duty.objects.update(due_at=datetime(2099, 1, 1, tzinfo=UTC))
    enrol({duty.name: Task(print, every(minutes=10))}, at=AT)
    assert Duty.objects.get().due_at == AT


def test_enrolling_twice_changes_nothing(duty):
    tasks = {duty.name: Task(print, every(days=1)), "other": Task(print, every(days=1))}
    for hours in (1, 2):
        enrol(tasks, at=AT + timedelta(hours=hours))
    assert list(Duty.objects.order_by("pk").values_list("name", "due_at")) == [
        (duty.name, AT),
        ("other", AT + timedelta(hours=1)),
    ]
