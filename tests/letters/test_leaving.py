"""Anna stops the letter: at once, with one press, also from a mail program, also years later."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime, now

from loslaten.accounts.models import Person
from loslaten.letters.leave import PROOF
from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Delivery, Reader, Signup
from loslaten.letters.subscribe import ask, confirm
from loslaten.letters.sweep import sweep
from tests.letters.conftest import AT

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def annas(posted, reader):
    return reader("anna")


@pytest.fixture
def token(annas):
    return sign(annas.code, "reader", link_key())


@pytest.fixture
def program():
    """A mail program: no cookies, no form, and no page to take a key from."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_stops_the_letter_at_once_and_a_second_time_changes_nothing(annas, token, program, letter):
    Delivery.objects.create(letter=letter(), reader=annas, meant_at=AT, due_at=AT)
    for _ in range(2):
        response = program.post(f"/l/{token}/", ONE_CLICK)
        assert response.status_code == 200
        assert "set-cookie" not in {name.lower() for name in response.headers}
    annas.refresh_from_db()
    assert annas.left_at is not None
    assert Delivery.objects.count() == 0


def test_opening_the_link_stops_nothing_and_shows_one_button(annas, token, anna):
    page = anna.get(f"/l/{token}/").content.decode()
    assert page.split("<main")[1].count('class="btn"') == 1
    assert "Eén keer per maand" in page
    annas.refresh_from_db()
    assert annas.reads_along


def test_the_link_works_years_later_with_another_key_of_the_house(annas, token, program, settings):
    settings.SECRET_KEY = "another key, of another year"
    assert program.post(f"/l/{token}/", ONE_CLICK).status_code == 200
    assert Reader.objects.get().left_at is not None


def test_a_link_of_which_one_bit_was_changed_leads_nowhere(annas, token, program):
    for place, letter in enumerate(token):
        for bit in range(7):
            other = chr(ord(letter) ^ (1 << bit))
            if other.isprintable() and other not in "/?#%":
                changed = token[:place] + other + token[place + 1 :]
                assert program.post(f"/l/{changed}/", ONE_CLICK).status_code == 404
    for purpose in ("bounce", "confirm"):
        assert program.post(f"/l/{sign(annas.code, purpose, link_key())}/", ONE_CLICK).status_code == 404
    assert Reader.objects.get().left_at is None


def test_less_often_stands_beside_stopping(annas, token, anna):
    anna.post(f"/letters/mine/{token}/", {"go": "monthly"})
    annas.refresh_from_db()
    assert (annas.pace, annas.reads_along) == ("monthly", True)
    assert "één keer per maand" in anna.get(f"/letters/mine/{token}/").content.decode()


def test_anna_sees_everything_that_is_kept_and_nobody_else_does(annas, token, anna, reader):
    page = anna.get(f"/letters/mine/{token}/").content.decode()
    assert "10 november 2026" in page
    assert "2026-11" in page
    other = sign(reader("bram").code, "reader", link_key())
    assert "a•••@e•••.example" not in anna.get(f"/letters/mine/{other}/").content.decode()


def test_who_gets_a_letter_passed_on_does_not_read_the_address_and_who_is_signed_in_does(annas, token, anna, visitor):
    assert "a•••@e•••.example" in anna.get(f"/letters/mine/{token}/").content.decode()
    assert annas.address not in anna.get(f"/letters/mine/{token}/").content.decode()
    annas.person = Person.objects.create_user("anna")
    annas.save()
    browser = visitor()
    browser.force_login(annas.person, backend="django.contrib.auth.backends.ModelBackend")
    assert annas.address in browser.get(f"/letters/mine/{token}/").content.decode()


def test_who_was_stopped_because_mail_came_back_is_led_to_asking_anew(annas, token, anna):
    Reader.objects.update(stopped_at=AT)
    page = anna.get(f"/letters/mine/{token}/").content.decode()
    assert "Lees weer mee" not in page
    assert 'href="/letters/"' in page.split("<main")[1]


def test_the_address_goes_a_month_after_stopping_and_the_page_says_when(annas, token, anna):
    page = anna.post(f"/l/{token}/").content.decode()
    annas.refresh_from_db()
    gone_at = annas.left_at + PROOF
    assert f"Tot {localtime(gone_at).day} " in page
    sweep(at=gone_at - timedelta(minutes=1))
    assert Reader.objects.count() == 1
    sweep(at=gone_at)
    assert Reader.objects.count() == 0
    assert anna.post(f"/l/{token}/", ONE_CLICK).status_code == 200  # whoever is gone already gets no refusal


