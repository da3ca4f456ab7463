"""Asking for the letter, confirming it, reading it less often, stopping, and seeing what is kept."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from loslaten.accounts.access import account_required
from loslaten.accounts.models import Consent
from loslaten.accounts.views import limited, me
from loslaten.letters import personal, subscribe, tie
from loslaten.letters.addresses import masked
from loslaten.letters.archive import listed
from loslaten.letters.forms import ReadAlong
from loslaten.letters.leave import PROOF, erase, erased_on, leave
from loslaten.letters.links import link_key, read, sign
from loslaten.letters.models import Reader
from loslaten.letters.subscribe import is_welcomed

look_and_send = require_http_methods(["GET", "HEAD", "POST"])


@look_and_send
def letters(request: HttpRequest) -> HttpResponse:
    """Tell of the letter, and take a wish to read along; the answer is the same for every address."""
    if not settings.MAIL:
        return render(request, "letters/letters.html", {"gone": listed(request)})
    form = ReadAlong(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "gone": listed(request)}
        return render(request, "letters/letters.html", context, status=422 if form.is_bound else 200)
    if answer := limited(request, "letters"):
        return answer
    subscribe.ask(form.cleaned_data["email"], form.cleaned_data["language"], at=now())
    return redirect("letters_asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "letters/asked.html")


@look_and_send
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button; only pressing it is a yes, because programs open links too."""
    code = known(token, "confirm")
    signup = subscribe.pending(code, at=now())
    if signup is None:
        return render(request, "letters/confirm_gone.html", status=410)
    with override(signup.language):
        if request.method != "POST":
            return render(request, "letters/confirm.html", {"signup": signup})
        reader = subscribe.confirm(signup, at=now())
        context = {"mine": sign(reader.code, "reader", link_key()), "reader": reader, "first": is_welcomed(reader)}
        return render(request, "letters/confirmed.html", context)


@csrf_exempt
@look_and_send
@never_cache
def leave_page(request: HttpRequest, token: str) -> HttpResponse:
    """Stop with one button; a mail program may press it for somebody, without a page and without a session."""
    reader = reader_of(token)
    if reader is None:
        return render(request, "letters/left.html")
    with override(reader.language):
        if request.method == "POST":
            leave(reader, at=now())
        return render(request, "letters/left.html" if reader.left_at else "letters/leave.html", about(reader, token))


@look_and_send
@never_cache
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is kept of a reader; change how often it comes and in which language, or erase it all."""
    reader = reader_of(token)
    if reader is None:
        raise Http404
    with override(reader.language):
        if request.method != "POST":
            own = request.user.is_authenticated and reader.person == request.user
            shown = reader.address if own else masked(reader.address)
            return render(request, "letters/mine.html", {**about(reader, token), "own": own, "address": shown})
        return change(request, reader, token)


def change(request: HttpRequest, reader: Reader, token: str) -> HttpResponse:
    """Do the one thing that was asked."""
    wish = request.POST.get("go", "")
    if wish == "erase":
        erase(reader, at=now())
        return render(request, "letters/erased.html")
    if wish == "again":
        subscribe.come_back(reader, at=now())
    elif wish == "plain":
        personal.say_no(reader)
    elif wish in Reader.Pace:
        Reader.objects.filter(pk=reader.pk).update(pace=wish)
    elif wish in dict(settings.LANGUAGES):
        Reader.objects.filter(pk=reader.pk).update(language=wish)
    return redirect("letters_mine", token)


@look_and_send
@account_required
def own_week(request: HttpRequest) -> HttpResponse:
    """Ask whether two lines of one's own week may stand in the letter; a yes and a no are the same distance away."""
    reader = tie.reader_of(me(request))
    if reader is None:
        raise Http404
    if request.method != "POST":
        context = {"reader": reader, "keeps": me(request).agrees_to(Consent.Purpose.KEEP_ROUNDS)}
        return render(request, "letters/own_week.html", context)
    if request.POST.get("go") == "yes":
        personal.say_yes(reader, at=now())
        messages.info(request, _("From the next letter on the lines are there, when you practised."))
    else:
        personal.say_no(reader)
        messages.info(request, _("The letter comes without the lines, from now on."))
    return redirect("yours")


def known(token: str, purpose: str) -> str:
    """Give the code of who is meant; a link that was changed leads nowhere."""
    code = read(token, purpose, link_key())
    if code is None:
        raise Http404
    return code


def reader_of(token: str) -> Reader | None:
    """Find whose link this is; somebody who was erased since is nobody."""
    return Reader.objects.select_related("person").filter(code=known(token, "reader")).first()


def about(reader: Reader, token: str) -> dict[str, object]:
    """Give a page of this reader what it shows."""
    return {"reader": reader, "token": token, "erased_on": erased_on(reader), "days": PROOF.days}
