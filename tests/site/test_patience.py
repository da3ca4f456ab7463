"""Somebody asks for something large and does not take it: the others must not notice."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from loslaten.site import asgi


@pytest.fixture
def tried(monkeypatch):
    """Send three pieces to a browser, and tell which arrived."""
    monkeypatch.setattr(asgi, "PATIENCE_S", 0.05)

    def try_with(takes: list[bool]) -> list[int]:
        arrived = []

        async def send(message):
            if not takes[message["piece"]]:
                await asyncio.Event().wait()
            arrived.append(message["piece"])

        async def app(scope, receive, send):
            for piece in range(len(takes)):
                await send({"type": "http.response.body", "piece": piece})

        with ThreadPoolExecutor(1) as elsewhere:  # a browser test before this one left its loop in this thread
            elsewhere.submit(asyncio.run, asgi.Patience(app)({"type": "http"}, None, send)).result()
        return arrived

    return try_with


def test_who_takes_everything_gets_everything(tried):
    assert tried([True, True, True]) == [0, 1, 2]


def test_who_stops_taking_gets_no_more_and_the_answer_ends(tried):
    assert tried([True, False, True]) == [0]
