"""Texts as Markdown files with a front matter: read with one clear line for whatever is wrong, and written back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from loslaten.library.markdown import IMAGE, tidy
from loslaten.library.parts import PARTS, missing

FOLDERS = {"articles": "article", "practices": "practice", "pages": "page"}
LANGUAGES = ("nl", "en")
ROWS = ("questions", "faq", "evidence")  # parts that are a list of rows, each with names
LINES = ("take_along", "related", "read_also", "steps")  # parts that are a list of lines
STEPS = ("notice", "welcome", "breathe", "soften", "look_back")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
STRENGTHS = ("strong", "moderate", "limited", "model")
WIDTH = 118


class FileError(ValueError):
    """Something in a file that cannot be loaded: the file, the line, and what."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}:{line}: {' '.join(what.split())}")


class Written(NamedTuple):
    """One text in one language, as it stands in a file."""

    path: Path
    kind: str
    language: str
    values: dict[str, Any]


def read_folder(folder: Path) -> list[Written]:
    """Read every text of a content folder, and refuse two of the same name."""
    found = [text for language in LANGUAGES for text in _read_language(folder / language, language)]
    seen: dict[tuple[str, ...], Path] = {}
    for text in found:
        for name in ("id", "slug"):
            place = (text.kind, text.language, name, str(text.values.get(name, text.values["id"])))
            if place in seen:
                what = f"the {name} {place[-1]} is also that of {seen[place].name}"
                raise FileError(text.path, line_of(text.path, name), what)
            seen[place] = text.path
    return found


def words_of(path: Path) -> str:
    """Read a file as UTF-8, whatever mark an editor put before its first letter."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise FileError(path, line, "this is no UTF-8: save the file with that encoding") from wrong


def _read_language(folder: Path, language: str) -> Iterator[Written]:
    for name, kind in FOLDERS.items():
        for path in sorted((folder / name).glob("*.md")):
            yield Written(path, kind, language, read(path, kind))
    if (folder / "faq.yaml").exists():
        yield Written(folder / "faq.yaml", "faq", language, read_faq(folder / "faq.yaml"))


def read(path: Path, kind: str) -> dict[str, Any]:
    """Read the parts of one text by their name, running text as tidy Markdown."""
    head, body, first = _split(path)
    values = _mapping(path, head)
    _check_keys(path, kind, values)
    _check_images(path)
    values |= {"sections": list(_sections(path, body, first))} if kind == "article" else {"body": tidy(body)}
    values.setdefault("faq", [])
    if kind == "practice":
        values["movement"] = values["movement"] or ""
    _check_parts(path, kind, values)
    return values


def read_faq(path: Path) -> dict[str, Any]:
    """Read the general questions, a list of its own."""
    try:
        rows = yaml.safe_load(words_of(path))
    except yaml.YAMLError as wrong:
        raise not_yaml(path, wrong, 0) from wrong
    if not isinstance(rows, list):
        raise FileError(path, 1, "the file should be a list of questions, each with an ask and an answer")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not row.get("ask") or not row.get("answer"):
            raise FileError(path, 1, f"question {number} needs an ask and an answer")
        _check_row(path, "faq", row)
    return {"id": "faq", "faq": [_tidy_row(row) for row in rows]}


def _split(path: Path) -> tuple[str, str, int]:
    """Cut a file into front matter, body and the line on which the body begins."""
    lines = words_of(path).splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in lines[1:]:
        raise FileError(path, 1, "the file should begin with a front matter between two lines of ---")
    end = lines.index("---", 1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _mapping(path: Path, head: str) -> dict[str, Any]:
    try:
        values = yaml.safe_load(head)
    except yaml.YAMLError as wrong:
        raise not_yaml(path, wrong, 1) from wrong
    if not isinstance(values, dict):
        raise FileError(path, 2, "the front matter should give a name to every part")
    return {str(name): _tidy_value(value) for name, value in values.items()}


def not_yaml(path: Path, wrong: yaml.YAMLError, before: int) -> FileError:
    """Say where a file stops being YAML."""
    mark = getattr(wrong, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    return FileError(path, line + before, f"this cannot be read: {getattr(wrong, 'problem', None) or wrong}")


def _tidy_value(value: object) -> object:
    """Take the accidental white space out of what was typed over several lines."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_tidy_row(row) if isinstance(row, dict) else _tidy_value(row) for row in value]
    return _tidy_row(value) if isinstance(value, dict) else value


def _tidy_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _tidy_value(value) for name, value in row.items()}


def _check_keys(path: Path, kind: str, values: dict[str, Any]) -> None:
    for name in PARTS[kind]:
        if name not in values:
            raise FileError(path, 1, f"the part {name} is missing")
    for name in values:
        if name not in PARTS[kind]:
            raise FileError(path, line_of(path, name), f"{name} is no part of this form")
    for name in ("id", "slug"):
        if not SLUG.fullmatch(str(values.get(name, "x"))):
            raise FileError(path, line_of(path, name), f"the {name} should be small letters, digits and hyphens")
    _check_shapes(path, values)
    _check_steps(path, values)
    _check_strengths(path, values)


def _check_shapes(path: Path, values: dict[str, Any]) -> None:
    for name, value in values.items():
        _check_shape(path, name, value)
    for name in ROWS:
        for row in values.get(name, []):
            _check_row(path, name, row)


