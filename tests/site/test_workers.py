"""Several workers share one database: everything is done once, and what a killed worker had is done by another."""

import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from loslaten.site.duties import TASKS
from tests.hosts import POSTGRES, ROOT, wait_for

pytestmark = pytest.mark.both_databases
only_postgresql = pytest.mark.skipif(not POSTGRES, reason="only PostgreSQL has several workers")
TAKE = (
    "import sys; from datetime import timedelta; from django.utils.timezone import now;"
    "from loslaten.work.claim import claim; from loslaten.work.models import Duty; taken = []\n"
    "while rows := claim(Duty.objects.all(), at=now(), lease=timedelta(hours=1), batch=7):\n"
    "    taken += [row.name for row in rows]\n"
    "open({!r}, 'w').write(' '.join(taken))"
)
# Every change of a duty is written down by the database itself, with who made it.
WATCH = [
    "CREATE TABLE deeds (id serial, name text, worker text, tries int, was_tries int)",
    "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO deeds (name, worker, tries, was_tries)"
    " VALUES (NEW.name, current_setting('application_name'), NEW.tries, OLD.tries); RETURN NEW; END $$",
    "CREATE TRIGGER watch AFTER UPDATE ON work_duty FOR EACH ROW EXECUTE FUNCTION tell()",
]
DEEDS = "SELECT name, worker, tries FROM deeds WHERE worker LIKE 'worker%' AND tries <> was_tries ORDER BY id"
WAITING = (
    "SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
OLD_GUEST = (
    "INSERT INTO accounts_person (username, password, is_superuser, is_staff, is_active, is_guest, email, date_joined)"
    " VALUES ('guest-of-long-ago', '!', false, false, true, true, '', '2026-01-01 08:00+00:00')"
)


EVERY_DUTY = [(len(TASKS),)]


def worker(host, name):
    environment = {**host.environment, "PGAPPNAME": name}
    return subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_of_four_processes_each_takes_rows_that_no_other_takes(host, tmp_path):
    values = [f"('{number}', '2026-01-01 08:00+00:00', 0)" for number in range(200)]
    host.sql(f"INSERT INTO work_duty (name, due_at, tries) VALUES {', '.join(values)}")  # noqa: S608
    files = [tmp_path / f"{number}" for number in range(4)]
    assert [one.wait() for one in [host.run(TAKE.format(str(file))) for file in files]] == [0, 0, 0, 0]
    taken = " ".join(file.read_text() for file in files).split()
    assert sorted(taken, key=int) == [str(i) for i in range(200)]


def test_a_worker_that_is_told_to_stop_stops_with_a_clean_end(host):
    one = worker(host, "worker")
    wait_for(lambda: host.sql("SELECT count(*) FROM work_duty WHERE last_done_at IS NOT NULL") == EVERY_DUTY)
    one.terminate()
    assert one.wait(timeout=20) == 0
    assert host.whole()


@only_postgresql
def test_of_three_workers_one_is_killed_in_the_middle_of_a_duty_and_nothing_is_lost_or_done_twice(host):
    host.sql(*WATCH)
    workers = {f"worker {number}": worker(host, f"worker {number}") for number in range(3)}
    try:
        periods = 4
        for _ in range(periods):
            host.sql("UPDATE work_duty SET due_at = now(), last_done_at = NULL")
            wait_for(lambda: host.sql("SELECT count(*) FROM work_duty WHERE last_done_at IS NOT NULL") == EVERY_DUTY)
        lost = kill_who_is_at_it(host, workers)
        host.sql("UPDATE work_duty SET due_at = now() WHERE name = 'let go'")  # the minute of its lease is over
        wait_for(lambda: not host.sql("SELECT 1 FROM accounts_person WHERE username = 'guest-of-long-ago'"))
        wait_for(lambda: host.sql("SELECT count(*) FROM work_duty WHERE last_done_at IS NOT NULL") == EVERY_DUTY)
    finally:
        for one in workers.values():
            if one.poll() is None:
                one.terminate()
        ends = [one.wait(timeout=20) for one in workers.values()]
    assert sorted(ends) == [-signal.SIGKILL, 0, 0]
    look_at(host.sql(DEEDS), lost)
    assert len(host.whole()) == 1


def kill_who_is_at_it(host, workers):
    """Hold the rounds, so that the sweep has to wait in the middle; kill -9 the worker that waits."""
    host.sql(OLD_GUEST)
    with closing_transaction(host) as hold:
        hold.execute("LOCK TABLE practice_round IN ACCESS EXCLUSIVE MODE")
        host.sql("UPDATE work_duty SET due_at = now(), last_done_at = NULL WHERE name = 'let go'")
        [(lost,)] = wait_for(lambda: host.sql(WAITING))
        os.kill(workers[lost].pid, signal.SIGKILL)
        workers[lost].wait()
        assert host.sql("SELECT count(*) FROM accounts_person WHERE username = 'guest-of-long-ago'") == [(1,)]
    return lost


def closing_transaction(host):
    import psycopg

    return closing(psycopg.connect(host.address))


def look_at(deeds, lost):
    """A duty that was taken is finished by who took it before anybody takes it again; but for the one that was lost."""
    holder: dict[str, str | None] = {}
    taken_over = []
    for name, who, tries in deeds:
        if tries == 0:
            assert holder[name] == who
            holder[name] = None
        else:
            if holder.get(name):
                taken_over.append((name, holder[name]))
            holder[name] = who
    assert taken_over == [("let go", lost)]
    assert not any(holder.values())
    done = [name for name, _, tries in deeds if tries == 0]
    assert len([name for name in done if name == "let go"]) >= 5
