"""Wagtail's own search over the same themes and the articles of the first library, as a peer of the finder."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from loslaten.library import themes
from loslaten.library.words import plain


@contextmanager
def wagtail_search(thesaurus: themes.Thesaurus, content: Path) -> Iterator[Callable[[str, str], list[str]]]:
    """Fill a database with rows Wagtail can search, and give what asks it: any of the words, the likeliest first."""
    with tempfile.TemporaryDirectory(prefix="loslaten-bench-") as data:
        os.environ.update({"LOSLATEN_DATA": data, "DJANGO_SETTINGS_MODULE": "bench.searched.settings"})
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from wagtail.search.backends import get_search_backend

        from bench.searched.models import Searched

        call_command("migrate", "wagtailsearch", verbosity=0)
        with connection.schema_editor() as editor:
            editor.create_model(Searched)
        Searched.objects.bulk_create([*of_themes(thesaurus), *of_articles(content)])
        backend = get_search_backend()
        backend.add_bulk(Searched, list(Searched.objects.all()))

        def ask(query: str, _language: str) -> list[str]:
            words = plain(query)  # a quotation mark is a syntax error to it on SQLite
            found = backend.search(words, Searched, operator="or") if words else []
            return [row.theme for row in found[:20]]

        yield ask
        connection.close()


def of_themes(thesaurus: themes.Thesaurus) -> Iterator[object]:
    from bench.searched.models import Searched

    for theme in thesaurus.themes:
        for language in themes.LANGUAGES:
            words = ". ".join(term.text for term in theme.terms if term.language == language)
            yield Searched(theme=theme.id, title=theme.labels[language], text=words)


def of_articles(content: Path) -> Iterator[object]:
    from bench.searched.models import Searched
    from loslaten.library.files import read_folder

    for text in read_folder(content):
        if text.kind == "article":
            said = text.values
            parts = [part for section in said["sections"] for part in section.values()]
            yield Searched(theme=said["theme"], title=said["title"], text="\n".join([said["summary"], *parts]))
