"""Open the house: bring the database up to date, then serve pages until told to stop."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from loslaten.library.load import load_first
from loslaten.site import live
from loslaten.site.management.commands.translations import compile_translations

EVERY = 40  # migrations between two lines: a first run has some three hundred


class Progress(io.StringIO):
    """Tells now and then how far the migrations are."""

    def __init__(self, out: TextIO, whole: int) -> None:
        super().__init__()
        self.out, self.whole, self.done = out, whole, 0

    def write(self, text: str, /) -> int:
        """Count the lines that say that a step is being done."""
        self.done += "Applying " in text
        if "Applying " in text and self.done % EVERY == 0:
            self.out.write(f"  {self.done} of {self.whole} steps\n")
            self.out.flush()
        return len(text)


# Any number will do, as long as every process of this house asks for the same.
MIGRATING = 20_261_123


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let several processes that open at once on PostgreSQL migrate one after the other."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


class Command(BaseCommand):
    """Migrate, compile, fill the library once, say the address, serve."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Open the house."""
        compile_translations()
        with one_at_a_time():
            self.migrate()
            if load_first():
                self.stdout.write("The library is filled with its first texts")
        connection.close()
        address = settings.ADDRESS.geturl() if settings.ADDRESS else f"http://{settings.HOST}:{settings.PORT}"
        self.stdout.write(f"Loslaten is open at {address}   (data in {settings.DATA}; stop with Ctrl-C)")
        self.stdout.flush()
        uvicorn.run(
            "loslaten.site.asgi:application",
            host=settings.HOST,
            port=settings.PORT,
            access_log=False,  # an address with a round in it is nobody's business
            log_level="warning",
            server_header=False,
            proxy_headers=False,  # who called is read in one place: by allauth, when the settings say who takes calls
            timeout_graceful_shutdown=5,
            ws_max_size=live.LARGEST,
            ws_max_queue=8,
            ws_per_message_deflate=False,  # numbers that are different every time
        )

    def migrate(self) -> None:
        """Bring the database up to date, and tell how far it is: a first run takes some fifteen seconds."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        self.stdout.write("Bringing the database up to date …")
        self.stdout.flush()
        call_command("migrate", verbosity=1, interactive=False, stdout=Progress(sys.stdout, len(plan)))
