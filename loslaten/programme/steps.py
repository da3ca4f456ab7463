"""The small steps as a writer wrote them in content/, and which one to suggest."""

import logging
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.conf import settings

from loslaten.library.files import SLUG, FileError, not_yaml

LOOKS_BACK = 7  # every seventh step
LONGEST_KEY = 32


class SmallStep(NamedTuple):
    """One idea, one part of an article, one practice, one question."""

    number: int
    key: str
    title: str
    idea: str
    article: str
    part: int
    practice: str
    question: str

    @property
    def looks_back(self) -> bool:
        """Whether this step looks over one's shoulder."""
        return self.number % LOOKS_BACK == 0


latest: dict[Path, tuple[int, tuple[SmallStep, ...]]] = {}
log = logging.getLogger("loslaten.programme")
PARTS = SmallStep._fields[1:]


def written_in(language: str) -> Path:
    """Name the file of the steps in a language."""
    return Path(settings.ROOT) / "content" / language / "steps.yaml"


def steps(language: str) -> tuple[SmallStep, ...]:
    """Give the steps in a language: read again when their file changed; a broken one leaves what was."""
    path = written_in(language)
    changed = path.stat().st_mtime_ns if path.exists() else 0
    before = latest.get(path)
    if before is None or before[0] != changed:
        latest[path] = changed, read(path) if before is None else read_or(path, before[1])
    return latest[path][1]


def read_or(path: Path, before: tuple[SmallStep, ...]) -> tuple[SmallStep, ...]:
    """Read a file that changed while the house is open, and keep what it said before where it is broken."""
    try:
        return read(path)
    except FileError as error:
        log.error("The small steps stay as they were: %s", error)
        return before


def read(path: Path) -> tuple[SmallStep, ...]:
    """Read a file of steps in its order; whatever is wrong is told in one line."""
    if not path.exists():
        return ()  # a house without content has no steps, and opens
    found: list[SmallStep] = []
    for number, (line, row) in enumerate(rows(path), start=1):
        check(path, line, row)
        if row["key"] in {step.key for step in found}:
            raise FileError(path, line, f"there are two steps {row['key']}")
        words = {name: " ".join(row[name].split()) for name in PARTS if name != "part"}
        found.append(SmallStep(number=number, part=row["part"], **words))
    return tuple(found)


def rows(path: Path) -> Iterator[tuple[int, Any]]:
    """Give each row with the line on which it begins."""
    try:
        text = path.read_text(encoding="utf-8")
        node, values = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise not_yaml(path, wrong, 0) from wrong
    except UnicodeDecodeError as wrong:
        raise FileError(path, 1, "this is not UTF-8") from wrong
    if not isinstance(values, list) or not isinstance(node, yaml.SequenceNode):
        raise FileError(path, 1, "the steps should be a list")
    yield from ((each.start_mark.line + 1, value) for each, value in zip(node.value, values, strict=True))


def check(path: Path, line: int, row: object) -> None:
    """Refuse a step that is not whole."""
    if not isinstance(row, dict):
        raise FileError(path, line, "a step should give a name to every part")
    for name in PARTS:
        if not row.get(name):
            raise FileError(path, line, f"the step {row.get('key')} misses {name}")
        if not isinstance(row[name], int if name == "part" else str):
            raise FileError(path, line, f"{name} should be {'a number' if name == 'part' else 'text'}")
    if strange := row.keys() - {*PARTS}:
        raise FileError(path, line, f"{min(map(str, strange))} is no part of a step")
    if not SLUG.fullmatch(row["key"]) or len(row["key"]) > LONGEST_KEY or not row["key"][0].isalpha():
        raise FileError(path, line, f"the key should be small letters, digits and hyphens, at most {LONGEST_KEY}")
    if row["part"] < 1:
        raise FileError(path, line, "part should be 1 or more")


def suggested(all_steps: Sequence[SmallStep], taken: Collection[str], last: str) -> SmallStep | None:
    """Suggest the first step after the last one taken that was not taken yet, and then from the beginning."""
    place = next((step.number for step in all_steps if step.key == last), 0)
    around = [*all_steps[place:], *all_steps[:place]]
    return next((step for step in around if step.key not in taken), None)
