"""What is yours in this house, and what you agreed to: one page, and one question at a time."""

from typing import cast

from allauth.account.views import SignupView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from loslaten.accounts import guests, vault
from loslaten.accounts.access import newcomers
from loslaten.accounts.consents import QUESTIONS, Question
from loslaten.accounts.models import Consent, Person
from loslaten.journal import sweep as journal
from loslaten.letters import tie
from loslaten.patterns import standing
from loslaten.patterns import sweep as patterns
from loslaten.patterns.models import Moment
from loslaten.practice import measured
from loslaten.practice.models import Measured, RoundNote
from loslaten.practice.summary import erased
from loslaten.practice.sweep import let_go_of_kept
from loslaten.programme.models import Taken

Purpose = Consent.Purpose


@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """Show who somebody is here, what is kept of them, and what they agreed to."""
    if not request.user.is_authenticated:
        return render(request, "site/yours.html")
    agreed = request.user.agreed()
    asked = [(purpose, purpose in agreed) for purpose in Purpose if may_be_asked(purpose, request.user)]
    context = {"asked": asked, "reader": tie.reader_of(request.user), **counted(request.user)}
    return render(request, "site/yours.html", context)


def may_be_asked(purpose: str, person: Person) -> bool:
    """Say whether there is something to agree to: the letter goes to an account, of a house that sends mail."""
    return purpose in QUESTIONS and (purpose != Purpose.LETTERS or (settings.MAIL and person.has_account))


def counted(person: Person) -> dict[str, int]:
    """Count what is here of somebody."""
    return {
        "rounds": person.rounds.exclude(ended_at=None).count(),
        "notes": vault.count_notes(person),
        "patterns": person.patterns.count(),
        "moments": Moment.objects.filter(pattern__person=person).count(),
    }


def kept_of(person: Person) -> list[tuple[str, int]]:
    """Count what goes with somebody's yes to keeping, by what it is called; nothing when there is no yes."""
    if not person.agrees_to(Purpose.KEEP_ROUNDS):
        return []
    mine, ended = counted(person), {"round__ended_at__isnull": False}
    found = {
        _("Practices"): mine["rounds"],
        _("Notes with practices"): RoundNote.objects.filter(person=person, **ended).count(),
        _("Summaries of what was heard"): Measured.objects.filter(round__person=person, **ended).count(),
        _("Days of the three questions"): person.days.filter(answers=None).count(),
        _("Patterns"): mine["patterns"],
        _("Moments"): mine["moments"],
        _("Marked steps"): person.taken.count(),
    }
    return [(name, number) for name, number in found.items() if number]


@newcomers
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Make an account; whoever keeps something here reads what a no would erase."""
    kept = kept_of(request.user) if request.user.is_authenticated else []
    return cast("HttpResponseBase", SignupView.as_view(extra_context={"kept": kept})(request))


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Ask one question; a yes and a no are the same distance away."""
    if not request.user.is_authenticated or not may_be_asked(purpose, request.user):
        raise Http404
    question = QUESTIONS[purpose]
    if request.method != "POST":
        context = {
            "purpose": Purpose(purpose),
            "question": question,
            "stands": request.user.agrees_to(purpose),
            "kept": kept_of(request.user) if purpose == Purpose.KEEP_ROUNDS else [],
            "notes": vault.count_notes(request.user),
        }
        return render(request, "site/consent.html", context)
    if request.POST.get("go") == "yes" and purpose == Purpose.LETTERS:
        return send_letter(request, question)
    answer = agree if request.POST.get("go") == "yes" else decline
    messages.info(request, answer(request, purpose, question))
    return redirect("insight" if request.POST.get("back") == "insight" else "yours")


def send_letter(request: HttpRequest, question: Question) -> HttpResponse:
    """Let the letter come to the address of this account, or lead to where one is confirmed."""
    if not tie.tie(cast("Person", request.user), get_language() or "nl", at=now()):
        messages.info(request, _("Confirm an address first. After that you can say yes to the letter here."))
        return redirect("account_email")
    messages.info(request, str(question.said_yes))
    return redirect("yours")


def agree(request: HttpRequest, purpose: str, question: Question) -> str:
    """Write down a yes, and say what it means."""
    person = cast("Person", request.user)
    if purpose == Purpose.KEEP_ROUNDS:
        guests.keep(request, person, at=now())
    else:
        person.agree(purpose, wording=question.wording, at=now())
        if purpose == Purpose.INSIGHT:
            standing.recount_all(person)
    return str(question.said_yes)


def decline(request: HttpRequest, purpose: str, question: Question) -> str:
    """Take a no, let it have its effect at once, and say what it did."""
    person = cast("Person", request.user)
    # The letter can come to an account without a yes that was written down here: brought along, or asked for again.
    if purpose == Purpose.LETTERS and tie.reader_of(person):
        tie.untie(person, at=now())
        return _("No letter comes any more. Thank you for reading along.")
    if not person.agrees_to(purpose):
        return _("Nothing has changed: you had not agreed to this.")
    guests.keep_no_longer(request, person, purpose, at=now())
    if purpose == Purpose.LETTERS:
        return _("No letter comes any more. Thank you for reading along.")
    if purpose == Purpose.KEEP_ROUNDS:
        return let_go_of_rounds(person)
    if purpose == Purpose.KEEP_NOTES:
        return _("Notes are no longer kept. Erased at once: %(n)s.") % {"n": vault.withdraw_notes(person)}
    if purpose == Purpose.KEEP_MEASURED:
        return _("Summaries are no longer kept. Erased at once: %(n)s.") % {"n": measured.forget(person)}
    if purpose == Purpose.INSIGHT:
        standing.forget(person)
    return _("That has been taken back. It is no longer worked out or shown.")


def let_go_of_rounds(person: Person) -> str:
    """Erase what was kept under the yes to rounds and no other, and say how much that was."""
    Taken.objects.filter(person=person).delete()
    gone = patterns.let_go_of_kept(person, at=now())
    said = erased(let_go_of_kept(person, at=now())) + also_days(journal.let_go_of_kept(person))
    return said + also_patterns(gone)


def also_patterns(gone: patterns.Gone) -> str:
    """Say that patterns and moments went along."""
    if not any(gone):
        return ""
    said = _("Patterns erased with it: %(patterns)s, and moments: %(moments)s.")
    return f" {said % gone._asdict()}"


def also_days(days: int) -> str:
    """Say that days of the three questions went along."""
    return " " + _("Days of the three questions erased with it: %(n)s.") % {"n": days} if days else ""
