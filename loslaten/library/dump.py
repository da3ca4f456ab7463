"""Write the library back into a content folder; a file that says the same already is left as it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loslaten.library.files import FileError, read, read_faq, write
from loslaten.library.models import TEXTS, Text, Theme
from loslaten.library.theme_files import read_themes, same, theme_values, write_themes
from loslaten.library.values import in_file, values_of

FOLDERS = {"article": "articles", "practice": "practices", "page": "pages"}


def dump(folder: Path) -> list[Path]:
    """Write every theme and every published text.

    Returns
    -------
    list[Path]
        The files that were written because they said something else before.
    """
    texts = [text for model in TEXTS.values() for text in model.objects.filter(live=True).order_by("language", "key")]
    return [*_dump_themes(folder / "themes.yaml"), *(path for text in texts for path in _dump(folder, text))]


def _dump_themes(path: Path) -> Iterator[Path]:
    rows = [theme_values(theme) for theme in Theme.objects.prefetch_related("broader", "related")]
    try:
        if path.exists() and list(map(same, read_themes(path))) == list(map(same, rows)):
            return
    except FileError:
        pass
    _write(path, write_themes(rows))
    yield path


def _dump(folder: Path, text: Text) -> Iterator[Path]:
    kind = "faq" if (text.kind, text.key) == ("page", "faq") else text.kind
    said = values_of(text)
    said = {"id": "faq", "faq": said["faq"]} if kind == "faq" else in_file(kind, said)
    name = "faq.yaml" if kind == "faq" else f"{FOLDERS[kind]}/{said.get('slug', said['id'])}.md"
    path = folder / text.language / name
    if _says(path, kind) != said:
        _write(path, write(kind, said))
        yield path


def _says(path: Path, kind: str) -> dict[str, Any] | None:
    """Read what a file says now."""
    try:
        return (read_faq(path) if kind == "faq" else in_file(kind, read(path, kind))) if path.exists() else None
    except FileError:
        return None


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
