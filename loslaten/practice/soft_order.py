"""The order of softening movements that follows what went before softening, for whoever asked for insight.

It is worked out anew for every page: one narrow query, and the round's own key as chance, so that a page that is
loaded again looks the same.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loslaten.accounts.models import Consent
from loslaten.brain.soft_choice import Offer, Tries, order
from loslaten.practice.models import RISE, Round
from loslaten.practice.movements import Movement
from loslaten.practice.words import Ending

COOKIE = "movement_order"  # in this browser: "listed" for the order that is the same for everybody
LISTED = "listed"
NEWEST = 200  # tries; what went before softening years ago says little of now
YEAR_S = 365 * 24 * 60 * 60
ELSEWHERE = -1  # a movement that is not offered here still tells how much this person's tension drops
MIDDLE = 5.0  # the tension before, where it was left open


class Told(NamedTuple):
    """A movement in its place, and why it stands there."""

    movement: Movement
    why: str


def with_leave() -> QuerySet[Round]:
    """Find rounds together with whether their person asked for insight, in the same query."""
    asked = Consent.objects.filter(person=OuterRef("person"), purpose=Consent.Purpose.INSIGHT, withdrawn_at=None)
    return Round.objects.annotate(learns=Exists(asked))


def may_learn(practised: Round) -> bool:
    """Whether the person of this round asked for insight."""
    return bool(getattr(practised, "learns", False))


def listed(request: HttpRequest) -> bool:
    """Whether this browser keeps the order that is the same for everybody."""
    return request.COOKIES.get(COOKIE) == LISTED


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep in this browser which order somebody wants."""
    wanted = LISTED if request.POST["order"] == LISTED else "learnt"
    response.set_cookie(COOKIE, wanted, max_age=YEAR_S, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def learnt(practised: Round, movements: Sequence[Movement], *, first: str = "") -> list[Told]:
    """Put the movements in the order that follows what went before; the practice's own movement stays first."""
    offers = order(tries(practised, movements), len(movements), rng=np.random.default_rng(practised.pk.int))
    told = [Told(movements[offer.choice], why(offer, placed=bool(practised.places))) for offer in offers]
    own = [
        Told(each.movement, _("Belongs to this practice. %(why)s") % {"why": each.why})
        for each in told
        if each.movement.code == first
    ]
    return [*own, *(each for each in told if each.movement.code != first)]


def tries(practised: Round, movements: Sequence[Movement]) -> Tries:
    """Read what somebody tried before: the movement, and by how much the tension went."""
    rated = Q(tension_before__isnull=False, tension_after__isnull=False)
    before = (
        Round.objects.filter(rated | Q(ending=Ending.TOO_MUCH), person=practised.person_id, ended_at__isnull=False)
        .exclude(movement="")
        .order_by("-started_at")
        .values_list("movement", "places", "tension_before", "tension_after", "ending")[:NEWEST]
    )
    codes = {movement.code: place for place, movement in enumerate(movements)}
    here = set(practised.places)
    read = [
        (
            codes.get(code, ELSEWHERE),
            MIDDLE if rating is None else rating,
            drop(rating, after, ending),
            not here.isdisjoint(places) or not here,
        )
        for code, places, rating, after, ending in before
    ]
    return as_arrays(read)


def as_arrays(read: Iterable[tuple[int, float, float, bool]]) -> Tries:
    """Turn rows into columns."""
    choices, before, drops, here = list(zip(*read, strict=True)) or ((), (), (), ())
    return Tries(np.array(choices, int), np.array(before, float), np.array(drops, float), np.array(here, bool))


def drop(before: int | None, after: int | None, ending: str) -> float:
    """Say by how much the tension went; what became too much counts as a rise, whatever was rated."""
    rated = float(before - after) if before is not None and after is not None else 0.0
    return min(rated, -float(RISE)) if ending == Ending.TOO_MUCH else rated


def why(offer: Offer, *, placed: bool) -> str:
    """Say in a few words why a movement stands where it stands."""
    if offer.n:
        said = ngettext(
            "%(softer)s of %(n)s time softer afterwards.", "%(softer)s of %(n)s times softer afterwards.", offer.n
        )
        tried = said % {"softer": offer.softer, "n": offer.n}
    else:
        tried = _("Not chosen with this place yet.") if placed else _("Not chosen yet.")
    chance = _("Here by chance, to keep looking.")
    return f"{tried} {chance}" if offer.by_chance else tried
