"""What a person may be asked, one question at a time, in words that have a version."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from loslaten.accounts.models import Consent

Words = Any  # a sentence that waits for its language


class Question(NamedTuple):
    """One question with two equal answers; a new meaning needs a new version."""

    wording: str
    ask: Words
    without: Words
    yes: Words
    no: Words
    said_yes: Words


# A purpose without a question is not asked yet: its room is not there.
QUESTIONS: dict[str, Question] = {
    Consent.Purpose.KEEP_ROUNDS: Question(
        "2026-11-23",  # since then patterns and moments too
        _("May we keep your practices, patterns and moments, so that you can find them again?"),
        _("Without it you can do all of it just as well: then it goes by itself within 24 hours."),
        _("Yes, keep"),
        _("No, do not keep"),
        _("Your practices, patterns and moments are kept. You can take that back at any time."),
    ),
    Consent.Purpose.KEEP_NOTES: Question(
        "2026-11",
        _("May we keep your notes?"),
        _(
            "They are locked in this browser first. Whoever runs this server keeps a locked box, and cannot read it."
            " Without notes you can practise just as well."
        ),
        _("Yes, keep notes"),
        _("No, no notes"),
        _("You can write notes after a practice. You can take that back at any time."),
    ),
    Consent.Purpose.KEEP_MEASURED: Question(
        "2026-11-23",
        _("May we keep a summary of what was heard of your heart or breath, with your practice?"),
        _(
            "Some means only, such as your heart rate at the beginning and at the end. Never the signal itself. Without"
            " it you can listen along just as well."
        ),
        _("Yes, keep a summary"),
        _("No, only look now"),
        _(
            "From now on a summary is kept with each practice in which you listen along. You can take that back at any"
            " time."
        ),
    ),
    Consent.Purpose.INSIGHT: Question(
        "2026-11-23",
        _(
            "May we work out from your practices and moments what stands out, such as how often it became softer, and"
            " let the order of movements follow it?"
        ),
        _("It happens on this server, and only you see it. Without it they are only listed."),
        _("Yes, show me"),
        _("No, only list them"),
        _(
            "From now on you find what stands out under Insight, and the paths with each pattern. You can take that"
            " back at any time."
        ),
    ),
    Consent.Purpose.LETTERS: Question(
        "2026-11",
        _("May we send you the weekly letter, to the address you confirmed here?"),
        _("One calm letter a week. Nobody sees whether you open it. Every letter has a link that stops it."),
        _("Yes, send it"),
        _("No, no letter"),
        _("The letter comes to you. You can take that back at any time."),
    ),
}
