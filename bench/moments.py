"""Writing down a moment: server time against an empty POST in the same process, with a few moments and with many."""

import re
import statistics
import time
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from bench.web import house

TIMES = 300


class Line:
    """One person on one kept connection."""

    def __init__(self, host: str) -> None:
        self.host, self.cookies = host, {"language": "en"}
        self.connection = HTTPConnection(host)

    def ask(self, path: str, form: dict[str, object] | None = None) -> tuple[int, str, str]:
        """Get a page or send a form, and remember cookies: status, where it leads, and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.getheader("Location") or "", page

    def took(self, path: str, forms: list[dict[str, object]], expected: int) -> list[float]:
        """Send forms one after another; milliseconds each."""
        found = []
        for form in forms:
            begun = time.perf_counter()
            status, _where, _page = self.ask(path, form)
            found.append(1000 * (time.perf_counter() - begun))
            assert status == expected, (path, status)
        return found


def main() -> None:
    """Print both, and what the moment costs more."""
    with house(port=8767) as host:
        line = Line(host)
        line.ask("/patterns/new/")
        status, where, page = line.ask("/patterns/new/", {"key": uuid4(), "situation": "criticism"})
        assert status == 302, (status, page[:500])
        pattern = re.search(r"/patterns/([0-9a-f-]{36})/", where)[1]
        line.ask("/practice/keep/", {"go": "yes"})
        fill(line, pattern)


def fill(line: Line, pattern: str) -> None:
    def moments() -> list[dict[str, object]]:
        return [
            {"pattern": pattern, "tension_before": n % 11, "path": "pause", "when": "now", "key": uuid4()}
            for n in range(TIMES)
        ]

    line.took("/empty/", [{}] * TIMES, 200)
    print(f"{'POST':34} {'p50 ms':>8} {'p95 ms':>8} {'ratio p50':>10} {'ratio p95':>10}")
    empty = show("empty", line.took("/empty/", [{}] * TIMES, 200), None)
    show("a moment, the first 300", line.took("/moment/receive/", moments(), 200), empty)
    show("a moment, the next 300", line.took("/moment/receive/", moments(), 200), empty)
    show("a moment, as a form, the next 300", line.took("/moment/", moments(), 302), empty)


def show(name: str, took: list[float], empty: tuple[float, float] | None) -> tuple[float, float]:
    found = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    ratio = [f"{mine / theirs:10.2f}" for mine, theirs in zip(found, empty, strict=True)] if empty else [""]
    print(f"{name:34} {found[0]:8.2f} {found[1]:8.2f} {' '.join(ratio)}")
    return found
