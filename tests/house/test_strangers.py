"""Nothing in this house calls a stranger, and nothing in it betrays the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVED = {".html", ".css", ".js", ".mjs", ".svg", ".json", ".webmanifest"}
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"}
# A link a person may choose to follow: only to people who can help. Nothing is ever loaded from there.
HELP = {
    "113.nl",
    "www.113.nl",
    "zelfmoord1813.be",
    "www.zelfmoord1813.be",
    "findahelpline.com",
    "www.findahelpline.com",
}
LINK = re.compile(r"""<a\s[^>]*?href=["']https?://([\w.-]+)""")
# Written in two halves, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/tm" + "p/", "/Us" + "ers/", r"C:\\Us" + "ers"])
)
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.", "deb.debian" + r"\.org"])
)


def served_files() -> list[Path]:
    folders = [*ROOT.glob("loslaten/*/templates"), *ROOT.glob("loslaten/*/static")]
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in SERVED]


def addresses(text: str) -> set[str]:
    """Find every address but namespaces and links to help."""
    without_help = LINK.sub(lambda link: "" if link[1] in HELP else link[0], text)
    found = re.findall(r"""https?://[^\s"'<>)]+|(?:src|href)=["']//[^"']+|url\(["']?//[^)]+""", without_help)
    return set(found) - NAMESPACES


def test_no_page_style_or_script_names_a_third_party():
    strangers = {path.relative_to(ROOT).as_posix(): addresses(path.read_text("utf-8")) for path in served_files()}
    assert not {path: found for path, found in strangers.items() if found}


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js">',
        '<img src="//cdn.example/x.png">',
        "@import url(//fonts.example/x)",
        '<img src="https://113.nl/logo.svg">',
        '<a href="https://elsewhere.example/">',
    ],
)
def test_a_stranger_would_be_noticed(text):
    assert addresses(text)


@pytest.mark.parametrize(
    "text", ['<a class="x" href="https://www.113.nl">', '<svg xmlns="http://www.w3.org/2000/svg">']
)
def test_help_and_namespaces_are_no_strangers(text):
    assert not addresses(text)


@pytest.fixture(scope="module")
def tracked() -> dict[str, str]:
    """Read every text file that git keeps."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is not a git checkout: nothing tells which files are ours")
    paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    contents = {path: path.read_bytes() for path in paths if path.is_file()}
    return {p.relative_to(ROOT).as_posix(): c.decode("utf-8") for p, c in contents.items() if b"\0" not in c}


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRIES], ids=["path of a machine", "address of a registry"])
def test_no_file_holds(tracked, pattern):
    assert not {name: found[0] for name, text in tracked.items() if (found := pattern.search(text))}
