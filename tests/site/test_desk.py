"""A host comes to the desk, and nobody else; what people practise is not on it."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import check_password
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.practice.models import Round
from loslaten.work.models import Duty
from tests.hosts import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.urls("tests.site.desk_urls")]
DUTIES = "work/duty/"
PAGES = ["", "accounts/", "accounts/person/", "work/", DUTIES]


@pytest.fixture
def signed_in(visitor):
    def sign_in(*, staff, minutes_ago=0.0, name="hanna"):
        client = visitor()
        person = Person.objects.create_user(name, is_staff=staff)
        client.force_login(person)
        session = client.session
        record_authentication(SimpleNamespace(session=session), person, method="password", reauthenticated=True)
        session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] -= minutes_ago * 60
        session.save()
        return client

    return sign_in


@pytest.fixture
def desk(signed_in):
    return signed_in(staff=True)


@pytest.mark.parametrize("room", [*PAGES, "login/", "nowhere/", "accounts/person/1/change/"])
def test_the_desk_is_not_there_for_a_stranger_a_guest_or_a_person(visitor, signed_in, begin, room):
    guest = visitor()
    begin(guest)
    for somebody in (visitor(), guest, signed_in(staff=False)):
        assert somebody.get(f"/desk/{room}").status_code == 404


def test_without_a_wish_of_the_host_there_is_no_desk(settings, desk):
    settings.ROOT_URLCONF = "loslaten.site.urls"
    for page in ("/desk/", "/admin/"):
        assert desk.get(page).status_code == 404


def test_a_host_who_said_who_they_are_long_ago_is_asked_again(signed_in):
    answer = signed_in(staff=True, minutes_ago=6).get("/desk/accounts/person/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fdesk%2Faccounts%2Fperson%2F")


@pytest.mark.parametrize("room", PAGES)
def test_a_host_sees_the_desk_under_the_same_strict_policy(desk, room):
    answer = desk.get(f"/desk/{room}")
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=\"|<script(?![^>]*\b(src|type=\"application/json\")=?)", answer.text)


def test_nothing_that_anybody_practised_is_on_the_desk_not_even_before_it_is_erased(desk, anna, begin):
    practised = begin(anna)
    Round.objects.update(places=["belly"], tension_before=7, movement="drop_jaw", ended_at=now(), ending="finished")
    person = practised.person
    pages = [desk.get("/desk/accounts/person/"), desk.get(f"/desk/accounts/person/{person.pk}/change/"),
             desk.get(f"/desk/accounts/person/{person.pk}/delete/")]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        assert person.username in page.text
        assert not re.search(r"belly|drop_jaw|keep_rounds|" + str(practised.pk), page.text)


def test_a_host_lets_somebody_in_no_longer_and_that_browser_is_out(desk, signed_in):
    annas = signed_in(staff=False, name="anna")
    person = Person.objects.get(username="anna")
    assert desk.post(f"/desk/accounts/person/{person.pk}/change/", {}).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    assert "_auth_user_id" in annas.session
    assert not annas.get("/desk/").wsgi_request.user.is_authenticated


def test_what_a_host_erases_is_gone_and_no_history_keeps_the_name(desk, anna, begin):
    person = begin(anna).person
    assert desk.post(f"/desk/accounts/person/{person.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Person.objects.filter(pk=person.pk)
    assert not Round.objects.count()
    assert not LogEntry.objects.count()


def test_the_list_asks_as_much_for_a_hundred_people_as_for_one(desk, django_assert_max_num_queries):
    for number in range(90):
        Person.objects.create(username=f"person {number}").agree("keep_rounds", wording="2026-11", at=now())
    with django_assert_max_num_queries(8):
        assert "person 89" in desk.get("/desk/accounts/person/").text


def test_a_host_cannot_erase_or_lock_out_themselves(desk):
    host = Person.objects.get(username="hanna")
    assert desk.post(f"/desk/accounts/person/{host.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post("/desk/accounts/person/", {"action": "delete_selected", "_selected_action": host.pk, "post": "yes"})
    assert desk.post(f"/desk/accounts/person/{host.pk}/change/", {}).status_code == 403
    host.refresh_from_db()
    assert host.is_active


def test_a_host_sees_the_duties_and_can_change_none(desk):
    duty = Duty.objects.create(name="back up", due_at=now())
    assert "back up" in desk.get(f"/desk/{DUTIES}").text
    assert desk.post(f"/desk/{DUTIES}{duty.pk}/change/", {"name": "x"}).status_code == 403
    assert desk.post(f"/desk/{DUTIES}{duty.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_host_is_made_with_a_passphrase_and_can_be_ended(host):
    def ask(*words, typed=""):
        command = [sys.executable, "manage.py", "host", *words]
        return subprocess.run(command, cwd=ROOT, env=host.environment, input=typed, capture_output=True, text=True)

    assert ask("hanna", typed="soft rain over the hills\n").stdout == "hanna is a host.\n"
    [(kept, staff)] = host.sql("SELECT password, is_staff FROM accounts_person WHERE username = 'hanna'")
    assert check_password("soft rain over the hills", kept)
    assert staff
    assert ask("hanna", "--end").stdout == "hanna is no longer a host.\n"
    assert host.sql("SELECT is_staff FROM accounts_person WHERE username = 'hanna'") == [(False,)]
    assert "A guest cannot be a host" in ask("anna").stderr
    assert ask("nobody", "--end").returncode == 1
