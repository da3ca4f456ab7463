"""What is known of Anna's pattern follows everything she writes down, changes and erases, and is never made up."""

import os
import shutil
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loslaten.brain.posterior import PosteriorError
from loslaten.patterns import fit, standing
from loslaten.patterns.models import Moment, Standing
from loslaten.practice.models import Round
from loslaten.work.claim import claim
from tests.conftest import ROOT, furnished
from tests.patterns import several
from tests.patterns.lives import (
    AT,
    DAY,
    INSIGHT,
    assert_counted,
    card,
    count,
    known,
    log,
    numbers,
    practise,
    somebody,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def annas(db):
    return card(somebody())


@pytest.fixture
def counted(annas):
    """Anna's pattern with three moments that are taken in."""
    for day in range(3):
        log(annas, AT + day * DAY, 6 - day, ("old", "pause", "new")[day])
    count()
    return annas


def test_the_newest_moment_is_taken_in_at_once(counted):
    log(counted, AT + 4 * DAY, 5, "new", 3)
    assert known(counted).n_moments == 4
    assert_counted(counted)


def test_what_lies_before_another_waits_until_it_is_counted_afresh(counted):
    log(counted, AT + 1.5 * DAY, 8, "old")
    counted.standing.refresh_from_db()
    assert counted.standing.due_at is not None
    log(counted, AT + 5 * DAY, 4, "new")
    assert known(counted).n_moments == 3, "what came after it waits along"
    assert count() == 1
    assert known(counted).n_moments == 5
    assert_counted(counted)


def test_two_moments_at_the_same_instant_are_two(counted):
    for before in (3, 7):
        log(counted, AT + 9 * DAY, before, "old")
    count()
    assert known(counted).n_moments == 5
    log(counted, AT + 9 * DAY + timedelta(microseconds=1), 2, "new")
    assert known(counted).n_moments == 6
    assert_counted(counted)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("log", "log", "log", "rate", "erase", "practise", "count")),
        st.integers(0, 20),
        st.integers(0, 10),
        st.sampled_from(("old", "pause", "new", "")),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_in_whatever_order_it_comes_and_changes_counting_afresh_gives_the_same(annas, changes):
    with transaction.atomic():
        for what, when, tension, path in changes:
            do(annas, what, when, tension, path)
        fit.look_over(at=now())
        if standing.tally(annas)[0].n or Standing.objects.exists():
            count()
            assert_counted(annas)
        transaction.set_rollback(True)


