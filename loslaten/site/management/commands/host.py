"""Make somebody a host, who may come to the desk at LOSLATEN_ADMIN."""

import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loslaten.accounts.models import Person


class Command(BaseCommand):
    """Ask for a passphrase when the name is new; else leave theirs as it is."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the name."""
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument("--end", action="store_true", help="be a host no longer")

    def handle(self, *args: object, name: str, end: bool, **options: object) -> None:
        """Make one, or end it."""
        person = Person.objects.filter(username=name).first()
        if person is None:
            person = self.newcomer(name, end=end)
        if person.is_guest:
            raise CommandError("A guest cannot be a host: make an account first.")
        person.is_staff = person.is_superuser = not end
        person.save()
        self.stdout.write(f"{name} is {'no longer a host' if end else 'a host'}.")

    def newcomer(self, name: str, *, end: bool) -> Person:
        """Make an account with the passphrase that is typed, or piped in."""
        if end:
            raise CommandError("Nobody has this name.")
        person = Person(username=name)
        passphrase = ask("Passphrase: ")
        if sys.stdin.isatty() and ask("Once more: ") != passphrase:
            raise CommandError("These were not the same.")
        try:
            person.full_clean(exclude=["password"])
            validate_password(passphrase, person)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        person.set_password(passphrase)
        return person


def ask(what: str) -> str:
    """Ask without showing what is typed."""
    return getpass(what) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
