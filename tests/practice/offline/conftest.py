"""A real house that can be killed and opened again, and a phone that looks at it."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parents[3]
FLAGS = "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync"


class House:
    """One server process over one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as knock:
            knock.bind(("127.0.0.1", 0))
            self.port = knock.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Serve, and come back when pages come out."""
        if self.process:
            return
        chosen = {"LOSLATEN_DATA": str(self.data), "LOSLATEN_PORT": str(self.port), "LOSLATEN_LANGUAGE": "en"}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=os.environ | chosen, stdout=subprocess.DEVNULL
        )
        while self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/help/", timeout=1):
                    return
            except (urllib.error.URLError, OSError):
                continue
        raise RuntimeError("The house did not open.")

    def kill(self) -> None:
        """End it in the middle of whatever it does, as a power cut would."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Look in its database."""
        with closing(sqlite3.connect(self.data / "loslaten.sqlite3", timeout=20)) as database, database:
            return database.execute(sql).fetchall()

    def rounds(self) -> int:
        """Count every round there is."""
        return self.ask("select count(*) from practice_round")[0][0]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = os.environ.get("LOSLATEN_CHROMIUM") or shutil.which("chromium")
    return {"args": FLAGS.split(), "executable_path": found}


@pytest.fixture(scope="session")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    house.open()
    yield house
    house.kill()


@pytest.fixture
def house(open_house: House) -> Iterator[House]:
    open_house.open()
    open_house.ask("delete from practice_round")
    yield open_house
    open_house.open()


@pytest.fixture
def browser_context_args(house: House) -> dict[str, Any]:
    return {"base_url": house.address, "viewport": {"width": 390, "height": 844}, "locale": "en-GB", "has_touch": True}


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """What a page complains about: faults in its script, and files that belong to it and are not there."""
    heard: list[str] = []
    context.on("weberror", lambda error: heard.append(str(error.error)))
    context.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    yield heard
    # A network that is off is what these tests are about; the browser writes that down by itself.
    expected = ("net::ERR_", "503 (Service Unavailable)")
    assert [text for text in heard if not any(word in text for word in expected)] == []


@pytest.fixture
def phone(page: Page, complaints: list[str]) -> Page:
    """A phone that was here once before, so that the shell is on it."""
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page
