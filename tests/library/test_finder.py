"""What somebody finds who types one or two words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.library import score, themes
from loslaten.library.finder import LIKELY, build, find
from loslaten.library.themes import Title

INDEX = build(themes.read())
HERE = Path(__file__).parent
TITLES = [
    Title("no-with-a-soft-voice", "article", "Nee zeggen met een zachte stem", "nl", ("boundaries", "people-pleasing")),
    Title("guilt-after-no", "article", "Het schuldgevoel na je nee", "nl", ("guilt", "boundaries")),
    Title("pause-before-yes", "practice", "Pauze voor je ja", "nl", ("boundaries", "people-pleasing")),
]


def first(query: str, language: str = "nl") -> str | None:
    hits = find(INDEX, query, language).hits
    return hits[0].theme if hits else None


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("nee zeggen", "boundaries"),
        ("ex", "heartbreak"),
        ("gepiekerd", "worrying"),
        ("stelde uit", "procrastination"),
        ("slaapklachten", "sleep"),
        ("ochtendangst", "anxiety"),
        ("knoop in mijn maag", "anxiety"),
        ("steen op mijn maag", "anxiety"),
        ("krop in de keel", "sadness-and-grief"),
        ("jaloezei", "jealousy"),
        ("burn out", "work-stress"),
        ("GÊNE", "shame"),
        ("gene", "shame"),
        ("met pensioen", "ageing-and-life-stages"),
        ("ik ben het kotszat", "anger"),
        ("huis kopen", "decision-making"),
    ],
)
def test_anna_types_a_word_and_finds_its_theme(query, theme):
    assert first(query) == theme


def test_anna_is_told_why():
    [hit, *_] = find(INDEX, "jalours").hits
    assert (hit.theme, hit.why.word, hit.why.how) == ("jealousy", "jalours", "spelling")
    [hit, *_] = find(INDEX, "ex").hits
    assert (hit.why.word, hit.why.term, hit.why.kind, hit.why.how) == ("ex", "ex", "synonym", "exact")


def test_a_word_of_the_other_language_is_found_and_said_to_be_so():
    found = find(INDEX, "loneliness", "nl")
    assert found.hits[0].theme == "loneliness"
    assert found.other_language
    assert not find(INDEX, "loneliness", "en").other_language


def test_no_more_than_three_themes_and_the_surest_first():
    found = find(INDEX, "moe van mijn werk, mijn moeder en de ruzie met mijn ex").hits
    assert 1 < len(found) <= 3
    assert [hit.sure for hit in found] == sorted((hit.sure for hit in found), reverse=True)


def test_with_a_theme_come_the_article_and_the_practice_that_fit_best():
    index = build(themes.read(), TITLES)
    [hit, *_] = find(index, "nee zeggen").hits
    assert (hit.theme, hit.article, hit.practice) == ("boundaries", "no-with-a-soft-voice", "pause-before-yes")
    [hit, *_] = find(index, "schuldgevoel").hits
    assert (hit.theme, hit.article, hit.practice) == ("guilt", "guilt-after-no", None)


def test_an_article_is_found_by_its_title():
    index = build(themes.read(), [Title("tide", "article", "Waterkering van binnen", "nl", ("control",))])
    [hit] = find(index, "waterkering van binnen").hits
    assert (hit.theme, hit.why.kind, hit.article) == ("control", "title", "tide")


@pytest.mark.parametrize(
    "query", ["fietsband plakken", "moederbord", "werkbank", "hoofdstad van peru", "dakgoot", "xqzwv"]
)
def test_nothing_is_made_up_for_what_is_about_something_else(query):
    assert find(INDEX, query).hits == ()


@pytest.mark.parametrize(
    "query", ["zelfmoord", "ik wil dood", "zelfmoort", "kill myself", "niet meer willen leven met mijn ex"]
)
def test_help_comes_first_and_alone(query):
    assert find(INDEX, query) == (((), True, False))


def test_a_word_of_something_else_stays_so_though_a_saying_has_it():
    assert find(INDEX, "werkbank kopen").hits == ()


def test_a_small_word_in_the_middle_is_no_part_of_the_verb():
    assert first("stelde het uit") == "procrastination"
    assert "inzit" not in {hit.why.word for hit in find(INDEX, "mijn zoon zit in de gang").hits}


def test_somebody_who_is_dead_tired_finds_rest():
    assert first("doodmoe") == "rest"
    assert not find(INDEX, "groente snijden").crisis


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "de het een", "😀😀", "مرحبا كيف حالك", "שלום", "\0", "?!", "1" * 400, "a" * 10_000,
        "piekeren " * 1200, "'; drop table themes; --", "<script>alert('x')</script>", "../../etc/passwd",
        "{{ 7 * 7 }}", "\ud800",
    ],
)  # fmt: skip
def test_anything_may_be_typed(query):
    assert len(find(INDEX, query).hits) <= 3


def test_ten_thousand_characters_are_read_as_far_as_a_query_goes():
    assert first("piekeren " * 1200) == "worrying"


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80), st.sampled_from(["nl", "en"]))
def test_the_same_words_always_find_the_same(query, language):
    found = find(INDEX, query, language)
    assert found == find(INDEX, query, language)
    assert all(0 < hit.sure <= 1 for hit in found.hits)
    assert not (found.crisis and found.hits)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(sorted(INDEX.lexicon.words)), min_size=1, max_size=5))
def test_known_words_in_any_order_raise_nothing(words):
    find(INDEX, " ".join(words))


def scored(name: str) -> score.Score:
    return score.score(
        score.answer_all(score.read_queries(HERE / name), lambda *asked: find(INDEX, *asked), lambda: 0.0)
    )


def test_the_queries_it_was_built_beside_are_found():
    found = scored("queries.tsv")
    assert found.success_1 >= 0.95
    assert found.none >= 0.9
    assert (found.crisis, found.false_alarms) == (1.0, 0)


@pytest.mark.parametrize("name", ["queries_second.tsv", "queries_third.tsv", "queries_fourth.tsv"])
def test_queries_written_afterwards_are_mostly_found(name):
    found = scored(name)
    assert found.success_3 >= 0.85
    assert found.none >= 0.9
    assert found.false_alarms == 0


@pytest.mark.parametrize("name", ["queries_third.tsv", "queries_fourth.tsv", "queries_fifth.tsv"])
def test_everybody_in_danger_in_later_queries_is_heard(name):
    assert scored(name).crisis == 1.0


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("band om mijn hoofd", "body-tension"),
        ("bonzende keel", "anxiety"),
        ("klamme vingers", "anxiety"),
        ("mijn buik draait", "anxiety"),
        ("zware borst", "sadness-and-grief"),
        ("gloeiende oren", "shame"),
        ("my stomach is churning", "anxiety"),
    ],
)
def test_any_place_in_the_body_with_any_feeling_there_leads_to_a_theme(query, theme):
    assert theme in [hit.theme for hit in find(INDEX, query, "en" if "my" in query.split() else "nl").hits]


def test_without_the_table_of_words_the_finder_works_as_well_on_words_it_knows():
    bare = build(themes.read(), leaning=False)
    assert [find(bare, query).hits[0].theme for query in ("nee zeggen", "jalours", "slaapklachten")] == [
        "boundaries",
        "jealousy",
        "sleep",
    ]
    assert not find(bare, "neerslachtigheidsgevoelloosheid").crisis


def test_the_table_of_words_fills_a_place_only_where_it_is_rather_sure_and_says_that_it_is_like_something():
    filled = {hit.theme: hit for hit in find(INDEX, "schoonfamilie").hits if hit.why.how == "alike"}
    assert "parents-and-childhood" in filled
    assert {(hit.why.kind, hit.sure >= LIKELY) for hit in filled.values()} == {("label", True)}
    assert find(build(themes.read(), leaning=False), "schoonfamilie").hits[0] == find(INDEX, "schoonfamilie").hits[0]


def test_a_real_word_is_not_taken_for_another_one_misspelt():
    assert not find(INDEX, "blender").hits
    assert not find(INDEX, "slagroom").hits
