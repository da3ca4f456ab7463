"""A round, as it is practised and as it is kept."""

from datetime import datetime
from functools import cached_property
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person, Sealed
from loslaten.practice.guides import SHORT, Guide, find, walk
from loslaten.practice.words import Ending, NextTime, Outcome, SenseUsed, Step

TENSION = range(11)
STRONG = 8
RISE = 2


class Round(models.Model):
    """Five steps, once: where tension was, how strong, what was done, what became of it."""

    keeps_a_guest = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rounds")
    guide_slug = models.CharField(max_length=32)
    step = models.CharField(max_length=16, choices=Step, default=Step.NOTICE)
    started_at = models.DateTimeField()
    # When the server first saw it: later than started_at for a round practised offline.
    arrived_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, choices=Ending, blank=True)
    # The key a device made while it was offline, so that a round sent twice is one round.
    offline_key = models.UUIDField(null=True, blank=True)

    places = models.JSONField(default=list, blank=True)
    felt_little = models.BooleanField(default=False)
    sensations = models.JSONField(default=list, blank=True)
    tension_before = models.PositiveSmallIntegerField(null=True, blank=True)
    breath_rate = models.FloatField(null=True, blank=True)
    own_breath_rate = models.FloatField(null=True, blank=True)
    movement = models.CharField(max_length=32, blank=True)
    tension_after = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    signs = models.JSONField(default=list, blank=True)
    next_time = models.CharField(max_length=16, choices=NextTime, blank=True)

    class Meta:
        verbose_name = _("round")
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["person", "-started_at"], name="rounds_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tension_before=None) | Q(tension_before__lte=10), name="tension_before_0_10"
            ),
            models.CheckConstraint(
                condition=Q(tension_after=None) | Q(tension_after__lte=10), name="tension_after_0_10"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="an_end_has_a_kind",
            ),
            models.UniqueConstraint(fields=["person", "offline_key"], name="an_offline_round_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.guide_slug} {self.started_at:%Y-%m-%d %H:%M}"

    @cached_property
    def guide(self) -> Guide:
        """The practice this round follows; the short one when a writer has taken it away."""
        return find(self.guide_slug) or SHORT

    @property
    def relief(self) -> int | None:
        """How much tension went, below zero when it rose; None without both ratings."""
        if self.tension_before is None or self.tension_after is None:
            return None
        return self.tension_before - self.tension_after

    @property
    def rose(self) -> bool:
        """Whether tension rose so much that looking outward is a kind offer."""
        return self.relief is not None and self.relief <= -RISE

    def go_on(self, after: str) -> None:
        """Stand at the step after this one; at the last step one stays there until the end."""
        at = walk(self.guide, after)
        self.step = at.onward or at.here

    def end(self, ending: str, *, at: datetime) -> None:
        """Come to an end once; a clock that was set back does not end a round before it began."""
        if self.ended_at is None:
            self.ended_at = max(at, self.started_at)
            self.ending = ending


class RoundNote(Sealed):
    """What somebody wrote about one round; it goes when the round goes."""

    about = "round"
    page = "after"
    page_of = "round_id"

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="note")


class Measured(models.Model):
    """What was heard of heart or breath in a round: a few means, never the signal; it goes when the round goes."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="measured")
    sense = models.CharField(max_length=16, choices=SenseUsed)
    heard_s = models.PositiveSmallIntegerField()
    signal_quality = models.FloatField(null=True, blank=True)
    heart_rate_before = models.FloatField(null=True, blank=True)
    heart_rate_after = models.FloatField(null=True, blank=True)
    breath_rate_before = models.FloatField(null=True, blank=True)
    breath_rate_after = models.FloatField(null=True, blank=True)
    rmssd = models.FloatField(null=True, blank=True)
    swing = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sense__in=["strap", "camera", "belly", "hand"]), name="sense_is_known"),
            models.CheckConstraint(
                condition=Q(signal_quality=None) | Q(signal_quality__gte=0, signal_quality__lte=1), name="quality_0_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sense}, {self.heard_s} s"
