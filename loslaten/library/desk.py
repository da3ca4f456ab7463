"""The desk: Wagtail at a path of the host's choosing, behind the house's own sign-in."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

# People are looked after at LOSLATEN_ADMIN alone: there a host says again who they are, and erases somebody whole.
CLOSED = ("password_reset", "users", "groups", "bulk/accounts", "bulk/auth")
STATIC = ("wagtail.admin", "wagtail.snippets", "wagtail.images", "wagtail.documents", "wagtail.embeds")


def desk_urls() -> list[URLPattern | URLResolver]:
    """Give the addresses of the desk; none where the host did not ask for it."""
    if not settings.DESK:
        return []
    from wagtail.admin import urls  # a house without a desk need not know it

    closed = [path(f"{room}/{rest}", nowhere) for room in CLOSED for rest in ("", "<path:rest>")]
    own = [path("login/", sign_in), *closed]
    return [path(f"{settings.DESK}/", include([*own, path("", include(urls))]))]


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in of the house; there is no second one."""
    return redirect_to_login(request.GET.get("next", f"/{settings.DESK}/"), settings.WAGTAILADMIN_LOGIN_URL)


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Keep closed what the house does in its own way."""
    raise Http404


def desk_files() -> list[Path]:
    """Find the files the desk needs in a browser."""
    if not settings.DESK:
        return []
    found = (find_spec(name) for name in STATIC)
    folders = [Path(str(spec.origin)).parent / "static" for spec in found if spec]
    return [folder for folder in folders if folder.is_dir()]
