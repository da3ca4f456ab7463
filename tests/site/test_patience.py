"""Somebody asks for something large and does not take it: the others must not notice."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

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


@pytest.fixture
def large(monkeypatch):
    """Serve something larger than any buffer between two programs, on a real socket; tell when it was let go."""
    monkeypatch.setattr(asgi, "PATIENCE_S", 0.3)
    let_go = threading.Event()

    def pieces():
        try:
            for _ in range(100):
                yield b"0" * 1_000_000
        finally:
            let_go.set()

    def app(_environ, start_response):
        start_response("200 OK", [("Content-Type", "application/zip")])
        return pieces()

    server = uvicorn.Server(uvicorn.Config(asgi.Patience(WSGIMiddleware(app, workers=1)), log_level="critical"))
    with socket.create_server(("127.0.0.1", 0)) as door, ThreadPoolExecutor(1) as elsewhere:
        served = elsewhere.submit(asyncio.run, server.serve([door]))
        yield door.getsockname(), let_go
        server.should_exit = True
        served.result()


def test_a_browser_that_stalls_on_a_real_socket_gives_its_place_back(large):
    address, let_go = large
    with socket.create_connection(address) as stalled:
        stalled.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        assert let_go.wait(30)
        assert stalled.recv(8) == b"HTTP/1.1"
