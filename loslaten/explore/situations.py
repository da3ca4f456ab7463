"""Everyday situations to try the model on: how often each comes by, and how often it turns out badly. All assumed."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Situation(NamedTuple):
    """What begins it, as life would have it in a week."""

    key: str
    name: Any  # words that wait for their language
    per_week: int
    setback: float  # chance that what one feared does happen, each time

    @property
    def one_in(self) -> int:
        """Say the same chance as it is said in words: one time in so many."""
        return round(1 / self.setback)


ORDINARY = Situation("ordinary", _("An ordinary week"), 7, 1 / 20)
SITUATIONS = (
    ORDINARY,
    Situation("boss", _("An email from your boss"), 5, 1 / 20),
    Situation("mother", _("Saying no to your mother"), 1, 1 / 3),
    Situation("night", _("Awake at three in the night"), 4, 1 / 50),
    Situation("call", _("A message: can you call me?"), 3, 1 / 10),
    Situation("mistake", _("Somebody sees your mistake"), 2, 1 / 5),
    Situation("group", _("Saying something in a full room"), 2, 1 / 20),
    Situation("silence", _("Silence at home after a remark"), 6, 1 / 8),
)
KNOWN = {situation.key: situation for situation in SITUATIONS}
