"""A person, and what they agreed to."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Person(AbstractUser):
    """Somebody who practises; a guest is a person this browser knows and nobody else does."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    is_guest = models.BooleanField(default=False)
    # When they said to be 16 or older; a guest has not been asked.
    of_age_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("username"), name="a_name_is_one_persons_in_any_case"),
            models.CheckConstraint(
                condition=Q(is_guest=True) | ~Q(username__istartswith="guest-"), name="only_guests_are_named_guest"
            ),
        ]

    def get_full_name(self) -> str:
        """Give the one name somebody has here; the desk asks for it."""
        return self.username

    @property
    def has_account(self) -> bool:
        """Whether they can come back from another browser."""
        return not self.is_guest

    def agrees_to(self, purpose: str) -> bool:
        """Say whether a consent for this purpose stands today."""
        return self.consents.filter(purpose=purpose, withdrawn_at=None).exists()

    def agreed(self) -> set[str]:
        """Name every purpose to which a consent stands today."""
        return set(self.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))

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
        KEEP_NOTES = "keep_notes", _("Keep my notes")
        KEEP_MEASURED = "keep_measured", _("Keep what was heard")
        INSIGHT = "insight", _("Show me what helps me")
        LETTERS = "letters", _("Send me letters")
        REMINDERS = "reminders", _("Send me reminders")
        SHARING = "sharing", _("Share with someone I choose")

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
            models.CheckConstraint(
                condition=Q(
                    purpose__in=[
                        "keep_rounds",
                        "keep_notes",
                        "keep_measured",
                        "insight",
                        "letters",
                        "reminders",
                        "sharing",
                    ]
                ),
                name="consent_purpose_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.wording})"


class Vault(models.Model):
    """The locked key to a person's notes; the server never holds what opens it (docs/vault.md)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="vault")
    version = models.PositiveSmallIntegerField()
    # What the browser encrypts with the key, to tell whether it has the right one before it writes a note.
    check_box = models.CharField(max_length=256)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"vault, version {self.version}"


class Slot(models.Model):
    """One way to open a vault: its key, locked with recovery words or with a passphrase."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Recovery words")
        PASSPHRASE = "passphrase", _("Passphrase")

    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=16, choices=Kind)
    salt = models.CharField(max_length=64)
    iterations = models.PositiveIntegerField()
    box = models.CharField(max_length=256)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "kind"], name="one_slot_of_each_kind"),
            models.CheckConstraint(condition=Q(kind__in=["words", "passphrase"]), name="slot_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.kind


class Sealed(models.Model):
    """A note as the server knows it: whose, about when, and a box that only their browser can open."""

    # What a note is about: the name of its foreign key, and the page where that is shown.
    about: ClassVar[str]
    page: ClassVar[str]
    # Which of its values finds that page.
    page_of: ClassVar[str]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)ss")
    # The box is bound to this name, so a box that was moved to another note does not open.
    name = models.UUIDField()
    box = models.TextField(max_length=65_536)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="%(class)s_name_is_a_persons_own")]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d %H:%M}"


class CacheRow(models.Model):
    """How often something was tried, for the limits of sign-in: Django's database cache, with names nobody can read."""

    of_the_house = True  # its rows tell nothing of anybody

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"

    def __str__(self) -> str:
        return self.cache_key
