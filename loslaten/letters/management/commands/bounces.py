"""Read letters that came back: from a maildir, from files, or from what a mail server pipes here."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from loslaten.letters.bounces import LARGEST, take_in


class Command(BaseCommand):
    """Stop for addresses that are gone, and count what passes."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for places to read."""
        parser.add_argument("places", nargs="*", help="a maildir, a folder or a file; none reads one message piped in")
        parser.add_argument("--erase", action="store_true", help="erase each message after it was read")

    def handle(self, *args: object, places: list[str], erase: bool, **options: Any) -> None:  # noqa: ANN401 - Django's
        """Read them all, and say in numbers what they were."""
        files = [file for place in places for file in messages(Path(place))]
        mails = (head(file) for file in files) if places else iter([sys.stdin.buffer.read(LARGEST)])
        back, other = take_in(mails, at=now())
        for file in files if erase else []:
            file.unlink(missing_ok=True)
        self.stdout.write(f"Came back: {back}. Something else, or known already: {other}.")


def messages(place: Path) -> Iterator[Path]:
    """List the messages of a maildir, of a folder, or the one file."""
    if place.is_file():
        return iter([place])
    if not place.is_dir():
        raise CommandError(f"{place} is neither a file nor a folder.")
    folders = [place / "new", place / "cur"] if (place / "new").is_dir() else [place]
    return (file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir()) if file.is_file())


def head(file: Path) -> bytes:
    """Read a message, no further than a report goes."""
    with file.open("rb") as opened:
        return opened.read(LARGEST)
