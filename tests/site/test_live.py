"""The line of a page that listens along, against the real process: Anna's strap, and whoever means no good."""

import json
import re
import urllib.request
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.body.conftest import packet
from tests.conftest import House
from tests.hosts import Host

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


class Hasty(House):
    """A house that asks every half second whether somebody is still who they were, and cannot hear any sample."""

    command = (
        "-c",
        "import django; django.setup(); from loslaten.site import live; live.AGAIN_S = 0.5\n"
        "from loslaten.body import stream; stream.update = lambda state, samples: int(str(samples))\n"
        "from django.core.management import call_command; call_command('serve')",
    )

    def __init__(self, data: Path) -> None:
        super().__init__(data, DJANGO_SETTINGS_MODULE="loslaten.site.settings")


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


def test_a_session_that_ends_ends_the_line_and_a_fault_of_the_house_is_no_fault_of_what_was_said(tmp_path):
    house = Hasty(tmp_path / "data").open()
    try:
        visitor = Visitor(house)
        with visitor.line() as line:
            say(line, HELLO, {"samples": beating(3)})
            assert hear(line) == {"hello": 1}
            assert why(line) == (1011, "failed")
        with visitor.line() as line:
            say(line, HELLO)
            assert hear(line) == {"hello": 1}
            Host(Path(house.data)).sql("DELETE FROM django_session")
            assert why(line) == (4001, "signed_out")
    finally:
        house.close()
    assert re.search(r"A line broke\n.*\nValueError\n", house.process_said, re.DOTALL)
    assert "Packet" not in house.process_said


def test_the_newer_of_two_pages_of_one_person_listens_and_bram_is_not_disturbed(anna, bram):
    with bram.line() as his, anna.line() as first:
        say(his, HELLO)
        say(first, HELLO)
        assert hear(first) == hear(his) == {"hello": 1}
        with anna.line() as second:
            say(second, HELLO)
            assert hear(second) == {"hello": 1}
            assert why(first) == (4004, "elsewhere")
            say(his, {"samples": beating(3)})
            assert hear(his)["beats"]


@pytest.mark.parametrize(
    "first",
    [
        "", "{", "[]", "1", "null", b"\x00", {"hello": 2}, {"samples": []}, {"hello": 1, "sense": "face"},
        {"hello": 1, "sense": ["strap"]}, {"hello": 1, "sense": "strap", "pace": 6},
        {"hello": 1, "sense": "strap", "pace": {"follow": True, "breath_rate": 1e9}}, "[" * 60_000,
    ],
)  # fmt: skip
def test_what_is_no_hello_ends_the_line_with_one_clear_word(anna, first):
    with anna.line() as line:
        say(line, first)
        assert why(line) == (4000, "unreadable")


def test_what_is_too_large_ends_the_line_and_the_next_one_is_heard(anna):
    with anna.line() as line:
        say(line, HELLO)
        hear(line)
        say(line, "x" * 70_000)
        assert why(line)[0] == 1009
    with suppress(ConnectionClosed), anna.line() as line:
        say(line, HELLO, "x" * 10_000_000)
        hear(line)
        hear(line)
    with anna.line() as line:
        say(line, HELLO)
        assert hear(line) == {"hello": 1}


def test_a_thousand_messages_at_once_do_not_stand_in_anybodys_way(anna, bram):
    """What is too much is dropped, the oldest first; who goes on and on is shown the door."""
    with anna.line() as flood, bram.line() as his:
        say(flood, HELLO)
        hear(flood)
        with suppress(ConnectionClosed):
            for second in range(6000):
                say(flood, {"samples": [[second, "10"]]})
        say(his, HELLO, {"samples": beating(3)})
        assert hear(his) == {"hello": 1}
        assert hear(his)["beats"]
        assert why(flood) == (4003, "too_much")


def test_hours_of_stream_in_a_moment_are_passed_over(anna):
    with anna.line() as line:
        say(line, HELLO, {"samples": [[float(second * 29), "10"] for second in range(1000)]}, {"samples": beating(3)})
        assert hear(line) == {"hello": 1}
        assert hear(line)["readings"][-1]["time"] < 110


numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.just(10**400))
anything = st.recursive(
    st.one_of(numbers, st.text(max_size=20)),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.sampled_from(["samples", "pacer", "follow"]), some),
    max_leaves=8,
)
hexes = st.binary(max_size=12).map(bytes.hex) | st.text(max_size=8)
samples = st.lists(
    st.one_of(
        st.tuples(numbers, hexes), st.tuples(st.floats(0, 1e5), hexes), st.lists(numbers, min_size=4, max_size=4),
        st.tuples(numbers, numbers), anything,
    ),
    max_size=8,
)  # fmt: skip
frames = st.one_of(
    st.text(max_size=50),
    st.binary(max_size=50),
    anything.map(json.dumps),
    samples.map(lambda list_: json.dumps({"samples": list_})),
    st.fixed_dictionaries(
        {}, optional={"pacer": anything, "follow": numbers, "refused": anything, "own": anything, "since": anything}
    ).map(json.dumps),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(sense=st.sampled_from(["strap", "camera", "belly", "hand"]), said=st.lists(frames, max_size=6))
def test_whatever_is_said_the_house_answers_or_hangs_up_clearly(anna, sense, said):
    with anna.line() as line:
        say(line, {**HELLO, "sense": sense})
        assert hear(line) == {"hello": 1}
        with suppress(ConnectionClosed):
            say(line, *said, {"samples": [[1e9, 1], [1e9 + 1, 1]]}, "over")
        assert why(line) in {(4000, "unreadable"), (4003, "too_much"), (1007, "")}
