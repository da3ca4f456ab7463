"""Anna listens along with a strap or with her own breath; whatever the sensor does, her round goes on."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from loslaten.body import recording
from tests.browser import lights, walk
from tests.hosts import Host
from tests.practice.live.conftest import NOON
from tests.practice.live.strap import Strap

pytestmark = pytest.mark.browser


@pytest.fixture
def strap(browser, page):
    emulated = Strap(browser, page)
    yield emulated
    emulated.close()


def sit(page, house) -> None:
    """Come to the breathe step of a round of one's own, with a clock in one's hand."""
    walk.begin(page, house.address)
    walk.go(page)
    page.clock.install(time=NOON)
    walk.go(page)
    page.locator(".play").wait_for()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)


def listen(page, sense: str) -> None:
    page.locator(".listen > details > summary").click()
    page.locator(f"[data-sense={sense}] button").click()


def status(page):
    return page.locator(".listen .status")


def expect_rate(page, wanted: float) -> None:
    """Wait until the water goes this fast, a minute: the house answers in its own time, not by the page's clock."""
    for _ in range(100):
        rate = page.locator("breath-tide").evaluate("tide => tide.mine.rate")
        if rate == wanted:
            return
        time.sleep(0.1)
    assert rate == wanted


def kept(house, page) -> list[tuple]:
    key = page.url.split("/practice/")[1].split("/")[0].replace("-", "")
    wanted = "sense, round(heart_rate_before), round(heart_rate_after), round(breath_rate_after)"
    return Host(Path(house.data)).sql(f"SELECT {wanted} FROM practice_measured WHERE round_id = '{key}'")  # noqa: S608


def test_anna_sees_her_heart_beside_the_water_and_keeps_a_summary(page, strap, house):
    sit(page, house)
    listen(page, "strap")
    expect(status(page)).to_contain_text("We luisteren")
    page.locator(".play").click()
    strap.beat(100)
    expect(status(page)).to_have_text("Het signaal is helder.")
    expect(page.locator(".tide .note")).to_have_text(re.compile(r"^hartslag 6\d$"))
    assert page.locator(".tide heart-wave path").get_attribute("d").count("C") > 40
    page.locator("button.hide").click()
    expect(page.locator(".tide heart-wave")).to_be_hidden()
    page.locator("button.stop").click()
    with page.expect_download() as saved:
        page.locator("button.save").click()
    again = recording.readings(recording.read(Path(saved.value.path())))
    assert again[-1].heart_rate == pytest.approx(60.5, abs=4)
    page.locator(".keeping input[value=yes]").check(force=True)
    page.clock.resume()
    assert lights.broken(page, "listening", lights.RULES) == []
    walk.go(page)
    walk.go(page)
    walk.rate(page, 4)
    page.locator("heart-back summary").click()
    said = re.compile("Je hart ging van ongeveer 6[56] naar ongeveer 6[01] slagen per minuut.")
    expect(page.locator("heart-back")).to_contain_text(said)
    assert kept(house, page) == [("strap", pytest.approx(65.5, abs=1), pytest.approx(60.5, abs=1), 6.0)]
    walk.go(page)
    expect(page.locator("section", has_text="Gevoeld en gehoord")).to_contain_text(said)


def test_the_line_and_then_the_strap_are_lost_and_the_round_goes_on(page, strap, house):
    lines = []
    page.route_web_socket("**/live/", lambda line: lines.append((line, line.connect_to_server())))
    sit(page, house)
    listen(page, "strap")
    page.locator(".play").click()
    strap.beat(20)
    expect(status(page)).to_have_text("Het signaal is helder.")
    cut(lines)
    expect(status(page)).to_contain_text("De lijn met Loslaten is even weg.")
    strap.beat(8)
    expect(status(page)).to_have_text("Het signaal is helder.")
    assert len(lines) == 2
    # What was told again is not counted twice, and nothing in between is missing.
    times = page.locator("heart-stream").evaluate("stream => stream.readings.map(({time}) => time)")
    assert times == list(range(int(times[0]), int(times[0]) + len(times)))
    expect(page.locator(".tide .note")).to_have_text(re.compile("^hartslag 6"))
    strap.go_away()
    expect(status(page)).to_have_text("De band is even buiten bereik. We proberen het opnieuw.")
    page.clock.run_for(4000)
    expect(page.locator(".tide .note")).to_have_text("signaal onduidelijk")
    for _ in range(40):  # each try of the page waits for Chromium's own answer
        page.clock.run_for(1500)
        page.evaluate("new Promise(done => queueMicrotask(done))")
    expect(status(page)).to_have_text("De band is buiten bereik. De oefening gaat gewoon door.")
    expect(page.locator("breath-tide")).to_have_attribute("data-state", "running")
    walk.go(page)
    expect(page).to_have_url(re.compile("/soften/$"))


