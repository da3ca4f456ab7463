"""A pattern of a guest who said nothing is gone within a day; what is kept stays, and a no takes it along."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from loslaten.accounts.models import Person, Vault
from loslaten.patterns import fit, standing
from loslaten.patterns.models import Moment, MomentNote, Pattern, PatternWords
from loslaten.patterns.paths_page import latest_used, record_of
from loslaten.site.bring import HouseAdapter
from loslaten.site.duties import let_go
from loslaten.site.unasked import unasked
from tests.patterns.lives import AT, DAY, count, known, practise

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def backups_elsewhere(settings, tmp_path):
    settings.BACKUPS = tmp_path


def left() -> tuple[int, int, int]:
    return Pattern.objects.count(), Moment.objects.count(), Person.objects.count()


def left_out_of_a_copy() -> set[object]:
    return {row for rows in unasked(at=now()) for row in rows}


def test_a_guest_who_said_nothing_is_gone_within_a_day(anna, make, log, told):
    pattern = make(anna)
    moment = log(anna, pattern)
    assert {pattern, moment, pattern.person} <= left_out_of_a_copy()
    let_go(now() + 23 * HOUR)
    assert left() == (1, 1, 1)
    let_go(now() + 24 * HOUR)
    assert left() == (0, 0, 0)
    assert "INFO Let go of 1 patterns and 1 moments" in told


def test_what_is_kept_is_there_after_a_year(anna, make, log):
    pattern = make(anna)
    moment = log(anna, pattern)
    anna.post("/practice/keep/", {"go": "yes"})
    assert not {pattern, moment, pattern.person} & left_out_of_a_copy()
    let_go(now() + 300 * 24 * HOUR)
    assert left() == (1, 1, 1)


def test_words_of_ones_own_keep_a_card_but_not_its_moments(anna, make, log, seal):
    pattern = make(anna)
    log(anna, pattern)
    seal(anna, f"/patterns/{pattern.pk}/words/")
    let_go(now() + 24 * HOUR)
    assert left() == (1, 0, 1)
    assert anna.get(f"/patterns/{pattern.pk}/").status_code == 200


def test_a_note_keeps_its_moment_and_the_card_it_stands_with(anna, make, log, seal):
    moment = log(anna, make(anna))
    seal(anna, f"/moment/{moment.pk}/note/")
    let_go(now() + 24 * HOUR)
    assert left() == (1, 1, 1)


def test_a_no_takes_patterns_and_moments_along_and_says_how_many(anna, make, log):
    pattern = make(anna)
    log(anna, pattern)
    anna.post("/practice/keep/", {"go": "yes"})
    page = anna.get("/account/consent/keep_rounds/").content.decode()
    assert "<dt>Patronen</dt><dd>1</dd><dt>Momenten</dt><dd>1</dd>" in page
    answer = anna.post("/account/consent/keep_rounds/", {"go": "no"}, follow=True)
    assert "Ook gewiste patronen: 1, en momenten: 1." in answer.content.decode()
    assert left() == (0, 0, 1)


@pytest.mark.parametrize("with_vault", [True, False])
def test_the_patterns_of_a_browser_go_along_into_the_account(anna, make, log, seal, with_vault):
    moment = log(anna, make(anna))
    anna.post("/practice/keep/", {"go": "yes"})
    seal(anna, f"/moment/{moment.pk}/note/")
    account = Person.objects.create(username="annas")
    if with_vault:
        Vault.objects.create(person=account, version=1, check_box="1.x", made_at=now())
    HouseAdapter().bring(moment.pattern.person, account)
    assert left() == (1, 1, 1)
    assert account.patterns.get().moments.get() == moment
    assert MomentNote.objects.filter(person=account).count() == (not with_vault)
    assert account.agrees_to("keep_rounds")
    assert not PatternWords.objects.exists()


@pytest.mark.parametrize("how", ["a no", "a day"])
def test_what_was_learnt_of_rounds_goes_with_them_also_where_own_words_keep_the_card(anna, make, seal, how):
    pattern = make(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    anna.post("/account/consent/insight/", {"go": "yes"})
    seal(anna, f"/patterns/{pattern.pk}/words/")
    for day in range(3):
        standing.take_in(pattern, practise(pattern, AT + day * DAY))
    count()
    assert record_of(latest_used(pattern.person)).n == 2
    if how == "a no":
        anna.post("/account/consent/keep_rounds/", {"go": "no"})
    else:
        pattern.person.withdraw("keep_rounds", at=now())
        let_go(now() + 24 * HOUR)
    assert left() == (1, 0, 1)
    assert record_of(latest_used(pattern.person)) is None
    assert bytes(pattern.standing.posterior) == b""
    assert fit.count_due(at=now() + 25 * HOUR) == 1
    assert known(pattern).n_moments == 0
