"""`loslaten body`: what heart and breath say in a recording."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.shell import FORMATS, as_csv, as_table, plainly, with_progress, write_whole

if TYPE_CHECKING:
    from loslaten.body.stream import Reading


class FileOrCommand(click.Group):
    """A group in which anything that is not a command is a file to show."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Read `body FILE` as `body show FILE`; a file called like a command needs the long way."""
        known = args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["show", *args])


@click.group(cls=FileOrCommand)
def body() -> None:
    """Hear what heart and breath say in a recording: a mirror, never a target.

    \b
        loslaten body FILE            the same as loslaten body show FILE
        loslaten body score FOLDER

    docs/body.md has every quantity with its formula, its window, how exact it is, and what it is not.
    """  # noqa: D301  click's own sign for lines that stay as they are


@body.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--pace", type=click.FloatRange(2, 20), help="Breaths a minute that were breathed to, from the start.")
@click.option("--every", type=click.IntRange(1, 600), default=10, show_default=True,
              help="Seconds between rows of the table; a CSV file has every second.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["table", "csv", "svg"]),
              help="How to show it; by default what --out ends in, or a table.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of printing.")
def show(*, file: Path, pace: float | None, every: int, form: str | None, out: Path | None) -> None:
    """Show what FILE says, second by second, as it would have been heard live.

    FILE holds intervals between beats in ms (text, or CSV with a column rr_ms), a finger on the camera (CSV with time,
    r, g, b), a phone on the belly (CSV with time, x, y, z), what a page saved after listening along, or an ECG or a
    pulse (WFDB or EDF, with the formats extra). Where the signal is not clear enough, a value is missing.
    """
    from loslaten.body import recording, table

    with plainly():
        readings = recording.readings(recording.read(file), pace or 0.0)
    form = form or FORMATS.get(out.suffix if out else "", "table")
    if form == "svg":
        write_whole(_readings_svg(readings), out)
    elif form == "csv":
        write_whole(as_csv(table.COLUMNS, table.cells(readings)), out)
    else:
        write_whole(as_table(table.HEADER, table.rows(readings[every - 1 :: every])) + "\n", out)


def _readings_svg(readings: Sequence["Reading"]) -> str:
    import numpy as np

    from loslaten.picture.frame import Words
    from loslaten.picture.heart import heart_line

    times, rates = (np.array([getattr(one, name) for one in readings]) for name in ("time", "heart_rate"))
    words = Words("Heart rate over time", "Beats a minute, over ten seconds each. Missing where the signal is unclear.")
    return heart_line(times, rates, words, own_colours=True)


@body.command("score")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def score_recordings(folder: Path) -> None:
    """Score every recording in FOLDER against what was measured beside it.

    Recordings are known by what is in them: PPG.csv beside RR.txt, npz with PLETH and II (needs the bench extra, for
    its ECG detectors), CSV with id and rr, npz with an ECG and its beats (needs the formats extra), npz with colours of
    skin. The last line is a summary.
    """
    from loslaten.body import score as scoring

    with plainly():
        scored = list(with_progress(scoring.lines(folder), "Hearing"))
    click.echo(as_table(("what", "recording", "numbers"), scoring.table(scored)))
    click.echo(scoring.summary(scored))
