"""People whose moments are told in a test, without a page in between."""

from datetime import UTC, datetime, timedelta

import numpy as np
from django.utils.timezone import now

from loslaten.accounts.models import Consent, Person
from loslaten.patterns import fit, standing
from loslaten.patterns.models import Moment, Pattern, Practised
from loslaten.practice.models import Round

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
INSIGHT = Consent.Purpose.INSIGHT


def somebody(name="anna", *, asks=True):
    person = Person.objects.create(username=name)
    if asks:
        person.agree(INSIGHT, wording="2026-11-23", at=AT)
    return person


def card(person):
    return Pattern.objects.create(person=person, made_at=AT, changed_at=AT)


def log(pattern, at, before=5, path="old", after=None):
    """Write a moment down as the page does: the row, and what is known of it, together."""
    moment = Moment.objects.create(
        pattern=pattern, at=at, arrived_at=at, tension_before=before, path=path, tension_after=after
    )
    standing.take_in(pattern, moment)
    return moment


def practise(pattern, at, before=6, after=4, ending="finished", **more):
    """Practise a round with a pattern, without telling the pattern that it has ended."""
    practised = Round.objects.create(
        person=pattern.person, guide_slug="short", started_at=at, arrived_at=at, ended_at=at + timedelta(minutes=5),
        ending=ending, tension_before=before, tension_after=after, **more,
    )  # fmt: skip
    return Practised.objects.create(round=practised, pattern=pattern)


def count():
    """Let the work loop do what is due."""
    return fit.count_due(at=now())


def known(pattern):
    """Take up what is known of a pattern, as it is stored."""
    pattern.standing.refresh_from_db()
    return standing.load(pattern.standing)


def numbers(posterior):
    """Lay everything a posterior holds in one row, to set two beside each other."""
    arrays = [
        *posterior.tension[1:5], *posterior.choice, *posterior.outcome, posterior.recent,
        *(array for trace in posterior.traces.values() for array in (*trace.habits, trace.past)),
        *(path for each in posterior.mechanisms.values() for path in each.habits),
        *(each.memory.safety for each in posterior.mechanisms.values()),
    ]  # fmt: skip
    return np.concatenate([np.ravel(array) for array in arrays])


def assert_counted(pattern):
    """See that nothing waits, that every row was taken in, and that counting from the start gives the same."""
    stored = known(pattern)
    assert pattern.standing.due_at is None
    assert standing.is_whole(pattern.standing)
    np.testing.assert_allclose(numbers(stored), numbers(fit.replayed(fit.rows(pattern))), rtol=0, atol=1e-9)
