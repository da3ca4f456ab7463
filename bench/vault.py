"""How long somebody waits for their notes: 1,000 of them fetched, opened, searched and shown in Chromium."""

import os
import statistics

from bench.web import FLAGS, house

NOTES = 1000
TEXT = "Vandaag merkte ik dat mijn schouders hoog zaten, en dat ik ja zei voor ik het wist. "
VISITS = 5
MAKE = """async ([address, texts]) => {
    const { newVault, seal, random } = await import(address + 'vault.js');
    const { keepKey } = await import(address + 'key-ring.js');
    const { vault, key } = await newVault(random(16));
    await keepKey(vault, key);
    const begun = performance.now();
    const notes = await Promise.all(texts.map(async text => {
        const name = crypto.randomUUID(); return { name, box: await seal(key, name, text) }; }));
    return { vault, notes, took: performance.now() - begun }; }"""
# From the moment the page may begin: scripts fetched, key found, boxes fetched, opened and in the list.
SHOWN = """new Promise(answer => { const look = () => {
    const found = document.querySelectorAll('.written li').length;
    if (!found) return setTimeout(look, 5);
    const said = document.querySelector('[data-part=found]').textContent;
    requestAnimationFrame(() => answer([said, performance.now()])); }; look(); })"""
OPEN = """async ([address, json]) => {
    const begun = performance.now(); const { notes } = await (await fetch(json, { cache: 'no-store' })).json();
    const fetched = performance.now(); const { findKey } = await import(address + 'key-ring.js');
    const { open } = await import(address + 'vault.js');
    const { vault } = await (await fetch('/vault/state.json')).json(); const key = await findKey(vault);
    const ready = performance.now(); await Promise.all(notes.map(note => open(key, note.name, note.box)));
    return [fetched - begun, performance.now() - ready]; }"""
SEARCH = """() => { const field = document.querySelector('#search'); const took = [];
    for (const typed of ['s', 'sc', 'sch', 'scho', 'schouders 77']) {
        const begun = performance.now(); field.value = typed; field.dispatchEvent(new Event('input'));
        document.body.offsetHeight; took.push(performance.now() - begun); }
    return took; }"""


def store(username: str, made: dict) -> None:
    """Put a vault and its notes where the server would."""
    import django

    django.setup()
    from django.utils.timezone import now

    from loslaten.accounts.models import Consent, Person, Vault
    from loslaten.practice.models import Round, RoundNote

    person, at = Person.objects.get(username=username), now()
    person.agree(Consent.Purpose.KEEP_NOTES, wording="bench", at=at)
    Vault.objects.create(person=person, version=1, check_box=made["vault"]["check_box"], made_at=at)
    common = {"person": person, "started_at": at, "arrived_at": at, "guide_slug": "short"}
    rounds = Round.objects.bulk_create(Round(**common) for _ in made["notes"])
    RoundNote.objects.bulk_create(
        RoundNote(person=person, round=practised, written_at=at, changed_at=at, **note)
        for practised, note in zip(rounds, made["notes"], strict=True)
    )


def whose() -> str:
    import django

    django.setup()
    from loslaten.accounts.models import Person

    return Person.objects.get().username


def measure(browser, host: str) -> None:
    page = browser.new_context(locale="nl-NL", service_workers="block").new_page()
    address = f"http://localhost:{host.rsplit(':', 1)[1]}"
    page.goto(address)
    page.locator("button[value=short]").click()
    page.wait_for_url("**/notice/")
    page.goto(address + "/vault/")
    files = page.locator("link[href$='accounts/vault.css']").get_attribute("href").removesuffix("vault.css")
    made = page.evaluate(MAKE, [files, [f"{number} {TEXT * (1 + number % 12)}" for number in range(NOTES)]])
    store(whose(), made)
    size = sum(len(note["box"]) for note in made["notes"]) / 1024
    shown, fetched, opened = [], [], []
    for _ in range(VISITS):
        page.goto(address + "/notes/", wait_until="commit")
        said, at = page.evaluate(SHOWN)
        assert f"{NOTES} van {NOTES}" in said
        shown.append(at)
        parts = page.evaluate(OPEN, [files, "/vault/notes.json"])
        fetched.append(parts[0])
        opened.append(parts[1])
    searched = page.evaluate(SEARCH)
    waited = statistics.median(shown)
    print(f"{NOTES} notes sealed in {made['took']:.0f} ms; {size:.0f} KB of boxes")
    print(f"click to {NOTES} notes open, searchable, the newest shown, {VISITS} visits: median {waited:.0f} ms")
    print(f"of which fetching {statistics.median(fetched):.0f} ms, opening {statistics.median(opened):.0f} ms")
    print(f"searching, each letter: median {statistics.median(searched):.0f} ms, slowest {max(searched):.0f} ms")


def main() -> None:
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with house(port=8767) as host, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("LOSLATEN_CHROMIUM"), args=FLAGS)
        measure(browser, host)
        browser.close()


if __name__ == "__main__":
    main()
