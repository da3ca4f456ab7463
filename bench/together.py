"""How often a difference is named that is not there, and what the soft choice costs: the tables of docs/model.md."""

import numpy as np

from loslaten.brain.invented import POLICIES, WORLDS, named, regret

TIMES = (5, 10, 20, 40, 100, 200, 400, 1000)
PEOPLE = 200
CHOOSERS = 300
LOOKS = (10, 40, 100, 200)


def false_claims() -> None:
    print(f"| of {PEOPLE} people, told of a difference |", " | ".join(map(str, TIMES)), "|")
    print("|---|" + "---|" * len(TIMES))
    for world in WORLDS:
        shares = [sum(named(n, seed=seed, world=world).falsely for seed in range(PEOPLE)) for n in TIMES]
        print(f"| nothing differs, {world} |", " | ".join(map(str, shares)), "|", flush=True)
    for effect in (1.0, 1.5, 2.0):
        found = [sum(named(n, seed=seed, effect=effect).truly for seed in range(PEOPLE)) for n in TIMES]
        print(f"| one movement {effect:g} points more, and found |", " | ".join(map(str, found)), "|", flush=True)


def regrets() -> None:
    print("\n| missed on average, points a time |", " | ".join(f"up to {n}" for n in LOOKS), "| last 50 |")
    print("|---|" + "---|" * (len(LOOKS) + 1))
    for name, policy in POLICIES.items():
        missed = np.mean([regret(policy, LOOKS[-1], seed=seed) for seed in range(CHOOSERS)], axis=0)
        means = [missed[:n].mean() for n in LOOKS] + [missed[-50:].mean()]
        print(f"| {name} |", " | ".join(f"{mean:.2f}" for mean in means), "|", flush=True)


def main() -> None:
    false_claims()
    regrets()


if __name__ == "__main__":
    main()
