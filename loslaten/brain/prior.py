"""Every number the model needs: what it is called, how large it is, how sure we are, and where it came from.

The page docs/model.md shows this table; a test keeps the two equal.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Setting = Literal["lab", "diary"]
FITTED, LITERATURE, ASSUMPTION = "fitted", "literature", "assumption"


class Prior(NamedTuple):
    """How far possible people differ: a family with a middle (or first shape) and a spread (or second shape)."""

    family: Literal["fixed", "log-normal", "normal", "beta"]
    first: float
    second: float = 0.0

    def draw(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draw one value for each possible person, shape ``(draw,)``."""
        match self.family:
            case "log-normal":
                return self.first * np.exp(self.second * rng.standard_normal(draws))
            case "normal":
                return self.first + self.second * rng.standard_normal(draws)
            case "beta":
                return rng.beta(self.first, self.second, draws)
            case "fixed":
                return np.full(draws, self.first)

    def __str__(self) -> str:
        return "fixed" if self.family == "fixed" else f"{self.family} {self.first:g}, {self.second:g}"


class Parameter(NamedTuple):
    """One number of the model, with its provenance."""

    name: str
    symbol: str
    default: float
    unit: str
    prior: Prior
    mark: str
    source: str
    diary: Prior | None = None  # where a diary event teaches at another pace than a laboratory trial


class Parameters(NamedTuple):
    """The model's numbers for each possible person; every array has shape ``(draw,)``."""

    acquisition_rate: Floats
    extinction_rate: Floats
    safety_loss_rate: Floats
    erasure_rate: Floats
    context_rate: Floats
    cued_context_rate: Floats
    context_kept: Floats
    context_days: Floats
    danger_generality: Floats
    safety_generality: Floats
    danger_width: Floats
    safety_width: Floats
    noise_weight: Floats
    initial_noise: Floats
    noise_rate: Floats
    least_associability: Floats
    run_rate: Floats
    initial_run: Floats
    initial_stability: Floats
    forgetting_factor: Floats
    forgetting_exponent: Floats
    stability_gain: Floats
    spacing_gain: Floats
    longest_stability: Floats
    escape_rate: Floats
    background_days: Floats
    habit_rate: Floats
    unfed_share: Floats
    habit_days: Floats
    relief_weight: Floats
    control_threshold: Floats
    control_slope: Floats
    load_weight: Floats
    habit_weight: Floats
    alarm_weight: Floats
    new_path_goal: Floats
    pause_goal: Floats
    welcome_relief: Floats
    breath_relief: Floats
    movement_relief: Floats
    monitor_gain: Floats
    monitor_feeling: Floats
    monitor_minutes: Floats
    suppression_relief: Floats
    alarm_minutes: Floats
    breath_minutes: Floats
    drive_minutes: Floats
    settling_gain: Floats


def _fixed(value: float) -> Prior:
    return Prior("fixed", value)


def _spread(middle: float, log_sd: float) -> Prior:
    return Prior("log-normal", middle, log_sd)


