"""What is heard with the eyes closed, measured on the rendered track itself."""

import base64

import numpy as np
import pytest

from tests.practice.live.test_pace import plain_schedule

pytestmark = pytest.mark.browser
RATE = 8000
AS_BASE64 = """
const bytes = new Uint8Array(await blob.arrayBuffer()); let text = "";
for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
return btoa(text);
"""


def samples(answer: str) -> np.ndarray:
    data = base64.b64decode(answer)
    assert (data[:4], data[8:16], int.from_bytes(data[24:28], "little")) == (b"RIFF", b"WAVEfmt ", RATE)
    return np.frombuffer(data[44:], dtype="<i2") / 32768


@pytest.fixture(scope="module")
def five_minutes(modules) -> np.ndarray:
    """Five minutes that begin at nine breaths a minute and slow down all the way."""
    code = "const breaths = pace.breathsFrom(pace.atOwnPace(pace.paceOf(4, 6), 9, 0), 0, 300);"
    return samples(modules(f"{code} const blob = await sound.render(sound.breathTones(breaths)); {AS_BASE64}"))


ONSETS = np.array(plain_schedule(9, 6, until=300))


def loudness(track: np.ndarray, at: float, length: float) -> float:
    part = track[round(at * RATE) : round((at + length) * RATE)]
    return float(np.sqrt(np.mean(part**2)))


def pitch(track: np.ndarray, at: float, length: float = 0.2) -> float:
    """Hz, from the upward crossings of zero."""
    part = track[round(at * RATE) : round((at + length) * RATE)]
    up = np.flatnonzero((part[:-1] < 0) & (part[1:] >= 0))
    crossings = up + part[up] / (part[up] - part[up + 1])
    return float(RATE * (len(crossings) - 1) / (crossings[-1] - crossings[0]))


def test_five_minutes_of_sound_drift_less_than_fifty_milliseconds(five_minutes):
    window = RATE // 100
    soft = np.sqrt(np.convolve(five_minutes**2, np.ones(window) / window, "same"))
    errors = []
    for onset in ONSETS.ravel()[1:]:
        near = np.arange(round((onset - 0.3) * RATE), round((onset + 0.3) * RATE))
        errors.append((near[np.argmin(soft[near])] / RATE - onset) * 1000)
    assert len(errors) > 70
    assert np.abs(errors).max() < 10


def test_in_rises_out_falls_and_each_can_be_told_apart_in_the_dark(five_minutes):
    for up, down in (ONSETS[0], ONSETS[20], ONSETS[-1]):
        inhale, exhale = down - up, (down - up) * 1.5
        for start, length, low, high in ((up, inhale, 196, 262), (down, exhale, 262, 165)):
            for at in (0.1, length - 0.3):
                wanted = low * (high / low) ** ((at + 0.1) / length)
                assert pitch(five_minutes, start + at) == pytest.approx(wanted, rel=0.01)


def test_the_sound_is_soft(five_minutes):
    levels = [20 * np.log10(loudness(five_minutes, at + 0.2, 1)) for at in ONSETS.ravel()]
    assert -21 < min(levels) <= max(levels) < -19
    assert 20 * np.log10(np.abs(five_minutes).max()) < -15


def test_there_is_no_click_between_in_and_out(five_minutes):
    steps = np.abs(np.diff(five_minutes))
    inside = steps[round(0.2 * RATE) : round(1.8 * RATE)].max()
    for onset in ONSETS.ravel():
        joint = steps[max(0, round((onset - 0.02) * RATE)) : round((onset + 0.02) * RATE)]
        assert joint.max() < inside / 2
    assert steps.max() < 1.6 * inside


def test_the_end_is_one_long_low_glide_and_then_silence(five_minutes):
    end = ONSETS[-1][1] + (ONSETS[-1][1] - ONSETS[-1][0]) * 1.5 + 0.4
    assert pitch(five_minutes, end + 0.1) == pytest.approx(220 * 0.5 ** (0.2 / 3), rel=0.01)
    assert pitch(five_minutes, end + 2.7) == pytest.approx(220 * 0.5 ** (2.8 / 3), rel=0.01)
    assert np.abs(five_minutes[round((end + 3.01) * RATE) :]).max() < 1e-3


def test_the_next_phrase_is_one_low_note(modules):
    track = samples(modules(f"const blob = await sound.render(sound.phraseTones([7, 14], 21)); {AS_BASE64}"))
    assert pitch(track, 7.05) == pytest.approx(165, rel=0.01)
    assert loudness(track, 0, 6.9) == 0
    assert loudness(track, 7.31, 6.6) == 0
    assert -22 < 20 * np.log10(loudness(track, 14.1, 0.1)) < -18


