"""Let appear what a writer planned, and let disappear what should end."""

from datetime import datetime

from wagtail.models import Revision

from loslaten.library.models import TEXTS


def publish_due(*, at: datetime) -> tuple[int, int]:
    """Publish every text whose moment has come, and take back every one whose moment has passed.

    Returns
    -------
    tuple of int
        How many appeared and how many went.
    """
    ended = [text for model in TEXTS.values() for text in model.objects.filter(live=True, expire_at__lte=at)]
    for text in ended:
        text.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    due = list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at"))
    for revision in due:
        revision.publish(log_action="wagtail.publish.scheduled")
    return len(due), len(ended)