def test_an_address_that_takes_no_mail_goes_after_a_month_too(reader):
    reader(stopped_at=AT)
    sweep(at=AT + PROOF)
    assert Reader.objects.count() == 0


def test_anna_erases_it_all_at_once(annas, token, anna, letter):
    Delivery.objects.create(letter=letter(), reader=annas, state="sent", meant_at=AT, due_at=AT, sent_at=AT)
    assert "Je adres is gewist" in anna.post(f"/letters/mine/{token}/", {"go": "erase"}).content.decode()
    assert (Reader.objects.count(), Delivery.objects.count()) == (0, 0)
    assert anna.get(f"/letters/mine/{token}/").status_code == 404


def test_erasing_takes_along_what_was_asked_and_not_confirmed(annas, token, anna):
    for name in ("Anna", "bram"):
        ask(f"{name}@elsewhere.example", "nl", at=now())
    anna.post(f"/letters/mine/{token}/", {"go": "erase"})
    assert Signup.objects.get().address == "bram@elsewhere.example"


def test_who_changes_their_mind_reads_along_again(annas, token, anna):
    anna.post(f"/l/{token}/")
    anna.post(f"/letters/mine/{token}/", {"go": "again"})
    annas.refresh_from_db()
    assert annas.reads_along


def test_the_pages_speak_the_language_of_the_reader(posted, reader, anna):
    token = sign(reader("bram", language="en").code, "reader", link_key())
    assert "Stop the letter" in anna.get(f"/l/{token}/").content.decode()


# --- with an account ---------------------------------------------------------------------------------


@pytest.fixture
def at_home(posted, visitor):
    """Anna with an account, signed in, whose address was confirmed or not."""
    from allauth.account.models import EmailAddress

    def come_in(*, verified: bool = True):
        person = Person.objects.create_user("anna", "anna@elsewhere.example", "een lange rustige zin")
        EmailAddress.objects.create(user=person, email="anna@elsewhere.example", verified=verified, primary=True)
        browser = visitor()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return browser, person

    return come_in


def test_with_an_account_the_letter_is_asked_for_and_stopped_on_ones_own_page(at_home):
    browser, person = at_home()
    assert "Staat uit" in browser.get("/account/").content.decode()
    browser.post("/account/consent/letters/", {"go": "yes"})
    reader = Reader.objects.get()
    assert (reader.person, reader.address, reader.source) == (person, "anna@elsewhere.example", "account")
    assert person.agrees_to("letters")
    browser.post("/account/consent/letters/", {"go": "no"})
    reader.refresh_from_db()
    assert not reader.reads_along
    assert not person.agrees_to("letters")


def test_an_address_that_read_along_already_is_tied_and_not_written_to_twice(at_home, reader):
    browser, person = at_home()
    before = reader("anna")
    browser.post("/account/consent/letters/", {"go": "yes"})
    assert Reader.objects.get().pk == before.pk
    assert Reader.objects.get().person == person


def test_an_address_nobody_confirmed_gets_nothing(at_home):
    browser, person = at_home(verified=False)
    assert browser.post("/account/consent/letters/", {"go": "yes"})["Location"] == "/account/email/"
    assert Reader.objects.count() == 0
    assert not person.agrees_to("letters")


def test_stopping_from_a_letter_takes_back_the_yes_of_the_account(at_home, program):
    browser, person = at_home()
    browser.post("/account/consent/letters/", {"go": "yes"})
    program.post(f"/l/{sign(Reader.objects.get().code, 'reader', link_key())}/", ONE_CLICK)
    assert not person.agrees_to("letters")


@pytest.mark.parametrize("way", ["the link", "the form"])
def test_reading_along_again_is_a_yes_of_the_account_too(at_home, program, way):
    browser, person = at_home()
    browser.post("/account/consent/letters/", {"go": "yes"})
    token = sign(Reader.objects.get().code, "reader", link_key())
    program.post(f"/l/{token}/", ONE_CLICK)
    if way == "the link":
        browser.post(f"/letters/mine/{token}/", {"go": "again"})
    else:
        ask("anna@elsewhere.example", "nl", at=now())
        confirm(Signup.objects.get(), at=now())
    assert Reader.objects.get().reads_along
    assert person.agrees_to("letters")
    assert person.consents.filter(purpose="letters").count() == 2


def test_who_erases_their_account_reads_along_no_more(at_home):
    _browser, person = at_home()
    Reader.objects.create(person=person, address="a@b.example", name="a@b.example", wording="x", confirmed_at=now())
    person.delete()
    assert Reader.objects.count() == 0
