"""Write the library back into a content folder; a file that says the same already is left as it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loslaten.library.files import FileError, read, read_faq, write
from loslaten.library.load import taken_away
from loslaten.library.models import TEXTS, Text, Theme
from loslaten.library.theme_files import read_themes, same, theme_values, write_themes
from loslaten.library.values import in_file, values_of

FOLDERS = {"article": "articles", "practice": "practices", "page": "pages"}
KEY = re.compile(r"^id: *['\"]?([a-z0-9-]+)", re.MULTILINE)


def dump(folder: Path) -> list[Path]:
    """Write every theme and every published text.

    Returns
    -------
    list[Path]
        The files that were written because they said something else before, and those that were taken away.
    """
    texts = [text for model in TEXTS.values() for text in model.objects.filter(live=True).order_by("language", "key")]
    places = {_place(folder, text) for text in texts}
    written = [*_dump_themes(folder / "themes.yaml"), *(path for text in texts for path in _dump(folder, text))]
    gone = _left_over(folder, places)
    for path in gone:
        path.unlink()
    return written + gone


def _left_over(folder: Path, places: set[Path]) -> list[Path]:
    """Find the files of texts that stand elsewhere now, were taken back, or are gone; what was never here stays."""
    known = {name for name in taken_away() if name[0] in TEXTS}
    for kind, model in TEXTS.items():
        known |= {(kind, language, key) for language, key in model.objects.values_list("language", "key")}
    files = ((kind, path) for kind, name in FOLDERS.items() for path in sorted(folder.glob(f"*/{name}/*.md")))
    return [path for kind, path in files if path not in places and (kind, path.parent.parent.name, _key(path)) in known]


def _key(path: Path) -> str:
    """Read which text a file holds, though the rest of it be broken."""
    found = KEY.search(path.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else ""


def _dump_themes(path: Path) -> Iterator[Path]:
    rows = [theme_values(theme) for theme in Theme.objects.prefetch_related("broader", "related")]
    try:
        if path.exists() and list(map(same, read_themes(path))) == list(map(same, rows)):
            return
    except FileError:
        pass
    _write(path, write_themes(rows))
    yield path


def _kind(text: Text) -> str:
    """Name the kind of file a text is kept in: the general questions have one of their own."""
    return "faq" if (text.kind, text.key) == ("page", "faq") else text.kind


def _place(folder: Path, text: Text) -> Path:
    """Name the file of a text: a practice has no address of its own, and is called by its key."""
    if _kind(text) == "faq":
        return folder / text.language / "faq.yaml"
    return folder / text.language / FOLDERS[text.kind] / f"{text.key if text.kind == 'practice' else text.slug}.md"


def _dump(folder: Path, text: Text) -> Iterator[Path]:
    kind, path, said = _kind(text), _place(folder, text), values_of(text)
    said = {"id": "faq", "faq": said["faq"]} if kind == "faq" else in_file(kind, said)
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
