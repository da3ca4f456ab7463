"""How many hearts one process hears: generated cameras and straps on loopback, from samples to answer."""

import asyncio
import http.cookiejar
import json
import os
import re
import statistics
import time
import urllib.request
from pathlib import Path

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from bench.web import house
from loslaten.body import listening

SECONDS = 40  # of which the first ten only begin
BEGIN_S = 10
BATCH = 5  # frames
FPS = 30
TICKS = os.sysconf("SC_CLK_TCK")


def session(host: str) -> str:
    """Practise as a guest, for the cookie."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"http://{host}/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    opener.open(f"http://{host}/practice/start/", f"guide=full&csrfmiddlewaretoken={token}".encode()).close()
    return next(each.value for each in jar if each.name == "sessionid")


def camera(begin: float) -> list[tuple[float, str]]:
    """Batches of frames, each with the moment it goes."""
    times = np.arange(0, SECONDS, 1 / FPS)
    since = (times % 0.9) / 0.12
    reds = 180 - 3 * since * np.exp(1 - since) + np.random.default_rng(1).normal(0, 0.05, len(times))
    frames = [[round(begin + at, 4), round(float(red), 4), 30.0, 20.0] for at, red in zip(times, reds, strict=True)]
    cut = [frames[at : at + BATCH] for at in range(0, len(frames), BATCH)]
    return [(some[-1][0], json.dumps({"samples": some})) for some in cut]


def strap(begin: float) -> list[tuple[float, str]]:
    """A packet a second."""
    ticks = round(0.9 * 1024).to_bytes(2, "little")
    moments = [begin + at * 0.9 for at in range(int(SECONDS / 0.9))]
    return [(at, json.dumps({"samples": [[at, (b"\x10\x43" + ticks).hex()]]})) for at in moments]


async def one(at_home: tuple[str, str], sense: str, offset: float, took: list[float]) -> None:
    """Be one page: send what is due, and take the time from the newest samples to the answer they brought."""
    (host, cookie), make = at_home, camera if sense == "camera" else strap
    headers = {"Cookie": f"sessionid={cookie}"}
    async with connect(f"ws://{host}/live/", origin=f"http://{host}", additional_headers=headers) as line:
        await line.send(json.dumps({"hello": 1, "sense": sense, "pace": {"follow": False}}))
        await line.recv()
        begun = time.perf_counter() + offset
        sent: list[float] = []
        listen = asyncio.create_task(answers(line, sent, begun, took))
        for at, message in make(0.0):
            await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
            sent.append(time.perf_counter())
            await line.send(message)
        await asyncio.sleep(1)
        listen.cancel()


async def answers(line: ClientConnection, sent: list[float], begun: float, took: list[float]) -> None:
    async for _ in line:
        now = time.perf_counter()
        if now - begun > BEGIN_S:
            took.append(1000 * (now - sent[-1]))


def busy(pid: int) -> float:
    """Seconds of processor this process used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def load(host: str, cookies: list[str], sense: str) -> list[float]:
    took: list[float] = []
    spread = np.linspace(0, 1, len(cookies), endpoint=False)
    await asyncio.gather(*(one((host, cookie), sense, at, took) for cookie, at in zip(cookies, spread, strict=True)))
    return took


def server() -> int:
    """Find the process that serves, by what it was told."""
    mine = os.getpid()
    for each in Path("/proc").glob("[0-9]*/stat"):
        told = each.parent / "cmdline"
        if int(each.read_text().rsplit(")", 1)[1].split()[1]) == mine and b"serve" in told.read_bytes():
            return int(each.parent.name)
    raise SystemExit("The house is not there.")


def main() -> None:
    """Print what a crowd of each kind saw."""
    assert listening.MOST_SAMPLES > BATCH
    with house() as host:
        most = max(CROWDS["camera"] + CROWDS["strap"])
        cookies = [session(host) for _ in range(most)]
        for sense, crowds in CROWDS.items():
            for crowd in crowds:
                before, began = busy(server()), time.perf_counter()
                took = asyncio.run(load(host, cookies[:crowd], sense))
                share = (busy(server()) - before) / (time.perf_counter() - began)
                print(
                    f"{crowd:5} × {sense}: {len(took)} answers, median {statistics.median(took):.0f} ms,"
                    f" p95 {np.percentile(took, 95):.0f} ms, {share:.2f} of a core",
                    flush=True,
                )


CROWDS = {"camera": [50, 100, 200], "strap": [250, 500, 1000]}
