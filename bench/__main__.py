"""Measure, and print the numbers: `python -m bench`, or `python -m bench web` for one part."""

import importlib
import importlib.util
import sys

PARTS = {
    "web": "bench.web",
    "people": "bench.people",
    "moments": "bench.moments",
    "take-along": "bench.take_along",
    "brain": "bench.brain",
    "simulate": "bench.brain_simulate",
    "explore": "bench.explore",
    "together": "bench.together",
    "insight": "bench.insight",
    "paths": "bench.paths",
    "body": "bench.body",
    "live": "bench.live",
    "finder": "bench.finder",
    "leave-out": "bench.leave_out",
    "vault": "bench.vault",
    "library": "bench.library",
    "letters": "bench.letters",
}


def main(asked: list[str]) -> None:
    """Run the parts that were asked for, or every part that is there."""
    if unknown := set(asked) - PARTS.keys():
        sys.exit(f"There is no {', '.join(sorted(unknown))} to measure; there is {', '.join(PARTS)}.")
    for name in asked or PARTS:
        if importlib.util.find_spec(PARTS[name]) is None:
            print(f"{name}: nothing to measure yet")
            continue
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        importlib.import_module(PARTS[name]).main()


if __name__ == "__main__":
    main(sys.argv[1:])
