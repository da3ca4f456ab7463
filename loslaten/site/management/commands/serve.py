"""Open the house: bring the database up to date, then serve pages until told to stop."""

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from loslaten.site.management.commands.translations import compile_translations


class Command(BaseCommand):
    """Migrate, compile, say the address, serve."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Open the house."""
        compile_translations()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", verbosity=0, interactive=False)
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
