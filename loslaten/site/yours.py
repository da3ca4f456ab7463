"""What is yours in this house, and what you agreed to: one page, and one question at a time."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from loslaten.accounts import guests, vault
from loslaten.accounts.consents import QUESTIONS, Question
from loslaten.accounts.models import Consent, Person
from loslaten.journal import sweep as journal
from loslaten.patterns import standing
from loslaten.patterns import sweep as patterns
from loslaten.patterns.models import Moment
from loslaten.practice import measured
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
    asked = [(purpose, purpose in agreed) for purpose in Purpose if purpose in QUESTIONS]
    return render(request, "site/yours.html", {"asked": asked, **counted(request.user)})


def counted(person: Person) -> dict[str, int]:
    """Count what is here of somebody."""
    return {
        "rounds": person.rounds.exclude(ended_at=None).count(),
        "notes": vault.count_notes(person),
        "patterns": person.patterns.count(),
        "moments": Moment.objects.filter(pattern__person=person).count(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Ask one question; a yes and a no are the same distance away."""
    question = QUESTIONS.get(purpose)
    if question is None or not request.user.is_authenticated:
        raise Http404
    if request.method != "POST":
        context = {
            "purpose": Purpose(purpose),
            "question": question,
            "stands": request.user.agrees_to(purpose),
            **counted(request.user),
        }
        return render(request, "site/consent.html", context)
    answer = agree if request.POST.get("go") == "yes" else decline
    messages.info(request, answer(request, purpose, question))
    return redirect("insight" if request.POST.get("back") == "insight" else "yours")


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
    if not person.agrees_to(purpose):
        return _("Nothing has changed: you had not agreed to this.")
    if purpose == Purpose.KEEP_ROUNDS:
        guests.keep_no_longer(request, person, purpose, at=now())
        Taken.objects.filter(person=person).delete()
        gone = patterns.let_go_of_kept(person, at=now())
        said = erased(let_go_of_kept(person, at=now())) + also_days(journal.let_go_of_kept(person))
        return said + also_patterns(gone)
    guests.keep_no_longer(request, person, purpose, at=now())
    if purpose == Purpose.KEEP_NOTES:
        return _("Notes are no longer kept. Erased at once: %(n)s.") % {"n": vault.withdraw_notes(person)}
    if purpose == Purpose.KEEP_MEASURED:
        return _("Summaries are no longer kept. Erased at once: %(n)s.") % {"n": measured.forget(person)}
    if purpose == Purpose.INSIGHT:
        standing.forget(person)
    return _("That has been taken back. It is no longer worked out or shown.")


def also_patterns(gone: patterns.Gone) -> str:
    """Say that patterns and moments went along."""
    if not any(gone):
        return ""
    said = _("Patterns erased with it: %(patterns)s, and moments: %(moments)s.")
    return f" {said % gone._asdict()}"


def also_days(days: int) -> str:
    """Say that days of the three questions went along."""
    return " " + _("Days of the three questions erased with it: %(n)s.") % {"n": days} if days else ""
