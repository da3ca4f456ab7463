"""Step by step: 21 small steps, in an order that locks nothing."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from loslaten.library.files import LANGUAGES, FileError
from loslaten.programme.steps import read, written_in


class Programme(AppConfig):
    """The small steps of this house."""

    name = "loslaten.programme"
    verbose_name = "Step by step"

    def ready(self) -> None:
        """Look at the steps with everything else that is looked at before the house opens."""
        register(whole_files)


def whole_files(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's own signature
    """Tell of each file of steps what is wrong with it: the file, the line, and what."""
    wrong: list[CheckMessage] = []
    for language in LANGUAGES:
        try:
            read(written_in(language))
        except FileError as error:
            wrong.append(Error(str(error), id="programme.E001"))
    return wrong
