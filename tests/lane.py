"""Run every test in two lanes side by side, of about the same length: ``python -m tests.lane``."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import IO

PYTEST, POSTGRES = ["pytest"], ["tests.postgres", "-q"]
TESTS_FAILED = 1  # as pytest says it; with anything else it could not go on
COPIES = ["tests/site/test_backup.py", "tests/site/test_restore.py"]
# What starts processes mostly waits, and stands beside what keeps a processor busy.
LANES = {
    "browser": [[*PYTEST, "-m", "browser"], [*POSTGRES, "tests/site", *(f"--ignore={file}" for file in COPIES)]],
    "rest": [[*PYTEST, "-q", "-m", "not browser"], [*POSTGRES, "--ignore=tests/site"], [*POSTGRES, *COPIES]],
}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(lane: str, number: int, *more: str, out: IO[str] | None = None) -> int:
    """Run one part of a lane, which remembers for itself what failed."""
    remembers = ["-o", f"cache_dir=.pytest_cache/{lane}-{number}"]
    with tempfile.TemporaryDirectory(prefix="loslaten-") as data:
        command = [sys.executable, "-m", *LANES[lane][number], *remembers, *more]
        return subprocess.call(command, env={**os.environ, "LOSLATEN_DATA": data}, stdout=out, stderr=out)


def walk(lane: str, out: IO[str] | None = None) -> list[tuple[str, int, int]]:
    """Run every part of a lane, also after one that failed, and tell how each ended."""
    return [(lane, number, run(lane, number, "--cache-clear", out=out)) for number in range(len(LANES[lane]))]


def once_more(lane: str, number: int, status: int) -> int:
    """Look again, and alone, at tests that failed beside so many others; a part that broke off stays broken."""
    if status != TESTS_FAILED:
        return status
    say(f"What failed in {' '.join(LANES[lane][number])}, once more and alone")
    return run(lane, number, "--last-failed", "--last-failed-no-failures=none")


def main() -> int:
    """Run both side by side: two lanes and their browsers make a small machine stutter now and then."""
    with tempfile.TemporaryFile("w+") as told, ThreadPoolExecutor() as beside:
        other = beside.submit(walk, "rest", told)
        ended = walk("browser") + other.result()
        told.seek(0)
        say(f"The tests without a browser\n{told.read()}")
    statuses = [once_more(*part) for part in ended]
    return int(any(statuses))


if __name__ == "__main__":
    sys.exit(main())
