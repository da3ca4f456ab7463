"""Bring a list of readers along, or write the list of who reads along; docs/letters.md says what is in it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from loslaten.letters.bring_in import NoListError, Terms, say_yes, step, take_in, throw_away
from loslaten.letters.columns import WRONG, WrongLineError, moment
from loslaten.letters.export import table
from loslaten.letters.models import Import
from loslaten.library.models import LANGUAGES

State = Import.State


class Command(BaseCommand):
    """The same as at the desk, for whoever has a shell."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do."""
        does = parser.add_subparsers(dest="act", required=True)
        does.add_parser("export", help="write everybody who reads along, as CSV")
        bring = does.add_parser("bring", help="read a CSV and say what it would bring; with --yes bring it in")
        bring.add_argument("file", type=Path)
        bring.add_argument("--language", choices=[code for code, _name in LANGUAGES], default="nl")
        bring.add_argument("--day", default="", help="when they said yes, for lines that do not say it")
        bring.add_argument("--proof", default="", help="where their yes stands, for lines that do not say it")
        bring.add_argument("--yes", action="store_true", help="bring them in, after reading")

    def handle(self, *args: object, act: str, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Do it."""
        if act == "export":
            for some in table():
                self.stdout.write(some, ending="")
            return
        self.bring(**options)

    def bring(self, **options: Any) -> None:  # noqa: ANN401 - idem
        """Read a list, tell what it holds, and bring it in or forget it."""
        found = read(options["file"], options)
        walk(found, State.READING)
        for number, kind in found.remarks:
            self.stderr.write(f"line {number}: {WRONG[kind]}")
        self.stdout.write(
            f"New: {found.fresh}. Known: {found.known}. Double: {found.double}. Left or gone: {found.gone}."
            f" Wrong: {found.wrong}."
        )
        if options["yes"]:
            say_yes(found)
            walk(found, State.BRINGING)
            self.stdout.write(f"Read along now: {found.brought}.")
        else:
            throw_away(found)
            walk(found, State.GONE)


def read(file: Path, options: dict[str, Any]) -> Import:
    """Take the file in."""
    try:
        terms = Terms(options["language"], moment(options["day"]), options["proof"])
        with file.open("rb") as opened:
            return take_in(opened, terms, at=now())
    except OSError as error:
        raise CommandError(f"{file} cannot be read.") from error
    except WrongLineError as error:
        raise CommandError(f"--day: {WRONG[str(error)]}") from error
    except NoListError as error:
        raise CommandError(f"{file} has no column with e-mail addresses. Call it email.") from error


def walk(found: Import, state: str) -> None:
    """Go on until this is done, beside a work loop that may be doing the same."""
    while Import.objects.filter(pk=found.pk).exists():
        found.refresh_from_db()
        if found.state != state and not (found.state == State.READ and state == State.BRINGING):
            return
        step(found, at=now())
