"""What patterns add to the page that looks back: how the expectations of their moments turned out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from loslaten.patterns.paths_page import latest_used, record_of
from loslaten.practice.insight import Part
from loslaten.practice.look import Look
from loslaten.practice.scorecard import scorecard


def expectations(look: Look) -> dict[str, Any] | None:
    """Set the last expectations beside what came; nothing for who has no pattern."""
    patterns = latest_used(look.person)
    return scorecard(record_of(patterns)) if patterns else None


EXPECTATIONS = Part("expectations", _("What we expected"), "practice/parts/scorecard.html", expectations)
