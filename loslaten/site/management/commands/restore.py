"""Put a backup back. Stop Loslaten first."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from loslaten.letters.spread import hold_all
from loslaten.site.backup_file import BackupError
from loslaten.site.restore import restore


class Command(BaseCommand):
    """Check, put back, bring up to date."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path, help="the backup to put back")
        parser.add_argument(
            "--replace", action="store_true", help="also when the database has rows; they are kept aside"
        )

    def handle(self, *args: object, file: Path, replace: bool, **options: object) -> None:
        """Put it back, or say in one line why not."""
        try:
            contents, aside = restore(file, replace=replace, at=now())
        except BackupError as refused:
            raise CommandError(str(refused), returncode=2) from refused
        self.stdout.write(f"Put back {sum(contents.rows.values())} rows from {file.name}.")
        if held := hold_all(at=now()):
            self.stdout.write(f"Letters that may have gone out since then wait for their writer's yes: {held}.")
        if aside:
            self.stdout.write(f"The database it replaced is kept for five weeks: {aside}")
