"""A moment that waits on a device belongs to who wrote it down; whoever else is there does not get it."""

import re

import pytest

from loslaten.patterns.models import Moment
from tests.accounts.people import sign_in, sign_up
from tests.patterns.test_moments import RECEIVE, parcel

pytestmark = pytest.mark.django_db


def marked(somebody) -> str:
    """Read the mark that the page puts with what is written down on it."""
    return re.search(r'name="whose" value="(\w*)"', somebody.get("/moment/").content.decode())[1]


def send(somebody, pattern="new", **fields):
    return somebody.post(RECEIVE, parcel(pattern, **fields))


def test_annas_moment_waits_for_anna_on_a_device_bram_uses_too(anna, bram, visitor, make):
    sign_up(anna)
    sign_up(bram, "Bram")
    whose, pattern = marked(anna), make(anna)
    assert whose != marked(bram)
    for other in (bram, visitor()):
        answer = send(other, pattern.pk, whose=whose)
        assert answer.status_code == 409
        assert answer.json()["said"].startswith("Dit moment is van iemand die hier nu niet is ingelogd.")
        page = other.post("/moment/", {**parcel("new"), "whose": whose})
        assert (page.status_code, "van iemand die hier nu niet" in page.content.decode()) == (422, True)
    assert not Moment.objects.exists()
    assert send(anna, pattern.pk, whose=whose).status_code == 200
    assert Moment.objects.get().pattern == pattern


def test_a_guest_is_this_browser_also_before_and_after_its_session(anna, bram, visitor):
    assert marked(anna) == ""
    assert send(anna, whose="").status_code == 200
    guest = marked(anna)
    assert guest
    assert send(anna, whose="").status_code == 200, "the page was drawn before the house knew anybody"
    assert send(visitor(), whose=guest).status_code == 200, "the session was over"
    sign_up(bram, "Bram")
    assert send(bram, whose=guest).status_code == 409


def test_what_a_guest_left_waiting_comes_along_into_the_account(anna, bram, make):
    make(anna)
    guest = marked(anna)
    sign_up(anna)
    assert send(anna, whose=guest).status_code == 200, "the guest became the account"
    make(bram)
    brams = marked(bram)
    sign_in(bram)
    assert send(bram, whose=brams).status_code == 200, "the guest was brought into it"
    assert f'data-whose="{marked(bram)} {brams}"' in bram.get("/moment/").content.decode()


def test_the_page_that_is_kept_on_a_device_belongs_to_nobody(anna, make):
    make(anna)
    assert "data-whose" not in anna.get("/moment/offline/").content.decode()
