"""After a minute without a touch the buttons step back, and can still be read."""

import pytest

pytestmark = pytest.mark.browser
COLOURS = """selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).map(each => {
    const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const rgb = colour => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
        return [...paint.getImageData(0, 0, 1, 1).data] };
    const style = getComputedStyle(each); let ground = each;
    while (rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
    return [each.textContent.trim(), rgb(style.color), rgb(getComputedStyle(ground).backgroundColor), style.opacity];
})"""
THEMES = ["dag", "avond", "nacht"]


def luminance(colour: list[int]) -> float:
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: list[int], other: list[int]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def quiet(page) -> bool:
    return page.evaluate("document.body.classList.contains('quiet-time')")


@pytest.mark.parametrize("step", ["breathe", "welcome"])
def test_buttons_step_back_after_a_minute_and_come_back_at_a_touch(sit_down, page, step):
    page.emulate_media(reduced_motion="reduce")
    sit_down(step)
    page.clock.run_for(61_000)
    assert not quiet(page)
    page.locator(".play").click()
    page.mouse.move(5, 5)
    page.evaluate("document.activeElement.blur()")
    page.clock.run_for(59_000)
    assert not quiet(page)
    page.clock.run_for(2000)
    assert quiet(page)
    for theme in THEMES:
        for more in ("", "more"):
            page.evaluate(
                "([theme, more]) => Object.assign(document.documentElement.dataset, {theme, contrast: more})",
                [theme, more],
            )
            seen = page.evaluate(COLOURS, ":is(.dock,.controls) .btn")
            assert len(seen) >= 6
            assert [(name, opacity) for name, *_, opacity in seen if opacity != "1"] == []
            worst = min(contrast(ink, ground) for _name, ink, ground, _opacity in seen)
            assert worst >= 4.5, (theme, more)
    page.keyboard.press("Shift")
    assert not quiet(page)


def test_a_pause_brings_the_buttons_back(sit_down, look_away):
    page = sit_down("breathe")
    page.locator(".play").click()
    page.clock.run_for(61_000)
    assert quiet(page)
    look_away(page, True)
    assert not quiet(page)
