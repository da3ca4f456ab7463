"""Bring the texts of content/ into the library; what a writer changed stays as it is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loslaten.library.files import FileError
from loslaten.library.load import content, load


class Command(BaseCommand):
    """Load, and say what was new."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the folder."""
        parser.add_argument("folder", nargs="?", type=Path, default=content())

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Load everything, or nothing and say why in one line."""
        try:
            told = load(options["folder"])
        except FileError as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(
            ", ".join(f"{count} {what}" for what, count in sorted(told.items())) or "There is nothing here"
        )
