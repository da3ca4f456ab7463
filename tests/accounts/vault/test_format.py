"""docs/vault.md, the browser and a second implementation say the same, to the byte."""

import json
import os
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from tests.accounts.vault import plain_vault

VECTORS = json.loads((Path(__file__).parents[1] / "vault_vectors.json").read_text("utf-8"))
TEXTS = [
    "",
    "Een knoop in mijn buik.",
    "🌊👩‍👩‍👧 e\u0301",
    "שלום, והלב רחב",
    "\ufeffeen merk vooraan",
    "a" * 20_000,
    "ש" * 20_000,
]
pytestmark = pytest.mark.browser


@pytest.fixture
def vault(page, house):
    """Open a page that has the vault's module at hand."""
    page.goto(house.address + "/vault/")
    address = page.locator("link[href$='accounts/vault.css']").get_attribute("href").removesuffix("vault.css")
    page.evaluate(
        """async address => { globalThis.vault = await import(address + 'vault.js');
        globalThis.words = await import(address + 'recovery-words.js'); }""",
        address,
    )
    return page


@pytest.mark.parametrize("made_by", VECTORS)
def test_plain_python_opens_what_was_sealed_before(made_by):
    vector = VECTORS[made_by]
    for kind, secret in vector["secrets"].items():
        key = plain_vault.unlock(vector["vault"], kind, secret)
        assert key.hex() == vector["key"]
    for note in vector["notes"]:
        assert plain_vault.open_note(key, note["name"], note["box"]) == note["text"]


@pytest.mark.parametrize("made_by", VECTORS)
def test_a_browser_opens_what_was_sealed_before(vault, made_by):
    vector = VECTORS[made_by]
    opened = vault.evaluate(
        """async ({ vault: found, secrets, notes }) => {
        const { secret } = await words.fromWords(secrets.words);
        const both = [await vault.unlock(found, 'words', secret),
            await vault.unlock(found, 'passphrase', secrets.passphrase)];
        return Promise.all(both.map(({ key }) => Promise.all(notes.map(note => vault.open(key, note.name, note.box)))));
        }""",
        vector,
    )
    assert opened == [[note["text"] for note in vector["notes"]]] * 2


def test_what_chromium_seals_today_opens_in_plain_python(vault):
    sealed = vault.evaluate(
        """async texts => {
        const { secret, words: twelve } = await words.newWords();
        const made = await vault.newVault(secret);
        made.vault.slots.push(await vault.newSlot(made.bare, 'passphrase', 'een stille wachtzin e\\u0301'));
        const notes = await Promise.all(texts.map(async text => {
            const name = crypto.randomUUID(); return { name, box: await vault.seal(made.key, name, text) }; }));
        return { words: twelve.join(' '), vault: made.vault, notes, bare: [...made.bare] };
        }""",
        TEXTS,
    )
    keys = {plain_vault.unlock(sealed["vault"], "words", sealed["words"])}
    keys.add(plain_vault.unlock(sealed["vault"], "passphrase", "een stille wachtzin \u00e9"))
    assert keys == {bytes(sealed["bare"])}
    opened = [plain_vault.open_note(bytes(sealed["bare"]), note["name"], note["box"]) for note in sealed["notes"]]
    assert opened == TEXTS


def test_what_plain_python_seals_today_opens_in_chromium(vault):
    key, secret = os.urandom(32), os.urandom(16)
    name = "0d9f6a3e-8b1c-4f57-9a30-2f0c6c1e5b77"
    found = plain_vault.vault_of(key, plain_vault.slot_of(key, "words", secret, 1))
    boxes = [plain_vault.seal(key, name, text) for text in TEXTS]
    opened = vault.evaluate(
        """async ([found, typed, name, boxes]) => {
        const { secret } = await words.fromWords(typed);
        const { key } = await vault.unlock(found, 'words', secret);
        return Promise.all(boxes.map(box => vault.open(key, name, box))); }""",
        [found, plain_vault.to_words(secret), name, boxes],
    )
    assert opened == TEXTS


