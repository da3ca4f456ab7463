"""Themes, and the texts about them: articles, practices and pages, each in two languages."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.snippets.blocks import SnippetChooserBlock

from loslaten.library import blocks, values
from loslaten.library.care import care_choices, care_lines
from loslaten.library.fields import Flags, Lines

LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]


class Edition(models.Model):
    """The name of the library as it stands now; any change gives it another, so that what was drawn is drawn anew."""

    of_the_house = True  # its row tells nothing of anybody

    name = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def renew(cls) -> None:
        """Say that something in the library is no longer what it was."""
        cls.objects.update_or_create(pk=1, defaults={"name": secrets.token_hex(8)})


class Shelved(models.Model):
    """A row of the library: what happens to it makes another edition."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Save it in a new edition."""
        super().save(*args, **options)
        Edition.renew()

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401 - Django's own signature
        """Let it go in a new edition."""
        gone = super().delete(*args, **options)
        Edition.renew()
        return gone


class Theme(Shelved):
    """One subject of the library, in both languages."""

    kind: ClassVar[str] = "theme"

    class Group(models.TextChoices):
        OTHERS = "others", _("You and others")
        MIND = "mind", _("In your head")
        FEELINGS = "feelings", _("What you feel")
        SELF = "self", _("How you see yourself")
        FAMILY = "family", _("Family")
        DAILY_LIFE = "daily-life", _("Work and daily life")
        BODY = "body", _("Your body")
        LIFE = "life", _("Life course and choices")

    key = models.SlugField(_("key"), unique=True, help_text=_("English, small letters; stays the same for ever."))
    position = models.PositiveSmallIntegerField(_("place in its group"), default=100)
    group = models.CharField(_("group"), max_length=20, choices=Group)
    label_nl = models.CharField(_("name in Dutch"), max_length=80)
    label_en = models.CharField(_("name in English"), max_length=80)
    description_nl = models.TextField(_("what it is, in Dutch"))
    description_en = models.TextField(_("what it is, in English"))
    synonyms_nl = Lines(_("search words in Dutch"), default=list, blank=True)
    synonyms_en = Lines(_("search words in English"), default=list, blank=True)
    body_signals_nl = Lines(_("body signals in Dutch"), default=list, blank=True)
    body_signals_en = Lines(_("body signals in English"), default=list, blank=True)
    situations_nl = Lines(_("situations in Dutch"), default=list, blank=True)
    situations_en = Lines(_("situations in English"), default=list, blank=True)
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)
    related = models.ManyToManyField("self", blank=True)
    care_flags = Flags(_("quiet help"), default=list, blank=True, choices=care_choices)
    loaded = models.CharField(max_length=64, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)  # tells the finder that its index is old

    class Meta:
        ordering = ("position", "key")
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Lead to its page in the language of the reader."""
        return reverse("theme", args=[get_language() or "nl", self.key])

    def said(self, field: str) -> Any:  # noqa: ANN401 - a text or a list of them
        """Give a text of this theme in the language of the page."""
        return getattr(self, f"{field}_{'en' if get_language() == 'en' else 'nl'}")

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return str(self.said("label"))

    @property
    def description(self) -> str:
        """What it is, in the language of the page."""
        return str(self.said("description"))

    def care(self) -> list[str]:
        """Give the quiet lines of help that belong here."""
        return care_lines(self.care_flags)


class Text(DraftStateMixin, RevisionMixin, PreviewableMixin, Shelved):
    """A text in one language, with drafts, a history and a moment to appear."""

    kind: ClassVar[str]

    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="nl")
    key = models.SlugField(
        _("key"), max_length=80, blank=True, help_text=_("Give a text and its translation the same key: it links them.")
    )
    slug = models.SlugField(_("address"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=120)
    rendered = models.JSONField(default=dict, editable=False)  # what the page shows, made when the text is saved
    loaded = models.CharField(max_length=64, blank=True, editable=False)  # a hash of what load_library wrote here

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Save, with everything a page shows ready for it."""
        if options.get("update_fields") is None:
            self.rendered = values.rendered(self)
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse(self.kind, args=[self.language, self.slug or self.key])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show it at the desk as it will look."""
        from loslaten.library.views import preview  # views stand above models

        self.rendered = values.rendered(self)
        return preview(request, self)


def named_once(kind: str, *names: str) -> list[models.BaseConstraint]:
    """Say that within a language no two texts of a kind share a name."""
    return [
        models.UniqueConstraint(fields=["language", name], condition=~Q(**{name: ""}), name=f"one_{kind}_per_{name}")
        for name in names
    ]


class Practice(Text):
    """A guided practice: what it is for, and the lines one hears slowly."""

    kind = "practice"
    kernel = models.CharField(_("the practice in one sentence"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    phrases = StreamField([("step", blocks.Phrases())], blank=True, verbose_name=_("lines"))
    movement = models.CharField(_("movement"), max_length=40, blank=True)
    body = RichTextField(_("text"), blank=True, features=blocks.RUNNING)

    class Meta:
        ordering = ("title",)
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        constraints = named_once("practice", "key", "slug")


class Article(Text):
    """An article in the fixed form."""

    kind = "article"
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("theme")
    )
    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("practice")
    )
    related = StreamField(
        [("theme", SnippetChooserBlock("library.Theme"))], blank=True, verbose_name=_("themes beside this")
    )
    read_also = StreamField(
        [("article", SnippetChooserBlock("library.Article"))], blank=True, verbose_name=_("read also")
    )
    summary = models.TextField(_("summary"), blank=True)
    questions = StreamField([("question", blocks.Question())], blank=True, verbose_name=_("three questions"))
    sections = StreamField([("section", blocks.Section())], blank=True, verbose_name=_("sections"))
    pull_line = models.CharField(_("pull line"), max_length=200, blank=True)
    take_along = Lines(_("to take along"), default=list, blank=True)
    closing = models.TextField(_("closing"), blank=True)
    faq = StreamField([("question", blocks.Frequent())], blank=True, verbose_name=_("frequent questions"))
    evidence = StreamField([("evidence", blocks.Evidence())], blank=True, verbose_name=_("evidence"))

    class Meta:
        ordering = ("title",)
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            *named_once("article", "key", "slug"),
            models.CheckConstraint(
                condition=Q(live=False) | Q(theme__isnull=False, practice__isnull=False),
                name="live_article_has_a_theme",
            ),
        ]
        indexes = [  # a list reads its own page of them only, however many there are
            models.Index(fields=["language", "slug"], name="articles_by_slug"),
            models.Index(fields=["language", "title"], name="articles_by_title", condition=Q(live=True)),
            models.Index(fields=["language", "theme", "title"], name="articles_by_theme", condition=Q(live=True)),
            models.Index(fields=["language", "-first_published_at"], name="articles_by_day", condition=Q(live=True)),
        ]

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **options: Any) -> Any:  # noqa: ANN401 - idem
        """Read a draft, also one whose theme or practice is gone: only what stands in a row is protected."""
        there = {
            name: model._default_manager.filter(pk=data.get(name) or 0).values_list("pk", flat=True).first()
            for name, model in (("theme", Theme), ("practice", Practice))
        }
        return super().from_serializable_data({**data, **there}, *args, **options)


class Page(Text):
    """A page of the house itself: the method, the evidence, general questions."""

    kind = "page"
    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", *blocks.RUNNING])
    faq = StreamField([("question", blocks.Frequent())], blank=True, verbose_name=_("frequent questions"))

    class Meta:
        ordering = ("title",)
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = named_once("page", "key", "slug")


TEXTS: dict[str, type[Text]] = {"practice": Practice, "article": Article, "page": Page}


class Gone(models.Model):
    """What a writer took away for good: a later load of the first library does not bring it back."""

    of_the_house = True  # its row tells nothing of anybody

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2, blank=True)  # "" for a theme, which is in both
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "key"], name="gone_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @classmethod
    def remember(cls, row: "Theme | Text") -> None:
        """Note that a row was taken away at the desk."""
        cls.objects.get_or_create(kind=row.kind, language=getattr(row, "language", ""), key=row.key)


class MissedWord(models.Model):
    """A word nobody could be helped with, as a keyed hash until it was missed on three days."""

    hash = models.CharField(max_length=64, unique=True)
    days = models.PositiveSmallIntegerField(default=1)
    last_day = models.DateField()

    def __str__(self) -> str:
        return self.hash


class WantedWord(models.Model):
    """A word that was missed on at least three days: what the library may lack."""

    word = models.CharField(_("word"), max_length=40, unique=True)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        ordering = ("-times", "word")
        verbose_name = _("word without a theme")
        verbose_name_plural = _("words without a theme")

    def __str__(self) -> str:
        return self.word
