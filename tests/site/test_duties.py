"""What the house does by itself goes on, whatever fails, and the log keeps quiet about people."""

import logging

import pytest

from loslaten.site import work
from loslaten.site.backup_file import BackupError
from loslaten.site.log import Discreet
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def told():
    """Read the log as the host reads it."""
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(Discreet("{levelname} {message}", style="{").format(record))
    logging.getLogger("loslaten.work").addHandler(handler)
    yield lines
    logging.getLogger("loslaten.work").removeHandler(handler)


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.NIGHTLY_BACKUPS = True


def fail(trouble):
    def act(**options):
        raise trouble

    return act


def test_a_backup_that_cannot_be_made_is_told_and_does_not_stop_the_sweep(monkeypatch, told):
    swept = []
    monkeypatch.setattr(work, "sweep", lambda *, at: swept.append(at) or (0, 0, 0))
    monkeypatch.setattr(work, "nightly", fail(BackupError("There is no room for a backup.")))
    work.once()
    work.once()
    assert len(swept) == 2
    assert told == ["ERROR No backup was made, and it will be tried again: There is no room for a backup."] * 2


def test_a_sweep_that_fails_does_not_stop_the_backup_and_the_log_holds_nothing_of_anybody(monkeypatch, told):
    made = []
    monkeypatch.setattr(work, "sweep", fail(RuntimeError("anna: tension 7 in my belly")))
    monkeypatch.setattr(work, "nightly", lambda *, at: made.append(at))
    work.once()
    assert len(made) == 1
    assert told[0].startswith("ERROR The work failed and will be tried again")
    assert "belly" not in told[0]


def test_without_a_folder_from_the_host_no_copy_of_a_guest_outlives_the_day(monkeypatch, settings):
    made = []
    settings.NIGHTLY_BACKUPS = False
    monkeypatch.setattr(work, "nightly", lambda *, at: made.append(at))
    work.once()
    assert made == []


def test_a_house_that_opens_makes_its_backup_and_only_one(host):
    host.wishes["LOSLATEN_BACKUPS"] = str(host.backups)
    for _ in range(2):
        house = House(host.data, **host.wishes, PATH=host.path).open()
        while not host.whole():
            assert house.process.poll() is None
        house.close()
    assert len(host.whole()) == 1
