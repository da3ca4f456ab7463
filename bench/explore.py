"""How soon the two pictures of *Your brain* answer, kept or worked out anew, beside an empty view of the same process.

Run: python -m bench explore
"""

import itertools
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from bench.web import ask, crowd, house

PAGE, PARTS = "/je-brein/", "/je-brein/weeks/"
SITUATIONS = ("ordinary", "boss", "mother", "night", "call", "mistake", "group", "silence")
SEED = 1
NEW = 200  # choices that nobody made before
CLIENTS = (1, 8)
SLIDES = 20


def choices() -> list[str]:
    """Every choice there is, shuffled."""
    every = itertools.product(SITUATIONS, range(0, 101, 10), range(15))
    asked = [f"?preset={preset}&welcome={welcome}&week={week}" for preset, welcome, week in every]
    random.Random(SEED).shuffle(asked)  # noqa: S311 - the same order in every run
    return asked


def show(name: str, clients: int, took: list[float], empty: float) -> None:
    middle, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(f"{name:34} {clients:7} {middle:8.1f} {p95:8.1f} {max(took):8.1f} {middle / empty:6.1f}")


def anew(host: str, asked: list[str], clients: int) -> list[float]:
    """Ask for choices that were never asked for, each once."""
    with ThreadPoolExecutor(clients) as pool:
        shares = [asked[place::clients] for place in range(clients)]
        took = pool.map(lambda share: [ask(host, PARTS + choice, "", 1)[0] for choice in share], shares)
        return [each for share in took for each in share]


def slid(host: str) -> list[float]:
    """Look for two seconds, and move one slider one place, as somebody does: what is next was worked out meanwhile."""
    took = []
    for place in range(SLIDES):
        here = f"?preset={SITUATIONS[place % 8]}&welcome={10 * (place % 5)}&week="
        ask(host, f"{PARTS}{here}{place % 13}", "", 1)
        time.sleep(2)
        took += ask(host, f"{PARTS}{here}{place % 13 + 1}", "", 1)
    return took


def processor_ms() -> list[float]:
    """Work out new choices in this process; milliseconds of the processor, which say less of who else is busy."""
    from loslaten.explore.forms import Choice
    from loslaten.explore.weeks import possible_people, weeks_of

    possible_people()
    took = []
    for choice in choices()[-NEW:]:
        preset, welcome, week = (part.split("=")[1] for part in choice[1:].split("&"))
        begun = time.process_time()
        weeks_of(Choice(preset, int(welcome), int(week)))
        took.append(1000 * (time.process_time() - begun))
    return took


def main() -> None:
    asked = choices()
    with house() as host:
        print(f"first visit to the page in a fresh process: {ask(host, PAGE, '', 1)[0]:.0f} ms")
        print(f"{'':34} {'clients':>7} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} {'ratio':>6}")
        show("both pictures, one slider further", 1, slid(host), 1)
        for place, clients in enumerate(CLIENTS):
            crowd(host, "/empty/", "", clients)
            took = crowd(host, "/empty/", "", clients)
            empty = statistics.median(took)
            show("empty", clients, took, empty)
            show("both pictures, a new choice", clients, anew(host, asked[place * NEW :][:NEW], clients), empty)
            show("both pictures, a kept choice", clients, crowd(host, PARTS + asked[0], "", clients), empty)
            show("the whole page, a kept choice", clients, crowd(host, PAGE + asked[0], "", clients), empty)
    took = processor_ms()
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"processor, a new choice: median {statistics.median(took):.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main()