ACTS = {
    "under the name of another note": "[key, crypto.randomUUID(), box]",
    "with one byte changed": "[key, name, box.slice(0, 60) + (box[60] === 'A' ? 'B' : 'A') + box.slice(61)]",
    "cut short": "[key, name, box.slice(0, -8)]",
    "of another version": "[key, name, '2' + box.slice(1)]",
    "with another vault's key": "[(await vault.newVault(vault.random(16))).key, name, box]",
    "that is plain text": "[key, name, 'Een knoop in mijn buik.']",
    "that is a vault's check": "[key, name, made.vault.check_box]",
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_box_does_not_open(vault, act):
    said = vault.evaluate(
        f"""async () => {{
        const made = await vault.newVault(vault.random(16)); const {{ key }} = made; const name = crypto.randomUUID();
        const box = await vault.seal(key, name, 'Een knoop in mijn buik.');
        try {{ return await vault.open(...{act}); }}
        catch (error) {{ return error instanceof vault.DoesNotOpen; }} }}"""
    )
    assert said is True


def test_a_slot_of_one_kind_does_not_open_as_the_other():
    key, secret = os.urandom(32), b"een stille wachtzin"
    slot = plain_vault.slot_of(key, "passphrase", secret, 600_000)
    locking = plain_vault.locking_key("passphrase", secret, slot["salt"], 600_000)
    with pytest.raises(InvalidTag):
        plain_vault.unclose(locking, "slot/words", slot["box"])


def test_the_key_that_stays_on_the_device_cannot_be_read(vault):
    kept = "async () => (await vault.newVault(vault.random(16))).key.extractable"
    assert vault.evaluate(kept) is False


def test_notes_of_about_the_same_length_make_boxes_of_the_same_length(vault):
    lengths = vault.evaluate(
        """async () => { const { key } = await vault.newVault(vault.random(16)); const name = crypto.randomUUID();
        const length = async n => (await vault.seal(key, name, 'a'.repeat(n))).length;
        return Promise.all([0, 1, 200, 252, 253].map(length)); }"""
    )
    assert len(set(lengths[:4])) == 1
    assert lengths[4] > lengths[3]


def test_words_are_short_plain_and_distinct_in_their_first_four_letters():
    words = plain_vault.WORDS
    assert len(words) == 2048
    assert words == sorted(set(words))
    assert all(re.fullmatch("[a-z]{3,9}", word) for word in words)
    assert len({word[:4] for word in words}) == 2048


def test_words_are_forgiving_and_tell_a_typing_error_from_words_of_another_vault(vault):
    secret = bytes(range(16))
    twelve = plain_vault.to_words(secret).split()
    typed = {
        "as they are": " ".join(twelve),
        "in capitals, numbered, on lines": "\n".join(f"{n}. {word.upper()}," for n, word in enumerate(twelve, 1)),
        "first four letters": " ".join(word[:4] for word in twelve),
        "eleven": " ".join(twelve[1:]),
        "unknown": " ".join(["hiusje", *twelve[1:]]),
        "swapped": " ".join([twelve[1], twelve[0], *twelve[2:]]),
        "nothing": "   ",
    }
    read = vault.evaluate(
        """async typed => Object.fromEntries(await Promise.all(Object.entries(typed).map(async ([how, text]) => {
        const read = await words.fromWords(text); return [how, read.secret ? [...read.secret] : read]; })))""",
        typed,
    )
    assert read["as they are"] == read["in capitals, numbered, on lines"] == read["first four letters"] == [*secret]
    assert read["eleven"] == {"trouble": "count", "count": 11}
    assert read["unknown"] == {"trouble": "unknown", "word": "hiusje", "place": 1, "near": "huis"}
    assert read["swapped"] == {"trouble": "checksum"}
    assert read["nothing"] == {"trouble": "count", "count": 0}
