"""A host makes backups while people practise, and can trust what lies in the folder."""

import gzip
import stat
import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

from loslaten.site import backup
from tests.hosts import POSTGRES, wait_for

both_databases = pytest.mark.both_databases
only_postgresql = pytest.mark.skipif(not POSTGRES, reason="only PostgreSQL needs tools of its own")
NIGHTLY = (
    "from datetime import datetime, UTC; from loslaten.site.backup import nightly; nightly(at=datetime({}, tzinfo=UTC))"
)


@both_databases
def test_a_host_finds_one_whole_file_that_only_its_owner_can_read(host):
    said = host.ask("backup")
    [made] = host.whole()
    assert said.stdout.startswith(f"Made {made}: ")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(host.backups.stat().st_mode) == 0o700
    assert not list(host.backups.glob("*.unfinished*"))


def test_a_host_who_names_another_folder_finds_the_backups_there(host, tmp_path):
    host.backups = tmp_path / "other disk"
    host.wishes["LOSLATEN_BACKUPS"] = str(host.backups)
    assert host.back_up().parent == host.backups
    assert not (host.data / "backups").exists()


@both_databases
def test_people_go_on_practising_and_the_backup_holds_no_half_deed(host, new_host):
    begun, enough = threading.Event(), threading.Event()

    def practise():
        with host.connect() as connection:
            number = 0
            while not enough.is_set():
                number += 1
                for half in ("first", "second"):
                    connection.execute(
                        f"INSERT INTO django_session VALUES ('{half}-{number}', '', '2027-01-01 00:00+00:00')"  # noqa: S608
                    )
                connection.commit()
                begun.set()

    writer = threading.Thread(target=practise)
    writer.start()
    begun.wait(20)
    made = host.back_up()
    at_the_end = host.sql("SELECT count(*) FROM django_session")[0][0]
    enough.set()
    writer.join(20)
    other = new_host()
    assert other.ask("restore", made).returncode == 0
    keys = {key for (key,) in other.sql("SELECT session_key FROM django_session WHERE session_key <> 'annas-browser'")}
    firsts = {key.partition("-")[2] for key in keys if key.startswith("first")}
    assert 0 < len(keys) < at_the_end
    assert {f"{half}-{number}" for half in ("first", "second") for number in firsts} == keys


BRAM = [  # a guest of this morning, with a round, a note and a browser, who did not say to keep anything
    "INSERT INTO accounts_person"
    " (id, username, password, is_superuser, is_staff, is_active, is_guest, email, date_joined)"
    " VALUES (77, 'bram-keeps-nothing', '!', false, false, true, true, '', '2026-11-01 08:00+00:00')",
    "INSERT INTO practice_round (id, person_id, guide_slug, step, started_at, arrived_at, ending, places, felt_little,"
    " sensations, movement, outcome, signs, next_time) VALUES ('ROUND', 77, 'short', 'notice',"
    " '2026-11-01 08:00+00:00', '2026-11-01 08:00+00:00', '', '[]', false, '[]', 'brams-movement', '', '[]', '')",
    "INSERT INTO django_session VALUES ('brams-browser', 'a day long', '2026-11-02 08:00+00:00')",
    "INSERT INTO letters_signup (address, language, wording, asked_at, code, tries)"
    " VALUES ('unconfirmed@bram.example', 'nl', '2026-11', '2026-11-01 08:00+00:00', 'code', 0)",
    "INSERT INTO letters_import (id, state, made_at, encoding, delimiter, columns, language, proof, lines, read, fresh,"
    " known, double, gone, wrong, brought, remarks) VALUES (7, 'read', '2026-11-01 08:00+00:00', 'utf-8', ';', '[]',"
    " 'nl', '', 1, 1, 1, 0, 0, 0, 0, 0, '[]')",
    "INSERT INTO letters_candidate (of_id, address, name, language, pace, source, wording, confirmed_at, proof)"
    " VALUES (7, 'listed@bram.example', 'listed@bram.example', 'nl', 'weekly', 'import', '',"
    " '2026-11-01 08:00+00:00', '')",
]


def let_bram_practise(host):
    number = UUID(int=77)
    host.sql(*(sentence.replace("ROUND", str(number) if POSTGRES else number.hex) for sentence in BRAM))


def unpacked(path):
    return gzip.decompress(path.read_bytes()) if POSTGRES else path.read_bytes()


@both_databases
def test_what_a_guest_did_not_ask_to_keep_is_in_no_page_of_a_copy(host, new_host):
    let_bram_practise(host)
    made = host.back_up()
    assert b"annas-browser" in unpacked(made)
    for trace in (b"bram-keeps-nothing", b"brams-movement", b"brams-browser", b"unconfirmed@bram", b"listed@bram"):
        assert trace not in unpacked(made)
    assert host.sql("SELECT count(*) FROM practice_round") == [(1,)]
    other = new_host()
    assert other.ask("restore", made).returncode == 0
    assert other.sql("SELECT username FROM accounts_person") == [("anna",)]


