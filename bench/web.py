"""How heavy, how quick: page weight, server time against an empty view, first paint, and the first page of a clone."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
STEPS = ["notice", "welcome", "breathe", "soften", "look_back"]
REQUESTS = 400
LARGEST = """new Promise(answer => new PerformanceObserver(list =>
    answer(list.getEntries().at(-1).startTime)).observe({type: 'largest-contentful-paint', buffered: true}))"""


@contextmanager
def house(port: int = 8765) -> Iterator[str]:
    """Open the real process on a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="loslaten-bench-") as data:
        mine = {"LOSLATEN_DATA": data, "LOSLATEN_PORT": str(port), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        os.environ.update(mine)
        process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            wait(f"http://127.0.0.1:{port}/help/", process)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def wait(address: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own loopback
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The house did not open.")


def ask(host: str, path: str, cookie: str, times: int) -> list[float]:
    """Ask the same page again and again over one connection; milliseconds each."""
    connection, took = HTTPConnection(host), []
    for _ in range(times):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip", "Accept-Language": "nl"})
        answer = connection.getresponse()
        answer.read()
        took.append(1000 * (time.perf_counter() - begun))
        assert answer.status == 200, (path, answer.status)
    return took


def crowd(host: str, path: str, cookie: str, clients: int) -> list[float]:
    """Ask with several clients at once."""
    with ThreadPoolExecutor(clients) as pool:
        shares = pool.map(lambda _: ask(host, path, cookie, REQUESTS // clients), range(clients))
        return [took for share in shares for took in share]


def queries(path: str, cookie: str) -> int:
    """Count what a page asks the database."""
    import django

    django.setup()
    from django.db import connection
    from django.http import SimpleCookie
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client()
    visitor.cookies = SimpleCookie(cookie)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        visitor.get(path, headers={"host": "localhost"})
    return len(asked)


def server_times(host: str, round_path: str, cookie: str) -> None:
    print(
        f"\nserver time, {REQUESTS} requests over kept connections; ratio of medians to an empty view of this process"
    )
    print(f"{'page':12} {'clients':>7} {'p50 ms':>8} {'p95 ms':>8} {'ratio':>6} {'queries':>8}")
    for clients in (1, 8):
        crowd(host, "/empty/", cookie, clients)
        empty = crowd(host, "/empty/", cookie, clients)
        show("empty", clients, empty, empty=statistics.median(empty), asked=0)
        for name, path in [("home", "/"), *((step, f"{round_path}{step}/") for step in STEPS)]:
            took = crowd(host, path, cookie if name != "home" else "", clients)
            asked = queries(path, cookie if name != "home" else "")
            show(name, clients, took, empty=statistics.median(empty), asked=asked)


def show(name: str, clients: int, took: list[float], *, empty: float, asked: int) -> None:
    p95 = statistics.quantiles(took, n=20)[-1]
    middle = statistics.median(took)
    print(f"{name:12} {clients:7} {middle:8.2f} {p95:8.2f} {middle / empty:6.2f} {asked:8}")


def weights(host: str) -> tuple[str, str]:
    """Weigh each page over the wire in a real browser: the first visit, and each one after."""
    from playwright.sync_api import sync_playwright

    print(
        f"\n{'page':12} {'first visit KB':>15} {'after KB':>9}   over the wire, fonts and scripts included, no worker"
    )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("LOSLATEN_CHROMIUM"), args=FLAGS)
        context = browser.new_context(locale="nl-NL", service_workers="block")
        page = context.new_page()
        page.goto(f"http://{host}/")
        page.locator("button[value=full]").click()
        page.wait_for_url("**/notice/")
        round_path = page.url.split(host)[1].removesuffix("notice/")
        cookies = context.cookies()
        for name, path in [("home", "/"), *((step, f"{round_path}{step}/") for step in STEPS)]:
            first, after = weigh(browser, cookies, f"http://{host}{path}")
            print(f"{name:12} {first / 1024:15.1f} {after / 1024:9.1f}")
        largest_paint(browser, f"http://{host}/")
        browser.close()
    return round_path, "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)


def weigh(browser, cookies, address: str) -> tuple[int, int]:
    """Load a page twice in a browser that knows nothing yet."""
    context = browser.new_context(locale="nl-NL", service_workers="block")
    context.add_cookies(cookies)
    page, sizes = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    first, sizes[:] = sum(sizes), []
    page.goto(address, wait_until="networkidle")
    after = sum(sizes)
    context.close()
    return int(first), int(after)


def largest_paint(browser, address: str, visits: int = 7) -> None:
    """Time the largest contentful paint of the home page on a processor made four times slower."""
    took = []
    for _ in range(visits):
        context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(address, wait_until="networkidle")
        took.append(page.evaluate(LARGEST))
        context.close()
    middle = statistics.median(took)
    print(f"\nlargest contentful paint, home, 4x slower processor, {visits} first visits: median {middle:.0f} ms")


def fresh_clone() -> None:
    """Time a bare clone with an empty home until its first page."""
    with tempfile.TemporaryDirectory(prefix="loslaten-clone-") as folder:
        clone, port = Path(folder) / "loslaten", 8766
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("LOSLATEN_", "DJANGO_"))}
        begun = time.perf_counter()
        process = subprocess.Popen(
            [shutil.which("python3") or sys.executable, "bootstrap.py", "run"], cwd=clone, stdout=subprocess.DEVNULL,
            env={**environment, "HOME": folder, "LOSLATEN_PORT": str(port)},
        )  # fmt: skip
        wait(f"http://127.0.0.1:{port}/", process)
        first = time.perf_counter() - begun
        process.terminate()
        process.wait()
        begun = time.perf_counter()
        process = subprocess.Popen(
            [shutil.which("python3") or sys.executable, "bootstrap.py", "run"], cwd=clone, stdout=subprocess.DEVNULL,
            env={**environment, "HOME": folder, "LOSLATEN_PORT": str(port)},
        )  # fmt: skip
        wait(f"http://127.0.0.1:{port}/", process)
        print(f"\nbare clone to first page: {first:.1f} s; started again: {time.perf_counter() - begun:.1f} s")
        process.terminate()
        process.wait()


def main() -> None:
    with house() as host:
        round_path, cookie = weights(host)
        server_times(host, round_path, cookie)
    fresh_clone()


if __name__ == "__main__":
    main()
