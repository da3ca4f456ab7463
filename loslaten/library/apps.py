"""Themes, articles and practices, and the desk at which a writer keeps them."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Library(AppConfig):
    """The library of this house."""

    name = "loslaten.library"
    verbose_name = "Library"

    def ready(self) -> None:
        """Bring the roles up to date when a new version brought something new for them."""
        post_migrate.connect(renew, sender=apps.get_app_config("letters"), dispatch_uid="renew_roles")


def renew(**options: Any) -> None:  # noqa: ANN401 - Django's own signature
    """Give whoever has a role what belongs to it by now; the letters come after the library, and are the last."""
    from loslaten.library.roles import renew_roles  # models are not there yet when this file is read

    renew_roles()
