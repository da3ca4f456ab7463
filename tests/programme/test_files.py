"""The steps are files a writer can read; what is wrong in one is told by file and line."""

import os

import pytest

from loslaten.library import files
from loslaten.library.files import FileError
from loslaten.programme.apps import whole_files
from loslaten.programme.steps import LOOKS_BACK, read, steps, suggested, written_in
from tests.library.conftest import CONTENT

WHOLE = (CONTENT / "nl" / "steps.yaml").read_text(encoding="utf-8")
LONGEST_MIN = 5


@pytest.fixture
def file(tmp_path):
    return tmp_path / "steps.yaml"


def test_there_are_twenty_one_in_both_languages_and_every_seventh_looks_back():
    dutch, english = steps("nl"), steps("en")
    assert len(dutch) == 21
    same = ("key", "article", "part", "practice")
    assert [[getattr(step, name) for name in same] for step in dutch] == [
        [getattr(step, name) for name in same] for step in english
    ]
    assert [step.number for step in dutch if step.looks_back] == [7, 14, 21]
    assert LOOKS_BACK == 7


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_step_has_a_part_that_is_there_and_a_practice_of_at_most_five_minutes(language):
    texts = [text for text in files.read_folder(CONTENT) if text.language == language]
    articles = {text.values["id"]: text.values for text in texts if text.kind == "article"}
    practices = {text.values["id"]: text.values for text in texts if text.kind == "practice"}
    for step in steps(language):
        assert step.part <= len(articles[step.article]["sections"])
        assert step.practice == "short" or practices[step.practice]["minutes"] <= LONGEST_MIN
        assert 2 <= sum(step.idea.count(mark) for mark in ".?") <= 4
        assert step.question.endswith("?")
        assert "!" not in "".join(map(str, step))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  question: Waar in je lijf merk je het meestal het eerst?\n", "", 2, "misses question"),
        ("part: 2", "part: two", 2, "part should be a number"),
        ("part: 2", "part: -1", 2, "part should be 1 or more"),
        ("key: old-path", "key: first-signal", 11, "two steps first-signal"),
        ("key: old-path", "key: Old path", 11, "the key should be"),
        ("key: old-path", "key: 1-path", 11, "the key should be"),
        ("key: old-path", f"key: {'a' * 33}", 11, "the key should be"),
        ("title: Een oud pad", "title: Een oud pad\n  colour: red", 11, "colour is no part"),
        ("title: Een oud pad", "title: [Een, pad]", 11, "title should be text"),
        ("title: Een oud pad", 'title: "Een oud pad', 30, "cannot be read"),
        ("- key: old-path", "- 3\n- key: old-path", 11, "a step should give"),
    ],
)
def test_a_writer_is_told_where_a_file_is_broken(file, old, new, line, said):
    assert old in WHOLE
    file.write_text(WHOLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FileError) as told:
        read(file)
    assert said in str(told.value)
    place = str(told.value).split(f"{file.name}:")[1].split(":")[0]
    assert place == str(line) or (said == "cannot be read" and int(place) > 11)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("text", ["", "steps", "a: b", "- [", "3"])
def test_a_file_without_a_list_is_told_too(file, text):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileError):
        read(file)


def test_letters_of_another_kind_are_told(file):
    file.write_bytes(b"- key: \xff\xfe")
    with pytest.raises(FileError, match="not UTF-8"):
        read(file)


def test_a_file_that_changes_is_read_again_and_a_broken_one_changes_nothing(settings, tmp_path, caplog):
    settings.ROOT = tmp_path
    path = written_in("nl")
    path.parent.mkdir(parents=True)

    def write(text, second):
        path.write_text(text, encoding="utf-8")
        os.utime(path, (second, second))  # two writings may fall within one tick of a clock

    write(WHOLE, 1)
    assert steps("nl")[0].title == "Je lijf is er eerder"
    write(WHOLE.replace("Je lijf is er eerder", "Je lijf eerst"), 2)
    assert steps("nl")[0].title == "Je lijf eerst"
    write("- [", 3)
    assert steps("nl")[0].title == "Je lijf eerst"
    assert "The small steps stay as they were" in caplog.text
    write(WHOLE, 4)
    assert steps("nl")[0].title == "Je lijf is er eerder"


def test_the_house_looks_at_the_files_before_it_opens(settings, tmp_path):
    assert whole_files() == []
    settings.ROOT = tmp_path
    assert whole_files() == []
    written_in("nl").parent.mkdir(parents=True)
    written_in("nl").write_text("- key: a", encoding="utf-8")
    assert "steps.yaml:1: the step a misses title" in str(whole_files()[0])


def test_what_is_suggested_follows_the_last_one_and_comes_round():
    all_steps = steps("nl")
    keys = [step.key for step in all_steps]
    assert suggested(all_steps, [], "").number == 1
    assert suggested(all_steps, [keys[4]], keys[4]).number == 6
    assert suggested(all_steps, [keys[4], keys[5]], keys[4]).number == 7
    assert suggested(all_steps, [keys[20]], keys[20]).number == 1
    assert suggested(all_steps, keys, keys[3]) is None