PARAMETERS = (
    Parameter("acquisition_rate", "η_E", 0.30, "per event", _spread(0.30, 0.35), FITTED,
              "our fit to shock expectancies of Zika 2023: .279 per trial, R² .989"),
    Parameter("extinction_rate", "η_I", 0.22, "per event", _spread(0.22, 0.50), FITTED,
              "our fit to Zika 2023: .230 per trial, R² .994; the slower diary value is an assumption",
              _spread(0.06, 0.60)),
    Parameter("safety_loss_rate", "η_IR", 0.20, "per event", _spread(0.20, 0.40), ASSUMPTION,
              "set by hand so that rapid reacquisition appears (phenomenon 6)"),
    Parameter("erasure_rate", "u_E", 0.03, "share", _fixed(0.03), LITERATURE,
              "extinction hardly erases: fear returns in full in rats (Quirk 2002); the size is ours"),
    Parameter("context_rate", "η_X", 0.12, "per event", _spread(0.12, 0.40), ASSUMPTION,
              "set by hand so that reinstatement shows after a day (phenomenon 5)"),
    Parameter("cued_context_rate", "η_Xcue", 0.05, "per event", _spread(0.05, 0.40), ASSUMPTION,
              "a cue takes most of the blame; set by hand"),
    Parameter("context_kept", "–", 0.90, "share", _fixed(0.90), ASSUMPTION,
              "what a safe event leaves of a context's alarm; set by hand"),
    Parameter("context_days", "τ_X", 20.0, "d", _spread(20.0, 0.40), ASSUMPTION, "set by hand with reinstatement"),
    Parameter("danger_generality", "κ_E", 0.85, "share", Prior("beta", 8.5, 1.5), LITERATURE,
              "order of renewal and a ratio near 2 between novel and same context (Harris 2000); tuned to it"),
    Parameter("safety_generality", "κ_I", 0.40, "share", Prior("beta", 4.0, 6.0), LITERATURE,
              "safety is bound to its context more than danger (Bouton; Harris 2000); tuned to it"),
    Parameter("danger_width", "σ_E", 0.30, "similarity", _spread(0.30, 0.30), ASSUMPTION,
              "fear spreads to what looks alike; the size is ours"),
    Parameter("safety_width", "σ_I", 0.20, "similarity", _spread(0.20, 0.30), LITERATURE,
              "extinction spreads less than fear (Vervliet 2004, 2005); the size is ours"),
    Parameter("noise_weight", "k_v", 1.5, "–", _fixed(1.5), ASSUMPTION, "surprise against usual noise; set by hand"),
    Parameter("initial_noise", "v₀", 0.05, "tension²", _fixed(0.05), ASSUMPTION, "set by hand"),
    Parameter("noise_rate", "η_v", 0.08, "per event", _fixed(0.08), ASSUMPTION, "set by hand"),
    Parameter("least_associability", "α₀", 0.08, "share", _fixed(0.08), ASSUMPTION,
              "something is learned even when nothing surprises; set by hand"),
    Parameter("run_rate", "η_ρ", 0.25, "per event", _fixed(0.25), LITERATURE,
              "after partial reinforcement extinction starts late (Chan & Harris 2019); tuned to it"),
    Parameter("initial_run", "ρ₀", 0.30, "events", _fixed(0.30), ASSUMPTION, "set by hand"),
    Parameter("initial_stability", "S₀", 0.5, "d", _spread(0.5, 0.50), LITERATURE,
              "full recovery by day 10 in rats, partial after a day in people (Quirk 2002); diary value assumed",
              _spread(2.0, 0.50)),
    Parameter("forgetting_factor", "F", 19 / 81, "–", _fixed(19 / 81), LITERATURE, "power forgetting of FSRS-4.5"),
    Parameter("forgetting_exponent", "d", 0.5, "–", _fixed(0.5), LITERATURE, "FSRS-4.5; FSRS-6 has .154"),
    Parameter("stability_gain", "a_S", 2.0, "–", _spread(2.0, 0.30), LITERATURE,
              "spaced exposure (Rowe & Craske 1998, debated); tuned to it"),
    Parameter("spacing_gain", "b_S", 1.5, "–", _spread(1.5, 0.30), LITERATURE,
              "spaced exposure (Rowe & Craske 1998, debated); tuned to it"),
    Parameter("longest_stability", "S_max", 365.0, "d", _fixed(365.0), ASSUMPTION, "no safety memory is for ever"),
    Parameter("escape_rate", "η_U", 0.30, "per event", _fixed(0.30), ASSUMPTION, "relief teaches escape fast"),
    Parameter("background_days", "τ_B", 1.0, "d", _fixed(1.0), ASSUMPTION, "a bad day is mostly gone the next"),
    Parameter("habit_rate", "η_H", 0.0444, "per repetition", _spread(0.0444, 0.61), LITERATURE,
              "Lally 2010: 66 days to 95 % of the plateau, people from 18 to 254"),
    Parameter("unfed_share", "u_H", 0.25, "share of η_H", Prior("beta", 2.0, 6.0), ASSUMPTION,
              "the path not taken fades, slower than the other grows"),
    Parameter("habit_days", "τ_H", 400.0, "d", _spread(400.0, 0.50), ASSUMPTION,
              "one missed day does not matter (Lally 2010); the size is ours"),
    Parameter("relief_weight", "–", 0.5, "–", _fixed(0.5), ASSUMPTION, "relief strengthens the path that brought it"),
    Parameter("control_threshold", "θ_P", 0.60, "alarm", Prior("normal", 0.60, 0.10), ASSUMPTION,
              "prefrontal control fails under strong alarm (Arnsten 2009); where is ours"),
    Parameter("control_slope", "k_P", 9.0, "per alarm", _spread(9.0, 0.30), ASSUMPTION, "how suddenly; ours"),
    Parameter("load_weight", "–", 0.5, "alarm per load", _fixed(0.5), ASSUMPTION, "a busy mind is half an alarm"),
    Parameter("habit_weight", "β_H", 4.0, "logits", _fixed(4.0), ASSUMPTION, "in people it is learned per person"),
    Parameter("alarm_weight", "β_a", 2.5, "logits", _fixed(2.5), ASSUMPTION,
              "alarm favours the old path (Otto 2013; two exact replications failed, Smeets 2023)"),
    Parameter("new_path_goal", "g_N", 2.2, "logits", _fixed(2.2), ASSUMPTION, "pull of the intention; ours"),
    Parameter("pause_goal", "g_P", 1.6, "logits", _fixed(1.6), ASSUMPTION, "pull of a pause; ours"),
    Parameter("welcome_relief", "ρ_w", 0.10, "share of drive", Prior("normal", 0.10, 0.12), LITERATURE,
              "Webb 2012: reappraising the response, d .23, about half a point at tension 6"),
    Parameter("breath_relief", "ρ_b", 0.14, "share of drive", Prior("normal", 0.14, 0.12), LITERATURE,
              "Fincham 2023: breathwork programmes on stress, g −.35, about .8 point; one round may do less"),
    Parameter("movement_relief", "ρ_m", 0.05, "share of drive", Prior("normal", 0.05, 0.10), ASSUMPTION, "ours"),
    Parameter("monitor_gain", "k_m", 0.17, "alarm", Prior("normal", 0.17, 0.10), ASSUMPTION,
              "rebound after suppression, small to moderate (Abramowitz 2001; Wang 2020); the size is ours"),
    Parameter("monitor_feeling", "k_f", 0.11, "alarm", Prior("normal", 0.11, 0.10), ASSUMPTION,
              "the watch for the feeling is felt itself; set by hand for phenomenon 16"),
    Parameter("monitor_minutes", "τ_m", 6.0, "min", _spread(6.0, 0.40), ASSUMPTION, "ours"),
    Parameter("suppression_relief", "ρ_s", 0.25, "alarm", Prior("normal", 0.25, 0.10), ASSUMPTION,
              "pushing away helps for as long as the mind is free to do it (Wang 2020); the size is ours"),
    Parameter("alarm_minutes", "τ_a", 12.0, "min", _spread(12.0, 0.40), ASSUMPTION, "decay within a session; ours"),
    Parameter("breath_minutes", "τ_β", 2.0, "min", _spread(2.0, 0.40), ASSUMPTION, "how slowly a breath takes hold"),
    Parameter("drive_minutes", "τ_d", 40.0, "min", _fixed(40.0), ASSUMPTION, "what set it off fades by itself"),
    Parameter("settling_gain", "–", 1.0, "–", _fixed(1.0), ASSUMPTION, "welcome and breath settle the alarm sooner"),
)  # fmt: skip


