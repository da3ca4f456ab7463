"""What the brain model knows of a pattern: taken further by each moment, or due to be counted afresh."""

from django.utils.timezone import now

from loslaten.patterns.models import Moment, Pattern, Practised, Standing


def take_in(pattern: Pattern, moment: Moment | Practised) -> None:
    """Take a new moment into what is known; for now that is work for later."""
    recount(pattern)


def recount(pattern: Pattern) -> None:
    """Say that this pattern has to be counted afresh: something in it was changed, went, or came in between."""
    due = {"due_at": now()}
    Standing.objects.update_or_create(pattern=pattern, defaults=due, create_defaults={**due, "posterior": b""})
