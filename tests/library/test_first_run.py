"""Somebody opens a house for the first time: every migration runs, it says how far it is, and the library is there."""

import urllib.request

import pytest

from tests.conftest import House

pytestmark = pytest.mark.browser


def test_a_first_run_tells_how_far_it_is_and_fills_the_library(tmp_path):
    house = House(tmp_path / "data").open(empty=True)
    try:
        assert " of " in house.said
        assert "The library is filled with its first texts" in house.said
        with urllib.request.urlopen(f"{house.address}/library/nl/wakker-om-drie-uur/", timeout=20) as answer:  # noqa: S310 - loopback
            assert "Wakker om drie uur" in answer.read().decode()
        house.close()
        house.open()
        assert "The library is filled" not in house.said
    finally:
        house.close()
