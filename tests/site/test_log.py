"""The log of a real house, read whole: nothing of what people gave it is in there, also when it breaks."""

import http.client
import json
import re
import urllib.parse

from tests.conftest import House

PRIVATE = {
    "username": "josephine-van-dam",
    "email": "josephine@mail.example",
    "password": "seven soft stones",
    "q": "knoop-in-mijn-maag",
    "address": "wilma@letters.example",
    "answer": "waarom-zei-ik-ja",
    "box": "1.am9zZXBoaW5lIHdhcyBoZXJl",
    "offline_key": "0f1e2d3c-aaaa-4bbb-8ccc-5d6e7f809102",
    "note": "my mother called again",
    "movement": "drop_jaw",
    "places": "left_shoulder",
}


PARTS = "multipart/form-data; boundary=between"


def zipped(csrf: str) -> bytes:
    """Send what is no zip, under a name that tells something."""
    head = 'Content-Disposition: form-data; name="'
    key = f'--between\r\n{head}csrfmiddlewaretoken"\r\n\r\n{csrf}\r\n'
    file = f'--between\r\n{head}zip"; filename="josephine-van-dam.zip"\r\n\r\nPK {PRIVATE["note"]}\r\n--between--\r\n'
    return (key + file).encode()


class Visitor:
    """A browser without a screen: cookies, the key against forged forms, and nothing else."""

    def __init__(self, house: House) -> None:
        self.house, self.cookies, self.csrf = house, {}, ""

    def ask(self, verb: str, address: str, body: bytes | None = None, **headers: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("localhost", self.house.port, timeout=20)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(verb, address, body, {"Cookie": cookie, "Origin": self.house.address, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if key := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.csrf = key[1]
        return answer.status, answer.headers.get("Location", ""), text

    def send(self, address: str, fields: dict[str, str]) -> tuple[int, str, str]:
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.csrf}).encode()
        return self.ask("POST", address, body, **{"Content-Type": "application/x-www-form-urlencoded"})


def test_whatever_people_give_the_house_none_of_it_is_in_the_log(host):
    house = House(host.data, **host.wishes, PATH=host.path).open()
    somebody = Visitor(house)
    somebody.ask("GET", "/")
    status, first, _ = somebody.send("/practice/start/", {"guide": "full"})
    assert status == 302
    somebody.ask("GET", first)
    answers = {**PRIVATE, "tension_before": "7", "go": "next"}
    somebody.send(first, answers)
    everything = urllib.parse.urlencode(PRIVATE)
    for address in (
        "/",
        "/nowhere/",
        "/account/",
        "/account/sign-in/",
        "/account/sign-up/",
        "/account/reset/",
        "/library/nl/find/",
        "/letters/",
        "/moment/",
        "/moment/receive/",
        "/questions/",
        "/questions/2026-11-20/answers/",
        "/vault/",
        "/account/bring-back/",
    ):
        somebody.ask("GET", f"{address}?{everything}")
        somebody.send(address, answers)
        somebody.ask("POST", address, everything.encode())  # a forged form
    somebody.ask("POST", "/practice/receive/", json.dumps(PRIVATE).encode(), **{"Content-Type": "application/json"})
    assert "knoop-in-mijn-maag" in somebody.ask("GET", f"/library/nl/find/?{everything}")[2]
    somebody.ask("POST", "/account/bring-back/", zipped(somebody.csrf), **{"Content-Type": PARTS})
    somebody.ask("GET", "/", Host="josephine-van-dam.example")
    somebody.ask("GET", f"/{'x' * 9000}josephine-van-dam")
    somebody.send(first, {"note": PRIVATE["note"] + "x" * 600_000})
    broken = break_down(host, somebody, first)
    house.close()
    said = house.said + house.process_said
    assert {500, 503} <= set(broken)
    assert "The database refused" in said
    assert "500 in" in said
    secrets = [*PRIVATE.values(), *map(urllib.parse.quote_plus, PRIVATE.values()), first.split("/")[2]]
    assert [secret for secret in secrets if secret in said] == []
    assert not [value for value in somebody.cookies.values() if len(value) > 8 and value in said]


def break_down(host, somebody, first):
    """Put a row in disorder, and then take a table away under the house: real failures, while somebody sends."""
    host.sql("UPDATE practice_round SET places = '7', sensations = '7', ended_at = started_at, ending = 'finished'")
    after = first.replace("/notice/", "/after/")
    in_disorder = [somebody.ask("GET", after)[0], somebody.ask("GET", "/practice/kept/")[0]]
    host.sql("ALTER TABLE practice_round RENAME TO gone")
    statuses = [
        somebody.ask("GET", first)[0],
        somebody.send(first, {**PRIVATE, "tension_before": "7", "go": "next"})[0],
    ]
    host.sql("ALTER TABLE gone RENAME TO practice_round")
    return in_disorder + statuses
