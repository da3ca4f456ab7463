"""What someone meets who types `loslaten` in a shell."""

import csv
import io

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main


def typed(line: str) -> Result:
    return CliRunner().invoke(main, line.split())


def test_without_a_command_the_way_in_is_shown():
    result = typed("")
    assert result.exit_code == 2
    assert "loslaten brain simulate --weeks 12" in result.output


def test_twelve_weeks_are_thirteen_rows_of_a_table():
    result = typed("brain simulate --people 20")
    assert result.exit_code == 0
    rows = result.stdout.splitlines()
    assert [row.split()[0] for row in rows] == ["week", *map(str, range(13))]
    assert result.stderr == ""


def test_the_same_weeks_come_as_csv_that_a_spreadsheet_reads():
    rows = list(csv.DictReader(io.StringIO(typed("brain simulate --people 20 --weeks 3 --format csv").stdout)))
    assert [row["week"] for row in rows] == ["0", "1", "2", "3"]
    assert all(float(row["alarm_low"]) <= float(row["alarm_middle"]) <= float(row["alarm_high"]) for row in rows)


def test_a_picture_is_chosen_by_the_name_of_the_file_and_carries_its_colours(tmp_path):
    out = tmp_path / "weeks.svg"
    assert typed(f"brain simulate --people 20 --out {out}").exit_code == 0
    assert out.read_text().startswith("<svg ")
    assert "prefers-color-scheme" in out.read_text()
    assert list(tmp_path.iterdir()) == [out]


def test_a_seed_is_a_promise():
    one, same, other = (typed(f"brain simulate --people 20 --seed {seed}").output for seed in (3, 3, 4))
    assert one == same != other


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("brain simulate --weeks 0", "--weeks"),
        ("brain simulate --welcome nan", "welcome"),
        ("brain simulate --practice much", "--practice"),
        ("brain simulate --format poem", "--format"),
        ("brain simulate --out /nowhere/weeks.csv", "/nowhere/weeks.csv"),
        ("brain dream", "dream"),
        ("brain simulate extra", "extra"),
    ],
)
def test_wrong_input_gets_one_line_saying_what_and_exit_code_2(line, told):
    result = typed(line)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert told in result.stderr


def test_a_refused_scenario_leaves_the_file_as_it_was(tmp_path):
    out = tmp_path / "weeks.csv"
    out.write_text("mine")
    assert typed(f"brain simulate --welcome nan --out {out}").exit_code == 2
    assert out.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [out]


def test_all_phenomena_are_counted_in_the_last_line():
    result = typed("brain phenomena --draws 20")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "21 of 21 reproduced"
    assert len(result.stdout.splitlines()) == 23


@pytest.mark.parametrize("line", ["-h", "brain --help", "brain simulate -h", "brain phenomena -h"])
def test_help_teaches_at_every_level(line):
    result = typed(line)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 8
