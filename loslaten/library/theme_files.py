"""themes.yaml: read row by row with one clear line for whatever is wrong, and written back."""

from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from loslaten.library.care import CARE
from loslaten.library.files import WIDTH, FileError, is_list_of, not_yaml, words_of
from loslaten.library.models import Theme

TEXTS = [f"{name}_{language}" for name in ("label", "description") for language in ("nl", "en")]
LISTS = [f"{name}_{language}" for name in ("synonyms", "body_signals", "situations") for language in ("nl", "en")]
LINKS = ["broader", "related"]


def read_themes(path: Path) -> list[dict[str, Any]]:
    """Read every theme in the order of the file, each with all its parts."""
    try:
        found = yaml.safe_load(words_of(path))
    except yaml.YAMLError as wrong:
        raise not_yaml(path, wrong, 0) from wrong
    rows = found.get("themes") if isinstance(found, dict) else None
    if not rows:
        raise FileError(path, 1, "there are no themes in this file")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FileError(path, 1, "themes should be a list, each with its own names")
    known = [str(row.get("id")) for row in rows]
    for row in rows:
        _check(path, row, known)
    return [{name: row.get(name, [] if name not in TEXTS else "") for name in names()} for row in rows]


def names() -> list[str]:
    """Name the parts of a theme in the order of the file."""
    return ["id", "group", *LINKS, *TEXTS, *LISTS, "care_flags"]


def _check(path: Path, row: dict[str, Any], known: list[str]) -> None:
    line = _line_of(path, row.get("id"))
    for name in ("id", "group", *TEXTS):
        if not row.get(name):
            raise FileError(path, line, f"the theme {row.get('id')} misses {name}")
    _check_shapes(path, row, line)
    if known.count(row["id"]) > 1:
        raise FileError(path, line, f"there are two themes {row['id']}")
    if row["group"] not in Theme.Group.values:
        raise FileError(path, line, f"the theme {row['id']} is in a group that is not there: {row['group']}")
    strangers = {*row.get("broader", []), *row.get("related", [])} - {*known}
    if strangers:
        raise FileError(path, line, f"the theme {row['id']} points to {min(strangers)}, which is not there")
    strangers = {*row.get("care_flags", [])} - {*CARE}
    if strangers:
        raise FileError(path, line, f"the theme {row['id']} has a care flag that is not there: {min(strangers)}")


def _check_shapes(path: Path, row: dict[str, Any], line: int) -> None:
    wrong = [f"text as {name}" for name in ("id", "group", *TEXTS) if not isinstance(row[name], str)]
    lists = (*LINKS, *LISTS, "care_flags")
    wrong += [f"a list of words as {name}" for name in lists if not is_list_of(str, row.get(name, []))]
    if wrong:
        raise FileError(path, line, f"the theme {row['id']} should have {wrong[0]}")


def _line_of(path: Path, key: object) -> int:
    lines = words_of(path).splitlines()
    return next((place for place, row in enumerate(lines, start=1) if row.strip() == f"- id: {key}"), 1)


def theme_values(theme: Theme) -> dict[str, Any]:
    """Give every part of a theme by its name."""
    links = {name: sorted(other.key for other in getattr(theme, name).all()) for name in LINKS}
    return {"id": theme.key, "group": theme.group, **links, **{name: getattr(theme, name) for name in names()[4:]}}


def same(one: dict[str, Any]) -> dict[str, Any]:
    """Give the values with their links in one order: themes are neighbours in no order."""
    return {**one, **{name: sorted(one[name]) for name in LINKS}}


def write_themes(rows: list[dict[str, Any]]) -> str:
    """Write all themes as themes.yaml."""
    groups = []
    for value in Theme.Group.values:
        labels = {}
        for language in ("nl", "en"):
            with translation.override(language):
                labels[f"label_{language}"] = str(Theme.Group(value).label)
        groups.append({"id": value, **labels})
    whole = {"version": 1, "groups": groups, "themes": rows}
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=None)
