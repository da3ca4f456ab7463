"""The weekly letter: what is written, who reads along, what went out to whom; and when somebody is reminded.

The key under every link stands in the database, so that a link in a letter of years ago still works after the key of
the house was changed.
"""

from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Consent, Person
from loslaten.letters.times import Plan, known, next_moment
from loslaten.library.models import LANGUAGES, Article, Practice, Theme

# Small letters and digits that nobody takes for another, so that a mail program may change their case.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def new_code() -> str:
    """Draw the name of a reader in links: 50 bits, telling nothing."""
    return get_random_string(10, ALPHABET)


def new_secret() -> str:
    """Draw a key of 256 bits."""
    return get_random_string(52, ALPHABET)


class LinkKey(models.Model):
    """What signs the links in letters: one row for a house, made at its first letter."""

    of_the_house = True  # it tells nothing of anybody

    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class Letter(models.Model):
    """One letter, written once in Dutch and once in English; it goes out at a time on the wall of a place."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("weekly letter")
        WELCOME = "welcome", _("welcome letter")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PLANNED = "planned", _("planned")
        SENDING = "sending", _("being sent")
        HELD = "held", _("waits for a yes")
        SENT = "sent", _("sent")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WEEKLY, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    subject_nl = models.CharField(_("subject in Dutch"), max_length=120, blank=True)
    subject_en = models.CharField(_("subject in English"), max_length=120, blank=True)
    opening_nl = models.TextField(_("opening in Dutch"), blank=True)
    opening_en = models.TextField(_("opening in English"), blank=True)
    question_nl = models.CharField(_("question in Dutch"), max_length=200, blank=True)
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)
    # A text in one language leads to its translation by its key.
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    practice = models.ForeignKey(
        Practice, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("practice")
    )
    with_news = models.BooleanField(_("name what is new in the library"), default=True)
    in_archive = models.BooleanField(_("also a page that anybody may read"), default=True)
    # When it should go, as a clock on the wall says it; due_at is that moment, worked out.
    wall_date = models.DateField(_("day"), null=True, blank=True)
    wall_time = models.TimeField(_("time"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    changed_at = models.DateTimeField(auto_now=True)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    spread_at = models.DateTimeField(null=True, blank=True, editable=False)  # every reader has a delivery
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How many deliveries there were that are in the ledger no more.
    sent_before = models.PositiveIntegerField(default=0, editable=False)
    failed_before = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="welcome"), name="one_welcome_letter"),
            models.CheckConstraint(
                condition=Q(kind="welcome") | Q(state="draft") | Q(due_at__isnull=False),
                name="a_planned_letter_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.said("subject") or self.slug

    def said(self, field: str, language: str | None = None) -> str:
        """Give a text of this letter in a language, or in that of the page; in the other one when it is not there."""
        own, other = ("en", "nl") if (language or get_language()) == "en" else ("nl", "en")
        return str(getattr(self, f"{field}_{own}") or getattr(self, f"{field}_{other}"))


class Signup(models.Model):
    """Somebody who asked for the letter and has not confirmed yet; gone within a week."""

    address = models.EmailField(db_index=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    wording = models.CharField(max_length=32)
    asked_at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    due_at = models.DateTimeField(null=True, db_index=True)  # the mail that asks to confirm: schedule and lease
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


class Reader(models.Model):
    """Somebody who reads along: an address that was confirmed, how, and when it stopped."""

    class Pace(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("once a month")

    class Source(models.TextChoices):
        FORM = "form", _("confirmed by mail")
        ACCOUNT = "account", _("asked for in an account")
        IMPORT = "import", _("brought along by the writer")

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="reader")
    address = models.EmailField(_("e-mail address"))
    name = models.CharField(max_length=254, unique=True, editable=False)  # the address as it is compared
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="nl")
    pace = models.CharField(_("how often"), max_length=8, choices=Pace, default=Pace.WEEKLY)
    # The proof: what was asked in which words, when, and when somebody said yes.
    source = models.CharField(max_length=8, choices=Source, default=Source.FORM)
    wording = models.CharField(max_length=32)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField()
    proof = models.CharField(_("where the yes stands"), max_length=200, blank=True)  # of those brought along
    # Two lines of one's own week, for whoever has an account and said yes to that.
    personal_at = models.DateTimeField(null=True, blank=True)
    personal_wording = models.CharField(max_length=32, blank=True)
    left_at = models.DateTimeField(null=True, blank=True, db_index=True)
    paused_until = models.DateField(null=True, blank=True)
    # What did not arrive and may pass: how often, since when.
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    soft_since = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, db_index=True)  # the address takes no mail any more

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["nl", "en"]), name="reader_language_is_known"),
            models.CheckConstraint(condition=Q(pace__in=["weekly", "monthly"]), name="reader_pace_is_known"),
            models.CheckConstraint(
                condition=Q(personal_at=None) | Q(person__isnull=False), name="personal_lines_belong_to_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def reads_along(self) -> bool:
        """Say whether letters still go to this address."""
        return self.left_at is None and self.stopped_at is None


class Delivery(models.Model):
    """One letter to one reader, once; due_at is the schedule and the lease of whoever sends it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        HELD = "held", _("waits for a yes")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="deliveries")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # When it was meant to go; one that is half a day late waits for its writer's yes.
    meant_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What the mail house said in three digits, or the kind of trouble; never its words, which name people.
    failure = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["letter", "reader"], name="a_letter_goes_to_a_reader_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="what_is_sent_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="deliveries_that_wait"),
            models.Index(fields=["letter", "state"], name="deliveries_of_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.state}"


class Import(models.Model):
    """A list of readers that a writer brings along: first it is read, and nothing happens before their yes."""

    class State(models.TextChoices):
        TAKEN = "taken", _("being taken in")
        READING = "reading", _("being read")
        READ = "read", _("waits for a yes")
        BRINGING = "bringing", _("being brought in")
        DONE = "done", _("brought in")
        GONE = "gone", _("being thrown away")

    state = models.CharField(max_length=8, choices=State, default=State.TAKEN)
    made_at = models.DateTimeField()
    encoding = models.CharField(max_length=16, default="utf-8")
    delimiter = models.CharField(max_length=1, default=";")
    columns = models.JSONField(default=list)
    # What holds for lines that say nothing of it themselves.
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    said_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    # How far it is, and what the lines turned out to be.
    lines = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    double = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list)  # the first lines that are wrong: their number and the kind of trouble
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Piece(models.Model):
    """Some lines of a list as they came in; gone as soon as they are read, so that whoever goes on reads none twice."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    first_line = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "first_line"], name="a_line_is_read_once")]

    def __str__(self) -> str:
        return f"{self.first_line}"


class Candidate(models.Model):
    """An address of a list that can be brought in, with the proof of its yes; gone when it is."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="candidates")
    address = models.EmailField()
    name = models.CharField(max_length=254)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    pace = models.CharField(max_length=8, choices=Reader.Pace)
    source = models.CharField(max_length=8, choices=Reader.Source)
    wording = models.CharField(max_length=32, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField()
    proof = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "name"], name="an_address_is_brought_once")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Reminder(models.Model):
    """When somebody wants a gentle word: off until they set it, by calendar or by mail."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminder")
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    # The calendar feed: whoever has its key can read the times, so it can be taken back; empty means no feed.
    feed_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    by_mail = models.BooleanField(default=False)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    days = models.JSONField(default=list, blank=True)  # 0 is Monday
    times = models.JSONField(default=list, blank=True)  # "08:30", as the clock on the wall says it
    zone = models.CharField(max_length=64)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)  # the next mail: schedule and lease
    tries = models.PositiveSmallIntegerField(default=0)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)  # the address takes no mail any more

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["nl", "en"]), name="reminder_language_is_known"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(by_mail=True), name="only_a_reminder_by_mail_is_due"),
        ]

    def __str__(self) -> str:
        return f"{self.set_at:%Y-%m-%d}"

    @property
    def is_on(self) -> bool:
        """Say whether anything comes: by mail, or in a calendar."""
        return self.by_mail or self.feed_key is not None

    @property
    def plan(self) -> Plan:
        """Give what was set, as moments are worked out of it."""
        times = tuple(time.fromisoformat(each) for each in self.times)
        zone = known(self.zone, otherwise=settings.TIME_ZONE)
        return Plan(tuple(self.days), times, zone, self.quiet_from, self.quiet_until, self.paused_until)

    def next_at(self, *, at: datetime) -> datetime | None:
        """Say when the next mail goes."""
        return next_moment(self.plan, after=at) if self.by_mail else None

    def keep(self, *, at: datetime) -> None:
        """Keep what was set, and go on from there; what a worker writes meanwhile stays."""
        self.due_at, self.tries = self.next_at(at=at), 0
        if self.pk is None:
            self.save()
        else:
            self.save(update_fields=[*SET, "due_at", "tries"])

    def turn_off(self, *, at: datetime) -> None:
        """Stop everything at once, the calendar too; the times stay for whoever changes their mind."""
        self.by_mail, self.feed_key, self.set_at = False, None, at
        self.keep(at=at)
        self.person.withdraw(Consent.Purpose.REMINDERS, at=at)


# What a person sets of a reminder; the rest is what workers write down.
SET = (
    "feed_key", "by_mail", "language", "days", "times", "zone", "quiet_from", "quiet_until", "paused_until", "set_at",
    "stopped_at",
)  # fmt: skip
