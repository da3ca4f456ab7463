"""Someone brings a recording from a laboratory: WFDB or EDF, read by kept libraries where those are installed."""

import importlib.util

import numpy as np
import pytest
from click.testing import CliRunner

from loslaten.body import recording
from loslaten.cli import main
from tests.body.conftest import breathing_heart

HERTZ = 125
BEATS = breathing_heart(60)
MOMENTS = np.array([beat.beat_time for beat in BEATS])
TRUTH = np.array([beat.rr_interval for beat in BEATS])
NOT_HERE = [name for name in ("wfdb", "edfio") if importlib.util.find_spec(name) is None]
# What pandas announces to wfdb is not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
needs_readers = pytest.mark.skipif(NOT_HERE != [], reason=f"the extra formats is not installed: {', '.join(NOT_HERE)}")


def wave(width_s: float) -> np.ndarray:
    """One soft peak a beat, of height one."""
    times = np.arange(0, MOMENTS[-1] + 1, 1 / HERTZ)
    return np.exp(-(((times[:, None] - MOMENTS[None, :]) / width_s) ** 2)).sum(axis=1)


def close_to_the_truth(intervals: list) -> bool:
    found = np.array([one.beat_time for one in intervals])
    nearest = np.abs(found[:, None] - MOMENTS[None, :]).argmin(axis=1)
    errors = np.abs(np.array([one.rr_interval for one in intervals]) - TRUTH[nearest])
    return len(intervals) > 0.8 * len(BEATS) and np.median(errors) < 8


@needs_readers
@pytest.mark.parametrize(("name", "width_s"), [("ECG II", 0.02), ("PLETH", 0.12)])
def test_an_ecg_and_a_pulse_in_wfdb_are_heard(tmp_path, name, width_s):
    import wfdb

    wfdb.wrsamp("one", HERTZ, ["mV"], [name], wave(width_s)[:, None], fmt=["16"], write_dir=str(tmp_path))
    assert close_to_the_truth(recording.read(tmp_path / "one.hea"))


@needs_readers
def test_beats_noted_beside_a_record_are_taken_as_noted(tmp_path):
    import wfdb

    wfdb.wrsamp("one", HERTZ, ["mV"], ["RESP"], wave(1.0)[:, None], fmt=["16"], write_dir=str(tmp_path))
    notes = np.round(MOMENTS * HERTZ).astype(int)
    wfdb.wrann("one", "atr", notes, symbol=["N"] * len(notes), fs=HERTZ, write_dir=str(tmp_path))
    heard = recording.read(tmp_path / "one.dat")
    assert [round(one.beat_time * HERTZ) for one in heard] == notes[1:].tolist()


@needs_readers
@pytest.mark.parametrize(("label", "unit", "width_s"), [("ECG", "uV", 0.02), ("Pleth", "", 0.12)])
def test_an_edf_is_heard(tmp_path, label, unit, width_s):
    import edfio

    values = wave(width_s) * (1000 if unit == "uV" else 1)
    values = values[: len(values) // HERTZ * HERTZ]  # whole seconds, as this kind of file has
    edfio.Edf([edfio.EdfSignal(values, HERTZ, label=label, physical_dimension=unit)]).write(tmp_path / "one.edf")
    assert close_to_the_truth(recording.read(tmp_path / "one.edf"))


@needs_readers
@pytest.mark.parametrize("name", ["one.edf", "one.hea", "one.bdf"])
def test_a_broken_file_gets_one_line(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00no recording")
    result = CliRunner().invoke(main, ["body", str(tmp_path / name)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@needs_readers
def test_a_recording_without_a_heart_says_what_is_in_it(tmp_path):
    import edfio

    edfio.Edf([edfio.EdfSignal(wave(1.0)[: HERTZ * 50], HERTZ, label="EEG Fpz")]).write(tmp_path / "one.edf")
    with pytest.raises(ValueError, match="no ECG and no pulse in it, only EEG Fpz"):
        recording.read(tmp_path / "one.edf")


@pytest.mark.skipif(NOT_HERE == [], reason="the readers are installed")
@pytest.mark.parametrize(("name", "reader"), [("one.edf", "edfio"), ("one.hea", "wfdb")])
def test_without_a_reader_one_sentence_says_what_to_install(tmp_path, name, reader):
    if reader not in NOT_HERE:
        pytest.skip(f"{reader} is installed")
    (tmp_path / name).write_bytes(b"")
    result = CliRunner().invoke(main, ["body", str(tmp_path / name)])
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"loslaten: {tmp_path / name}: to read this, install the extra formats: pip install 'loslaten[formats]'"
    ]
