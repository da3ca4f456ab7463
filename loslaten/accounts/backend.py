"""Whose name and passphrase these are."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class NameAndPassphrase(AuthenticationBackend):
    """Look once: the backend after this one only knows the guests, who have no passphrase to try."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:  # noqa: ANN401 - allauth has no types
        """Find somebody, or say that there is no need to look further."""
        if (person := super().authenticate(request, **credentials)) is None:
            raise PermissionDenied
        return person
