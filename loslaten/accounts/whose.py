"""Whose it is that waits in a browser: a mark that only this house can tie to somebody."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from loslaten.accounts.access import has_account
from loslaten.accounts.models import Person

ACCOUNT, GUEST = "a", "g"
BROUGHT = "brought"  # in a session: the marks of guests who signed in to this account


def mark(person: Person | AnonymousUser) -> str:
    """Give the mark of somebody, the same every time; none of whom the house does not know yet."""
    if not person.is_authenticated:
        return ""
    digest = salted_hmac("loslaten.whose", str(person.pk), algorithm="sha256").hexdigest()[:32]
    return f"{GUEST if person.is_guest else ACCOUNT}{digest}"


def marks(request: HttpRequest) -> list[str]:
    """Give every mark of who is here: their own first, then those of guests who came along into this account."""
    own = mark(request.user)
    return [own, *request.session.get(BROUGHT, [])] if own else []


def bring(request: HttpRequest, guest: Person) -> None:
    """Remember for this session that what a guest left waiting goes along into the account."""
    request.session[BROUGHT] = [*request.session.get(BROUGHT, []), mark(guest)]


def is_theirs(request: HttpRequest, marked: str) -> bool:
    """Say whether what carries this mark may go to who is here; of an account only to that account."""
    # A guest is a browser: where no account is signed in, what a guest left waiting is of whoever is there.
    if not marked or (marked.startswith(GUEST) and not has_account(request)):
        return True
    # A guest who makes an account stays the same person, with another letter in front.
    return marked[1:] in {each[1:] for each in marks(request)}
