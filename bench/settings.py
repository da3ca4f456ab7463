"""The very settings of the house, with one room more."""

from loslaten.site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
