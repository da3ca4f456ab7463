"""A person, and what they agreed to."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Person(AbstractUser):
    """Somebody who practises; a guest is a person this browser knows and nobody else does."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    is_guest = models.BooleanField(default=False)

    def agrees_to(self, purpose: str) -> bool:
        """Say whether a consent for this purpose stands today."""
        return self.consents.filter(purpose=purpose, withdrawn_at=None).exists()

    def agree(self, purpose: str, *, wording: str, at: datetime) -> None:
        """Write down a yes; a second yes changes nothing."""
        self.consents.get_or_create(purpose=purpose, withdrawn_at=None, defaults={"wording": wording, "given_at": at})

    def withdraw(self, purpose: str, *, at: datetime) -> None:
        """Write down that the yes no longer stands."""
        self.consents.filter(purpose=purpose, withdrawn_at=None).update(withdrawn_at=at)


class Consent(models.Model):
    """Who agreed to what, when, in which words, and when they took it back."""

    class Purpose(models.TextChoices):
        KEEP_ROUNDS = "keep_rounds", _("Keep my rounds")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32, choices=Purpose)
    wording = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="one_standing_consent_per_purpose"
            ),
            models.CheckConstraint(condition=Q(purpose__in=["keep_rounds"]), name="consent_purpose_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.wording})"
