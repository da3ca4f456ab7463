"""Write the library to Markdown files; what says the same already is left alone, what is gone goes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from loslaten.library.dump import dump
from loslaten.library.load import content


class Command(BaseCommand):
    """Write, and name what was written."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the folder."""
        parser.add_argument("folder", nargs="?", type=Path, default=content())

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Write what differs."""
        written = dump(options["folder"])
        for path in written:
            self.stdout.write(f"{'Wrote' if path.exists() else 'Took away'} {path}")
        self.stdout.write(f"{len(written)} files differ from before" if written else "Every file says this already")
