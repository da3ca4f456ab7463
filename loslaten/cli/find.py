"""`loslaten find`: which theme a word leads to, and how well that goes for a file of words."""

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.shell import as_table, plainly

if TYPE_CHECKING:
    from loslaten.library.finder import Found, Index, Why

HEADER = ("theme", "called", "sure", "why", "article", "practice")
LANGUAGE = click.Choice(["nl", "en"])
FILE = click.Path(dir_okay=False, path_type=Path)
HOW = {
    "exact": "",
    "body": "",
    "form": "another form of it",
    "compound": "a part of it",
    "spelling": "spelt nearly so",
    "alike": "a word like it",
}


@click.command()
@click.argument("query", nargs=-1)
@click.option("--language", type=LANGUAGE, default="nl", show_default=True, help="The language to look in first.")
@click.option("--score", "scored", type=FILE, help="Ask every query in this file, and say how well it went.")
def find(query: tuple[str, ...], language: str, scored: Path | None) -> None:
    r"""Find the themes for one or two words, and say why these.

    \b
        loslaten find "nee zeggen"
        loslaten find knoop in mijn maag
        loslaten find --language en "can't sleep"
        loslaten find --score queries.tsv

    A file of queries is tab-separated, with a header: query, lang, grades (theme:2,theme:1, empty where nothing should
    be found) and kind. Its last line is a summary. Nothing that is asked is kept.
    """
    _one_of(query, scored)
    click.echo(_scores(scored) if scored else _themes(" ".join(query), language))


def _one_of(query: tuple[str, ...], scored: Path | None) -> None:
    """Ask for a word or a file, and not both."""
    if bool(query) == bool(scored):
        message = 'give a word to look for, as in: loslaten find "nee zeggen", or --score FILE'
        raise click.UsageError(message)


def _index() -> "Index":
    from loslaten.library import themes
    from loslaten.library.finder import build

    with plainly():
        return build(themes.read(), themes.read_titles())


def _themes(query: str, language: str) -> str:
    from loslaten.library.finder import find as look

    index = _index()
    found = look(index, query, language)
    if found.crisis:
        return (
            "This may be about somebody in danger. The website shows whom to call first: in the Netherlands 113 or 112."
        )
    if not found.hits:
        return "Nothing here fits that. Try a feeling, or a place in the body."
    return _table(found, {theme.id: theme.labels[language] for theme in index.themes})


def _table(found: "Found", labels: dict[str, str]) -> str:
    rows = [
        (hit.theme, labels[hit.theme], f"{hit.sure:.2f}", _because(hit.why), hit.article or "-", hit.practice or "-")
        for hit in found.hits
    ]
    notice = "\nFound by a word of the other language." if found.other_language else ""
    return as_table(HEADER, rows) + notice


def _because(why: "Why") -> str:
    """Say in words what led to a theme."""
    if why.how == "exact" and why.word == why.term:
        return f"{why.word} ({why.kind})"
    how = f", {HOW[why.how]}" if HOW[why.how] else ""
    return f"{why.word} -> {why.term} ({why.kind}{how})"


def _scores(path: Path) -> str:
    from loslaten.library import score
    from loslaten.library.finder import find as look

    with plainly():
        queries = score.read_queries(path)
    index = _index()
    look(index, "warm")  # a first question also reads the list of crisis words
    answers = score.answer_all(queries, partial(look, index), time.perf_counter)
    return f"{as_table(score.HEADER, score.table(answers))}\n{score.summary(answers)}"