def do(pattern, what, when, tension, path):
    some = Moment.objects.filter(pattern=pattern).order_by("at", "pk")
    chosen = some[when % len(some)] if some else None
    if what == "log":
        log(pattern, AT + when * DAY / 2, tension, path, tension // 2 if when % 2 else None)
    elif what == "practise":
        link = practise(pattern, AT + when * DAY / 2, tension, None if when % 3 else tension // 2)
        standing.take_in(pattern, link)
    elif what == "count":
        count()
    elif chosen and what == "rate":
        Moment.objects.filter(pk=chosen.pk).update(tension_before=tension)
        standing.recount(pattern)
    elif chosen and what == "erase":
        chosen.delete()
        standing.recount(pattern)


def test_a_round_counts_once_however_often_it_is_told(counted):
    link = practise(counted, AT + 4 * DAY, movement="walk")
    for _ in range(3):
        standing.take_in(counted, link)
    count()
    stored = known(counted)
    assert stored.n_moments == 4
    assert stored.traces[""].n_walked == 4
    assert_counted(counted)
    *_, last = fit.rows(counted)
    assert (last.path, last.steps) == ("new", ("welcome", "breathe", "move"))


@pytest.mark.parametrize(("ending", "path"), [("stopped", ""), ("too_much", ""), ("finished", "new")])
def test_a_round_that_was_stopped_is_a_rating_and_no_walk(counted, ending, path):
    standing.take_in(counted, practise(counted, AT + 4 * DAY, ending=ending))
    assert fit.rows(counted)[-1].path == path
    assert known(counted).n_moments == 4
    assert_counted(counted)


def test_a_round_without_a_rating_of_before_says_nothing(counted):
    standing.take_in(counted, practise(counted, AT + 4 * DAY, before=None))
    assert known(counted).n_moments == 3
    assert standing.is_whole(counted.standing)


def test_a_round_nobody_told_of_is_found_and_one_that_went_or_changed_too(counted):
    link = practise(counted, AT + 4 * DAY)
    for change, n in (
        (lambda: None, 4),
        (lambda: Round.objects.filter(pk=link.round_id).update(tension_after=6), 4),
        (lambda: Round.objects.filter(pk=link.round_id).update(ending="stopped"), 4),
        (lambda: Round.objects.get(pk=link.round_id).delete(), 3),
    ):
        change()
        assert fit.look_over(at=now()) == 1
        assert count() == 1
        assert known(counted).n_moments == n
        assert_counted(counted)
    assert fit.look_over(at=now()) == 0


def test_nothing_is_known_of_somebody_who_did_not_ask():
    brams = card(somebody("bram", asks=False))
    log(brams, AT, 5)
    standing.recount(brams)
    assert fit.look_over(at=now()) == count() == 0
    assert not Standing.objects.exists()


def test_what_is_known_goes_at_once_when_the_yes_is_taken_back(counted):
    assert standing.forget(counted.person) == 1
    counted.person.withdraw(INSIGHT, at=now())
    log(counted, AT + 4 * DAY, 5)
    assert not Standing.objects.exists()
    counted.person.agree(INSIGHT, wording="2026-11-23", at=now())
    standing.recount_all(counted.person)
    count()
    assert known(counted).n_moments == 4
    assert_counted(counted)


def test_a_yes_taken_back_while_it_is_counted_is_kept_to(counted):
    standing.recount(counted)
    [ours] = claim(Standing.objects.all(), at=now(), lease=fit.LEASE)
    standing.forget(counted.person)
    assert not fit.count(ours)
    assert not Standing.objects.exists()
    standing.recount(counted)
    [ours] = claim(Standing.objects.all(), at=now(), lease=fit.LEASE)
    counted.person.withdraw(INSIGHT, at=now())
    assert not fit.count(ours)
    assert not Standing.objects.exists()


def test_a_yes_that_went_some_other_way_is_found(counted):
    counted.person.withdraw(INSIGHT, at=now())
    fit.look_over(at=now())
    assert not Standing.objects.exists()


def spoiled(blob):
    return {
        "cut short": blob[:-1],
        "altered": blob[:200] + bytes([blob[200] ^ 1]) + blob[201:],
        "older": blob[:9] + b"\x01" + blob[10:],
        "nothing": b"",
    }


@pytest.mark.parametrize("how", ["cut short", "altered", "older", "nothing"])
def test_what_cannot_be_read_is_counted_afresh_and_never_begun_anew_in_silence(counted, how):
    Standing.objects.update(posterior=spoiled(bytes(known_blob(counted)))[how])
    log(counted, AT + 4 * DAY, 5)
    with pytest.raises(PosteriorError):
        known(counted)
    assert count() == 1
    assert known(counted).n_moments == 4
    assert_counted(counted)


def known_blob(pattern):
    pattern.standing.refresh_from_db()
    return pattern.standing.posterior


def test_another_secret_or_another_pattern_opens_nothing(counted, settings):
    other = card(counted.person)
    Standing.objects.create(pattern=other, posterior=known_blob(counted), n_moments=3)
    with pytest.raises(PosteriorError, match="another key"):
        standing.load(other.standing)
    settings.SECRET_KEY = "of another house, as after a leak"
    log(counted, AT + 4 * DAY, 5)
    assert count() == 1
    assert_counted(counted)


def test_a_worker_that_was_killed_leaves_it_due(counted):
    standing.recount(counted)
    at = now()
    assert claim(Standing.objects.all(), at=at, lease=fit.LEASE)
    assert fit.count_due(at=at) == 0
    assert fit.count_due(at=at + fit.LEASE) == 1
    assert_counted(counted)


def test_what_changes_while_it_is_counted_is_counted_once_more(counted):
    standing.recount(counted)
    [ours] = claim(Standing.objects.all(), at=now(), lease=fit.LEASE)
    log(counted, AT + 8 * DAY, 9, "old")
    assert not fit.count(ours), "it was made due again by the moment that came in"
    assert count() == 1
    assert known(counted).n_moments == 4
    assert_counted(counted)


def test_one_that_cannot_be_counted_waits_longer_and_longer_and_stops_nobody_else(counted):
    Moment.objects.filter(pattern=counted, path="old").update(path="sideways")
    standing.recount(counted)
    others = card(somebody("bram"))
    log(others, AT, 5)
    assert count() == 1
    assert_counted(others)
    counted.standing.refresh_from_db()
    assert counted.standing.due_at > now() + fit.LEASE
    assert counted.standing.tries == 1


def test_many_moments_that_come_in_at_once_are_due_and_counted(annas):
    Moment.objects.bulk_create(
        Moment(pattern=annas, at=AT + k * DAY / 10, arrived_at=AT, tension_before=k % 11, path="new")
        for k in range(300)
    )
    standing.recount(annas)
    assert count() == 1
    assert known(annas).n_moments == 300


def test_the_host_counts_everything_afresh(counted, capsys):
    before = numbers(known(counted))
    call_command("refit", "--all")
    assert "1 counted" in capsys.readouterr().out
    assert numbers(known(counted)) == pytest.approx(before, abs=1e-9)
    assert_counted(counted)


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_once_lose_nothing(tmp_path):
    """On SQLite a house of its own with real processes, for the tests' own lies in the memory of one."""
    if connection.vendor == "sqlite":
        data = tmp_path / "data"
        data.mkdir()
        shutil.copyfile(furnished(), data / "loslaten.sqlite3")
        run = [sys.executable, "-m", "tests.patterns.several"]
        environment = {**os.environ, "LOSLATEN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"}
        subprocess.run([*run, "begin"], env=environment, cwd=ROOT, check=True, timeout=60)
        parts = ("1", "2", "3", "work")
        busy = [subprocess.Popen([*run, part], env=environment, cwd=ROOT) for part in parts]
        assert [process.wait(timeout=60) for process in busy] == [0, 0, 0, 0]
        subprocess.run([*run, "end"], env=environment, cwd=ROOT, check=True, timeout=60)
        return
    several.act("begin")
    threads = [threading.Thread(target=several.act, args=(part,)) for part in ("1", "2", "3", "work")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    several.act("end")
