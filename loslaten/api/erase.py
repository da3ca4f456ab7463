"""Erasing a person: every row that leads to them, found by walking through all models, and every trace beside those."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.apps import apps
from django.contrib.sessions.models import Session
from django.contrib.sites.shortcuts import get_current_site
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import CASCADE, ForeignKey, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Person
from loslaten.letters.addresses import compared
from loslaten.letters.leave import erase_waiting
from loslaten.letters.ledger import tally
from loslaten.letters.models import Delivery, Reader

SHORT_MS = 2000
LIMITED = ("allauth.account", "allauth.mfa", "allauth.usersessions")
# What people call these rows; a kind that is not here yet is told in its own words, and erased all the same.
CALLED = {
    "practice.Round": _("Practices"),
    "practice.RoundNote": _("Notes"),
    "practice.Measured": _("Summaries of what was heard"),
    "journal.Day": _("Days of the three questions"),
    "journal.Answers": _("Answers to the three questions"),
    "programme.Taken": _("Marked steps"),
    "letters.Reader": _("Reading the letter along"),
    "letters.Delivery": _("Letters that went out to you"),
    "letters.Reminder": _("Reminders"),
    "patterns.Pattern": _("Patterns"),
    "patterns.PatternWords": _("Words of your own for patterns"),
    "patterns.Moment": _("Moments"),
    "patterns.MomentNote": _("Notes with moments"),
    "patterns.Practised": _("Practices linked to a pattern"),
    "patterns.Standing": _("What was worked out of patterns"),
    "accounts.Vault": _("Key to your notes"),
    "accounts.Slot": _("Ways to open that key"),
    "accounts.Consent": _("Answers about what may be kept"),
    "account.EmailAddress": _("E-mail addresses"),
    "account.EmailConfirmation": _("Letters to confirm an address"),
    "mfa.Authenticator": _("Passkeys and recovery codes"),
    "usersessions.UserSession": _("Browsers that were signed in"),
}


class Count(NamedTuple):
    """How many rows there are of one kind."""

    name: str
    number: int


def paths() -> dict[type[Model], set[str]]:
    """Find every model whose rows go with a person, and each way in which it leads to them."""
    found: dict[type[Model], set[str]] = {Person: {""}}
    models = [model for model in apps.get_models(include_auto_created=True) if model is not Person]
    growing = True
    while growing:
        before = sum(map(len, found.values()))
        for model in models:
            if ways := set(ways_from(model, found)):
                found[model] = found.get(model, set()) | ways
        growing = sum(map(len, found.values())) > before
    del found[Person]
    return found


def ways_from(model: type[Model], found: dict[type[Model], set[str]]) -> Iterator[str]:
    """Follow the foreign keys of one model along which it goes too."""
    for field in model._meta.local_fields:
        other = field.related_model
        if goes_along(field) and other is not model and other in found:
            yield from (f"{field.name}__{way}".removesuffix("__") for way in found[other])


def goes_along(field: Any) -> bool:  # noqa: ANN401 - any field of any model
    """Say whether a row goes when what this field points to goes."""
    return isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE


def let_loose(pk: int) -> None:
    """Let what stays point to nobody, such as the text of somebody who wrote for the library."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model is Person and not goes_along(field):
                model._base_manager.filter(**{field.attname: pk}).update(**{field.attname: None})


def counts(person: Person) -> list[Count]:
    """Count every row that goes along with a person; most first."""
    found = {model: of_person(model, ways, person.pk).count() for model, ways in paths().items()}
    apart = untied(person)
    found[Reader] += apart.count()
    found[Delivery] += Delivery.objects.filter(reader__in=apart).count()
    named = [Count(name_of(model), number) for model, number in found.items() if number]
    return sorted(named, key=lambda count: -count.number)


def name_of(model: type[Model]) -> str:
    """Name a kind of row for people."""
    return str(CALLED.get(model._meta.label, model._meta.verbose_name_plural))


def of_person(model: type[Model], ways: set[str], pk: int) -> QuerySet[Any]:
    """Find the rows of one model that lead to this person, each once."""
    some = Q()
    for way in ways:
        some |= Q(**{way: pk})
    return model._base_manager.filter(pk__in=model._base_manager.filter(some).values("pk"))


def farthest_first() -> list[tuple[type[Model], set[str]]]:
    """List the models so that each comes before those it leads through."""
    return sorted(paths().items(), key=lambda each: -max(way.count("__") for way in each[1]))


def erase(person: Person, request: HttpRequest) -> list[Count]:
    """Erase a person at once, and say what went."""
    limits = list(rate_limits(person, request))
    known = sessions_of(person.pk)  # reading them all may take a while: nobody waits for that
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # who writes for them now waits, and finds nobody
        gone = counts(person)
        pk = person.pk
        erase_waiting(addresses_of(person))
        apart = untied(person)
        tally(Delivery.objects.filter(Q(reader__person=pk) | Q(reader__in=apart)))
        apart.delete()
        for model, ways in farthest_first():
            of_person(model, ways, pk)._raw_delete(connection.alias)  # row by row would first read them all
        let_loose(pk)
        Person.objects.get(pk=pk).delete()
        Session.objects.filter(pk__in=known).delete()
    # Once more: somebody may have signed in elsewhere in that very moment.
    Session.objects.filter(pk__in=sessions_of(pk)).delete()
    cache.delete_many(limits)
    settle()
    return gone


def sessions_of(pk: int) -> list[str]:
    """Find every session that knows this person; what it holds is coded, so each has to be read."""
    return [row.pk for row in Session.objects.iterator(chunk_size=1000) if knows(row.get_decoded(), str(pk))]


def knows(held: Any, pk: str, name: str = "") -> bool:  # noqa: ANN401 - whatever somebody put in a session
    """Say whether a session names this person: signed in, halfway signing in, or asking for a new passphrase."""
    if isinstance(held, dict):
        return any(knows(value, pk, str(key)) for key, value in held.items())
    if isinstance(held, list):
        return any(knows(value, pk, name) for value in held)
    return ("user" in name or name.endswith("pk")) and str(held) == pk


def addresses_of(person: Person) -> list[str]:
    """List every address by which this person is known here."""
    known = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    reading = Reader.objects.filter(person=person).values_list("address", flat=True)
    return [address for address in (person.email, *known, *reading) if address]


def untied(person: Person) -> QuerySet[Reader]:
    """Find who reads along at an address this person confirmed here, without their account knowing of it."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return Reader.objects.filter(person=None, name__in=[compared(address) for address in confirmed])


def rate_limits(person: Person, request: HttpRequest) -> Iterator[str]:
    """Name what counts the tries of this person; what counts those of an address on the network stays."""
    site = get_current_site(request).domain
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    logins = {name.lower() for name in (person.username, person.email, *addresses) if name}
    keys = logins | {f"{site}:{login}" for login in logins}
    for app in LIMITED:
        for action in limits_of(app):
            for rate in get_rates(app=app, action=action):
                if rate.per == "user":
                    yield get_cache_key(request, app=app, action=action, rate=rate, user=person)
                elif rate.per == "key":
                    yield from (get_cache_key(request, app=app, action=action, rate=rate, key=key) for key in keys)


def limits_of(app: str) -> list[str]:
    """List what an app counts."""
    try:
        return list(import_string(f"{app}.app_settings.RATE_LIMITS"))
    except ImportError:
        return []


def settle() -> None:
    """Bring what SQLite wrote beside its file into it, so that nothing erased lingers there; it may be too busy."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            patience_ms = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={SHORT_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout={patience_ms}")
