"""Bring the texts of a content folder into the library, and never over what a writer changed."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from loslaten.library.files import FileError, Written, line_of, read_folder
from loslaten.library.models import TEXTS, Article, Gone, Practice, Text, Theme
from loslaten.library.theme_files import LINKS, read_themes, same, theme_values
from loslaten.library.values import fields_of, fingerprint, in_file, values_of

FAQ = {"nl": ("veelgestelde-vragen", "Veelgestelde vragen"), "en": ("common-questions", "Common questions")}


def content() -> Path:
    """Name the folder with the first library, beside the package."""
    return Path(settings.ROOT) / "content"


@transaction.atomic
def load(folder: Path) -> Counter[str]:
    """Load themes and texts, all or none; tell how many were new, changed, the same, or kept as a writer has them."""
    texts, gone = read_folder(folder), taken_away()
    told = Counter[str]()
    if (folder / "themes.yaml").exists():
        told.update(_load_themes(folder / "themes.yaml", {key for kind, _, key in gone if kind == "theme"}))
    for kind in ("practice", "page", "article"):
        named = [_named(text) for text in texts if text.kind == kind or (kind, text.kind) == ("page", "faq")]
        some = [text for text in named if (kind, text.language, text.values["id"]) not in gone]
        told["kept"] += len(named) - len(some)
        rows = {(text.language, text.values["id"]): _row(kind, text) for text in some}
        told.update(_fill(rows[text.language, text.values["id"]], text) for text in some)
    return +told


def taken_away() -> set[tuple[str, str, str]]:
    """Name what a writer took away: kind, language and key; what was made again since is there."""
    rows = set(Gone.objects.values_list("kind", "language", "key"))
    there = {("theme", "", key) for key in Theme.objects.values_list("key", flat=True)}
    for kind, model in TEXTS.items():
        there |= {(kind, language, key) for language, key in model.objects.values_list("language", "key")}
    return rows - there


def _named(text: Written) -> Written:
    """Give the general questions the address and the title their file does not hold."""
    if text.kind != "faq":
        return text
    slug, title = FAQ[text.language]
    return text._replace(kind="page", values={"slug": slug, "title": title, "summary": "", "body": "", **text.values})


def _load_themes(path: Path, taken: set[str]) -> list[str]:
    written = read_themes(path)
    rows = [_without(row, taken) for row in written if row["id"] not in taken]
    gone = Theme.objects.exclude(key__in=[row["id"] for row in written])
    told = [_leave(theme, path) for theme in gone] + [_theme(place, row) for place, row in enumerate(rows)]
    by_key = Theme.objects.in_bulk(field_name="key")
    for row in rows:
        if by_key[row["id"]].loaded == fingerprint(same(row)):
            for name in LINKS:
                getattr(by_key[row["id"]], name).set([by_key[key] for key in row[name]])
    return told + ["kept"] * (len(written) - len(rows))


def _without(row: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """Leave out of a theme its neighbours that a writer took away."""
    return {**row, **{name: [key for key in row[name] if key not in taken] for name in LINKS}}


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
    found: Text | None = TEXTS[kind].objects.filter(key=said["id"], language=text.language).first()
    if found is None:
        found = TEXTS[kind](key=said["id"], language=text.language, slug=_slug(text), title=said["title"], live=False)
        _free(found, text)
        found.save()
    return found


def _slug(text: Written) -> str:
    return str(text.values.get("slug", text.values["id"]))


def _free(row: Text, text: Written) -> None:
    """Refuse an address that another text has here."""
    others = type(row)._default_manager.filter(language=text.language, slug=_slug(text)).exclude(pk=row.pk)
    if other := others.first():
        what = f"the address {_slug(text)} is that of another text of this house: {other}"
        raise FileError(text.path, line_of(text.path, "slug"), what)


def _fill(row: Text, text: Written) -> str:
    """Write a text into its row and publish it, unless a writer was there."""
    wanted = fingerprint(in_file(row.kind, text.values))
    new = not row.loaded and not row.live and row.latest_revision_id is None
    if not new and fingerprint(in_file(row.kind, values_of(row))) == wanted:
        return "same"
    if not new and not as_loaded(row):
        return "kept"
    _free(row, text)
    for name, value in {**fields_of(row.kind, text.values), **_links(text)}.items():
        setattr(row, name, value)
    row.loaded = wanted
    try:
        row.save_revision(log_action=True).publish()
    except ValidationError as wrong:  # a title that is too long, a number that is too large
        part, said = next(iter(wrong.message_dict.items()))
        raise FileError(text.path, line_of(text.path, part), f"{part}: {said[0]}") from wrong
    return "new" if new else "changed"


def as_loaded(row: Text) -> bool:
    """Tell whether a text is what was loaded, and nobody wrote in it since."""
    said = fingerprint(in_file(row.kind, values_of(row)))
    return row.live and not row.has_unpublished_changes and said == row.loaded


def untouched() -> bool:
    """Tell whether all of the library is what was loaded: then it holds nobody's own words."""
    themes = Theme.objects.prefetch_related("broader", "related")
    return (
        not taken_away()
        and all(theme.loaded == fingerprint(same(theme_values(theme))) for theme in themes)
        and all(as_loaded(row) for model in TEXTS.values() for row in model.objects.all())
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
    said, gone = text.values, taken_away()
    related = [key for key in said["related"] if ("theme", "", key) not in gone]
    read_also = [key for key in said["read_also"] if ("article", text.language, key) not in gone]
    return {
        "theme": _one(Theme, text, "theme", key=said["theme"]),
        "practice": _one(Practice, text, "practice", key=said["practice"], language=text.language),
        "related": [("theme", _one(Theme, text, "related", key=key)) for key in related],
        "read_also": [
            ("article", _one(Article, text, "read_also", key=key, language=text.language)) for key in read_also
        ],
    }


def _one(model: Any, text: Written, part: str, **name: str) -> Any:  # noqa: ANN401 - a row of any of three tables
    found = model.objects.filter(**name).first()
    if found is None:
        what = f"{part}: there is no {model.__name__.lower()} {name['key']}"
        raise FileError(text.path, line_of(text.path, part), what)
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
