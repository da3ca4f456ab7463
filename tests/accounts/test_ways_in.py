"""Every way in opens by itself, is looked after by its owner only, and is asked for again before it is changed."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loslaten.accounts.models import CacheRow, Person
from tests.accounts.device import SEEN, Device
from tests.accounts.people import PASSPHRASE, is_in, question, sign_in, sign_up, wait_a_quarter

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OWN = ["access", "name", "passphrase", "passphrase/new", "email", "passkeys", "passkeys/add", "codes", "codes/file",
       "browsers", "confirm", "sign-out"]  # fmt: skip
ASKED_AGAIN = ["name", "email", "passkeys/add", "codes", "codes/file", "take-along", "erase"]


@pytest.fixture
def device(anna):
    """Anna's device, with a passkey for her account."""
    sign_up(anna)
    held = Device()
    add(anna, held)
    return held


def add(visitor, device: Device):
    credential = device.create(question(visitor, "/account/passkeys/add/"))
    return visitor.post("/account/passkeys/add/", {"name": "mijn telefoon", "credential": credential})


def sign_in_with(visitor, device: Device):
    credential = device.get(question(visitor, "/account/sign-in/passkey/"))
    return visitor.post("/account/sign-in/passkey/", {"credential": credential})


# --- passkeys ------------------------------------------------------------------------------------


def test_a_passkey_alone_signs_in_and_the_passphrase_still_does_too(device, bram, visitor):
    assert sign_in_with(bram, device)["Location"] == "/account/"
    assert is_in(bram)
    other = visitor()
    sign_in(other)
    assert is_in(other)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://evil.localhost", "http://evil.localhost", "http://localhost:81"]
)
def test_a_passkey_used_at_another_address_opens_nothing(device, bram, origin):
    device.origin = origin
    assert sign_in_with(bram, device)["Location"] == "/account/sign-in/"
    assert not is_in(bram)


def test_a_passkey_made_at_another_address_is_not_kept(anna):
    sign_up(anna)
    assert add(anna, Device(origin="https://evil.localhost")).status_code == 422
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_passkey_that_did_not_look_who_holds_it_is_not_enough(device, anna, bram):
    device.flags = SEEN & ~4
    sign_in_with(bram, device)
    assert not is_in(bram)
    assert add(anna, Device(flags=SEEN & ~4)).status_code == 422


def test_an_answer_that_was_given_before_opens_nothing_again(device, bram):
    credential = device.get(question(bram, "/account/sign-in/passkey/"))
    bram.post("/account/sign-in/passkey/", {"credential": credential})
    bram.post("/account/sign-out/")
    bram.post("/account/sign-in/passkey/", {"credential": credential})
    assert not is_in(bram)


def test_somebody_elses_device_does_not_open_annas_account(device, bram):
    stranger = Device()
    stranger.id, stranger.owner = device.id, device.owner
    sign_in_with(bram, stranger)
    assert not is_in(bram)


GARBAGE = [
    "", "{", "[]", "7", '"x"', "null", "{}", '{"response": 1}', '{"response": {"clientDataJSON": 5}}',
    '{"response": {"clientDataJSON": "eyJvcmlnaW4iOiJodHRwOi8vbG9jYWxob3N0In0"}}',
    '{"response": {"clientDataJSON": "W10"}}', '{"response": {"clientDataJSON": "w6k="}}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON":'
    ' "eyJvcmlnaW4iOiJodHRwOi8vbG9jYWxob3N0In0", "authenticatorData": "", "signature": "", "userHandle": "_"}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", GARBAGE)
def test_what_no_device_says_is_refused_calmly(anna, bram, credential):
    sign_up(anna)
    for visitor, address in ((bram, "sign-in/passkey"), (anna, "confirm"), (anna, "passkeys/add")):
        question(visitor, f"/account/{address}/")
        reply = visitor.post(f"/account/{address}/", {"credential": credential, "name": "x"})
        assert reply.status_code in {302, 422}
    assert not is_in(bram)
    assert not Authenticator.objects.filter(type="webauthn").exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=300), secret=st.text(max_size=300))
def test_whatever_somebody_types_is_answered_with_a_page(bram, name, secret):
    CacheRow.objects.all().delete()
    for address, answers in (
        ("sign-in", {"login": name, "password": secret, "next": secret}),
        ("sign-in/code", {"name": name, "code": secret}),
        ("sign-up", {"username": name, "password1": secret, "of_age": secret, "keep": secret}),
        ("reset", {"email": name}),
    ):
        assert bram.post(f"/account/{address}/", answers).status_code in {200, 302, 422}


@pytest.mark.parametrize("address", ["reset/zzzzzzzzzzzzz-abc", "reset/1-x", "email/x:y:z", "email/%00"])
def test_a_link_that_was_never_sent_leads_to_a_calm_page(bram, address):
    assert "Deze link werkt niet meer" in bram.get(f"/account/{address}/").text


