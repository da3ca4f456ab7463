"""A text that cannot be loaded says so in one line: which file, which line, what."""

import re

import pytest
from django.utils import translation

from loslaten.library.files import FileError, read, read_folder, write
from loslaten.library.theme_files import read_themes
from tests.library.conftest import CONTENT


def spoil(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def refusal(folder):
    with pytest.raises(FileError) as refused:
        read_folder(folder)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_every_text_of_the_first_library_has_every_part():
    texts = read_folder(CONTENT)
    assert len([text for text in texts if text.kind == "article"]) == 24
    assert len([text for text in texts if text.kind == "practice"]) == 28


WRITTEN = [text for text in read_folder(CONTENT) if text.kind != "faq"]


@pytest.mark.parametrize("text", WRITTEN, ids=lambda text: text.path.stem)
def test_a_text_written_back_says_the_same(text, tmp_path):
    path = tmp_path / "text.md"
    path.write_text(write(text.kind, text.values), "utf-8")
    assert read(path, text.kind) == text.values


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pull_line:", "pul_line:", ":1: the part pull_line is missing"),
        ("id: saying-no", "id: Saying No", ":2: the id should be small letters, digits and hyphens"),
        ("strength: moderate", "strength: proven", "the strength should be one of strong, moderate, limited, model"),
        ("title: Nee zeggen", "title: [Nee zeggen", "this cannot be read"),
        ("## De ja", "## De ja\n\n![](hand.png)\n\n## En", "an image without words for who cannot see it"),
        ("## De ja", "## De ja\n\n![Een hand](hand.png)\n\n## En", "a text has no images"),
        ("## De ja", "Zomaar tekst.\n\n## De ja", "the text should begin with a heading"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(article, folder, old, new, told):
    spoil(article, old, new)
    said = refusal(folder)
    assert said.startswith(f"{article}:")
    assert told in said


def test_a_section_without_a_question_is_told_with_the_line_of_its_heading(article, folder):
    spoil(article, "? Welk signaal ken je van jezelf?", "")
    lines = article.read_text("utf-8").splitlines()
    assert refusal(folder).startswith(f"{article}:{lines.index('## Je lijf als eerste lezer') + 1}: ")


def test_two_articles_with_one_address_are_refused(article, folder):
    other = article.with_name("nog-een.md")
    other.write_text(article.read_text("utf-8").replace("id: saying-no", "id: saying-no-again"), "utf-8")
    assert f"{other}:3: the slug nee-zeggen-en-het-daarbij-laten is also that of {article.name}" in refusal(folder)


ARTICLE_PART = "(?ms)^{part}:.*?(?=^[a-z_]+:|^---)"


@pytest.mark.parametrize(
    ("part", "instead", "told"),
    [
        ("evidence", "evidence:\n", "evidence should be a list, each with its own names"),
        ("faq", "faq:\n", "faq should be a list, each with its own names"),
        ("questions", "questions: drie\n", "questions should be a list, each with its own names"),
        ("questions", "questions: [een, twee, drie]\n", "questions should be a list, each with its own names"),
        ("questions", "questions: [{ask: [a], why: b}]\n", "ask in questions should be text, not ['a']"),
        ("take_along", "take_along:\n", "take_along should be a list of lines"),
        ("related", "related: guilt\n", "related should be a list of lines"),
        ("title", "title: 2024\n", "title should be text; put it between quotation marks"),
        ("slug", "slug: find\n", "Dit adres leidt in de bibliotheek ergens anders heen"),
    ],
)
def test_a_part_of_another_kind_is_told_with_its_line(article, folder, part, instead, told):
    text = article.read_text("utf-8")
    article.write_text(re.sub(ARTICLE_PART.format(part=part), instead, text, count=1), "utf-8")
    line = article.read_text("utf-8").splitlines().index(instead.strip()) + 1
    with translation.override("nl"):
        said = refusal(folder)
    assert said.startswith(f"{article}:{line}: ")
    assert told in said


@pytest.mark.parametrize(
    ("part", "instead", "told"),
    [
        ("phrases", "phrases:\n  notice: [Voel.]\n", "the step welcome should have a list of lines"),
        ("phrases", "phrases: stil\n", "phrases should be the steps, each with its lines"),
        ("steps", "steps: [notice, dance]\n", "a step should be one of notice, welcome"),
        ("minutes", "minutes: twee\n", "minutes should be a whole number"),
    ],
)
def test_a_practice_says_something_at_each_of_its_steps(folder, part, instead, told):
    path = folder / "nl/practices/basic-loop.md"
    path.write_text(re.sub(ARTICLE_PART.format(part=part), instead, path.read_text("utf-8"), count=1), "utf-8")
    assert told in refusal(folder)


def test_a_file_that_another_program_wrote_is_read_or_refused_in_words(article, folder):
    text = article.read_text("utf-8")
    article.write_text(text, "utf-8-sig")
    assert len(read_folder(folder)) == len(read_folder(CONTENT))
    article.write_bytes(text.replace("Nee zeggen", "Né zeggen", 1).encode("latin-1", errors="replace"))
    assert refusal(folder) == f"{article}:4: this is no UTF-8: save the file with that encoding"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("themes:\n", "themes: [a]\nothers:\n", ":1: themes should be a list, each with its own names"),
        ("    related: [", "    related: guilt\n    not: [", "should have a list of words as related"),
        ("    label_nl: ", "    label_nl: 7\n    not: ", "should have text as label_nl"),
    ],
)
def test_a_theme_of_another_kind_is_told(folder, old, new, told):
    spoil(folder / "themes.yaml", old, new)
    with pytest.raises(FileError, match=re.escape(told)):
        read_themes(folder / "themes.yaml")
