"""One page that listens along: messages in, answers out, and the state between them a value."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from loslaten.body import pacing, stream, wire

MOST_SAMPLES = 2000
SLOWEST, FASTEST = 2.0, 40.0  # breaths a minute that a person can tell us
MOST_REFUSED = 20
HEARTS = {"strap", "camera"}
HEART_TELLS = 10.0  # breaths a minute below which the heart tells the breath
NAN = math.nan


class Judged(NamedTuple):
    """What was heard since the pace last settled: sums over the seconds that could be judged, and over all."""

    n: int = 0
    swing: float = 0.0
    phase_stability: float = 0.0
    seconds: int = 0
    signal_quality: float = 0.0


class Listening(NamedTuple):
    """Everything needed to go on."""

    sense: str
    state: stream.State = stream.State()
    pace: pacing.Pace | None = None  # None: the pace follows nobody
    judged: Judged = Judged()


class Answer(NamedTuple):
    """What the page is told."""

    readings: Sequence[stream.Reading] = ()  # a second each, oldest first
    beats: Sequence[tuple[float, float]] = ()  # s, ms; nan where it could not be explained
    pace: float | None = None  # breaths a minute, when the water should go otherwise

    def written(self) -> dict[str, Any]:
        """Write it for JSON, by the names of docs/live.md."""
        return {
            "readings": [wire.told(reading) for reading in self.readings],
            "beats": [[wire.plain(time), wire.plain(interval)] for time, interval in self.beats],
            "pace": self.pace,
        }


def _needs(value: object, kind: type) -> Any:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, kind):
        raise ValueError("not what stands in docs/live.md")
    return value


def _pace(wish: Mapping[str, Any], breath_rate: Any) -> pacing.Pace:  # noqa: ANN401 - whatever JSON holds
    if not wire.number(breath_rate, FASTEST) or not breath_rate >= SLOWEST:
        raise ValueError("no breath rate")
    refused = _needs(wish.get("refused") or [], list)[-MOST_REFUSED:]
    own, since_s = wish.get("own"), wish.get("since")
    return pacing.Pace(
        float(breath_rate),
        float(since_s) if wire.number(since_s, stream.LAST_S) else NAN,  # type: ignore[arg-type]
        refused=tuple(float(each) for each in refused if wire.number(each, FASTEST)),
        own=float(own) if wire.number(own, FASTEST) else math.inf,  # type: ignore[arg-type]
    )


def greet(message: object) -> Listening:
    """Read the first message of a page.

    Parameters
    ----------
    message : object
        As JSON gave it.

    Returns
    -------
    Listening
        To go on with.

    Raises
    ------
    ValueError
        If it is no hello.

    References
    ----------
    docs/live.md.
    """
    said = _needs(message, dict)
    if said.get("hello") != 1 or said.get("sense") not in wire.SENSES:
        raise ValueError("no hello")
    wish = _needs(said.get("pace") or {}, dict)
    pace = _pace(wish, wish.get("breath_rate")) if wish.get("follow") is True else None
    return Listening(said["sense"], pace=pace)


def samples_in(listening: Listening, message: object) -> list[stream.Sample]:
    """Read the samples of a message.

    Parameters
    ----------
    listening : Listening
        Who hears, and by which sense.
    message : object
        As JSON gave it.

    Returns
    -------
    list of Sample
        Empty when the message speaks of something else.

    Raises
    ------
    ValueError
        If it is no message, or holds too many samples.

    References
    ----------
    docs/live.md.
    """
    said = _needs(message, dict)
    values = _needs(said.get("samples", []), list)
    if len(values) > MOST_SAMPLES:
        raise ValueError("too many samples")
    return wire.samples(listening.sense, values)


def _judge(listening: Listening, reading: stream.Reading) -> Listening:
    pace, judged, pacer = listening.pace, listening.judged, listening.state.pacer
    if pace is None:
        return listening
    since_s = max(pace.since_s, pacer[0].start_s)  # what was heard before a rest says nothing about after it
    # Whoever comes back tells the last seconds again. What lies further back is a clock that went back.
    if not since_s - stream.KEPT_S <= reading.time:
        since_s = reading.time
    if since_s != pace.since_s:
        pace, judged = pace._replace(since_s=since_s), Judged()
        listening = listening._replace(pace=pace, judged=judged)
    if reading.time < since_s + pacing.SETTLE_S:
        return listening
    known = math.isfinite(reading.swing) and math.isfinite(reading.phase_stability)
    return listening._replace(
        judged=Judged(
            judged.n + known,
            judged.swing + (reading.swing if known else 0),
            judged.phase_stability + (reading.phase_stability if known else 0),
            judged.seconds + 1,
            judged.signal_quality + reading.signal_quality,
        )
    )


def _follow(listening: Listening, reading: stream.Reading) -> tuple[Listening, float | None]:
    """Let the pace follow, a step at most."""
    if not listening.state.pacer:  # while the water stands still nothing can be said of a pace
        return listening, None
    listening = _judge(listening, reading)
    pace, judged = listening.pace, listening.judged
    if pace is None or not judged.n:
        return listening, None
    heard = pacing.Heard(
        judged.swing / judged.n, judged.phase_stability / judged.n, judged.signal_quality / judged.seconds
    )
    after = pacing.follow(pace, reading.time, heard)
    if after.breath_rate == pace.breath_rate:
        return listening._replace(pace=after), None
    return listening._replace(pace=after, judged=Judged()), after.breath_rate


def _sure(listening: Listening, reading: stream.Reading) -> stream.Reading:
    """Leave out a breath from the heart unless slow water was breathed to: a quick breath is not in there."""
    pacer = listening.state.pacer
    slow = pacer and pacer[-1].breath_rate < HEART_TELLS and pacer[0].start_s + pacing.FIRST_S <= reading.time
    return reading if slow or listening.sense not in HEARTS else reading._replace(breath_rate=NAN)


def _new_beats(before: stream.State, after: stream.State) -> list[tuple[float, float]]:
    new = after.seen - before.seen if after.seen >= before.seen else after.seen
    return [(one.beat_time, one.nn_interval) for one in after.heart[-new:]] if new else []


def hear(listening: Listening, samples: Sequence[stream.Sample]) -> tuple[Listening, Answer | None]:
    """Hear samples.

    Parameters
    ----------
    listening : Listening
        Before.
    samples : sequence of Sample
        As they came.

    Returns
    -------
    Listening
        After.
    Answer or None
        None when they brought no beat and ended no second.

    References
    ----------
    None: `stream` and `pacing` know.
    """
    state, readings = stream.update(listening.state, samples)
    beats = _new_beats(listening.state, state)
    listening, went = listening._replace(state=state), None
    for reading in readings:
        listening, pace = _follow(listening, reading)
        went = pace if pace is not None else went
    if not readings and not beats:
        return listening, None
    return listening, Answer([_sure(listening, reading) for reading in readings], beats, went)


def told(listening: Listening, message: Mapping[str, Any]) -> Listening:
    """Take what a page tells about the pace.

    Parameters
    ----------
    listening : Listening
        Before.
    message : mapping
        With any of ``pacer`` and ``follow``.

    Returns
    -------
    Listening
        After.

    Raises
    ------
    ValueError
        If it tells something else.

    References
    ----------
    docs/live.md.
    """
    if "pacer" in message:
        pacer = _needs(message["pacer"], list)
        if len(pacer) != 2 or not wire.number(pacer[0], stream.LAST_S) or not wire.number(pacer[1], FASTEST):
            raise ValueError("no pacer")
        listening = listening._replace(state=_paced(listening.state, *pacer))
    if "follow" in message:
        pace, before = _pace(message, message["follow"]) if message["follow"] else None, listening.pace
        if pace and before:  # the same person goes on otherwise: what is known of other paces stays true
            pace = pace._replace(heading=before.heading, tried=before.tried)
        listening = listening._replace(pace=pace, judged=Judged())
    return listening


def _paced(state: stream.State, start_s: float, breath_rate: float) -> stream.State:
    """Lay the water beside the heart; a pacer that begins before the last one began is a new one."""
    if state.pacer and start_s <= state.pacer[-1].start_s:
        state = stream.paced(state, 0, 0)
    return stream.paced(state, float(start_s), float(breath_rate))
