"""What somebody marked of the small steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person


class Taken(models.Model):
    """A step somebody did, or had enough of for now; only there when they pressed the button."""

    keeps_a_guest = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taken")
    step_key = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("marked step")
        verbose_name_plural = _("marked steps")
        ordering = ["at", "step_key"]
        constraints = [models.UniqueConstraint(fields=["person", "step_key"], name="a_step_is_marked_once")]

    def __str__(self) -> str:
        return f"{self.step_key} {self.at:%Y-%m-%d}"
