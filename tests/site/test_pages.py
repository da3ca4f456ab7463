"""For every page: its owner may use it, a stranger gets 404, a wrong verb 405, and its queries do not grow."""

import pytest
from django.utils.timezone import now

from loslaten.practice.models import Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PUBLIC = [
    "/",
    "/help/",
    "/privacy/",
    "/settings/",
    "/offline/",
    "/sw.js",
    "/manifest.webmanifest",
    "/practice/kept/",
    "/insight/",
]
ONE_ROUND = ["notice", "welcome", "breathe", "soften", "look_back", "strong", "outward", "after"]


@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_may_read(anna, address):
    assert anna.get(address).status_code == 200
    assert anna.head(address).status_code == 200
    assert anna.put(address).status_code == 405


@pytest.mark.parametrize("room", ONE_ROUND)
def test_a_round_opens_for_its_owner_and_is_not_there_for_anybody_else(anna, bram, visitor, begin, room):
    practised = begin(anna)
    if room == "after":
        Round.objects.update(ended_at=now(), ending="finished")
    address = f"/practice/{practised.pk}/{room}/"
    begin(bram)
    assert anna.get(address).status_code == 200
    for stranger in (bram, visitor()):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"go": "next"}).status_code in {404, 405}
    assert anna.delete(address).status_code == 405


@pytest.mark.parametrize("address", ["/practice/{pk}/erase/", "/practice/keep/"])
def test_a_stranger_can_neither_erase_nor_keep(anna, visitor, begin, address):
    practised = begin(anna)
    assert visitor().post(address.format(pk=practised.pk)).status_code == 404
    assert anna.get(address.format(pk=practised.pk)).status_code == 405
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "at_most"), [("/", 0), ("/help/", 0), ("/offline/", 0), ("/practice/kept/", 1), ("/insight/", 0)]
)
def test_a_visitor_costs_the_database_next_to_nothing(anna, django_assert_max_num_queries, address, at_most):
    with django_assert_max_num_queries(at_most):
        anna.get(address)


@pytest.mark.parametrize("room", ONE_ROUND[:-1])
def test_a_step_asks_session_person_and_round_and_no_more(anna, begin, django_assert_max_num_queries, room):
    practised = begin(anna)
    with django_assert_max_num_queries(3):
        anna.get(f"/practice/{practised.pk}/{room}/")


def test_the_list_asks_as_much_for_a_thousand_rounds_as_for_one(anna, begin, django_assert_max_num_queries):
    person = begin(anna).person
    row = {"guide_slug": "short", "started_at": now(), "arrived_at": now(), "ended_at": now(), "ending": "finished"}
    Round.objects.bulk_create(
        [Round(person=person, tension_before=5, tension_after=i % 11, **row) for i in range(1000)]
    )
    with django_assert_max_num_queries(5):
        page = anna.get("/practice/kept/").content.decode()
    assert "bladzijde 1 van 50" in page


@pytest.mark.parametrize(
    ("language", "headline"),
    [("nl", "Begin waar je het voelt."), ("en", "Begin where you feel it."), ("de", "Begin waar je het voelt.")],
)
def test_the_browser_chooses_the_language_and_dutch_comes_first(visitor, language, headline):
    assert headline in visitor(language).get("/").content.decode()


def test_the_language_can_be_switched_and_stays(anna):
    anna.post("/settings/setlang/", {"language": "en", "next": "/"})
    assert "Begin where you feel it." in anna.get("/").content.decode()
