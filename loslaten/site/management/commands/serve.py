"""Open the house: bring the database up to date, then serve pages until told to stop."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from loslaten.site.management.commands.translations import compile_translations

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
    """Migrate, compile, say the address, serve."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Open the house."""
        compile_translations()
        with one_at_a_time():
            self.bring_up_to_date()
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
        )

    def bring_up_to_date(self) -> None:
        """Do the migrations that were not done."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", verbosity=0, interactive=False)
