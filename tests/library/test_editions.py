"""A page is drawn once for everybody, and anew when a writer changes anything it shows."""

import pytest

from loslaten.library import reading
from loslaten.library.draw import draw, drawn
from loslaten.library.models import Article, Edition, Page, Practice, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
ARTICLE = "/library/nl/nee-zeggen-en-het-daarbij-laten/"


def text(answer):
    return answer.content.decode()


def write(row, **words):
    """Let a writer change a text at the desk."""
    for name, value in words.items():
        setattr(row, name, value)
    row.save_revision().publish()


def test_who_reads_it_next_asks_one_question(anna, bram, django_assert_num_queries):
    anna.get(ARTICLE)
    with django_assert_num_queries(1):
        page = text(bram.get(ARTICLE))
    assert "Samira werkt in een verpleeghuis" in page


def test_what_is_kept_drawn_holds_nothing_of_a_person(anna, rf):
    request = rf.get(ARTICLE, headers={"cookie": "sessionid=annas; nacht=1"})
    parts = "".join(map(str, drawn(request, "nl", ARTICLE.split("/")[-2])))
    assert "csrf" not in parts
    assert "annas" not in parts
    one, other = text(anna.get(ARTICLE)), text(anna.get(ARTICLE))
    token = 'name="csrfmiddlewaretoken" value="'
    assert one.split(token)[1][:64] != other.split(token)[1][:64]


def test_a_new_word_of_a_writer_is_on_the_page_at_once(anna):
    anna.get(ARTICLE)
    write(Article.objects.get(key="saying-no", language="nl"), pull_line="Een nee is een hele zin.")
    assert "Een nee is een hele zin." in text(anna.get(ARTICLE))


def test_a_theme_and_a_practice_that_get_another_name_have_it_everywhere(anna):
    anna.get(ARTICLE), anna.get("/library/nl/")
    theme = Theme.objects.get(key="boundaries")
    theme.label_nl = "Nee mogen zeggen"
    theme.save()
    write(Practice.objects.get(key="pause-before-yes", language="nl"), title="Even wachten")
    assert "Nee mogen zeggen" in text(anna.get("/library/nl/"))
    page = text(anna.get(ARTICLE))
    assert "Nee mogen zeggen" in page
    assert "Even wachten" in page


def test_an_article_that_went_is_offered_nowhere(anna):
    guilt = Article.objects.get(key="weighing-guilt", language="nl")
    assert guilt.title in text(anna.get(ARTICLE))
    guilt.unpublish()
    for page in (ARTICLE, "/library/nl/", "/library/nl/themes/guilt/"):
        assert guilt.title not in text(anna.get(page))


def test_every_article_of_the_first_library_has_two_others_to_read():
    for article in Article.objects.all():
        assert len(reading.links(article).also) >= 2, article


def test_what_the_writer_chose_comes_first_then_the_same_theme(rf):
    some = {article.key: article for article in Article.objects.filter(language="nl")}
    some["awake-at-three"].theme = some["saying-no"].theme
    some["awake-at-three"].save()
    names = [link.name for link in reading.links(some["saying-no"]).also]
    assert names[:2] == ["Schuldgevoel: wegen en dan zakken", "Wakker om drie uur"]
    assert names[0] in draw(rf.get(ARTICLE), some["saying-no"]).beside


def test_pages_of_the_house_may_go_or_be_called_otherwise(anna):
    assert 'href="/library/nl/about/methode/">De methode</a>' in text(anna.get("/library/nl/"))
    write(Page.objects.get(key="method", language="nl"), title="Zo werkt het", slug="zo-werkt-het")
    Page.objects.get(key="evidence", language="nl").unpublish()
    page = text(anna.get("/library/nl/"))
    assert 'href="/library/nl/about/zo-werkt-het/">Zo werkt het</a>' in page
    assert "/library/nl/about/methode/" not in page
    assert "/library/nl/about/bewijs/" not in page


def test_a_page_of_a_list_after_its_end_is_not_there(anna):
    assert anna.get("/library/nl/?page=2").status_code == 404
    assert anna.get("/library/nl/?page=abc").status_code == 200
    assert anna.get(f"/library/nl/?page={'9' * 5000}").status_code in {200, 404}


def test_a_house_that_never_had_an_edition_draws_each_time(anna):
    anna.get(ARTICLE)
    Edition.objects.all().delete()
    Article.objects.filter(key="saying-no").update(title="Anders")
    assert "Anders" in text(anna.get(ARTICLE))


def test_a_practice_that_was_taken_back_is_named_and_led_to_nowhere(anna):
    Practice.objects.get(key="pause-before-yes", language="nl").unpublish()
    for page in (ARTICLE, "/library/nl/themes/boundaries/", "/library/nl/find/?q=nee+zeggen"):
        said = text(anna.get(page))
        assert "/library/nl/practices/pause-before-yes/" not in said, page
    assert "De basisoefening" in text(anna.get("/library/nl/find/?q=nee+zeggen"))


def test_the_closing_of_an_article_always_leads_to_step_by_step(anna):
    write(Article.objects.get(key="saying-no", language="nl"), closing="Adem uit.")
    assert '<p>Adem uit. <a href="/step-by-step/">Stap voor stap</a>.</p>' in text(anna.get(ARTICLE))
