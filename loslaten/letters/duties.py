"""What the letters ask of the work loop: what is due, lanes in which several workers send, lists of readers."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import now

from loslaten.letters import answer, bring_in, remind
from loslaten.letters.envelope import this_house
from loslaten.letters.post import Line, TroubleError
from loslaten.letters.send import Round, anything_waits
from loslaten.letters.spread import look_after
from loslaten.work.loop import Task, Tasks, TryAgainError, every

log = logging.getLogger("loslaten.work")
LANES = 4  # so many workers can send at once; one worker takes them in turn
TURN_S = 5  # then other duties get their turn, and a worker that is told to stop can
SOON, LATER = timedelta(seconds=10), timedelta(minutes=1)
NEXT_ROUND = timedelta(seconds=2)  # each time the loop comes by: somebody may be looking at the page
own = threading.local()  # each worker keeps a line of its own, as long as there is something to send


def tasks() -> Tasks:
    """Give the duties; no letter goes out of a house that sends no mail."""
    bring = Task(lambda at: bring_in.go_on(at=at, seconds=TURN_S), Next(NEXT_ROUND, bring_in.anything_to_do))
    if not settings.MAIL:
        return {"bring in readers": bring}
    lanes = {f"send letters {number}": Task(send, lane(number)) for number in range(1, LANES + 1)}
    look = Task(lambda at: look_after(at=at), every(seconds=15))
    return {"letters": look, "bring in readers": bring, **lanes}


def lane(number: int) -> "Next":
    """Be due again at once while letters wait; otherwise the first lane looks soon, and the others later."""
    return Next(SOON if number == 1 else LATER, anything_to_send)


def anything_to_send(*, at: datetime) -> bool:
    """Say whether an answer, a reminder or a letter may go out right now."""
    return anything_waits(at=at) or remind.due(at=at).exists() or answer.waiting(at=at).exists()


class Next:
    """When a duty is due again: at once while there is more to do."""

    def __init__(self, pause: timedelta, more: Callable[..., bool]) -> None:
        self.pause, self.more = pause, more

    def __call__(self, at: datetime) -> datetime:
        """Look whether something waits."""
        return at if self.more(at=at) else at + self.pause


def send(at: datetime) -> None:
    """Answer who asked, remind, and send for a few seconds; when the mail house is away, everything waits."""
    line: Line = getattr(own, "line", None) or Line()
    house = this_house()
    more = False
    try:
        for kind in (answer.Answers, remind.Reminders, Round):
            more = kind(line, house, now).go(seconds=TURN_S) or more
    except TroubleError as trouble:
        log.error("The letters wait, and will be tried again: %s", trouble)
        raise TryAgainError from trouble
    finally:
        own.line = line if more else None
        if not more:
            line.close()
