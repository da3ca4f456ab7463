"""The line of a page that listens along: who may speak, how much, and when it ends. docs/live.md has the limits."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.http.request import validate_host
from starlette.websockets import WebSocket, WebSocketDisconnect

from loslaten.body import listening, wire

LARGEST = 64 * 1024
WAITING = 64
A_SECOND = 50  # messages
MOST_DROPPED = 2000
AHEAD_S, FASTER = 150.0, 1.5  # stream time somebody may ask for at once, and for each second that passed
QUICK_S = 2.0  # samples of more than this are understood in a thread
MOST_LINES = 2500
HELLO_S, TAKEN_S, SILENT_S, AGAIN_S = 10.0, 20.0, 300.0, 60.0

ENDS = {
    1011: "failed",
    1013: "slow",
    4000: "unreadable",
    4001: "signed_out",
    4003: "too_much",
    4004: "elsewhere",
    4005: "full",
    4006: "silent",
}
FAILED, SLOW, UNREADABLE, SIGNED_OUT, TOO_MUCH, ELSEWHERE, FULL, SILENT = ENDS
GONE = 0

Session = SessionStore
log = logging.getLogger("loslaten.live")


class UnreadableError(Exception):
    """What a page said is not what stands in docs/live.md."""


@contextmanager
def reading() -> Iterator[None]:
    """Mind that a page may say anything. A ValueError anywhere else is a fault of this house."""
    try:
        yield
    except (ValueError, RecursionError):
        raise UnreadableError from None


def from_here(socket: WebSocket) -> bool:
    """Say whether a page of this house asks: a browser tells the truth about that."""
    origin = socket.headers.get("origin", "")
    if settings.CSRF_TRUSTED_ORIGINS:
        return origin in settings.CSRF_TRUSTED_ORIGINS
    try:
        asked = urlsplit(origin)
        name = asked.hostname or ""
    except ValueError:
        return False
    known = validate_host(f"[{name}]" if ":" in name else name, settings.ALLOWED_HOSTS)
    return known and asked.netloc == socket.headers.get("host", "")


def who(key: str | None) -> int | None:
    """Find whose session this is; nobody when it ended."""
    request = HttpRequest()
    request.session = Session(key)
    try:
        return get_user(request).pk
    finally:
        connection.close()


class Allowance:
    """So much at once, and so much more with every second."""

    def __init__(self, most: float, a_second: float) -> None:
        self.most, self.a_second, self.left = most, a_second, most
        self.at = asyncio.get_running_loop().time()

    def fill(self) -> float:
        """Count what came with time."""
        now = asyncio.get_running_loop().time()
        self.left = min(self.most, self.left + (now - self.at) * self.a_second)
        self.at = now
        return self.left

    def take(self, much: float) -> bool:
        """Take that much, if there is so much."""
        if self.fill() < much:
            return False
        self.left -= much
        return True

    async def wait(self, much: float) -> None:
        """Take that much as soon as there is so much."""
        while not self.take(much):
            await asyncio.sleep((much - self.left) / self.a_second)


class Line:
    """One page, from its hello until one of both goes."""

    def __init__(self, socket: WebSocket, key: str | None) -> None:
        self.socket, self.key = socket, key
        self.waiting: deque[str] = deque(maxlen=WAITING)
        self.arrived, self.dropped = asyncio.Event(), 0
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.said_at = asyncio.get_running_loop().time()
        self.time = Allowance(AHEAD_S, FASTER)

    def end(self, code: int) -> None:
        """End it, for the first reason there is."""
        if not self.ended.done():
            self.ended.set_result(code)

    async def hold(self) -> int:
        """Listen until something ends it; say what."""
        acts = [asyncio.create_task(act()) for act in (self.take, self.understand, self.ask_again)]
        try:
            done, _ = await asyncio.wait([self.ended, *acts], return_when=asyncio.FIRST_COMPLETED)
            return self.ended.result() if self.ended.done() else next(iter(done)).result()
        finally:
            for act in acts:
                act.cancel()
            await asyncio.gather(*acts, return_exceptions=True)

    async def take(self) -> int:
        """Take what comes, as quickly as it comes; when too much waits, the oldest goes."""
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return GONE
            text = message.get("text")
            if text is None:
                return UNREADABLE
            self.dropped += len(self.waiting) == WAITING
            if self.dropped > MOST_DROPPED:
                return TOO_MUCH
            self.waiting.append(text)
            self.arrived.set()

    async def next(self) -> dict[str, Any]:
        """Wait for the next message, and read it."""
        while not self.waiting:
            self.arrived.clear()
            await self.arrived.wait()
        self.said_at = asyncio.get_running_loop().time()
        with reading():
            message = json.loads(self.waiting.popleft())
        if not isinstance(message, dict):
            raise UnreadableError
        return message

    async def understand(self) -> int:
        """Understand one message after the other, and answer."""
        try:
            await self.converse(await self.greeted())
        except UnreadableError:
            return UNREADABLE
        except TimeoutError:
            return SLOW
        except WebSocketDisconnect:
            return GONE
        except Exception:
            log.exception("A line broke")
            return FAILED

    async def greeted(self) -> listening.Listening:
        """Wait for the hello, for so long."""
        try:
            async with asyncio.timeout(HELLO_S):
                message = await self.next()
        except TimeoutError:
            raise UnreadableError from None
        with reading():
            heard = listening.greet(message)
        await self.say({"hello": 1})
        return heard

    async def converse(self, heard: listening.Listening) -> NoReturn:
        """Hear and answer, until somebody goes."""
        pace = Allowance(A_SECOND, A_SECOND)
        while True:
            await pace.wait(1)
            heard, answer = await self.hear(heard, await self.next())
            if answer is not None:
                await self.say(answer.written())

    async def hear(
        self, heard: listening.Listening, message: dict[str, Any]
    ) -> tuple[listening.Listening, listening.Answer | None]:
        """Hear one message, off the loop when there is much in it."""
        with reading():
            heard = listening.told(heard, message)
            samples = listening.samples_in(heard, message)
        asked = wire.span(samples, heard.state.newest)
        if not samples or not self.time.take(asked):
            return heard, None
        if asked > QUICK_S:
            return await asyncio.to_thread(listening.hear, heard, samples)
        return listening.hear(heard, samples)

    async def say(self, what: dict[str, Any]) -> None:
        """Send something to a page that takes it in time."""
        async with asyncio.timeout(TAKEN_S):  # and not `wait_for`, which in Python 3.11 may swallow that all is over
            await self.socket.send_text(json.dumps(what, separators=(",", ":")))

    async def ask_again(self) -> int:
        """Ask every minute whether they are still who they were, and whether anybody is there."""
        while True:
            await asyncio.sleep(AGAIN_S)
            if asyncio.get_running_loop().time() - self.said_at > SILENT_S:
                return SILENT
            try:
                person = await asyncio.to_thread(who, self.key)
            except DatabaseError:
                continue  # a busy database says nothing about who somebody is
            if person is None:
                return SIGNED_OUT


LINES: dict[int, Line] = {}


async def live(socket: WebSocket) -> None:
    """Listen along with one page."""
    if not from_here(socket):
        await socket.close()
        return
    await socket.accept()
    key = socket.cookies.get(settings.SESSION_COOKIE_NAME)
    person = await asyncio.to_thread(who, key) if key else None
    if person is None:
        code = SIGNED_OUT
    elif len(LINES) >= MOST_LINES and person not in LINES:
        code = FULL
    else:
        code = await alone(person, Line(socket, key))
    if code != GONE:
        await hang_up(socket, code)


async def alone(person: int, line: Line) -> int:
    """Let the newest of somebody's pages listen: one body, one mirror."""
    if person in LINES:
        LINES[person].end(ELSEWHERE)
    LINES[person] = line
    try:
        return await line.hold()
    finally:
        if LINES.get(person) is line:
            del LINES[person]


async def hang_up(socket: WebSocket, code: int) -> None:
    """Say why it ends, if anybody still hears it."""
    try:
        async with asyncio.timeout(TAKEN_S):
            await socket.close(code, ENDS[code])
    except (RuntimeError, TimeoutError, WebSocketDisconnect):
        return
