"""How allauth behaves in this house: our words, our names, our mail, and nobody locked out by a passkey."""

import base64
import hashlib
import re
import unicodedata
from functools import cached_property
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loslaten.accounts import whose
from loslaten.accounts.access import has_account
from loslaten.accounts.mail import sent
from loslaten.accounts.models import Consent, Person
from loslaten.accounts.stay import begin_day
from loslaten.accounts.words import ERRORS, PASSPHRASE, SAID

NAME = re.compile(r"[\w.-]{2,30}")


class Adapter(DefaultAccountAdapter):
    """Signing up and in: a guest becomes a person, or brings what they did to the account they have."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Take a name that can be said aloud and typed again."""
        name = unicodedata.normalize("NFKC", username)
        if "@" in name:
            raise self.validation_error("name_is_an_address")
        if not NAME.fullmatch(name):
            raise self.validation_error("name_has_odd_letters")
        if name.lower().startswith("guest-"):
            raise self.validation_error("username_blacklisted")
        return cast("str", super().clean_username(name, shallow))

    def clean_password(self, password: str, user: Any = None) -> str:  # noqa: ANN401 - allauth has no types
        """Check a passphrase, and say in our words what is wrong with it."""
        try:
            return cast("str", super().clean_password(password, user))
        except ValidationError as refused:
            raise ValidationError([PASSPHRASE.get(each.code or "", each) for each in refused.error_list]) from refused

    def new_user(self, request: HttpRequest) -> Person:
        """Make somebody new of whom nothing is known, or go on with the guest of this browser."""
        return guest_of(request) or Person()

    def save_user(self, request: HttpRequest, user: Person, form: BaseForm, commit: bool = True) -> Person:
        """Keep the new account; the rounds of a guest stay where they are, for it is the same person."""
        super().save_user(request, user, form, commit=False)
        user.is_guest = False
        user.of_age_at = now()
        if not kept(user):
            # The same name, or another tab of this browser, a moment ago.
            messages.info(request, str(self.error_messages["username_taken"]))
            raise ImmediateHttpResponse(redirect("account_signup"))
        return user

    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin a session with a new key; what a guest did in this browser comes along."""
        guest = guest_of(request)
        super().login(request, user)
        record_authentication(request, user, method="sign_in", reauthenticated=True)
        request.session.set_expiry(settings.ACCOUNT_SESSION_COOKIE_AGE)
        begin_day(request)
        if guest is not None and guest != user:
            whose.bring(request, guest)
            if said := self.bring(guest, user):
                messages.info(request, said)

    def bring(self, guest: Person, person: Person) -> str:
        """Let go of a guest who signed in to an account they had; the house knows what comes along."""
        guest.delete()
        return ""

    def keep_no_longer(self, request: HttpRequest, person: Person) -> None:
        """Take back the yes of a guest who says no with their new account; the house knows what that erases."""
        person.withdraw(Consent.Purpose.KEEP_ROUNDS, at=now())

    def logout(self, request: HttpRequest) -> None:
        """End a session; a guest has nothing to come back with, so theirs never ends this way."""
        if has_account(request):
            super().logout(request)
            messages.info(request, gettext("You are signed out."))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the ways in."""
        return reverse("access")

    def get_login_stages(self) -> list[str]:
        """Ask nothing after a passphrase, a passkey or a recovery code: each signs in by itself."""
        return []

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - allauth has no types
        """Ask on one page, with every way that somebody has."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Answer somebody whose account the host closed."""
        messages.info(request, gettext("This account is closed. Whoever runs this house can tell you why."))
        return redirect("account_login")

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Go only to a page of this house, by its path."""
        return url.startswith("/") and not url.startswith(("//", "/\\")) and bool(super().is_safe_url(url))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *rest: object, **more: object
    ) -> None:
        """Say what we have words for, and nothing else."""
        said = more.get("message") or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail at once, and tell the person when the mail house does not take it."""
        request = self.request
        if not sent(self.render_mail(template_prefix, email, {"request": request, "email": email, **context})):
            messages.warning(request, gettext("The mail could not be sent. Wait ten minutes, and try again."))
            raise ImmediateHttpResponse(redirect("account_email"))

    def format_email_subject(self, subject: str) -> str:
        """Leave a subject as it is: it names nobody and nothing that others should not see."""
        return subject


def guest_of(request: HttpRequest) -> Person | None:
    """Find the guest of this browser, as the database knows them now."""
    return Person.objects.filter(pk=request.user.pk or 0, is_guest=True).first()


def kept(person: Person) -> bool:
    """Keep a new account, or make one of a guest, once: the database says whether it could be."""
    fields = {name: getattr(person, name) for name in ("username", "password", "is_guest", "of_age_at")}
    try:
        with transaction.atomic():
            if person.pk is None:
                person.save()
                return True
            return bool(Person.objects.filter(pk=person.pk, is_guest=True).update(**fields))
    except IntegrityError:
        return False


class Keys(DefaultMFAAdapter):
    """Passkeys and recovery codes: each a way in of its own, none of them a second lock on the first."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This did not work. You could try again, or use another way in.")
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:  # noqa: ANN401 - allauth has no types
        """Have no second factor: nobody is asked for more than one."""
        return False

    @cached_property
    def lock(self) -> Fernet:
        """The key of this house, in the form that locks a text."""
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"recovery" + settings.SECRET_KEY.encode()).digest()))

    def encrypt(self, text: str) -> str:
        """Lock the seed of recovery codes, so that a copy of the database alone opens no account."""
        return self.lock.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        return self.lock.decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name this house to a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Loslaten"}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """Name a person to their passkey: by their name, never by their e-mail address."""
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.username, "display_name": user.username}
