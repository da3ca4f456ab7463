"""Recordings in the formats of research, WFDB and EDF, through kept readers: where they are installed."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from loslaten.body import ppg, stream
from loslaten.body.hrv import Floats
from loslaten.body.rr import LONGEST_MS, SHORTEST_MS, Interval

WFDB, EDF = {".hea", ".dat", ".atr", ".qrs", ".ecg"}, {".edf", ".bdf"}
ANNOTATIONS = ("atr", "qrs", "ecg")  # files with beats beside a record, the most looked at first
BEATS = set("NLRBAaJSVrFejnE/fQ?")  # what counts as a beat in them
LEADS = {"ecg", "ekg", "mlii", "mli", "i", "ii", "iii", "avr", "avl", "avf", "v", *(f"v{at}" for at in range(1, 7))}
PULSES = {"pleth", "ppg", "pulse", "bvp"}
IN_MV = {"uv": 0.001, "µv": 0.001, "v": 1000.0}


class Channel(NamedTuple):
    """One signal of a recording."""

    name: str
    unit: str
    hertz: float
    values: Floats


def _library(name: str, path: Path) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ValueError(f"{path}: to read this, install the extra formats: pip install 'loslaten[formats]'") from None


def ecg_beats(ecg: Floats, hertz: float) -> Floats:
    """Find the beats of an ECG with a kept library's detector, GQRS of the WFDB project.

    Parameters
    ----------
    ecg : ndarray
        mV, shape ``(sample,)``.
    hertz : float
        Samples a second.

    Returns
    -------
    ndarray
        Moments of the beats, s, shape ``(beat,)``.

    References
    ----------
    Moody & Mark, GQRS, in Xie et al. (2023), Waveform Database Software Package for Python.
    """
    processing = importlib.import_module("wfdb.processing")
    with np.errstate(all="ignore"):
        return np.asarray(processing.gqrs_detect(sig=np.nan_to_num(ecg), fs=hertz), float) / hertz


def between(beat_times: Floats) -> list[stream.Sample]:
    """Give the intervals between beats that a heart can make.

    Parameters
    ----------
    beat_times : ndarray
        s, sorted, shape ``(beat,)``.

    Returns
    -------
    list of Interval
        On the same clock.

    References
    ----------
    None: differences.
    """
    pairs = zip(beat_times[1:].tolist(), (1000 * np.diff(beat_times)).tolist(), strict=True)
    return [Interval(time, rr_interval) for time, rr_interval in pairs if SHORTEST_MS <= rr_interval <= LONGEST_MS]


def _known(name: str, words: set[str]) -> bool:
    return not words.isdisjoint(name.lower().replace("-", " ").replace("_", " ").split())


def _heard(channels: Sequence[Channel], path: Path) -> list[stream.Sample]:
    """Take the heart from an ECG where there is one, else from a pulse."""
    for channel in channels:
        if _known(channel.name, LEADS):
            _library("wfdb", path)
            return between(ecg_beats(channel.values * IN_MV.get(channel.unit.lower(), 1.0), channel.hertz))
    for channel in channels:
        if _known(channel.name, PULSES):
            times = np.arange(len(channel.values)) / channel.hertz
            beats = ppg.update(ppg.State(), list(zip(times.tolist(), channel.values.tolist(), strict=True)))[1]
            return list(stream.trusted(None, beats))
    names = ", ".join(channel.name for channel in channels) or "nothing"
    raise ValueError(f"{path}: there is no ECG and no pulse in it, only {names}")


def _annotated(wfdb: Any, record: str, suffixes: Sequence[str]) -> list[stream.Sample] | None:  # noqa: ANN401  no types
    for suffix in suffixes:
        if Path(f"{record}.{suffix}").exists():
            notes = wfdb.rdann(record, suffix)
            beats = [at for at, symbol in zip(notes.sample, notes.symbol, strict=True) if symbol in BEATS]
            hertz = notes.fs or wfdb.rdheader(record).fs
            return between(np.array(beats, float) / hertz)
    return None


def read_wfdb(path: Path) -> list[stream.Sample]:
    """Read a WFDB record: the beats noted beside it, else those of its ECG or its pulse.

    Parameters
    ----------
    path : Path
        Any file of the record; an annotation file means those beats.

    Returns
    -------
    list of Interval
        On the record's clock.

    Raises
    ------
    ValueError
        Naming the file, where it cannot be read or the reader is not installed.

    References
    ----------
    Xie et al. (2023), Waveform Database Software Package for Python; PhysioNet's annotation codes for beats.
    """
    wfdb, record, asked = _library("wfdb", path), str(path.with_suffix("")), path.suffix[1:]
    try:
        noted = _annotated(wfdb, record, [asked] if asked in ANNOTATIONS else ANNOTATIONS)
        if noted is not None:
            return noted
        whole = wfdb.rdrecord(record)
    except Exception as wrong:
        raise ValueError(f"{path}: this WFDB record cannot be read: {wrong}") from wrong
    columns = zip(whole.sig_name, whole.units, whole.p_signal.T, strict=True)
    return _heard([Channel(name, unit, whole.fs, values) for name, unit, values in columns], path)


def read_edf(path: Path) -> list[stream.Sample]:
    """Read the ECG or the pulse of an EDF or BDF file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Interval
        From the begin of the recording on.

    Raises
    ------
    ValueError
        Naming the file, where it cannot be read or the reader is not installed.

    References
    ----------
    Kemp & Olivan (2003), EDF+.
    """
    edfio = _library("edfio", path)
    try:
        whole = edfio.read_bdf(path) if path.suffix.lower() == ".bdf" else edfio.read_edf(path)
        signals = [(one.label, one.physical_dimension, one.sampling_frequency, one.data) for one in whole.signals]
    except Exception as wrong:
        raise ValueError(f"{path}: this EDF file cannot be read: {wrong}") from wrong
    return _heard([Channel(*signal) for signal in signals], path)
