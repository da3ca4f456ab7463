"""The ways in to an account, and looking after them; allauth's own pages stand beside these in site/urls.py."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import EmailAddress, Login
from allauth.core.internal.ratelimit import consume_or_429
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loslaten.accounts import passkeys, recovery
from loslaten.accounts.access import account_required, confirmed, newcomers
from loslaten.accounts.forms import (
    ConfirmForm,
    NameForm,
    NewForm,
    PasskeyAddForm,
    PasskeyConfirmForm,
    PasskeyNameForm,
    PasskeySignInForm,
    RecoverForm,
)
from loslaten.accounts.models import Person

look_and_send = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> Person:
    """Name who is here; the pages that ask have made sure that somebody is."""
    return cast("Person", request.user)


def limited(request: HttpRequest, action: str, key: str = "") -> HttpResponse | None:
    """Answer somebody who tried this often in a short time."""
    person = request.user if request.user.is_authenticated else None
    answer = consume_or_429(request, app="allauth.account", action=action, key=key, user=person)
    return cast("HttpResponse | None", answer)


def onward(request: HttpRequest, name: str) -> str:
    """Find where somebody was going, when that is a page of this house."""
    wish = request.POST.get("next") or request.GET.get("next") or ""
    return wish if get_adapter().is_safe_url(wish) else reverse(name)


def wants_question(request: HttpRequest) -> bool:
    """Say whether the script of a page asks what to ask the passkey."""
    return request.method == "GET" and request.headers.get("Accept") == "application/json"


@require_safe
@account_required
def access(request: HttpRequest) -> HttpResponse:
    """Show every way in to this account."""
    context = {
        "passkeys": passkeys.of(me(request)).count(),
        "codes": len(recovery.left(me(request))),
        "email": EmailAddress.objects.filter(user=me(request), verified=True).first(),
        "browsers": len(UserSession.objects.purge_and_list(me(request))),
        "mail": settings.MAIL,
    }
    return render(request, "account/access.html", context)


@look_and_send
@confirmed
def change_name(request: HttpRequest) -> HttpResponse:
    """Change the name somebody signs in with."""
    form = NameForm(request.POST or None, instance=Person.objects.get(pk=me(request).pk))
    if request.method == "POST" and (answer := limited(request, "change_name")):
        return answer
    if form.is_valid():
        form.save()
        messages.info(request, _("Your name is changed."))
        return redirect("access")
    return render(request, "account/name.html", {"form": form}, status=422 if form.errors else 200)


@look_and_send
@account_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask once more who is there, by passphrase or passkey."""
    if wants_question(request):
        return JsonResponse(passkeys.question(me(request)))
    if request.method == "POST" and (answer := limited(request, "reauthenticate")):
        return answer
    passkey = PasskeyConfirmForm(user=request.user, data=request.POST if "credential" in request.POST else None)
    form = ConfirmForm(user=request.user, data=request.POST if "password" in request.POST else None)
    if passkey.is_valid():
        post_authentication(request, passkey.cleaned_data["credential"], reauthenticated=True)
        return redirect(onward(request, "access"))
    if form.is_valid():
        reauthenticate_by_password(request)
        return redirect(onward(request, "access"))
    refused = bool(form.errors or passkey.errors)
    context = {
        "form": form,
        "passkey": passkey,
        "next": onward(request, "access"),
        "has_passkeys": passkeys.of(me(request)).exists(),
    }
    return render(request, "account/reauthenticate.html", context, status=422 if refused else 200)


# --- by passkey ----------------------------------------------------------------------------------


@look_and_send
@newcomers
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone."""
    if wants_question(request):
        return JsonResponse(passkeys.question())
    if request.method != "POST":
        return redirect("account_login")
    if answer := limited(request, "passkey"):
        return answer
    form = PasskeySignInForm(data=request.POST)
    if not form.is_valid():
        messages.warning(request, _("This passkey is not known here. You could sign in with your passphrase."))
        return redirect("account_login")
    key = form.cleaned_data["credential"]
    login = Login(user=key.user, redirect_url=onward(request, settings.LOGIN_REDIRECT_URL))
    return cast("HttpResponse", perform_passwordless_login(request, key, login))


@require_safe
@account_required
def passkey_list(request: HttpRequest) -> HttpResponse:
    """List somebody's passkeys."""
    keys = [(key, key.wrap().name) for key in passkeys.of(me(request))]
    return render(request, "mfa/passkeys.html", {"keys": keys})


