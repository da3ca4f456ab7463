"""The themes and the thesaurus, read from the files in content/."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from loslaten.library.sensed import Body, compile_body

CONTENT = Path(__file__).resolve().parents[2] / "content"
LANGUAGES = ("nl", "en")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, and ten times as fast where it is there
# How much a term says about its theme: what means the theme, what often comes along with it.
WEIGHTS = {"label": 1.0, "synonym": 1.0, "cue": 0.9, "body signal": 0.8, "situation": 0.75}


class Term(NamedTuple):
    """A word or saying that leads to a theme."""

    text: str
    theme: str
    language: str
    kind: str  # a key of WEIGHTS


class Title(NamedTuple):
    """An article or a practice the finder may offer."""

    key: str
    kind: str  # article or practice
    text: str
    language: str
    themes: tuple[str, ...]
    beside: tuple[str, ...] = ()  # themes it may stand in for, as long as they have none of their own


class Shown(NamedTuple):
    """What the finder asks of an article."""

    key: str
    title: str
    language: str
    theme: str
    related: tuple[str, ...]
    practice: str  # "" where there is none to practise
    practice_title: str


class Theme(NamedTuple):
    """What the finder knows of a theme."""

    id: str
    labels: dict[str, str]
    terms: tuple[Term, ...]


class Thesaurus(NamedTuple):
    """The themes, and the words that say somebody looks for something else."""

    themes: tuple[Theme, ...]
    elsewhere: tuple[str, ...]
    body: Body = Body({}, {}, {})


def read(folder: Path = CONTENT) -> Thesaurus:
    """Read themes.yaml and thesaurus.yaml in a folder.

    Returns
    -------
    Thesaurus
        Every theme with its terms, in the order of themes.yaml.

    Raises
    ------
    ValueError
        In one line, where a file cannot be read as what it should be.
    """
    words = _mapping(folder / "thesaurus.yaml")
    rows = _mapping(folder / "themes.yaml").get("themes")
    try:
        return together(rows or (), words)
    except (KeyError, TypeError) as wrong:
        message = f"{folder / 'themes.yaml'}: a theme misses {wrong}"
        raise ValueError(message) from wrong


def titles(articles: Iterable[Shown], neighbours: Mapping[str, Iterable[str]]) -> list[Title]:
    """Name what may be offered: each article under its theme, each practice under the themes it helps with.

    Returns
    -------
    list of Title
        Each may also stand in for the themes it names, and for those beside its own that nobody names.
    """
    rows = list(articles)
    spoken_for = {(theme, row.language) for row in rows for theme in (row.theme, *row.related)}
    around = {own: [theme for theme, some in neighbours.items() if own in some] for own in {row.theme for row in rows}}
    found: dict[tuple[str, ...], Title] = {}
    for row in rows:
        beside = (*row.related, *(one for one in around[row.theme] if (one, row.language) not in spoken_for))
        for kind, key, text in (("article", row.key, row.title), ("practice", row.practice, row.practice_title)):
            one = found.setdefault((kind, key, row.language), Title(key, kind, text, row.language, (), ()))
            own, others = dict.fromkeys((*one.themes, row.theme)), dict.fromkeys((*one.beside, *beside))
            found[kind, key, row.language] = one._replace(themes=tuple(own), beside=tuple(others))
    return [one for one in found.values() if one.key]


def read_titles(folder: Path = CONTENT) -> list[Title]:
    """Read from the heads of the articles and practices in a folder what the finder may offer."""
    rows = _mapping(folder / "themes.yaml").get("themes") or ()
    neighbours: dict[str, list[str]] = {}
    for row in rows:
        neighbours.setdefault(row["id"], []).extend([*row.get("related", ()), *row.get("broader", ())])
        for other in row.get("related", ()):
            neighbours.setdefault(other, []).append(row["id"])
    return titles((one for language in LANGUAGES for one in _shown(folder / language, language)), neighbours)


def _shown(folder: Path, language: str) -> Iterator[Shown]:
    names = {head["id"]: head["title"] for head in map(_head, sorted((folder / "practices").glob("*.md")))}
    for head in map(_head, sorted((folder / "articles").glob("*.md"))):
        key, related = head["practice"], tuple(head.get("related") or ())
        yield Shown(head["id"], head["title"], language, head["theme"], related, key, names.get(key, ""))


def _head(path: Path) -> dict[str, Any]:
    """Read the parts between the two lines of ---."""
    head = _table(path, path.read_text(encoding="utf-8-sig").split("\n---\n")[0].removeprefix("---\n"))
    needed = {"id", "title", *(("theme", "practice") if path.parent.name == "articles" else ())}
    if missing := sorted(needed - head.keys()):
        message = f"{path}: the part {missing[0]} is missing"
        raise ValueError(message)
    return head


def extra_words(folder: Path = CONTENT) -> dict[str, Any]:
    """Read what thesaurus.yaml adds to the words of the themes; nothing where there is no such file."""
    path = folder / "thesaurus.yaml"
    return _mapping(path) if path.exists() else {}


def together(rows: Iterable[dict[str, Any]], words: dict[str, Any]) -> Thesaurus:
    """Put rows of themes and the words of the thesaurus together."""
    themes = tuple(_theme(row, words.get(row["id"], {})) for row in rows)
    elsewhere = words.get("elsewhere", {})
    others = tuple(word for language in LANGUAGES for word in elsewhere.get(language, ()))
    return Thesaurus(themes, others, compile_body(words.get("body", {})))


def _mapping(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        message = f"{path}: {' '.join(str(wrong).split())}"
        raise ValueError(message) from wrong
    return _table(path, text)


def _table(path: Path, text: str) -> dict[str, Any]:
    try:
        found = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe one, either way
    except yaml.YAMLError as wrong:
        message = f"{path}: {' '.join(str(wrong).split())}"
        raise ValueError(message) from wrong
    if not isinstance(found, dict):
        message = f"{path}: this is no table of names"
        raise ValueError(message)
    return found


def _theme(row: dict[str, Any], words: dict[str, list[str]]) -> Theme:
    labels = {language: row[f"label_{language}"] for language in LANGUAGES}
    return Theme(row["id"], labels, tuple(_terms(row, words)))


def _terms(row: dict[str, Any], words: dict[str, list[str]]) -> Iterator[Term]:
    """Give every term of one theme, the surest first."""
    for language in LANGUAGES:
        groups = (
            ("label", [row[f"label_{language}"]]),
            ("synonym", [*row[f"synonyms_{language}"], *words.get(language, ())]),
            ("cue", words.get(f"cues_{language}", ())),
            ("body signal", row[f"body_signals_{language}"]),
            ("situation", row[f"situations_{language}"]),
        )
        yield from (Term(text, row["id"], language, kind) for kind, texts in groups for text in texts)