def test_bram_presses_along_with_his_breath_and_nothing_is_kept(page, look_away, house):
    page.add_init_script("delete Navigator.prototype.bluetooth")
    page.emulate_media(reduced_motion="reduce")
    sit(page, house)
    listen(page, "hand")
    expect(page.locator("[data-sense=strap]")).to_contain_text("Deze browser heeft geen bluetooth")
    expect(page.locator("[data-sense=strap] button")).to_be_hidden()
    expect(status(page)).to_have_text("Druk op het water terwijl je inademt.")
    page.locator(".play").click()
    page.locator(".tide").hover()
    for breath in range(9):
        page.mouse.down()
        page.clock.run_for(4000)
        page.mouse.up()
        page.clock.run_for(6000)
        if breath == 5:
            look_away(page, True)
            look_away(page, False)
    expect(page.locator(".tide .note")).to_have_text("adem 6 per minuut")
    expect(page.locator(".tide heart-wave")).to_be_hidden()
    assert json.loads(page.locator("input[name=measured]").input_value())["sense"] == "hand"
    page.locator("button.stop").click()
    page.locator(".keeping input[value=no]").check(force=True)
    walk.go(page)
    walk.go(page)
    page.locator("heart-back summary").click()
    expect(page.locator("heart-back")).to_contain_text("Gehoord met je eigen hand")
    assert kept(house, page) == []


def cut(lines: list) -> None:
    """Take the newest line away from both its ends."""
    line, house = lines[-1]
    house.close(code=1012)
    line.close(code=1012)


def take_off(page, strap) -> None:
    """Take the strap off: it goes on without beats, and then falls silent."""
    for _ in range(12):
        page.clock.run_for(1000)
        strap.say(b"\x00\x46")
    expect(status(page)).to_have_text("Het signaal is onduidelijk. Er wordt nu niets gemeten.")
    page.clock.run_for(21_000)
    expect(status(page)).to_have_text("Er kwam niets meer van de sensor. De oefening gaat gewoon door.")


def overheard(page) -> tuple[list, list[dict]]:
    """Listen to what the page says on each of its lines."""
    lines, said = [], []

    def overhear(line) -> None:
        house_line = line.connect_to_server()
        line.on_message(lambda text: (said.append(json.loads(text)), house_line.send(text)))
        lines.append((line, house_line))

    page.route_web_socket("**/live/", overhear)
    return lines, said


def test_the_water_follows_by_a_quarter_breath_and_goes_back_from_what_is_not_pleasant(page, strap, house):
    lines, said = overheard(page)
    sit(page, house)
    listen(page, "strap")
    page.locator(".play").click()
    strap.beat(10)
    unpleasant = page.get_by_role("button", name="Niet prettig")
    expect(unpleasant).to_be_hidden()
    page.locator(".follow input").check(force=True)
    strap.beat(140, drawn=False)
    expect_rate(page, 5.75)
    cut(lines)
    expect(status(page)).to_contain_text("De lijn met Loslaten is even weg.")
    unpleasant.click()
    expect_rate(page, 6)
    assert page.locator("heart-stream").evaluate("stream => stream.refused") == [5.75]
    strap.beat(10)
    expect(status(page)).to_have_text("Het signaal is helder.")
    told = [message["pace"] for message in said if "hello" in message][-1]
    assert (told["follow"], told["breath_rate"], told["refused"]) == (True, 6, [5.75])
    page.get_by_role("button", name="Trager").click()
    strap.beat(15)
    assert [message["follow"] for message in said if "follow" in message][-1] == 5.5
    take_off(page, strap)
    expect(page.locator("breath-tide")).to_have_attribute("data-state", "running")


def test_a_line_that_breaks_again_and_again_is_given_up(page, house):
    def break_off(line) -> None:
        line.on_message(lambda _: (line.send('{"hello": 1}'), line.close(code=1011, reason="failed")))

    page.route_web_socket("**/live/", break_off)
    sit(page, house)
    page.clock.resume()
    listen(page, "hand")
    expect(status(page)).to_have_text("Meeluisteren lukt hier nu niet. De oefening gaat gewoon door.")
