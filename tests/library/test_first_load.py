"""A house without a library gets the first one, whole or not at all."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from loslaten.library.load import load_first
from loslaten.library.models import Article, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_first_library_is_loaded_once(db):
    assert load_first()
    assert Theme.objects.count() == 43
    assert Article.objects.filter(live=True).count() == 24
    assert not load_first()


def test_a_wrong_file_loads_nothing_and_says_why_in_one_line(db, folder):
    path = folder / "nl/articles/nee-zeggen-en-het-daarbij-laten.md"
    path.write_text(path.read_text("utf-8").replace("theme: boundaries", "theme: grenzen"), "utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("load_library", folder)
    assert str(refused.value).endswith(":5: theme: there is no theme grenzen")
    assert not Theme.objects.exists()
