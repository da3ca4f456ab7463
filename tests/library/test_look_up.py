"""Somebody types one or two words and gets a theme, a practice, an article and why; danger comes first and alone."""

import datetime
import re
from urllib.parse import unquote_plus

import pytest
from django.core.cache import cache

from loslaten.library.look_up import current, lock, look_up
from loslaten.library.missed import count_missed, forget_missed
from loslaten.library.models import Article, Edition, MissedWord, Practice, Theme, WantedWord
from loslaten.site import help_lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
MONDAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


def found(person, words, **headers):
    return person.get("/library/nl/find/", {"q": words}, headers=headers).content.decode()


def test_two_words_lead_to_a_theme_a_practice_an_article_and_say_why(anna):
    page = found(anna, "nee zeggen")
    for part in (
        "Grenzen en nee zeggen",
        "je zocht “nee zeggen”",
        "Pauze voor je ja",
        "Nee zeggen en het daarbij laten",
    ):
        assert part in page


def test_as_one_types_only_the_answer_is_drawn(anna):
    part = found(anna, "nee zeggen", **{"HX-Request": "true"})
    assert "Grenzen en nee zeggen" in part
    assert "<html" not in part


@pytest.mark.parametrize("words", ["zelfmoord", "zelfmrood", "i want to die", "ik wil dood"])
def test_danger_comes_first_and_alone(anna, words):
    page = found(anna, words)
    for number in ("tel:113", "tel:08000113", "tel:1813", "tel:112"):
        assert f'href="{number}"' in page
    assert "Om te lezen" not in page
    assert "Om te oefenen" not in page
    assert not MissedWord.objects.exists()


def test_a_word_that_fits_nothing_gets_a_way_on_and_no_arbitrary_list(anna):
    page = found(anna, "winterbanden")
    assert "Bij dit woord hebben we geen thema." in page
    assert "q=boos" in page
    assert "je zocht" not in page


HOSTILE = ["", "   ", "x" * 10_000, "😢", "שלום", "de het een", "' OR 1=1 --", "<script>alert(1)</script>", "\x00"]


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_typed_the_page_stays_calm(anna, words):
    answer = anna.get("/library/nl/find/", {"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert len(answer.content) < 10_000


def test_what_was_typed_is_kept_nowhere(anna):
    answer = anna.get("/library/nl/find/", {"q": "winterbanden"})
    assert answer["Cache-Control"] == "no-store"
    assert not anna.session.keys()
    assert not WantedWord.objects.exists()
    assert "winterbanden" not in str(MissedWord.objects.values_list())


def test_while_typing_nothing_is_counted(anna):
    found(anna, "winterbanden", **{"HX-Request": "true"})
    assert not MissedWord.objects.exists()


def test_a_word_is_known_only_after_three_different_days():
    for day in (MONDAY, MONDAY, MONDAY, MONDAY + DAY):
        count_missed("Winterbanden", on=day)
    assert not WantedWord.objects.exists()
    count_missed("winterbanden ", on=MONDAY + 2 * DAY)
    count_missed("winterbanden", on=MONDAY + 2 * DAY)
    assert list(WantedWord.objects.values_list("word", "times")) == [("winterbanden", 4)]
    assert not MissedWord.objects.exists()


@pytest.mark.parametrize("words", ["anna@huis.example", "0612345678", "dit is een hele zin over mijn leven", "x" * 41])
def test_what_could_point_to_somebody_is_not_even_hashed(words):
    count_missed(words, on=MONDAY)
    assert not MissedWord.objects.exists()


def test_a_word_missed_once_is_forgotten_after_three_months():
    count_missed("winterbanden", on=MONDAY)
    assert forget_missed(on=MONDAY + 90 * DAY) == 0
    assert forget_missed(on=MONDAY + 91 * DAY) == 1


def test_a_theme_a_writer_changed_is_found_by_its_new_word():
    theme = Theme.objects.get(key="boundaries")
    theme.synonyms_nl = [*theme.synonyms_nl, "kwispelvlonder"]
    theme.save()
    assert look_up("kwispelvlonder", "nl").offers[0].theme == theme


def test_an_article_that_is_a_draft_is_not_offered():
    Article.objects.filter(key="saying-no").update(live=False)
    answer = look_up("nee zeggen", "nl")
    assert answer.offers
    assert answer.article is None or answer.article.key != "saying-no"


@pytest.mark.parametrize("address", ["/", "/library/nl/", "/library/en/themes/guilt/", "/library/nl/goed-genoeg/"])
def test_the_box_stands_where_people_are(anna, address):
    page = anna.get(address).content.decode()
    assert 'name="q"' in page
    assert "includeIndicatorStyles" in page


def test_the_feelings_and_places_that_are_offered_instead_all_lead_somewhere(anna):
    for language in ("nl", "en"):
        page = anna.get(f"/library/{language}/find/", {"q": "qwrtzpf"}).content.decode()
        offered = [unquote_plus(query) for query in re.findall(r"\?q=([^\"]+)\"", page)]
        assert len(offered) == 16
        assert not [query for query in offered if not look_up(query, language).offers]


@pytest.mark.parametrize(("lines", "line"), [("nl", "Bel Veilig Thuis"), ("be", "Bel 1712")])
def test_the_quiet_line_of_a_theme_follows_the_lines_of_the_house(anna, settings, lines, line):
    settings.HELP_LINES = lines
    help_lines.lines.cache_clear()
    theme = Theme.objects.get(key="boundaries")
    theme.care_flags = ["safety-at-home"]
    theme.save()
    page = anna.get("/library/nl/themes/boundaries/").content.decode()
    help_lines.lines.cache_clear()
    assert line in page


@pytest.mark.parametrize(
    ("words", "article"),
    [("jaloers", "letting-go-of-your-ex"), ("emotioneel eten", "the-strict-voice"), ("geldzorgen", None)],
)
def test_a_theme_without_an_article_offers_one_from_beside_it_and_a_practice(words, article):
    answer = look_up(words, "nl")
    assert answer.article
    assert answer.practice
    assert article in {None, answer.article.key}


def test_a_practice_that_is_called_otherwise_is_found_by_its_new_name_and_a_question_costs_few(
    django_assert_max_num_queries,
):
    practice = Practice.objects.get(key="pause-before-yes", language="nl")
    practice.title = "Kwispelvlonder"
    practice.save_revision().publish()
    assert look_up("kwispelvlonder", "nl").offers[0].theme.key == "boundaries"
    with django_assert_max_num_queries(3):
        look_up("nee zeggen", "nl")


def test_who_searches_while_the_index_is_made_anew_does_not_wait():
    before = current()
    Edition.renew()
    with lock:  # somebody else is making it
        assert current() is before
    assert current() is not before


def test_a_program_that_types_a_great_many_words_fills_no_table(anna):
    cache.clear()
    for number in range(24):
        found(anna, f"qwrtzpf{'abcdefghijklmnopqrstuvwxyz'[number]}")
    assert MissedWord.objects.count() == 20
    cache.clear()


def test_no_more_words_are_counted_than_a_writer_could_ever_read(monkeypatch):
    monkeypatch.setattr("loslaten.library.missed.MOST", 2)
    for word in ("winterbanden", "zomerbanden", "fietsbanden"):
        for day in range(3):
            count_missed(word, on=MONDAY + day * DAY)
    assert (MissedWord.objects.count(), WantedWord.objects.count()) == (0, 2)
