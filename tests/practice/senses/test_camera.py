"""A finger on the lens: heard as it is, hinted where it slips, and the camera is always given back."""

import itertools
import re
import shutil

import numpy as np
import pytest
from playwright.sync_api import expect

from loslaten.body import score, stream
from tests.browser import walk
from tests.practice.senses import video
from tests.practice.senses.conftest import MODULES, NO_FINGER, RECORDED, listen, told, until

pytestmark = pytest.mark.browser
DARK = "Het is donker voor de lens. Meer licht helpt."


def on_the_finger(sittings) -> np.ndarray:
    """Keep the film's first showing, up to where the lens gets dark."""
    seen = np.array(sittings["camera"].samples)
    return seen[: np.argmax(seen[:, 1] < 50)]


@pytest.mark.real_data
@pytest.mark.skipif(not RECORDED.is_dir(), reason="the real recordings are not beside the project: ../shared/data/body")
def test_a_real_finger_through_a_camera_is_as_close_to_the_strap_as_the_recording_itself(sittings, tmp_path):
    seen = on_the_finger(sittings)
    # A busy machine shows a picture of the film late; a real heart would not wait. The film's own count tells the time.
    counted = np.column_stack([video.numbers(seen[:, 3]) / video.FPS, seen[:, 1:]])
    lines = [",".join(map(str, row)) for row in counted]
    (tmp_path / "PPG.csv").write_text("\n".join(["time_s,r,g,b", *lines]))
    shutil.copy(RECORDED / "RR.txt", tmp_path)
    heard = score.camera_line(tmp_path)
    assert heard.what == "camera"
    assert heard.numbers["interval error ms"] <= 10
    assert min(heard.numbers["matched of heard %"], heard.numbers["matched of strap %"]) >= 95


def test_each_frame_carries_the_moment_it_was_taken(sittings):
    seen = on_the_finger(sittings)
    late = np.diff(seen[:, 0]) - np.diff(video.numbers(seen[:, 3])) / video.FPS
    assert np.median(np.abs(late)) < 0.25 / video.FPS  # a busy machine shows the film itself a little late
    assert np.diff(seen[:, 0]).min() > 0


def test_anna_sees_her_heart_and_hears_when_the_lens_is_dark_or_her_finger_gone(sittings):
    said, readings = sittings["camera"].said, sittings["camera"].readings
    assert "De lamp kan hier niet aan. Ga op een lichte plek zitten." in said
    assert "Het signaal is helder." in said
    assert [line for line in said if "lens" in line] == [DARK, NO_FINGER]
    rates = [one["heart_rate"] for one in readings if one["heart_rate"] is not None]
    beats = np.diff(np.sort([at for at, _ in sittings["camera"].page.locator("heart-stream").evaluate("s => s.beats")]))
    assert np.median(rates) == pytest.approx(60 / np.median(beats), rel=0.1)


def test_while_the_finger_is_away_nothing_is_said_of_the_heart(sittings):
    frames = [stream.Frame(*sample) for sample in sittings["camera"].samples]
    away = [frame.time for frame in frames if frame.red < 150 and frame.red < 1.6 * frame.green]
    inside = [one for one in sittings["camera"].readings if away[0] + 2 <= one["time"] <= away[-1]]
    assert all(one["heart_rate"] is None for one in inside)


def test_samples_travel_in_batches_of_three_to_six(sittings):
    for heard in sittings.values():  # the first message brings what waited until the line was open
        assert {len(batch) for batch in heard.sent[1:]} <= {3, 4, 5, 6}


def test_annas_camera_is_taken_away_halfway_and_her_round_goes_on(sittings):
    page = sittings["camera"].page
    page.evaluate("() => tracks[0].dispatchEvent(new Event('ended'))")
    assert sittings["camera"].look() == "Iets anders gebruikt de camera. De oefening gaat gewoon door."
    assert camera_is_free(page)
    expect(page.locator("breath-tide")).to_have_attribute("data-state", "running")
    walk.go(page)
    expect(page).to_have_url(re.compile("/soften/$"))


