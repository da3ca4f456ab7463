"""A round that was practised without a network knocks at the door: it comes in once, and as honestly as it can."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round
from loslaten.practice.sweep import sweep

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
ADDRESS = "/practice/receive/"


def parcel(**answers: object) -> dict[str, object]:
    """What a device sends of a whole round."""
    sent = {
        "key": str(uuid4()),
        "started_at": (now() - timedelta(hours=3)).isoformat().replace("+00:00", "Z"),
        "lasted_s": "94",
        "ending": "finished",
        "places": ["belly", "jaw"],
        "sensations": ["knot"],
        "tension_before": "7",
        "breath_rate": "5.8",
        "movement": "soft_belly",
        "tension_after": "4",
        "outcome": "softer",
        "signs": ["sigh"],
        "next_time": "allow",
    }
    return {name: value for name, value in {**sent, **answers}.items() if value is not None}


def send(person: Client, **answers: object) -> object:
    return person.post(ADDRESS, parcel(**answers), headers={"accept-language": "en"})


def test_annas_round_comes_in_as_she_practised_it(anna: Client):
    answer = send(anna)
    stored = Round.objects.get()
    assert answer.json()["after"] == f"/practice/{stored.pk}/after/"
    assert (stored.places, stored.tension_before, stored.tension_after) == (["belly", "jaw"], 7, 4)
    assert stored.ended_at - stored.started_at == timedelta(seconds=94)
    assert timedelta(hours=3) <= stored.arrived_at - stored.started_at < timedelta(hours=3, minutes=1)
    assert anna.get(answer.json()["after"]).status_code == 200


def test_a_round_sent_twice_is_one_round_and_the_first_one_counts(anna: Client):
    sent = parcel()
    first = anna.post(ADDRESS, sent).json()["after"]
    second = anna.post(ADDRESS, {**sent, "tension_after": "9"}).json()["after"]
    assert first == second
    assert Round.objects.get().tension_after == 4


def test_a_guest_whose_first_answer_got_lost_finds_the_same_round(anna: Client, visitor):
    sent = parcel()
    anna.post(ADDRESS, sent)
    same_phone_without_a_cookie = visitor()
    answer = same_phone_without_a_cookie.post(ADDRESS, sent)
    assert Round.objects.count() == Person.objects.count() == 1
    assert same_phone_without_a_cookie.get(answer.json()["after"]).status_code == 200


def test_a_key_of_two_days_ago_opens_nobodys_door(anna: Client, visitor):
    sent = parcel()
    after = anna.post(ADDRESS, sent).json()["after"]
    Person.objects.update(date_joined=now() - timedelta(days=2))
    stranger = visitor()
    stranger.post(ADDRESS, sent)
    assert Round.objects.count() == 2
    assert stranger.get(after).status_code == 404


def test_bram_with_annas_key_gets_a_round_of_his_own(anna: Client, bram: Client, begin):
    begin(bram)
    sent = parcel()
    annas = anna.post(ADDRESS, sent).json()["after"]
    brams = bram.post(ADDRESS, {**sent, "tension_before": "1"}).json()["after"]
    assert annas != brams
    assert bram.get(annas).status_code == 404
    assert anna.get(brams).status_code == 404


def test_a_page_that_stood_open_stays_good_when_a_round_arrives(visitor):
    phone = visitor(enforce_csrf_checks=True)
    token = phone.get(ADDRESS).json()["token"]
    assert phone.post(ADDRESS, parcel(), headers={"x-csrftoken": token}).status_code == 200
    open_page = {"guide": "short", "csrfmiddlewaretoken": token}
    assert phone.post("/practice/start/", open_page).status_code == 302


def test_a_round_without_a_token_of_this_house_is_refused(visitor):
    assert visitor(enforce_csrf_checks=True).post(ADDRESS, parcel()).status_code == 403
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("clock", "lasted_s"),
    [
        ("2031-01-01T00:00:00Z", "94"),  # years ahead
        ("1970-01-01T00:00:07.000Z", "94"),  # a battery that died
        ("+012345-01-01T00:00:00.000Z", "94"),  # as far as a browser can count
        ("0001-01-01T00:00:00+14:00", "94"),
        ("2026-02-30T12:00:00Z", "94"),
        ("yesterday, I think", "94"),
        ("2026-11-01T12:00:00", "94"),  # no zone, so no moment
        ("", ""),
        (None, None),
    ],
)
def test_a_clock_that_says_nothing_sensible_gives_the_moment_of_arrival(anna: Client, clock, lasted_s):
    before = now()
    assert send(anna, started_at=clock, lasted_s=lasted_s).status_code == 200
    stored = Round.objects.get()
    assert before <= stored.started_at <= stored.ended_at <= now()


@pytest.mark.parametrize("lasted_s", ["-7200", "864000", "1e300", "99999999999999999999999"])
def test_a_clock_that_jumped_in_the_middle_ends_no_round_before_it_began_or_in_the_future(anna: Client, lasted_s):
    assert send(anna, lasted_s=lasted_s).status_code == 200
    stored = Round.objects.get()
    assert stored.started_at <= stored.ended_at <= stored.arrived_at


def test_a_round_of_the_night_the_clock_goes_back_is_taken(anna: Client):
    moment = datetime(now().year, now().month, 1, 2, 30, tzinfo=UTC) - timedelta(days=1)
    assert send(anna, started_at=moment.isoformat(), lasted_s="60").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "mine"},
        {"key": None},
        {"key": "\x00" * 36},
        {"ending": "bored"},
        {"ending": None},
        {"places": ["belly", "tail"]},
        {"places": ["\x00"]},
        {"sensations": ["<script>"]},
        {"tension_before": "11"},
        {"tension_after": "-1"},
        {"tension_after": "9" * 5000},
        {"breath_rate": "nan"},
        {"breath_rate": "1e999"},
        {"own_breath_rate": "400"},
        {"movement": "fly"},
        {"outcome": "cured"},
        {"next_time": "x" * 4000},
        {"lasted_s": "a while"},
    ],
)
def test_what_no_device_of_ours_sends_is_refused_in_one_sentence_and_leaves_no_guest(anna: Client, wrong):
    answer = send(anna, **wrong)
    assert answer.status_code == 422
    assert answer.json()["said"].startswith("A practice from without a network could not be read here")
    assert not Round.objects.exists()
    assert not Person.objects.exists()


def test_a_place_said_twice_is_one_place(anna: Client):
    send(anna, places=["belly"] * 150)
    assert Round.objects.get().places == ["belly"]


def test_ten_megabytes_are_too_much_and_broken_letters_do_no_harm(anna: Client):
    kind = "application/x-www-form-urlencoded"
    assert anna.post(ADDRESS, "places=" + "x" * 10_000_000, content_type=kind).status_code == 413
    assert anna.post(ADDRESS, b"places=%ff%fe&key=%c3%28", content_type=kind).status_code == 422
    assert not Round.objects.exists()


def test_nothing_answered_is_a_round_too(anna: Client):
    blank = dict.fromkeys(set(parcel()) - {"key", "started_at", "lasted_s", "ending"})
    assert send(anna, **blank, ending="stopped").status_code == 200
    stored = Round.objects.get()
    assert (stored.tension_before, stored.places, stored.ending) == (None, [], "stopped")


def test_a_round_that_arrives_late_is_kept_a_day_from_its_arrival(anna: Client):
    send(anna, started_at=(now() - timedelta(days=5)).isoformat())
    sweep(at=now())
    assert Round.objects.exists()
    sweep(at=now() + timedelta(hours=24))
    assert not Round.objects.exists()
    assert not Person.objects.exists()


def test_whoever_keeps_their_rounds_is_still_known_next_month(anna: Client, begin):
    person = begin(anna).person
    person.agree(Consent.Purpose.KEEP_ROUNDS, wording="2026-11", at=now())
    send(anna)
    assert anna.session.get_expiry_age() > timedelta(days=300).total_seconds()


def test_the_token_is_never_kept_in_between(anna: Client):
    assert "no-store" in anna.get(ADDRESS)["Cache-Control"]
