"""One sentence at a time, beside a line that goes slack."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
VOICES = """
window.said = [];
const voices = [{lang: "en-GB", localService: true},
    {lang: "nl-NL", localService: LOCAL, name: "here"},
    {lang: "nl-NL", localService: false, name: "elsewhere"}];
Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => voices, cancel() {}, addEventListener() {},
    speak: words => said.push([words.text, words.voice.name])}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
"""


def tension(page) -> float:
    return float(page.locator(".rope.tall").evaluate("rope => rope.style.getPropertyValue('--t')"))


def phrases(page) -> list[str]:
    return page.locator("phrase-timer .all li").all_text_contents()


def said(page) -> str:
    return page.locator(".said").text_content()


def tap(page, name: str) -> None:
    page.locator(f"phrase-timer button.{name}").click()


def test_no_sentence_passes_before_anna_taps_begin(sit_down):
    page = sit_down("welcome")
    page.clock.run_for(30_000)
    assert (said(page), tension(page)) == (phrases(page)[0], 10)
    expect(page.locator("phrase-timer .left")).to_contain_text("12")
    expect(page.locator("phrase-timer .phrases")).to_be_hidden()


def test_the_line_goes_slack_while_anna_stays(sit_down):
    page = sit_down("welcome")
    tap(page, "play")
    seen = []
    for _ in range(6):
        page.clock.run_for(2000)
        seen.append(tension(page))
    assert seen[:5] == sorted(seen[:5], reverse=True)
    assert seen[2] == pytest.approx(5, abs=0.2)
    page.clock.run_for(1100)
    assert (said(page), tension(page)) == (phrases(page)[1], pytest.approx(9.8, abs=0.3))
    expect(page.locator("phrase-timer .left")).to_contain_text("11")


def test_the_line_never_jumps_from_slack_to_taut(sit_down):
    page = sit_down("welcome")
    tap(page, "play")
    page.clock.run_for(11_500)
    seen = []
    for _ in range(16):
        page.clock.run_for(100)
        seen.append(tension(page))
    assert max(abs(a - b) for a, b in pairwise(seen)) < 2.6
    assert (min(seen), max(seen)) == (pytest.approx(0, abs=0.1), pytest.approx(10, abs=0.2))


def test_anna_pauses_steps_back_and_goes_on(sit_down):
    page = sit_down("welcome")
    tap(page, "play")
    page.clock.run_for(15_000)
    tap(page, "play")
    page.clock.run_for(60_000)
    assert said(page) == phrases(page)[1]
    expect(page.locator("phrase-timer .left")).to_contain_text("9")
    tap(page, "back")
    assert said(page) == phrases(page)[0]
    tap(page, "on")
    tap(page, "on")
    assert said(page) == phrases(page)[2]
    page.clock.run_for(60_000)
    assert said(page) == phrases(page)[2]
    tap(page, "play")
    page.clock.run_for(12_100)
    assert said(page) == phrases(page)[3]


def test_anna_finds_her_sentence_again_after_closing_the_phone(sit_down):
    page = sit_down("welcome")
    tap(page, "play")
    page.clock.run_for(29_000)
    page.reload()
    page.locator(".play").wait_for()
    assert said(page) == phrases(page)[2]
    expect(page.locator("phrase-timer .left")).to_contain_text("7")
    page.clock.run_for(30_000)
    assert said(page) == phrases(page)[2]
    page.locator(".dock [value=next]").click()
    page.wait_for_url("**/breathe/")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('phrases:'))") == []


def test_who_goes_on_alone_is_given_no_time(sit_down):
    page = sit_down("welcome")
    page.locator("phrase-timer summary").click()
    page.locator("phrase-timer .own input").check()
    expect(page.locator("phrase-timer .play")).to_be_hidden()
    page.clock.run_for(60_000)
    assert said(page) == phrases(page)[0]
    for _ in phrases(page)[1:]:
        tap(page, "on")
    assert (said(page), tension(page)) == (phrases(page)[-1], 0)


def test_after_the_last_sentence_nothing_happens_by_itself(sit_down):
    page = sit_down("welcome")
    page.evaluate("() => { addEventListener('done', event => { window.heard = event.target.localName }) }")
    tap(page, "play")
    page.clock.run_for(12_000 * len(phrases(page)) + 500)
    assert (said(page), tension(page), page.evaluate("window.heard")) == (phrases(page)[-1], 0, "phrase-timer")
    expect(page.locator("phrase-timer .left")).to_have_text(page.locator("phrase-timer").get_attribute("data-done"))
    page.clock.run_for(60_000)
    assert page.url.endswith("/welcome/")


def test_who_wants_no_movement_sees_the_line_in_steps(sit_down, page):
    page.emulate_media(reduced_motion="reduce")
    sit_down("welcome")
    tap(page, "play")
    seen = set()
    for _ in range(60):
        page.clock.run_for(200)
        seen.add(tension(page))
    assert seen <= {10, 7.5, 5, 2.5, 0}


def test_the_sentences_are_read_by_a_voice_of_the_device_itself(sit_down, page):
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    sit_down("welcome", remembered={"speech": "on"})
    tap(page, "play")
    page.clock.run_for(12_500)
    assert page.evaluate("said") == [[phrase, "here"] for phrase in phrases(page)[:2]]


def test_no_sentence_is_sent_to_a_voice_elsewhere(sit_down, page):
    page.add_init_script(VOICES.replace("LOCAL", "false"))
    sit_down("welcome", remembered={"speech": "on"})
    tap(page, "play")
    page.clock.run_for(12_500)
    assert page.evaluate("said") == []
    page.locator("phrase-timer summary").click()
    expect(page.locator(".cannot-speak")).to_be_visible()
    expect(page.locator(".speak input")).to_be_disabled()


def test_the_next_sentence_follows_the_low_note(sit_down):
    page = sit_down("welcome", still_clock=False, remembered={"sound": "on"})
    tap(page, "play")
    page.wait_for_function("() => document.querySelector('phrase-timer').course?.sounding === true")
    page.evaluate("document.querySelector('phrase-timer').sound.audio.currentTime = 24.2")
    expect(page.locator(".said")).to_have_text(phrases(page)[2])


def test_only_the_sentence_is_announced(sit_down):
    page = sit_down("welcome")
    live = page.locator("phrase-timer [aria-live], phrase-timer [role=status], phrase-timer [role=timer]")
    assert live.evaluate_all("all => all.map(each => each.className)") == ["voice said"]


def test_without_javascript_all_sentences_are_there(browser, begun):
    page = browser.new_page(java_script_enabled=False)
    page.context.add_cookies(begun[1])
    page.goto(f"{begun[0]}welcome/")
    expect(page.locator("phrase-timer .phrases li")).to_have_count(6)
    expect(page.locator("phrase-timer .phrases li").first).to_be_visible()
    expect(page.locator("phrase-timer .stage")).to_be_hidden()
    page.close()
