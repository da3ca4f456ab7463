"""The themes and their words are whole, and a broken file says where it is broken."""

import pytest
import yaml

from loslaten.library import themes

READ = themes.read()


def test_there_are_forty_three_themes_with_words_in_both_languages():
    assert len(READ.themes) == 43
    for theme in READ.themes:
        for language in themes.LANGUAGES:
            assert len([term for term in theme.terms if term.language == language]) > 20, theme.id


def test_the_thesaurus_names_no_theme_that_is_not_there():
    words = yaml.safe_load((themes.CONTENT / "thesaurus.yaml").read_text("utf-8"))
    assert words.keys() - {theme.id for theme in READ.themes} == {"body", "elsewhere"}


def test_every_word_is_text_and_stands_once_in_its_list():
    words = yaml.safe_load((themes.CONTENT / "thesaurus.yaml").read_text("utf-8"))
    lists = [(name, key, some) for name, rows in words.items() for key, some in rows.items()]
    assert not [(name, key) for name, key, some in lists if len(set(some)) < len(some)]
    assert all(isinstance(word, str) for _, _, some in lists for word in some)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", "no table"),
        ("themes: [{id: x}]\n", "misses 'label_nl'"),
        ("themes: [\n", "themes.yaml"),
        ("\x00", "themes.yaml"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path, text, told):
    (tmp_path / "themes.yaml").write_text(text)
    (tmp_path / "thesaurus.yaml").write_text("elsewhere: {}\n")
    with pytest.raises(ValueError, match=told) as trouble:
        themes.read(tmp_path)
    assert "\n" not in str(trouble.value)


def test_a_missing_file_is_told_in_one_line(tmp_path):
    with pytest.raises(ValueError, match="thesaurus"):
        themes.read(tmp_path)
