"""The rooms that belong to nobody: the home page, help, what is kept, how it looks, and working offline."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from loslaten.accounts.guests import BACKEND
from loslaten.accounts.models import Person
from loslaten.picture.line import between_posts, letting_go
from loslaten.practice.models import Round
from loslaten.practice.offline import offline_steps
from loslaten.practice.words import Step
from loslaten.site import help_lines
from loslaten.site.appearance import CHOICES, remember
from loslaten.site.tree import static_files

ROPES = (10, 7.5, 5, 2.5, 0.5)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Welcome somebody: begin, or go on where they were."""
    steps = [(label, hint, between_posts(tension)) for (label, hint), tension in zip(five_steps(), ROPES, strict=True)]
    context = {
        "steps": steps,
        "picture": letting_go(),
        "open_round": open_round(request),
        "help": help_lines.in_this_language(),
    }
    return render(request, "site/home.html", context)


def five_steps() -> list[tuple[str, str]]:
    """Name the five steps, each with one short line."""
    hints = (
        _("Where is it, and how tight?"),
        _("It does not have to go."),
        _("Longer out than in."),
        _("One small movement."),
        _("What is different? Nothing is fine too."),
    )
    return list(zip((str(label) for label in Step.labels), hints, strict=True))


def open_round(request: HttpRequest) -> Round | None:
    """Find the round this person was in, if there is one."""
    if not request.user.is_authenticated:
        return None
    return Round.objects.filter(person=request.user.pk, ended_at=None).first()


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Show whom to call; static, and asks the database nothing."""
    return render(request, "site/help.html", {"help": help_lines.in_this_language(), "bare": True})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Tell what is kept, where, and for how long."""
    return render(request, "site/privacy.html")


@require_safe
def settings_page(request: HttpRequest) -> HttpResponse:
    """Choose language, light, contrast and motion."""
    return render(request, "site/settings.html", {"choices": CHOICES, "languages": settings.LANGUAGES})


@require_POST
def appear(request: HttpRequest) -> HttpResponse:
    """Keep how the house should look in this browser, and go back to where one was."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "settings")
    for name in CHOICES:
        if name in request.POST:
            remember(request, response, name, request.POST[name])
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the short round on one page, for when there is no network."""
    return render(request, "site/offline.html", {**offline_steps(), "bare": True})


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """Write the worker that keeps the shell: its name changes when anything that draws it does, so it renews itself."""
    files = [settings.STATIC_URL + name for name in static_files(settings.STATIC_ROOTS) if kept_on_device(name)]
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    shell = {"version": f"{settings.STATIC_HASH}-{words_hash()}-{language}", "files": files}
    script = (settings.PACKAGE / "site" / "worker.js").read_text(encoding="utf-8")
    return HttpResponse(f"const SHELL = {json.dumps(shell)};\n{script}", content_type="text/javascript; charset=utf-8")


def kept_on_device(name: str) -> bool:
    """Leave out what no page without a network needs."""
    return "/fonts/LICENSE" not in name and not name.startswith(("admin/", "django_htmx/"))


@cache
def words_hash() -> str:
    """Name what the kept pages say, which the static hash does not know: templates, words and help lines."""
    digest = hashlib.sha256(repr(help_lines.lines()).encode())
    words = (path for path in settings.PACKAGE.rglob("*") if path.suffix in {".html", ".po", ".py", ".svg"})
    for path in sorted(words):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell a phone how to put this house on its home screen."""
    icons = [
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("icon-mask.png", "512x512", "maskable"),
    ]
    shell = {
        "id": "/",
        "name": "Loslaten",
        "short_name": "Loslaten",
        "description": _("Begin where you feel it."),
        "lang": get_language(),
        "start_url": "/",
        "display": "standalone",
        "background_color": "#f5efe8",
        "theme_color": "#f5efe8",
        "shortcuts": [
            {"name": _("Write down a moment"), "short_name": _("A moment"), "url": "/moment/"},
            {"name": _("Begin with practising"), "short_name": _("Practise"), "url": "/"},
        ],
        "icons": [
            {"src": f"{settings.STATIC_URL}site/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }
    return JsonResponse(shell, content_type="application/manifest+json")


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Step into the demonstration as the person who practised twelve weeks; only where the host asked for it."""
    person = Person.objects.filter(username="demo").first() if settings.DEMO else None
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("kept")
