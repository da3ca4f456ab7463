"""Letting go of what signing in leaves behind."""

from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from loslaten.accounts.models import CacheRow

HOUR = timedelta(hours=1)


def forget(*, at: datetime) -> None:
    """Let go of tries that were counted long enough ago, links that ended, and browsers that signed out."""
    CacheRow.objects.filter(expires__lt=at).delete()
    EmailConfirmation.objects.delete_expired_confirmations()
    signed_in = Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    # Whoever signs in right now has this row a moment before the session.
    UserSession.objects.filter(~signed_in, created_at__lt=at - HOUR).delete()
