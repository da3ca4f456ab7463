"""An old pattern and the moments it calls, and what the brain model makes of both."""

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person, Sealed
from loslaten.library.models import Theme
from loslaten.patterns.words import OldReaction, Path, Protects, Situation
from loslaten.practice.models import Round


class Pattern(models.Model):
    """What sets an old reaction off, where the body tells it first, and the small movement that may stand beside it.

    Words from lists are plain, so that they can be counted; what somebody writes themselves lies sealed beside it.
    """

    keeps_a_guest = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="patterns")
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    situation = models.CharField(max_length=32, choices=Situation, blank=True)
    places = models.JSONField(default=list, blank=True)
    sensations = models.JSONField(default=list, blank=True)
    old_reaction = models.CharField(max_length=32, choices=OldReaction, blank=True)
    protects = models.CharField(max_length=32, choices=Protects, blank=True)
    movement = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField()
    # Left to rest: nobody asks about it, and it can come back.
    rests_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pattern")
        verbose_name_plural = _("patterns")
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["person", "rests_since"], name="patterns_of_a_person")]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class PatternWords(Sealed):
    """Somebody's own words for a pattern, in one box; they go when the pattern goes."""

    about = "pattern"
    page = "pattern"
    page_of = "pattern_id"

    pattern = models.OneToOneField(Pattern, on_delete=models.CASCADE, related_name="words")


class Moment(models.Model):
    """Life set a pattern off: how tense, which path, and what it was afterwards if somebody likes to say."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="moments")
    at = models.DateTimeField()
    # When the server first saw it: later than `at` when it waited in a browser, or is told afterwards.
    arrived_at = models.DateTimeField(db_index=True)
    # The key a device made, so that a moment sent twice is one moment.
    device_key = models.UUIDField(null=True, blank=True)
    tension_before = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=8, choices=Path, blank=True)
    tension_after = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("moment")
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["pattern", "-at"], name="moments_of_a_pattern")]
        constraints = [
            models.CheckConstraint(condition=Q(tension_before__lte=10), name="moment_before_0_10"),
            models.CheckConstraint(
                condition=Q(tension_after=None) | Q(tension_after__lte=10), name="moment_after_0_10"
            ),
            models.UniqueConstraint(fields=["pattern", "device_key"], name="a_moment_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class MomentNote(Sealed):
    """What somebody wrote about one moment; it goes when the moment goes."""

    about = "moment"
    page = "moment"
    page_of = "moment_id"

    moment = models.OneToOneField(Moment, on_delete=models.CASCADE, related_name="note")


class Practised(models.Model):
    """A round that was practised with a pattern, and so counts as one of its moments."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="practised")
    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="practised")

    def __str__(self) -> str:
        return str(self.pk)


class Standing(models.Model):
    """What the brain model knows of one pattern: taken further with each moment, never from the start in a page.

    When something came in between, was changed or went, the row is due, and the work loop counts it afresh.
    """

    pattern = models.OneToOneField(Pattern, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    posterior = models.BinaryField()
    n_moments = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    # A few sums over what was taken in (`rows.Tally`), to see whether something is missing from it.
    tally = models.CharField(max_length=120, blank=True)
    # Schedule and lease, as in `loslaten.work.claim`; empty when nothing waits.
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    tries = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.n_moments}"

    def is_behind(self, at: datetime) -> bool:
        """Say whether it has to be counted afresh before it can be taken further."""
        return self.due_at is not None or (self.last_at is not None and at <= self.last_at)
