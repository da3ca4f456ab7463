"""Loslaten in your shell: numbers from a recording or a log. No database; nothing leaves the machine."""

import click

from loslaten.cli.body import body
from loslaten.cli.brain import brain
from loslaten.cli.find import find
from loslaten.cli.shell import OneLineErrors


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="loslaten", message="%(prog)s %(version)s")
def main() -> None:
    """Work with the open model and the theme finder behind Loslaten, without the website.

    Everything here reads your files, prints numbers or pictures, and forgets. Start with

        loslaten brain simulate --weeks 12
    """


main.add_command(brain)
main.add_command(body)
main.add_command(find)
