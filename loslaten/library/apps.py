"""Themes, articles and practices, and the desk at which a writer keeps them."""

from django.apps import AppConfig


class Library(AppConfig):
    """The library of this house."""

    name = "loslaten.library"
    verbose_name = "Library"
