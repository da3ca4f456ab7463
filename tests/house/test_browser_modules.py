"""The type checker sees the static folders as the browser does: as one tree."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_type_checker_knows_every_static_folder():
    folders = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("loslaten/*/static")}
    assert folders <= set(json.loads((ROOT / "jsconfig.json").read_text("utf-8"))["compilerOptions"]["rootDirs"])


def test_every_script_is_checked_as_a_page_or_as_a_worker():
    configs = [json.loads(path.read_text("utf-8")) for path in ROOT.glob("jsconfig*.json")]
    seen = {path for config in configs for pattern in config["include"] for path in ROOT.glob(pattern)}
    assert not set(ROOT.glob("loslaten/**/*.js")) - seen
