"""The same article as a Wagtail page, served by Wagtail's own routing: the peer of our plain view."""

from django.db import models
from django.template.loader import render_to_string
from wagtail.fields import StreamField
from wagtail.models import Page

from loslaten.library import blocks, reading, values
from loslaten.library.models import Article, Practice, Theme
from loslaten.library.views import DOI


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
    related = read_also = ()
    language = "nl"

    def get_context(self, request, *args, **kwargs):
        article = Article.objects.get(key=self.key, language="nl")
        beside = {"also": reading.read_also(article), "related": reading.known(article.rendered["related"])}
        beside["column"] = render_to_string("library/parts/column.html", {"shown": values.rendered(self), "doi": DOI})
        return {**super().get_context(request), "text": self, **beside}
