"""One process: static files and live things in Starlette, every page in Django, run in threads."""

import asyncio
import mimetypes
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loslaten.site.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django must be set up first

from loslaten.explore.ahead import work_ahead  # noqa: E402 - idem
from loslaten.library.desk import desk_files  # noqa: E402 - idem
from loslaten.library.look_up import warm_up  # noqa: E402 - idem
from loslaten.site.duties import TASKS  # noqa: E402 - idem
from loslaten.site.headers import Careful  # noqa: E402 - idem
from loslaten.site.live import live  # noqa: E402 - idem
from loslaten.work.loop import work  # noqa: E402 - idem

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


PATIENCE_S = 60


class Immutable(StaticFiles):
    """Files whose address changes when they change, so a browser may keep them for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's own signature
        """Send a file with a year's leave to keep it."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        for name in ("etag", "last-modified", "accept-ranges"):  # what never changes is never asked about again
            if name in response.headers:
                del response.headers[name]
        return response


def files() -> Immutable:
    """Serve the static tree of every room."""
    tree = Immutable()
    tree.all_directories = [*settings.STATIC_ROOTS, *desk_files()]
    return tree


class Patience:
    """Let go of a browser that takes nothing for a minute: an answer on its way holds one of ten threads."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send each piece in time; after one that was not taken, the rest goes nowhere and the answer ends."""
        gone = False

        async def send_in_time(message: Message) -> None:
            nonlocal gone
            if gone:
                return
            try:
                await asyncio.wait_for(send(message), PATIENCE_S)
            except TimeoutError:
                gone = True

        await self.app(scope, receive, send_in_time if scope["type"] == "http" else send)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Work in the background for as long as the house is open, unless other processes do."""
    closing = threading.Event()
    worker = threading.Thread(target=work, args=(TASKS, closing), name="work", daemon=True)
    if settings.WORK:
        worker.start()
    threading.Thread(target=warm_up, name="index", daemon=True).start()
    threading.Thread(target=work_ahead, args=(closing,), name="ahead", daemon=True).start()
    yield
    closing.set()
    if settings.WORK:
        worker.join(timeout=5)


PACKED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/zip")  # packing it twice makes it no smaller
# Both sides describe the same protocol with names of their own, which a type checker cannot match.
rooms: Any = WSGIMiddleware(cast("Any", pages), workers=10)
house = Starlette(
    routes=[WebSocketRoute("/live/", live), Mount(settings.STATIC_URL.rstrip("/"), files()), Mount("/", rooms)],
    middleware=[
        Middleware(Patience),
        Middleware(GZipMiddleware, minimum_size=500, compresslevel=5, exclude_content_types=PACKED),
    ],
    lifespan=lifespan,
)
application = Careful(house)
