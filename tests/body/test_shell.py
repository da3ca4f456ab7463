"""What someone meets who types `loslaten body` in a shell."""

import csv
import io

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from tests.body.conftest import breathing_heart, finger


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, ["body", *map(str, words)])


@pytest.fixture
def intervals(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("\n".join(f"{beat.rr_interval:.1f}" for beat in breathing_heart(100)))
    return path


def test_a_file_alone_is_shown_as_a_table(intervals):
    short, long = typed(intervals), typed("show", intervals)
    assert short.exit_code == 0
    assert short.stdout == long.stdout
    lines = short.stdout.splitlines()
    assert lines[0].split()[:3] == ["second", "quality", "heart"]
    assert "preliminary" in lines[3]
    assert "preliminary" not in lines[-1]


def test_every_second_comes_as_csv_with_empty_cells_for_what_is_not_known(intervals):
    rows = list(csv.DictReader(io.StringIO(typed(intervals, "--pace", 6, "--format", "csv").stdout)))
    assert rows[2]["heart_rate"] == ""
    assert float(rows[90]["breath_rate"]) == pytest.approx(6, abs=0.1)
    assert float(rows[90]["phase_stability"]) > 0.9


def test_a_camera_recording_becomes_a_picture_of_the_heart(tmp_path):
    lines = [f"{1000 * one.time:.0f},{one.red:.3f},{one.green},{one.blue}" for one in finger(breathing_heart(40))]
    path, out = tmp_path / "finger.csv", tmp_path / "heart.svg"
    path.write_text("\n".join(["time,R,G,B", *lines]))
    assert typed(path, "--out", out).exit_code == 0
    assert out.read_text().startswith("<svg ")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.txt", "800\n810 eight", "line 2, column 2"),
        ("a.txt", "", "no intervals"),
        ("a.txt", "0.8\n0.81\n0.8", "seconds"),
        ("a.csv", "time,r,g,b\n0,1,2,3\n33,1,,3", "line 3, column g"),
        ("a.csv", "time,r,g,b\n0,1,2,3\n33,1", "line 3, column g: nothing there"),
        ("a.csv", "time,pulse\n0,1", "line 1"),
        ("a.csv", "rr_ms\n800\nnan", "line 3, column rr_ms"),
    ],
)
def test_a_wrong_file_gets_one_line_that_says_where_and_nothing_is_written(tmp_path, name, text, told):
    path, out = tmp_path / name, tmp_path / "out.csv"
    path.write_text(text)
    result = typed(path, "--out", out)
    assert (result.exit_code, len(result.stderr.splitlines()), out.exists()) == (2, 1, False)
    assert told in result.stderr


def test_bytes_that_are_no_text_are_refused_by_name(tmp_path):
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    assert "photo.csv: this is no text" in typed(path).stderr


def test_a_folder_is_scored_and_the_last_line_sums_up(tmp_path):
    beats = breathing_heart(90)
    lines = [f"{1000 * one.time:.0f},{one.red:.3f},{one.green},{one.blue}" for one in finger(beats)]
    (tmp_path / "PPG.csv").write_text("\n".join(["time,R,G,B", *lines]))
    (tmp_path / "RR.txt").write_text(" ".join(f"{beat.rr_interval:.0f}" for beat in beats))
    result = typed("score", tmp_path)
    assert result.exit_code == 0
    assert "100.0 % of strap" in result.stdout.splitlines()[-1]
    assert "1 used, 0 refused" in result.stdout.splitlines()[-1]


def test_an_empty_folder_has_nothing_to_score(tmp_path):
    assert typed("score", tmp_path).stdout.splitlines()[-1] == "nothing here that can be scored"
