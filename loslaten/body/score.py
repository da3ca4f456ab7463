"""How well it hears: a folder of recordings against what was measured beside them.

Recordings are known by what is in them, never by name: camera colours beside a strap's RR, a pulse beside an ECG,
intervals, and pictures of skin in which no pulse can be read.
"""

import csv
import importlib
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from loslaten.body import artifacts, formats, hrv, ppg, quality, recording, stream
from loslaten.body.hrv import Floats
from loslaten.body.match import TOLERANCE_S, Indices, aligned, match
from loslaten.body.rr import Interval

CAMERA_HZ = 30
LEAST_AGREED = 0.97
LEAST_ANSWERED = 0.25  # of the seconds; under this the recording was refused
SEARCH_S = np.arange(-0.2, 0.9, 0.02)  # a pulse arrives this much after the beat


Detector = Callable[[Floats, int], Floats]  # signal and rate → moments of beats, s


class Line(NamedTuple):
    """One recording: what it is scored as, and its numbers by name."""

    what: str
    name: str
    numbers: dict[str, float]


def heard(samples: Sequence[stream.Sample]) -> tuple[list[stream.Reading], list[artifacts.Cleaned]]:
    """Hear a recording, and keep every interval.

    Parameters
    ----------
    samples : sequence of Sample
        In order of time.

    Returns
    -------
    readings : list of Reading
        One a second.
    intervals : list of Cleaned
        All of them.

    References
    ----------
    `stream.update`.
    """
    state, readings = stream.State(), list[stream.Reading]()
    kept: dict[float, artifacts.Cleaned] = {}
    for start in range(0, len(samples), 600):
        state, now = stream.update(state, samples[start : start + 600])
        readings += now
        kept |= {one.beat_time: one for one in state.heart}
    return readings, [kept[time] for time in sorted(kept)]


def camera_line(folder: Path) -> Line:
    """Score one recording of a finger on the lens against the strap worn at the same time.

    Parameters
    ----------
    folder : Path
        With ``PPG.csv`` and ``RR.txt``.

    Returns
    -------
    Line
        Interval error of what was answered, or that it was refused.

    References
    ----------
    Neshitov et al. (2021) for recordings of this kind.
    """
    readings, intervals = heard(recording.read(folder / "PPG.csv"))
    answered = float(np.mean([reading.signal_quality >= quality.GATE for reading in readings]))
    known = [one for one in intervals if not np.isnan(one.nn_interval)]
    if answered < LEAST_ANSWERED or len(known) < 20:
        return Line("camera refused", folder.name, {"answered %": 100 * answered})
    strap = np.array([one.rr_interval for one in recording.read(folder / "RR.txt") if isinstance(one, Interval)])
    reference, pairs = aligned(np.concatenate(([0.0], np.cumsum(strap) / 1000)), known)
    times = np.array([one.beat_time for one in known])
    values = np.array([one.nn_interval for one in known])
    # Only intervals of which both ends were heard as the same two beats.
    whole = pairs.reference > 0
    ours, truth = values[pairs.heard[whole]], strap[pairs.reference[whole] - 1]
    same = np.abs(times[pairs.heard[whole]] - ours / 1000 - reference[pairs.reference[whole] - 1]) <= TOLERANCE_S
    inside = (times >= reference[0] - TOLERANCE_S) & (times <= reference[-1] + TOLERANCE_S)
    clear = {reading.time for reading in readings if reading.signal_quality >= quality.GATE}
    # A reading speaks for the ten seconds before it; a strap's beat counts where the camera claimed to hear it.
    there = np.array([bool({np.ceil(beat) + 1, np.ceil(beat) + 4} <= clear) for beat in reference])
    there &= (reference >= times[0] - TOLERANCE_S) & (reference <= times[-1] + TOLERANCE_S)
    numbers = {
        "interval error ms": float(np.abs(ours - truth)[same].mean()),
        "rmssd error ms": abs(hrv.rmssd(hrv.differences(values, times)) - hrv.rmssd(np.diff(strap))),
        "matched of heard %": 100 * len(pairs.heard) / max(int(inside.sum()), 1),
        "matched of strap %": 100 * float(there[pairs.reference].sum()) / max(int(there.sum()), 1),
        "intervals": float(same.sum()),
        "answered %": 100 * answered,
    }
    return Line("camera", folder.name, numbers)


