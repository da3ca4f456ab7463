"""What a person writes down: three questions, once a day at most."""

import datetime as dt
from uuid import uuid4

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person, Sealed


class Day(models.Model):
    """The three questions of one day: where it was felt, plain; the other two answers lie sealed beside it.

    With answers it is kept as long as notes may be kept, without as long as rounds may; otherwise for a day.
    """

    keeps_a_guest = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="days")
    # The day as the clock of this house says it.
    date = models.DateField()
    places = models.JSONField(default=list, blank=True)
    written_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("day")
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["person", "date"], name="three_questions_once_a_day")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    @classmethod
    def begun(cls, person: Person, of: dt.date, *, at: dt.datetime) -> "Day":
        """Find or make this day; two tabs at once find one."""
        return cls.objects.get_or_create(person=person, date=of, defaults={"written_at": at})[0]

    def is_today(self, *, at: dt.datetime) -> bool:
        """Say whether this is the day that it is now, in this house."""
        return self.date == localdate(at)


class Answers(Sealed):
    """What somebody answered to the other two questions of a day, in one box; it goes when the day goes."""

    about = "day"
    page = "questions_of"
    page_of = "day__date"

    day = models.OneToOneField(Day, on_delete=models.CASCADE, related_name="answers")
