"""Themes and articles as Wagtail would search them: a title that weighs most, and all the text."""

from typing import ClassVar

from django.db import models
from wagtail.search import index


class Searched(index.Indexed, models.Model):
    theme = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()

    search_fields: ClassVar = [index.SearchField("title", boost=10), index.SearchField("text")]

    def __str__(self) -> str:
        return self.title
