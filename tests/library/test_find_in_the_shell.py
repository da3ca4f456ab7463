"""What someone meets who types `loslaten find` in a shell."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main

HEADER = "query\tlang\tgrades\tkind\n"
SUMMARY = r"success@1 [\d.]+ success@3 [\d.]+ ndcg@3 [\d.]+ none [\d.]+ crisis [\d.]+ false_alarms \d+ p95_ms [\d.]+"


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, ["find", *map(str, words)])


def test_a_word_gives_a_table_with_theme_and_why():
    result = typed("nee", "zeggen")
    assert result.exit_code == 0
    header, row, *_ = result.stdout.splitlines()
    assert header.split() == ["theme", "called", "sure", "why", "article", "practice"]
    assert row.startswith("boundaries  Grenzen en nee zeggen")
    assert "nee zeggen (synonym)" in row
    assert row.split()[-2:] == ["saying-no", "pause-before-yes"]
    assert "letting-go-of-your-ex" in typed("jaloers").stdout.splitlines()[1]


def test_a_word_of_the_other_language_is_said_to_be_one():
    assert "other language" in typed("loneliness").stdout
    assert "other language" not in typed("--language", "en", "loneliness").stdout


def test_nothing_and_danger_are_told_in_one_line():
    assert typed("fietsband").stdout == "Nothing here fits that. Try a feeling, or a place in the body.\n"
    assert "113" in typed("zelfmoord").stdout
    assert len(typed("zelfmoord").stdout.splitlines()) == 1


def test_a_file_of_queries_is_scored_per_kind_with_a_summary_last():
    result = typed("--score", Path(__file__).parent / "queries.tsv")
    assert result.exit_code == 0
    assert re.fullmatch(SUMMARY, result.stdout.splitlines()[-1])
    assert result.stdout.splitlines()[1].startswith("typo")


def test_a_file_without_crisis_or_themes_is_scored_too(tmp_path):
    (tmp_path / "few.tsv").write_text(HEADER + "fietsband\tnl\t\tnone\n")
    assert typed("--score", tmp_path / "few.tsv").stdout.splitlines()[-1].startswith("success@1 nan")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: the header"),
        ("a\tb\n", "line 1: the header"),
        (HEADER, "no queries"),
        (HEADER + "piekeren\tnl\n", "line 2: 2 columns, 4 expected"),
        (HEADER + "piekeren\tfr\t\tnone\n", "line 2: lang is 'fr'"),
        (HEADER + "a\tnl\t\tnone\n" + "b\tnl\tworrying:much\ttypo\n", "line 3: grades has 'worrying:much'"),
        (HEADER + "b\tnl\tworrying\ttypo\n", "line 2: grades has 'worrying'"),
    ],
)
def test_a_broken_file_gets_one_line_with_file_line_and_what(tmp_path, text, told):
    path = tmp_path / "queries.tsv"
    path.write_text(text)
    result = typed("--score", path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert str(path) in result.stderr
    assert told in result.stderr


def test_a_missing_file_or_no_text_gets_one_line(tmp_path):
    assert typed("--score", tmp_path / "none.tsv").stderr.count("\n") == 1
    (tmp_path / "bytes.tsv").write_bytes(b"\xff\xfe\x00")
    assert "no text in UTF-8" in typed("--score", tmp_path / "bytes.tsv").stderr


@pytest.mark.parametrize("words", [(), ("piekeren", "--score", "x.tsv")])
def test_either_a_word_or_a_file_is_asked_for(words):
    result = typed(*words)
    assert result.exit_code == 2
    assert "--score FILE" in result.stderr
