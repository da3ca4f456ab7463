"""The days of a guest go along to the account they sign in to."""

from loslaten.accounts.models import Person
from loslaten.journal.models import Answers, Day


def move_days(guest: Person, person: Person, *, with_answers: bool) -> int:
    """Give the days of one to the other; of a day that both have, the places come together.

    Parameters
    ----------
    guest
        Whose they are.
    person
        Whose they become.
    with_answers
        Whether the vault came along, so that answers can still be opened; then this person had none.

    Returns
    -------
    int
        How many days there were.
    """
    there = {day.date: day for day in Day.objects.filter(person=person)}
    days = list(Day.objects.filter(person=guest))
    if with_answers:
        Answers.objects.filter(person=guest).update(person=person)
    for day in days:
        if (same := there.get(day.date)) is None:
            Day.objects.filter(pk=day.pk).update(person=person)
            continue
        Day.objects.filter(pk=same.pk).update(places=list(dict.fromkeys([*same.places, *day.places])))
        if with_answers:
            Answers.objects.filter(day=day).update(day=same)
    if not with_answers:
        Answers.objects.filter(person=guest).delete()
    return len(days)
