"""The quiet line of help under a theme: where somebody finds people for what an app cannot carry."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

CARE = {
    "medical": _(
        "New, severe or lasting complaints? Call your GP. "
        "Pressing chest pain, sudden severe breathlessness or paralysis? Call 112."
    ),
    "mental-health": _("Has it lasted for weeks, or is it hard to get through the day? Talk to your GP."),
    "safety-at-home": _(
        "Afraid of someone, or afraid of going too far yourself? Under Help now you find whom to call. "
        "Immediate danger: 112."
    ),
    "trauma": _(
        "Is something too big coming up? Stop, look around, feel your feet. "
        "It is better to do this together with a professional."
    ),
    "eating": _("Frequent binges, hardly eating, or making yourself sick? Your GP can look at it with you."),
    "money-help": _("Debts, or not making ends meet? Your municipality helps for free, also when it is still small."),
    "carer-support": _(
        "Do you care a lot for someone? Your municipality or GP knows what support there is for carers."
    ),
}


def care_choices() -> list[tuple[str, object]]:
    """Give every care flag with its own words; a function, so that other words are no change of the tables."""
    return list(CARE.items())


def care_lines(flags: Iterable[str]) -> list[str]:
    """Give the lines of some care flags: as the help lines of this house have them, else without a number."""
    of_the_house: dict[str, str] = import_string(settings.CARE_LINES)()
    return [of_the_house.get(flag) or str(CARE[flag]) for flag in flags if flag in CARE]
