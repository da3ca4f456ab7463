"""What an answer of this house may do in a browser: talk to this house, and to nobody else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Handler = Callable[[HttpRequest], HttpResponse]


def policy(request: HttpRequest) -> str:
    """Choose the policy of a page: the loose one at the desk, and nowhere else."""
    at_desk = settings.DESK and request.path.startswith(f"/{settings.DESK}/")
    return DESK_POLICY if at_desk else POLICY


class Careful:
    """Say it with every answer, also with those no page of ours made: files, refusals, failures."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what an answer does not say itself."""

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, say)


def content_security_policy(handle: Handler) -> Handler:
    """Say on every page what it may load: nothing inline, nothing from elsewhere; and who may keep it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        if not hasattr(request, "is_dummy"):  # a preview is drawn inside an answer of the desk, which has its own
            response.headers.setdefault("Content-Security-Policy", policy(request))
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            keep_between_us(request, response)
        return response

    return middleware


def keep_between_us(request: HttpRequest, response: HttpResponse) -> None:
    """Let nobody keep a page that was drawn for somebody; a page with only a key against forged forms stays theirs."""
    session = getattr(request, "session", None)
    if session is not None and session.accessed and not session.is_empty():
        patch_cache_control(response, private=True, no_store=True)
    elif response.has_header("Set-Cookie") or response.cookies or "cookie" in response.get("Vary", "").lower():
        patch_cache_control(response, private=True, no_cache=True)
