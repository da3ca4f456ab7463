"""A host puts a backup back, and cannot do harm by a wrong file, a wrong moment or a wrong order."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loslaten.site.backup_file import BackupError
from loslaten.site.seal import seal, sealed
from tests.conftest import House
from tests.hosts import POSTGRES, wait_for

both_databases = pytest.mark.both_databases
only_sqlite = pytest.mark.skipif(bool(POSTGRES), reason="only SQLite is one file")
OLDER = "DELETE FROM django_migrations WHERE app = 'mfa'"


def refusals(host, *files: Path) -> list[str]:
    """Ask for what should be refused, one after the other in one process; give what is said of each."""
    before = host.rows()
    code = (
        "from django.core.management import call_command as ask\n"
        "from django.core.management import CommandError\n"
        f"for file in {[str(file) for file in files]!r}:\n"
        "    try: ask('restore', file, replace=True)\n"
        "    except CommandError as refused: print(refused)\n"
    )
    said = host.ask("shell", "--no-imports", "-c", code)
    assert said.returncode == 0, said.stderr
    assert host.rows() == before
    return said.stdout.splitlines()


def of_people(host) -> dict[str, list[tuple]]:
    """Read everything but the duties, which a house that is open does meanwhile."""
    return {table: rows for table, rows in host.rows().items() if table != "work_duty"}


def refusal(host, *words):
    """Ask for what should be refused; give the one line that is said."""
    before = of_people(host)
    said = host.ask("restore", *words)
    assert said.returncode == 2, said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert of_people(host) == before
    return said.stderr.removeprefix("CommandError: ")


@both_databases
def test_on_a_new_machine_every_row_comes_back(host, new_host):
    backup = host.back_up()
    other = new_host()
    said = other.ask("restore", backup)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("Put back ")
    assert other.rows() == host.rows()
    assert other.sql("SELECT session_data FROM django_session") == [("belly — jaw",)]
    if not POSTGRES:
        assert stat.S_IMODE((other.data / "loslaten.sqlite3").stat().st_mode) == 0o600


def test_the_browser_of_a_guest_is_known_on_the_new_machine(host, new_host):
    backup = host.back_up()
    other = new_host()
    other.ask("check")
    former = (other.data / "secret-key").read_text("ascii")
    other.ask("restore", backup)
    assert (other.data / "secret-key").read_text("ascii") == (host.data / "secret-key").read_text("ascii") != former
    assert [path.read_text("ascii") for path in other.data.glob("secret-key.*")] == [former]


@both_databases
def test_rows_are_replaced_only_when_that_is_said_and_can_be_had_back(host):
    backup = host.back_up()
    then = host.rows()
    host.sql("UPDATE accounts_person SET username = 'anna later'")
    now = host.rows()
    assert refusal(host, backup).startswith("The database has rows. Give --replace")
    assert host.ask("restore", backup, "--replace").returncode == 0
    assert host.rows() == then
    [aside] = host.backups.glob("*.replaced.*")
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert host.ask("restore", aside, "--replace").returncode == 0
    assert host.rows() == now


def test_what_the_house_wrote_down_for_itself_is_nobodys_and_stands_in_no_restores_way(host, new_host):
    backup = host.back_up()
    fresh = new_host()
    fresh.sql("INSERT INTO work_duty (name, due_at, tries) VALUES ('let go', '2026-11-01 08:00+00:00', 0)")
    assert fresh.ask("restore", backup).returncode == 0
    strange = new_host()
    strange.sql("CREATE TABLE of_another_program (words text)", "INSERT INTO of_another_program VALUES ('keep me')")
    assert strange.ask("restore", backup).returncode == 2


def test_a_backup_of_what_was_put_back_can_be_put_back(host, new_host):
    second, third = new_host(), new_host()
    assert second.ask("restore", host.back_up()).returncode == 0
    assert third.ask("restore", second.back_up()).returncode == 0
    third.sql("INSERT INTO accounts_consent (purpose, wording, given_at, withdrawn_at, person_id)"
              " VALUES ('keep_rounds', '2026-11', '2026-11-02 08:00+00:00', '2026-11-03 08:00+00:00', 1)")  # fmt: skip
    assert third.sql("SELECT max(id) FROM accounts_consent") == [(2,)]


@both_databases
def test_a_house_that_is_open_is_not_pulled_away_under_the_people_in_it(host):
    backup = host.back_up()
    house = House(host.data, **host.wishes).open()
    try:
        assert refusal(host, backup, "--replace").startswith("Loslaten is still running")
    finally:
        house.close()
    assert host.ask("restore", backup, "--replace").returncode == 0


def test_a_backup_that_is_torn_or_of_which_a_bit_fell_over_is_refused_wherever_it_is(host, new_host):
    whole, other = host.back_up(), new_host()
    content = whole.read_bytes()
    n = len(content)
    damaged = {f"{length}-torn": content[:length] for length in (n * 3 // 10, n * 9 // 10, n - 200, n - 1)}
    for place in (40, n // 2, n - 150, n - 1):
        damaged[f"{place}-fell"] = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    files = [other.data / f"{name}-{whole.name}" for name in damaged]
    for file, bytes_left in zip(files, damaged.values(), strict=True):
        file.write_bytes(bytes_left)
    for file, said in zip(files, refusals(other, *files), strict=True):
        assert said.startswith(f"{file.name} is damaged")


@given(st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_of_a_sealed_file_can_be_lost_or_changed(tmp_path, data):
    file = tmp_path / "sealed"
    file.write_bytes(data.draw(st.binary(max_size=300)))
    seal(file)
    assert sealed(file)
    content = file.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
    for damaged in (changed, content[:place], content[:place] + content[place + 1 :]):
        file.write_bytes(damaged)
        try:
            assert not sealed(file)
        except BackupError:
            continue


@both_databases
def test_what_is_no_backup_a_name_that_is_not_there_and_a_folder_are_refused(host, tmp_path):
    contents = (b"", b"dear diary", b"SQLite format 3\0" + bytes(200), b"PGDMP" + bytes(200))
    files = [tmp_path / f"file {number}" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    *strange, nowhere, folder = refusals(host, *files, tmp_path / "nowhere", tmp_path)
    assert [said.startswith(f"{file.name} is ") for file, said in zip(files, strange, strict=True)] == [True] * 4
    assert nowhere.endswith("cannot be read (No such file or directory).")
    assert folder.endswith("cannot be read (Is a directory).")


def test_a_library_nobody_wrote_in_stands_in_no_restores_way_and_a_writers_word_does(host, new_host):
    backup = host.back_up()
    fresh = new_host()
    assert fresh.ask("load_library").returncode == 0
    fresh.sql("UPDATE library_theme SET label_nl = 'Nee mogen zeggen' WHERE key = 'boundaries'")
    assert refusal(fresh, backup).startswith("The database has rows. Give --replace")
    fresh.sql("UPDATE library_theme SET label_nl = 'Grenzen en nee zeggen' WHERE key = 'boundaries'")
    assert fresh.ask("restore", backup).returncode == 0
    assert fresh.rows() == host.rows()


def test_the_database_of_another_program_and_a_newer_release_are_refused(host, new_host):
    stranger, newer = new_host(), new_host()
    stranger.sql("DELETE FROM django_migrations WHERE app = 'accounts'")
    newer.sql("INSERT INTO django_migrations (app, name, applied) VALUES ('practice', '0999_later', '2027-01-01')")
    strange, later = refusals(host, stranger.back_up(), newer.back_up())
    assert strange.endswith("is not a backup of Loslaten.")
    assert later.endswith("is of a newer release: practice.0999_later is not known here. Upgrade first.")


def test_a_backup_of_an_earlier_release_is_brought_up_to_date(host, new_host):
    earlier = new_host()
    earlier.sql("DROP TABLE mfa_authenticator", OLDER)
    assert host.ask("restore", earlier.back_up(), "--replace").returncode == 0
    assert host.sql("SELECT count(*) FROM mfa_authenticator") == [(0,)]
    assert host.sql("SELECT count(*) FROM accounts_person") == [(0,)]


def test_a_backup_that_cannot_be_brought_up_to_date_leaves_the_rows_that_were_there(host, new_host):
    confused = new_host()
    confused.sql(OLDER)  # the table is there, the migration that makes it says it is not
    assert "could not be put back" in refusal(host, confused.back_up(), "--replace")


def test_while_another_process_is_at_the_backups_nothing_is_put_back(host):
    backup = host.back_up()
    with closing(sqlite3.connect(host.backups / ".lock", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert refusal(host, backup, "--replace").startswith("Another process is making or putting back a backup")


@both_databases
def test_putting_back_that_is_killed_halfway_leaves_the_rows_that_were_there(host, new_host):
    heavy = new_host()
    heavy.fill(megabytes=16)
    backup = heavy.back_up()
    before = host.rows()
    process = host.run(
        f"from django.core.management import call_command as ask; ask('restore', r'{backup}', replace=True)"
    )
    halfway = lambda: [*host.data.glob("*.restoring"), *host.backups.glob("*.replaced.sql.gz")]  # noqa: E731
    wait_for(halfway, process, every=0.002)
    process.kill()
    process.wait()
    assert host.rows() == before


@only_sqlite
def test_a_database_that_is_damaged_can_be_replaced_and_is_kept_as_it_was(host):
    backup = host.back_up()
    then = host.rows()
    damaged = (host.data / "loslaten.sqlite3").read_bytes()[:5000] + b"\xff" * 5000
    (host.data / "loslaten.sqlite3").write_bytes(damaged)
    assert host.ask("restore", backup).returncode == 2
    said = host.ask("restore", backup, "--replace")
    assert said.returncode == 0, said.stderr
    assert host.rows() == then
    [aside] = host.backups.glob("*.replaced.sqlite3")
    assert aside.read_bytes() == damaged


@only_sqlite
def test_annas_round_of_the_very_first_release_is_there_after_every_upgrade(host, tmp_path):
    first = tmp_path / "loslaten-20261101T090000Z.sqlite3"
    with closing(sqlite3.connect(first)) as rows:
        rows.executescript((Path(__file__).parent / "first_migrations.sql").read_text("utf-8"))
    said = host.ask("restore", first, "--replace")
    assert said.returncode == 0, said.stderr
    up_to_date = "from django.core.management import call_command as ask; ask('migrate', check_unapplied=True)"
    ask = "from loslaten.practice.models import Round; r = Round.objects.get()"
    code = f"{up_to_date}; {ask}; print(r.places, r.tension_before, r.person)"
    assert host.ask("shell", "--no-imports", "-c", code).stdout == "['belly', 'jaw'] 7 anna\n"


@only_sqlite
def test_a_backup_for_the_other_kind_of_database_is_refused(host, tmp_path):
    dump = tmp_path / "loslaten.dump"
    dump.write_bytes(b"PGDMP" + bytes(200))
    assert refusal(host, dump) == "loslaten.dump is for PostgreSQL; this house keeps its rows in SQLite.\n"