@both_databases
def test_it_is_not_in_the_database_that_a_restore_kept_aside_either(host):
    made = host.back_up()
    let_bram_practise(host)
    assert host.ask("restore", made, "--replace").returncode == 0
    [aside] = host.backups.glob("*.replaced.*")
    assert b"annas-browser" in unpacked(aside)
    assert b"bram" not in unpacked(aside)


@both_databases
def test_a_backup_that_is_killed_halfway_leaves_nothing_that_looks_whole(host):
    host.fill(megabytes=24)
    process = host.run("from django.core.management import call_command; call_command('backup')")

    def halfway():
        return any(path.stat().st_size for path in host.backups.glob("*.unfinished") if path.exists())

    wait_for(halfway, process, every=0.002)
    process.kill()
    process.wait()
    assert host.whole() == []
    assert list(host.backups.glob("*.unfinished"))
    host.sql("DROP TABLE stones")
    assert host.back_up()
    assert not list(host.backups.glob("*.unfinished*"))


def test_a_full_disk_is_told_in_one_line_and_leaves_the_older_backups_whole(host):
    resource = pytest.importorskip("resource", reason="this system cannot limit the size of a file")
    older = host.back_up()
    content = older.read_bytes()
    host.fill(megabytes=2)
    most = 1_000_000
    said = host.ask("backup", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert host.whole() == [older]
    assert older.read_bytes() == content
    assert not list(host.backups.glob("*.unfinished*"))


@both_databases
def test_of_four_processes_that_wake_in_one_night_one_makes_the_backup(host):
    woken = [host.run(NIGHTLY.format(f"2026, 11, 23, 2, 0, {second}")) for second in range(4)]
    assert [process.wait() for process in woken] == [0, 0, 0, 0]
    assert len(host.whole()) == 1


def test_a_house_that_is_opened_again_makes_no_second_backup_that_night(host):
    for moment in ("2026, 11, 23, 2, 10", "2026, 11, 23, 2, 20", "2026, 11, 24, 1, 50", "2026, 11, 24, 2, 0"):
        assert host.run(NIGHTLY.format(moment)).wait() == 0
    assert [path.name[9:22] for path in host.whole()] == ["20261123T0210", "20261124T0200"]


def test_what_the_host_laid_in_the_folder_stays_there(host):
    host.backups.mkdir(mode=0o700)
    own = ["holiday.jpg", "loslaten-20200101.sqlite3", "loslaten-20200231T000000Z.dump", "loslaten.sqlite3"]
    for name in own:
        (host.backups / name).write_bytes(b"mine")
    (host.backups / "loslaten-20200101T000000Z.dump").write_bytes(b"of six years ago")
    host.back_up()
    assert all((host.backups / name).read_bytes() == b"mine" for name in own)
    assert not (host.backups / "loslaten-20200101T000000Z.dump").exists()


@both_databases
def test_a_host_with_a_key_of_its_own_does_not_find_it_beside_the_backups(host):
    host.wishes["LOSLATEN_SECRET_KEY"] = "kept elsewhere"
    host.back_up()
    assert not (host.backups / "loslaten.secret-key").exists()


@both_databases
@only_postgresql
def test_without_the_tools_of_postgresql_the_host_hears_which_one_to_install(host):
    host.path = ""
    said = host.ask("backup")
    assert said.returncode == 1
    assert said.stderr.startswith("CommandError: pg_dump is not on the PATH")
    assert len(said.stderr.splitlines()) == 1
    assert host.whole() == []


@both_databases
@only_postgresql
def test_a_database_that_does_not_answer_leaves_no_backup(host):
    host.wishes["LOSLATEN_DATABASE_URL"] = host.address.replace("/host_", "/nobody_")
    said = host.ask("backup")
    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert host.whole() == []


def test_a_disk_that_is_nearly_full_is_left_to_the_people(settings, tmp_path, monkeypatch):
    settings.BACKUPS = tmp_path
    (tmp_path / "loslaten-20261122T020000Z.sqlite3").write_bytes(b"as large as the last one")
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda folder: SimpleNamespace(free=20))
    with pytest.raises(backup.BackupError, match="There is no room for a backup"):
        backup.make(at=datetime(2026, 11, 23, 2, tzinfo=UTC))
    assert [path.name for path in tmp_path.glob("loslaten-*")] == ["loslaten-20261122T020000Z.sqlite3"]


@both_databases
def test_a_disk_that_was_taken_away_is_told_and_not_taken_for_another_process(settings, tmp_path):
    settings.BACKUPS = tmp_path / "taken away"
    with pytest.raises(backup.BackupError, match=r"Nothing can be written in .*taken away"):
        backup.nightly(at=datetime(2026, 11, 23, 2, tzinfo=UTC))
