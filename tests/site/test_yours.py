"""What is Anna's in this house, and what she says yes or no to, one question at a time."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils.timezone import now
from django.utils.translation import override

from loslaten.accounts.consents import QUESTIONS
from loslaten.accounts.models import Consent, Person
from loslaten.letters.models import Reader
from loslaten.practice import measured
from loslaten.practice.models import Measured, Round, RoundNote
from loslaten.programme.models import Taken
from loslaten.site.duties import let_go
from tests.accounts.people import sign_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
QUESTION = "/account/consent/{}/"
OF_A_GUEST = [purpose for purpose in QUESTIONS if purpose != "letters"]  # the letter goes to an account


def practise(person: Person, *ratings: tuple[int, int]) -> None:
    for days, (before, after) in enumerate(ratings):
        began = now() - timedelta(days=days, hours=1)
        person.rounds.create(
            guide_slug="short", started_at=began, arrived_at=began, ended_at=began, ending="finished",
            tension_before=before, tension_after=after,
        )  # fmt: skip


def write_and_listen(person: Person) -> None:
    """Let a summary stand with each round, and a note with the last."""
    for practised in person.rounds.all():
        Measured.objects.create(round=practised, sense="strap", heard_s=90)
    if last := person.rounds.exclude(ended_at=None).first():
        RoundNote.objects.create(person=person, round=last, name=uuid4(), box="1.x", written_at=now(), changed_at=now())


def test_somebody_unknown_sees_that_nothing_is_known(visitor):
    page = visitor().get("/account/").content.decode()
    assert "Hier is niets van je bekend" in page
    assert Person.objects.count() == 0


@pytest.mark.parametrize("purpose", OF_A_GUEST)
def test_a_question_has_two_answers_that_look_the_same(anna, begin, purpose):
    begin(anna)
    page = anna.get(QUESTION.format(purpose)).content.decode()
    assert page.count('class="btn quiet" name="go"') == 2
    assert 'class="btn"' not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("purpose", OF_A_GUEST)
def test_a_yes_is_a_row_with_its_wording_and_a_no_says_when(anna, begin, purpose):
    begin(anna)
    anna.post(QUESTION.format(purpose), {"go": "yes"})
    given = Consent.objects.get()
    assert (given.purpose, given.wording, given.withdrawn_at) == (purpose, QUESTIONS[purpose].wording, None)
    anna.post(QUESTION.format(purpose), {"go": "no"})
    assert Consent.objects.get().withdrawn_at is not None


def test_anna_hears_beforehand_and_afterwards_how_much_a_no_erases(anna, begin):
    person = begin(anna).person
    anna.post(QUESTION.format("keep_rounds"), {"go": "yes"})
    practise(person, (7, 4), (6, 6))
    write_and_listen(person)
    page = anna.get(QUESTION.format("keep_rounds")).content.decode()
    assert re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page) == [
        ("Oefeningen", "2"), ("Notities bij oefeningen", "1"), ("Samenvattingen van wat er te horen was", "2"),
    ]  # fmt: skip
    said = anna.post(QUESTION.format("keep_rounds"), {"go": "no"}, follow=True).content.decode()
    assert "2 oefeningen zijn gewist. Mee gewiste notities: 1. Mee gewiste samenvattingen" in said
    assert Round.objects.filter(ended_at__isnull=False).count() == 0


def test_a_no_with_a_new_account_says_before_and_after_what_it_erases(anna, begin):
    person = begin(anna).person
    assert "anders gaat het binnen 24 uur weg" in anna.get("/account/sign-up/").content.decode()
    anna.post(QUESTION.format("keep_rounds"), {"go": "yes"})
    practise(person, (7, 4), (6, 6))
    assert "<dt>Oefeningen</dt><dd>2</dd>" in anna.get("/account/sign-up/").content.decode()
    assert "2 oefeningen zijn gewist" in anna.get(sign_up(anna, keep="no")["Location"]).content.decode()
    assert not person.rounds.exclude(ended_at=None).exists()


@pytest.mark.parametrize("room", ["/practice/kept/", "/practice/{}/after/"])
def test_the_question_that_is_written_down_is_the_one_that_was_shown(anna, begin, room):
    practised = begin(anna)
    Round.objects.update(ended_at=now(), ending="finished")
    page = anna.get(room.format(practised.pk)).content.decode()
    with override("nl"):
        question = QUESTIONS["keep_rounds"]
        assert str(question.ask) in page
        assert str(question.without) in page
    anna.post("/practice/keep/", {"go": "yes"})
    assert Consent.objects.get().wording == question.wording
    assert anna.post("/practice/keep/", {"go": "no"})["Location"] == QUESTION.format("keep_rounds")


@pytest.mark.parametrize("yes", [True, False])
def test_summaries_go_into_an_account_only_with_its_own_yes(anna, visitor, begin, yes):
    sign_up(visitor())
    account = Person.objects.get(username="Anna")
    if yes:
        account.agree("keep_measured", wording="2026-11-23", at=now())
    guest = begin(anna).person
    guest.agree("keep_measured", wording="2026-11-23", at=now())
    practise(guest, (7, 4))
    write_and_listen(guest)
    Taken.objects.create(person=guest, step_key="first", at=now())
    said = anna.get(sign_in(anna)["Location"]).content.decode()
    assert Measured.objects.count() == 2 * yes
    assert ("Gewiste samenvattingen van wat er te horen was, omdat" in said) == (not yes)
    assert "Nu ook in je account: 1 gemarkeerde stap." in said
    assert account.taken.count() == 1


def test_a_summary_that_came_in_beside_a_no_is_swept_and_in_no_backup(anna, begin):
    person = begin(anna).person
    anna.post(QUESTION.format("keep_rounds"), {"go": "yes"})
    write_and_listen(person)
    assert measured.unasked().count() == 1
    let_go(now())
    assert (Measured.objects.count(), Round.objects.count()) == (0, 1)


def test_the_letter_stops_with_a_no_though_no_yes_was_written_down(anna):
    sign_up(anna)
    reader = Reader.objects.create(
        person=Person.objects.get(), address="anna@mail.example", name="anna@mail.example", confirmed_at=now()
    )
    with override_settings(MAIL=True):
        said = anna.post(QUESTION.format("letters"), {"go": "no"}, follow=True).content.decode()
    reader.refresh_from_db()
    assert not reader.reads_along
    assert "Er komt geen brief meer" in said


def test_looking_back_is_there_only_while_anna_wants_it(anna, begin):
    practise(begin(anna).person, (7, 4), (6, 6), (5, 2), (8, 5), (4, 6))
    assert "Na afloop lager: 3" not in anna.get("/insight/").content.decode()
    reply = anna.post(QUESTION.format("insight"), {"go": "yes", "back": "insight"})
    assert reply["Location"] == "/insight/"
    assert "Na afloop lager: 3, hetzelfde: 1, hoger: 1." in anna.get("/insight/").content.decode()
    anna.post(QUESTION.format("insight"), {"go": "no"})
    assert "Na afloop lager: 3" not in anna.get("/insight/").content.decode()


def test_a_no_where_there_was_no_yes_changes_nothing_and_says_so(anna, begin):
    begin(anna)
    said = anna.post(QUESTION.format("insight"), {"go": "no"}, follow=True).content.decode()
    assert "Er is niets veranderd" in said
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("purpose", ["letters", "sharing", "everything", "insight"])
def test_nobody_is_asked_what_has_no_room_yet_nor_somebody_unknown(anna, visitor, begin, purpose):
    begin(anna)
    asked = anna.get(QUESTION.format(purpose)).status_code
    assert asked == (200 if purpose in OF_A_GUEST else 404)
    assert visitor().get(QUESTION.format(purpose)).status_code == 404
    assert visitor().post(QUESTION.format(purpose), {"go": "yes"}).status_code == 404


def test_annas_yes_is_not_brams(anna, bram, begin):
    begin(anna)
    begin(bram)
    anna.post(QUESTION.format("insight"), {"go": "yes"})
    assert "Je zei ja" in anna.get("/account/").content.decode()
    assert "Je zei ja" not in bram.get("/account/").content.decode()
