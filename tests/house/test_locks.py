"""What gets installed is named exactly, and comes from wherever this machine gets its packages."""

import json
import re
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(__file__).parents[2]
LOCKS = list(bootstrap.INCLUDES)


def blocks(lock: str) -> dict[str, str]:
    """Give each pinned package with its hashes."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return {re.split(r"[=\[ ;]", line, maxsplit=1)[0]: line for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_one_version_and_its_hashes(lock):
    assert not [name for name, line in blocks(lock).items() if "==" not in line or "--hash=sha256:" not in line]


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_a_lock_holds_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [(smaller, larger) for larger, held in bootstrap.INCLUDES.items() for smaller in held if smaller != larger],
)
def test_what_runs_is_what_was_tested(smaller, larger):
    pins = {name: pin(line) for name, line in blocks(larger).items()}
    assert not {name: pin(line) for name, line in blocks(smaller).items() if pins.get(name) != pin(line)}


def pin(line: str) -> str:
    found = re.search(r"==([^ ;]+)", line)
    return found[1] if found else ""


def test_the_type_checker_of_the_browser_modules_is_locked_by_hash():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages[""]["devDependencies"] == wanted
    assert not [name for name, package in packages.items() if name and not package["integrity"].startswith("sha512-")]
