"""Anna writes something down; nobody else can read it, and she can, also on another device."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.accounts.vault import door
from tests.browser import walk
from tests.browser.lights import breaches, shoot, sideways

pytestmark = pytest.mark.browser
SECRET = "Zwijgen tegen mijn oom Kwibulus"
PHRASE = "vier stille gewone woorden"


def everything_stored(house) -> bytes:
    """Open the database by hand: every value of every table, and the files themselves."""
    with closing(sqlite3.connect(house.data / "loslaten.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]  # noqa: S608
    return repr(rows).encode() + b"".join(path.read_bytes() for path in house.data.glob("*.sqlite3*"))


def sql(house, sentence: str) -> None:
    with closing(sqlite3.connect(house.data / "loslaten.sqlite3", timeout=20)) as database:
        assert database.execute(sentence).rowcount
        database.commit()


def add_passphrase(page, house, words: list[str]) -> None:
    page.goto(house.address + "/vault/")
    page.locator("[data-do=change]").click()
    door.open_with_words(page, " ".join(words))
    page.locator("#new-passphrase").fill(PHRASE)
    page.locator("[data-part=change] [type=submit]").click()
    expect(page.locator("[data-part=said]")).to_have_text("Je wachtzin opent je notities vanaf nu.")


def test_the_database_opened_by_hand_shows_nothing_and_another_browser_opens_it(
    page, browser, browser_context_args, own_house
):
    strangers = []
    page.on("request", lambda asked: strangers.append(asked.url))
    round_page = door.practise(page, own_house.address)
    words = door.make_vault(page)
    door.write(page, SECRET)
    stored = everything_stored(own_house)
    for trace in (SECRET, "Kwibulus", SECRET.encode("utf-16-le").decode("latin-1"), " ".join(words)):
        assert trace.encode("latin-1") not in stored
    assert [url for url in strangers if not url.startswith(own_house.address)] == []
    assert page.evaluate("Object.values({...localStorage, ...sessionStorage}).join()").find("Kwibulus") < 0

    other = door.same_person(browser, browser_context_args, page)
    other.goto(round_page)
    other.locator("[data-do=begin]").click()
    door.open_with_words(other, " ".join(word[:4].upper() for word in words))
    expect(other.locator("#note-text")).to_have_value(SECRET)
    other.reload()
    expect(other.locator("#note-text")).to_have_value(SECRET)

    add_passphrase(page, own_house, words)
    third = door.same_person(browser, browser_context_args, page)
    third.goto(own_house.address + "/notes/")
    third.locator("#vault-passphrase").fill(PHRASE)
    third.locator("form[data-kind=passphrase] [type=submit]").click()
    expect(third.locator(".note-text")).to_have_text(SECRET)


def test_swapped_and_tampered_boxes_stay_shut_and_the_others_open(page, own_house):
    texts = ["een", "twee", "drie", "vier"]
    for at, text in enumerate(texts):
        door.practise(page, own_house.address)
        if at:
            page.locator("[data-do=begin]").click()
        else:
            door.make_vault(page)
        door.write(page, text)
    table = "practice_roundnote"
    boxes = "SELECT group_concat(box) FROM (SELECT box FROM practice_roundnote WHERE id IN (1, 2) ORDER BY id)"
    with closing(sqlite3.connect(own_house.data / "loslaten.sqlite3")) as database:
        first, second = database.execute(boxes).fetchone()[0].split(",")
    sql(own_house, f"UPDATE {table} SET box = CASE id WHEN 1 THEN '{second}' ELSE '{first}' END WHERE id IN (1, 2)")  # noqa: S608
    flipped = "CASE substr(box, 80, 1) WHEN 'A' THEN 'B' ELSE 'A' END"
    sql(own_house, f"UPDATE {table} SET box = substr(box, 1, 79) || {flipped} || substr(box, 81) WHERE id = 3")  # noqa: S608
    page.goto(own_house.address + "/notes/")
    expect(page.locator("[data-part=unopened]")).to_contain_text("Dicht blijven: 3.")
    expect(page.locator(".note-text")).to_have_text(["vier"])
    page.locator(".written a").nth(1).click()
    expect(page.locator("[data-part=said]")).to_contain_text("gaat niet open met jouw sleutel")
    expect(page.locator("#note-text")).to_be_disabled()


def test_wrong_words_are_told_apart_and_after_five_there_is_a_pause_in_seconds(page, house):
    door.practise(page, house.address)
    words = door.make_vault(page)
    door.lock(page)
    page.locator("[data-do=begin]").click()
    said = page.locator("vault-door [data-said]")
    door.open_with_words(page, " ".join(words[:-1]))
    expect(said).to_have_text("Dit zijn 11 woorden. Het moeten er 12 zijn.")
    door.open_with_words(page, " ".join(["hiusje", *words[1:]]))
    expect(said).to_have_text("Woord 1, “hiusje”, staat niet op de lijst. Bedoel je “huis”?")
    other = "type kelder sifon druif spiraal struik pirouette zwaluw asfalt zinvol dikwijls effen"
    for _ in range(4):
        door.open_with_words(page, other)
        expect(said).to_contain_text("horen bij een andere kluis")
        page.locator("#vault-recovery").fill("")
    door.open_with_words(page, other)
    expect(said).to_contain_text("seconden kun je weer")
    expect(said).to_be_hidden(timeout=20_000)
    door.open_with_words(page, " ".join(words))
    expect(page.locator("#note-text")).to_be_visible()


def test_two_tabs_that_make_a_vault_at_once_end_with_one(page, house):
    round_page = door.practise(page, house.address)
    tab = page.context.new_page()
    tab.goto(round_page)
    words = door.see_words(page)
    tab.locator("[data-do=begin]").click()
    expect(tab.locator(".recovery li")).to_have_count(12)
    others = tab.locator(".recovery li").all_inner_texts()
    for each, mine in ((page, words), (tab, others)):
        door.type_three(each, mine)
        each.locator("[data-step=retype] [type=submit]").click()
        expect(each.locator("[data-step=retype]")).to_be_hidden()
    expect(tab.locator("vault-door [data-said]")).to_contain_text("Er is net al een kluis gemaakt")
    door.open_with_words(tab, " ".join(words))
    door.write(tab, "Uit het tweede tabblad")


@pytest.mark.parametrize(
    "text", ["🌊👩‍👩‍👧 " * 300, "שלום, והלב רחב", "a" * 20_000, "regel\n\n\tregel  "], ids=str.__len__
)
def test_every_kind_of_text_comes_back_as_it_was(page, house, text):
    door.practise(page, house.address)
    door.make_vault(page)
    door.write(page, text)
    page.reload()
    expect(page.locator("#note-text")).to_have_value(text)


def test_a_note_too_long_stays_in_the_field_and_is_told(page, house):
    door.practise(page, house.address)
    door.make_vault(page)
    page.locator("#note-text").fill("a" * 20_001)
    page.locator("[data-part=write] [type=submit]").click()
    expect(page.locator("[data-part=said]")).to_have_text("Dit is 1 tekens te lang voor één notitie.")
    expect(page.locator("#note-text")).to_have_value("a" * 20_001)


def test_what_cannot_be_kept_stays_in_the_field_and_says_so(page, house):
    door.practise(page, house.address)
    door.make_vault(page)
    page.context.set_offline(True)
    page.locator("#note-text").fill(SECRET)
    page.locator("[data-part=write] [type=submit]").click()
    expect(page.locator("[data-part=said]")).to_contain_text("Dit lukt nu even niet")
    expect(page.locator("#note-text")).to_have_value(SECRET)
    assert "Kwibulus" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    page.context.set_offline(False)
    door.write(page, SECRET)


def test_locking_locks_every_tab(page, house):
    round_page = door.practise(page, house.address)
    door.make_vault(page)
    door.write(page, SECRET)
    tab = page.context.new_page()
    tab.goto(round_page)
    expect(tab.locator("#note-text")).to_have_value(SECRET)
    door.lock(page)
    expect(tab.locator("#note-text")).to_be_hidden()
    expect(tab.locator("#note-text")).to_have_value("")


KEYS = """new Promise(answer => { const opening = indexedDB.open('loslaten.keys', 1); opening.onsuccess = () => {
    const asked = opening.result.transaction('keys').objectStore('keys').count();
    asked.onsuccess = () => { opening.result.close(); answer(asked.result); }; }; })"""


def test_erasing_everything_takes_the_key_along_in_every_tab(page, house):
    door.practise(page, house.address)
    door.make_vault(page)
    door.write(page, SECRET)
    assert page.evaluate(KEYS) == 1
    tab = page.context.new_page()
    tab.goto(house.address + "/vault/")
    expect(tab.locator("p[data-when=open]")).to_be_visible()
    page.goto(house.address + "/practice/kept/")
    page.get_by_role("link", name="Alles wissen").click()
    page.get_by_role("button", name="Ja, alles wissen").click()
    expect(page.locator("forget-device")).to_contain_text("Dit apparaat is het ook vergeten.")
    assert page.evaluate("indexedDB.databases()") == []
    expect(tab.locator("p[data-when=locked]")).to_be_visible()


def test_notes_are_searched_without_accents_and_taken_along_as_one_file(page, house):
    for at, text in enumerate(["In het café", "Op de fiets, **snel**"]):
        door.practise(page, house.address)
        if at:
            page.locator("[data-do=begin]").click()
        else:
            door.make_vault(page)
        door.write(page, text)
    page.goto(house.address + "/notes/")
    expect(page.locator(".note-text")).to_have_text(["Op de fiets, **snel**", "In het café"])
    page.locator("#search").fill("CAFE")
    expect(page.locator(".note-text:visible")).to_have_text(["In het café"])
    expect(page.locator("[data-part=found]")).to_have_text("1 van 2 notities")
    with page.expect_download() as taken:
        page.locator("[data-do=download]").click()
    text = taken.value.path().read_text("utf-8")
    assert taken.value.suggested_filename == "loslaten-notities.md"
    assert "In het café" in text
    assert text.index("fiets") < text.index("café")
    erase = page.locator(".written li:visible button")
    erase.click()
    erase.click()
    expect(page.locator("[data-part=found]")).to_have_text("0 van 1 notities")


def test_the_words_can_be_downloaded_and_new_ones_take_their_place(page, house):
    door.practise(page, house.address)
    words = door.see_words(page)
    with page.expect_download() as taken:
        page.locator("[data-do=download-words]").click()
    text = taken.value.path().read_text("utf-8")
    assert all(f"{n:2}. {word}" in text for n, word in enumerate(words, 1))
    door.type_three(page, words)
    page.locator("[data-step=retype] [type=submit]").click()
    door.write(page, SECRET)
    page.goto(house.address + "/vault/")
    page.locator("[data-do=change]").click()
    door.open_with_words(page, " ".join(words))
    page.locator("[data-do=renew]").click()
    expect(page.locator(".recovery li")).to_have_count(12)
    new = page.locator(".recovery li").all_inner_texts()
    door.type_three(page, new)
    page.locator("[data-step=retype] [type=submit]").click()
    expect(page.locator("vault-keys > [data-part=said]")).to_contain_text("Je nieuwe woorden gelden vanaf nu")
    page.locator("[data-do=lock]").click()
    page.goto(house.address + "/notes/")
    door.open_with_words(page, " ".join(words))
    expect(page.locator("vault-door [data-said]")).to_contain_text("horen bij een andere kluis")
    door.open_with_words(page, " ".join(new))
    expect(page.locator(".note-text")).to_have_text(SECRET)


def test_a_no_asks_nothing_more_and_the_round_goes_on(page, house):
    door.practise(page, house.address)
    page.locator("[data-do=begin]").click()
    page.locator("[data-answer=no]").click()
    expect(page.locator("[data-do=begin]")).to_be_visible()
    assert page.request.get(house.address + "/vault/state.json").json()["agrees"] is False


def test_without_javascript_or_https_the_page_says_why_notes_are_off(browser, browser_context_args, house, page):
    round_page = door.practise(page, house.address)
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    reader = plain.new_page()
    reader.goto(round_page)
    expect(reader.get_by_text("daar is JavaScript voor nodig")).to_be_visible()
    expect(reader.locator("[data-do=begin]")).to_be_hidden()
    expect(reader.get_by_role("button", name="Ja, bewaren", exact=True)).to_be_visible()
    page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    page.goto(round_page)
    expect(page.get_by_text("Notities staan hier uit")).to_be_visible()
    expect(page.locator("[data-do=begin]")).to_be_hidden()


def rooms(page, house):
    """Come by every room of the vault."""
    door.practise(page, house.address)
    yield "begin"
    page.locator("[data-do=begin]").click()
    page.locator("[data-answer=yes]").wait_for()
    yield "consent"
    page.locator("[data-answer=yes]").click()
    expect(page.locator(".recovery li")).to_have_count(12)
    words = page.locator(".recovery li").all_inner_texts()
    yield "words"
    door.type_three(page, words)
    yield "retype"
    page.locator("[data-step=retype] [type=submit]").click()
    door.write(page, SECRET)
    yield "note"
    page.goto(house.address + "/notes/")
    page.locator(".note-text").wait_for()
    yield "notes"
    page.goto(house.address + "/vault/")
    page.locator("[data-do=lock]").wait_for()
    page.locator("[data-do=change]").click()
    yield "locked"
    door.open_with_words(page, " ".join(words))
    page.locator("#new-passphrase").wait_for()
    yield "change"


def test_every_room_of_the_vault_keeps_the_rules_of_wcag_in_every_light(browser, browser_context_args, house):
    context = browser.new_context(**browser_context_args, color_scheme="light")
    page = context.new_page()
    broken = []
    for room in rooms(page, house):
        walk.settle(page)
        broken += breaches(page, room)
        shoot(page, room)
    assert broken == []
    context.close()


def test_nothing_of_the_vault_sticks_out_on_the_narrowest_phone(browser, browser_context_args, house):
    context = browser.new_context(**{**browser_context_args, "viewport": {"width": 320, "height": 568}})
    page = context.new_page()
    assert [room for room in rooms(page, house) if sideways(page) > 0] == []
    context.close()
