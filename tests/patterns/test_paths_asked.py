"""Anna says yes to seeing her paths, practises, erases and takes it back; Bram sees none of it."""

import pytest
from django.utils.timezone import now

from loslaten.patterns import fit, standing
from loslaten.patterns.models import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
STEPS = {
    "notice": {"tension_before": 7}, "welcome": {}, "breathe": {}, "soften": {"movement": "walk"},
    "look_back": {"tension_after": 4},
}  # fmt: skip


def say(somebody, pattern, word):
    return somebody.post(f"/patterns/{pattern.pk}/paths/", {"go": word})


def known(pattern):
    fit.count_due(at=now())
    return standing.load(Standing.objects.get(pattern=pattern)).n_moments


def practise(somebody, pattern, *, until="look_back"):
    """Practise a short round with a pattern, step by step, and give its address."""
    address = somebody.post(f"/patterns/{pattern.pk}/practise/", {"guide": "short"})["Location"].rsplit("/", 2)[0]
    for step, answers in STEPS.items():
        last = step == until
        somebody.post(f"{address}/{step}/", {**answers, "go": "stop" if last and until != "look_back" else "next"})
        if last:
            return address
    raise AssertionError(until)


def test_the_question_is_answered_on_the_page_and_a_yes_counts_what_was_there(anna, make, log):
    pattern = make(anna)
    for _ in range(3):
        log(anna, pattern, path="new")
    page = anna.get(f"/patterns/{pattern.pk}/").content.decode()
    assert "Mogen we uit je oefeningen en momenten halen wat opvalt" in page
    assert not Standing.objects.exists()
    assert say(anna, pattern, "no")["Location"] == f"/patterns/{pattern.pk}/"
    assert not Standing.objects.exists()
    say(anna, pattern, "yes")
    assert "Dit wordt net geteld" in anna.get(f"/patterns/{pattern.pk}/").content.decode()
    assert known(pattern) == 3
    assert "na nog 2 keer" in anna.get(f"/patterns/{pattern.pk}/").content.decode()


def test_a_round_counts_when_it_ends_and_no_longer_when_it_is_erased(anna, make, log):
    pattern = make(anna)
    log(anna, pattern, path="old")
    say(anna, pattern, "yes")
    assert known(pattern) == 1
    address = practise(anna, pattern)
    assert Standing.objects.get().due_at is None
    assert known(pattern) == 2
    after = anna.get(f"{address}/after/").content.decode()
    assert "Deze oefening telt mee bij" in after
    assert f'href="/patterns/{pattern.pk}/"' in after
    practise(anna, pattern, until="soften")
    assert known(pattern) == 3
    anna.post(f"{address}/erase/")
    assert Standing.objects.get().due_at is not None
    assert known(pattern) == 2


def test_a_round_without_a_pattern_says_nothing_of_patterns(anna, begin):
    practised = begin(anna, "short")
    anna.post(f"/practice/{practised.pk}/notice/", {"tension_before": 5, "go": "stop"})
    assert "telt mee bij" not in anna.get(f"/practice/{practised.pk}/after/").content.decode()


def test_who_keeps_no_longer_is_counted_without_what_went(anna, make, log, seal):
    pattern = make(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    seal(anna, f"/patterns/{pattern.pk}/words/")
    say(anna, pattern, "yes")
    log(anna, pattern, path="old")
    practise(anna, pattern)
    assert known(pattern) == 2
    anna.post("/account/consent/keep_rounds/", {"go": "no"})
    assert Standing.objects.exclude(due_at=None).exists()
    assert known(pattern) == 0


def test_taking_the_yes_back_erases_at_once_and_leaves_the_list(anna, make, log):
    pattern = make(anna)
    say(anna, pattern, "yes")
    log(anna, pattern, path="old")
    assert known(pattern) == 1
    anna.post("/account/consent/insight/", {"go": "no"})
    assert not Standing.objects.exists()
    log(anna, pattern, path="old")
    page = anna.get(f"/patterns/{pattern.pk}/").content.decode()
    assert page.count("het oude pad") >= 2
    assert "Mogen we uit je oefeningen en momenten halen wat opvalt" in page
    anna.post("/account/consent/insight/", {"go": "yes"})
    assert known(pattern) == 2


def test_bram_answers_nothing_for_anna(anna, bram, make):
    pattern, brams = make(anna), make(bram)
    assert say(bram, pattern, "yes").status_code == 404
    assert bram.get(f"/patterns/{brams.pk}/paths/").status_code == 405
    assert not pattern.person.agrees_to(standing.INSIGHT)


def test_erasing_a_pattern_erases_what_is_known_of_it(anna, make, log):
    pattern = make(anna)
    say(anna, pattern, "yes")
    log(anna, pattern, path="old")
    assert known(pattern) == 1
    anna.post(f"/patterns/{pattern.pk}/erase/", {"go": "yes"})
    assert not Standing.objects.exists()