def test_a_passkey_that_claims_to_be_of_a_number_too_large_opens_nothing(device, bram):
    device.owner = b"9" * 40
    assert sign_in_with(bram, device)["Location"] == "/account/sign-in/"


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "userHandle", "clientDataJSON"])
def test_an_answer_with_a_hole_in_it_is_refused_calmly(device, bram, part):
    credential = json.loads(device.get(question(bram, "/account/sign-in/passkey/")))
    for broken in ("", "AA", None, 5, "é"):
        credential["response"][part] = broken
        reply = bram.post("/account/sign-in/passkey/", {"credential": json.dumps(credential)})
        assert reply["Location"] == "/account/sign-in/"
    assert not is_in(bram)


def test_anna_names_and_removes_her_passkey_and_what_else_opens_stays(device, anna, bram):
    pk = Authenticator.objects.get(type="webauthn").pk
    anna.post(f"/account/passkeys/{pk}/name/", {"name": "mijn laptop"})
    assert "mijn laptop" in anna.get("/account/passkeys/").text
    anna.post(f"/account/passkeys/{pk}/remove/")
    sign_in_with(bram, device)
    assert not is_in(bram)
    assert len(anna.get("/account/codes/").context["codes"]) == 10


# --- recovery codes ------------------------------------------------------------------------------


def codes(visitor) -> list[str]:
    return visitor.get("/account/codes/").context["codes"]


def recover(visitor, name: str, code: str):
    return visitor.post("/account/sign-in/code/", {"name": name, "code": code})


def test_a_code_opens_once_and_leads_to_a_new_passphrase(anna, bram, visitor):
    sign_up(anna)
    code = codes(anna)[3]
    assert recover(bram, "anna", code.replace(" ", "-"))["Location"] == "/account/passphrase/new/"
    assert bram.post("/account/passphrase/new/", {"password1": "heel andere woorden"}).status_code == 302
    assert not is_in(anna)
    sign_in(anna, passphrase="heel andere woorden")
    assert is_in(anna)
    assert len(codes(anna)) == 9
    assert recover(visitor(), "anna", code).status_code == 422


def test_who_leaves_before_choosing_a_passphrase_is_in_all_the_same(anna, bram):
    sign_up(anna)
    recover(bram, "Anna", codes(anna)[0])
    assert is_in(bram)
    assert sign_in(anna).status_code == 302


def test_a_new_passphrase_without_the_old_one_is_for_who_came_with_a_code(anna):
    sign_up(anna)
    reply = anna.post("/account/passphrase/new/", {"password1": "heel andere woorden"})
    assert reply["Location"] == "/account/passphrase/"
    assert Person.objects.get().check_password(PASSPHRASE)


def test_an_unknown_name_and_a_wrong_code_get_the_same_answer(anna, bram):
    sign_up(anna)
    answers = [recover(bram, name, "1234 5678 9012") for name in ("Anna", "nobody")]
    assert len({str(reply.context["form"].errors) for reply in answers}) == 1
    assert {reply.status_code for reply in answers} == {422}


def test_ten_guesses_at_codes_and_it_is_time_to_wait(anna, bram):
    sign_up(anna)
    code = codes(anna)[0]
    replies = [recover(bram, "Anna", f"{n:012}").status_code for n in range(10)]
    assert set(replies) == {422}
    assert recover(bram, "ANNA", code).status_code == 429
    assert not is_in(bram)


def test_new_codes_replace_the_former_ones(anna, bram):
    sign_up(anna)
    former = codes(anna)
    anna.post("/account/codes/")
    assert not set(former) & set(codes(anna))
    assert recover(bram, "Anna", former[0]).status_code == 422


def test_the_codes_cannot_be_made_from_the_database_alone(anna, bram, request):
    sign_up(anna)
    code = codes(anna)[0]
    request.getfixturevalue("settings").SECRET_KEY = "another-key-" * 5
    assert recover(bram, "Anna", code).status_code == 422


def test_anna_takes_her_codes_along_as_a_file(anna):
    sign_up(anna)
    reply = anna.get("/account/codes/file/")
    assert reply["Content-Disposition"] == 'attachment; filename="loslaten-codes.txt"'
    assert all(code in reply.text for code in codes(anna))


# --- name, passphrase, browsers ------------------------------------------------------------------


def test_anna_changes_her_name_but_not_into_somebody_elses(anna, bram):
    sign_up(anna)
    sign_up(bram, "Bram")
    assert anna.post("/account/name/", {"username": "bram"}).status_code == 422
    assert anna.post("/account/name/", {"username": "aNNa"}).status_code == 302
    assert anna.post("/account/name/", {"username": "guest-1"}).status_code == 422
    assert sorted(Person.objects.values_list("username", flat=True)) == ["Bram", "aNNa"]