def skin_lines(path: Path) -> Iterator[Line]:
    """Try to hear a heart in pictures of skin: each must be refused.

    Parameters
    ----------
    path : Path
        ``npz`` with mean colours, fifteen frames a second, shape ``(frame, 3)`` each.

    Yields
    ------
    Line
        One for each array.

    References
    ----------
    docs/body.md, *Why the face is not offered*.
    """
    crops = np.load(path)
    for name in crops.files:
        colours = crops[name]
        frames = [stream.Frame(at / 15, *map(float, colour)) for at, colour in enumerate(colours)]
        readings, _ = heard(frames)
        answered = float(np.mean([one.signal_quality >= quality.GATE for one in readings])) if readings else 0.0
        yield Line("skin refused" if answered < LEAST_ANSWERED else "skin", name, {"answered %": 100 * answered})


def finger_line(path: Path, beats: Detector) -> Line | None:
    """Score a pulse from a hospital finger clip, cut to thirty frames a second, against the ECG beside it.

    Parameters
    ----------
    path : Path
        ``npz`` with PLETH and II as indices into their levels, 125 a second.
    beats : callable
        A kept library's ECG detector: signal and rate → moments of beats, s.

    Returns
    -------
    Line or None
        None where the ECG itself is not clear.

    References
    ----------
    Pimentel et al. (2017) for recordings of this kind; Charlton et al. (2022) for the measure.
    """
    signals = np.load(path)
    pulse, ecg = (_filled(signals[name], signals[f"{name}_levels"]) for name in ("PLETH", "II"))
    truth = beats(ecg, 125)
    if not len(truth):
        return None
    times = np.arange(0, (len(pulse) - 1) / 125, 1 / CAMERA_HZ)
    light = np.interp(times, np.arange(len(pulse)) / 125, pulse)
    found = ppg.update(ppg.State(), list(zip(times.tolist(), light.tolist(), strict=True)))[1]
    heard_at = np.array([beat.beat_time for beat in found])
    lag = max(SEARCH_S, key=lambda lag: len(match(truth + lag, heard_at).heard))
    # The last pulse may arrive after the recording ends.
    arrived = truth[truth + lag < times[-1] - ppg.WAIT / ppg.GRID_HZ] + lag
    same = len(match(arrived, heard_at).heard)
    return Line("pulse", path.stem, {"beats": float(len(arrived)), "heard": float(len(heard_at)), "same": float(same)})


def ecg_line(path: Path) -> Line:
    """Score a kept library's ECG detector, which reads ECG for us, against the beats somebody noted.

    Parameters
    ----------
    path : Path
        ``npz`` with an ECG in digital units, its baseline and gain, the indices of its beats, and samples a second.

    Returns
    -------
    Line
        Beats there, heard, and both.

    References
    ----------
    Moody & Mark (2001) for recordings of this kind; 150 ms as above.
    """
    signals = np.load(path)
    hertz, baseline, gain = (float(signals[name]) for name in ("fs", "baseline", "gain"))
    try:
        found = formats.ecg_beats((signals["ecg"] - baseline) / gain, hertz)
    except ImportError:
        return Line("ecg not scored", path.stem, {})
    truth = signals["beats"] / hertz
    same = len(match(truth, found).heard)
    return Line("ecg", path.stem, {"beats": float(len(truth)), "heard": float(len(found)), "same": float(same)})


def _filled(indices: Indices, levels: Floats) -> Floats:
    known = indices != 65535
    return np.asarray(np.interp(np.arange(len(indices)), np.flatnonzero(known), levels[indices[known]]))


