"""Anna with a finger on the lens, and Bram with his phone on his belly."""

import json
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
from tests.conftest import House
from tests.practice.senses import video

MODULES = f"{settings.STATIC_URL}practice/senses/"
HEARD_S, COVERED_S = 30, 2.5
BREATHS = 12  # a minute
NO_FINGER = "Er ligt geen vinger op de lens."
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


class Sitting:
    """One round at its breathe step, listening along with one sense: what went over the line, and what was said."""

    def __init__(self, phone: Browser, house: House, sense: str) -> None:
        self.page = phone.new_context(permissions=ALLOWED, locale="nl-NL").new_page()
        self.page.add_init_script(f"({LOOK_ON})()")
        self.sent: list[list] = []
        self.said: list[str] = []
        self.page.on("websocket", lambda line: line.on("framesent", self.take))
        self.page.goto(house.address)
        self.page.locator("form[action$='/practice/start/'] button").first.click()
        self.page.wait_for_url("**/notice/")
        self.page.goto(self.page.url.replace("notice/", "breathe/"))
        self.page.locator(".play").click()
        self.page.locator(".listen > details > summary").click()
        self.sense = sense

    def listen(self) -> None:
        self.page.locator(f"[data-sense={self.sense}] button").click()

    def take(self, message: str) -> None:
        if samples := json.loads(message).get("samples"):
            self.sent.append(samples)

    def look(self) -> str:
        """Read what the page says, and remember what is new."""
        now = self.page.locator(".listen .status").text_content() or ""
        if now != (self.said or [""])[-1]:
            self.said.append(now)
        return now

    @property
    def samples(self) -> list[list[float]]:
        return [sample for batch in self.sent for sample in batch]

    @property
    def readings(self) -> list[dict]:
        return self.page.locator("heart-stream").evaluate("stream => stream.readings")


@pytest.fixture(scope="package")
def sittings(phone, house) -> Iterator[dict[str, Sitting]]:
    """Half a minute: Anna with a finger on the lens, Bram with his phone on his belly, each in a round of their own."""
    anna, bram = Sitting(phone, house, "camera"), Sitting(phone, house, "belly")
    breathe = lie_down(bram.page)
    bram.listen()
    anna.listen()

    def the_film_is_over() -> bool:
        breathe(anna.page.evaluate("performance.now() / 1000"))
        bram.look()
        return anna.look() == NO_FINGER

    until(anna.page, the_film_is_over, seconds=60)
    yield {"camera": anna, "belly": bram}
    for one in (anna, bram):
        one.page.context.close()
