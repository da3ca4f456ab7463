"""What the log tells: where something went wrong and of what kind, never what somebody entered."""

import logging
import traceback
from types import TracebackType

Trouble = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Write a failure without its message: the message may hold a value of somebody's."""

    def formatException(self, ei: Trouble) -> str:  # noqa: N802 - logging's own name
        """Name the places and the kind of a failure."""
        kind, _, places = ei
        return "".join(traceback.format_tb(places)) + (kind.__name__ if kind else "")
