"""Run the background work in a process of its own, beside several web processes."""

import signal
import threading

from django.core.management.base import BaseCommand

from loslaten.site.duties import TASKS
from loslaten.work.loop import work


class Command(BaseCommand):
    """Do what is due until told to stop; what was begun is finished first."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Work until a signal comes."""
        closing = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: closing.set())
        self.stdout.write("Working. Stop with Ctrl-C.")
        self.stdout.flush()
        work(TASKS, closing)
