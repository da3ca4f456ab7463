"""A finger on the lens: the light that comes through, frame by frame, becomes beats.

The steepest rise of the pulse is the moment that a camera at thirty frames can tell best; a parabola places it between
frames. Plain Python on purpose: a handful of frames arrives at a time, and calling an array library costs more than
it saves there.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

GRID_HZ = 60  # twice what a phone delivers, so that the parabola has points on both sides
STEP_S = 1 / GRID_HZ
GAP_S = 1.0  # after this long without a frame nothing of the old rhythm can be trusted
FIRST_S = 0.6  # the interval believed at first; a slower heart is found from here, a faster one not from a longer one
START = 50  # grid steps that the filters' own start lasts: 0.8 s
WAIT = 11  # grid steps in which a steeper rise may still follow: 180 ms
LONGEST_S, SHORTEST_S = 2.0, 0.3  # 30 to 200 beats a minute
REFRACTORY = 0.55  # of the usual interval
THRESHOLD = 0.38  # of the usual steepness: less is a second, smaller wave of the same beat
DECAY_PER_S = 2.0  # how fast the threshold falls while no beat is found
SMALL, SLOWLY = 0.6, 0.1  # a beat under this share of the usual steepness says little of what is usual
LONG = 1.6  # usual intervals without a beat, after which a smaller rise in between is taken for one
SMALLEST = 0.2  # of the usual steepness, for that
ALIKE = 0.4  # correlation with the usual rise that a small one must have to be a beat
DOUBT, PATIENCE = 0.3, 8  # after so many beats under this trust, the search begins again
KNOWN = 8  # beats after which it is known how this pulse rises
SHAPE = 30  # grid steps around a rise that are compared with the usual rise: half a second
AHEAD = 9  # of which this many come after the steepest point


class Beat(NamedTuple):
    """One beat, and how far to trust it."""

    beat_time: float  # s, on the samples' own clock
    signal_quality: float  # 0 to 1
    steepness: float  # of the rise, in the unit of the light per grid step


class Clock(NamedTuple):
    """When frames really were: a regular camera behind irregular delivery."""

    time: float = math.nan  # s, the last frame after smoothing
    raw: float = math.nan  # s, as it arrived
    period: float = 0.0  # s per frame
    jitter: float = 0.0  # s, usual distance between the two
    frames: int = 0


class Rise(NamedTuple):
    """A rise that was too small to be a beat, unless none comes."""

    time: float  # s
    steepness: float
    due: int  # grid step at which its shape is known
    shape: tuple[float, ...] = ()


class Rhythm(NamedTuple):
    """What is usual for this pulse, and the rise that may become the next beat."""

    envelope: float = 0.0
    interval: float = FIRST_S
    last: float = 0.0  # s, the last beat; before the first, the begin
    rise: float = math.nan  # s, the moment of the rise being weighed
    steepness: float = 0.0
    due: int = -1  # grid step at which that rise is a beat, unless a steeper one comes first
    usual: tuple[float, ...] = ()  # the running mean of confirmed shapes, of length one
    found: int = 0
    doubted: int = 0  # beats in a row that nobody should trust
    passed: Rise | None = None  # the steepest rise passed over since the last beat


class State(NamedTuple):
    """Everything needed to go on, between two batches of frames."""

    clock: Clock = Clock()
    light: float = 0.0
    grid: int = 0  # the next grid step, counted from `began`
    began: float = math.nan  # s
    memory: tuple[float, ...] = ()  # of the two filters; empty before the first frame
    slopes: tuple[float, ...] = ()  # the newest, enough for one shape
    level: float = 0.0  # the filtered light at the last grid step
    rhythm: Rhythm = Rhythm()


def _sections(low_hz: float, high_hz: float) -> tuple[float, ...]:
    """Second-order Butterworth high-pass and low-pass by the bilinear transform: b0, b1, a1, a2 of each."""
    coefficients = []
    for hertz, sign in ((low_hz, -1), (high_hz, 1)):
        k = math.tan(math.pi * hertz / GRID_HZ)
        norm = 1 / (1 + math.sqrt(2) * k + k * k)
        b0 = norm * (k * k if sign == 1 else 1)
        coefficients += [b0, 2 * sign * b0, 2 * (k * k - 1) * norm, (1 - math.sqrt(2) * k + k * k) * norm]
    return tuple(coefficients)


SECTIONS = _sections(0.5, 3.5)


def _settled(light: float) -> tuple[float, ...]:
    """Begin as if this light had always been there, so that the first frame is not a step."""
    b0 = SECTIONS[0]
    return (-b0 * light, b0 * light, 0.0, 0.0)


def tick(clock: Clock, time: float) -> Clock:
    """Follow the camera's own clock through irregular delivery, by a second-order loop.

    Parameters
    ----------
    clock : Clock
        Before.
    time : float
        When the frame says it was taken, s.

    Returns
    -------
    Clock
        After; `time` never goes back.

    References
    ----------
    Guede-Fernandez et al. (2015) on frame-time jitter as a main error of camera intervals.
    """
    if clock.frames < 10:
        frames = clock.frames + 1
        gone = time - clock.time if frames > 1 else 0.0
        return Clock(time, time, clock.period + (gone - clock.period) / max(frames - 1, 1), clock.jitter, frames)
    elapsed = (time - clock.time) / clock.period
    # Where delivery is irregular, one late frame is no lost frame.
    uneven = clock.jitter > 0.12 * clock.period and elapsed < 2.5
    steps = 1 if uneven else max(1, round(elapsed))
    late = time - clock.time - steps * clock.period
    forward = max(steps * clock.period + 0.1 * late, 0.2 * clock.period)
    jitter = clock.jitter + 0.05 * (abs(late) - clock.jitter)
    return Clock(clock.time + forward, time, clock.period + 0.005 * late / steps, jitter, clock.frames + 1)


def _likeness(shape: Sequence[float], usual: Sequence[float]) -> float:
    """Correlate two rises through the origin: −1 to 1; 0 before anything is usual."""
    length = math.sqrt(math.fsum(value * value for value in shape))
    if not usual or not length:
        return 0.0
    return math.fsum(a * b for a, b in zip(shape, usual, strict=True)) / length


def _mixed(shape: Sequence[float], usual: Sequence[float], share: float) -> tuple[float, ...]:
    """Let the usual rise follow this one slowly, by a share of it; its length stays one."""
    length = math.sqrt(math.fsum(value * value for value in shape)) or 1.0
    mixed = [value / length for value in shape] if not usual else [
        (1 - share) * old + share * value / length for old, value in zip(usual, shape, strict=True)
    ]  # fmt: skip
    whole = math.sqrt(math.fsum(value * value for value in mixed)) or 1.0
    return tuple(value / whole for value in mixed)


def _trust(rhythm: Rhythm, shape: Sequence[float]) -> float:
    """Trust a beat that looks like the others in shape and in size."""
    if rhythm.found < 3:
        return 0.0
    ratio = rhythm.steepness / rhythm.envelope if rhythm.envelope else math.inf
    size = min(1.0, 2.5 / ratio, ratio / 0.4)
    return max(0.0, _likeness(shape, rhythm.usual)) ** 2 * size


def _confirm(rhythm: Rhythm, shape: Sequence[float]) -> tuple[Rhythm, Beat]:
    """Make the rise a beat, and let what is usual follow it."""
    interval, usual_interval = rhythm.rise - rhythm.last, rhythm.interval
    if rhythm.found and SHORTEST_S < interval < LONGEST_S:
        bounded = min(max(interval, 0.6 * usual_interval), 1.6 * usual_interval)
        usual_interval += 0.2 * (bounded - usual_interval)
    # Else the second wave of each beat, once taken for a beat, would make itself usual.
    follow = SLOWLY if rhythm.steepness < SMALL * rhythm.envelope else 0.3
    envelope = rhythm.envelope + follow * (min(rhythm.steepness, 2 * rhythm.envelope) - rhythm.envelope)
    beat = Beat(rhythm.rise, _trust(rhythm, shape), rhythm.steepness)
    doubted = rhythm.doubted + 1 if beat.signal_quality < DOUBT else 0
    if doubted > PATIENCE:
        # What was usual is of no use any more: learn it anew from here.
        return Rhythm(rhythm.steepness, FIRST_S, rhythm.rise, found=1), beat
    usual = _mixed(shape, rhythm.usual, follow / 2)
    return Rhythm(envelope, usual_interval, rhythm.rise, usual=usual, found=rhythm.found + 1, doubted=doubted), beat


def _looks_usual(rhythm: Rhythm, shape: Sequence[float]) -> bool:
    return _likeness(shape, rhythm.usual) >= ALIKE


def _between(rhythm: Rhythm) -> Rise | None:
    """Give the smaller rise in the middle of a long silence, if it looks like a beat."""
    passed = rhythm.passed
    if passed is None or rhythm.rise - rhythm.last <= LONG * rhythm.interval:
        return None
    apart = rhythm.rise - passed.time > REFRACTORY * rhythm.interval
    return passed if apart and _looks_usual(rhythm, passed.shape) else None


def _confirmed(rhythm: Rhythm, shape: Sequence[float]) -> tuple[Rhythm, list[Beat]]:
    """Make the rise a beat, after the smaller one that was passed over; or none, where it is the second of a beat."""
    if rhythm.found <= KNOWN:
        rhythm, beat = _confirm(rhythm, shape)
        return rhythm, [beat]
    if rhythm.steepness < SMALL * rhythm.envelope and not _looks_usual(rhythm, shape):
        return rhythm._replace(rise=math.nan, steepness=0.0, due=-1), []
    beats: list[Beat] = []
    if between := _between(rhythm):
        earlier, beat = _confirm(rhythm._replace(rise=between.time, steepness=between.steepness), between.shape)
        rhythm, beats = earlier._replace(rise=rhythm.rise, steepness=rhythm.steepness), [beat]
    rhythm, beat = _confirm(rhythm, shape)
    return rhythm, [*beats, beat]


def _weigh(rhythm: Rhythm, rise: float, steepness: float, due: int) -> Rhythm:
    """Let a rise become the candidate, if it is steep enough, far enough from the last beat, and the steepest."""
    lost = max(0.0, rise - rhythm.last - 1.5 * rhythm.interval)
    envelope = rhythm.envelope * math.exp(-DECAY_PER_S * lost)
    far = rise - rhythm.last > max(SHORTEST_S, REFRACTORY * rhythm.interval) or not rhythm.found
    if not far or steepness <= rhythm.steepness:
        return rhythm
    if steepness <= THRESHOLD * envelope:
        return _pass_over(rhythm, Rise(rise, steepness, due))
    # A beat found after a silence starts from the lower threshold, not from the old one.
    return rhythm._replace(
        envelope=min(rhythm.envelope, max(envelope, steepness)), rise=rise, steepness=steepness, due=due
    )


def _pass_over(rhythm: Rhythm, rise: Rise) -> Rhythm:
    """Remember the steepest of the rises that are too small, if it is not too small for anything."""
    least = rhythm.passed.steepness if rhythm.passed else SMALLEST * rhythm.envelope
    return rhythm._replace(passed=rise) if rise.steepness > least else rhythm


def _resampled(state: State, frames: Sequence[tuple[float, float]]) -> tuple[list[float], Clock, float]:
    """Draw straight lines between frames and read them at the grid; also the clock and the light afterwards."""
    levels, clock, light, grid = [], state.clock, state.light, state.grid
    for time, value in frames:
        before, clock = clock.time, tick(clock, time)
        until = (clock.time - state.began) * GRID_HZ
        slope = (value - light) / (clock.time - before)
        offset = light + (state.began - before) * slope
        while grid <= until:
            levels.append(offset + grid * STEP_S * slope)
            grid += 1
        light = value
    return levels, clock, light


def _slopes(
    memory: tuple[float, ...], level: float, lights: Sequence[float]
) -> tuple[list[float], tuple[float, ...], float]:
    """Filter, and take differences: the two sections as transposed direct form II, written out for speed."""
    b, d, a1, a2, low_b, low_d, low_a1, low_a2 = SECTIONS
    z1, z2, y1, y2 = memory
    slopes = []
    for light in lights:
        high = b * light + z1
        z1, z2 = d * light - a1 * high + z2, b * light - a2 * high
        low = low_b * high + y1
        y1, y2 = low_d * high - low_a1 * low + y2, low_b * high - low_a2 * low
        slopes.append(low - level)
        level = low
    return slopes, (z1, z2, y1, y2), level


def _beats(state: State, slopes: Sequence[float], first: int) -> tuple[Rhythm, list[Beat]]:
    """Walk the slopes; the first `first` are old, and stand there for shapes only."""
    rhythm, beats, began = state.rhythm, list[Beat](), state.grid - first
    for place in range(max(first, 2), len(slopes)):
        grid = began + place
        ahead, here, behind = slopes[place - 2], slopes[place - 1], slopes[place]
        if grid < START:
            rhythm = rhythm._replace(envelope=max(rhythm.envelope, here))
            continue
        if ahead < here >= behind and here > 0:
            bend = ahead - 2 * here + behind
            rise = state.began + (grid - 1.5 + 0.5 * (ahead - behind) / bend) * STEP_S
            rhythm = _weigh(rhythm, rise, here, grid + WAIT)
        shape = slice(place - WAIT - SHAPE + AHEAD, place - WAIT + AHEAD)
        if rhythm.passed and grid == rhythm.passed.due:
            rhythm = rhythm._replace(passed=rhythm.passed._replace(shape=tuple(slopes[shape])))
        if grid == rhythm.due:
            rhythm, found = _confirmed(rhythm, slopes[shape])
            beats += found
    return rhythm, beats


def _begun(time: float, light: float) -> State:
    return State(tick(Clock(), time), light, 0, time, _settled(light), (), 0.0, Rhythm(last=time))


def _go_on(state: State, frames: Sequence[tuple[float, float]]) -> tuple[State, list[Beat]]:
    levels, clock, light = _resampled(state, frames)
    new, memory, level = _slopes(state.memory, state.level, levels)
    slopes = [*state.slopes, *new]
    rhythm, beats = _beats(state, slopes, len(state.slopes))
    kept = tuple(slopes[-SHAPE - WAIT :])
    return State(clock, light, state.grid + len(new), state.began, memory, kept, level, rhythm), beats


def update(state: State, frames: Sequence[tuple[float, float]]) -> tuple[State, list[Beat]]:
    """Hear a batch of frames.

    Parameters
    ----------
    state : State
        After the frames before; ``State()`` at first.
    frames : sequence of (float, float)
        Capture time in s, and light: any unit, higher with every pulse. A frame that is not finite, or not later than
        the one before, is passed over; after a gap of more than a second the search begins again.

    Returns
    -------
    State
        To go on with.
    list of Beat
        Confirmed in this batch, about 0.2 s after they happened.

    References
    ----------
    Own algorithm. Charlton et al. (2022) compare pulse detectors; Guede-Fernandez et al. (2015) camera timing.
    """
    beats: list[Beat] = []
    run: list[tuple[float, float]] = []
    raw = state.clock.raw
    for time, light in frames:
        if not (math.isfinite(time) and math.isfinite(light)):
            continue
        if not -GAP_S <= time - raw <= GAP_S:
            state, found = _go_on(state, run) if run else (state, [])
            beats += found
            run, state = [], _begun(time, light)
        elif time > raw:
            run.append((time, light))
        else:
            continue
        raw = time
    if run:
        state, found = _go_on(state, run)
        beats += found
    return state, beats
