"""What the log tells: where something went wrong and of what kind, never what somebody entered or where they were."""

import copy
import logging
import traceback
from types import TracebackType

Trouble = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Write a failure without its message and without the address: either may hold what is somebody's."""

    def format(self, record: logging.LogRecord) -> str:
        """Name the room in place of the address of a request."""
        if hasattr(record, "request"):
            record = copy.copy(record)
            room = getattr(record.request, "resolver_match", None)
            record.msg, record.args = "%s in %s", (getattr(record, "status_code", "?"), room and room.url_name)
        return super().format(record)

    def formatException(self, ei: Trouble) -> str:  # noqa: N802 - logging's own name
        """Name the places and the kind of a failure."""
        kind, _, places = ei
        return "".join(traceback.format_tb(places)) + (kind.__name__ if kind else "")
