"""A text that cannot be loaded says so in one line: which file, which line, what."""

import pytest

from loslaten.library.files import FileError, read, read_folder, write
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
