"""What the house does by itself, one row for each, so that several workers share it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(hours=1)


class Duty(models.Model):
    """Something that is done again and again; who takes it pushes ``due_at`` ahead, and so has it alone for a while."""

    of_the_house = True  # its rows tell nothing of anybody

    name = models.CharField(max_length=32, unique=True)
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)
    last_done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")

    def __str__(self) -> str:
        return self.name

    def renew(self, until: datetime) -> bool:
        """Have it for longer; not when the lease ended and somebody else took it."""
        return self.change(due_at=until)

    def finish(self, at: datetime, *, due_at: datetime) -> bool:
        """Write down that it was done, and when it is due again."""
        return self.change(due_at=due_at, last_done_at=at, tries=0)

    def fail(self, at: datetime) -> bool:
        """Try again later, each time a little later."""
        return self.change(due_at=at + min(LONGEST, timedelta(minutes=2 ** min(self.tries, 6))))

    def change(self, **fields: Any) -> bool:  # noqa: ANN401 - what each field holds differs
        """Change the row only while we have it: a claim by somebody else gave it another ``due_at``."""
        ours = bool(Duty.objects.filter(pk=self.pk, due_at=self.due_at).update(**fields))
        if ours:
            for name, value in fields.items():
                setattr(self, name, value)
        return ours
