"""What somebody did as a guest of this browser goes along to the account they sign in to."""

from django.db import transaction
from django.utils.translation import gettext as _

from loslaten.accounts.adapter import Adapter
from loslaten.accounts.models import Consent, Person, Vault
from loslaten.journal.bring import move_days
from loslaten.patterns.bring import move_patterns
from loslaten.practice.models import Round, RoundNote


class HouseAdapter(Adapter):
    """Signing in, in a house where rounds are practised: accounts itself does not know what a round is."""

    def bring(self, guest: Person, person: Person) -> str:
        """Move what a guest did here, with notes where these can still be opened, and let go of them."""
        with transaction.atomic():
            with_notes = move_vault(guest, person)
            n = move_rounds(guest, person)
            days = move_days(guest, person, with_answers=with_notes)
            patterns = move_patterns(guest, person, with_words=with_notes)
            if n or days or patterns:
                keep_as_before(guest, person, Consent.Purpose.KEEP_ROUNDS)
            if with_notes:
                keep_as_before(guest, person, Consent.Purpose.KEEP_NOTES)
            guest.delete()
        if not n:
            return ""
        return _("Practices of this browser that are now in your account: %(n)s.") % {"n": n}


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
