"""Anna practises what a writer wrote: its own steps and lines, also when the writer changes it under her hands."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from loslaten.library.load import load
from loslaten.library.models import Practice
from loslaten.practice.guides import GUIDES, find
from loslaten.practice.movements import fitting
from loslaten.practice.words import Step
from tests.library.conftest import CONTENT

KEYS = sorted(path.stem for path in (CONTENT / "nl" / "practices").glob("*.md"))


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load(CONTENT)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def rewrite(key: str, **changes: object) -> None:
    """Change at the desk what a practice says."""
    for row in Practice.objects.filter(key=key):
        Practice.objects.filter(pk=row.pk).update(rendered={**row.rendered, **changes})


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_of_the_fourteen_can_be_practised_to_its_end(visitor, begin, key, language):
    somebody = visitor(language)
    practised = begin(somebody, key)
    said = Practice.objects.get(key=key, language=language).rendered
    for step in said["steps"]:
        page = somebody.get(f"/practice/{practised.pk}/{step}/")
        assert page.status_code == 200
        for line in said["phrases"][step]:
            assert line in page.content.decode().replace("&#x27;", "'")
        reply = somebody.post(f"/practice/{practised.pk}/{step}/", {"go": "next"})
    assert reply["Location"] == f"/practice/{practised.pk}/after/"
    assert said["title"] in somebody.get(reply["Location"]).content.decode()
    practised.refresh_from_db()
    assert (practised.guide_slug, practised.ending) == (key, "finished")


def test_there_are_fourteen_in_both_languages():
    assert len(KEYS) == 14
    with override("en"):
        assert {find(key).language for key in KEYS} == {""}


def test_feet_on_the_floor_says_nothing_of_tension_or_places(anna, begin):
    practised = begin(anna, "feet-on-floor")
    practised.places = ["jaw"]
    practised.save()
    page = anna.get(f"/practice/{practised.pk}/welcome/").content.decode()
    assert "Er is spanning" not in page
    assert "Ik merk weinig" not in page
    assert "Ik zoek drie dingen die blauw zijn." in page


def test_a_practice_that_began_with_noticing_names_the_places_first(anna, begin):
    practised = begin(anna, "kind-hand")
    anna.post(f"/practice/{practised.pk}/notice/", {"go": "next", "places": ["jaw"], "tension_before": "4"})
    page = anna.get(f"/practice/{practised.pk}/welcome/").content.decode()
    assert page.index("Er is spanning in mijn kaken.") < page.index("Ook dit mag er zijn")


def test_lines_for_pen_and_paper_wait_on_the_page_without_a_clock(anna, begin):
    practised = begin(anna, "worry-to-paper")
    page = anna.get(f"/practice/{practised.pk}/soften/").content.decode()
    assert "Ik schrijf de zorg op in één zin." in page
    assert "phrase-timer" not in page


def test_the_movement_of_the_practice_is_offered_first():
    assert [each.code for each in fitting(["jaw"], first="walk")][:2] == ["walk", "drop_jaw"]
    assert fitting(["jaw"], first="no-such-movement") == fitting(["jaw"])
    assert len({*fitting(["feet"], first="press_feet")}) == len(fitting(["feet"], first="press_feet"))


def test_a_practice_without_looking_back_ends_after_its_last_step(anna, begin):
    practised = begin(anna, "evening-landing")
    page = anna.get(f"/practice/{practised.pk}/soften/").content.decode()
    assert "Stap 3 van 3" in page
    assert "Afronden" in page
    anna.post(f"/practice/{practised.pk}/notice/", {"go": "next", "tension_before": "6"})
    assert anna.post(f"/practice/{practised.pk}/soften/", {"go": "skip"})["Location"].endswith("/after/")
    assert "Achteraf bleef open." in anna.get(f"/practice/{practised.pk}/after/").content.decode()


def test_a_writer_who_takes_the_practice_away_does_not_end_annas_round(anna, begin):
    practised = begin(anna, "open-hands")
    anna.post(f"/practice/{practised.pk}/notice/", {"go": "next", "tension_before": "5"})
    Practice.objects.filter(key="open-hands").update(live=False)
    assert anna.get(f"/practice/{practised.pk}/breathe/").status_code == 200
    for step in ("breathe", "soften", "look_back"):
        reply = anna.post(f"/practice/{practised.pk}/{step}/", {"go": "next"})
    assert reply["Location"].endswith("/after/")
    assert str(GUIDES["short"].name) in anna.get(reply["Location"]).content.decode()


def test_a_writer_who_takes_out_the_step_anna_is_in_loses_nothing_of_hers(anna, begin):
    practised = begin(anna, "open-hands")
    rewrite("open-hands", phrases={"breathe": ["Ik adem uit."], "soften": ["Mijn handen gaan open."]})
    assert anna.get(f"/practice/{practised.pk}/notice/")["Location"].endswith("/breathe/")
    reply = anna.post(f"/practice/{practised.pk}/notice/", {"go": "next", "tension_before": "5"})
    assert reply["Location"].endswith("/breathe/")
    practised.refresh_from_db()
    assert practised.tension_before == 5
    anna.post(f"/practice/{practised.pk}/breathe/", {"go": "next"})
    rewrite("open-hands", phrases={"breathe": ["Ik adem uit."]})
    assert anna.get(f"/practice/{practised.pk}/soften/")["Location"].endswith("/breathe/")
    reply = anna.post(f"/practice/{practised.pk}/soften/", {"go": "next"})
    assert reply["Location"].endswith("/after/")


@pytest.mark.parametrize("phrases", [{}, {"no-such-step": ["a"]}, {"notice": []}])
def test_a_practice_without_steps_is_no_guide(anna, begin, phrases):
    practised = begin(anna, "open-hands")
    rewrite("open-hands", phrases=phrases)
    assert anna.get(f"/practice/{practised.pk}/{Step.WELCOME}/").status_code == 200
    assert anna.post("/practice/start/", {"guide": "open-hands"}).status_code == 404


def test_who_speaks_the_other_language_hears_the_lines_as_they_were_written(visitor, begin):
    Practice.objects.filter(key="open-hands", language="en").update(live=False)
    somebody = visitor("en")
    practised = begin(somebody, "open-hands")
    page = somebody.get(f"/practice/{practised.pk}/soften/").content.decode()
    assert '<ol class="lines" lang="nl">' in page
    assert "Mijn handpalmen draaien langzaam naar boven." in page


def test_beginning_a_practice_costs_one_question_more_and_our_own_guides_none(anna, begin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    begin(anna)
    cost = SimpleNamespace()
    for name, guide in (("fixed", "short"), ("written", "open-hands")):
        with CaptureQueriesContext(connection) as asked:
            begin_again = anna.post("/practice/start/", {"guide": guide})
        assert begin_again.status_code == 302
        assert sum("library_practice" in each["sql"] for each in asked) == (guide == "open-hands")
        setattr(cost, name, len(asked))
    assert cost.written == cost.fixed + 1


@pytest.mark.parametrize("address", ["/library/nl/practices/open-hands/", "/library/nl/controle-loslaten/"])
def test_the_page_of_a_practice_and_of_its_article_begin_it(anna, address):
    page = anna.get(address).content.decode()
    assert '<button class="btn" name="guide" value="open-hands">Begin deze oefening</button>' in page


@pytest.mark.parametrize("guide", ["no-such-practice", "a" * 40, "Open-Hands", "", "../x"])
def test_what_is_no_practice_is_not_found(anna, guide):
    assert anna.post("/practice/start/", {"guide": guide}).status_code == 404
