"""What a writer typed is what a reader sees, and nothing a text holds is ever run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.library.markdown import plain, tidy, to_html, to_markdown, words


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Een *adem*\nverder.", "<p>Een <em>adem</em> verder.</p>"),
        ("- een\n- twee\n  drie", "<ul><li>een</li><li>twee drie</li></ul>"),
        ("1. een\n2. twee", "<ol><li>een</li><li>twee</li></ol>"),
        ("## Kop\nTekst", "<h2>Kop</h2><p>Tekst</p>"),
        ("[Hulp nu](/help/)", '<p><a href="/help/">Hulp nu</a></p>'),
        ("[er](https://x.example)", '<p><a href="https://x.example" rel="noreferrer">er</a></p>'),
        ("", ""),
    ],
)
def test_markdown_becomes_html_and_comes_back(typed, html):
    assert to_html(typed) == html
    assert to_html(to_markdown(html)) == html


HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](//elsewhere.example)", "<img src=x onerror=y>",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_in_a_text_is_run_or_leads_where_it_should_not(typed):
    html = to_html(typed)
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html


def test_what_the_editor_adds_stays_out():
    assert (
        to_markdown('<p data-block-key="a1b2">Een <i>adem</i><br/>en <b>nog</b> een</p>') == "Een *adem* en **nog** een"
    )


@given(st.text(alphabet="ab *_[]()#>-1.?\\&<'\n", max_size=60))
def test_tidy_text_is_as_tidy_as_it_gets(typed):
    assert tidy(tidy(typed)) == tidy(typed)
    assert plain(tidy(typed)).split() == plain(typed).split()


def test_words_are_counted_as_a_reader_would():
    assert words("Samira’s *maag* trekt samen, half-om-half.") == 5
