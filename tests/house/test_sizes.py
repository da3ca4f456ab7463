"""A file fits in a head."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
KINDS = {".py", ".js", ".css", ".html"}
LONGEST = 400


def own_files() -> list[Path]:
    """List what we write by hand: migrations are written by Django."""
    found = [path for folder in ("loslaten", "tests", "bench") for path in (ROOT / folder).rglob("*")]
    found = [path for path in found if path.suffix in KINDS and "migrations" not in path.parts]
    return [*found, *ROOT.glob("*.py")]


def test_every_file_fits_in_a_head():
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in own_files()}
    assert not {path: length for path, length in lengths.items() if length > LONGEST}
