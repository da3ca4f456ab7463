"""Let appear what a writer planned, and let disappear what should end."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from wagtail.models import Revision

from loslaten.library.models import TEXTS

log = logging.getLogger("loslaten.library")


def publish_due(*, at: datetime) -> tuple[int, int]:
    """Publish every text whose moment has come, and take back every one whose moment has passed.

    Returns
    -------
    tuple of int
        How many appeared and how many went.
    """
    ended = [text for model in TEXTS.values() for text in model.objects.filter(live=True, expire_at__lte=at)]
    end = {"set_expired": True, "log_action": "wagtail.unpublish.scheduled"}
    went = [_done(partial(text.unpublish, **end), lambda: None) for text in ended]
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at")
    publish = {"log_action": "wagtail.publish.scheduled"}
    appeared = [_done(partial(one.publish, **publish), partial(_unplan, one)) for one in due]
    return sum(appeared), sum(went)


def _done(act: Callable[[], object], give_up: Callable[[], object]) -> bool:
    """Do it wholly or not at all; what fails keeps nothing else waiting, and is told by its kind alone."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError as refused:  # an address somebody else took since, a theme that is gone: no minute mends that
        log.error("A planned text could not appear, and is a draft again: %s", type(refused).__name__)
        give_up()
        return False
    except Exception as wrong:
        log.error("A planned text waits, and will be tried again: %s", type(wrong).__name__)
        return False
    return True


def _unplan(revision: Revision) -> None:
    """Let a plan go that cannot be; what was written stays as a draft."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