def ecg_beats() -> Detector | None:
    """Borrow two kept libraries' ECG detectors, where they are installed: ours would be no reference.

    Returns
    -------
    callable or None
        Signal and rate → moments of the beats both found, s; none where they agree on less than 97 %.

    References
    ----------
    Brunner & Hofer (2023), SleepECG; Makowski et al. (2021), NeuroKit2; agreement as in Charlton et al. (2022).
    """
    try:
        neurokit, sleepecg = (importlib.import_module(name) for name in ("neurokit2", "sleepecg"))
    except ImportError:
        return None

    def agreed(ecg: Floats, hertz: int) -> Floats:
        one = np.asarray(sleepecg.detect_heartbeats(ecg, hertz)) / hertz
        cleaned = neurokit.ecg_clean(ecg, hertz)
        other = np.asarray(neurokit.ecg_peaks(cleaned, hertz)[1]["ECG_R_Peaks"]) / hertz
        same = match(one, other).reference
        return one[same] if 2 * len(same) >= LEAST_AGREED * (len(one) + len(other)) else one[:0]

    return agreed


def artifact_lines(people: dict[str, Floats]) -> Iterator[Line]:
    """Put one missed, extra and ectopic beat into every calm stretch, and see what remains of the error in rmssd.

    Parameters
    ----------
    people : dict of str to ndarray
        RR, ms, shape ``(beat,)``.

    Yields
    ------
    Line
        For each stretch of 120 beats in which nothing is strange.

    References
    ----------
    Lipponen & Tarvainen (2019) for the three kinds.
    """
    for name, rr_intervals in people.items():
        for start in range(0, len(rr_intervals) - 120, 120):
            calm = rr_intervals[start : start + 120]
            if np.abs(np.diff(calm)).max() > 0.15 * calm.min() or _cleaned(calm)[1]:
                continue
            truth = hrv.rmssd(np.diff(calm))
            numbers = {f"{kind} ms": abs(_cleaned(broken)[0] - truth) for kind, broken in _broken(calm).items()}
            yield Line("artifacts", f"{name} beat {start + 1}", numbers)


def _cleaned(rr_intervals: Floats) -> tuple[float, int]:
    """Give rmssd after cleaning, and how many corrections that took."""
    times = np.cumsum(rr_intervals) / 1000
    raw = [Interval(float(time), float(rr)) for time, rr in zip(times, rr_intervals, strict=True)]
    cleaned = artifacts.update(artifacts.Trail(), raw)[1]
    at, values = (np.array([one[column] for one in cleaned]) for column in (0, 1))
    return hrv.rmssd(hrv.differences(values, at)), sum(bool(one.correction) for one in cleaned)


def _broken(calm: Floats) -> dict[str, Floats]:
    """Damage the sixtieth beat in three ways."""
    missed = np.concatenate((calm[:60], [calm[60] + calm[61]], calm[62:]))
    extra = np.concatenate((calm[:60], [0.4 * calm[60], 0.6 * calm[60]], calm[61:]))
    ectopic = calm.copy()
    ectopic[60:62] += np.array([-0.3, 0.3]) * calm[60]
    return {"missed": missed, "extra": extra, "ectopic": ectopic}


def series(path: Path) -> dict[str, Floats]:
    """Read people's intervals from a CSV with columns ``id`` and ``rr``, and ``phase`` where there were several."""
    rows = csv.DictReader(io.StringIO(recording.text_of(path)))
    people: dict[str, list[float]] = {}
    for row in rows:
        people.setdefault(" ".join(filter(None, (row["id"], row.get("phase")))), []).append(float(row["rr"]))
    return {name: np.array(values) for name, values in people.items()}


