"""What axe finds on a page, its colours once more in every light the house has, and how it looks."""

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# As the cookies of somebody's choice make them: attributes of the page, beside what the device says. By day all rules.
LIGHTS = {
    "avond": {"theme": "avond"},
    "nacht": {"theme": "nacht"},
    "contrast": {"contrast": "more"},
    "contrast-nacht": {"contrast": "more", "theme": "nacht"},
    "device-dark": {},
}
SHOTS = os.environ.get("LOSLATEN_SHOTS", "")
SCREENS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
QUICK = "{resultTypes: ['violations'], preload: false}"
LOOK = f"rules => axe.run(document, {{...rules, ...{QUICK}}}).then(found => found.violations)"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHINE = """light => { const root = document.documentElement
    for (const name of ["theme", "contrast"]) delete root.dataset[name]
    Object.assign(root.dataset, light) }"""


def sideways(page: Page) -> int:
    """Count the pixels that stick out of a page once it has come in whole."""
    page.wait_for_load_state()
    return page.evaluate(SIDEWAYS)


def breaches(page: Page, room: str) -> list[str]:
    """Name every rule of WCAG that a page breaks, by day and in each other light."""
    found = broken(page, room, RULES)
    for name, light in LIGHTS.items():
        page.emulate_media(color_scheme="dark" if name == "device-dark" else "light")
        page.evaluate(SHINE, light)
        found += broken(page, f"{room} in {name}", COLOURS)
    page.emulate_media(color_scheme="light")
    page.evaluate(SHINE, {})
    return found


def broken(page: Page, room: str, rules: dict[str, object]) -> list[str]:
    """Let axe look; it comes into a page once, and tells only what is wrong."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(LOOK, rules)
    return [f"{room}: {rule['id']} {node['target']}" for rule in violations for node in rule["nodes"]]


def shoot(page: Page, room: str) -> None:
    """Leave pictures of a page for whoever wants to look at them: phone and desktop, light and dark."""
    if not SHOTS:
        return
    Path(SHOTS).mkdir(exist_ok=True)
    before = page.viewport_size
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            page.screenshot(path=Path(SHOTS) / f"{room}-{screen}-{light}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)
