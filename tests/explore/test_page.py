"""Anna plays with the model; nothing she chooses is kept, and nothing she types breaks it."""

import re
from pathlib import Path

import pytest

from loslaten.explore.claims import CLAIMS

ROOT = Path(__file__).parents[2]
PAGE, PARTS = "/je-brein/", "/je-brein/weeks/"
KNOWN_SOURCES = "\n".join(
    (ROOT / name).read_text(encoding="utf-8") for name in ("docs/model.md", "content/en/pages/evidence.md")
)


def read(person, address: str = PAGE, **choice: object) -> str:
    answer = person.get(address, choice)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", [PAGE, PARTS])
def test_anybody_may_look_and_the_database_is_not_asked(anna, django_assert_num_queries, address):
    with django_assert_num_queries(0):
        read(anna, address)
    assert anna.head(address).status_code == 200
    assert anna.post(address).status_code == 405


def test_without_javascript_the_button_answers_with_what_was_chosen(anna):
    page = read(anna, welcome=100, week=14, preset="mother")
    assert '<option value="mother" selected>Nee zeggen tegen je moeder</option>' in page
    assert 'value="100" aria-valuetext="helemaal verwelkomen"' in page
    assert 'value="14" aria-valuetext="twee keer per dag"' in page
    assert "1 op de 3 keer loopt het slecht af" in page
    assert re.search(r'<form[^>]* method="get" action="/je-brein/">', page)


def test_the_parts_are_the_same_as_those_on_the_page(anna):
    choice = {"welcome": 30, "week": 2, "preset": "night"}
    page, parts = read(anna, **choice), read(anna, PARTS, **choice)
    for part in re.findall(r"<svg.*?</svg>", parts, flags=re.DOTALL):
        assert part in page
    assert "<html" not in parts


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"welcome": "101"}, "We nemen 70."), ({"welcome": "73"}, "We nemen 70."),
        ({"welcome": "veel"}, "We nemen 70."),
        ({"welcome": "9" * 5000}, "We nemen 70."), ({"week": "-1"}, "We nemen 4."), ({"week": "15"}, "We nemen 4."),
        ({"week": "nan"}, "We nemen 4."), ({"week": "3.5"}, "We nemen 4."), ({"preset": "<script>"}, "een gewone week"),
        ({"preset": "\0"}, "een gewone week"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said_plainly_and_the_rest_still_counts(anna, choice, said):
    page = read(anna, **{"welcome": 20, "week": 9, "preset": "boss", **choice})
    notice = re.search(r'<div class="notice stack" role="status">(.*?)</div>', page)[1]
    assert said in notice
    kept = {"welcome": 'value="20" aria', "week": 'value="9" aria', "preset": 'value="boss" selected'}
    assert all(mark in page for name, mark in kept.items() if name not in choice)
    assert "<script>" not in page
    assert read(anna, PARTS, **choice) == read(anna, PARTS, **dict.fromkeys(choice, ""))


def test_an_empty_address_has_nothing_to_complain_of(anna):
    assert 'class="notice stack"' not in read(anna)
    assert 'class="notice stack"' not in read(anna, welcome="", week="", preset="")


@pytest.mark.parametrize(("language", "model"), [("nl", "geen scan van je brein"), ("en", "not a scan of your brain")])
def test_it_says_in_both_languages_that_it_is_a_model_and_where_to_go_on(visitor, language, model):
    page = read(visitor(language))
    assert model in page
    assert "LeDoux, 2000" in page
    ways = {"nl": ["methode", "bewijs"], "en": ["method", "evidence"]}[language]
    assert all(f'href="/library/{language}/about/{way}/"' in page for way in ways)
    assert 'action="/practice/start/"' in page
    assert re.search(r'href="/library/" aria-current="page"', page)


def test_each_claim_says_how_sure_it_is_and_whose_it_is(visitor):
    page = read(visitor("en"))
    for claim in CLAIMS:
        assert str(claim.question) in page
        assert re.match(r"(Strong|Moderate|Limited|Model)\b", str(claim.strength))
        for name, year in re.findall(r"(?:^|; |against: )(\w+)[^;]*?(\d{4})", str(claim.sources)):
            assert re.search(rf"{name}[^\n]*{year}", KNOWN_SOURCES), (name, year)


def test_every_part_has_words_for_those_who_do_not_see_it(anna):
    page = read(anna)
    pictures = re.findall(r'<svg viewBox="[^"]*" role="img"><title>(.*?)</title><desc>(.*?)</desc>', page)
    assert len(pictures) == 2
    assert all(title and "100" not in title and desc for title, desc in pictures)
    assert page.count("<th scope=") == 4 + 13


def test_the_library_leads_to_it(anna):
    assert 'href="/je-brein/"' in anna.get("/library/nl/").content.decode()
