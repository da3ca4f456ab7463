"""What is known of one person, as one value: learn from a moment, say what to expect, keep it, take it up again."""

import hashlib
import hmac
import json
import math
import struct
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from loslaten.brain import choice, mechanism, outcome, trace
from loslaten.brain import filter as tension
from loslaten.brain.filter_prior import FilterPrior, default_prior
from loslaten.brain.habit import Habits
from loslaten.brain.moment import Moment, check

Floats = NDArray[np.float64]

VERSION = 2
MAGIC = b"LOSLATEN"
HEAD = struct.Struct(">8sHI32s")  # magic, version, bytes of payload, digest
N_RECENT = 30  # predictions kept for the scorecard
SHARE = 0.8  # of such moments lie in the range we name


class Posterior(NamedTuple):
    """What is known of one person.

    `mechanisms` maps a pattern to what the simulator makes of it, `traces` to how broad its paths may be; `recent`
    (prediction, 4) holds for each of the last 30: when, in days, whether the rating fell in the range named beforehand,
    how far it was from what was expected, and how far from the rating before it, in points; `last_tension` and
    `last_mechanism` are the latest rating (nan before the first) and the simulator's points at the latest in life.
    """

    tension: tension.Belief
    choice: choice.ChoiceBelief
    outcome: outcome.OutcomeBelief
    mechanisms: Mapping[str, mechanism.Mechanism]
    traces: Mapping[str, trace.Trace]
    recent: Floats
    last_tension: float
    last_mechanism: float

    @property
    def n_moments(self) -> int:
        """How many moments this was learnt from."""
        return int(self.tension.counts.sum())


class PosteriorError(ValueError):
    """A stored posterior that cannot be taken up again. Replay the log instead; never begin afresh in silence."""


def begin(prior: FilterPrior | None = None) -> Posterior:
    """Know of a new person what the priors say.

    Parameters
    ----------
    prior : FilterPrior, optional
        For the before-tension; by default the one learnt across studies.

    Returns
    -------
    Posterior
        Before any moment.
    """
    belief = tension.begin(prior or default_prior())
    return Posterior(belief, choice.begin(), outcome.begin(), {}, {}, np.empty((0, 4)), float("nan"), 0.0)


def likely_range(pmf: Floats, share: float = SHARE) -> tuple[int, int]:
    """Find the narrowest run of levels that holds this share.

    Parameters
    ----------
    pmf : array, shape (level,)
        Probabilities.
    share : float
        At least this much.

    Returns
    -------
    low, high : int
        Levels, both included; of equally narrow runs the likeliest.

    References
    ----------
    Hyndman RJ (1996). Computing and graphing highest density regions. Am Stat 50, 120.
    """
    below = np.concatenate(([0.0], np.cumsum(pmf)))
    for width in range(1, len(pmf) + 1):
        mass = below[width:] - below[:-width]
        if mass.max() >= share - 1e-12:
            low = int(np.argmax(mass))
            return low, low + width - 1
    return 0, len(pmf) - 1


def _simulated(posterior: Posterior, moment: Moment) -> mechanism.Mechanism:
    """Let the simulator reach this moment of this pattern."""
    known = posterior.mechanisms.get(moment.pattern)
    if known is None:
        return mechanism.begin(moment)
    if not moment.at >= known.at:
        raise ValueError(f"at is {moment.at}, and what is known is of {known.at}: times may not run backwards")
    return mechanism.reached(known, moment)


def expect_tension(posterior: Posterior, moment: Moment) -> Floats:
    """Say how likely each rating is at a moment to come. Works without Numba.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        When, with which pattern and context; its ratings are not looked at, and its mechanism is worked out here.

    Returns
    -------
    array, shape (11,)
        Probabilities of 0 to 10.
    """
    points = mechanism.points(_simulated(posterior, moment), moment)
    return tension.predict(posterior.tension, moment._replace(mechanism=points))


def expect_path(posterior: Posterior, moment: Moment) -> Floats:
    """Say how likely each path is, once the tension is known.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        When, with which pattern and `tension_before`.

    Returns
    -------
    array, shape (3,)
        Probabilities of old, pause and new.
    """
    return choice.predict(posterior.choice, _situation(_simulated(posterior, moment), moment))


def _situation(simulated: mechanism.Mechanism, moment: Moment) -> Floats:
    old, new = (float(path[0]) for path in simulated.habits)
    return choice.features(moment.tension_before, old, new)


