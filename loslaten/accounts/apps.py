"""What has to be in place before anybody signs in."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_save

from loslaten.accounts.browsers import plain

NOWHERE = "0.0.0.0"  # noqa: S104 - no address at all, kept where allauth wants one


def forget_address(instance: Any, **kwargs: object) -> None:  # noqa: ANN401 - allauth has no types
    """Keep of a signed-in browser what its owner needs to know it by, and not where it is."""
    instance.ip = NOWHERE
    instance.user_agent = plain(instance.user_agent)


class AccountsConfig(AppConfig):
    """The accounts, which stand before anything of allauth."""

    name = "loslaten.accounts"

    def ready(self) -> None:
        """Watch every way in which allauth may write down a browser: there are three, and more may come."""
        pre_save.connect(forget_address, sender="usersessions.UserSession", dispatch_uid="forget_address")
