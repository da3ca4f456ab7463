"""An article by our plain view, by Wagtail's own routing of the same page, an empty view; and ten thousand of them."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

PLAIN = "/library/nl/nee-zeggen-en-het-daarbij-laten/"
FIND = "/library/nl/find/?q=nee+zeggen"
TIMES = 200
MANY = 10_000
COPIED = [
    "key", "title", "theme", "practice", "summary", "questions", "sections", "pull_line", "take_along", "closing",
    "faq", "evidence",
]  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="loslaten-bench-") as data:
        os.environ.update({"LOSLATEN_DATA": data, "DJANGO_SETTINGS_MODULE": "loslaten.site.settings"})
        for words in (["translations"], ["migrate", "--verbosity", "0"], ["load_library"]):
            subprocess.run([sys.executable, "manage.py", *words], check=True, stdout=sys.stderr)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.routed.settings"
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        routed = route_one()
        show("12 articles", ["/empty/", PLAIN, routed, "/library/nl/", FIND])
        fill()
        show(
            f"{MANY:,} articles",
            [PLAIN, "/library/nl/", "/library/nl/?page=400", "/library/nl/themes/boundaries/", FIND],
        )


def route_one() -> str:
    """Put the same article in Wagtail's tree of pages."""
    from django.db import connection
    from wagtail.models import Site

    from bench.routed.models import RoutedArticle
    from loslaten.library.models import Article

    article = Article.objects.get(slug=PLAIN.strip("/").split("/")[-1])
    with connection.schema_editor() as editor:
        editor.create_model(RoutedArticle)
    related = article.rendered["related"]
    page = RoutedArticle(slug="routed", related=related, **{name: getattr(article, name) for name in COPIED})
    Site.objects.get().root_page.add_child(instance=page)
    return "/routed/"


def fill() -> None:
    """Make ten thousand articles out of one."""
    from loslaten.library.models import Article, Edition, Theme

    one, themes = Article.objects.get(slug=PLAIN.strip("/").split("/")[-1]), list(Theme.objects.all())
    Article.objects.bulk_create(
        Article(key=f"a{i}", slug=f"a{i}", title=f"A {i}", language="nl", theme=themes[i % len(themes)],
                practice=one.practice, summary=one.summary, rendered=one.rendered)
        for i in range(MANY)
    )  # fmt: skip
    Edition.renew()


def show(what: str, addresses: list[str]) -> None:
    """Print for each page the middle and the slow end in milliseconds, requests a second, and questions asked."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"accept-language": "nl"})
    print(f"{what:40}   p50 ms   p95 ms   per s   queries", flush=True)
    for address in addresses:
        for _ in range(10):
            assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        count = len(asked)
        took = sorted(measured(client, address) for _ in range(TIMES))
        middle, slow = statistics.median(took), took[int(0.95 * TIMES)]
        print(
            f"{address[:40]:40} {middle:8.2f} {slow:8.2f} {1000 / statistics.mean(took):7.0f} {count:9}",
            flush=True,
        )


def measured(client, address) -> float:
    begun = time.process_time()  # of the processor: other work on the machine says nothing about a page
    client.get(address)
    return 1000 * (time.process_time() - begun)
