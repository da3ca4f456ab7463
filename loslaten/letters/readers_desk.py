"""The page of the readers at the desk: how many there are, the list to take along, and lists that are brought in."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from loslaten.accounts.upload import OneFile
from loslaten.letters import bring_in, one_reader
from loslaten.letters.columns import COLUMNS, WRONG
from loslaten.letters.export import table
from loslaten.letters.leave import PROOF
from loslaten.letters.models import Import, Reader
from loslaten.library.models import LANGUAGES

MOST_MB = 200  # a million readers, each with a long proof
MAY = "letters.change_reader"
SHOWN = 5
DIGITS = 19  # of a number a database can hold
TOOK_ALONG = "letters.take_along"
ALL = 0  # the history of the desk asks for a number; this stands for everybody, and names nobody


class OneList(OneFile):
    """One list of readers."""

    most = MOST_MB * 1_000_000


class ListForm(forms.Form):
    """What holds for readers of whom the list does not say it."""

    said_on = forms.DateField(
        label=gettext_lazy("When did they say yes?"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    proof = forms.CharField(label=gettext_lazy("Where does their yes stand?"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=LANGUAGES)

    def clean_said_on(self) -> date | None:
        """Take a day that has come."""
        said_on: date | None = self.cleaned_data["said_on"]
        if said_on and said_on > localdate():
            raise forms.ValidationError(_("That day is still to come. Choose another one."))
        return said_on

    def terms(self) -> bring_in.Terms:
        """Make a moment of the day: midnight of the house."""
        said_on: date | None = self.cleaned_data["said_on"]
        zone = ZoneInfo(settings.TIME_ZONE)
        said_at = datetime.combine(said_on, time(), tzinfo=zone) if said_on else None
        return bring_in.Terms(self.cleaned_data["language"], said_at, self.cleaned_data["proof"])


def allowed(request: HttpRequest) -> None:
    """Keep the readers from whoever may not look after them."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied


@csrf_exempt  # only until the file has its place: the page inside checks the token
@require_http_methods(["GET", "HEAD", "POST"])
def readers_page(request: HttpRequest) -> HttpResponse:
    """Make room for one file, and let go of it whatever happens."""
    allowed(request)
    upload = OneList(request)
    request.upload_handlers = [upload]
    try:
        return readers(request, upload)
    finally:
        upload.close()


@never_cache
@csrf_protect
def readers(request: HttpRequest, upload: OneList) -> HttpResponse:
    """Show how many read along and how far each list is; take a list in, or do the one thing that was asked of one."""
    if request.method != "POST":
        return page(request, ListForm())
    if "list" in request.POST:
        decide(request)
        return redirect("readers_desk")
    if "address" in request.POST:
        return one(request)
    form = ListForm(request.POST)
    trouble = take(form, upload) if form.is_valid() else ""
    if trouble or form.errors:
        return page(request, form, trouble=trouble, status=422)
    return redirect("readers_desk")


def one(request: HttpRequest) -> HttpResponse:
    """Look for one reader, or do what they asked."""
    form = one_reader.OneReader(request.POST)
    if not form.is_valid():
        return page(request, ListForm(), one={"form": form}, status=422)
    if "go" in request.POST:
        one_reader.act(request, form.cleaned_data["address"], at=now())
        return redirect("readers_desk")
    return page(request, ListForm(), one={"form": form, **one_reader.found(form.cleaned_data["address"])})


def take(form: ListForm, upload: OneList) -> str:
    """Take a list in; say what stood in its way, or nothing."""
    if upload.too_large:
        return _("The file is larger than %(most_mb)s MB.") % {"most_mb": MOST_MB}
    if upload.kept is None:
        return _("No file was chosen.")
    try:
        bring_in.take_in(upload.kept, form.terms(), at=now())
    except bring_in.NoListError:
        return _(
            "In the first line stands no column with e-mail addresses. Save it as CSV, and call that column email."
        )
    return ""


def decide(request: HttpRequest) -> None:
    """Bring a list in that was read, or throw it away."""
    wish, number = request.POST.get("go", ""), request.POST["list"]
    found = get_object_or_404(Import, pk=int(number) if number.isdecimal() and len(number) < DIGITS else 0)
    if wish == "yes":
        bring_in.say_yes(found)
    elif wish == "no":
        bring_in.throw_away(found)
        messages.success(request, _("The list is thrown away. Whoever reads along stays."))


@never_cache
@require_safe
def readers_lists(request: HttpRequest) -> HttpResponse:
    """Tell again how far each list is, for a page that stands open."""
    allowed(request)
    return render(request, "letters/desk/lists.html", lists())


def page(request: HttpRequest, form: ListForm, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401 - what else it tells
    """Show it all."""
    context = {
        "form": form,
        "columns": list(COLUMNS)[1:],
        "counts": counts(),
        "days": PROOF.days,
        "one": {"form": one_reader.OneReader()},
        "taken": ModelLogEntry.objects.filter(action=TOOK_ALONG).select_related("user")[:SHOWN],
        **lists(),
        **more,
    }
    return render(request, "letters/desk/readers.html", context, status=status)


def lists() -> dict[str, Any]:
    """Tell of the last lists how far they are."""
    some = list(Import.objects.exclude(state=Import.State.GONE)[:SHOWN])
    return {
        "lists": [(each, remarks(each)) for each in some],
        "underway": any(each.state in bring_in.BEGUN for each in some),
    }


def counts() -> dict[str, Any]:
    """Count the readers; never what they open."""
    here = Q(left_at=None, stopped_at=None)
    return Reader.objects.aggregate(
        here=Count("pk", filter=here),
        monthly=Count("pk", filter=here & Q(pace=Reader.Pace.MONTHLY)),
        english=Count("pk", filter=here & Q(language="en")),
        left=Count("pk", filter=Q(left_at__isnull=False)),
        stopped=Count("pk", filter=Q(left_at=None, stopped_at__isnull=False)),
    )


def remarks(found: Import) -> list[str]:
    """Say of each line what is wrong with it."""
    said = _("Line %(number)s: %(wrong)s")
    return [said % {"number": number, "wrong": WRONG[kind]} for number, kind in found.remarks]


@never_cache
@require_safe
def readers_file(request: HttpRequest) -> HttpResponseBase:
    """Give the list of who reads along."""
    allowed(request)
    log(Reader(pk=ALL), TOOK_ALONG, user=request.user, title=_("Readers"))
    name = f"loslaten-{localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        (some.encode() for some in table()), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
