"""A picture that leaves the page looks as it did on the page."""

import re
from pathlib import Path

import loslaten
from loslaten.picture.frame import DARK, LIGHT

TOKENS = (Path(loslaten.__file__).parent / "site" / "static" / "site" / "tokens.css").read_text("utf-8")


def declared(rule: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", TOKENS.split(rule)[1].split("}")[0]))


def test_a_picture_carries_the_colours_of_the_page_by_day_and_by_evening():
    assert declared(":root{").items() >= LIGHT.items()
    assert declared(":root[data-theme=avond]{").items() >= DARK.items()
