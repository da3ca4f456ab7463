"""Ten seconds: a moment is written down once, also when it waited, and nothing entered gets lost."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localtime, now

from loslaten.patterns.models import Moment, MomentNote, Pattern, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RECEIVE = "/moment/receive/"


def parcel(pattern: object, **fields: object) -> dict[str, object]:
    """What a device sends of a moment that waited."""
    pressed = (now() - timedelta(hours=5)).isoformat()
    return {"pattern": pattern, "tension_before": 8, "path": "pause", "when": "now", "key": str(uuid4()),
            "pressed_at": pressed, **fields}  # fmt: skip


def test_a_moment_in_ten_seconds(anna, make, log):
    pattern = make(anna)
    anna.post("/account/consent/insight/", {"go": "yes"})
    moment = log(anna, pattern, path="new", tension_after=3)
    assert (moment.pattern, moment.tension_before, moment.path, moment.tension_after) == (pattern, 7, "new", 3)
    page = anna.get(f"/moment/{moment.pk}/").content.decode()
    assert "Zo ging het: het nieuwe pad." in page
    assert Standing.objects.filter(pattern=pattern).exists()
    assert "7 naar 3" in anna.get(f"/patterns/{pattern.pk}/").content.decode()


def test_whoever_has_no_pattern_makes_one_on_the_way(anna):
    assert "Je hebt nog geen patroon." in anna.get("/moment/").content.decode()
    anna.post("/moment/", {"pattern": "new", "situation": "asked", "tension_before": 6, "when": "now"})
    anna.post("/moment/", {"pattern": "new", "situation": "asked", "tension_before": 4, "when": "now"})
    assert [moment.pattern for moment in Moment.objects.all()] == [Pattern.objects.get()] * 2


def test_the_pattern_used_last_comes_first(anna, make, log):
    first, second = make(anna), make(anna, situation="night")
    log(anna, first)
    page = anna.get("/moment/").content.decode()
    assert page.index(str(first.pk)) < page.index(str(second.pk))
    assert (
        f'value="{second.pk}" data-name="Ik leg te veel uit" checked'
        in anna.get(f"/moment/?pattern={second.pk}").content.decode()
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tension_before": ""}, "Hoe strak was het? Een gok van 0 tot 10 is genoeg."),
        ({"tension_before": "11"}, "Spanning loopt van 0 tot 10."),
        ({"path": "both"}, "both"),
        ({"when": "clock", "wall": "2999-01-01T10:00"}, "Dat moment moet nog komen."),
        ({"when": "clock", "wall": "1899-01-01T10:00"}, "Dat is te lang geleden"),
        ({"when": "clock", "wall": "2026-03-29T02:30"}, "Op 29 maart sloeg de klok 02:30 over."),
        ({"pattern": str(uuid4())}, "Dat patroon is intussen gewist. Het moment is er nog"),
        ({"pattern": "nonsense"}, "Dat patroon is intussen gewist. Het moment is er nog"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_entered_is_lost(anna, make, wrong, said):
    pattern = make(anna)
    sent = anna.post(
        "/moment/", {"pattern": pattern.pk, "tension_before": 7, "path": "old", "tension_after": 9, **wrong}
    )
    page = sent.content.decode()
    assert sent.status_code == 422
    assert said in page
    assert re.search(r'name="tension_after" value="9"[^>]* checked', page)
    assert not Moment.objects.exists()


def test_a_time_that_was_there_twice_is_said_once(anna, make):
    pattern = make(anna)
    wall = {"when": "clock", "wall": "2026-10-25T02:30"}
    sent = anna.post("/moment/", {"pattern": pattern.pk, "tension_before": 7, **wall}, follow=True)
    assert "Die tijd was er die nacht twee keer" in sent.content.decode()
    assert Moment.objects.get().at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_waited_comes_in_once_at_the_time_it_was_pressed(anna, make):
    sent = parcel(make(anna).pk)
    for _ in range(2):
        answer = anna.post(RECEIVE, sent)
        assert answer.json()["after"] == f"/moment/{Moment.objects.get().pk}/"
    assert (
        timedelta(hours=5) <= Moment.objects.get().arrived_at - Moment.objects.get().at < timedelta(hours=5, minutes=1)
    )


def test_a_moment_that_was_moved_is_not_sent_a_second_time(anna, make):
    first, second = make(anna), make(anna, situation="night")
    sent = parcel(first.pk)
    anna.post(RECEIVE, sent)
    moment = Moment.objects.get()
    anna.post(
        f"/moment/{moment.pk}/",
        {"pattern": second.pk, "tension_before": 5, "when": "clock", "wall": "2026-11-20T10:00"},
    )
    anna.post(RECEIVE, sent)
    assert Moment.objects.get().pattern == second


def test_two_devices_without_a_network_write_to_the_same_pattern(anna, make):
    pattern = make(anna)
    for _ in range(2):
        assert anna.post(RECEIVE, parcel(pattern.pk)).status_code == 200
    assert pattern.moments.count() == 2


def test_a_pattern_erased_meanwhile_does_not_take_the_moment_along(anna, make):
    pattern, other = make(anna), make(anna, situation="night")
    sent = parcel(pattern.pk)
    anna.post(f"/patterns/{pattern.pk}/erase/", {"go": "yes"})
    answer = anna.post(RECEIVE, sent)
    assert answer.status_code == 410
    assert "kies een ander patroon, of laat het gaan" in answer.json()["said"]
    assert anna.post(RECEIVE, {**sent, "pattern": other.pk}).status_code == 200
    assert Moment.objects.get().pattern == other


@pytest.mark.parametrize("broken", [{"key": ""}, {"key": "x"}, {"tension_before": "many"}, {"when": "never"}])
def test_a_parcel_that_cannot_be_read_stays_on_its_device(anna, make, broken):
    answer = anna.post(RECEIVE, parcel(make(anna).pk, **broken))
    assert answer.status_code == 422
    assert answer.json()["said"].startswith("Een moment van dit apparaat kon hier niet gelezen worden")
    assert not Moment.objects.exists()


@pytest.mark.parametrize("clock", ["", "yesterday", "2019-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "2026-11-23T10:00"])
def test_a_device_whose_clock_says_nothing_sensible_is_believed_to_mean_now(anna, make, clock):
    assert anna.post(RECEIVE, parcel(make(anna).pk, pressed_at=clock)).status_code == 200
    assert now() - Moment.objects.get().at < timedelta(minutes=1)


def test_without_a_network_a_moment_of_this_afternoon_can_be_told_too(anna, make):
    page = anna.get("/moment/offline/").content.decode()
    assert 'data-from="17"><input type="radio" name="when" value="afternoon"' in page
    assert 'value="clock"' not in page, "nobody is there to say that a time was skipped"
    pressed = (localtime(now()) - timedelta(days=1)).replace(hour=18)
    assert (
        anna.post(RECEIVE, parcel(make(anna).pk, when="afternoon", pressed_at=pressed.isoformat())).status_code == 200
    )
    assert localtime(Moment.objects.get().at).replace(tzinfo=None) == pressed.replace(
        hour=15, minute=0, second=0, microsecond=0, tzinfo=None
    )


def test_a_moment_that_waited_too_long_says_that_it_stands_at_another_time(anna, make):
    pattern = make(anna)
    for days, said in ((61, True), (59, False)):
        pressed = (now() - timedelta(days=days)).isoformat()
        told = anna.post(RECEIVE, parcel(pattern.pk, pressed_at=pressed)).json()["said"]
        assert ("meer dan 60 dagen hiervandaan" in told) == said


def test_a_moment_is_changed_and_the_model_counts_afresh(anna, make, log):
    pattern = make(anna)
    anna.post("/account/consent/insight/", {"go": "yes"})
    moment = log(anna, pattern)
    Standing.objects.update(due_at=None)
    page = anna.get(f"/moment/{moment.pk}/change/").content.decode()
    wall = page.split('name="wall" value="')[1].split('"')[0]
    anna.post(f"/moment/{moment.pk}/", {"pattern": pattern.pk, "tension_before": 2, "when": "clock", "wall": wall})
    changed = Moment.objects.get()
    assert (changed.tension_before, changed.at) == (2, moment.at)
    assert Standing.objects.get().due_at is not None


def test_a_moment_is_erased_with_its_note(anna, make, log, seal):
    pattern = make(anna)
    anna.post("/account/consent/insight/", {"go": "yes"})
    moment = log(anna, pattern)
    Standing.objects.update(due_at=None)
    assert seal(anna, f"/moment/{moment.pk}/note/").status_code == 200
    assert f'"page": "/moment/{moment.pk}/"' in b"".join(anna.get("/vault/notes.json").streaming_content).decode()
    anna.post(f"/moment/{moment.pk}/erase/")
    assert not Moment.objects.exists()
    assert not MomentNote.objects.exists()
    assert Standing.objects.get().due_at is not None
