"""What every command shares: errors in one line, progress, and files put in place whole."""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

Step = TypeVar("Step")
FORMATS = {".csv": "csv", ".svg": "svg", ".txt": "table"}


class OneLineErrors(click.Group):
    """Say what is wrong in one line, and leave with exit code 2."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:  # noqa: ANN401  click's own signature
        """Run as click does, but let nobody meet a traceback or a page of usage."""
        run: Callable[..., Any] = partial(super().main, *args, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        try:
            sys.exit(run())
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
        with click.open_file(str(out), "w", encoding="utf-8", atomic=True) as file:
            file.write(text)
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
    """Line the columns up."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in (header, *rows))
    return "\n".join(line.rstrip() for line in lines)
