"""The two paths of a pattern, as its page shows them: a picture, a few sentences, and the same in numbers."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F
from django.utils.translation import gettext as _

from loslaten.accounts.consents import QUESTIONS, Question
from loslaten.accounts.models import Consent, Person
from loslaten.brain import statements
from loslaten.brain.moment import Moment as Coming
from loslaten.brain.posterior import Posterior, PosteriorError
from loslaten.explore.claims import COMEBACK, Claim
from loslaten.patterns import paths_words as words
from loslaten.patterns.models import Moment, Pattern, Practised, Standing
from loslaten.patterns.rows import DAY_S, SECOND, Row, in_order
from loslaten.patterns.sentence import name
from loslaten.patterns.standing import INSIGHT, asks, is_whole, load, recount
from loslaten.patterns.words import Path
from loslaten.picture.frame import Words
from loslaten.picture.paths import Strength, two_paths
from loslaten.practice.models import RISE, STRONG

log = logging.getLogger("loslaten.patterns")
LATELY = 14  # moments of which we say how often the new path was taken
LATEST_USED = 50  # patterns in which the last thirty expectations are looked for
SOME_WEEKS = timedelta(weeks=6)
ABOUT = timedelta(weeks=2)


class Line(NamedTuple):
    """One path in the table."""

    name: str
    now: str
    between: str
    then: str


class Shown(NamedTuple):
    """The picture of both paths, and the same in words and in a table."""

    picture: str
    sentences: list[str]
    beforehand: str
    sure: Claim
    change: str
    expectation: str
    lines: list[Line]
    then: str
    n: int


class Paths(NamedTuple):
    """What the page says: a question, that it is being counted, when there will be more to say, or the paths."""

    asks: bool = False
    question: Question = QUESTIONS[INSIGHT]
    counting: bool = False
    waiting: str = ""
    shown: Shown | None = None


def paths_of(pattern: Pattern, *, at: datetime) -> Paths:
    """Say how the paths of a pattern stand; with nothing of it known, what has to happen first.

    Parameters
    ----------
    pattern
        With its person.
    at
        Now.

    Returns
    -------
    Paths
        For `patterns/paths.html`.
    """
    if not asks(pattern):
        return Paths(asks=True)
    standing, known = look(pattern)
    if known is None or standing is None:
        return Paths(counting=True)
    behind = standing.due_at is not None
    if not known.traces:
        return Paths(counting=behind, waiting=words.waiting(statements.LEAST_WALKED))
    coming = next_moment(known, at)
    found = statements.paths(known, coming)
    if found.moments_to_go:
        return Paths(counting=behind, waiting=words.waiting(found.moments_to_go))
    if not (latest := in_order(pattern, 2)):  # all of it was erased, and that is not counted yet
        return Paths(counting=True)
    return Paths(counting=behind, shown=shown(known, coming, latest, pattern=pattern, at=at))


def next_moment(known: Posterior, at: datetime) -> Coming:
    """Make the moment to come, in life."""
    return Coming(max(at.timestamp() / DAY_S, known.tension.at + SECOND), 0)


def look(pattern: Pattern) -> tuple[Standing | None, Posterior | None]:
    """Take up what is known; what is missing, was altered, or no longer holds all of its rows is made due."""
    standing = Standing.objects.filter(pattern=pattern).first()
    if standing is None:
        recount(pattern)
        return None, None
    standing.pattern = pattern
    known = None
    if standing.posterior:
        try:
            known = load(standing)
        except PosteriorError:
            log.warning("A standing cannot be read, and will be counted afresh")
    if standing.due_at is None and (known is None or not is_whole(standing)):
        recount(pattern)
        standing.refresh_from_db(fields=["due_at"])
    return standing, known


def shown(known: Posterior, coming: Coming, latest: Sequence[Row], *, pattern: Pattern, at: datetime) -> Shown:
    """Draw both paths and say what is known of them, after the latest times: one at least."""
    paths = statements.paths(known, coming)
    *before, last = latest
    gap = last.at - before[-1].at if before else timedelta(0)
    strong = last.tension_before >= STRONG or (last.tension_after or 0) - last.tension_before >= RISE
    rising = statements.comeback(known, coming) > 0
    ahead = words.beforehand(at - last.at, strong=strong, rising=rising)
    then, lines = table(paths, coming.at)
    return Shown(
        picture=picture(pattern, paths),
        sentences=[each for each in (words.broader(paths), lately(pattern), words.returned(gap)) if each],
        beforehand=ahead,
        sure=COMEBACK,
        change=words.change(statements.change(known)),
        expectation=words.expectation(statements.expectation(known, coming)),
        lines=lines,
        then=then,
        n=known.n_moments,
    )


def picture(pattern: Pattern, paths: statements.Paths) -> str:
    """Draw the field; the same pattern always has the same grass."""
    said = Words(_("Two paths through one field"), words.described(paths))
    return two_paths(Strength(*paths.old), Strength(*paths.new), said, seed=pattern.pk.int % 2**32)


def lately(pattern: Pattern) -> str:
    """Say how often the new path was taken in the last moments of life; rounds are practice, and not counted here."""
    found = Moment.objects.filter(pattern=pattern).exclude(path="").order_by("-at", "id")
    ways = list(found.values_list("path", flat=True)[:LATELY])
    return words.taken(ways.count(Path.NEW), len(ways))


def table(paths: statements.Paths, at: float) -> tuple[str, list[Line]]:
    """Write both paths in numbers, and how they stood about six weeks ago when that is known."""
    wanted = at - SOME_WEEKS / timedelta(days=1)
    nearest = min(paths.weeks, key=lambda week: abs(week[0] - wanted), default=None)
    if nearest is None or abs(nearest[0] - wanted) > ABOUT / timedelta(days=1):
        then, before = "", ("", "")
    else:
        ago = timedelta(days=round((at - nearest[0]) / words.WEEK_D) * words.WEEK_D)
        then = _("%(weeks)s ago") % {"weeks": words.weeks(ago)}
        before = (words.share(nearest[1]), words.share(nearest[2]))
    return then, [
        Line(_("Old path"), words.share(paths.old.middle), words.between(paths.old), before[0]),
        Line(_("New path"), words.share(paths.new.middle), words.between(paths.new), before[1]),
    ]


def latest_used(person: Person) -> list[Pattern]:
    """Find the patterns of somebody who asks what helps them, each with what is known of it, the latest first."""
    asked = Exists(Consent.objects.filter(person=person, purpose=INSIGHT, withdrawn_at=None))
    mine = Pattern.objects.filter(asked, person=person).select_related("standing")
    return list(mine.order_by(F("standing__last_at").desc(nulls_last=True), "pk")[:LATEST_USED])


def record_of(patterns: Iterable[Pattern]) -> statements.Record | None:
    """Say how the last thirty expectations turned out, whichever of these patterns they were of."""
    readable = []
    for standing in (getattr(pattern, "standing", None) for pattern in patterns):
        if standing is None or not standing.posterior:
            continue
        try:
            readable.append(load(standing))
        except PosteriorError:
            log.warning("A standing cannot be read, and will be counted afresh when its page is opened")
    return statements.record_of(readable)


class Beside(NamedTuple):
    """What stands beside a round that was practised with a pattern."""

    pattern: Pattern
    name: str
    sentence: str


def beside(round_pk: UUID, *, at: datetime) -> Beside | None:
    """Say in one line how the paths stand of the pattern a round was practised with; None when there is none."""
    link = Practised.objects.filter(round=round_pk).select_related("pattern__person", "pattern__theme").first()
    if link is None:
        return None
    return Beside(link.pattern, name(link.pattern), in_one_line(link.pattern, at=at))


def in_one_line(pattern: Pattern, *, at: datetime) -> str:
    """Say which path of a pattern is broader; nothing while that would be said of anybody, or nobody asked."""
    if not asks(pattern):
        return ""
    _standing, known = look(pattern)
    if known is None or not known.traces:
        return ""
    found = statements.paths(known, next_moment(known, at))
    return "" if found.moments_to_go else words.broader(found)
