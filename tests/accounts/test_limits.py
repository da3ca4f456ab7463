"""The limits hold for every process, and what is counted leaves again."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import House

ROOT = Path(__file__).parents[2]
GUESS = """
import django; django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS.append("testserver")
replies = [Client().post("/account/sign-in/code/", {"name": "anna", "code": "1"}).status_code for _ in range(6)]
print(*replies)
"""


@pytest.fixture
def house_data(tmp_path):
    building = House(tmp_path / "data").open()
    building.close()
    return building


def test_guesses_in_two_processes_count_together(house_data):
    environment = {
        "LOSLATEN_DATA": str(house_data.data),
        "DJANGO_SETTINGS_MODULE": "loslaten.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    said = []
    for _ in range(2):
        asked = subprocess.run(
            [sys.executable, "-c", GUESS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        said += asked.stdout.split()
    assert said == ["422"] * 10 + ["429"] * 2
