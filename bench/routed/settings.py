"""The settings of the measurements, with Wagtail's own routing beside ours."""

from bench.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench.routed"]  # noqa: F405
ROOT_URLCONF = "bench.routed.urls"
