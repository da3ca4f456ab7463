"""Count what the brain model knows of patterns afresh: what is due, or with --all everything."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import now

from loslaten.patterns import fit


class Command(BaseCommand):
    """Replay the moments of each pattern; several of these may run at once."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whether it is all of them."""
        parser.add_argument("--all", action="store_true", help="also what is not due, as after a new version")

    def handle(self, *args: object, **options: object) -> None:
        """Count until nothing is due."""
        if options["all"]:
            self.stdout.write(f"{fit.all_due(at=now())} to count afresh")
        else:
            self.stdout.write(f"{fit.look_over(at=now())} found to be behind")
        done = 0
        while counted := fit.count_due(at=now()):
            done += counted
        self.stdout.write(f"{done} counted")
