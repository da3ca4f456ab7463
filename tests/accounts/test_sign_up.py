"""Making an account: a guest stays who they are, and a name is one person's."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from loslaten.accounts.adapter import kept
from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round
from tests.accounts.people import is_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(reply) -> str:
    assert reply.status_code == 200
    return " ".join(error for errors in reply.context["form"].errors.values() for error in errors)


def test_anna_needs_no_address_and_gets_codes_to_write_down(anna):
    reply = sign_up(anna)
    assert reply["Location"] == "/account/codes/"
    assert len(anna.get("/account/codes/").context["codes"]) == 10
    person = Person.objects.get()
    assert (person.username, person.email, person.is_guest) == ("Anna", "", False)
    assert person.of_age_at is not None


def test_a_guest_stays_the_same_person_with_the_same_rounds_and_another_key(anna, begin):
    practised = begin(anna)
    before = anna.session.session_key
    sign_up(anna)
    assert Person.objects.get().pk == practised.person.pk
    assert Round.objects.get(person__username="Anna").pk == practised.pk
    assert anna.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert anna.get(f"/practice/{practised.pk}/notice/").status_code == 200


@pytest.mark.parametrize(("answer", "standing"), [("yes", 1), ("no", 0)])
def test_both_answers_about_keeping_are_written_down_as_given(anna, begin, answer, standing):
    begin(anna)
    sign_up(anna, keep=answer)
    assert Consent.objects.filter(purpose="keep_rounds", withdrawn_at=None).count() == standing


def test_a_guest_who_kept_and_now_says_no_keeps_no_longer(anna, begin):
    begin(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    sign_up(anna, keep="no")
    assert Consent.objects.get().withdrawn_at is not None


def test_without_an_answer_nothing_is_picked_for_anna(anna):
    said = refused(sign_up(anna, keep=""))
    assert "Wil je een van de twee kiezen? Allebei is prima." in said


def test_who_is_not_sixteen_makes_no_account(anna):
    assert "vanaf 16 jaar" in refused(sign_up(anna, of_age=""))
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a", "2 tot 30"),
        ("a" * 31, "30"),
        ("anna maria", "2 tot 30"),
        ("anna<b>", "2 tot 30"),
        ("anna@post.example", "geen e-mailadres"),
        ("guest-1", "guest-"),
        ("GUEST-1", "guest-"),
        ("ｇuest-1", "guest-"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_one_sentence(anna, name, why):
    assert why in refused(sign_up(anna, name))


@pytest.mark.parametrize("name", ["anna", "ANNA", "ａnna"])
def test_a_name_is_one_persons_in_any_letters(anna, bram, name):
    sign_up(anna)
    assert "Iemand anders heeft deze naam hier al." in refused(sign_up(bram, name))


@pytest.mark.parametrize("name", ["zoë", "jan-jaap", "m.de_vries2"])
def test_names_as_people_have_them_are_fine(anna, name):
    assert sign_up(anna, name).status_code == 302


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [("kort", "korter dan 10"), ("password123", "Veel mensen"), ("4815162342", "cijfers"), ("annabanana", "naam")],
)
def test_a_passphrase_that_is_easy_to_guess_is_refused_in_our_words(anna, passphrase, why):
    assert why in refused(sign_up(anna, "annabanan", password1=passphrase))


def test_the_database_itself_refuses_the_same_name_twice_and_a_false_guest(anna):
    sign_up(anna)
    for name in ("anna", "Guest-1"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(username=name)


def test_of_two_tabs_one_makes_the_account(anna, begin):
    guest = begin(anna).person
    first, second = Person.objects.get(pk=guest.pk), Person.objects.get(pk=guest.pk)
    for tab, name in ((first, "anna"), (second, "bram")):
        tab.username, tab.is_guest, tab.of_age_at = name, False, now()
    assert (kept(first), kept(second)) == (True, False)
    assert Person.objects.get().username == "anna"


def test_an_account_is_not_signed_out_by_saying_no_to_keeping(anna, begin):
    sign_up(anna)
    begin(anna)
    anna.post("/account/consent/keep_rounds/", {"go": "no"})
    assert is_in(anna)
    assert anna.session.get_expiry_age() > 29 * 24 * 60 * 60


def test_many_accounts_from_one_address_have_to_wait(anna):
    for _ in range(20):
        anna.post("/account/sign-up/", {})
    reply = sign_up(anna)
    assert (reply.status_code, reply["Retry-After"]) == (429, "600")
    assert "Probeer het over tien minuten nog eens." in reply.text
    assert anna.get("/").status_code == 200
