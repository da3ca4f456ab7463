"""What the ledger keeps of deliveries that go out of it: how many there were, and no longer to whom."""

from django.db.models import Count, F, QuerySet

from loslaten.letters.models import Delivery, Letter

COUNTED = {Delivery.State.SENT: "sent_before", Delivery.State.FAILED: "failed_before"}


def tally(rows: QuerySet[Delivery]) -> None:
    """Add deliveries that are about to go to the numbers of their letters."""
    for letter, state, count in rows.order_by().values_list("letter", "state").annotate(count=Count("pk")):
        if field := COUNTED.get(state):
            Letter.objects.filter(pk=letter).update(**{field: F(field) + count})
