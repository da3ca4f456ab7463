"""Run what needs no browser, and then what touches rows once more on PostgreSQL: ``python -m tests.beside``."""

import subprocess
import sys


def main() -> int:
    python = [sys.executable, "-m"]
    here = subprocess.call([*python, "pytest", "-q", "-m", "not browser"])
    sys.stdout.write("The tests that touch rows once more, on PostgreSQL\n")
    sys.stdout.flush()
    return subprocess.call([*python, "tests.postgres", "-q"]) or here


if __name__ == "__main__":
    sys.exit(main())
