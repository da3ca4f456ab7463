"""The letter survives what happens to a house: a worker that is killed, a backup that is put back."""

import email
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.hosts import POSTGRES, ROOT, wait_for
from tests.letters.conftest import open_mail_house

pytestmark = pytest.mark.both_databases
READERS = 120
WORKERS = 3 if POSTGRES else 1
SETTLE = f"""
from django.utils.timezone import now
from loslaten.letters.models import Letter, Reader
Reader.objects.bulk_create(Reader(address=f"lezer{{n}}@elsewhere.example", name=f"lezer{{n}}@elsewhere.example",
                                  wording="2026-11", confirmed_at=now()) for n in range({READERS}))
Letter.objects.create(slug="kaken", state="planned", due_at=now(), subject_nl="Je kaken")
"""
SENT = "SELECT count(*) FROM letters_delivery WHERE state = 'sent'"
LEASES = "SELECT count(DISTINCT due_at) FROM letters_delivery WHERE state = 'waiting'"
# The minutes of a lease are over.
LATER = "UPDATE {} SET due_at = '2026-01-01 08:00+00:00'"


def worker(host, address):
    wishes = {"LOSLATEN_EMAIL_URL": address, "LOSLATEN_LETTERS_A_MINUTE": "0"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT, env={**host.environment, **wishes},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def only_the_dead_hold_any(host):
    """Say whether at most one lease is left, and nobody works at it: the leases of the living are not ours to end."""
    [before] = host.sql(SENT)
    time.sleep(2)
    return host.sql(LEASES)[0][0] <= 1 and host.sql(SENT) == [before] and before[0] >= READERS // 2


def test_of_a_letter_to_many_nobody_is_missed_and_one_mail_at_most_comes_twice(host):
    assert host.run(SETTLE.strip()).wait() == 0
    with open_mail_house() as mail_house:
        workers = [worker(host, mail_house.address) for _ in range(WORKERS)]

        def kill_one(address):
            """Pull the plug after the mail house has a mail, and before the worker hears so."""
            if len(mail_house.mails) == READERS // 2:
                workers[0].send_signal(signal.SIGKILL)
                workers[0].wait()

        mail_house.meanwhile = kill_one
        try:
            wait_for(lambda: workers[0].poll() is not None)
            workers.append(worker(host, mail_house.address))
            wait_for(lambda: only_the_dead_hold_any(host))
            host.sql(LATER.format("letters_delivery") + " WHERE state = 'waiting'", LATER.format("work_duty"))
            wait_for(lambda: host.sql(SENT) == [(READERS,)])
        finally:
            for each in workers:
                if each.poll() is None:
                    each.terminate()
                    each.wait(timeout=20)
    taken = Counter(mail_house.taken())
    assert len(taken) == READERS
    assert sum(taken.values()) <= READERS + 1
    names = Counter(email.message_from_bytes(mail)["message-id"] for _, _, mail in mail_house.mails)
    assert sorted(names.values()) == sorted(taken.values())
    if not POSTGRES:  # the only worker was the one that was killed, between the yes and the row
        assert sum(taken.values()) == READERS + 1


PEOPLE = 6
REMIND = f"""
from datetime import timedelta
from zoneinfo import ZoneInfo
from allauth.account.models import EmailAddress
from django.utils.timezone import now
from loslaten.accounts.models import Person
from loslaten.letters.models import Reminder
moment = now().replace(second=0, microsecond=0)
times, days = [f"{{moment.astimezone(ZoneInfo('UTC')):%H:%M}}"], list(range(7))
for n in range({PEOPLE}):
    person = Person.objects.create(username=f"mens{{n}}")
    EmailAddress.objects.create(user=person, email=f"mens{{n}}@elsewhere.example", verified=True)
    mine = Reminder(person=person, by_mail=True, days=days, times=times, zone="Etc/UTC", set_at=moment)
    mine.set_at -= timedelta(days=1)
    mine.keep(at=moment - timedelta(minutes=1))
"""
TURN = """
from django.utils.timezone import now
from loslaten.letters.envelope import this_house
from loslaten.letters.post import Line
from loslaten.letters.remind import Reminders
Reminders(Line(), this_house(), now).go(seconds=5)
"""


def test_of_a_reminder_only_the_one_that_was_under_way_comes_twice_when_the_worker_is_killed(host):
    with open_mail_house() as mail_house:
        host.wishes |= {"LOSLATEN_EMAIL_URL": mail_house.address, "LOSLATEN_LETTERS_A_MINUTE": "0"}
        first = host.run(REMIND.strip() + TURN)
        mail_house.meanwhile = lambda address: len(mail_house.mails) == PEOPLE // 2 and first.kill()
        assert first.wait() == -signal.SIGKILL
        before = len(mail_house.mails)
        host.sql(LATER.format("letters_reminder"))  # the lease is over
        assert host.run(TURN.strip()).wait() == 0
    taken = Counter(mail_house.taken())
    assert (len(taken), sum(taken.values())) == (PEOPLE, PEOPLE + 1)
    assert before == PEOPLE // 2 + 1
    names = Counter(email.message_from_bytes(mail)["message-id"] for _, _, mail in mail_house.mails)
    assert sorted(names.values()) == sorted(taken.values())


def test_a_backup_that_is_put_back_the_same_morning_sends_no_letter_again(host):
    assert host.run(SETTLE.strip()).wait() == 0
    backup = host.back_up()
    host.sql("UPDATE letters_letter SET state = 'sent'")
    said = host.ask("restore", backup, "--replace")
    assert said.returncode == 0, said.stderr
    assert "wait for their writer's yes: 1." in said.stdout
    assert host.sql("SELECT state FROM letters_letter") == [("held",)]
