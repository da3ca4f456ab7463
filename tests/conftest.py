"""The people in these tests, and the house they visit."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-features=WebBluetooth",
]  # fmt: skip

# Settings are read before any test: give them a place of their own, never the data of who runs the tests.
os.environ.setdefault("LOSLATEN_DATA", tempfile.mkdtemp(prefix="loslaten-test-"))
# Playwright's event loop lives in this thread; the tests' own few queries are safe beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# How long an example takes says something of this machine, and nothing of what happened to somebody.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
# Nor does how long a busy machine takes to open a page: waiting longer lets nothing through that does not come.
expect.set_options(timeout=15_000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def migrated() -> Path:
    """Make one database with every migration, for all houses of these tests to begin with."""
    data = Path(tempfile.mkdtemp(prefix="loslaten-migrated-"))
    manage(data, "migrate", "--verbosity", "0")
    return data / "loslaten.sqlite3"


@cache
def furnished() -> Path:
    """Fill one with the first library, as a first run leaves it."""
    data = Path(tempfile.mkdtemp(prefix="loslaten-furnished-"))
    shutil.copyfile(migrated(), data / "loslaten.sqlite3")
    manage(data, "load_library")
    return data / "loslaten.sqlite3"


def manage(data: Path, *words: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LOSLATEN_")}
    command = [sys.executable, "manage.py", *words]
    environment |= {"LOSLATEN_DATA": str(data)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


class House:
    """The real process, as ``make run`` starts it, on a port and a data folder of its own."""

    command = ("manage.py", "serve")

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None
        self.process_said = ""

    def furnish(self) -> None:
        """Begin with a database as a first run leaves it, which takes half a minute to make."""
        if not (self.data / "loslaten.sqlite3").exists() and "LOSLATEN_DATABASE_URL" not in self.environment:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(furnished(), self.data / "loslaten.sqlite3")

    def open(self, *, empty: bool = False) -> "House":
        if not empty:
            self.furnish()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("LOSLATEN_")}
        mine = {"LOSLATEN_DATA": str(self.data), "LOSLATEN_PORT": str(self.port), **self.environment}
        self.process = subprocess.Popen(
            [sys.executable, *self.command], cwd=ROOT, env={**environment, **mine}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.said = ""
        while "is open at" not in self.said:
            line = self.process.stdout.readline()
            assert line, f"The house did not open: {self.said}"
            self.said += line
        self.wait()
        return self

    def wait(self) -> None:
        """Wait until the door really opens, at most for as long as a connection may take."""
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{self.address}/help/", timeout=20).close()  # noqa: S310 - our own loopback
            except ConnectionError:
                continue
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionError):
                    raise
                self.process.poll()
                assert self.process.returncode is None, self.process.stdout.read()
                try:
                    self.process.wait(timeout=0.05)
                except subprocess.TimeoutExpired:
                    continue
            else:
                return
        raise AssertionError("The house said it was open, but nobody answered.")

    def kill(self) -> None:
        """Pull the plug: kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)
        if not self.process.stdout.closed:
            self.process_said = self.process.stdout.read()
        self.process.stdout.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Iterator[House]:
    """A house many people visit at once."""
    building = House(tmp_path_factory.mktemp("house")).open()
    yield building
    building.close()


@pytest.fixture
def own_house(tmp_path) -> Iterator[House]:
    """A house for one test, which may be killed and opened again."""
    building = House(tmp_path / "data").open()
    yield building
    building.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = os.environ.get("LOSLATEN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    # Keeping the shell for when there is no network is a quarter of what a new browser does: only whole lives do.
    size = {"width": 390, "height": 844}
    return {**browser_context_args, "locale": "nl-NL", "viewport": size, "service_workers": "block"}


@pytest.fixture(autouse=True)
def patience(request) -> None:
    """Wait for a page, but not for ever: what is not there in ten seconds is not there."""
    if "page" in request.fixturenames:
        request.getfixturevalue("page").set_default_timeout(10_000)


@pytest.fixture(autouse=True, scope="session")
def quick_lock() -> None:
    """Turn the same lock fewer times: some hundreds of people sign in here. A house that is served turns it in full."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1000


@pytest.fixture
def visitor(client) -> Callable[..., object]:
    """Somebody new who walks in, speaking a language."""
    from django.test import Client

    def walk_in(language: str = "nl", **options: object) -> Client:
        return Client(headers={"accept-language": language}, **options)

    return walk_in


@pytest.fixture
def anna(db, visitor):
    return visitor()


@pytest.fixture
def bram(db, visitor):
    return visitor()


@pytest.fixture
def told() -> Iterator[list[str]]:
    """Read the log of the work as the host reads it."""
    from loslaten.site.log import Discreet

    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(Discreet("{levelname} {message}", style="{").format(record))
    logging.getLogger("loslaten.work").addHandler(handler)
    yield lines
    logging.getLogger("loslaten.work").removeHandler(handler)


@pytest.fixture
def begin(db):
    """Begin a round for somebody, and give it back as it stands in the database."""
    from loslaten.practice.models import Round

    def begin_for(person, guide: str = "full") -> Round:
        answer = person.post("/practice/start/", {"guide": guide})
        return Round.objects.get(pk=answer["Location"].split("/")[2])

    return begin_for