def expect_after(posterior: Posterior, moment: Moment) -> Floats:
    """Say how likely each tension afterwards is, once path and steps are known.

    Parameters
    ----------
    posterior : Posterior
        What is known.
    moment : Moment
        With `tension_before`, `path` and `steps`.

    Returns
    -------
    array, shape (11,)
        Probabilities of 0 to 10.
    """
    situation = outcome.features(moment.tension_before, moment.steps, moment.path)
    return outcome.predict(posterior.outcome, situation)


def update(posterior: Posterior, moment: Moment) -> Posterior:
    """Learn from one moment.

    Parameters
    ----------
    posterior : Posterior
        Before; it stays true of then.
    moment : Moment
        What was logged; its mechanism is worked out here.

    Returns
    -------
    Posterior
        After.
    """
    check(moment, after=posterior.tension.at)
    simulated = _simulated(posterior, moment)
    moment = moment._replace(mechanism=mechanism.points(simulated, moment))
    chosen = posterior.choice
    if moment.path is not None and not moment.practised:
        chosen = choice.update(chosen, _situation(simulated, moment), moment.path)
    walked = posterior.traces.get(moment.pattern) or trace.begin(moment)
    return Posterior(
        tension=tension.update(posterior.tension, moment),
        choice=chosen,
        outcome=outcome.update(posterior.outcome, moment),
        mechanisms={**posterior.mechanisms, moment.pattern: mechanism.update(simulated, moment)},
        traces={**posterior.traces, moment.pattern: trace.update(walked, moment)},
        recent=_with_result(posterior, moment),
        last_tension=float(moment.tension_before),
        last_mechanism=posterior.last_mechanism if moment.practised else moment.mechanism,
    )


def _with_result(posterior: Posterior, moment: Moment) -> Floats:
    """Note how the prediction of this moment turned out; the first has no rating before it to be set beside."""
    if math.isnan(posterior.last_tension):
        return posterior.recent
    pmf, came = tension.predict(posterior.tension, moment), moment.tension_before
    low, high = likely_range(pmf)
    median = int(np.argmax(np.cumsum(pmf) >= 0.5))
    result = (moment.at, float(low <= came <= high), abs(median - came), abs(posterior.last_tension - came))
    return np.vstack((posterior.recent, result))[-N_RECENT:]


def replay(moments: Iterable[Moment], prior: FilterPrior | None = None) -> Posterior:
    """Learn from a whole log, from the start.

    Parameters
    ----------
    moments : iterable of Moment
        In order of time.
    prior : FilterPrior, optional
        As in `begin`.

    Returns
    -------
    Posterior
        The same as updating moment by moment.

    Raises
    ------
    ValueError
        Naming the row, counted from 1, and the field.
    """
    posterior = begin(prior)
    for row, moment in enumerate(moments, start=1):
        try:
            posterior = update(posterior, moment)
        except ValueError as wrong:
            raise ValueError(f"row {row}: {wrong}") from wrong
    return posterior


def _arrays(posterior: Posterior) -> dict[str, Floats]:
    belief = posterior.tension
    upper, upper_outcome = (np.triu_indices(n) for n in (belief.means.shape[1], len(outcome.REGRESSORS)))
    return {
        "grid": belief.prior.grid,
        "prior_weights": belief.prior.weights,
        "histogram": belief.prior.histogram,
        "means": belief.means,
        "covariances": belief.covariances[:, *upper],
        "log_weights": belief.log_weights,
        "counts": belief.counts,
        "choice_mean": posterior.choice.mean,
        "choice_covariance": posterior.choice.covariance,
        "outcome_means": posterior.outcome.means,
        "outcome_covariances": posterior.outcome.covariances[:, *upper_outcome],
        "outcome_log_weights": posterior.outcome.log_weights,
        "recent": posterior.recent,
        **{f"{pattern} habits": np.array(known.habits) for pattern, known in posterior.traces.items()},
        **{f"{pattern} past": known.past for pattern, known in posterior.traces.items()},
    }


