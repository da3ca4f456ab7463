"""Everything that can be heard, second by second: samples in, readings out, and the state between them a value.

A reading depends on what came before its second and on nothing else, so any way of cutting the samples into batches
gives the same readings, and a whole recording is one large batch.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from loslaten.body import artifacts, breath, hrv, pacing, ppg, quality, rr

KEPT_S = 91.0  # the longest window, for breathing
WINDOW_S = 60.0
SILENCE_S = 30.0  # a longer jump of the clock is another recording
BACK_S = 2.0
LAST_S = 1e11  # no clock in seconds says more; far beyond it, adding a second would change nothing
BEAT_GATE = 0.5  # trust under which a camera beat makes no interval
LEAST_LIT = 0.5  # share of a second with a finger, under which the search begins again
RED_SHARE = 1.6  # light through a finger is red: at least this many times green and blue
NAN = math.nan


class Packet(NamedTuple):
    """A strap's notification."""

    time: float  # s, on arrival
    data: bytes


class Frame(NamedTuple):
    """Mean colours of one camera frame, 0 to 255."""

    time: float  # s, of capture
    red: float
    green: float
    blue: float


class Pull(NamedTuple):
    """Acceleration of a phone on the belly, m/s²."""

    time: float  # s
    x: float
    y: float
    z: float


Sample = Packet | Frame | Pull | breath.Press | rr.Interval


class Camera(NamedTuple):
    """The camera's part of the state."""

    pulse: ppg.State = ppg.State()
    channel: int = 1  # which colour is read: 1 red, 2 green
    seen: int = 0  # frames in this second
    clear: int = 0  # of these, frames with a finger, and neither dark nor blinded
    bright: int = 0  # of these, frames with no room left in red but some in green
    light: float = 0.0  # share of clear frames in the second before
    last: ppg.Beat | None = None


class State(NamedTuple):
    """Everything needed to go on."""

    second: float = NAN  # s, when the next reading is due
    newest: float = NAN  # s, the last sample
    last_beat: float = NAN  # s, of the strap
    trail: artifacts.Trail = artifacts.Trail()
    heart: tuple[artifacts.Cleaned, ...] = ()
    camera: Camera = Camera()
    hand: breath.Hand = breath.Hand()
    breaths: tuple[breath.Breath, ...] = ()
    belly: breath.Belly = breath.Belly()
    pacer: tuple[pacing.Paced, ...] = ()
    seen: int = 0  # intervals since the start
    corrected: int = 0  # of these, corrected or left out


class Reading(NamedTuple):
    """One second. nan is missing: not enough heard yet, or not clearly enough."""

    time: float  # s
    signal_quality: float  # 0 to 1
    artifact_fraction: float = NAN  # of the last minute's intervals
    heart_rate: float = NAN  # per minute, over ten seconds
    rmssd: float = NAN  # ms, over a minute
    preliminary: bool = True  # fewer than sixty seconds of heart behind rmssd, sdnn and pnn50
    sdnn: float = NAN  # ms
    pnn50: float = NAN  # 0 to 1
    peak_share: float = NAN  # 0 to 1
    breath_rate: float = NAN  # per minute
    swing: float = NAN  # ms
    phase_stability: float = NAN  # 0 to 1


def paced(state: State, start_s: float, breath_rate: float) -> State:
    """Tell the pace of the breath from a moment on; a breath rate of 0 is no pace."""
    if not breath_rate > 0:
        return state._replace(pacer=())
    return state._replace(pacer=(*state.pacer[-100:], pacing.Paced(start_s, breath_rate)))


def _believed(state: State, intervals: Iterable[rr.Interval]) -> State:
    trail, cleaned = artifacts.update(state.trail, intervals)
    wrong = sum(bool(one.correction) for one in cleaned)
    heart = (*state.heart, *cleaned)
    return state._replace(trail=trail, heart=heart, seen=state.seen + len(cleaned), corrected=state.corrected + wrong)


def _strap(state: State, packets: Iterable[Packet]) -> State:
    for packet in packets:
        try:
            parsed = rr.parse_packet(packet.data)
        except ValueError:
            continue  # a broken packet is a packet that did not come
        last_beat, intervals = rr.update(state.last_beat, packet.time, parsed)
        state = _believed(state._replace(last_beat=last_beat), intervals)
    return state


