"""The science in your shell: numbers from a recording, a log or a scenario. No database; nothing leaves the machine."""

import csv
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from loslaten.brain.simulate import Simulation

Step = TypeVar("Step")
FORMATS = {".csv": "csv", ".svg": "svg", ".txt": "table"}


class OneLineErrors(click.Group):
    """Say what is wrong in one line, and leave with exit code 2."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:  # noqa: ANN401  click's own signature
        """Run as click does, but let nobody meet a traceback or a page of usage."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        try:
            sys.exit(super().main(*args, standalone_mode=False, **extra))
        except click.exceptions.NoArgsIsHelpError as question:
            question.show()
        except click.ClickException as wrong:
            click.echo(f"loslaten: {wrong.format_message()}", err=True)
        except click.Abort:
            click.echo("loslaten: stopped; nothing was written", err=True)
            sys.exit(130)
        sys.exit(2)


@contextmanager
def plainly(where: str = "") -> Iterator[None]:
    """Turn what the science refuses into one line; `where` says which file or option it came from."""
    try:
        yield
    except ValueError as wrong:
        raise click.ClickException(f"{where}: {wrong}" if where else str(wrong)) from wrong


def with_progress(steps: Iterable[Step], label: str) -> Iterator[Step]:
    """Walk the steps; show how far we are only when someone is looking."""
    with click.progressbar(steps, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def write_whole(text: str, out: Path | None) -> None:
    """Print, or put the whole text in place at once: a reader never finds half a file."""
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        handle, unfinished = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(unfinished, out)
    except OSError as wrong:
        raise click.ClickException(f"--out {out}: {wrong.strerror}") from wrong


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows the way every spreadsheet reads them."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return sheet.getvalue()


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Line the columns up: words to the left, numbers to the right."""
    widths = [max(len(line[column]) for line in (header, *rows)) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column and cell[-1:].isdigit() or column and cell in header[1:] else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (header, *rows)
    )


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="loslaten", message="%(prog)s %(version)s")
def main() -> None:
    """Work with the open model behind Loslaten, without the website.

    Everything here reads your files, prints numbers or pictures, and forgets. Start with

        loslaten brain simulate --weeks 12
    """


@main.group()
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
def simulate(  # noqa: PLR0913, PLR0917  one argument per option
    welcome: float, practice: float, breathe: bool, weeks: int, people: int, seed: int, form: str | None, out: Path | None
) -> None:
    """Simulate weeks of an old path, a new path and the alarm.

    \b
    Push the feeling away, hardly practise:
        loslaten brain simulate --welcome 0 --practice 1
    Welcome it, practise daily, as a picture:
        loslaten brain simulate --welcome 1 --practice 7 --out weeks.svg

    Paths, alarm and the chance of each choice are given as the middle of the possible people, with the range
    that holds 8 of 10 of them.
    """


@brain.command()
def phenomena() -> None:
    """Run 21 findings from the learning literature, and count which the model shows.

    Each is a protocol from a paper. Beside the model the same protocols are run on plain Rescorla-Wagner, without and
    with context cues; n/a where that model has nothing to say. Debated findings are marked.
    """


if __name__ == "__main__":
    main()
