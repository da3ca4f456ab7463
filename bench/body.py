"""The body, heard: ours beside NeuroKit2, HeartPy and SleepECG in the same run, on the real recordings where they are.

Run: python -m bench body
"""

import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from loslaten.body import artifacts, recording, score, stream
from loslaten.body.rr import Interval

DATA = Path(__file__).parents[2] / "shared" / "data" / "body"


def median_ms(run: Callable[[], object], times: int = 25) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def paced(seconds: float, rate: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    now, values = 0.0, []
    while now < seconds:
        values.append(850 + 90 * np.sin(2 * np.pi * rate / 60 * now) + rng.normal(0, 15))
        now += values[-1] / 1000
    return np.array(values)


def costs() -> None:
    beats = recording.intervals(paced(120, 6, 1).tolist())
    state = stream.update(stream.paced(stream.State(), 0.0, 6.0), beats)[0]
    ours = median_ms(lambda: stream._read(state), 200)
    print(f"one update of everything, 60 and 90 s windows   {ours:8.3f} ms")
    rng = np.random.default_rng(1)
    frames = [stream.Frame(at / 30, 180 + 3 * np.sin(7.4 * at / 30) + rng.normal(0, 0.1), 30, 20) for at in range(1800)]
    batches = [frames[at : at + 5] for at in range(0, 1800, 5)]
    print(
        f"one camera frame to beats, batches of five      {1000 * median_ms(lambda: pulse(batches), 7) / 1800:8.2f} µs"
    )
    print(
        f"one camera frame to readings, all included      {1000 * median_ms(lambda: listen(batches), 5) / 1800:8.2f} µs"
    )
    peer_costs(np.array([beat.rr_interval for beat in beats])[-70:], ours)


def pulse(batches: list[list[stream.Frame]]) -> None:
    state = stream.ppg.State()
    for batch in batches:
        state, _ = stream.ppg.update(state, [(frame.time, -frame.red) for frame in batch])


def listen(batches: list[list[stream.Frame]]) -> None:
    state = stream.State()
    for batch in batches:
        state, _ = stream.update(state, batch)


def peer_costs(values: np.ndarray, ours: float) -> None:
    try:
        import neurokit2 as nk
    except ImportError:
        print("neurokit2 is not installed: no peer costs")
        return
    peaks = np.cumsum(np.concatenate(([0], values))).astype(int)
    for name, run in (
        ("NeuroKit2 hrv_time", lambda: nk.hrv_time(peaks, 1000)),
        ("NeuroKit2 signal_fixpeaks (Kubios)", lambda: nk.signal_fixpeaks(peaks, 1000, method="Kubios")),
        ("NeuroKit2 hrv", lambda: nk.hrv(peaks, 1000)),
    ):
        took = median_ms(run, 7)
        print(f"{name:<47} {took:8.3f} ms, × {took / ours:.0f}")


def ours_rmssd(values: np.ndarray) -> float:
    times = np.cumsum(values) / 1000
    beats = [Interval(float(at), float(value)) for at, value in zip(times, values, strict=True)]
    kept = artifacts.update(artifacts.Trail(), beats)[1]
    columns = (np.array([one[place] for one in kept]) for place in (1, 0))
    return score.hrv.rmssd(score.hrv.differences(*columns))


def kubios_rmssd(values: np.ndarray) -> float:
    import neurokit2 as nk

    peaks = np.round(np.cumsum(np.concatenate(([0], values)))).astype(int)
    kept = np.diff(nk.signal_fixpeaks(peaks, 1000, method="Kubios")[1])
    return float(np.sqrt(np.mean(np.diff(kept) ** 2)))


def mending() -> None:
    """One wrong beat in a paced heart: what remains of the error in rmssd."""
    ways = {"ours": ours_rmssd, "NeuroKit2 Kubios": kubios_rmssd}
    for name, clean in ways.items():
        errors: dict[str, list[float]] = {}
        try:
            for seed in range(30):
                calm = paced(150, 3.5 + 0.1 * seed, seed)
                truth = float(np.sqrt(np.mean(np.diff(calm) ** 2)))
                for kind, broken in score._broken(calm).items():
                    errors.setdefault(kind, []).append(abs(clean(broken) - truth))
        except ImportError:
            continue
        said = ", ".join(f"{kind} {statistics.median(found):.2f}" for kind, found in errors.items())
        print(f"rmssd error after one wrong beat, {name:<16} {said} ms")


def breathing() -> None:
    errors = []
    for seed in range(12):
        readings = recording.readings(recording.intervals(paced(150, 3.5 + 0.25 * seed, seed).tolist()))
        errors += [abs(one.breath_rate - (3.5 + 0.25 * seed)) for one in readings if not np.isnan(one.breath_rate)]
    print(f"breathing from made RR paced 3.5 to 6.25: {np.mean(errors):.3f} a minute over {len(errors)} seconds")


def peer_camera(name: str, find: Callable[[np.ndarray], np.ndarray]) -> None:
    """Score a peer's beats on the camera with the same alignment, at 100 Hz from true times."""
    errors, rmssd = [], []
    for folder in sorted(path.parent for path in DATA.rglob("PPG.csv")):
        frames = recording.read(folder / "PPG.csv")
        times, red = (np.array([one[column] for one in frames]) for column in (0, 1))
        grid = np.arange(times[0], times[-1], 0.01)
        try:
            beats = grid[0] + find(-np.interp(grid, times, red)) / 100
        except Exception as wrong:
            print(f"  {name} gives up on {folder.name}: {type(wrong).__name__}")
            continue
        kept = [
            artifacts.Cleaned(float(at), float(1000 * gone)) for at, gone in zip(beats[1:], np.diff(beats), strict=True)
        ]
        strap = np.array([one[1] for one in recording.read(folder / "RR.txt")])
        reference, pairs = score.aligned(np.concatenate(([0.0], np.cumsum(strap) / 1000)), kept)
        both = (np.diff(pairs.reference) == 1) & (np.diff(pairs.heard) == 1)
        heard = 1000 * np.diff(beats[1:][pairs.heard])[both]
        truth = 1000 * np.diff(reference[pairs.reference])[both]
        errors += np.abs(heard - truth).tolist()
        rmssd.append(abs(np.sqrt(np.mean(np.diff(heard) ** 2)) - np.sqrt(np.mean(np.diff(truth) ** 2))))
    print(f"{name} on the camera: interval error {np.mean(errors):.1f} ms, rmssd error {np.median(rmssd):.1f} ms")


def peers_on_the_camera() -> None:
    try:
        import heartpy
        import neurokit2 as nk
    except ImportError:
        print("neurokit2 and heartpy are not installed: no peers on the camera")
        return
    peer_camera("NeuroKit2", lambda light: nk.ppg_findpeaks(nk.ppg_clean(light, 100), 100)["PPG_Peaks"])
    peer_camera("HeartPy", lambda light: np.array(heartpy.process(heartpy.scale_data(light), 100)[0]["peaklist"]))


def main() -> None:
    warnings.simplefilter("ignore")
    costs()
    mending()
    breathing()
    if not DATA.is_dir():
        print("The real recordings are not beside the project: accuracy is not measured.")
        return
    print(score.summary(list(score.lines(DATA))))
    peers_on_the_camera()


if __name__ == "__main__":
    main()
