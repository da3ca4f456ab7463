"""The settings of the measurements, with Wagtail's own search: on SQLite its database backend uses FTS5."""

from bench.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.search", "bench.searched"]  # noqa: F405
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