def _check_shape(path: Path, name: str, value: object) -> None:
    """Refuse a part that is a text where it should be a list, and the other way round."""
    fits, wanted = isinstance(value, str | None), "text; put it between quotation marks"
    if name in ROWS:
        fits, wanted = is_list_of(dict, value), "a list, each with its own names"
    elif name in LINES:
        fits, wanted = is_list_of(str, value), "a list of lines"
    elif name in {"minutes", "phrases"}:
        kind, wanted = (int, "a whole number") if name == "minutes" else (dict, "the steps, each with its lines")
        fits = isinstance(value, kind)
    if not fits:
        raise FileError(path, line_of(path, name), f"{name} should be {wanted}")


def is_list_of(kind: type, value: object) -> bool:
    """Tell whether this is a list of nothing else."""
    return isinstance(value, list) and all(isinstance(row, kind) for row in value)


def _check_row(path: Path, part: str, row: dict[str, Any]) -> None:
    for name, value in row.items():
        wanted = (int | None) if name == "year" else (str | None)
        if not isinstance(value, wanted):
            kind = "a whole number" if name == "year" else "text"
            raise FileError(path, line_of(path, part), f"{name} in {part} should be {kind}, not {value!r}")


def _check_steps(path: Path, values: dict[str, Any]) -> None:
    """See that a practice says something at each of its steps, and has no others."""
    if "steps" not in values:
        return
    phrases, steps = values["phrases"], values["steps"]
    if strangers := [step for step in (*steps, *phrases) if step not in STEPS]:
        what = f"a step should be one of {', '.join(STEPS)}, not {strangers[0]!r}"
        raise FileError(path, line_of(path, "steps"), what)
    for step in steps:
        if not phrases.get(step) or not is_list_of(str, phrases[step]):
            raise FileError(path, line_of(path, "phrases"), f"the step {step} should have a list of lines")


def _check_strengths(path: Path, values: dict[str, Any]) -> None:
    for row in values.get("evidence", []):
        if row.get("strength") not in STRENGTHS:
            what = f"the strength should be one of {', '.join(STRENGTHS)}, not {row.get('strength')!r}"
            raise FileError(path, line_of(path, "evidence"), what)


def _check_images(path: Path) -> None:
    for number, line in enumerate(words_of(path).splitlines(), start=1):
        if found := IMAGE.search(line):
            alt = found["alt"]
            raise FileError(
                path, number, "a text has no images" if alt else "an image without words for who cannot see it"
            )


def _check_parts(path: Path, kind: str, values: dict[str, Any]) -> None:
    for wrong in missing(kind, values):
        raise FileError(path, line_of(path, wrong.part, wrong.number), wrong.sentence)


def line_of(path: Path, part: str, number: int = 0) -> int:
    """Find the line a part stands on; a section by its heading."""
    lines = words_of(path).splitlines()
    if part == "sections":
        places = [place for place, line in enumerate(lines, start=1) if line.startswith("## ")]
        return places[number - 1] if 0 < number <= len(places) else len(lines)
    return next((place for place, line in enumerate(lines, start=1) if line.startswith(f"{part}:")), 1)


def _sections(path: Path, body: str, first: int) -> Iterator[dict[str, str]]:
    """Read the sections: a heading, text, one example behind >, text, one question behind ?."""
    start, *cut = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    if start.strip():
        raise FileError(path, first, "the text should begin with a heading (##)")
    for heading, text in zip(cut[::2], cut[1::2], strict=True):
        yield {"heading": heading.strip(), **_section(text)}


def _section(text: str) -> dict[str, str]:
    rows = text.strip().splitlines()
    quoted = [place for place, row in enumerate(rows) if row.startswith(">")]
    asked = [place for place, row in enumerate(rows) if row.startswith("? ")]
    begin, end = (quoted[0], quoted[-1] + 1) if quoted else (len(rows), len(rows))
    whole = all(rows[place].startswith(">") for place in range(begin, end))
    example = "\n".join(row.removeprefix(">").removeprefix(" ") for row in rows[begin:end]) if whole else ""
    after = [row for row in rows[end:] if not row.startswith("? ")]
    before = [row for row in rows[:begin] if not row.startswith("? ")]
    return {
        "before": tidy("\n".join(before)),
        "example": tidy(example),
        "after": tidy("\n".join(after)),
        "question": rows[asked[0]][2:].strip() if len(asked) == 1 else "",
    }


def write(kind: str, values: dict[str, Any]) -> str:
    """Write one text as its file."""
    if kind == "faq":
        return _yaml(values["faq"])
    body = "\n".join(map(_written_section, values["sections"])) if kind == "article" else values["body"] + "\n"
    return f"---\n{_yaml({name: values[name] for name in PARTS[kind]})}---\n\n{body}"


def _yaml(values: object) -> str:
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=WIDTH)


def _written_section(section: dict[str, str]) -> str:
    example = "\n".join(f"> {row}".rstrip() for row in section["example"].splitlines())
    parts = [f"## {section['heading']}", section["before"], example, section["after"], f"? {section['question']}"]
    return "\n\n".join(part for part in parts if part) + "\n"
