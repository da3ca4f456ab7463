"""The account as it is described to who takes it along: it tells, and does not come back in anywhere."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from loslaten.accounts.models import Person
from loslaten.api.erase import untied
from loslaten.letters.models import Delivery, Reader, Reminder

# What of a person is not in the parcel, and why; a test finds a field that is in neither.
LEFT_OUT = {
    "accounts.Person.id": "a number of this house, which means nothing elsewhere",
    "accounts.Person.password": "it locks this account; a copy could only help somebody guess it",
    "accounts.Person.is_active": "what the host says of the account, and no act of the person",
    "accounts.Person.is_staff": "what the host says of the account",
    "accounts.Person.is_superuser": "what the host says of the account",
    "accounts.Person_groups": "what the host says of the account",
    "accounts.Person_user_permissions": "what the host says of the account",
    **dict.fromkeys(
        (
            "wagtailusers.UserProfile",
            "wagtailadmin.EditingSession",
            "wagtailadmin.FormState",
            "wagtailcore.APIToken",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.PageSubscription",
        ),
        "how a writer works at the desk of this house, and nothing of what they practise",
    ),
    "admin.LogEntry": "what a host did at the desk; the desk writes down nothing of people",
    "accounts.Consent.id": "a number of this house",
    "accounts.Consent.person": "it is the person whose parcel this is",
    "accounts.Vault.id": "a number of this house",
    "accounts.Vault.person": "it is the person whose parcel this is",
    "accounts.Slot.id": "a number of this house",
    "accounts.Slot.vault": "it stands inside the vault",
    "practice.Round.id": "a key of this house; each round gets a new one where it comes back",
    "practice.Round.person": "it is the person whose parcel this is",
    "practice.RoundNote.id": "a number of this house",
    "practice.RoundNote.person": "it is the person whose parcel this is",
    "practice.Measured.id": "a number of this house",
    "practice.Measured.round": "it stands inside its round",
    "journal.Day.id": "a key of this house; each day gets a new one where it comes back",
    "journal.Day.person": "it is the person whose parcel this is",
    "journal.Answers.id": "a number of this house",
    "journal.Answers.person": "it is the person whose parcel this is",
    "patterns.Pattern.id": "a key of this house; each pattern gets a new one where it comes back",
    "patterns.Pattern.person": "it is the person whose parcel this is",
    "patterns.PatternWords.id": "a number of this house",
    "patterns.PatternWords.person": "it is the person whose parcel this is",
    "patterns.Moment.id": "a key of this house; each moment gets a new one where it comes back",
    "patterns.MomentNote.id": "a number of this house",
    "patterns.MomentNote.person": "it is the person whose parcel this is",
    "patterns.Practised.id": "a number of this house",
    "patterns.Standing": "worked out from the moments and rounds, and worked out again where they come back",
    "programme.Taken.id": "a number of this house",
    "programme.Taken.person": "it is the person whose parcel this is",
    "letters.Reader.id": "a number of this house",
    "letters.Reader.code": "it opens the links in this person's letters",
    "letters.Reader.person": "it is the person whose parcel this is",
    "letters.Reader.name": "the address once more, as it is compared",
    "letters.Delivery.id": "a number of this house",
    "letters.Delivery.reader": "it stands with the address",
    "letters.Delivery.due_at": "when this house would try again",
    "letters.Delivery.tries": "how often this house tried",
    "letters.Delivery.failure": "what another server said",
    "letters.Reminder.id": "a number of this house",
    "letters.Reminder.person": "it is the person whose parcel this is",
    "letters.Reminder.code": "it opens the link with which reminders are turned off",
    "letters.Reminder.feed_key": "it opens the calendar feed",
    "letters.Reminder.due_at": "when this house would send the next one",
    "letters.Reminder.tries": "how often this house tried",
    "account.EmailAddress.id": "a number of this house",
    "account.EmailAddress.user": "it is the person whose parcel this is",
    "account.EmailConfirmation": "a key that opens this account until it is used, and nothing of the person",
    "mfa.Authenticator.id": "a number of this house",
    "mfa.Authenticator.user": "it is the person whose parcel this is",
    "mfa.Authenticator.data": "only the name of a passkey is there; what makes it work cannot move",
    "usersessions.UserSession.id": "a number of this house",
    "usersessions.UserSession.user": "it is the person whose parcel this is",
    "usersessions.UserSession.session_key": "it opens this account in that browser",
    "usersessions.UserSession.data": "it is empty: nothing here writes to it",
}
READER = (
    "address", "language", "pace", "source", "wording", "asked_at", "confirmed_at", "proof", "personal_at",
    "personal_wording", "left_at", "paused_until", "soft_bounces", "soft_since", "stopped_at",
)  # fmt: skip
REMINDER = (
    "by_mail", "language", "days", "times", "zone", "quiet_from", "quiet_until", "paused_until", "set_at",
    "last_sent_at", "stopped_at",
)  # fmt: skip


def describe(person: Person) -> dict[str, Any]:
    """Tell what this house knows of the account, without anything that opens it."""
    return {
        "name": None if person.is_guest else person.username,
        "guest": person.is_guest,
        "joined_at": person.date_joined,
        "said_to_be_sixteen_at": person.of_age_at,
        "last_signed_in_at": person.last_login,
        "email": person.email,
        "email_addresses": list(
            EmailAddress.objects.filter(user=person).order_by("email").values("email", "verified", "primary")
        ),
        "ways_in": [way_in(each) for each in Authenticator.objects.filter(user=person).order_by("created_at", "pk")],
        "browsers": list(
            UserSession.objects.filter(user=person)
            .order_by("created_at", "pk")
            .values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "letters": letters(person),
        "reminder": Reminder.objects.filter(person=person).values(*REMINDER).first(),
    }


def letters(person: Person) -> dict[str, Any] | None:
    """Tell which address reads along, how it was agreed to, and which letters went out to it."""
    mine = Reader.objects.filter(person=person) if Reader.objects.filter(person=person).exists() else untied(person)
    reader = mine.values(*READER).first()
    went = Delivery.objects.filter(reader__in=mine).order_by("meant_at", "pk")
    return reader and {**reader, "deliveries": list(went.values("letter__slug", "state", "meant_at", "sent_at"))}


def way_in(each: Authenticator) -> dict[str, Any]:
    """Name a passkey or the recovery codes; what makes them work cannot move, and stays."""
    name = each.data.get("name", "") if each.type == Authenticator.Type.WEBAUTHN else ""
    return {"kind": each.type, "name": name, "made_at": each.created_at, "last_used_at": each.last_used_at}
