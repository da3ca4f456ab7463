"""Compile the translations; quick when nothing changed."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


def compile_translations() -> list[Path]:
    """Write each .mo that is older than its .po."""
    stale = [
        source
        for root in settings.LOCALE_PATHS
        for source in sorted(Path(root).glob("*/LC_MESSAGES/*.po"))
        if not (target := source.with_suffix(".mo")).exists() or target.stat().st_mtime < source.stat().st_mtime
    ]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
        # Whoever asked for a translation before now has the old words in memory.
        translation_file_changed(None, source.with_suffix(".mo"))
    return stale


class Command(BaseCommand):
    """Turn .po files into what Django reads."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Compile, and say what was compiled."""
        for source in compile_translations():
            self.stdout.write(f"Compiled {source.parent.parent.name}/{source.name}")
