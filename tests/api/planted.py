"""A row of every kind that can lead to a person, each with something to look for."""

from datetime import datetime
from uuid import uuid4

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, Comment, CommentReply, Locale, Page, PageSubscription
from wagtail.users.models import UserProfile

from loslaten.accounts.models import Person
from loslaten.letters.models import Delivery, Letter, Reader, Reminder
from loslaten.patterns.models import Practised, Standing
from loslaten.programme.models import Taken
from tests.api.conftest import call

TRACES = [
    "annas-browser",
    "annas-feed",
    "annas-key",
    "anna@letters.example",
    "annas-link",
    "annas-words-at-the-desk",
    "annas-step",
]


def plant(person: Person, *, at: datetime) -> None:
    """Give somebody with an account whatever else there can be of them."""
    pattern = call(person, at=at)
    Practised.objects.create(pattern=pattern, round=person.rounds.first())
    Standing.objects.create(pattern=pattern, posterior=b"annas-posterior", tally="1 1")
    Taken.objects.create(person=person, step_key="annas-step", at=at)
    letter = Letter.objects.create(slug="een-brief")
    reader = {"address": "anna@letters.example", "name": "anna@letters.example", "confirmed_at": at}
    Delivery.objects.create(
        letter=letter, reader=Reader.objects.create(person=person, **reader), meant_at=at, due_at=at
    )
    Reminder.objects.create(person=person, zone="Europe/Amsterdam", set_at=at, feed_key="annas-feed")
    address = EmailAddress.objects.filter(user=person).first()
    EmailConfirmation.objects.create(email_address=address, key="annas-link")
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key="annas-browser", user_agent="Firefox")
    plant_at_the_desk(person, at=at)


def plant_at_the_desk(person: Person, *, at: datetime) -> None:
    """Let them have been a writer and a host too."""
    kind = ContentType.objects.get_for_model(Person)
    person.groups.add(Group.objects.create(name=f"writers {uuid4()}"))
    person.user_permissions.add(Permission.objects.first())
    LogEntry.objects.create(user=person, action_flag=CHANGE, object_repr="annas-words-at-the-desk")
    UserProfile.objects.create(user=person)
    EditingSession.objects.create(user=person, content_type=kind, object_id="1", last_seen_at=at)
    FormState.objects.create(user=person, content_type=kind, object_id="1", data="", last_updated_at=at)
    APIToken.objects.create(user=person, name="annas-key", key_hash=str(uuid4()), prefix="annas")
    Locale.objects.get_or_create(language_code="nl")
    page = Page.objects.first() or Page.add_root(title="Huis", slug="huis")
    said = Comment.objects.create(page=page, user=person, text="annas-words-at-the-desk", contentpath="title")
    CommentReply.objects.create(comment=said, user=person, text="annas-words-at-the-desk")
    PageSubscription.objects.create(page=page, user=person, comment_notifications=True)