def trusted(before: ppg.Beat | None, beats: Iterable[ppg.Beat]) -> list[rr.Interval]:
    """Pair the beats that can both be trusted.

    Parameters
    ----------
    before : Beat or None
        The beat before these.
    beats : iterable of Beat
        In order of time.

    Returns
    -------
    list of Interval
        Between neighbours, with the lesser trust of the two.

    References
    ----------
    None: differences.
    """
    intervals = []
    for beat in beats:
        if before is not None and min(before.signal_quality, beat.signal_quality) >= BEAT_GATE:
            rr_interval = 1000 * (beat.beat_time - before.beat_time)
            if rr.SHORTEST_MS <= rr_interval <= rr.LONGEST_MS:
                trust = min(before.signal_quality, beat.signal_quality)
                intervals.append(rr.Interval(beat.beat_time, rr_interval, trust))
        before = beat
    return intervals


def _clear(frame: Frame, channel: int) -> bool:
    finger = frame.red >= RED_SHARE * max(frame.green, frame.blue)
    return finger and quality.LEAST_LIGHT <= frame[channel] < quality.BLINDED


def _blinded(frame: Frame) -> bool:
    """Say whether red has no room left, while green still has light through a finger."""
    return frame.red >= quality.BLINDED and quality.LEAST_LIGHT <= frame.green <= frame.red / RED_SHARE


def _frames(state: State, frames: Sequence[Frame]) -> State:
    """Read one colour, and mind whether that is light through a finger."""
    camera = state.camera
    # Blood takes light away: the pulse is where it gets darker.
    pulse, beats = ppg.update(camera.pulse, [(frame.time, -frame[camera.channel]) for frame in frames])
    camera = camera._replace(
        pulse=pulse,
        seen=camera.seen + len(frames),
        clear=camera.clear + sum(_clear(frame, camera.channel) for frame in frames),
        bright=camera.bright + sum(_blinded(frame) for frame in frames),
        last=beats[-1] if beats else camera.last,
    )
    return _believed(state._replace(camera=camera), trusted(state.camera.last, beats))


def _hand(state: State, presses: Iterable[breath.Press]) -> State:
    hand, ended = breath.update(state.hand, presses)
    return state._replace(hand=hand, breaths=(*state.breaths, *ended))


def _heard(state: State, samples: Sequence[Sample]) -> State:
    """Give samples of one kind, all of one second, to who understands them."""
    kind = type(samples[0])
    if kind is Frame:
        return _frames(state, [sample for sample in samples if isinstance(sample, Frame)])
    if kind is Packet:
        return _strap(state, [sample for sample in samples if isinstance(sample, Packet)])
    if kind is Pull:
        pulls = [sample for sample in samples if isinstance(sample, Pull)]
        return state._replace(belly=breath.feel(state.belly, pulls))
    if kind is breath.Press:
        return _hand(state, [sample for sample in samples if isinstance(sample, breath.Press)])
    return _believed(state, [sample for sample in samples if isinstance(sample, rr.Interval)])


def _breath_rate(state: State, from_heart: float) -> float:
    """Prefer the hand, then the belly, then the heart: from what was said to what was guessed."""
    recent = [one for one in state.breaths if one.start_s + one.inhale_s + one.exhale_s > state.second - 20]
    by_hand = breath.rate_of(recent)
    by_belly = breath.rate_from_belly(state.belly) if state.belly.times else NAN
    return next((rate for rate in (by_hand, by_belly, from_heart) if not math.isnan(rate)), NAN)


def _wave(state: State, times: hrv.Floats, values: hrv.Floats) -> dict[str, float]:
    """Look at the last minute beside the pacer, and at the heart as one wave."""
    minute = times > state.second - WINDOW_S
    times, values = times[minute], values[minute]
    found = {"peak_share": pacing.peak_share(times, values)}
    if not state.pacer:
        return found
    phase = pacing.breath_phase(state.pacer, times)
    inside = ~np.isnan(phase)
    phase, values = phase[inside], values[inside]
    return found | {
        "swing": pacing.swing(values, phase),
        "phase_stability": pacing.phase_stability(values, phase),
    }


