"""The line of a page that listens along, against the real process: Anna's strap, and whoever means no good."""

import json
import re
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.body.conftest import packet
from tests.hosts import Host

pytest.importorskip("websockets")
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

HELLO = {"hello": 1, "sense": "strap", "pace": {"follow": False}}


class Visitor:
    """Somebody with a browser's cookies, who practises."""

    def __init__(self, house) -> None:
        self.house, self.jar = house, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        page = self.opener.open(f"{house.address}/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        answer = self.opener.open(
            f"{house.address}/practice/start/", f"guide=full&csrfmiddlewaretoken={token}".encode()
        )
        self.round = answer.url

    @property
    def session(self) -> str:
        return next(cookie.value for cookie in self.jar if cookie.name == "sessionid")

    @contextmanager
    def line(self, *, origin: str | None = None, cookie: str | None = None):
        cookie = f"sessionid={self.session}" if cookie is None else cookie
        where = f"{self.house.address.replace('http', 'ws')}/live/"
        with connect(where, origin=origin or self.house.address, additional_headers={"Cookie": cookie}) as line:
            yield line


def say(line, *messages: object) -> None:
    for message in messages:
        line.send(message if isinstance(message, str | bytes) else json.dumps(message))


def hear(line) -> dict:
    return json.loads(line.recv(timeout=20))


def why(line) -> tuple[int, str]:
    """Listen until the house hangs up, and tell what it said."""
    try:
        while True:
            line.recv(timeout=20)
    except ConnectionClosed as closed:
        return closed.rcvd.code, closed.rcvd.reason


def beating(seconds: int, start: float = 100.0) -> list[list]:
    """A strap that sends a packet a second, each with one even beat."""
    return [[start + second, packet(1000.0).hex()] for second in range(seconds)]


@pytest.fixture(scope="module")
def anna(house):
    return Visitor(house)


@pytest.fixture(scope="module")
def bram(house):
    return Visitor(house)


def test_annas_strap_is_heard_second_by_second(anna):
    with anna.line() as line:
        say(line, HELLO)
        assert hear(line) == {"hello": 1}
        readings, beats = [], []
        for sample in beating(20):
            say(line, {"samples": [sample]})
        while len(beats) < 17:
            answer = hear(line)
            beats += answer["beats"]
            readings += answer["readings"]
        assert {ms for _, ms in beats} == {1000.0}
        assert readings[-1]["heart_rate"] == 60.0
        assert readings[-1]["signal_quality"] == 1.0
        assert readings[-1]["phase_stability"] is None
        assert readings[-1]["preliminary"] is True


def test_who_comes_back_with_what_they_have_goes_on_as_if_nothing_had_happened(anna):
    whole = beating(70)
    with anna.line() as line:
        say(line, HELLO, {"samples": whole})
        hear(line)
        first = hear(line)["readings"]
    with anna.line() as line:
        say(line, HELLO, {"samples": whole[:60]}, {"samples": whole[60:]})
        hear(line)
        assert hear(line)["readings"] + hear(line)["readings"] == first
        assert (first[-1]["time"], first[-1]["rmssd"], first[-1]["preliminary"]) == (169.0, 0.0, False)


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://localhost", "null", "http://[", "http://127.0.0.1:1"]
)
def test_a_page_of_another_house_is_refused(anna, origin):
    with pytest.raises(InvalidStatus, match="403"), anna.line(origin=origin):
        pass


@pytest.mark.parametrize("cookie", ["", "sessionid=", "sessionid=made-up", "sessionid=" + "a" * 32])
def test_nobody_is_heard_without_a_session(anna, cookie):
    with anna.line(cookie=cookie) as line:
        assert why(line) == (4001, "signed_out")


def test_a_session_that_ends_meanwhile_ends_the_line(tmp_path):
    from tests.conftest import House

    house = House(tmp_path / "data", LOSLATEN_LIVE_AGAIN_S="1").open()
    try:
        visitor = Visitor(house)
        with visitor.line() as line:
            say(line, HELLO)
            assert hear(line) == {"hello": 1}
            Host(Path(house.data)).sql("DELETE FROM django_session")
            assert why(line) == (4001, "signed_out")
    finally:
        house.close()
