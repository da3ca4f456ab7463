"""Every answer of the house, to whoever asks, says what a browser may do with it and who may keep it."""

import http.client
import re
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import URLPattern, get_resolver
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.practice.models import Round
from loslaten.site.headers import HEADERS
from tests.conftest import House

pytestmark = [pytest.mark.django_db]
VALUES = {"language": "nl", "uuid": str(uuid4()), "int": "1", "slug": "letters", "str": "notice", "date": "2026-11-20"}
WHO = ["stranger", "guest", "person", "staff"]


def addresses(resolver=None, before=""):
    """Walk every pattern of the map, with a value for each of its places."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + re.sub(r"<(?:(\w+):)?\w+>", lambda kind: VALUES[kind[1] or "str"], str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield "/" + re.sub(r"[\^$]|\\Z", "", address)
        else:
            yield from addresses(pattern, address)


@pytest.fixture
def visit(visitor, begin):
    """Come in as somebody, who has practised unless they are a stranger."""

    def come_in(who):
        client = visitor(raise_request_exception=False)
        if who == "guest":
            begin(client)
        elif who != "stranger":
            client.force_login(Person.objects.create_user(who, is_staff=who == "staff"))
            begin(client)
        return client

    return come_in


def look_at(answer, address):
    said = {name: answer.headers.get(name) for name in HEADERS}
    assert said == HEADERS, address
    for cookie in answer.cookies.values():
        if cookie["max-age"] != 0:  # it is taken away
            look_at_cookie(cookie, address)


def look_at_cookie(cookie, address):
    assert cookie["samesite"] == "Lax", address
    # The page itself turns the light, and shows the choice that was made last.
    assert cookie["httponly"] or cookie.key in {"light", "contrast", "motion"}, address


@pytest.mark.parametrize("who", WHO)
def test_every_page_says_to_everybody_what_a_browser_may_do(visit, who):
    somebody = visit(who)
    found = sorted(set(addresses()))
    assert len(found) > 20
    for address in found:
        look_at(somebody.get(address), address)
        look_at(somebody.post(address, {"x": "y"}), address)


@pytest.mark.parametrize("who", WHO[1:])
def test_what_is_drawn_for_somebody_is_kept_by_nobody(visit, visitor, who):
    somebody = visit(who)
    practised = Round.objects.get()
    stranger = visitor()
    seen = 0
    for address in sorted({each.replace(VALUES["uuid"], str(practised.pk)) for each in addresses()}):
        answer = somebody.get(address)
        if answer.status_code == 200 and "no-store" in answer.get("Cache-Control", ""):
            seen += 1
        elif answer.status_code == 200 and "html" in answer["Content-Type"]:
            # Then it was not drawn for them: a stranger reads the same.
            assert read(answer) == read(stranger.get(address)), address
    assert seen > 15
    Round.objects.update(ended_at=now(), ending="finished")
    assert "no-store" in somebody.get(f"/practice/{practised.pk}/after/")["Cache-Control"]


def read(answer) -> bytes:
    """Read a page, but for its key against forged forms."""
    return re.sub(rb'value="\w{64}"', b"", b"".join(answer))


def test_no_shared_cache_keeps_a_page_with_a_key_against_forged_forms(visitor):
    for address in ("/", "/help/", "/settings/"):
        answer = visitor().get(address)
        assert not answer.cookies or "private" in answer["Cache-Control"]


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True, LANGUAGE_COOKIE_SECURE=True)
def test_over_https_every_cookie_is_secure(visitor):
    somebody = visitor()
    answers = [
        somebody.post("/practice/start/", {"guide": "short"}, secure=True),
        somebody.post("/settings/setlang/", {"language": "en"}, secure=True),
        somebody.post("/settings/appearance/", {"light": "nacht"}, secure=True),
        somebody.get("/", secure=True),
    ]
    cookies = [cookie for answer in answers for cookie in answer.cookies.values()]
    assert {"sessionid", "language", "light"} <= {cookie.key for cookie in cookies}
    assert all(cookie["secure"] for cookie in cookies)


def ask(house: House, verb: str, address: str, **headers: str):
    connection = http.client.HTTPConnection("localhost", house.port, timeout=20)
    try:
        connection.request(verb, address, headers=headers)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer


@pytest.mark.parametrize(
    ("verb", "address", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/nowhere/", 404),
        ("PUT", "/", 403),
        ("GET", "{static}site/base.css", 200),
        ("HEAD", "{static}site/base.css", 200),
        ("GET", "{static}nowhere.css", 404),
        ("GET", "{static}../../settings.py", 404),
        ("POST", "{static}site/base.css", 405),
        ("GET", "/static/another-tree/site/base.css", 404),
    ],
)
def test_files_and_refusals_that_no_page_of_ours_made_say_it_too(house, settings, verb, address, status):
    answer = ask(house, verb, address.format(static=settings.STATIC_URL))
    assert answer.status == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Server"] is None


def test_a_visitor_of_the_real_house_gets_cookies_that_no_script_reads(house):
    answer = ask(house, "GET", "/")
    for line in answer.headers.get_all("Set-Cookie") or []:
        for cookie in SimpleCookie(line).values():
            look_at_cookie(cookie, "/")
