"""The page of one letter at the desk: how it looks, what it says of itself, when it goes and whom it reached."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from loslaten.accounts.views import limited
from loslaten.letters import spread
from loslaten.letters.addresses import LONGEST, travels
from loslaten.letters.checks import remarks
from loslaten.letters.compose import draw, filled
from loslaten.letters.envelope import this_house
from loslaten.letters.forms import INCOMPLETE
from loslaten.letters.gather import gather
from loslaten.letters.models import Delivery, Letter
from loslaten.letters.proof import NOBODY, send_proof
from loslaten.letters.writing import can_change
from loslaten.library.models import LANGUAGES

State = Letter.State
# A letter is drawn in a frame that loads nothing and runs nothing.
FRAME = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
DARK = "@media(prefers-color-scheme:dark)"
LIGHTS = {"light": "@media not all", "dark": "@media all"}
KINDS = {"4": gettext_lazy("not taken for now"), "5": gettext_lazy("refused for good"), "l": gettext_lazy("too late")}
# How a letter is looked at: its name on the screen, the light, and the kind of screen.
FRAMES = (
    (gettext_lazy("light"), "light", "wide"), (gettext_lazy("dark"), "dark", "wide"),
    (gettext_lazy("on a phone"), "light", "phone"),
)  # fmt: skip


class ProofForm(forms.Form):
    """To whom a test letter goes, and in which language."""

    address = forms.CharField(
        label=gettext_lazy("Your e-mail address"), max_length=LONGEST, widget=forms.EmailInput,
        error_messages={"required": INCOMPLETE},
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=LANGUAGES)

    def clean_address(self) -> str:
        """Take what any mail house takes."""
        address = str(self.cleaned_data["address"])
        if not travels(address):
            raise forms.ValidationError(INCOMPLETE)
        return address


def letter_of(request: HttpRequest, pk: int) -> Letter:
    """Find a letter for somebody who may write it."""
    if not request.user.has_perm("letters.change_letter"):
        raise PermissionDenied
    return get_object_or_404(Letter.objects.select_related("theme", "article", "practice"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter to its writer, or do the one thing they asked."""
    letter = letter_of(request, pk)
    if request.method == "POST":
        wish = request.POST.get("go", "")
        if wish == "proof" and (answer := limited(request, "letters")):
            return answer
        if wish in WISHES:
            WISHES[wish](request, letter)
        return redirect("letter_desk", pk)
    weekly = letter.kind == Letter.Kind.WEEKLY
    context = {
        "letter": letter,
        "can_change": can_change(letter),
        "mail": settings.MAIL,
        "remarks": remarks(letter, at=now()) if letter.state == State.DRAFT and weekly else [],
        "views": [(code, name, text_of(letter, code)) for code, name in LANGUAGES],
        "frames": FRAMES,
        "proof": ProofForm(initial={"address": getattr(request.user, "email", "")}),
        **counts(letter),
    }
    return render(request, "letters/desk/letter.html", context)


@never_cache
@require_safe
def letter_counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the deliveries of a letter again, for a page that stands open while it goes out."""
    letter = letter_of(request, pk)
    return render(request, "letters/desk/counts.html", {"letter": letter, **counts(letter)})


@require_safe
def frame(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show the HTML of a letter by itself, as a mail program would."""
    if language not in dict(LANGUAGES):
        raise Http404
    response = HttpResponse(lit(drawn(letter_of(request, pk), language).html, request.GET.get("light", "")))
    response.headers["Content-Security-Policy"] = FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def lit(html: str, light: str) -> str:
    """Let a letter look as a mail program shows it by day or in the dark, whatever this device is set to."""
    if light not in LIGHTS:
        return html
    for always in ('content="light dark"', "color-scheme:light dark"):
        html = html.replace(always, always.replace("light dark", light))
    return html.replace(DARK, LIGHTS[light])


def drawn(letter: Letter, language: str) -> Any:  # noqa: ANN401 - a drawn letter with its gaps filled
    """Draw a letter as nobody in particular gets it."""
    house = this_house()
    return filled(draw(gather(letter, language, at=now()), house=house.address), leave=house.leave(NOBODY), lines=[])


def text_of(letter: Letter, language: str) -> str:
    """Give the text of a letter for whoever reads without HTML."""
    return str(drawn(letter, language).text)


def counts(letter: Letter) -> dict[str, Any]:
    """Count the deliveries of a letter by what became of them; never who opened or pressed what."""
    rows = letter.deliveries.order_by().values_list("state").annotate(count=Count("pk"))  # an index knows these
    total = dict.fromkeys(Delivery.State.values, 0) | dict(rows)
    failed = letter.deliveries.filter(state=Delivery.State.FAILED).order_by()
    why = [
        (KINDS.get(failure[:1], _("another kind of trouble")), failure, count)
        for failure, count in failed.values_list("failure").annotate(count=Count("pk"))
    ]
    total["sent"] += letter.sent_before
    again = letter.state == State.SENT and failed.filter(reader__left_at=None, reader__stopped_at=None).count()
    return {
        "total": total,
        "failed": total["failed"] + letter.failed_before,
        "why": sorted(why, key=str),
        "again": again,
    }


def plan(request: HttpRequest, letter: Letter) -> None:
    """Plan a draft that is whole."""
    if letter.kind == Letter.Kind.WELCOME or letter.state != State.DRAFT:
        return
    if any(each.stops for each in remarks(letter, at=now())):
        messages.error(request, _("Not planned yet. Below stands what is still missing."))
    elif Letter.objects.filter(pk=letter.pk, state=State.DRAFT, changed_at=letter.changed_at).update(
        state=State.PLANNED
    ):
        messages.success(request, _("Planned. Until it goes you can change it or take it back."))


def take_back(request: HttpRequest, letter: Letter) -> None:
    """Make a draft of a planned letter again."""
    if Letter.objects.filter(pk=letter.pk, state=State.PLANNED).update(state=State.DRAFT):
        messages.success(request, _("It is a draft again. Nothing goes out."))


def say_yes(request: HttpRequest, letter: Letter) -> None:
    """Let a letter go that is late."""
    if letter.state == State.HELD:
        spread.release(letter, at=now())
        messages.success(request, _("It goes out now."))


def say_no(request: HttpRequest, letter: Letter) -> None:
    """Put a late letter away: it went already, or need not go."""
    if letter.state == State.HELD:
        spread.put_away(letter, went=request.POST["go"] == "gone", at=now())
        messages.success(request, _("It goes to nobody any more."))


def again(request: HttpRequest, letter: Letter) -> None:
    """Try once more for those whom it did not reach."""
    if spread.send_again(letter, at=now()):
        messages.success(request, _("It is tried once more."))


def proof(request: HttpRequest, letter: Letter) -> None:
    """Send a test letter to the writer."""
    form = ProofForm(request.POST)
    if not settings.MAIL:
        messages.error(request, _("This house sends no mail, so a test letter goes nowhere."))
    elif not form.is_valid():
        messages.error(request, str(INCOMPLETE))
    elif trouble := send_proof(letter, form.cleaned_data["language"], form.cleaned_data["address"], at=now()):
        messages.error(request, trouble)
    else:
        messages.success(request, _("The test letter is on its way."))


WISHES: dict[str, Callable[[HttpRequest, Letter], None]] = {
    "plan": plan, "back": take_back, "yes": say_yes, "no": say_no, "gone": say_no, "again": again, "proof": proof,
}  # fmt: skip
