"""One of several processes that write Anna's moments down at once, or count them: python -m tests.patterns.several."""

import sys

import django

N_MOMENTS = 24


def act(part):
    """Begin, be one of three who write, be the one who counts, or see how it ended."""
    from django.db import connection, transaction
    from django.utils.timezone import now

    from loslaten.patterns import fit
    from loslaten.patterns.models import Pattern
    from tests.patterns.lives import AT, DAY, assert_counted, card, count, known, log, somebody

    try:
        if part == "begin":
            log(card(somebody("anna-of-many")), AT, 5)
            count()
            return
        pattern = Pattern.objects.select_related("person").get(person__username="anna-of-many")
        if part == "work":
            for _ in range(10):
                count()
        elif part == "end":
            fit.look_over(at=now())
            count()
            assert known(pattern).n_moments == N_MOMENTS
            assert_counted(pattern)
        else:
            for k in range(int(part), N_MOMENTS, 3):
                with transaction.atomic():
                    log(pattern, AT + k * DAY, k % 11, "new")
    finally:
        connection.close()


if __name__ == "__main__":
    django.setup()
    act(sys.argv[1])
