"""A phone on the belly: its sensor as the browser gives it, and what the engine hears in it."""

import pytest

from loslaten.body import stream
from tests.practice.senses.conftest import BREATHS, listen, told, until

pytestmark = pytest.mark.browser


def test_annas_breath_is_heard_from_her_belly(sitting):
    pulls = [stream.Pull(*sample) for sample in sitting["belly"].samples]
    readings = stream.update(stream.State(), pulls)[1]
    assert readings[-1].breath_rate == pytest.approx(BREATHS, abs=0.5)


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
