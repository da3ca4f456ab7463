"""Taking along and bringing back 100,000 rounds: time, bytes, memory of the real process, and who visits meanwhile."""

import io
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.web import wait

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 100_000
NOTES = 1_000
PORT = 8767
FILL = f"""
import base64, os, random, django; django.setup()
from datetime import timedelta
from uuid import uuid4
from django.utils.timezone import now
from django.contrib.sessions.backends.db import SessionStore
from loslaten.accounts.models import Consent, Person, Vault
from loslaten.practice.models import Round, RoundNote
from loslaten.site.management.commands.demo import invented
chance, until = random.Random(1), now()
def box(size):
    return "1." + base64.urlsafe_b64encode(os.urandom(12 + size + 16)).decode().rstrip("=")
def somebody(name):
    person = Person.objects.create(username=name, is_guest=True)
    person.agree(Consent.Purpose.KEEP_ROUNDS, wording="2026-11", at=until)
    session = SessionStore()
    session.update({{"_auth_user_id": str(person.pk), "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
                     "_auth_user_hash": person.get_session_auth_hash()}})
    session.save()
    print(session.session_key)
    return person
anna = somebody("guest-anna")
rows = [invented(anna, chance, until - timedelta(seconds=900 * n), felt=(6, 4)) for n in range({ROUNDS})]
Round.objects.bulk_create(rows, batch_size=500)
Vault.objects.create(person=anna, version=1, check_box=box(8), made_at=until)
RoundNote.objects.bulk_create(
    RoundNote(person=anna, round=row, name=uuid4(), box=box(512),
              written_at=until, changed_at=until) for row in rows[:{NOTES}])
somebody("guest-bram")
"""


@contextmanager
def house(data: str) -> Iterator[int]:
    """Open the real process, and give its number."""
    environment = {**os.environ, "LOSLATEN_DATA": data, "LOSLATEN_PORT": str(PORT)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait(f"http://127.0.0.1:{PORT}/help/", process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def memory_mb(pid: int, name: str = "VmRSS") -> float:
    """Read what the process holds now, or at most held (VmHWM)."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def forget_peak(pid: int) -> None:
    """Let the most it ever held begin anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")


@contextmanager
def visitors() -> Iterator[list[float]]:
    """Ask for the home page ten times a second, as somebody else would."""
    took: list[float] = []
    closing = threading.Event()

    def visit() -> None:
        connection = HTTPConnection("127.0.0.1", PORT)
        while not closing.wait(0.1):
            begun = time.perf_counter()
            connection.request("GET", "/", headers={"Accept-Language": "nl"})
            connection.getresponse().read()
            took.append(1000 * (time.perf_counter() - begun))

    thread = threading.Thread(target=visit)
    thread.start()
    yield took
    closing.set()
    thread.join()


def p95(took: list[float]) -> str:
    return f"{statistics.median(took):.0f}, {statistics.quantiles(took, n=20)[-1]:.0f} ms (n = {len(took)})"


def form(session: str, address: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes, float, float]:
    """Send a form with its token; give the answer, and how long it took to the first byte and to the last."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=600)
    connection.request("GET", address, headers={"Cookie": f"sessionid={session}", "Accept-Language": "nl"})
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    cookie = re.search(r"csrftoken=(\w+)", answer.headers.get("Set-Cookie", ""))[1]
    headers = {"Cookie": f"sessionid={session}; csrftoken={cookie}", "X-CSRFToken": token, "Accept-Language": "nl"}
    begun = time.perf_counter()
    connection.request("POST", address, body, {**headers, "Content-Type": kind or "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    first = answer.read(1)
    until_first = time.perf_counter() - begun
    whole = first + answer.read()
    return answer.status, whole, until_first, time.perf_counter() - begun


def multipart(whole: bytes) -> tuple[bytes, str]:
    bound = "a-bound-of-its-own"
    said = ['Content-Disposition: form-data; name="zip"; filename="a.zip"', "Content-Type: application/zip"]
    head = "\r\n".join([f"--{bound}", *said, "", ""])
    return head.encode() + whole + f"\r\n--{bound}--\r\n".encode(), f"multipart/form-data; boundary={bound}"


def measure(pid: int, name: str, *asked: str | bytes) -> bytes:
    """Do it once while somebody else visits, and print what it took."""
    forget_peak(pid)
    idle = memory_mb(pid)
    with visitors() as took:
        status, whole, first, last = form(*asked)
    assert status == 200, (status, whole[:2000])
    above = memory_mb(pid, "VmHWM") - idle
    print(f"{name}: {last:.1f} s (first byte {first:.2f} s), peak {above:.0f} MB above idle ({idle:.0f} MB)")
    print(f"   home meanwhile, p50 and p95: {p95(took)}")
    return whole


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="loslaten-bench-") as data:
        environment = {**os.environ, "LOSLATEN_DATA": data, "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True
        )
        said = subprocess.run(
            [sys.executable, "-c", FILL], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
        )
        anna, bram = said.stdout.decode().split()
        with house(data) as pid:
            with visitors() as took:
                time.sleep(5)
            print(f"home on a quiet house, p50 and p95: {p95(took)}")
            whole = measure(pid, f"taking along {ROUNDS:,} rounds and {NOTES:,} notes", anna, "/account/take-along/")
            with zipfile.ZipFile(io.BytesIO(whole)) as opened:
                unpacked = sum(entry.file_size for entry in opened.infolist())
            print(f"   {len(whole) / 1e6:.1f} MB, {unpacked / 1e6:.0f} MB unpacked")
            measure(pid, "bringing the same zip back", bram, "/account/bring-back/", *multipart(whole))
            measure(pid, "erasing it", bram, "/account/erase/", b"go=yes")


if __name__ == "__main__":
    main()
