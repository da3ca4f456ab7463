"""The first library comes in by itself, and a writer's words are never written over."""

import pytest
from django.db import IntegrityError, transaction

from loslaten.library.dump import dump
from loslaten.library.files import FileError
from loslaten.library.load import load, untouched
from loslaten.library.models import Article, Theme
from loslaten.library.wagtail_hooks import remember
from tests.library.conftest import CONTENT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def article(language="nl"):
    return Article.objects.get(key="saying-no", language=language)


def test_loading_again_changes_nothing(loaded):
    before = article().latest_revision_id
    assert set(load(CONTENT)) == {"same"}
    assert article().latest_revision_id == before


def test_what_a_writer_changed_stays(loaded, folder):
    changed = article()
    changed.summary = "Wat de schrijver ervan maakte."
    changed.save_revision().publish()
    path = folder / "nl/articles/nee-zeggen-en-het-daarbij-laten.md"
    path.write_text(path.read_text("utf-8").replace("Je zegt ja terwijl", "Nog steeds zeg je ja terwijl"), "utf-8")
    assert load(folder)["kept"] == 1
    assert article().summary == "Wat de schrijver ervan maakte."


def test_a_draft_of_a_writer_stays(loaded, folder):
    draft = article()
    draft.summary = "Nog niet af."
    draft.save_revision()
    path = folder / "nl/articles/nee-zeggen-en-het-daarbij-laten.md"
    path.write_text(path.read_text("utf-8").replace("Je zegt ja terwijl", "Nog steeds zeg je ja terwijl"), "utf-8")
    assert load(folder)["kept"] == 1
    assert article().get_latest_revision_as_object().summary == "Nog niet af."


def test_a_new_release_renews_what_no_writer_touched(loaded, folder):
    path = folder / "nl/articles/nee-zeggen-en-het-daarbij-laten.md"
    path.write_text(path.read_text("utf-8").replace("Je zegt ja terwijl", "Nog steeds zeg je ja terwijl"), "utf-8")
    assert load(folder)["changed"] == 1
    assert article().summary.startswith("Nog steeds zeg je ja")


def test_the_library_written_back_is_the_library_that_came_in(loaded, tmp_path):
    assert dump(CONTENT) == []
    assert len(dump(tmp_path)) == 59
    assert set(load(tmp_path)) == {"same"}
    assert dump(tmp_path) == []


def test_a_theme_that_left_the_file_while_articles_use_it_is_refused(loaded, folder):
    path = folder / "themes.yaml"
    head, mark, rest = path.read_text("utf-8").partition("  - id: boundaries\n")
    text = head + rest[rest.index("  - id: ") :]
    path.write_text(text.replace("boundaries, ", "").replace(", boundaries", "").replace("[boundaries]", "[]"), "utf-8")
    with pytest.raises(FileError, match="the theme boundaries left this file, and is still used by"):
        load(folder)
    assert mark
    assert Theme.objects.filter(key="boundaries").exists()


def test_two_articles_never_share_an_address(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(key="other", language="nl", slug=article().slug, title="Nog een", live=False)


def test_an_article_without_a_theme_is_never_live(loaded):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(key="other", language="nl", slug="other", title="Nog een", live=True)


def test_what_a_page_shows_is_ready_before_anybody_asks(loaded):
    shown = article().rendered
    assert shown["minutes_to_read"] in range(4, 8)
    assert shown["sections"][0]["example"].startswith("<p>Samira werkt")


def take_away(*rows):
    """Let a writer delete something at the desk."""
    for row in rows:
        row.delete()
    remember(None, list(rows))


def test_what_a_writer_took_away_does_not_come_back_and_leaves_no_file(loaded, folder):
    take_away(Article.objects.get(key="weighing-guilt", language="nl"), Theme.objects.get(key="jealousy"))
    assert set(load(folder)) == {"same", "kept"}
    assert not Article.objects.filter(key="weighing-guilt", language="nl").exists()
    assert not Theme.objects.filter(key="jealousy").exists()
    assert not untouched()
    assert folder / "nl/articles/schuldgevoel-wegen-en-zakken.md" in dump(folder)
    assert not (folder / "nl/articles/schuldgevoel-wegen-en-zakken.md").exists()


def test_a_text_that_moved_or_was_taken_back_leaves_no_second_file_and_a_stranger_stays(loaded, folder, tmp_path):
    moved, taken_back = article(), Article.objects.get(key="weighing-guilt", language="nl")
    moved.slug = "nee"
    moved.save_revision().publish()
    taken_back.unpublish()
    stranger = folder / "nl/articles/nog-niet-geladen.md"
    stranger.write_text("---\nid: not-loaded-yet\n---\n", "utf-8")
    dump(folder)
    stranger_stays, names = stranger.exists(), {path.name for path in (folder / "nl/articles").iterdir()}
    assert stranger_stays
    assert "nee.md" in names
    assert not names & {"nee-zeggen-en-het-daarbij-laten.md", "schuldgevoel-wegen-en-zakken.md"}
    stranger.unlink()
    assert set(load(folder)) == {"same"}


def test_an_address_that_a_writer_already_gave_away_is_told_in_one_line(loaded, folder):
    Article.objects.get(key="saying-no", language="nl").delete()
    Article.objects.create(
        key="own", language="nl", slug="nee-zeggen-en-het-daarbij-laten", title="Mijn nee", live=False
    )
    with pytest.raises(FileError, match=r"laten.md:3: the address nee-zeggen-.* is that of another text .*: Mijn nee"):
        load(folder)
