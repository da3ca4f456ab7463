"""Run the background work in a process of its own, beside several web processes."""

import signal
import threading

from django.core.management.base import BaseCommand

from loslaten.site.work import work


class Command(BaseCommand):
    """Sweep every ten minutes until told to stop."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Work until a signal comes."""
        closing = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: closing.set())
        self.stdout.write("Working. Stop with Ctrl-C.")
        work(closing)
