"""Real hearts, recorded beside a strap: what is said of them is close, and what is unclear is not said."""

import pytest

from loslaten.body import score

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def camera(recordings) -> list[score.Line]:
    folders = sorted(path.parent for path in recordings.rglob("RR.txt") if (path.parent / "PPG.csv").exists())
    return [score.camera_line(folder) for folder in folders]


def test_on_average_a_finger_on_the_lens_is_within_ten_milliseconds_of_the_strap(camera):
    used = [line.numbers for line in camera if line.what == "camera"]
    assert len(used) >= 8
    weights = sum(one["intervals"] for one in used)
    assert sum(one["interval error ms"] * one["intervals"] for one in used) / weights <= 10
    assert sorted(one["rmssd error ms"] for one in used)[len(used) // 2] <= 6


def test_a_recording_without_a_clear_pulse_is_refused(camera):
    assert [line.name for line in camera if line.what == "camera refused"] == ["subject_01"]


def test_no_heart_is_read_from_pictures_of_skin(recordings):
    lines = list(score.skin_lines(next(recordings.rglob("mean_rgb.npz"))))
    assert len(lines) > 50
    assert {line.what for line in lines} == {"skin refused"}


def test_one_wrong_beat_in_a_real_heart_hardly_changes_its_variation(recordings):
    lines = list(score.artifact_lines(score.series(next(recordings.rglob("rr.csv.gz")))))
    assert len(lines) > 50
    for kind, most in (("missed", 0.1), ("extra", 0.1), ("ectopic", 1.0)):
        assert sorted(line.numbers[f"{kind} ms"] for line in lines)[len(lines) // 2] <= most
