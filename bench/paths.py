"""Adding a moment against an empty POST of the same process, and counting many people's patterns afresh on two cores.

`LOSLATEN_BENCH_PEOPLE=10000 python -m bench paths` counts as many people as that; 300 without.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.web import house

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = int(os.environ.get("LOSLATEN_BENCH_PEOPLE", "300"))
MOMENTS = 200  # of each person
POSTS, WARM = 300, 30
PORT = 8768
FILL = """
import sys, django; django.setup()
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now
import numpy as np
from loslaten.accounts.models import Consent, Person
from loslaten.patterns.models import Moment, Pattern, Standing
n_people, n_moments = int(sys.argv[1]), int(sys.argv[2])
rng, at = np.random.default_rng(1), now()
people = Person.objects.bulk_create(Person(username=f"person-{k}", password="!") for k in range(n_people))
Consent.objects.bulk_create(
    Consent(person=person, purpose="insight", wording="2026-11-23", given_at=at) for person in people)
cards = Pattern.objects.bulk_create(Pattern(person=person, made_at=at, changed_at=at) for person in people)
for card in cards:
    days = np.sort(rng.uniform(1, 400, n_moments))[::-1]
    Moment.objects.bulk_create(Moment(
        pattern=card, at=at - timedelta(days=float(day)), arrived_at=at, tension_before=int(before),
        path=("old", "pause", "new")[way], tension_after=int(before) // 2,
    ) for day, before, way in zip(days, rng.integers(0, 11, n_moments), rng.integers(0, 3, n_moments)))
Standing.objects.bulk_create(Standing(pattern=card, posterior=b"", due_at=at) for card in cards)
for person, card in zip(people[:2], cards[:2]):
    session = SessionStore()
    session.update({"_auth_user_id": str(person.pk), "_auth_user_hash": person.get_session_auth_hash(),
                    "_auth_user_backend": "django.contrib.auth.backends.ModelBackend"})
    session.save()
    print(session.session_key, card.pk)
"""


def fill(environment: dict[str, str], n_people: int) -> list[list[str]]:
    """Let people have patterns with moments, all of them due; give the sessions and patterns of two."""
    run = [sys.executable, "-c", FILL, str(n_people), str(MOMENTS)]
    done = subprocess.run(run, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return [line.split() for line in done.stdout.split("\n") if line]


def send(host: str, path: str, session: str, bodies: list[dict[str, str]]) -> list[float]:
    """Send forms over one connection, each with its token; milliseconds each, without the first few."""
    connection, token, took = HTTPConnection(host), "a" * 32, []
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept-Language": "nl",
    }
    for body in bodies:
        begun = time.perf_counter()
        connection.request("POST", path, urlencode({**body, "csrfmiddlewaretoken": token}), headers)
        answer = connection.getresponse()
        answer.read()
        took.append(1000 * (time.perf_counter() - begun))
        assert answer.status in {200, 302}, (path, answer.status)
    return took[WARM:]


def moments(pattern: str) -> list[dict[str, str]]:
    some = range(POSTS + WARM)
    return [
        {"pattern": pattern, "when": "now", "tension_before": str(k % 11), "path": "new", "key": str(uuid4())}
        for k in some
    ]


def show(what: str, took: list[float], empty: list[float]) -> None:
    ends = [statistics.quantiles(each, n=20)[-1] for each in (took, empty)]
    middles = [statistics.median(each) for each in (took, empty)]
    print(
        f"{what:58} p50 {middles[0]:6.1f} ms, p95 {ends[0]:6.1f} ms; x {middles[0] / middles[1]:.2f}, "
        f"x {ends[0] / ends[1]:.2f}"
    )


def adding() -> None:
    """Add moments one by one to a pattern of two hundred, with the model and without."""
    with house(PORT) as host:
        environment = dict(os.environ)
        (anna, annas), (bram, brams) = fill(environment, 2)
        subprocess.run([sys.executable, "manage.py", "refit"], cwd=ROOT, env=environment, check=True, stdout=-3)
        forgo = "import django; django.setup(); from loslaten.accounts.models import Consent as C; "
        forgo += "from loslaten.patterns.models import Standing as S; "
        forgo += f"C.objects.filter(person__patterns='{brams}').delete(); S.objects.filter(pattern='{brams}').delete()"
        subprocess.run([sys.executable, "-c", forgo], cwd=ROOT, env=environment, check=True)
        nothing: list[dict[str, str]] = [{} for _ in range(POSTS + WARM)]
        empty = send(host, "/empty/", anna, nothing)
        print(f"{POSTS} POSTs over one connection; x: p50 and p95 against the empty one")
        show("an empty POST", empty, empty)
        show("a POST that asks who it is", send(host, "/known/", anna, nothing), empty)
        show("a POST that asks who it is, and writes one row", send(host, "/row/", anna, nothing), empty)
        show("a moment, of somebody who did not ask for the paths", send(host, "/moment/", bram, moments(brams)), empty)
        show("a moment, taken into what the model knows", send(host, "/moment/", anna, moments(annas)), empty)
        show("an empty POST once more", send(host, "/empty/", anna, nothing), empty)


def counting() -> None:
    """Count many people's patterns afresh with two processes on one database."""
    with tempfile.TemporaryDirectory(prefix="loslaten-bench-") as data:
        environment = {**os.environ, "LOSLATEN_DATA": data, "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
        fill(environment, PEOPLE)
        begun = time.perf_counter()
        both = [subprocess.Popen([*manage, "refit"], cwd=ROOT, env=environment, stdout=-3) for _ in range(2)]
        used = [os.wait4(process.pid, 0) for process in both]
        seconds = time.perf_counter() - begun
        assert all(status == 0 for _pid, status, _usage in used)
        size = (Path(data) / "loslaten.sqlite3").stat().st_size / 1e6
    work = sum(usage.ru_utime + usage.ru_stime for _pid, _status, usage in used)
    most = max(usage.ru_maxrss for _pid, _status, usage in used) / 1024
    each = seconds / PEOPLE
    print(
        f"{PEOPLE} people with {MOMENTS} moments each, counted from the start by 2 processes on {os.cpu_count()} cores:"
        f" {seconds:.0f} s, {1000 * each:.0f} ms a person, so {10_000 * each / 60:.0f} min for 10,000;"
        f" of which {1000 * work / PEOPLE:.0f} ms of a processor, so {10_000 * work / PEOPLE / 60 / 2:.0f} min if both"
        " were ours alone;"
        f" at most {most:.0f} MB in a process; database {size:.0f} MB"
    )


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    adding()
    counting()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
