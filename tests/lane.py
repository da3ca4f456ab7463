"""Run one of the two lanes that go side by side, of about the same length: ``python -m tests.lane browser``."""

import subprocess
import sys

PYTEST, POSTGRES = ["pytest"], ["tests.postgres", "-q"]
# Those of tests/site start processes and mostly wait; what they say of PostgreSQL goes beside the other rows of it.
LANES = {
    "browser": [[*PYTEST, "-m", "browser"], [*POSTGRES, "tests/site"]],
    "rest": [[*PYTEST, "-q", "-m", "not browser"], [*POSTGRES, "--ignore=tests/site"]],
}


def main(lane: str) -> int:
    """Run every part, also after one that failed."""
    statuses = [subprocess.call([sys.executable, "-m", *part]) for part in LANES[lane]]
    return int(any(statuses))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
