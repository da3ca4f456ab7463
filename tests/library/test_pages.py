"""Anybody reads the library: in two languages that lead to each other, and at a constant cost."""

import json
import re
from xml.etree import ElementTree

import pytest

from loslaten.library import reading
from loslaten.library.models import Article, Edition, Practice, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
ARTICLE = "/library/nl/nee-zeggen-en-het-daarbij-laten/"
THEME = "/library/nl/themes/boundaries/"
PAGES = [
    "/library/nl/", "/library/en/", "/library/nl/themes/boundaries/", "/library/en/themes/guilt/", ARTICLE,
    "/library/en/saying-no-and-leaving-it-there/", "/library/nl/practices/", "/library/nl/practices/pause-before-yes/",
    "/library/nl/about/methode/", "/library/en/about/evidence/", "/library/nl/about/veelgestelde-vragen/",
]  # fmt: skip


@pytest.mark.parametrize("address", [*PAGES, "/library/nl/feed/"])
def test_anybody_may_read_it_for_at_most_three_questions(anna, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(3):
        assert anna.get(address).status_code == 200
    assert anna.head(address).status_code == 200
    assert anna.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_help_is_near_and_nothing_runs_or_loads_from_elsewhere(anna, address):
    page = anna.get(address).content.decode()
    assert 'href="/help/"' in page
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert all("src=" in script or "ld+json" in script for script in re.findall(r"<script[^>]*>", page))
    assert not re.search(r'(src|action)="https?://', page)


def test_each_page_names_itself_and_its_translation(anna):
    page = anna.get(ARTICLE).content.decode()
    assert f'<link rel="canonical" href="http://testserver{ARTICLE}">' in page
    assert 'hreflang="en" href="http://testserver/library/en/saying-no-and-leaving-it-there/"' in page
    assert '<html lang="nl"' in page
    assert '<html lang="en"' in anna.get("/library/en/saying-no-and-leaving-it-there/").content.decode()


@pytest.mark.parametrize(
    ("language", "leads"), [("nl", "/library/nl/"), ("en-GB", "/library/en/"), ("de", "/library/nl/")]
)
def test_the_library_opens_in_the_readers_own_language(visitor, language, leads):
    assert visitor(language).get("/library/")["Location"] == leads


def test_an_article_has_all_of_its_parts(anna):
    page = anna.get(ARTICLE).content.decode()
    for part in (
        "In het kort", "Drie vragen", "Meestal houdt die angst de ja in stand", "De ja die sneller is dan jij",
        "Samira werkt in een verpleeghuis", "Hoeveel tijd zit er bij jou",
        "Een nee hoeft niet hard te zijn om te staan.",
        "Pauze voor je ja", "Om mee te nemen", "Lees ook", "Schuldgevoel: wegen en dan zakken", "Givi en Kirk, 2024",
        "Moet ik altijd uitleggen waarom?", "min lezen",
    ):  # fmt: skip
        assert part in page


def test_a_theme_with_a_care_flag_ends_with_a_quiet_line(anna):
    theme = next(theme for theme in Theme.objects.all() if "medical" in theme.care_flags)
    assert "Bel je huisarts" in anna.get(f"/library/nl/themes/{theme.key}/").content.decode()


def test_machines_that_read_along_get_an_article_and_its_questions(anna):
    page = anna.get(ARTICLE).content.decode()
    about, faq = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (about["@type"], about["inLanguage"], faq["@type"]) == ("Article", "nl", "FAQPage")
    assert len(faq["mainEntity"]) == 5


def test_a_title_cannot_end_the_block_of_data(anna):
    Article.objects.filter(slug="nee-zeggen-en-het-daarbij-laten").update(title="</script><script>alert(1)</script>")
    Edition.renew()
    assert "<script>alert" not in anna.get(ARTICLE).content.decode()


def test_the_map_names_every_page_and_the_feed_the_newest(anna):
    urls = ElementTree.fromstring(anna.get("/sitemap.xml").content)  # noqa: S314 - our own map
    named = {place.text.removeprefix("http://testserver") for place in urls.iter() if place.tag.endswith("loc")}
    assert set(PAGES) <= named
    feed = ElementTree.fromstring(anna.get("/library/en/feed/").content)  # noqa: S314 - our own feed
    titles = [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert "Saying no and leaving it there" in titles
    assert feed.find("{http://www.w3.org/2005/Atom}author/{http://www.w3.org/2005/Atom}name").text == "Loslaten"


def test_the_map_names_both_languages_of_a_text_and_is_named_where_programs_look_first(anna):
    urls = ElementTree.fromstring(anna.get("/sitemap.xml").content)  # noqa: S314 - our own map
    places = {url[0].text.removeprefix("http://testserver"): url for url in urls}
    others = {link.get("hreflang"): link.get("href") for link in places[ARTICLE] if link.tag.endswith("link")}
    assert others["en"] == "http://testserver/library/en/saying-no-and-leaving-it-there/"
    assert {"/step-by-step/", "/letters/"} <= places.keys()
    told = anna.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in told
    closed = [line.removeprefix("Disallow: ") for line in told.splitlines() if line.startswith("Disallow")]
    assert not [path for path in places if path.startswith(tuple(closed))]


def test_an_article_keeps_its_name_in_a_feed_when_its_address_changes(anna):
    def names():
        return set(re.findall("<id>(urn:uuid:.*?)</id>", anna.get("/library/nl/feed/").content.decode()))

    before, article = names(), Article.objects.get(key="saying-no", language="nl")
    article.slug = "nee"
    article.save()
    assert names() == before
    assert len(before) == 12


@pytest.mark.parametrize(
    "address", ["/library/de/", "/library/nl/nergens/", "/library/en/themes/nowhere/", "/library/nl/about/x/"]
)
def test_what_is_not_there_is_not_there(anna, address):
    assert anna.get(f"/library/{address}").status_code == 404


def test_a_draft_is_nobodys_business(anna):
    Article.objects.filter(key="saying-no", language="nl").update(live=False)
    Edition.renew()
    assert anna.get(ARTICLE).status_code == 404
    assert "Nee zeggen en het daarbij" not in anna.get("/library/nl/").content.decode()


def test_ten_thousand_articles_ask_no_more_than_twelve(anna, django_assert_max_num_queries):
    practice, themes = Practice.objects.filter(language="nl").first(), list(Theme.objects.all())
    shown = Article.objects.get(slug="nee-zeggen-en-het-daarbij-laten").rendered
    Article.objects.bulk_create(
        Article(key=f"a{i}", slug=f"a{i}", title=f"A {i}", language="nl", live=True, theme=themes[i % 43],
                practice=practice, rendered=shown)
        for i in range(10_000)
    )  # fmt: skip
    Edition.renew()
    for address in (ARTICLE, "/library/nl/", "/library/nl/?page=400", "/library/nl/a9999/", THEME, f"{THEME}?page=9"):
        with django_assert_max_num_queries(3):
            assert len(anna.get(address).content) < 40_000


def test_the_themes_can_be_taken_along_as_a_vocabulary(anna, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        graph = json.loads(anna.get("/library/themes.jsonld").content)["@graph"]
    scheme, *concepts = graph
    saying_no = next(concept for concept in concepts if concept["@id"].endswith("#boundaries"))
    assert len(concepts) == 43
    assert saying_no["prefLabel"] == {"nl": "Grenzen en nee zeggen", "en": "Boundaries and saying no"}
    assert set(saying_no["related"]) <= {concept["@id"] for concept in concepts}
    assert saying_no["inScheme"] == scheme["@id"]


def test_a_house_without_a_library_says_so_and_stays_open(anna):
    for model in (Article, Practice, Theme):
        model.objects.all().delete()
    Edition.renew()
    page = anna.get("/library/nl/").content.decode()
    assert "Er zijn nog geen artikelen." in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_theme_has_something_to_read_and_to_practise(anna, language, django_assert_max_num_queries):
    for theme in reading.with_articles(language):
        assert reading.shelf(reading.to_read(theme, language), 1).practices, theme.key
    with django_assert_max_num_queries(3):
        page = anna.get("/library/nl/themes/emotional-eating/").content.decode()
    assert "Deze staan ernaast." in page
    assert "De strenge stem" in page
    assert "Milde hand" in page


def test_a_further_page_of_a_list_names_itself(anna):
    one = Article.objects.get(key="saying-no", language="nl")
    Article.objects.bulk_create(
        Article(key=f"a{i}", slug=f"a{i}", title=f"A {i}", language="nl", live=True, theme=one.theme,
                practice=one.practice, rendered=one.rendered)
        for i in range(30)
    )  # fmt: skip
    Edition.renew()
    page = anna.get("/library/nl/?page=2").content.decode()
    assert '<link rel="canonical" href="http://testserver/library/nl/?page=2">' in page
    assert "hreflang" not in page
    assert 'hreflang="x-default" href="http://testserver/library/"' in anna.get("/library/nl/").content.decode()


@pytest.mark.parametrize("address", ["/", "/step-by-step/", "/step-by-step/1/", ARTICLE, THEME])
def test_who_sends_a_page_on_shows_its_title_what_it_is_and_a_picture_of_the_house(anna, address):
    page = anna.get(address).content.decode()
    for name in ("og:title", "og:description", "og:url"):
        assert page.count(f'property="{name}" content="') == 1, name
    assert f'<link rel="canonical" href="http://testserver{address}">' in page
    picture = re.search(r'property="og:image" content="http://testserver(/static/[^"]+)"', page)[1]
    assert picture.endswith("/site/icon-512.png")
