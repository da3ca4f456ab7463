"""Run every test in two lanes side by side, of about the same length: ``python -m tests.lane``."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import IO

PYTEST, POSTGRES = ["pytest"], ["tests.postgres", "-q"]
# Those of tests/site start processes and mostly wait; what they say of PostgreSQL goes beside the other rows of it.
LANES = {
    "browser": [[*PYTEST, "-m", "browser"], [*POSTGRES, "tests/site"]],
    "rest": [[*PYTEST, "-q", "-m", "not browser"], [*POSTGRES, "--ignore=tests/site"]],
}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(lane: str, number: int, *more: str, out: IO[str] | None = None) -> int:
    """Run one part of a lane, which remembers for itself what failed."""
    remembers = f"cache_dir=.pytest_cache/{lane}-{number}"
    with tempfile.TemporaryDirectory(prefix="loslaten-") as data:
        command = [sys.executable, "-m", *LANES[lane][number], "-o", remembers, *more]
        return subprocess.call(command, env={**os.environ, "LOSLATEN_DATA": data}, stdout=out, stderr=out)


def walk(lane: str, out: IO[str] | None = None) -> list[tuple[str, int]]:
    """Run every part of a lane, also after one that failed, and tell which did."""
    return [(lane, number) for number in range(len(LANES[lane])) if run(lane, number, "--cache-clear", out=out)]


def main() -> int:
    """Run both, then once more and alone what failed: two lanes and a dozen browsers make a small machine stutter."""
    with tempfile.TemporaryFile("w+") as told, ThreadPoolExecutor() as beside:
        other = beside.submit(walk, "rest", told)
        failed = walk("browser") + other.result()
        told.seek(0)
        say(f"The tests without a browser\n{told.read()}")
    for lane, number in failed:
        say(f"What failed in {' '.join(LANES[lane][number])}, once more and alone")
    again = [run(lane, number, "--last-failed", "--last-failed-no-failures=none") for lane, number in failed]
    return int(any(again))


if __name__ == "__main__":
    sys.exit(main())
