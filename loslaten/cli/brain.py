"""`loslaten brain`: how an expectation of tension is learned, and let go."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.shell import FORMATS, as_csv, as_table, plainly, with_progress, write_whole

if TYPE_CHECKING:
    from loslaten.brain.prior import Floats
    from loslaten.brain.simulate import Simulation


@click.group()
def brain() -> None:
    """How an expectation of tension is learned, and let go.

    A model to think with, not a measurement of anyone. docs/model.md has the equations, every number's source,
    and what the model gets wrong.
    """


@brain.command()
@click.option("--welcome", type=click.FloatRange(0, 1), default=0.7, show_default=True,
              help="0 pushes the feeling away, 0.5 does neither, 1 welcomes it.")  # fmt: skip
@click.option("--practice", type=click.FloatRange(0, 28), default=4, show_default=True,
              help="Rounds of practice per week.")  # fmt: skip
@click.option("--breathe/--no-breathe", default=True, show_default=True, help="A slow, low breath with every round.")
@click.option("--weeks", type=click.IntRange(1, 104), default=12, show_default=True, help="How long to look ahead.")
@click.option("--people", type=click.IntRange(1, 20_000), default=200, show_default=True,
              help="Possible people behind the bands: each learns at a speed of their own.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed gives the same weeks.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "csv", "svg"]),
              help="How to show it; by default what --out ends in, or a table.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of printing.")
def simulate(*, form: str | None, out: Path | None, people: int, seed: int, **scenario: float) -> None:
    r"""Simulate weeks of an old path, a new path and the alarm.

    \b
    Push the feeling away, hardly practise:
        loslaten brain simulate --welcome 0 --practice 1
    Welcome it, practise daily, as a picture:
        loslaten brain simulate --welcome 1 --practice 7 --out weeks.svg

    Paths, alarm and the chance of each choice are given as the middle of the possible people, with the range
    that holds 8 of 10 of them. It shows how the model behaves; it does not say what will happen to you.
    """
    import numpy as np

    from loslaten.brain.prior import draw_people
    from loslaten.brain.simulate import Scenario
    from loslaten.brain.simulate import simulate as run

    rng = np.random.default_rng(seed)
    with plainly():
        weeks = run(
            Scenario(
                welcome=scenario["welcome"],
                practice_per_week=scenario["practice"],
                breathe=bool(scenario["breathe"]),
                weeks=int(scenario["weeks"]),
            ),
            draw_people(people, rng),
            rng=rng,
        )
    form = form or FORMATS.get(out.suffix if out else "", "table")
    show = {"table": _weeks_table, "csv": _weeks_csv, "svg": _weeks_svg}[form]
    write_whole(show(weeks), out)


def _bands(weeks: "Simulation") -> dict[str, "Floats"]:
    """Low, middle and high of everything simulated: (time, 3) each."""
    from loslaten.brain.simulate import credible_interval

    courses = {
        "old_path": weeks.old_path,
        "new_path": weeks.new_path,
        "alarm": 10 * weeks.alarm,
        "alarm_after": 10 * weeks.alarm_after,
        "chance_old": weeks.choice[:, 0],
        "chance_pause": weeks.choice[:, 1],
        "chance_new": weeks.choice[:, 2],
    }
    return {name: credible_interval(course) for name, course in courses.items()}


def _weeks_table(weeks: "Simulation") -> str:
    bands = _bands(weeks)
    header = ["week", "old path", "new path", "alarm 0-10", "after 10 min", "takes old", "pauses", "takes new"]
    digits = {"alarm": 1, "alarm_after": 1}
    rows = [
        [f"{week:.0f}"]
        + [
            f"{middle:.{digits.get(name, 2)}f} [{low:.{digits.get(name, 2)}f}-{high:.{digits.get(name, 2)}f}]"
            for name, band in bands.items()
            for low, middle, high in [band[row]]
        ]
        for row, week in enumerate(weeks.week)
    ]
    return as_table(header, rows) + "\n"


def _weeks_csv(weeks: "Simulation") -> str:
    bands = _bands(weeks)
    header = ["week"] + [f"{name}_{end}" for name in bands for end in ("low", "middle", "high")]
    rows = (
        [f"{week:.0f}"] + [f"{value:.4f}" for band in bands.values() for value in band[row]]
        for row, week in enumerate(weeks.week)
    )
    return as_csv(header, rows)


def _weeks_svg(weeks: "Simulation") -> str:
    from loslaten.picture.chart import WeekLabels, weeks_chart

    bands = _bands(weeks)
    courses = {
        "old": bands["old_path"], "new": bands["new_path"],
        "alarm": bands["alarm"] / 10, "choice": bands["chance_new"],
    }  # fmt: skip
    return weeks_chart(courses, WeekLabels(), own_colours=True)


@brain.command()
@click.option("--draws", type=click.IntRange(1, 20_000), default=400, show_default=True,
              help="Disturbed parameter sets behind the two shares.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed gives the same shares.")  # fmt: skip
def phenomena(draws: int, seed: int) -> None:
    """Run 21 findings from the learning literature, and count which the model shows.

    Each is a protocol from a paper. "model" says whether it appears with the size asked at default parameters; "RW" and
    "RW+ctx" say so for plain Rescorla-Wagner without and with context cues (n/a: nothing to say). "size" and
    "direction" give the share of disturbed parameter sets (every parameter off by a factor of about 1.2) in which the
    size, or at least the direction, survives. Debated findings are marked: reproducing those is no merit.
    """
    import numpy as np

    from loslaten.brain.phenomena import PHENOMENA, judge, robustness
    from loslaten.brain.prior import jittered

    disturbed = jittered(draws, np.random.default_rng(seed))
    mark = {True: "yes", False: "no", None: "n/a"}
    rows, count = [], 0
    for phenomenon in with_progress(PHENOMENA, "phenomena"):
        verdict, share = judge(phenomenon), robustness(phenomenon, disturbed)
        shown = bool(verdict.model.size.all())
        count += shown
        plain = [mark[verdict.rescorla_wagner], mark[verdict.with_context_cues]]
        shares = [f"{share.size:.2f}", f"{share.direction:.2f}"]
        rows.append(
            [phenomenon.number, phenomenon.name, mark[shown], *plain, *shares, phenomenon.paper, phenomenon.debated]
        )
    click.echo(as_table(["no", "phenomenon", "model", "RW", "RW+ctx", "size", "direction", "paper", "debated"], rows))
    click.echo(f"{count} of {len(PHENOMENA)} reproduced")


@brain.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", "when", help="The moment to predict, as in the log; by default a day after its last.")
@click.option("--pattern", default="", help="The pattern it belongs to, as named in the log.")
@click.option("--context", default="", help="Where it is, as named in the log.")
def predict(log: Path, when: str | None, pattern: str, context: str) -> None:
    """Say what to expect of the next rating in LOG, and how sure that is.

    LOG is a CSV file of one person's moments in order of time, with a header:

    \b
        time,tension_before,path,steps,tension_after,pattern
        2026-11-23T08:30,7,pause,welcome breathe,4,phone

    Only time (ISO 8601, or a number of days) and tension_before (0 to 10) must be there. Paths are old, pause and
    new; steps are welcome, breathe, move and suppress.
    """  # noqa: D301  click's own sign for lines that stay as they are
    from loslaten.brain import plain_words, posterior
    from loslaten.brain.diary import Cell, days
    from loslaten.brain.log import read_log
    from loslaten.brain.moment import Moment

    known = posterior.begin()
    with plainly():
        for moment in with_progress(read_log(log), "Learning"):
            known = posterior.update(known, moment)
    with plainly("--at"):
        at = known.tension.at + 1 if when is None else days(Cell(when, str(log), 0, "time"))
        coming = Moment(at, 0, pattern=pattern, context=context)
        chances = posterior.expect_tension(known, coming)
    rows = [(str(level), f"{chance:.3f}") for level, chance in enumerate(chances)]
    click.echo(as_table(("tension", "chance"), rows))
    click.echo("\n".join(plain_words.say(known, coming)))


@brain.command()
@click.argument("diaries", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--low", default=0.0, show_default=True, help="The lowest rating the scale has.")
@click.option("--high", default=10.0, show_default=True, help="The highest.")
def score(diaries: tuple[Path, ...], low: float, high: float) -> None:
    """Predict every rating in DIARIES from those before it, and set the model beside six simple methods.

    A diary is a CSV file with a line per rating, of as many people as you like:

    \b
        person,time,rating
        anna,2026-11-23T08:30,7

    Time is ISO 8601 or a number of days. What people have in common is learnt from others than the person predicted:
    five groups take turns. Scores are in points of a 0 to 10 scale; less is better. cover80 should be 0.80.

    \b
        loslaten brain score --low 1 --high 7 study.csv
    """  # noqa: D301  click's own sign for lines that stay as they are
    from loslaten.brain import diary, score

    for path in diaries:
        with plainly():
            people = diary.read_diary(path, low=low, high=high)
            folds = score.split(people)
        predicted = [score.predict_fold(people, fold) for fold in with_progress(folds, people.name)]
        card = score.scorecard(people, folds, predicted)
        click.echo(score.heading(card, people))
        click.echo(as_table(score.HEADER, score.table(card)))
        click.echo(score.verdict(card))
