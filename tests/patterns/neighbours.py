"""Let somebody with so many moments move into a house: python -m tests.patterns.neighbours 0 1 5 40."""

import sys
from datetime import timedelta

import django
import numpy as np


def move_in(n_moments: int) -> str:
    """Make a person with one pattern, log as they would, and give their session and the pattern."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils.timezone import now

    from loslaten.accounts.models import Consent, Person
    from loslaten.patterns.models import Moment, Pattern
    from tests.patterns.lives import DAY, count

    chance, at = np.random.default_rng(7), now()
    person = Person.objects.create(username=f"guest-with-{n_moments}-{at.timestamp()}", is_guest=True)
    for purpose in (Consent.Purpose.INSIGHT, Consent.Purpose.KEEP_ROUNDS):
        person.agree(purpose, wording="2026-11-23", at=at)
    pattern = Pattern.objects.create(
        person=person, situation="asked", old_reaction="say_yes", protects="peace", places=["jaw", "left_shoulder"],
        sensations=["tight", "hot"], movement="drop_jaw", made_at=at - 60 * DAY, changed_at=at - 60 * DAY,
    )  # fmt: skip
    for k in range(n_moments):
        before, share = max(8 - 3 * k // 40 + int(chance.integers(-2, 2)), 0), (k + 1) / (n_moments + 15)
        path = "new" if chance.random() < share else "pause" if chance.random() < 0.3 else "old"
        Moment.objects.create(
            pattern=pattern, at=at - (n_moments - k) * 1.4 * DAY + timedelta(hours=k % 5), arrived_at=at,
            tension_before=before, path=path, tension_after=max(before - int(chance.integers(0, 4)), 0),
        )  # fmt: skip
    from loslaten.patterns import standing

    standing.recount(pattern)
    count()
    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(person.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": person.get_session_auth_hash(),
        }
    )
    session.save()
    return f"{session.session_key} {pattern.pk}"


if __name__ == "__main__":
    django.setup()
    for n in sys.argv[1:]:
        print(move_in(int(n)))  # noqa: T201 - the test reads it
