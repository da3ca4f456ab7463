"""What a page of this house may do in a browser: talk to this house, and to nobody else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "media-src 'self' blob:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
# The writer's desk is Wagtail's, which writes scripts and styles into its pages; it still asks nothing of anybody else.
DESK_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    ]
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"

Handler = Callable[[HttpRequest], HttpResponse]


def policy(request: HttpRequest) -> str:
    """Choose the policy of a page: the loose one at the desk, and nowhere else."""
    at_desk = settings.DESK and request.path.startswith(f"/{settings.DESK}/")
    return DESK_POLICY if at_desk else POLICY


def content_security_policy(handle: Handler) -> Handler:
    """Say on every page what it may load: nothing inline, nothing from elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        if not hasattr(request, "is_dummy"):  # a preview is drawn inside an answer of the desk, which has its own
            response.headers.setdefault("Content-Security-Policy", policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware
