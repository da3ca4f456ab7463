"""The tide, as somebody meets it: by finger, by keyboard, with eyes closed, with a telephone that interrupts."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def level(page) -> float:
    """How high the water stands, 0 to 1."""
    line = page.locator("breath-tide .surface").get_attribute("d")
    return (236 - float(re.match(r"M0 ([\d.]+)", line)[1])) / 152


def word(page) -> str:
    """Which of the tide's words stands on the water."""
    said = page.locator("breath-tide .word").text_content()
    names = ("in", "out", "ready", "paused", "done", "own")
    return next(name for name in names if page.locator("breath-tide").get_attribute(f"data-{name}") == said)


def told(page) -> str:
    return page.locator("breath-tide .told").text_content()


def tap(page, name: str) -> None:
    page.locator(f"breath-tide button.{name}").click()


def breathe_at(page, whole: float, *, breaths: int, press, let_go) -> None:
    for _ in range(breaths):
        press()
        page.clock.run_for(round(whole * 400))
        let_go()
        page.clock.run_for(round(whole * 600))
    press()


# Each way of listening along says by now whether this browser can.
OFFERED = """() => [...document.querySelectorAll("[data-sense]")].every(
    way => !way.querySelector("button").hidden || !way.querySelector(".cannot").hidden)"""


def test_nothing_moves_before_anna_taps_begin(sit_down):
    page = sit_down("breathe")
    page.wait_for_function(OFFERED)
    before = page.locator("breath-tide").inner_html()
    page.clock.run_for(20_000)
    assert page.locator("breath-tide").inner_html() == before
    assert word(page) == "ready"


