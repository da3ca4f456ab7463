"""Your brain, explorable: two sliders, and what a model makes of them. Nothing of it is kept."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from loslaten.explore import pictures, words
from loslaten.explore.ahead import wish
from loslaten.explore.claims import CLAIMS
from loslaten.explore.forms import PRACTICES, WELCOMES, Choice, ChoiceForm, say_week, say_welcome
from loslaten.explore.situations import SITUATIONS
from loslaten.explore.weeks import PEOPLE, weeks_of

DRAWN = 500  # answers that are kept drawn, some six megabytes
BETWEEN = "|"  # between the words of two places on a slider


@require_safe
def your_brain(request: HttpRequest) -> HttpResponse:
    """Show the sliders, both pictures, and what stands behind them."""
    form = ChoiceForm(request.GET)
    choice = form.chosen()
    context = {
        "room": "library", "wrong": form.wrong(), "choice": choice, "situations": SITUATIONS, "claims": CLAIMS,
        "people": PEOPLE, "welcome_words": BETWEEN.join(map(say_welcome, WELCOMES)),
        "week_words": BETWEEN.join(map(say_week, PRACTICES)), "welcome_said": say_welcome(choice.welcome),
        "week_said": say_week(choice.week),
    }  # fmt: skip
    page = render(request, "explore/your_brain.html", context | drawn(choice, get_language()))
    wish(choice)
    return page


@require_safe
def weeks(request: HttpRequest) -> HttpResponse:
    """Draw only what changes with the sliders."""
    choice = ChoiceForm(request.GET).chosen()
    parts = HttpResponse("".join(drawn(choice, get_language()).values()))
    wish(choice)
    return parts


@lru_cache(maxsize=DRAWN)
def drawn(choice: Choice, _language: str | None) -> dict[str, SafeString]:
    """Draw the parts that follow a choice, in the language that is spoken now: the same for everybody."""
    said = answer(choice)
    return {part: render_to_string(f"explore/parts/{part}.html", said) for part in ("head", "weeks", "numbers")}


def answer(choice: Choice) -> dict[str, Any]:
    """Give both pictures of a choice, and the same in words and numbers."""
    lived = weeks_of(choice)
    return {
        "head": pictures.head(lived),
        "chart": pictures.chart(lived),
        "setting": words.setting(choice),
        "assumed": words.assumed(choice),
        "verdict": words.verdict(lived),
        "further": words.further(choice, lived),
        "table": words.table(lived),
    }
