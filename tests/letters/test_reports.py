"""A service that sends the mail reports what came back, in its own words; a stranger reports nothing."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from loslaten.letters.links import link_key, sign
from loslaten.letters.models import Delivery, Reader
from loslaten.letters.reports import report_urls
from loslaten.site import environment
from tests.letters.conftest import AT

pytestmark = pytest.mark.django_db
SECRET = "post:a-long-and-shared-secret"
ANNA = "Anna@elsewhere.example"


@pytest.fixture
def went(letter, reader):
    """Anna and Bram got the last two letters."""
    anna, bram = reader("anna"), reader("bram")
    for days, slug in ((7, "een"), (0, "twee")):
        sent_at, written = AT - timedelta(days=days), letter(slug=slug, state="sent")
        for each in (anna, bram):
            Delivery.objects.create(
                letter=written, reader=each, state="sent", meant_at=sent_at, due_at=sent_at, sent_at=sent_at
            )
    return anna


@pytest.fixture
def report(client, settings, went):
    """Post a report as Postmark writes it."""
    pytest.importorskip("anymail")
    settings.ROOT_URLCONF = "tests.letters.report_urls"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}

    def post(kind="HardBounce", details="", *, secret=SECRET, record="Bounce", **more):
        said = {"RecordType": record, "Type": kind, "Email": ANNA, "Details": details, **more}
        known = base64.b64encode(secret.encode()).decode()
        return client.post(
            "/letters/reports/", json.dumps(said), content_type="application/json",
            headers={"Authorization": f"Basic {known}"},
        ).status_code  # fmt: skip

    return post


def of_anna():
    return Reader.objects.values_list("stopped_at", "soft_bounces", "left_at").get(name=ANNA.lower())


def test_an_address_that_is_gone_gets_nothing_any_more_and_its_last_letter_has_failed(report, went):
    assert report(details="smtp;550 5.1.1 no such user") == 200
    assert of_anna()[0] is not None
    assert [each.failure for each in went.deliveries.order_by("sent_at", "pk")] == ["back 5.1.1", ""]
    assert Reader.objects.get(name="bram@elsewhere.example").reads_along


def test_what_may_pass_is_counted_once_however_often_it_is_reported(report):
    for _ in range(3):
        report("SoftBounce", "smtp;552 5.2.2 full")
    assert of_anna() == (None, 1, None)


def test_a_letter_that_the_service_names_is_the_one_that_came_back(report, went):
    first = went.deliveries.get(letter__slug="een")
    name = f"{first.letter_id}-{sign(went.code, 'bounce', link_key())}@loslaten.example"
    report(details="5.2.2", MessageID=name)
    first.refresh_from_db()
    assert first.failure == "back 5.2.2"


def test_whoever_calls_it_unwanted_gets_no_letter_any_more(report):
    report("SpamComplaint", record="SpamComplaint")
    assert of_anna()[2] is not None


def test_who_opened_what_and_who_is_unknown_changes_nothing(report):
    assert report(record="Open", Recipient=ANNA) == 200
    assert report(Email="nobody@elsewhere.example") == 200
    assert report("Transient", "4.4.1") == 200
    assert of_anna() == (None, 0, None)


def test_a_stranger_reports_nothing(report):
    assert report(secret="post:guessed") == 400
    assert of_anna() == (None, 0, None)


def test_a_house_without_such_a_service_has_no_such_page_and_one_without_a_secret_does_not_open(client, monkeypatch):
    assert client.post("/letters/reports/").status_code in {404, 405}
    assert report_urls("none") == []
    monkeypatch.setenv("LOSLATEN_LETTERS_REPORTS_SECRET", "post:short")
    with pytest.raises(ImproperlyConfigured):
        environment.shared("LETTERS_REPORTS_SECRET", needed=True)