def lines(folder: Path) -> Iterator[Line]:
    """Score everything in a folder that can be scored.

    Parameters
    ----------
    folder : Path
        Searched through, however deep.

    Yields
    ------
    Line
        One a recording.

    References
    ----------
    docs/body.md, *Measured here*.
    """
    detector = ecg_beats()
    for path in sorted(folder.rglob("*")):
        if path.name == "RR.txt" and (path.parent / "PPG.csv").exists():
            yield camera_line(path.parent)
        elif path.name.endswith((".csv", ".csv.gz")) and {"id", "rr"} <= _columns(path):
            yield from artifact_lines(series(path))
        elif path.suffix == ".npz":
            yield from _signals(path, detector)


def _columns(path: Path) -> set[str]:
    return set(recording.text_of(path).split("\n", 1)[0].strip().split(","))


def _signals(path: Path, detector: Detector | None) -> Iterator[Line]:
    with np.load(path) as signals:
        names = set(signals.files)
        skin = bool(names) and all(signals[name].ndim == 2 and signals[name].shape[1] == 3 for name in list(names)[:3])
    if {"PLETH", "II"} <= names:
        line = finger_line(path, detector) if detector else Line("pulse not scored", path.stem, {})
        if line:
            yield line
    elif {"ecg", "beats", "fs", "baseline", "gain"} <= names:
        yield ecg_line(path)
    elif skin:
        yield from skin_lines(path)


def table(scored: Sequence[Line]) -> list[list[str]]:
    """Write the lines as cells: what, recording, numbers."""
    return [
        [line.what, line.name, ", ".join(f"{name} {value:.4g}" for name, value in line.numbers.items())]
        for line in scored
    ]


def summary(scored: Sequence[Line]) -> str:
    """Say all of it in one line.

    Parameters
    ----------
    scored : sequence of Line
        Every recording.

    Returns
    -------
    str
        Errors pooled over intervals and beats, and medians over recordings.

    References
    ----------
    docs/body.md, *Measured here*.
    """
    by = {what: [line.numbers for line in scored if line.what == what] for what in {line.what for line in scored}}
    said = [_say_camera(by.get("camera", []), len(by.get("camera refused", [])))]
    for what, words in (("pulse", "pulse against ECG"), ("ecg", "ECG (GQRS of wfdb) against notes")):
        if scored_so := by.get(what):
            beats, found, same = (sum(numbers[name] for numbers in scored_so) for name in ("beats", "heard", "same"))
            said.append(f"{words}: F1 {200 * same / (beats + found):.2f} over {len(scored_so)} recordings")
    if unscored := by.get("pulse not scored"):
        said.append(
            f"pulse not scored in {len(unscored)} recordings: neurokit2 and sleepecg (extra bench) read the ECG"
        )
    if unread := by.get("ecg not scored"):
        said.append(f"ECG not scored in {len(unread)} recordings: wfdb (extra formats) reads it")
    if mended := by.get("artifacts"):
        kinds = [
            f"{kind} {np.median([one[f'{kind} ms'] for one in mended]):.2f}" for kind in ("missed", "extra", "ectopic")
        ]
        said.append(f"rmssd error after artifacts: {', '.join(kinds)} ms over {len(mended)} stretches")
    refused, all_skin = (len(by.get("skin refused", [])), len(by.get("skin refused", [])) + len(by.get("skin", [])))
    if all_skin:
        said.append(f"skin refused {refused} of {all_skin}")
    return "; ".join(filter(None, said)) or "nothing here that can be scored"


def _say_camera(usable: Sequence[dict[str, float]], refused: int) -> str:
    if not usable:
        return f"camera: refused {refused} of {refused}" if refused else ""
    weights = [one["intervals"] for one in usable]
    error = np.average([one["interval error ms"] for one in usable], weights=weights)
    heard_share, strap_share = (
        np.average([one[f"matched of {side} %"] for one in usable], weights=weights) for side in ("heard", "strap")
    )
    rmssd = np.median([one["rmssd error ms"] for one in usable])
    return (
        f"camera against strap: interval error {error:.1f} ms, rmssd error {rmssd:.1f} ms, "
        f"{heard_share:.1f} % of heard and {strap_share:.1f} % of strap beats matched, "
        f"{len(usable)} used, {refused} refused"
    )