def test_what_anna_sees_follows_what_she_hears(sit_down):
    page = sit_down("breathe", still_clock=False, remembered={"sound": "on"})
    page.evaluate(
        "const tide = document.querySelector('breath-tide');"
        "tide.seconds = 300; tide.mine = {...tide.mine, rate: 9, own: 9}"
    )
    page.locator("breath-tide .play").click()
    page.wait_for_function("() => document.querySelector('breath-tide').course?.sounding === true")
    seen = page.evaluate(
        """async () => {
        const tide = document.querySelector("breath-tide"), audio = tide.sound.audio, seen = [];
        const frame = () => new Promise(requestAnimationFrame);
        for (let at = 3; at < 300; at += 17.3) {
            audio.currentTime = at;
            await new Promise(done => audio.addEventListener("seeked", done, {once: true}));
            for (let i = 0; i < 3; i++) { await frame();
                const shore = Number(tide.querySelector(".surface").getAttribute("d").match(/M0 ([\\d.]+)/)[1]);
                const says = tide.querySelector(".word").textContent;
                seen.push([audio.currentTime, (236 - shore) / 152, says === tide.dataset.in]); }
        }
        return seen;
        }"""
    )
    assert len(seen) == 54
    worst = 0.0
    for heard, level, says_in in seen:
        shown = [offset for offset in np.arange(-0.2, 0.2, 0.001) if alike(heard + offset, level, says_in)]
        assert shown, (heard, level, says_in)
        worst = max(worst, np.abs(shown).min())
    assert worst < 0.05


def alike(time: float, level: float, says_in: bool) -> bool:
    """Whether the water stands like this at this moment of the schedule."""
    up, down = ONSETS[np.searchsorted(ONSETS[:, 0], time, side="right") - 1]
    length = down - up
    if time < down:
        return says_in and abs((1 - np.cos(np.pi * (time - up) / length)) / 2 - level) < 0.002
    return not says_in and abs((1 + np.cos(np.pi * (time - down) / (1.5 * length))) / 2 - level) < 0.002


def test_a_practice_with_sound_ends_with_its_sound(sit_down):
    page = sit_down("breathe", still_clock=False, remembered={"sound": "on"})
    page.evaluate("document.querySelector('breath-tide').seconds = 10")
    page.locator("breath-tide .play").click()
    page.wait_for_function("() => document.querySelector('breath-tide').course?.sounding === true")
    page.evaluate("document.querySelector('breath-tide').sound.audio.currentTime = 9.9")
    page.wait_for_function("() => document.querySelector('breath-tide').state === 'done'")
    assert page.locator("[name=breath_rate]").input_value() == "6.00"


def test_sound_goes_on_when_nobody_looks_and_stops_when_it_is_switched_off(sit_down, look_away):
    page = sit_down("breathe", still_clock=False, remembered={"sound": "on"})
    page.locator("breath-tide .play").click()
    page.wait_for_function("() => document.querySelector('breath-tide').course?.sounding === true")
    look_away(page, True)
    assert page.evaluate("document.querySelector('breath-tide').state") == "running"
    look_away(page, False)
    page.locator("breath-tide summary").first.click()
    page.locator("breath-tide .sound input").uncheck()
    state = "t => [t.state, t.course.sounding, t.sound.audio.paused, localStorage.sound ?? null]"
    assert page.locator("breath-tide").evaluate(state) == ["running", False, True, None]


def test_sound_asked_for_halfway_begins_at_the_next_in_breath(sit_down):
    page = sit_down("breathe", still_clock=False)
    page.locator("breath-tide").evaluate("tide => { tide.mine = {...tide.mine, rate: 30, target: 30} }")
    page.locator("breath-tide .play").click()
    page.locator("breath-tide summary").first.click()
    page.locator("breath-tide .sound input").check()
    page.wait_for_function("() => document.querySelector('breath-tide').course?.sounding === true")
    began = page.evaluate("document.querySelector('breath-tide').course.start")
    assert began == pytest.approx(2 * round(began / 2))
    assert began > 0


def test_bram_whose_device_refuses_sound_is_told_and_breathes_on(sit_down):
    page = sit_down("breathe", remembered={"sound": "on"})
    page.evaluate(
        "() => { HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.locator("breath-tide .play").click()
    page.wait_for_function("() => document.querySelector('breath-tide').course")
    assert page.locator(".told").inner_text() == page.locator("breath-tide").get_attribute("data-no-sound")
    page.clock.run_for(5000)
    assert page.locator(".word").inner_text() == page.locator("breath-tide").get_attribute("data-out")


def test_a_slower_pace_is_heard_from_the_next_in_breath_on(sit_down):
    page = sit_down("breathe", still_clock=False, remembered={"sound": "on"})
    page.locator("breath-tide").evaluate("tide => { tide.mine = {...tide.mine, rate: 30, target: 30} }")
    page.locator("breath-tide .play").click()
    page.wait_for_function("() => document.querySelector('breath-tide').course?.sounding === true")
    page.locator("breath-tide .slower").click()
    page.wait_for_function("() => document.querySelector('breath-tide').course.start > 0")
    page.wait_for_function("() => document.querySelector('breath-tide').sound.playing")
    course = page.locator("breath-tide").evaluate("tide => tide.course")
    assert course["sounding"]
    assert course["breaths"][0]["inhale"] == pytest.approx(60 / 29.5 * 0.4)
    assert course["start"] == pytest.approx(2 * round(course["start"] / 2))
