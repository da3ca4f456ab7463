"""Four tabs of one phone send the same round in the same moment, before any of them has a cookie."""

import json
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

from tests.practice.offline.conftest import OpenHouse


def test_four_tabs_of_one_new_guest_store_one_round(house: OpenHouse) -> None:
    address = f"{house.address}/practice/receive/"
    before = house.ask("select count(*) from accounts_person")[0][0]
    round_ = {"key": "6f1c3a52-9a54-4e0b-9d0e-0c6d3a1b7f10", "ending": "finished", "tension_before": "5"}

    def tab(_: int) -> str:
        phone = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with phone.open(address, timeout=20) as answer:
            token = json.load(answer)["token"]
        body = urllib.parse.urlencode(round_).encode()
        sent = urllib.request.Request(address, body, {"X-CSRFToken": token})  # noqa: S310 - our own loopback
        with phone.open(sent, timeout=20) as answer:
            return json.load(answer)["after"]

    with ThreadPoolExecutor(4) as tabs:
        assert len(set(tabs.map(tab, range(4)))) == 1
    assert house.rounds() == 1
    assert house.ask("select count(*) from accounts_person")[0][0] == before + 1
