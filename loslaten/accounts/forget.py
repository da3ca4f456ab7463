"""Letting go of what signing in leaves behind."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from loslaten.accounts.models import CacheRow


def forget(*, at: datetime) -> None:
    """Let go of tries that were counted long enough ago, and of browsers whose session has ended."""
    CacheRow.objects.filter(expires__lt=at).delete()
    UserSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()