def save(posterior: Posterior, *, key: bytes = b"") -> bytes:
    """Turn a posterior into bytes.

    Parameters
    ----------
    posterior : Posterior
        To keep.
    key : bytes, at most 64
        With a secret key nobody without it can alter the bytes unnoticed; without, only accidents are noticed.

    Returns
    -------
    bytes
        A few kB, with version and digest.
    """
    belief, arrays = posterior.tension, _arrays(posterior)
    words = {
        "shapes": {name: array.shape for name, array in arrays.items()},
        "prior": [float(number) for number in belief.prior[3:]],
        "at": None if math.isnan(belief.at) else belief.at,
        "last_tension": None if math.isnan(posterior.last_tension) else posterior.last_tension,
        "extras": belief.extras,
        "last_mechanism": posterior.last_mechanism,
        "mechanisms": {pattern: mechanism.as_words(known) for pattern, known in posterior.mechanisms.items()},
        "traces": {pattern: [known.at, known.n_walked] for pattern, known in posterior.traces.items()},
        "people": trace.fingerprint(),
    }
    written = json.dumps(words, allow_nan=False).encode()
    numbers = b"".join(array.astype("<f8").tobytes() for array in arrays.values())
    payload = struct.pack(">I", len(written)) + written + numbers
    return HEAD.pack(MAGIC, VERSION, len(payload), _digest(payload, key)) + payload


def _digest(payload: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(struct.pack(">H", VERSION) + payload, digest_size=32, key=key).digest()


def load(blob: bytes, *, key: bytes = b"") -> Posterior:
    """Take up a posterior that was kept.

    Parameters
    ----------
    blob : bytes
        As from `save`.
    key : bytes
        As given to `save`.

    Returns
    -------
    Posterior
        Exactly the one that was saved.
    """
    payload = _opened(blob, key)
    (n_words,) = struct.unpack_from(">I", payload)
    words = json.loads(payload[4 : 4 + n_words])
    arrays, start = {}, 4 + n_words
    for name, shape in words["shapes"].items():
        size = math.prod(shape)
        arrays[name] = np.frombuffer(payload, "<f8", size, start).reshape(shape).astype(np.float64)
        start += 8 * size
    return _rebuilt(words, arrays)


def _opened(blob: bytes, key: bytes) -> bytes:
    if len(blob) < HEAD.size:
        raise PosteriorError(f"this posterior is cut short: {len(blob)} bytes, where its head alone takes {HEAD.size}")
    magic, version, length, digest = HEAD.unpack_from(blob)
    payload = blob[HEAD.size :]
    if magic != MAGIC:
        raise PosteriorError("these bytes are not a posterior")
    if version != VERSION:
        raise PosteriorError(f"this posterior is of version {version}, and this program reads version {VERSION}")
    if len(payload) != length:
        raise PosteriorError(f"this posterior is cut short or glued to: {len(payload)} bytes where {length} were saved")
    if not hmac.compare_digest(digest, _digest(payload, key)):
        raise PosteriorError("this posterior was altered after it was saved, or saved with another key")
    return payload


def _full(triangles: Floats, size: int) -> Floats:
    full = np.empty((len(triangles), size, size))
    rows, columns = np.triu_indices(size)
    full[:, rows, columns] = full[:, columns, rows] = triangles
    return full


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _traces(words: dict[str, Any], arrays: dict[str, Floats]) -> dict[str, trace.Trace]:
    if words["people"] != trace.fingerprint():
        raise PosteriorError("the paths of this posterior were walked by other possible people than this program has")
    return {
        pattern: trace.Trace(Habits(*arrays[f"{pattern} habits"]), at, n_walked, arrays[f"{pattern} past"])
        for pattern, (at, n_walked) in words["traces"].items()
    }


def _rebuilt(words: dict[str, Any], arrays: dict[str, Floats]) -> Posterior:
    prior = FilterPrior(arrays["grid"], arrays["prior_weights"], arrays["histogram"], *words["prior"])
    belief = tension.Belief(
        prior=prior,
        means=arrays["means"],
        covariances=_full(arrays["covariances"], arrays["means"].shape[1]),
        log_weights=arrays["log_weights"],
        counts=arrays["counts"],
        at=_number(words["at"]),
        extras=tuple(words["extras"]),
    )
    after = _full(arrays["outcome_covariances"], len(outcome.REGRESSORS))
    return Posterior(
        tension=belief,
        choice=choice.ChoiceBelief(arrays["choice_mean"], arrays["choice_covariance"]),
        outcome=outcome.OutcomeBelief(arrays["outcome_means"], after, arrays["outcome_log_weights"]),
        mechanisms={pattern: mechanism.from_words(known) for pattern, known in words["mechanisms"].items()},
        traces=_traces(words, arrays),
        recent=arrays["recent"],
        last_tension=_number(words["last_tension"]),
        last_mechanism=words["last_mechanism"],
    )
