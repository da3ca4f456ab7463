"""What somebody did as a guest of this browser goes along to the account they sign in to."""

from django.db import transaction
from django.utils.translation import gettext as _

from loslaten.accounts.adapter import Adapter
from loslaten.accounts.models import Consent, Person, Vault
from loslaten.practice.models import Round, RoundNote


class HouseAdapter(Adapter):
    """Signing in, in a house where rounds are practised: accounts itself does not know what a round is."""

    def bring(self, guest: Person, person: Person) -> str:
        """Move the rounds of a guest, with their notes where these can still be opened, and let go of the guest."""
        with transaction.atomic():
            n = move_rounds(guest, person)
            if n:
                keep_as_before(guest, person)
            guest.delete()
        if not n:
            return ""
        return _("Practices of this browser that are now in your account: %(n)s.") % {"n": n}


def move_rounds(guest: Person, person: Person) -> int:
    """Give the rounds of one to the other; a round that was sent twice stays where it was first."""
    there = Round.objects.filter(person=person).exclude(offline_key=None).values("offline_key")
    notes = RoundNote.objects.filter(person=guest)
    if not Vault.objects.filter(person=person).exists():
        Vault.objects.filter(person=guest).update(person=person)
        notes.update(person=person)
    return Round.objects.filter(person=guest).exclude(offline_key__in=there).update(person=person)


def keep_as_before(guest: Person, person: Person) -> None:
    """Let a yes to keeping that was said in this browser stand: what was kept must not go with the next sweep."""
    purpose = Consent.Purpose.KEEP_ROUNDS
    for consent in guest.consents.filter(purpose=purpose, withdrawn_at=None):
        person.agree(purpose, wording=consent.wording, at=consent.given_at)
