"""Nothing of a guest is kept for a day, unless they say so."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from loslaten.accounts.models import Consent, Person
from loslaten.practice.models import Round
from loslaten.practice.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)
QUESTION = "/account/consent/keep_rounds/"


def test_a_guest_who_said_nothing_is_gone_within_a_day(anna, begin):
    begin(anna)
    assert sweep(at=now() + 23 * HOUR) == (0, 0, 0)
    swept = sweep(at=now() + 24 * HOUR)
    assert (swept.rounds, swept.guests, swept.sessions) == (1, 1, 1)
    assert (Round.objects.count(), Person.objects.count(), Session.objects.count()) == (0, 0, 0)


def test_a_guest_who_said_keep_finds_everything_back(anna, begin):
    practised = begin(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    assert sweep(at=now() + 300 * 24 * HOUR).rounds == 0
    assert anna.get(f"/practice/{practised.pk}/notice/").status_code == 200


def test_bram_did_not_say_keep_because_anna_did(anna, bram, begin):
    begin(anna)
    begin(bram)
    anna.post("/practice/keep/", {"go": "yes"})
    assert sweep(at=now() + 24 * HOUR)[:2] == (1, 1)
    assert Round.objects.get().person.agrees_to(Consent.Purpose.KEEP_ROUNDS)


def test_taking_back_the_yes_erases_what_was_kept_at_once_but_not_the_round_one_is_in(anna, begin):
    practised = begin(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    anna.post(f"/practice/{practised.pk}/notice/", {"go": "stop"})
    begun = begin(anna, "short")
    long_ago = begin(anna, "full")
    Round.objects.filter(pk=long_ago.pk).update(arrived_at=now() - 30 * HOUR)
    said = anna.post(QUESTION, {"go": "no"}, follow=True).content.decode()
    assert "2 oefeningen zijn gewist" in said
    assert list(Round.objects.values_list("pk", flat=True)) == [begun.pk]
    consent = Consent.objects.get()
    assert consent.withdrawn_at >= consent.given_at


def test_yes_twice_is_one_consent_and_a_new_yes_after_a_no_is_a_new_row(anna, begin):
    begin(anna)
    for go in ("yes", "yes", "no", "yes"):
        anna.post(QUESTION, {"go": go})
    assert Consent.objects.filter(withdrawn_at=None).count() == 1
    assert Consent.objects.count() == 2


def test_a_round_in_progress_survives_the_sweep_of_an_older_one(anna, begin):
    begin(anna)
    Person.objects.update(date_joined=now() - 30 * HOUR)
    Round.objects.update(arrived_at=now() - 30 * HOUR)
    fresh = begin(anna, "short")
    assert sweep(at=now())[:2] == (1, 0)
    assert anna.get(f"/practice/{fresh.pk}/notice/").status_code == 200


def test_a_hundred_thousand_rows_do_not_make_the_sweep_forget_anyone(anna, bram, begin):
    keeper = begin(anna).person
    anna.post("/practice/keep/", {"go": "yes"})
    passer = begin(bram).person
    long_ago = now() - 48 * HOUR
    row = {"guide_slug": "short", "started_at": long_ago, "arrived_at": long_ago}
    Round.objects.bulk_create([Round(person=person, **row) for person in (keeper, passer) for _ in range(2000)])
    assert sweep(at=now()).rounds == 2000
    assert keeper.rounds.count() == 2001


def test_the_demonstration_invents_the_same_person_once(settings, client):
    from django.core.management import call_command

    settings.DEMO = True
    for _ in range(2):
        call_command("demo", verbosity=0)
    person = Person.objects.get(username="demo")
    assert 20 <= person.rounds.count() <= 50
    assert all(r.tension_before in range(11) for r in person.rounds.all())
    assert sweep(at=now()) == (0, 0, 0)
    client.force_login(person)
    page = client.get("/insight/").content.decode()
    assert "Je luisterde" in page
    assert "Hoe gespannen het was, heeft het model uitgerekend; de rest is verzonnen." in page


def test_the_demonstration_never_enters_a_real_house(settings):
    from django.core.management import CommandError, call_command

    settings.DEMO = False
    with pytest.raises(CommandError, match="LOSLATEN_DEMO"):
        call_command("demo")
    assert Person.objects.count() == 0
