"""One process: static files and live things in Starlette, every page in Django, run in threads."""

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
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loslaten.site.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django must be set up first

from loslaten.library.desk import desk_files  # noqa: E402 - idem
from loslaten.site.work import work  # noqa: E402 - idem

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class Immutable(StaticFiles):
    """Files whose address changes when they change, so a browser may keep them for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's own signature
        """Send a file with a year's leave to keep it."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        for name in ("etag", "last-modified", "accept-ranges"):  # what never changes is never asked about again
            if name in response.headers:
                del response.headers[name]
        return response


def files() -> Immutable:
    """Serve the static tree of every room."""
    tree = Immutable()
    tree.all_directories = [*settings.STATIC_ROOTS, *desk_files()]
    return tree


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Work in the background for as long as the house is open."""
    closing = threading.Event()
    worker = threading.Thread(target=work, args=(closing,), name="work", daemon=True)
    worker.start()
    yield
    closing.set()
    worker.join(timeout=5)


# Both sides describe the same protocol with names of their own, which a type checker cannot match.
rooms: Any = WSGIMiddleware(cast("Any", pages), workers=10)
application = Starlette(
    routes=[Mount(settings.STATIC_URL.rstrip("/"), files()), Mount("/", rooms)],
    middleware=[Middleware(GZipMiddleware, minimum_size=500, compresslevel=5)],
    lifespan=lifespan,
)
