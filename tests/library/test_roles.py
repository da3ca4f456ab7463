"""Who may write, what appears when, and a desk that is only there where the host asked for it."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from loslaten.accounts.models import Person
from loslaten.library.desk import desk_urls, nowhere
from loslaten.library.forms import TextForm
from loslaten.library.models import Article, Practice, Theme
from loslaten.library.parts import bare, filled, missing
from loslaten.library.schedule import publish_due
from loslaten.library.skeleton import new_article
from loslaten.library.translate import translation_of
from loslaten.library.values import values_of
from loslaten.site import environment

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


def test_without_a_wish_there_is_no_desk(anna):
    assert anna.get("/bureau/").status_code == 404
    assert anna.get("/admin/").status_code == 404


@pytest.mark.parametrize(
    "room", ["users/", "users/edit/1/", "users/delete/1/", "groups/new/", "bulk/accounts/person/delete/"]
)
def test_the_writers_desk_looks_after_nobody(settings, room):
    settings.DESK = "bureau"
    desk = URLResolver(RegexPattern(r"^/"), desk_urls())
    assert desk.resolve(f"/bureau/{room}").func is nowhere
    assert desk.resolve("/bureau/").func is not nowhere


@pytest.mark.parametrize("value", ["Bureau", "my desk", "a/b", "library", "practice"])
def test_a_path_that_cannot_be_one_is_refused(monkeypatch, value):
    monkeypatch.setenv("LOSLATEN_DESK", value)
    with pytest.raises(ImproperlyConfigured, match="LOSLATEN_DESK should be"):
        environment.segment("DESK")


def test_a_writer_may_write_and_publish_and_not_take_a_theme_away():
    mira = Person.objects.create_user("mira")
    call_command("role", "mira", "writer")
    may = Person.objects.get(pk=mira.pk).get_all_permissions()
    assert {
        "wagtailadmin.access_admin",
        "library.add_article",
        "library.publish_article",
        "library.change_theme",
    } <= may
    assert "library.delete_theme" not in may
    call_command("role", "mira", "host")
    assert "library.delete_theme" in Person.objects.get(pk=mira.pk).get_all_permissions()
    call_command("role", "mira", "none")
    assert not Person.objects.get(pk=mira.pk).get_all_permissions()


def test_a_guest_gets_no_role():
    Person.objects.create_user("gast", is_guest=True)
    with pytest.raises(CommandError, match="Nobody here has an account with the name gast"):
        call_command("role", "gast", "writer")


def test_a_skeleton_left_as_it_is_counts_as_missing():
    told = {wrong.part for wrong in missing("article", values_of(new_article()))}
    assert {"title", "theme", "practice", "summary", "questions", "sections", "faq", "evidence", "closing"} <= told


def test_no_part_of_the_skeleton_is_taken_for_a_text_also_in_the_middle_of_one():
    told = [wrong.sentence for wrong in missing("article", values_of(new_article())) if wrong.part == "sections"]
    assert told[0] == "Deel 1 is nog niet af: de kop, de tekst, het voorbeeld, de reflectievraag."
    assert len(told) == 5
    assert not filled("Een eigen zin.\n\n[One thought]")
    assert not filled("\\[One thought\\]")
    assert filled("Lees [Hulp nu](/help/) of [dit](/library/).")


def publish(article, **words):
    """Fill in the form of an article as its writer would, and press publish."""
    names = ["title", "language", "slug", "key", "summary", "pull_line"]
    form_class = forms.modelform_factory(Article, form=TextForm, fields=names)
    return form_class({name: getattr(article, name) for name in names} | words, instance=article)


@pytest.mark.usefixtures("library")
def test_everything_that_is_missing_is_told_at_once_each_at_its_field():
    form = publish(Article.objects.get(key="saying-no", language="nl"), title="", summary="", pull_line="[Nog]")
    assert form.errors["summary"] == ["Nog niet ingevuld: de samenvatting."]
    assert form.errors["pull_line"] == ["Nog niet ingevuld: de citaatregel."]
    assert len(form.errors["title"]) == 1


@pytest.mark.usefixtures("library")
def test_two_articles_with_one_address_are_refused_in_words():
    other = Article.objects.get(key="weighing-guilt", language="nl")
    form = publish(Article.objects.get(key="saying-no", language="nl"), slug=other.slug, key=other.key)
    assert form.errors["slug"] == ["Een andere tekst in deze taal heeft dit al. Kies iets anders."]
    assert form.errors["key"] == form.errors["slug"]
    assert publish(other).is_valid()


@pytest.mark.usefixtures("library")
def test_a_translation_begins_with_the_form_of_its_source_and_none_of_its_words_count():
    source = Article.objects.get(key="saying-no", language="nl")
    begun = translation_of(source)
    assert (begun.language, begun.key, begun.theme) == ("en", "saying-no", source.theme)
    assert begun.practice == Practice.objects.get(key="pause-before-yes", language="en")
    said, told = values_of(begun), missing("article", values_of(begun))
    assert [len(said[name]) for name in ("sections", "faq", "evidence")] == [6, 5, 2]
    assert said["evidence"][0]["year"] == 2024
    rows = {(wrong.part, wrong.number) for wrong in told}
    assert {("sections", number) for number in range(1, 7)} <= rows
    assert {"title", "summary", "closing", "take_along"} <= {wrong.part for wrong in told}


def test_a_draft_may_be_half_a_text_and_a_publication_may_not():
    form_class = forms.modelform_factory(Article, form=TextForm, fields=["title", "language", "slug", "key", "summary"])
    form = form_class({"title": "Half", "language": "nl"})
    assert not form.is_valid()
    draft = form_class({"title": "Half", "language": "nl"})
    draft.defer_required_fields()
    assert draft.is_valid()
    assert draft.instance.slug == "half"


@pytest.mark.usefixtures("library")
def test_a_text_appears_when_its_moment_has_come_and_goes_when_it_ends():
    article = Article.objects.get(key="saying-no", language="nl")
    article.unpublish()
    article.go_live_at, article.expire_at = NOON, NOON + datetime.timedelta(days=30)
    article.save_revision(approved_go_live_at=NOON)
    before = NOON - datetime.timedelta(seconds=1)
    assert publish_due(at=before) == (0, 0)
    assert publish_due(at=NOON) == (1, 0)


@pytest.mark.usefixtures("library")
def test_a_text_past_its_end_is_taken_back():
    Article.objects.filter(key="saying-no", language="nl").update(expire_at=NOON)
    assert publish_due(at=NOON) == (0, 1)
    assert not Article.objects.get(key="saying-no", language="nl").live


@pytest.mark.usefixtures("library")
def test_a_plan_that_cannot_be_keeps_no_other_text_waiting_and_tells_no_word_of_it(caplog):
    first, other, third = Article.objects.filter(language="nl").order_by("key")[:3]
    for text, slug in ((first, "nog-een-keer"), (other, "nog-een-keer"), (third, "een-nieuw-adres")):
        text.slug = slug
        text.save_revision(approved_go_live_at=NOON)
    assert publish_due(at=NOON) == (2, 0)
    assert Article.objects.filter(slug="een-nieuw-adres").exists()
    assert "IntegrityError" in caplog.text
    assert "nog-een-keer" not in caplog.text
    assert publish_due(at=NOON) == (0, 0)


@pytest.mark.usefixtures("library")
def test_a_draft_whose_theme_is_gone_can_still_be_opened():
    draft = Article.objects.get(key="saying-no", language="nl")
    draft.theme = Theme.objects.create(key="passing", label_nl="Voorbij", label_en="Passing")
    draft.save_revision(approved_go_live_at=NOON)
    draft.theme.delete()
    opened = draft.get_latest_revision_as_object()
    assert (opened.theme, opened.title) == (None, draft.title)
    assert publish_due(at=NOON) == (0, 0)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("wall", "told"),
    [
        ("2027-03-28 02:30", "De klok gaat die nacht vooruit en slaat deze tijd over. Kies een andere."),
        ("2027-10-31 02:30", "De klok gaat die nacht terug, en deze tijd komt twee keer. Kies een andere."),
    ],
)
def test_the_desk_says_in_words_that_no_clock_shows_a_time(wall, told):
    article = Article.objects.get(key="saying-no", language="nl")
    form_class = forms.modelform_factory(Article, form=TextForm, fields=["title", "language", "slug", "go_live_at"])
    form = form_class({"title": "x", "language": "nl", "slug": "x", "go_live_at": wall}, instance=article)
    assert form.errors["go_live_at"] == [told]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("taken", ["find", "feed", "practices"])
def test_an_address_at_which_nobody_could_read_the_article_is_refused(taken):
    form = publish(Article.objects.get(key="saying-no", language="nl"), slug=taken)
    assert form.errors["slug"] == ["Dit adres leidt in de bibliotheek ergens anders heen. Kies een ander."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("doi: 10.1000/182", "10.1000/182"),
        ("zie de site", ""),
        ("10.x/1", ""),
    ],
)
def test_a_doi_is_kept_without_the_address_it_was_copied_with(typed, kept):
    assert bare(typed) == kept


@pytest.mark.usefixtures("library")
def test_what_is_no_doi_is_told_in_words():
    said = values_of(Article.objects.get(key="saying-no", language="nl"))
    said["evidence"] = [{**said["evidence"][0], "doi": "zie de site"}]
    told = [wrong.sentence for wrong in missing("article", said)]
    assert told == ["Bewijs 1: een DOI begint met 10. en heeft een schuine streep, zoals 10.1000/182."]
