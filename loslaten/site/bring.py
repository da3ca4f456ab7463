"""What somebody did as a guest of this browser goes along to the account they sign in to."""

from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.accounts import vault
from loslaten.accounts.adapter import Adapter
from loslaten.accounts.models import Consent, Person, Vault
from loslaten.journal.bring import move_days
from loslaten.patterns.bring import move_patterns
from loslaten.practice import measured
from loslaten.practice.models import Round, RoundNote
from loslaten.programme.bring import move_marks
from loslaten.site import yours

Purpose = Consent.Purpose


class Came(NamedTuple):
    """How much came along."""

    rounds: int
    days: int
    patterns: int
    marks: int
    notes: int


class HouseAdapter(Adapter):
    """Signing in, in a house where rounds are practised: accounts itself does not know what a round is."""

    def bring(self, guest: Person, person: Person) -> str:
        """Move what a guest did here, with notes where these can still be opened, and let go of them."""
        with transaction.atomic():
            notes = vault.count_notes(guest)
            with_notes = move_vault(guest, person)
            came = Came(
                rounds=move_rounds(guest, person),
                days=move_days(guest, person, with_answers=with_notes),
                patterns=move_patterns(guest, person, with_words=with_notes),
                marks=move_marks(guest, person),
                notes=notes if with_notes else 0,
            )
            if any(came):
                keep_as_before(guest, person, Purpose.KEEP_ROUNDS)
            if with_notes:
                keep_as_before(guest, person, Purpose.KEEP_NOTES)
            # A yes about heart and breath was for this browser: an account says its own.
            heard = measured.keep_to(person)
            guest.delete()
        return told(came, notes=notes - came.notes, heard=heard)

    def keep_no_longer(self, request: HttpRequest, person: Person) -> None:
        """Take a no that was said with a new account, let it have its effect at once, and say what it did."""
        if person.agrees_to(Purpose.KEEP_ROUNDS):
            person.withdraw(Purpose.KEEP_ROUNDS, at=now())
            messages.info(request, yours.let_go_of_rounds(person))


def told(came: Came, *, notes: int, heard: int) -> str:
    """Say what came along, and what could not."""
    more = [
        ngettext("%(n)s day of the three questions", "%(n)s days of the three questions", came.days),
        ngettext("%(n)s pattern", "%(n)s patterns", came.patterns),
        ngettext("%(n)s marked step", "%(n)s marked steps", came.marks),
        ngettext("%(n)s note", "%(n)s notes", came.notes),
    ]
    what = ", ".join(said % {"n": n} for said, n in zip(more, came[1:], strict=True) if n)
    said = [
        (came.rounds, _("Practices of this browser that are now in your account: %(n)s.") % {"n": came.rounds}),
        (what, _("Now in your account too: %(what)s.") % {"what": what}),
        (notes, _("Notes erased, because your account has another key: %(n)s.") % {"n": notes}),
        (heard, _("Summaries of what was heard erased, because your account did not say yes: %(n)s.") % {"n": heard}),
    ]
    return " ".join(sentence for there, sentence in said if there)


def move_vault(guest: Person, person: Person) -> bool:
    """Give the vault and the notes of one to the other, unless there is another vault; say whether it came."""
    if Vault.objects.filter(person=person).exists():
        return False
    RoundNote.objects.filter(person=guest).update(person=person)
    return bool(Vault.objects.filter(person=guest).update(person=person))


def move_rounds(guest: Person, person: Person) -> int:
    """Give the rounds of one to the other; a round that was sent twice stays where it was first."""
    there = Round.objects.filter(person=person).exclude(offline_key=None).values("offline_key")
    return Round.objects.filter(person=guest).exclude(offline_key__in=there).update(person=person)


def keep_as_before(guest: Person, person: Person, purpose: str) -> None:
    """Let a yes to keeping that was said in this browser stand: what was kept must not go with the next sweep."""
    for consent in guest.consents.filter(purpose=purpose, withdrawn_at=None):
        person.agree(purpose, wording=consent.wording, at=consent.given_at)
