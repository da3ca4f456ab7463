"""Bring the texts of a content folder into the library, and never over what a writer changed."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from loslaten.library.files import FileError, Written, read_folder
from loslaten.library.models import TEXTS, Article, Practice, Text, Theme
from loslaten.library.theme_files import LINKS, read_themes, same, theme_values
from loslaten.library.values import fields_of, fingerprint, in_file, values_of

FAQ = {"nl": ("veelgestelde-vragen", "Veelgestelde vragen"), "en": ("common-questions", "Common questions")}


def content() -> Path:
    """Name the folder with the first library, beside the package."""
    return Path(settings.ROOT) / "content"


@transaction.atomic
def load(folder: Path) -> Counter[str]:
    """Load themes and texts, all or none; tell how many were new, changed, the same, or kept as a writer has them."""
    texts = read_folder(folder)
    told = Counter[str]()
    if (folder / "themes.yaml").exists():
        told.update(_load_themes(folder / "themes.yaml"))
    for kind in ("practice", "page", "article"):
        some = [_named(text) for text in texts if text.kind == kind or (kind, text.kind) == ("page", "faq")]
        rows = {(text.language, text.values["id"]): _row(kind, text) for text in some}
        told.update(_fill(rows[text.language, text.values["id"]], text) for text in some)
    return told


def _named(text: Written) -> Written:
    """Give the general questions the address and the title their file does not hold."""
    if text.kind != "faq":
        return text
    slug, title = FAQ[text.language]
    return text._replace(kind="page", values={"slug": slug, "title": title, "summary": "", "body": "", **text.values})


def _load_themes(path: Path) -> list[str]:
    rows = read_themes(path)
    gone = Theme.objects.exclude(key__in=[row["id"] for row in rows])
    told = [_leave(theme, path) for theme in gone] + [_theme(place, row) for place, row in enumerate(rows)]
    by_key = Theme.objects.in_bulk(field_name="key")
    for row in rows:
        if by_key[row["id"]].loaded == fingerprint(same(row)):
            for name in LINKS:
                getattr(by_key[row["id"]], name).set([by_key[key] for key in row[name]])
    return told


def _theme(place: int, row: dict[str, Any]) -> str:
    theme = Theme.objects.filter(key=row["id"]).first()
    now = fingerprint(same(theme_values(theme))) if theme else ""
    wanted = fingerprint(same(row))
    if theme and now == wanted:
        return "same"
    if theme and now != theme.loaded:
        return "kept"
    fields = {name: value for name, value in row.items() if name not in {"id", *LINKS}}
    Theme.objects.update_or_create(key=row["id"], defaults={**fields, "position": place, "loaded": wanted})
    return "changed" if theme else "new"


def _leave(theme: Theme, path: Path) -> str:
    """Let go of a theme that left the file, unless somebody made it here or an article still needs it."""
    if not theme.loaded or fingerprint(same(theme_values(theme))) != theme.loaded:
        return "kept"
    try:
        theme.delete()
    except ProtectedError as used:
        some = ", ".join(sorted(str(article) for article in used.protected_objects)[:3])
        raise FileError(path, 1, f"the theme {theme.key} left this file, and is still used by: {some}") from used
    return "removed"


def _row(kind: str, text: Written) -> Text:
    """Find the row of a text, or make an empty one, so that texts can point to each other."""
    said = text.values
    fields = {"slug": said.get("slug", said["id"]), "title": said["title"], "live": False}
    found: Text
    found, _ = TEXTS[kind].objects.get_or_create(key=said["id"], language=text.language, defaults=fields)
    return found


def _fill(row: Text, text: Written) -> str:
    """Write a text into its row and publish it, unless a writer was there."""
    wanted = fingerprint(in_file(row.kind, text.values))
    new = not row.loaded and not row.live and row.latest_revision_id is None
    if not new and fingerprint(in_file(row.kind, values_of(row))) == wanted:
        return "same"
    if not new and not as_loaded(row):
        return "kept"
    for name, value in {**fields_of(row.kind, text.values), **_links(text)}.items():
        setattr(row, name, value)
    row.loaded = wanted
    row.save_revision(log_action=True).publish()
    return "new" if new else "changed"


def as_loaded(row: Text) -> bool:
    """Tell whether a text is what was loaded, and nobody wrote in it since."""
    said = fingerprint(in_file(row.kind, values_of(row)))
    return row.live and not row.has_unpublished_changes and said == row.loaded


def untouched() -> bool:
    """Tell whether all of the library is what was loaded: then it holds nobody's own words."""
    themes = Theme.objects.prefetch_related("broader", "related")
    return all(theme.loaded == fingerprint(same(theme_values(theme))) for theme in themes) and all(
        as_loaded(row) for model in TEXTS.values() for row in model.objects.all()
    )


def links(said: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Find the rows a text of the desk points to, as far as they are there in a language."""
    themes = Theme.objects.in_bulk([said["theme"], *said["related"]], field_name="key")
    articles = {row.key: row for row in Article.objects.filter(key__in=said["read_also"], language=language)}
    return {
        "theme": themes.get(said["theme"]),
        "practice": Practice.objects.filter(key=said["practice"], language=language).first(),
        "related": [("theme", themes[key]) for key in said["related"] if key in themes],
        "read_also": [("article", articles[key]) for key in said["read_also"] if key in articles],
    }


def _links(text: Written) -> dict[str, Any]:
    """Find the rows an article points to."""
    if text.kind != "article":
        return {}
    said = text.values
    return {
        "theme": _one(Theme, text, "theme", key=said["theme"]),
        "practice": _one(Practice, text, "practice", key=said["practice"], language=text.language),
        "related": [("theme", _one(Theme, text, "related", key=key)) for key in said["related"]],
        "read_also": [
            ("article", _one(Article, text, "read_also", key=key, language=text.language)) for key in said["read_also"]
        ],
    }


def _one(model: Any, text: Written, part: str, **name: str) -> Any:  # noqa: ANN401 - a row of any of three tables
    found = model.objects.filter(**name).first()
    if found is None:
        lines = text.path.read_text(encoding="utf-8").splitlines()
        line = next((place for place, row in enumerate(lines, start=1) if row.startswith(f"{part}:")), 1)
        raise FileError(text.path, line, f"{part}: there is no {model.__name__.lower()} {name['key']}")
    return found


def load_first() -> bool:
    """Load the first library into a house that has none yet.

    Returns
    -------
    bool
        Whether anything was loaded: never a second time, and nothing where there is no content folder.
    """
    if Theme.objects.exists() or any(model.objects.exists() for model in TEXTS.values()):
        return False
    return content().is_dir() and bool(load(content()))