def _prior_in(parameter: Parameter, setting: Setting) -> Prior:
    return parameter.diary if setting == "diary" and parameter.diary else parameter.prior


def defaults(setting: Setting = "lab") -> Parameters:
    """Give every parameter its default.

    Parameters
    ----------
    setting : {"lab", "diary"}
        A diary event teaches less than a laboratory trial, and a diary's safety memory starts more stable.

    Returns
    -------
    prior.Parameters
        Arrays of shape ``(1,)``: one possible person.

    References
    ----------
    The source column of `PARAMETERS`.
    """
    in_diary = {p.name: p.diary.first for p in PARAMETERS if p.diary and setting == "diary"}
    return Parameters(**{p.name: np.array([in_diary.get(p.name, p.default)]) for p in PARAMETERS})


def draw_people(draws: int, rng: np.random.Generator, setting: Setting = "diary") -> Parameters:
    """Draw possible people from the priors.

    Parameters
    ----------
    draws : int
        How many people.
    rng : numpy.random.Generator
        Where chance comes from.
    setting : {"lab", "diary"}
        Which pace of learning, as in `defaults`.

    Returns
    -------
    prior.Parameters
        Arrays of shape ``(draw,)``.

    References
    ----------
    The source column of `PARAMETERS`.
    """
    return Parameters(**{p.name: _prior_in(p, setting).draw(draws, rng) for p in PARAMETERS})


def jittered(draws: int, rng: np.random.Generator, log_sd: float = 0.2) -> Parameters:
    """Disturb every laboratory default by its own log-normal factor, to see what depends on exact values.

    Shares stay shares: they are kept at or under .99.

    Parameters
    ----------
    draws : int
        How many disturbed sets.
    rng : numpy.random.Generator
        Where chance comes from.
    log_sd : float
        Standard deviation of the factor's logarithm; .2 is a factor of about 1.2 either way.

    Returns
    -------
    prior.Parameters
        Arrays of shape ``(draw,)``.

    References
    ----------
    The source column of `PARAMETERS`.
    """
    factors = np.exp(log_sd * rng.standard_normal((len(PARAMETERS), draws)))
    tops = [0.99 if p.unit == "share" else np.inf for p in PARAMETERS]
    return Parameters(
        **{
            p.name: np.minimum(p.default * factor, top)
            for p, factor, top in zip(PARAMETERS, factors, tops, strict=True)
        }
    )
