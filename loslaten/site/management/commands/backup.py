"""Make a backup now, while people practise."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from loslaten.site.backup import make
from loslaten.site.backup_file import BackupError


class Command(BaseCommand):
    """Copy, check, say where."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Make one."""
        try:
            made = make(at=now())
        except BackupError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Made {made.path}: {sum(made.contents.rows.values())} rows, read back and whole.")
