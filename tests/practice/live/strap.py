"""A heart strap that is not there: Chromium's own Bluetooth emulation, spoken to over its debugging line."""

import base64
import math
import time

from playwright.sync_api import Browser, Page

from tests.body.conftest import packet

ADDRESS = "09:09:09:09:09:09"
# The emulation pushes nothing: a reading that the page did not ask for comes by way of one that it did.
# Whether the house answered for the time that went by here, give or take what it waits for.
ANSWERED = """() => {
    const stream = document.querySelector("heart-stream");
    return performance.now() / 1000 - stream.shift - (stream.readings.at(-1)?.time ?? 0) < 5;
}"""
CATCH = """const {prototype} = BluetoothRemoteGATTCharacteristic, begin = prototype.startNotifications;
prototype.startNotifications = function () { window.strap = this; return begin.call(this) }"""


def service(short: str) -> str:
    return f"0000{short}-0000-1000-8000-00805f9b34fb"


class Strap:
    """One strap within reach of one page."""

    def __init__(self, browser: Browser, page: Page) -> None:
        page.add_init_script(CATCH)
        self.page, self.said, self.phase, self.reachable = page, [], 0.0, True
        self.emulation = browser.new_browser_cdp_session()
        self.emulation.on("BluetoothEmulation.gattOperationReceived", self.connected)
        self.emulation.on("BluetoothEmulation.characteristicOperationReceived", self.read)
        self.send("enable", state="powered-on", leSupported=True)
        self.send(
            "simulatePreconnectedPeripheral", address=ADDRESS, name="Strap", manufacturerData=[],
            knownServiceUuids=[service("180d")],
        )  # fmt: skip
        heart = self.send("addService", address=ADDRESS, serviceUuid=service("180d"))["serviceId"]
        both = {"notify": True, "read": True}
        measured = self.send(
            "addCharacteristic", serviceId=heart, characteristicUuid=service("2a37"), properties=both
        )["characteristicId"]  # fmt: skip
        self.send("addDescriptor", characteristicId=measured, descriptorUuid=service("2902"))
        self.choice = page.context.new_cdp_session(page)
        self.choice.send("DeviceAccess.enable")
        self.chosen = False
        self.choice.on("DeviceAccess.deviceRequestPrompted", self.choose)

    def send(self, act: str, **words: object) -> dict:
        return self.emulation.send(f"BluetoothEmulation.{act}", words)

    def choose(self, asked: dict) -> None:
        """Take the one there is, once: a second answer is one too many for the browser."""
        if asked["devices"] and not self.chosen:
            self.chosen = True
            self.choice.send("DeviceAccess.selectPrompt", {"id": asked["id"], "deviceId": asked["devices"][0]["id"]})

    def connected(self, asked: dict) -> None:
        code = 0 if self.reachable else 8
        self.send("simulateGATTOperationResponse", address=asked["address"], type=asked["type"], code=code)

    def read(self, asked: dict) -> None:
        words = {"characteristicId": asked["characteristicId"], "type": asked["type"], "code": 0}
        if asked["type"] == "read":
            words["data"] = base64.b64encode(self.said.pop(0)).decode()
        self.send("simulateCharacteristicOperationResponse", **words)

    def beat(
        self, seconds: int, *, rate: float = 6.0, begin: float = 900.0, end: float = 1000.0, drawn: bool = True
    ) -> None:
        """Beat for so long, swinging with a breath of this rate, and slowing down from begin to end; time passes."""
        go_by = self.page.clock.run_for if drawn else self.page.clock.fast_forward
        passed = 0.0
        while passed < seconds:
            middle = begin + (end - begin) * passed / seconds
            rr = middle + 60 * math.sin(2 * math.pi * rate / 60 * self.phase)
            go_by(round(rr))
            self.phase += rr / 1000
            passed += rr / 1000
            self.say(packet(rr))
            if not drawn:
                self.await_answer()

    def await_answer(self) -> None:
        """Wait for the house, in its own time: of minutes that go by in a second it would drop the oldest part."""
        for _ in range(100):
            if self.page.evaluate(ANSWERED):
                return
            time.sleep(0.05)
        raise AssertionError("The house did not answer for what the strap said.")

    def say(self, data: bytes) -> None:
        self.said.append(data)
        self.page.evaluate("window.strap.readValue().then(() => 0)")

    def go_away(self) -> None:
        self.reachable = False
        self.send("simulateGATTDisconnection", address=ADDRESS)

    def close(self) -> None:
        self.send("disable")
