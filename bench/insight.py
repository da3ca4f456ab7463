"""Looking back with years of rounds, and the soften step that learns: server time of the real process, and queries.

Everybody has ten patterns with what the model knows of them, and summaries of hundreds of rounds; the first pattern has
as many moments as there are rounds, and its page and the page after a round with it are visited too.
"""

import os
import statistics
import subprocess
import sys
import time

from bench.web import ROOT, ask, house, queries

SIZES = (100, 1_000, 10_000, 20_000)
VISITS = 20
FILL = """
import random
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now
from loslaten.accounts.models import Person
from loslaten.patterns import fit, standing
from loslaten.patterns.models import Moment, Pattern, Practised
from loslaten.practice.models import Measured, Round
from loslaten.site.management.commands.demo import heard, invented

for n in {sizes}:
    person = Person.objects.create_user(username=f"anna{{n}}")
    for purpose in ("keep_rounds", "keep_measured", "insight"):
        person.agree(purpose, wording="bench", at=now())
    chance = random.Random(n)
    def some_time():
        return now() - timedelta(days=chance.uniform(0, 1826))
    def felt():
        return chance.randint(3, 9), chance.randint(1, 7)
    rows = [invented(person, chance, some_time(), felt=felt()) for _ in range(n)]
    Round.objects.bulk_create(rows, batch_size=2000)
    Measured.objects.bulk_create(heard(rows[:1000]), batch_size=2000)
    cards = Pattern.objects.bulk_create(
        Pattern(person=person, situation="asked", places=["jaw"], made_at=now(), changed_at=now()) for _ in range(10))
    for card, many in zip(cards, [n] + [40] * 9):
        Moment.objects.bulk_create((
            Moment(pattern=card, at=some_time(), arrived_at=now(), tension_before=felt()[0], tension_after=felt()[1],
                   path=chance.choice(("old", "pause", "new"))) for _ in range(many)), batch_size=2000)
        standing.recount(card)
    Practised.objects.bulk_create(Practised(round=row, pattern=cards[0]) for row in rows[:200])
    while fit.count_due(at=now()):
        pass
    begun = person.rounds.create(
        guide_slug="short", step="soften", started_at=now(), arrived_at=now(), places=["jaw"], tension_before=7
    )
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_hash"] = str(person.pk), person.get_session_auth_hash()
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    print(n, session.session_key, begun.pk, cards[0].pk, rows[0].pk)
"""


def people() -> list[list[str]]:
    """Invent one person of every size, each with a session and a round at the soften step."""
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", FILL.format(sizes=SIZES)]
    told = subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True)
    return [line.split() for line in told.stdout.splitlines() if line[:1].isdigit()]


def processor(path: str, cookie: str) -> float:
    """Measure the processor's own time for one page in this process, which says the same on a busy machine."""
    from django.http import SimpleCookie
    from django.test import Client

    visitor, took = Client(headers={"host": "localhost", "accept-language": "nl"}), []
    visitor.cookies = SimpleCookie(cookie)
    for _ in range(VISITS // 2):
        begun = time.process_time()
        visitor.get(path)
        took.append(1000 * (time.process_time() - begun))
    return statistics.median(took)


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}; {VISITS} visits each, after 5 to warm up; five years of rounds")
    print(f"{'rounds':>8} {'page':22} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8} {'processor ms':>13}")
    with house(8767) as host:
        for n, key, begun, card, practised in people():
            cookie = f"sessionid={key}"
            pages = {"12 weeks": "/insight/", "a year": "/insight/?period=year", "all": "/insight/?period=all"}
            pages |= {"all, the jaw": "/insight/?period=all&place=jaw"}
            pages |= {"soften": f"/practice/{begun}/soften/", "welcome": f"/practice/{begun}/welcome/"}
            pages |= {"one pattern": f"/patterns/{card}/", "after with it": f"/practice/{practised}/after/"}
            pages |= {"all patterns": "/patterns/", "a moment": "/moment/"}
            for name, path in pages.items():
                ask(host, path, cookie, 5)
                took = ask(host, path, cookie, VISITS)
                p95, asked = statistics.quantiles(took, n=20)[-1], queries(path, cookie)
                seen = f"{statistics.median(took):8.1f} {p95:8.1f} {asked:8} {processor(path, cookie):13.1f}"
                print(f"{n:>8} {name:22} {seen}", flush=True)


if __name__ == "__main__":
    main()
