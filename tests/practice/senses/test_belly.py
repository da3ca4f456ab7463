"""A phone on the belly: its sensor as the browser gives it, and what the engine hears in it."""

import re

import pytest
from playwright.sync_api import expect

from loslaten.body import stream
from tests.browser import walk
from tests.practice.senses.conftest import BREATHS, listen, told, until

pytestmark = pytest.mark.browser


def test_brams_breath_is_heard_from_his_belly(sittings):
    pulls = [stream.Pull(*sample) for sample in sittings["belly"].samples]
    assert stream.update(stream.State(), pulls)[1][-1].breath_rate == pytest.approx(BREATHS, abs=0.5)
    assert sittings["belly"].readings[-1]["breath_rate"] == pytest.approx(BREATHS, abs=0.5)
    assert "We horen je adem." in sittings["belly"].said


def test_brams_tab_is_hidden_halfway_and_his_round_goes_on(sittings):
    page = sittings["belly"].page
    hide = "away => { Object.defineProperty(document, 'hidden', {value: away, configurable: true})"
    for away in (True, False):
        page.evaluate(f"{hide}; document.dispatchEvent(new Event('visibilitychange')) }}", away)
    assert (
        sittings["belly"].look()
        == "De pagina was uit beeld, dus het meeluisteren stopte. De oefening gaat gewoon door."
    )
    expect(page.locator("breath-tide")).to_have_attribute("data-state", "running")
    walk.go(page)
    expect(page).to_have_url(re.compile("/soften/$"))


def test_a_device_without_the_sensor_says_so_within_seconds(held):
    page = held()
    listen(page, "belly")
    until(page, lambda: told(page, "belly").ended)
    assert told(page, "belly") == ([], [], [], ["silent"])


def test_an_iphone_asks_first_and_no_is_no(held):
    page = held()
    page.evaluate("() => { DeviceMotionEvent.requestPermission = async () => 'denied' }")
    with pytest.raises(Exception, match="refused"):
        listen(page, "belly")
