"""Anna with a finger on the lens and her phone on her belly, for half a minute: everything the two modules then say."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from loslaten.body import recording
from tests.body.conftest import DATA, breathing_heart, finger
from tests.practice.senses import video

MODULES = f"{settings.STATIC_URL}practice/senses/"
HEARD_S, COVERED_S = 30, 2.5
BREATHS = 12  # a minute
ALLOWED = ["camera", "accelerometer", "gyroscope"]
RECORDED = DATA / "welltory" / "subject_05"  # a clear pulse
SENSORS = ("accelerometer", "linear-acceleration", "gyroscope")
OPEN = """async ([address, name]) => {
    const {open} = await import(address), told = {samples: [], sizes: [], noted: [], ended: []};
    (window.told ??= {})[name] = told;
    (window.sense ??= {})[name] = await open({
        samples: list => { told.samples.push(...list); told.sizes.push(list.length) },
        noted: code => told.noted.push(code), ended: reason => told.ended.push(reason)}) }"""
# What the camera does can be seen from its track only, and that is given to the module alone.
LOOK_ON = """() => { const given = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    window.tracks = []
    navigator.mediaDevices.getUserMedia = async wishes => {
        const stream = await given(wishes); tracks.push(...stream.getTracks()); return stream } }"""


class Told(NamedTuple):
    """What a module said."""

    samples: list[list[float]]
    sizes: list[int]
    noted: list[str]
    ended: list[str]


def told(page: Page, name: str) -> Told:
    return Told(**page.evaluate("name => told[name]", name))


def listen(page: Page, name: str) -> None:
    page.evaluate(OPEN, [f"{MODULES}{name}.js", name])


def until(page: Page, ready: Callable[[], object], seconds: float = 10) -> None:
    """Wait for something in the page, which may not be asked for by a string of code."""
    for _ in range(round(20 * seconds)):
        if ready():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It did not come in {seconds} seconds.")


def heart() -> np.ndarray:
    """Red and green of a real finger at thirty frames a second; of a made one where no recordings are."""
    frames = np.array(recording.read(RECORDED / "PPG.csv") if DATA.is_dir() else finger(breathing_heart(HEARD_S + 2)))
    times = frames[0, 0] + np.arange(HEARD_S * video.FPS) / video.FPS
    return np.column_stack([np.interp(times, frames[:, 0], frames[:, colour]) for colour in (1, 2)])


@pytest.fixture(scope="package")
def filmed(tmp_path_factory) -> Path:
    """Half a minute of a heart, then a dark lens, then a finger that is lifted."""
    path = tmp_path_factory.mktemp("film") / "finger.y4m"
    dark, lifted = video.still(video.DARK, COVERED_S), video.still(video.LAMPLIGHT, COVERED_S)
    video.write_film(path, np.concatenate([video.counted(heart()), dark, lifted]))
    return path


@pytest.fixture(scope="package")
def phone(browser_type, browser_type_launch_args, filmed) -> Iterator[Browser]:
    """A browser with a camera."""
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={filmed}"]
    elsewhere = ["--host-resolver-rules=MAP plain.test 127.0.0.1"]
    flags = [*browser_type_launch_args["args"], *camera, *elsewhere]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
    yield browser
    browser.close()


@pytest.fixture
def held(phone, house) -> Iterator[Callable[..., Page]]:
    """Take the phone in the hand, at a page of this house."""
    contexts = []

    def hold(*, camera: bool = True, clock: bool = False) -> Page:
        contexts.append(phone.new_context(permissions=ALLOWED if camera else []))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        if clock:
            page.clock.install()
        page.goto(f"{house.address}/help/")
        page.evaluate(LOOK_ON)
        return page

    yield hold
    for context in contexts:
        context.close()


def lie_down(page: Page) -> Callable[[float], None]:
    """Lay the phone on a belly; afterwards it can be told where the breath is, in s."""
    sensors = page.context.new_cdp_session(page)
    for name in SENSORS:
        sensors.send("Emulation.setSensorOverrideEnabled", {
            "enabled": True, "type": name,
            "metadata": {"available": True, "minimumFrequency": 1, "maximumFrequency": 60},
        })  # fmt: skip
        still = {"type": name, "reading": {"xyz": {"x": 0, "y": 0, "z": 0}}}
        sensors.send("Emulation.setSensorOverrideReadings", still)

    def breathe(time: float) -> None:
        tilt = 0.03 * math.sin(2 * math.pi * BREATHS / 60 * time)
        pull = {"x": 9.81 * math.sin(tilt), "y": 0.1, "z": 9.81 * math.cos(tilt)}
        sensors.send("Emulation.setSensorOverrideReadings", {"type": "accelerometer", "reading": {"xyz": pull}})

    breathe(0)
    return breathe


def breathing_until_the_finger_is_back(page: Page, breathe: Callable[[float], None]) -> bool:
    breathe(page.evaluate("performance.now() / 1000"))
    return "clear" in told(page, "camera").noted


@pytest.fixture(scope="package")
def sitting(phone, house) -> dict[str, Told]:
    """Half a minute in which Anna's finger and belly are both heard."""
    page = phone.new_context(permissions=ALLOWED).new_page()
    page.goto(f"{house.address}/help/")
    page.evaluate(LOOK_ON)
    breathe = lie_down(page)
    listen(page, "belly")
    listen(page, "camera")
    until(page, lambda: breathing_until_the_finger_is_back(page, breathe), seconds=90)
    page.evaluate("() => Object.values(sense).forEach(one => one.close())")
    heard = {name: told(page, name) for name in ("camera", "belly")}
    assert page.evaluate("() => tracks.map(track => track.readyState)") == ["ended"]
    page.context.close()
    return heard
