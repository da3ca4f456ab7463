"""Anna practises; whatever she does or leaves out, the round goes on and nothing is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest

from loslaten.accounts.models import Person
from loslaten.practice.forms import FORMS
from loslaten.practice.guides import GUIDES, SHORT
from loslaten.practice.models import Round
from loslaten.practice.words import Step

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ANSWERS = {
    "notice": {"places": ["jaw", "left_shoulder"], "sensations": ["tight"], "tension_before": "7"},
    "welcome": {},
    "breathe": {"breath_rate": "6", "own_breath_rate": "11.5"},
    "soften": {"movement": "drop_jaw"},
    "look_back": {"tension_after": "4", "outcome": "softer", "signs": ["sigh"], "next_time": "feel_feet"},
}


def answer(person, practised, step, **answers):
    return person.post(f"/practice/{practised.pk}/{step}/", {"go": "next", **ANSWERS[step], **answers})


def test_anna_practises_a_whole_round_without_an_account(anna, begin):
    practised = begin(anna)
    for step in Step.values:
        assert anna.get(f"/practice/{practised.pk}/{step}/").status_code == 200
        reply = answer(anna, practised, step)
        assert reply.status_code == 302
    practised.refresh_from_db()
    assert reply["Location"] == f"/practice/{practised.pk}/after/"
    assert (practised.places, practised.tension_before, practised.tension_after) == (["jaw", "left_shoulder"], 7, 4)
    assert (practised.breath_rate, practised.own_breath_rate, practised.movement) == (6, 11.5, "drop_jaw")
    assert (practised.outcome, practised.signs, practised.next_time) == ("softer", ["sigh"], "feel_feet")
    assert practised.ending == "finished"
    assert practised.relief == 3


def test_anna_sees_afterwards_what_the_two_lines_say_and_what_was_stored(anna, begin):
    practised = begin(anna)
    for step in Step.values:
        answer(anna, practised, step)
    page = anna.get(f"/practice/{practised.pk}/after/").content.decode()
    assert "De lijn stond op 7 en hangt nu op 4." in page
    assert "Kaken, Schouder links" in page
    assert "voel ik mijn voeten, drie tellen" in page


def test_anna_may_skip_every_step_and_nothing_is_made_up(anna, begin):
    practised = begin(anna)
    for step in Step.values:
        answer(anna, practised, step, go="skip")
    practised.refresh_from_db()
    assert practised.ending == "finished"
    assert (practised.places, practised.tension_before, practised.tension_after) == ([], None, None)
    assert "Je gaf geen getal." in anna.get(f"/practice/{practised.pk}/after/").content.decode()


def test_skipping_does_not_store_what_was_typed_nor_forget_what_was_answered_before(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice")
    answer(anna, practised, "notice", go="skip", tension_before="2")
    practised.refresh_from_db()
    assert practised.tension_before == 7


def test_unset_tension_stays_unset(anna, begin):
    practised = begin(anna)
    anna.post(f"/practice/{practised.pk}/notice/", {"go": "next", "places": ["belly"]})
    practised.refresh_from_db()
    assert practised.tension_before is None
    assert 'checked name="tension' not in anna.get(f"/practice/{practised.pk}/notice/").content.decode()


@pytest.mark.parametrize("step", Step.values)
def test_anna_may_stop_at_every_step_and_keeps_what_she_answered(anna, begin, step):
    practised = begin(anna)
    reply = answer(anna, practised, step, go="stop")
    practised.refresh_from_db()
    assert reply["Location"].endswith("/after/")
    assert practised.ending == "stopped"
    assert all(str(getattr(practised, name)) for name in ANSWERS[step])


def test_too_much_turns_anna_outward_and_ends_gently(anna, begin):
    practised = begin(anna)
    reply = answer(anna, practised, "welcome", go="too_much")
    assert reply["Location"] == f"/practice/{practised.pk}/outward/"
    assert "Zet beide voeten stevig neer." in anna.get(reply["Location"]).content.decode()
    anna.post(reply["Location"], {"go": "stop"})
    practised.refresh_from_db()
    assert practised.ending == "too_much"


def test_anna_can_come_back_from_outside_to_the_step_where_she_was(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice")
    answer(anna, practised, "welcome", go="too_much")
    reply = anna.post(f"/practice/{practised.pk}/outward/", {"go": "back"})
    assert reply["Location"] == f"/practice/{practised.pk}/welcome/"


def test_very_strong_tension_is_offered_the_short_form_and_the_outward_anchor(anna, begin):
    practised = begin(anna)
    reply = answer(anna, practised, "notice", tension_before="8")
    assert reply["Location"] == f"/practice/{practised.pk}/strong/"
    page = anna.get(reply["Location"]).content.decode()
    assert "Neem de korte vorm" in page
    assert "Eerst naar buiten kijken" in page
    anna.post(reply["Location"], {"go": "short"})
    practised.refresh_from_db()
    assert (practised.guide_slug, practised.step) == ("short", "welcome")


def test_seven_is_not_held_up(anna, begin):
    practised = begin(anna)
    assert answer(anna, practised, "notice")["Location"] == f"/practice/{practised.pk}/welcome/"


def test_a_rise_of_two_is_met_with_kindness(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice", tension_before="4")
    answer(anna, practised, "look_back", tension_after="6", outcome="more")
    page = anna.get(f"/practice/{practised.pk}/after/").content.decode()
    assert "Het werd meer." in page
    assert f"/practice/{practised.pk}/outward/" in page


def test_the_back_button_lets_anna_change_an_earlier_answer(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice")
    answer(anna, practised, "welcome")
    answer(anna, practised, "notice", tension_before="5")
    practised.refresh_from_db()
    assert (practised.tension_before, practised.step) == (5, "welcome")


def test_a_step_sent_twice_is_one_answer(anna, begin):
    practised = begin(anna)
    replies = [answer(anna, practised, "notice")["Location"] for _ in range(2)]
    assert replies[0] == replies[1]
    assert Round.objects.count() == 1


def test_a_doubled_click_on_begin_begins_once(anna, begin):
    assert begin(anna).pk == begin(anna).pk
    assert Round.objects.count() == 1


def test_a_step_out_of_order_is_taken_as_it_comes(anna, begin):
    practised = begin(anna)
    reply = answer(anna, practised, "soften")
    practised.refresh_from_db()
    assert practised.movement == "drop_jaw"
    assert reply["Location"] == f"/practice/{practised.pk}/look_back/"


def test_going_on_in_one_tab_does_not_undo_stopping_in_another(anna, begin):
    practised = begin(anna)
    form = FORMS["notice"](ANSWERS["notice"], instance=Round.objects.get(pk=practised.pk))
    assert form.is_valid()
    answer(anna, practised, "notice", go="stop")
    form.instance.go_on("notice")
    form.keep("step")
    practised.refresh_from_db()
    assert practised.ending == "stopped"


def test_a_finished_round_stays_as_it_was(anna, begin):
    practised = begin(anna)
    for step in Step.values:
        answer(anna, practised, step)
    reply = answer(anna, practised, "notice", tension_before="1")
    practised.refresh_from_db()
    assert reply["Location"].endswith("/after/")
    assert practised.tension_before == 7


@pytest.mark.parametrize(
    ("step", "answers", "sentence"),
    [
        ("notice", {"tension_before": "11"}, "Spanning loopt van 0 tot 10."),
        ("notice", {"tension_before": "-1"}, "Spanning loopt van 0 tot 10."),
        ("notice", {"tension_before": "veel"}, "Spanning loopt van 0 tot 10."),
        ("notice", {"places": ["aura"]}, "We kennen ‘aura’ hier niet."),
        ("notice", {"sensations": ["chakra"]}, "We kennen ‘chakra’ hier niet."),
        ("soften", {"movement": "somersault"}, "We kennen ‘somersault’ hier niet."),
        ("look_back", {"tension_after": "99"}, "Spanning loopt van 0 tot 10."),
        ("look_back", {"outcome": "cured"}, "We kennen ‘cured’ hier niet."),
    ],
)
def test_what_does_not_exist_gets_one_clear_sentence_and_changes_nothing(anna, begin, step, answers, sentence):
    practised = begin(anna)
    reply = answer(anna, practised, step, **answers)
    assert reply.status_code == 422
    assert sentence in reply.content.decode()
    practised.refresh_from_db()
    assert (practised.places, practised.tension_before, practised.step) == ([], None, "notice")


def test_a_tension_of_zero_is_an_answer_and_is_still_there_when_anna_comes_back(anna, begin):
    practised = begin(anna)
    anna.get(f"/practice/{practised.pk}/notice/")
    anna.post(f"/practice/{practised.pk}/notice/", {"go": "next", "tension_before": "0"})
    page = anna.get(f"/practice/{practised.pk}/notice/").content.decode()
    assert 'name="tension_before" value="0" id="id_tension_before_0" checked' in page


def test_bram_never_sees_what_anna_answered_in_a_page_that_was_kept(anna, bram, begin):
    practised, brams = begin(anna), begin(bram)
    answer(anna, practised, "notice")
    for who, mine in ((anna, practised), (bram, brams)):
        who.get(f"/practice/{mine.pk}/notice/")
    assert " checked" in anna.get(f"/practice/{practised.pk}/notice/").content.decode().split("chips")[0]
    assert (
        'name="places" value="jaw" id="id_places_2" checked'
        not in bram.get(f"/practice/{brams.pk}/notice/").content.decode()
    )


def test_after_a_mistake_the_other_answers_are_still_filled_in(anna, begin):
    page = answer(anna, begin(anna), "notice", tension_before="12").content.decode()
    assert 'value="jaw" id="id_places_2" checked' in page


def test_the_movements_fit_the_places_anna_chose(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice")
    page = anna.get(f"/practice/{practised.pk}/soften/").content.decode()
    assert "Laat je onderkaak zakken" in page
    assert "Ik beweeg niet" in page
    assert "Laat je buik los" not in page


def test_the_welcome_names_the_place(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice", places=["jaw"])
    assert "Er is spanning in mijn kaken." in anna.get(f"/practice/{practised.pk}/welcome/").content.decode()


def test_feeling_little_is_an_answer_too(anna, begin):
    practised = begin(anna)
    anna.post(f"/practice/{practised.pk}/notice/", {"felt_little": "on", "go": "next"})
    assert "Ik merk weinig, en dat is goed." in anna.get(f"/practice/{practised.pk}/welcome/").content.decode()
    practised.refresh_from_db()
    assert practised.felt_little


def test_anna_erases_a_round_and_nothing_of_her_remains(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice", go="stop")
    anna.post(f"/practice/{practised.pk}/erase/")
    assert (Round.objects.count(), Person.objects.count()) == (0, 0)


def test_an_unknown_practice_or_step_is_not_there(anna, begin):
    assert anna.post("/practice/start/", {"guide": "levitation"}).status_code == 404
    assert anna.get(f"/practice/{begin(anna).pk}/transcend/").status_code == 404
    assert anna.get(f"/practice/{uuid4()}/notice/").status_code == 404


def test_the_home_page_says_where_anna_was(anna, begin):
    practised = begin(anna)
    answer(anna, practised, "notice")
    page = anna.get("/").content.decode()
    assert "Je was bij: verwelkomen." in page
    assert f"/practice/{practised.pk}/welcome/" in page


def test_the_night_light_keeps_what_was_just_filled_in(anna, begin):
    practised = begin(anna)
    address = f"/practice/{practised.pk}/notice/"
    sent = {**ANSWERS["notice"], "light": "nacht", "next": address}
    reply = anna.post(address, sent)
    assert (reply.status_code, reply["Location"]) == (307, "/settings/appearance/")
    reply = anna.post(reply["Location"], sent)
    assert reply["Location"] == address
    page = anna.get(address).content.decode()
    assert 'data-theme="nacht"' in page
    assert 'value="7" id="id_tension_before_7" checked' in page


def test_a_clock_that_is_set_back_does_not_end_a_round_before_it_began(anna, begin):
    practised = begin(anna)
    practised.end("stopped", at=practised.started_at - timedelta(hours=1))
    practised.save()
    assert practised.ended_at == practised.started_at


def test_questions_kept_for_one_page_do_not_turn_up_in_another(anna, begin):
    hint = '<p class="soft small"> </p>'  # the page without a network fills this in by itself
    anna.get(f"/practice/{begin(anna).pk}/look_back/")
    assert hint in anna.get("/offline/").content.decode()
    assert hint not in anna.get(f"/practice/{begin(anna).pk}/look_back/").content.decode()


def test_a_guide_says_which_steps_there_are(anna, begin, monkeypatch):
    pause = SHORT._replace(slug="pause", steps=(Step.NOTICE, Step.BREATHE, Step.LOOK_BACK))
    monkeypatch.setitem(GUIDES, "pause", pause)
    practised = begin(anna, "pause")
    assert "Stap 1 van 3: opmerken" in anna.get(f"/practice/{practised.pk}/notice/").content.decode()
    assert answer(anna, practised, "notice")["Location"].endswith("/breathe/")
    assert anna.get(f"/practice/{practised.pk}/welcome/").status_code == 404
    assert answer(anna, practised, "breathe")["Location"].endswith("/look_back/")
    assert answer(anna, practised, "look_back")["Location"].endswith("/after/")
