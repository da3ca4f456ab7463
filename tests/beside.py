"""Run what needs no browser, and beside it what touches rows once more on PostgreSQL: ``python -m tests.beside``."""

import os
import subprocess
import sys
import tempfile


def main() -> int:
    python = [sys.executable, "-m"]
    with tempfile.TemporaryDirectory(prefix="loslaten-") as data, tempfile.TemporaryFile("w+") as told:
        apart = {**os.environ, "LOSLATEN_DATA": data}
        rows = subprocess.Popen([*python, "tests.postgres", "-q"], env=apart, stdout=told, stderr=subprocess.STDOUT)
        here = subprocess.call([*python, "pytest", "-q", "-m", "not browser"])
        there = rows.wait()
        told.seek(0)
        sys.stdout.write(f"The tests that touch rows once more, on PostgreSQL\n{told.read()}")
    return here or there


if __name__ == "__main__":
    sys.exit(main())
