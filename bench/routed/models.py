"""The same article as a Wagtail page, its blocks read for every visit, served by Wagtail's own routing: the peer."""

from itertools import starmap

from django.db import models
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from wagtail.fields import StreamField
from wagtail.models import Page

from loslaten.library import blocks
from loslaten.library.draw import DOI, ROPE, Drawn, closing, data_block, guided
from loslaten.library.models import Article, Practice, Theme
from loslaten.library.reading import Link, structured


class RoutedArticle(Page):
    kind = "article"
    template = "library/article.html"

    key = models.SlugField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField()
    questions = StreamField([("question", blocks.Question())])
    sections = StreamField([("section", blocks.Section())])
    pull_line = models.CharField(max_length=200)
    take_along = models.JSONField(default=list)
    closing = models.TextField()
    faq = StreamField([("question", blocks.Frequent())])
    evidence = StreamField([("evidence", blocks.Evidence())])
    related = models.JSONField(default=list)
    language = "nl"

    @cached_property  # once for each visit: a page is read anew from the database
    def rendered(self):
        streams = {name: [block.value for block in getattr(self, name)] for name in ("questions", "sections", "faq")}
        plain = {name: getattr(self, name) for name in ("summary", "pull_line", "take_along", "closing", "related")}
        evidence = [block.value for block in self.evidence]
        return {**streams, **plain, "evidence": evidence, "read_also": [], "minutes_to_read": 6, "words": 1100}

    def get_context(self, request, *args, **kwargs):
        also = Article.objects.filter(theme__key__in=self.related, live=True).values_list("title", "slug")[:3]
        related = Theme.objects.filter(key__in=self.related).values_list("label_nl", "key")
        context = {
            "text": self, "shown": self.rendered, "doi": DOI, "closing": closing(self), "rope": ROPE,
            "also": starmap(Link, also), "related": starmap(Link, related), "canonical": request.build_absolute_uri(),
        }  # fmt: skip
        context["structured"] = data_block(structured(self, context["canonical"], ""))
        head, column, practice, beside = (
            render_to_string(f"library/article/{part}.html", context)
            for part in ("head", "column", "practice", "beside")
        )
        parts = Drawn(self.title, head, column, practice, beside, guided(self.practice), None)
        return {**super().get_context(request), "drawn": parts, "room": "library"}
