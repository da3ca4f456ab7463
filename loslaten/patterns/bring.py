"""The patterns of a guest go along to the account they sign in to."""

from loslaten.accounts.models import Person
from loslaten.patterns import standing
from loslaten.patterns.models import MomentNote, Pattern, PatternWords


def move_patterns(guest: Person, person: Person, *, with_words: bool) -> int:
    """Give the patterns of one to the other, with their moments.

    Parameters
    ----------
    guest
        Whose they are.
    person
        Whose they become.
    with_words
        Whether the vault came along, so that words and notes can still be opened.

    Returns
    -------
    int
        How many patterns there were.
    """
    for sealed in (PatternWords, MomentNote):
        some = sealed._default_manager.filter(person=guest)
        if with_words:
            some.update(person=person)
        else:
            some.delete()
    moved = Pattern.objects.filter(person=guest).update(person=person)
    standing.keep_to(person)
    return moved
