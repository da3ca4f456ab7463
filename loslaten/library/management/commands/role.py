"""Let somebody with an account write at the desk: ``manage.py role anna writer``, or ``none`` to end it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loslaten.library.roles import ROLES, give_role, take_roles


class Command(BaseCommand):
    """Give a role, or take it."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask who, and what."""
        parser.add_argument("name")
        parser.add_argument("role", choices=[*ROLES, "none"])

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Find the person, and change what they may do."""
        person = get_user_model().objects.filter(username=options["name"], is_guest=False).first()
        if person is None:
            raise CommandError(f"Nobody here has an account with the name {options['name']}.")
        take_roles(person)
        if options["role"] != "none":
            give_role(person, options["role"])
        self.stdout.write(f"{person.username}: {options['role']}")
