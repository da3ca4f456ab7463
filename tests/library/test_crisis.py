"""Somebody in danger is shown help first; somebody who is dead tired is not."""

import json
from pathlib import Path

import pytest

from loslaten.library.crisis import LIST, is_crisis

TEXTS = json.loads(LIST.read_text("utf-8"))
STATIC = LIST.parent
ORDINARY = " ".join(f"{text}." for text in TEXTS["must_not"])[:4900]
HOSTILE = [
    "", " ", "\0", "😀" * 500, "مرحبا بالعالم", "<script>alert(1)</script>", "'; drop table notes; --", "a" * 10_000,
    "wil " * 3000, "ik wil " * 2000, "niet meer " * 2000, "🖤 ik wil dood 🖤", "İk wil dood", "IK WIL DOOD",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS["must"])
def test_somebody_in_danger_is_heard(text):
    assert is_crisis(text)


@pytest.mark.parametrize("text", TEXTS["must_not"])
def test_everyday_words_are_left_alone(text):
    assert not is_crisis(text)


@pytest.mark.parametrize("text", ["ik wil dood", "niet meer willen leven", "I want to kill myself", "zelfmoort"])
def test_one_sentence_in_a_long_note_is_enough(text):
    assert not is_crisis(ORDINARY)
    assert is_crisis(f"{ORDINARY} {text}. {ORDINARY}"[: len(ORDINARY) + 100])
    assert is_crisis(f"{ORDINARY}\n{text.upper()}")


def test_capitals_and_accents_make_no_difference():
    assert is_crisis("SUÏCIDAAL")
    assert is_crisis("Ik wíl dóód")


def test_the_sentence_ends_where_it_ends():
    assert not is_crisis("Dit is wat ik wil. Dood hout moet weg.")


def no_name_stands_twice(rows: list[str]) -> bool:
    return len(set(rows)) == len(rows)


@pytest.mark.parametrize("part", ["must", "must_not", "crisis", "everyday", "alone"])
def test_the_list_says_nothing_twice(part):
    assert no_name_stands_twice(TEXTS[part])


@pytest.mark.browser
def test_the_browser_hears_exactly_the_same(page):
    files = {path.name: path for path in Path(STATIC).iterdir()}
    kinds = {".js": "text/javascript", ".json": "application/json"}

    def serve(route):
        path = files.get(route.request.url.rsplit("/", 1)[-1])
        if path is None:
            route.fulfill(body="<!doctype html><title>note</title>", content_type="text/html")
        else:
            route.fulfill(body=path.read_bytes(), content_type=kinds[path.suffix])

    page.route("**/*", serve)
    page.goto("http://localhost/static/abc/page/")
    texts = [*TEXTS["must"], *TEXTS["must_not"], *HOSTILE, ORDINARY]
    heard = page.evaluate(
        """async (texts) => {
            const { isCrisis } = await import("http://localhost/static/abc/library/crisis.js");
            return Promise.all(texts.map(isCrisis));
        }""",
        texts,
    )
    differ = [text[:60] for text, found in zip(texts, heard, strict=True) if found != is_crisis(text)]
    assert differ == []


@pytest.mark.parametrize("text", HOSTILE)
def test_anything_may_be_typed(text):
    assert isinstance(is_crisis(text), bool)