@look_and_send
@confirmed
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Add a passkey of this device, or of one that is near."""
    if wants_question(request):
        return JsonResponse(passkeys.question_for_new(me(request)))
    if request.method == "POST" and (answer := limited(request, "passkey_add")):
        return answer
    form = PasskeyAddForm(me(request), request.POST or None)
    if form.is_valid():
        form.save()
        messages.info(request, _("Your passkey is added. You can sign in with it from now on."))
        return redirect("passkeys")
    return render(request, "mfa/passkey_add.html", {"form": form}, status=422 if form.errors else 200)


@look_and_send
@confirmed
def passkey_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a passkey something else."""
    key = get_object_or_404(passkeys.of(me(request)), pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": key.wrap().name})
    if form.is_valid():
        key.wrap().name = form.cleaned_data["name"]
        key.save(update_fields=["data"])
        return redirect("passkeys")
    return render(request, "mfa/passkey_rename.html", {"form": form}, status=422 if form.errors else 200)


@look_and_send
@confirmed
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of a passkey; the other ways in stay."""
    key = get_object_or_404(passkeys.of(me(request)), pk=pk)
    if request.method != "POST":
        return render(request, "mfa/passkey_remove.html", {"key": key, "name": key.wrap().name})
    key.delete()
    messages.info(request, _("The passkey no longer signs in here. You can erase it on your device too."))
    return redirect("passkeys")


# --- by recovery code ----------------------------------------------------------------------------


@look_and_send
@confirmed
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes that are left, or make new ones."""
    if request.method == "POST":
        recovery.renew(me(request))
        messages.info(request, _("There are new codes. The former ones no longer work."))
        return redirect("recovery_codes")
    return render(request, "mfa/recovery_codes.html", {"codes": recovery.left(me(request))})


@require_safe
@confirmed
def recovery_file(request: HttpRequest) -> HttpResponse:
    """Give the codes as a small file."""
    context = {"codes": recovery.left(me(request)), "address": request.build_absolute_uri("/")}
    response = render(request, "mfa/recovery_codes.txt", context, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="loslaten-codes.txt"'
    return response


@look_and_send
@newcomers
def recover(request: HttpRequest) -> HttpResponse:
    """Sign in with a name and a recovery code, and choose a new passphrase at once."""
    form = RecoverForm(request.POST or None)
    if form.is_valid():
        if answer := limited(request, "recover", key=form.cleaned_data["name"].lower()):
            return answer
        if person := recovery.open_with(**form.cleaned_data):
            response = perform_login(request, Login(user=person, redirect_url=reverse("new_passphrase")))
            request.session["recovered"] = True
            return cast("HttpResponse", response)
        form.add_error(None, _("This name and this code do not go together, or the code was used. Would you look?"))
    return render(request, "mfa/recover.html", {"form": form}, status=422 if form.errors else 200)


@look_and_send
@account_required
def new_passphrase(request: HttpRequest) -> HttpResponse:
    """Choose a passphrase after coming in with a recovery code."""
    if "recovered" not in request.session:
        return redirect("account_change_password")
    form = NewForm(request.user, request.POST or None)
    if form.is_valid():
        form.save()
        finalize_password_change(request, request.user)
        del request.session["recovered"]
        return redirect("access")
    return render(request, "account/new_passphrase.html", {"form": form}, status=422 if form.errors else 200)


# --- browsers ------------------------------------------------------------------------------------


@require_safe
@account_required
def browsers(request: HttpRequest) -> HttpResponse:
    """List the browsers somebody is signed in with."""
    sessions = sorted(UserSession.objects.purge_and_list(me(request)), key=lambda each: each.created_at)
    entries = [(each, *each.user_agent.split(" on "), each.is_current()) for each in sessions]
    return render(request, "usersessions/browsers.html", {"entries": entries})


@require_POST
@account_required
def browser_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one browser out."""
    get_object_or_404(UserSession, pk=pk, user=me(request)).end()
    messages.info(request, _("That browser is signed out."))
    return redirect("browsers")


@require_POST
@account_required
def browsers_end(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out."""
    for session in UserSession.objects.filter(user=me(request)):
        if not session.is_current():
            session.end()
    messages.info(request, _("All other browsers are signed out."))
    return redirect("browsers")