def test_a_changed_passphrase_signs_other_browsers_out_and_this_one_not(anna, bram):
    sign_up(anna)
    sign_in(bram)
    wrong = anna.post("/account/passphrase/", {"oldpassword": "nee nee nee", "password1": "heel andere woorden"})
    assert "wachtzin van nu" in wrong.text
    anna.post("/account/passphrase/", {"oldpassword": PASSPHRASE, "password1": "heel andere woorden"})
    assert is_in(anna)
    assert not is_in(bram)


def test_anna_signs_one_browser_out_or_all_others(anna, bram, visitor):
    sign_up(anna)
    sign_in(bram)
    third = visitor()
    sign_in(third)
    annas, brams, _thirds = UserSession.objects.order_by("pk").values_list("pk", flat=True)
    anna.post(f"/account/browsers/{brams}/end/")
    assert (is_in(anna), is_in(bram), is_in(third)) == (True, False, True)
    anna.post("/account/browsers/end/")
    assert (is_in(anna), is_in(third)) == (True, False)
    assert UserSession.objects.get().pk == annas


def test_what_is_annas_is_not_there_for_bram(device, anna, bram):
    sign_up(bram, "Bram")
    key = Authenticator.objects.get(type="webauthn").pk
    session = UserSession.objects.filter(user__username="Anna").latest("pk").pk
    for address in (f"passkeys/{key}/name", f"passkeys/{key}/remove"):
        assert bram.get(f"/account/{address}/").status_code == 404
        assert bram.post(f"/account/{address}/", {"name": "van mij"}).status_code == 404
    assert bram.post(f"/account/browsers/{session}/end/").status_code == 404
    assert is_in(anna)


@pytest.mark.parametrize("room", OWN)
def test_a_guest_and_a_passer_by_are_asked_to_sign_in_first(anna, bram, begin, room):
    begin(anna)
    for visitor in (anna, bram):
        reply = visitor.get(f"/account/{room}/")
        assert reply["Location"] == f"/account/sign-in/?next=%2Faccount%2F{room.replace('/', '%2F')}%2F"


@pytest.mark.parametrize("room", ASKED_AGAIN)
def test_before_something_changes_anna_is_asked_once_more_and_then_goes_on(anna, room):
    sign_up(anna)
    wait_a_quarter(anna)
    reply = anna.get(f"/account/{room}/")
    assert reply["Location"].startswith("/account/confirm/?next=")
    assert anna.post(reply["Location"], {"password": "nee nee nee"}).status_code == 422
    assert anna.post(reply["Location"], {"password": PASSPHRASE})["Location"] == f"/account/{room}/"
    assert anna.get(f"/account/{room}/").status_code == 200


def test_a_passkey_is_enough_to_be_asked_once_more(device, anna):
    wait_a_quarter(anna)
    credential = device.get(question(anna, "/account/confirm/"))
    assert anna.post("/account/confirm/", {"credential": credential, "next": "/account/codes/"}).status_code == 302
    assert anna.get("/account/codes/").status_code == 200


def test_what_anna_was_sending_is_kept_nowhere_while_she_is_asked(anna):
    sign_up(anna)
    wait_a_quarter(anna)
    anna.post("/account/email/", {"email": "anna@post.example", "action_add": ""})
    assert "post.example" not in json.dumps(dict(anna.session.items()), default=str)


def test_ten_wrong_answers_and_the_page_that_asks_waits(anna):
    sign_up(anna)
    for _ in range(10):
        anna.post("/account/confirm/", {"password": "nee nee nee"})
    assert anna.post("/account/confirm/", {"password": PASSPHRASE}).status_code == 429


@pytest.mark.parametrize(
    "address",
    ["login", "signup", "logout", "2fa", "2fa/totp/activate", "2fa/authenticate", "password/set", "inactive",
     "sessions", "login/code", "confirm-email", "social/connections"],
)  # fmt: skip
def test_no_other_page_of_allauth_is_there(anna, address):
    sign_up(anna)
    for before in ("account", "accounts"):
        assert anna.get(f"/{before}/{address}/").status_code == 404


def test_every_address_around_accounts_is_named_in_one_place():
    names = {pattern.name for pattern in get_resolver().url_patterns if str(pattern.pattern).startswith("account/")}
    assert not [name for name in names if name is None or name.startswith(("mfa_", "usersessions_", "socialaccount"))]


def test_no_page_is_drawn_by_a_template_of_allauth(device, anna):
    for room in (*OWN, "reset", "reset/sent", "reset/1-old", "email/old"):
        drawn = [template.origin.name for template in anna.get(f"/account/{room}/").templates]
        assert not [name for name in drawn if "allauth" in name]