@pytest.mark.parametrize("fps", [5, 15, 30, 60, 120])
def test_batches_lose_nothing_at_any_rate_and_pass_over_what_is_no_number(any_page, fps):
    times = [at / fps for at in range(60)]
    code = """async ([address, times]) => { const {Batch} = await import(address), sent = [];
        const batch = new Batch(list => sent.push(list));
        for (const t of times) { batch.add([t, 1]); batch.add([t, 1]); batch.add([NaN, 1]); batch.add([t, Infinity]) }
        batch.add([-10, 1]); batch.add([-9, 1]); batch.add([-8, 1]);
        return sent }"""
    sent = any_page.evaluate(code, [f"{MODULES}batch.js", times])
    arrived = [time for batch in sent for time, _ in batch]
    assert {len(batch) for batch in sent} <= {3, 4, 5, 6}
    assert arrived[: len(times)] == times[: len(arrived)]
    assert arrived[-1] == -8


def test_the_page_and_the_engine_call_the_same_light_a_finger(any_page):
    colours = list(itertools.product((0.0, 4.0, 5.0, 60.0, 120.0, 200.0, 253.9, 254.0, 255.0), repeat=3))
    code = "async ([address, colours]) => { const {look} = await import(address); return colours.map(c => look(...c)) }"
    looks = any_page.evaluate(code, [f"{MODULES}finger.js", colours])
    for colour, look in zip(colours, looks, strict=True):
        frame = stream.Frame(0.0, *colour)
        if stream._clear(frame, 1) or stream._blinded(frame):
            assert look == "clear", colour
        else:
            assert look != "clear", colour


@pytest.fixture(scope="module")
def any_page(phone, house):
    page = phone.new_context().new_page()
    page.goto(f"{house.address}/help/")
    yield page
    page.context.close()


def camera_is_free(page) -> bool:
    return page.evaluate("() => tracks.every(track => track.readyState === 'ended')")


def test_after_five_minutes_the_lens_may_cool_down(held):
    page = held(clock=True)
    listen(page, "camera")
    until(page, lambda: told(page, "camera").samples)
    page.clock.fast_forward("05:01")
    until(page, lambda: told(page, "camera").ended)
    assert told(page, "camera").ended == ["enough"]
    assert camera_is_free(page)


def test_a_hidden_tab_and_a_camera_that_is_taken_away_end_it_once(held):
    page = held()
    listen(page, "camera")
    page.evaluate("() => tracks[0].dispatchEvent(new Event('ended'))")
    page.evaluate("() => dispatchEvent(new Event('pagehide'))")
    assert told(page, "camera").ended == ["taken"]
    listen(page, "camera")
    page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', {value: true});"
        "document.dispatchEvent(new Event('visibilitychange')); document.dispatchEvent(new Event('visibilitychange')) }"
    )
    assert told(page, "camera").ended == ["hidden"]
    assert camera_is_free(page)


def test_whoever_refuses_the_camera_is_told_so_and_not_asked_again(held):
    page = held(camera=False)
    code = "async address => (await import(address)).open({}).then(() => 'given', refusal => refusal.message)"
    assert page.evaluate(code, f"{MODULES}camera.js") == "refused"


def test_over_plain_http_from_elsewhere_neither_is_offered(phone, house):
    page = phone.new_context().new_page()
    page.goto(f"http://plain.test:{house.port}/help/")
    code = "async addresses => Promise.all(addresses.map(async one => (await import(one)).able()))"
    assert page.evaluate(code, [f"{MODULES}{name}.js" for name in ("camera", "belly")]) == ["insecure", "insecure"]
    page.goto(f"{house.address}/help/")
    assert page.evaluate(code, [f"{MODULES}{name}.js" for name in ("camera", "belly")]) == ["", ""]
    page.context.close()