def _measured(state: State, clear: float) -> Reading:
    """Measure at the second that is due; `clear` is the signal quality, and above the gate."""
    now, heart = state.second, state.heart
    times = np.array([one.beat_time for one in heart])
    values = np.array([one.nn_interval for one in heart])
    minute, ten = times > now - WINDOW_S, times > now - quality.WINDOW_S
    known = ~np.isnan(values)
    steps = hrv.differences(values[minute], times[minute])
    corrections = [bool(one.correction) for one in heart if one.beat_time > now - WINDOW_S]
    return Reading(
        time=now,
        signal_quality=clear,
        artifact_fraction=sum(corrections) / len(corrections),
        heart_rate=hrv.heart_rate(values[ten]),
        rmssd=hrv.rmssd(steps),
        # A window of a minute holds nearly a minute of whole intervals.
        preliminary=bool(values[minute & known].sum() < 950 * WINDOW_S),
        sdnn=hrv.sdnn(values[minute]),
        pnn50=hrv.pnn50(steps),
        breath_rate=_breath_rate(state, breath.rate_from_heart(times[known], values[known])),
        **_wave(state, times[known], values[known]),
    )


def _clearness(state: State) -> float:
    recent = [one for one in state.heart[-40:] if one.beat_time > state.second - quality.WINDOW_S]
    times = np.array([one.beat_time for one in recent])
    values = np.array([one.nn_interval for one in recent])
    trust = np.array([one.signal_quality * (one.correction != "unexplained") for one in recent])
    clear = quality.signal_quality(times, values, trust, state.second)
    return clear * state.camera.light if state.camera.seen else clear


def _lit(camera: Camera) -> Camera:
    """Close a second of the camera: read green while red is blinded; begin again where there was no finger."""
    if not camera.seen:
        return camera
    channel = 2 if camera.bright > camera.seen / 2 else 1
    light = camera.clear / camera.seen
    if channel != camera.channel or light < LEAST_LIT:
        camera = Camera(channel=channel)  # what was usual under other light is not usual now
    return camera._replace(light=light, seen=0, clear=0, bright=0)


def _read(state: State) -> tuple[State, Reading]:
    """Make the reading of the second that is due."""
    first = next((at for at, one in enumerate(state.heart) if one.beat_time > state.second - KEPT_S), len(state.heart))
    old = state.second - KEPT_S
    state = state._replace(
        heart=state.heart[first:], breaths=tuple(one for one in state.breaths[-30:] if one.start_s > old)
    )
    clear = _clearness(state)
    if clear >= quality.GATE:
        reading = _measured(state, clear)
    else:
        reading = Reading(state.second, clear, breath_rate=_breath_rate(state, NAN))
    return state._replace(second=state.second + 1, camera=_lit(state.camera)), reading


def _jumped(state: State, time: float) -> bool:
    return not -BACK_S <= time - state.newest <= SILENCE_S


def _begun(state: State, time: float) -> State:
    """Begin anew at this moment: nothing of before the jump says anything about now."""
    return State(second=math.floor(time) + 1.0, newest=time, pacer=state.pacer)


def _due(state: State, time: float) -> tuple[State, list[Reading]]:
    readings = []
    while time >= state.second:
        state, reading = _read(state)
        readings.append(reading)
    return state, readings


def update(state: State, samples: Iterable[Sample]) -> tuple[State, list[Reading]]:
    """Hear samples of any kind, in the order in which they came.

    Parameters
    ----------
    state : State
        After the samples before; ``State()`` at first.
    samples : iterable of Sample
        Times in s on one clock. What has no finite time is passed over; where the clock goes back by more than two
        seconds, or forward by more than thirty, hearing begins anew.

    Returns
    -------
    State
        To go on with.
    list of Reading
        One for every second that passed.

    References
    ----------
    Own structure; each quantity names its source in its own module.
    """
    readings: list[Reading] = []
    usable = (sample for sample in samples if abs(_time(sample)) < LAST_S)
    # One second and one kind at a time: so much is understood at once, and no reading falls inside.
    for (at, _), group in groupby(usable, key=lambda sample: (math.floor(_time(sample)), type(sample))):
        run = list(group)
        if _jumped(state, at):
            state = _begun(state, _time(run[0]))
        state, found = _due(state, at)
        readings += found
        state = _heard(state, run)._replace(newest=max(state.newest, _time(run[-1])))
    return state, readings


def _time(sample: Sample) -> float:
    return sample[0]
