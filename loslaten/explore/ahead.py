"""Working out beforehand where somebody may slide to next: one thread of a house that is open, never in a request."""

import threading
from collections import deque

from loslaten.explore.forms import PRACTICES, STEP, WELCOMES, Choice
from loslaten.explore.weeks import weeks_of

PAUSE_S = 0.05  # before each, so that pages have their turn
PATIENCE_S = 1  # between two looks at whether the house closes

wished: deque[Choice] = deque(maxlen=1)  # the latest; without this every choice is worked out when it is asked for
bell = threading.Event()


def wish(choice: Choice) -> None:
    """Say what somebody looks at now."""
    wished.append(choice)
    bell.set()


def one_move_from(choice: Choice) -> list[Choice]:
    """Give every choice that is one slider away, the nearest first."""
    moved = [choice._replace(welcome=welcome) for welcome in WELCOMES]
    moved += [choice._replace(week=week) for week in PRACTICES]
    return sorted(moved, key=lambda each: abs(each.welcome - choice.welcome) / STEP + abs(each.week - choice.week))


def work_ahead(closing: threading.Event) -> None:
    """Work out what is one move away until the house closes; who moved on is followed at once."""
    while not closing.is_set():
        bell.wait(PATIENCE_S)
        bell.clear()
        while wished:
            work_around(wished.pop(), closing)


def work_around(choice: Choice, closing: threading.Event) -> None:
    """Work out what is one move from this choice, unless somebody wishes for more meanwhile."""
    for each in one_move_from(choice):
        if closing.wait(PAUSE_S) or wished:
            return
        weeks_of(each)