def test_anna_breathes_with_the_water(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(2050)
    assert (word(page), page.locator(".count").text_content(), page.locator(".gauge i.on").count()) == ("in", "2", 3)
    assert level(page) == pytest.approx(0.5, abs=0.02)
    page.clock.run_for(5000)
    assert (word(page), page.locator(".count").text_content(), page.locator(".gauge i.on").count()) == ("out", "3", 3)
    assert level(page) == pytest.approx(0.5, abs=0.02)
    expect(page.locator(".remaining")).to_contain_text("24")


def test_the_water_never_jumps_not_even_at_a_pause(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    levels = [level(page)]
    for moment in range(120):
        page.clock.run_for(100)
        levels.append(level(page))
        if moment == 50:
            tap(page, "play")
            page.clock.run_for(5000)
            tap(page, "play")
    assert max(abs(a - b) for a, b in pairwise(levels)) < 0.06
    assert word(page) == "out"


def test_after_a_pause_it_goes_on_at_an_in_breath(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(7000)
    tap(page, "play")
    assert word(page) == "paused"
    here = level(page)
    page.clock.run_for(30_000)
    assert level(page) == here
    tap(page, "play")
    page.clock.run_for(500)
    assert word(page) == "in"
    assert page.locator("progress").evaluate("bar => bar.value") == pytest.approx(7.5, abs=0.6)


def test_a_double_tap_on_the_water_is_a_pause(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(1000)
    page.locator(".tide").dblclick(position={"x": 100, "y": 100})
    assert word(page) == "paused"


def test_the_tide_waits_for_anna_when_the_page_is_hidden(sit_down, look_away):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(6000)
    look_away(page, True)
    page.clock.run_for(60_000)
    look_away(page, False)
    page.clock.run_for(300)
    assert word(page) == "in"
    assert page.locator("progress").evaluate("bar => bar.value") == pytest.approx(6, abs=0.6)


def test_a_phone_that_slept_without_a_word_loses_no_breath(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(6000)
    page.clock.fast_forward(600_000)
    page.clock.run_for(300)
    assert word(page) == "in"
    assert page.locator("progress").evaluate("bar => bar.value") == pytest.approx(6, abs=0.6)


def test_anna_closes_her_phone_and_finds_her_place_and_pace_again(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    tap(page, "slower")
    page.clock.run_for(61_000)
    tempo = page.locator(".tempo").text_content()
    page.reload()
    page.locator(".play").wait_for()
    assert word(page) == "paused"
    assert page.locator(".tempo").text_content() == tempo
    assert page.locator("progress").evaluate("bar => bar.value") == pytest.approx(60, abs=3)
    page.locator(".dock [value=next]").click()
    page.wait_for_url("**/soften/")
    page.go_back()
    page.locator(".play").wait_for()
    assert word(page) == "ready"


def test_slower_and_faster_change_at_the_next_in_breath_and_have_an_end(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(5000)
    for _ in range(3):
        tap(page, "slower")
    expect(page.locator("button.slower")).to_have_attribute("aria-disabled", "true")
    page.clock.run_for(4900)
    assert (word(page), page.locator(".count").text_content()) == ("out", "1")
    page.clock.run_for(5200)
    assert word(page) == "in"
    page.clock.run_for(500)
    assert word(page) == "out"
    for _ in range(5):
        tap(page, "faster")
    expect(page.locator("button.faster")).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".tempo")).to_contain_text(re.compile(r"3[.,]4.*5[.,]1"))


def thumb(page) -> tuple[Callable[[], object], Callable[[], object]]:
    """Press and let go with a real touch on the glass."""
    glass = page.context.new_cdp_session(page)
    box = page.locator(".tide").bounding_box()
    points = [{"x": box["x"] + 180, "y": box["y"] + 200}]
    return (
        lambda: glass.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points}),
        lambda: glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []}),
    )


def mouse(page) -> tuple[Callable[[], object], Callable[[], object]]:
    box = page.locator(".tide").bounding_box()
    page.mouse.move(box["x"] + 180, box["y"] + 200)
    return page.mouse.down, page.mouse.up


LISTENS = "() => document.querySelector('breath-tide').measuring !== null"


def ask_for_own_breath(page) -> None:
    tap(page, "own")
    page.wait_for_function(LISTENS)


@pytest.mark.parametrize("pointer", [thumb, mouse])
def test_bram_breathes_his_own_breath_on_the_water(sit_down, pointer):
    page = sit_down("breathe")
    ask_for_own_breath(page)
    assert word(page) == "own"
    press, let_go = pointer(page)
    breathe_at(page, 5, breaths=4, press=press, let_go=let_go)
    assert re.search(r"12\D", told(page))
    assert page.locator("button.faster").get_attribute("aria-disabled") == "true"  # a second on, it is a little slower
    let_go()
    page.clock.run_for(1000)
    assert word(page) == "in"
    assert page.locator("[name=own_breath_rate]").input_value() == "12.00"
    page.clock.run_for(61_000)
    assert 11.4 < float(page.locator("[name=breath_rate]").input_value()) < 11.6


def test_carla_breathes_her_own_breath_with_the_space_bar(sit_down):
    page = sit_down("breathe")
    page.locator("button.own").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(LISTENS)
    assert page.evaluate("document.activeElement.className") == "tide"
    breathe_at(page, 15, breaths=4, press=lambda: page.keyboard.down(" "), let_go=lambda: page.keyboard.up(" "))
    assert re.search(r"\b4\b", told(page))
    page.keyboard.down(" ")  # the key repeats while it is held
    page.keyboard.up(" ")
    assert page.locator("breath-tide").evaluate("tide => tide.state") == "running"
    page.clock.run_for(70_000)
    assert page.locator("[name=own_breath_rate]").input_value() == "4.00"
    assert page.locator("[name=breath_rate]").input_value() == "4.00"
    for name in ("slower", "faster"):
        expect(page.locator(f"button.{name}")).to_have_attribute("aria-disabled", "true")
    page.locator(".dock [value=next]").click()
    page.wait_for_url("**/soften/")


def test_bram_changes_his_mind_while_measuring(sit_down):
    page = sit_down("breathe")
    before = page.locator("[name=own_breath_rate]").input_value()
    ask_for_own_breath(page)
    page.keyboard.down(" ")
    page.clock.run_for(2000)
    page.keyboard.up(" ")
    tap(page, "own")
    assert word(page) == "ready"
    assert page.locator(".tide").get_attribute("role") is None
    assert page.locator("[name=own_breath_rate]").input_value() == before


def test_bram_begins_with_the_tide_after_all(sit_down):
    page = sit_down("breathe")
    ask_for_own_breath(page)
    tap(page, "play")
    page.clock.run_for(1000)
    assert page.locator(".tide").get_attribute("role") is None
    assert (word(page), told(page)) == ("in", "")


@pytest.mark.parametrize("asked", ["device", "settings", "here"])
def test_who_wants_no_movement_gets_blocks_and_still_water(sit_down, page, begun, asked):
    page.emulate_media(reduced_motion="reduce" if asked == "device" else "no-preference")
    if asked == "settings":
        page.context.add_cookies([{"name": "motion", "value": "still", "url": begun[0]}])
    sit_down("breathe", remembered={"still": "on"} if asked == "here" else None)
    tap(page, "play")
    sea = page.locator(".sea").get_attribute("d")
    blocks = []
    for _ in range(10):
        page.clock.run_for(500)
        blocks.append(page.locator(".beats i.on").count())
        page.clock.run_for(500)
        assert page.locator(".sea").get_attribute("d") == sea
    assert blocks == list(range(1, 11))
    expect(page.locator(".surface")).to_be_hidden()


def test_it_ends_gently_and_anna_goes_on_herself(sit_down):
    page = sit_down("breathe")
    page.evaluate(
        "() => { document.querySelector('breath-tide').seconds = 20;"
        "addEventListener('done', event => { window.heard = event.target.localName }) }"
    )
    tap(page, "play")
    page.clock.run_for(19_900)
    assert level(page) < 0.01
    page.clock.run_for(400)
    assert (word(page), level(page), page.evaluate("window.heard")) == ("done", 0, "breath-tide")
    assert page.url.endswith("/breathe/")
    assert page.locator("[name=breath_rate]").input_value() == "6.00"
    page.reload()
    page.locator(".play").wait_for()
    assert word(page) == "done"


def test_the_phone_taps_once_for_in_and_twice_for_out(sit_down, page):
    page.add_init_script("window.taps = []; Navigator.prototype.vibrate = pattern => taps.push(pattern)")
    sit_down("breathe", remembered={"vibration": "on"})
    tap(page, "play")
    page.clock.run_for(10_500)
    assert page.evaluate("taps") == [40, [25, 90, 25], 40]


def test_a_device_that_cannot_is_said_to_be_unable(sit_down, page):
    page.add_init_script("delete Navigator.prototype.vibrate; delete Navigator.prototype.wakeLock")
    sit_down("breathe")
    page.locator("breath-tide summary").first.click()
    expect(page.locator(".no-vibration")).to_be_visible()
    expect(page.locator(".no-wake")).to_be_visible()
    expect(page.locator(".tremble input")).to_be_disabled()


def test_the_screen_stays_on_only_while_the_tide_moves(sit_down, page, look_away):
    page.add_init_script(
        "window.locks = 0; WakeLock.prototype.request = async () => { locks++; return {released: false,"
        "async release() { if (!this.released) locks--; this.released = true } } }"
    )
    sit_down("breathe")
    held = []
    for act in (
        lambda: tap(page, "play"),
        lambda: tap(page, "play"),
        lambda: tap(page, "play"),
        lambda: look_away(page, True),
        lambda: look_away(page, False),
    ):
        act()
        held.append(page.evaluate("locks"))
    assert held == [1, 0, 1, 0, 1]


def test_skipping_the_tide_sends_no_pace(sit_down):
    page = sit_down("breathe")
    tap(page, "play")
    page.clock.run_for(1000)
    page.locator(".dock [value=skip]").click()
    page.wait_for_url("**/soften/")


def test_without_javascript_the_breath_is_told_in_words(browser, begun):
    page = browser.new_page(java_script_enabled=False)
    page.context.add_cookies(begun[1])
    page.goto(f"{begun[0]}breathe/")
    expect(page.locator("breath-tide .plain")).to_be_visible()
    expect(page.locator("breath-tide .controls")).to_be_hidden()
    page.close()


def test_on_the_page_without_a_network_each_part_waits_for_its_own_begin(page, house):
    page.clock.install(time=1_700_000_000)
    page.goto(f"{house.address}/offline/")
    page.wait_for_function("() => document.querySelector('breath-tide').picture")
    page.clock.run_for(10_000)
    states = "[...document.querySelectorAll('breath-tide, phrase-timer')].map(each => each.state)"
    assert page.evaluate(states) == ["ready", "ready"]
    page.evaluate("document.querySelector('breath-tide').go()")
    page.clock.run_for(12_000)
    assert page.evaluate(states) == ["ready", "running"]
    page.evaluate("document.querySelector('breath-tide').stop()")
    assert page.evaluate("[document.querySelector('breath-tide').state, Object.keys(localStorage)]") == [
        "paused",
        ["tide:offline"],
    ]
    page.evaluate("document.querySelector('breath-tide').forget()")
    assert page.evaluate("[document.querySelector('breath-tide').state, Object.keys(localStorage)]") == ["ready", []]


def test_a_round_that_was_left_leaves_no_trace_on_the_device_after_a_day(sit_down):
    old = '{"elapsed": 50, "at": 1000}'
    page = sit_down("breathe", remembered={"tide:long-ago": old, "tide:nonsense": "?", "phrases:long-ago": old})
    assert page.evaluate("Object.keys(localStorage)") == ["phrases:long-ago"]
