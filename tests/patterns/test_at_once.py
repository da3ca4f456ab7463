"""Two presses at one instant, and two devices on one moment: what happens between looking and writing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loslaten.patterns.models import Moment, Pattern, Practised
from loslaten.practice.models import Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = {"tension_before": 3, "when": "clock", "wall": "2026-11-20T10:00"}


@pytest.fixture
def meanwhile():
    """Let something else happen once, at the last moment before a request begins to write."""

    def happening(what: Callable[[], object]):
        waiting = [what]

        def wrapper(execute, sql, params, many, context):
            if waiting and sql.startswith(("SAVEPOINT", "INSERT")):
                waiting.pop()()
            return execute(sql, params, many, context)

        return connection.execute_wrapper(wrapper)

    return happening


@pytest.mark.parametrize("with_pattern", [True, False])
def test_a_round_begun_twice_at_one_instant_is_one_round(anna, make, meanwhile, with_pattern):
    pattern = make(anna)
    address = f"/patterns/{pattern.pk}/practise/" if with_pattern else "/practice/start/"
    with meanwhile(lambda: anna.post(address, {"guide": "short"})):
        sent = anna.post(address, {"guide": "short"})
    assert sent["Location"] == f"/practice/{Round.objects.get().pk}/notice/"
    assert Practised.objects.count() == with_pattern


def test_a_pattern_made_twice_at_one_instant_is_one_pattern(anna, make, meanwhile):
    make(anna)
    fields = {"key": str(uuid4()), "situation": "asked"}
    with meanwhile(lambda: anna.post("/patterns/new/", fields)):
        sent = anna.post("/patterns/new/", fields)
    assert sent["Location"] == f"/patterns/{fields['key']}/body/"
    assert Pattern.objects.filter(situation="asked").count() == 1


@pytest.mark.parametrize("gone", ["moment", "pattern"])
def test_a_moment_erased_on_another_device_does_not_come_back_by_changing_it(anna, make, log, meanwhile, gone):
    pattern, other = make(anna), make(anna, situation="night")
    moment = log(anna, pattern)
    with meanwhile((moment if gone == "moment" else pattern).delete):
        assert anna.post(f"/moment/{moment.pk}/", {"pattern": other.pk, **LATER}).status_code == 404
    assert not Moment.objects.exists()


def test_a_moment_put_with_something_else_again_and_again_makes_one_card(anna, make, log):
    moment = log(anna, make(anna))
    for _ in range(3):
        assert anna.post(f"/moment/{moment.pk}/", {"pattern": "new", **LATER}).status_code == 302
    assert Pattern.objects.count() == 2


def test_one_moment_is_a_few_questions_and_one_time_of_writing(anna, make, log):
    from tests.patterns.lives import count

    pattern = make(anna)
    anna.post("/practice/keep/", {"go": "yes"})
    assert asked(anna, pattern) <= 5
    anna.post("/account/consent/insight/", {"go": "yes"})
    count()
    assert asked(anna, pattern) <= 7


def asked(somebody, pattern) -> int:
    with CaptureQueriesContext(connection) as queries:
        sent = somebody.post("/moment/", {"pattern": pattern.pk, "tension_before": 7, "when": "now", "key": uuid4()})
    assert sent.status_code == 302
    said = [query["sql"].split()[0] for query in queries]
    assert said.count("SAVEPOINT") == 1, "in a test a transaction is one"
    return len(said) - said.count("SAVEPOINT") - said.count("RELEASE")
