"""Anna makes a pattern in three short screens; Bram never sees it."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from loslaten.library.models import Theme
from loslaten.patterns.models import Moment, Pattern, PatternWords, Practised, Standing
from loslaten.practice.models import Round

pytestmark = pytest.mark.django_db


def chosen(page: str) -> set[str]:
    return set(re.findall(r'value="(\w+)"[^>]* checked', page))


@pytest.fixture
def theme(db) -> Theme:
    return Theme.objects.create(
        key="criticism", group="others", label_nl="Kritiek", label_en="Criticism",
        body_signals_en=["Clenched jaw and tight shoulders", "A knot in the belly"],
        situations_en=["After feedback at work", "In the evening, alone"],
    )  # fmt: skip


def test_three_screens_make_a_card(anna, make):
    pattern = make(anna)
    address = f"/patterns/{pattern.pk}"
    assert "Waar voel je het als eerste?" in anna.get(f"{address}/body/").content.decode()
    sent = anna.post(f"{address}/body/", {"places": ["jaw"], "sensations": ["tight"], "side": "front"})
    assert sent["Location"] == f"{address}/movement/"
    assert "Laat je onderkaak zakken" in anna.get(sent["Location"]).content.decode()
    sent = anna.post(f"{address}/movement/", {"protects": "belonging", "movement": "drop_jaw"})
    page = anna.get(sent["Location"]).content.decode()
    assert "Als ik kritiek hoor en mijn kaken strak voelen, dan laat ik mijn kaak zakken." in page
    assert "Dat ik erbij hoor" in page


def test_every_screen_can_be_left_open_and_come_back_to(anna, make):
    pattern = make(anna, situation="", old_reaction="")
    address = f"/patterns/{pattern.pk}"
    assert "Deze kaart is nog open" in anna.get(f"{address}/").content.decode()
    assert anna.post(f"{address}/body/", {"go": "skip"})["Location"] == f"{address}/movement/"
    assert anna.post(f"{address}/body/", {"places": ["neck"], "go": "card"})["Location"] == f"{address}/"
    assert anna.post(f"{address}/movement/", {"movement": "still", "go": "back"})["Location"] == f"{address}/body/"
    pattern.refresh_from_db()
    assert (pattern.places, pattern.movement) == (["neck"], "still")


def test_a_choice_can_be_opened_again(anna, make):
    pattern = make(anna)
    assert "dit laat ik open" in anna.get(f"/patterns/{pattern.pk}/situation/").content.decode()
    anna.post(f"/patterns/{pattern.pk}/situation/", {"situation": "", "old_reaction": "explain"})
    pattern.refresh_from_db()
    assert (pattern.situation, pattern.old_reaction) == ("", "explain")


def test_a_doubled_press_makes_one_pattern(anna):
    key = str(uuid4())
    for _ in range(2):
        anna.post("/patterns/new/", {"key": key, "situation": "asked"})
    assert Pattern.objects.count() == 1


def test_a_theme_fills_in_what_its_words_name(anna, theme):
    page = anna.get("/patterns/new/?theme=criticism").content.decode()
    assert chosen(page) == {"criticism"}
    anna.post("/patterns/new/", {"key": str(uuid4()), "theme": "criticism", "situation": "criticism"})
    pattern = Pattern.objects.get()
    assert pattern.theme == theme
    assert pattern.places == ["jaw", "left_shoulder", "right_shoulder", "belly"]
    assert pattern.sensations == ["tight", "knot"]
    assert 'href="/patterns/new/?theme=criticism"' in anna.get("/library/nl/themes/criticism/").content.decode()


def test_a_word_no_list_has_is_refused_and_the_rest_stays(anna):
    sent = anna.post("/patterns/new/", {"key": str(uuid4()), "situation": "asked", "old_reaction": "fly"})
    assert sent.status_code == 422
    assert "fly" in sent.content.decode()
    assert chosen(sent.content.decode()) == {"asked"}
    assert not Pattern.objects.exists()


def test_a_pattern_rests_and_comes_back(anna, make):
    pattern = make(anna)
    anna.post(f"/patterns/{pattern.pk}/rest/", {"go": "rest"})
    assert "Deze rusten" in anna.get("/patterns/").content.decode()
    assert str(pattern.pk) not in anna.get("/moment/").content.decode()
    anna.post(f"/patterns/{pattern.pk}/rest/", {"go": "back"})
    assert "Deze rusten" not in anna.get("/patterns/").content.decode()
    assert str(pattern.pk) in anna.get("/moment/").content.decode()


def test_more_patterns_than_anybody_holds_stand_on_pages_and_those_that_rest_come_last(anna, make):
    mine = make(anna)
    anna.post(f"/patterns/{mine.pk}/rest/", {"go": "rest"})
    Pattern.objects.bulk_create(
        Pattern(person=mine.person, situation="asked", made_at=now(), changed_at=now()) for _ in range(60)
    )
    first, second = (anna.get(f"/patterns/?page={page}").content.decode() for page in (1, 2))
    assert (first.count("<li class="), second.count("<li class=")) == (50, 11)
    assert 'href="?page=1"' in second
    assert str(mine.pk) in second.split("Deze rusten")[1]
    assert "Deze rusten" not in first


def test_practising_with_a_pattern_is_one_of_its_times(anna, make):
    pattern = make(anna)
    anna.post(f"/patterns/{pattern.pk}/body/", {"places": ["jaw"]})
    for _ in range(2):  # a doubled click begins one round
        sent = anna.post(f"/patterns/{pattern.pk}/practise/", {"guide": "short"})
    practised = Round.objects.get()
    assert sent["Location"] == f"/practice/{practised.pk}/notice/"
    assert (practised.places, practised.guide_slug) == (["jaw"], "short")
    assert Practised.objects.get().pattern == pattern
    anna.post(sent["Location"], {"places": ["jaw", "neck"], "tension_before": 8, "go": "stop"})
    page = anna.get(f"/patterns/{pattern.pk}/").content.decode()
    assert "geoefend" in page
    assert "Kaken in 1 van de 1 keer, nek in 1." in page
    assert anna.post(f"/patterns/{pattern.pk}/practise/", {"guide": "nothing"}).status_code == 404


def test_erasing_says_what_goes_and_rounds_stay(anna, make, log, seal):
    pattern = make(anna)
    log(anna, pattern)
    assert seal(anna, f"/patterns/{pattern.pk}/words/").status_code == 200
    anna.post(f"/patterns/{pattern.pk}/practise/", {"guide": "short"})
    page = anna.get(f"/patterns/{pattern.pk}/erase/").content.decode()
    assert page.count("<dd>1</dd>") == 2
    assert "1 oefening hiermee blijft in je lijst." in page
    anna.post(f"/patterns/{pattern.pk}/erase/", {"go": "no"})
    assert Pattern.objects.exists()
    anna.post(f"/patterns/{pattern.pk}/erase/", {"go": "yes"})
    assert [model.objects.count() for model in (Pattern, Moment, PatternWords, Practised, Standing)] == [0] * 5
    assert Round.objects.count() == 1


def test_words_of_ones_own_come_in_locked_and_leave_locked(anna, make, seal):
    pattern = make(anna)
    address = f"/patterns/{pattern.pk}/words/"
    assert anna.get(address).json() == {"note": None}
    assert seal(anna, address).status_code == 200
    box = anna.get(address).json()["note"]
    assert anna.get("/patterns/words.json").json()["words"] == [
        {"pattern": str(pattern.pk), "name": box["name"], "box": box["box"]}
    ]
    note = b"".join(anna.get("/vault/notes.json").streaming_content).decode()
    assert f'"page": "/patterns/{pattern.pk}/"' in note
    anna.post(address, {"go": "erase"})
    assert not PatternWords.objects.exists()


WAYS = {
    "GET": ["", "situation/", "body/", "movement/", "times/", "erase/", "words/"],
    "POST": ["situation/", "rest/", "practise/", "erase/", "words/"],
}


def test_bram_finds_nothing_of_anna(anna, bram, make, log):
    pattern = make(anna)
    moment = log(anna, pattern)
    make(bram)
    for method, ends in WAYS.items():
        for end in ends:
            assert bram.generic(method, f"/patterns/{pattern.pk}/{end}").status_code == 404, (method, end)
        for end in {"GET": ["", "change/", "note/"], "POST": ["", "erase/", "note/"]}[method]:
            assert bram.generic(method, f"/moment/{moment.pk}/{end}").status_code == 404, (method, end)
    assert bram.get("/patterns/words.json").json() == {"words": []}
    assert str(pattern.pk) not in bram.get("/patterns/").content.decode() + bram.get("/moment/").content.decode()
    bram.post("/patterns/new/", {"key": str(pattern.pk), "situation": "asked"})
    pattern.refresh_from_db()
    assert pattern.situation == "criticism"


def test_a_wrong_verb_is_told_so(anna, make, log):
    pattern = make(anna)
    moment = log(anna, pattern)
    for address in (
        f"/patterns/{pattern.pk}/rest/",
        f"/patterns/{pattern.pk}/practise/",
        f"/moment/{moment.pk}/erase/",
    ):
        assert anna.get(address).status_code == 405
    for address in ("/patterns/", f"/patterns/{pattern.pk}/", f"/patterns/{pattern.pk}/times/", "/patterns/words.json"):
        assert anna.post(address).status_code == 405
    assert anna.delete("/moment/").status_code == 405
    assert anna.get(f"/patterns/{pattern.pk}/nonsense/").status_code == 404


def asks(somebody, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert somebody.get(address).status_code == 200
    return len(asked)


def test_a_thousand_moments_ask_no_more_than_one(anna, make, log):
    pattern = make(anna)
    log(anna, pattern)
    anna.post(f"/patterns/{pattern.pk}/practise/", {"guide": "short"})
    addresses = ["/patterns/", f"/patterns/{pattern.pk}/", f"/patterns/{pattern.pk}/times/", "/moment/"]
    few = [asks(anna, address) for address in addresses]
    Moment.objects.bulk_create(
        Moment(pattern=pattern, at=now(), arrived_at=now(), tension_before=5) for _ in range(1000)
    )
    Pattern.objects.bulk_create(
        Pattern(person=pattern.person, situation="asked", made_at=now(), changed_at=now()) for _ in range(9)
    )
    many = [asks(anna, address) for address in addresses]
    assert [more - less for more, less in zip(many, few, strict=True)] == [0, 1, 0, 0]  # one counts all the times
    assert max(many) <= 14
