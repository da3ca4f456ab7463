"""Mira writes a letter at the desk, looks at it, plans it, and follows whom it reached."""

import email
import email.policy
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.timezone import now

from loslaten.accounts.models import Person
from loslaten.letters.checks import remarks
from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.letters.spread import look_after
from loslaten.letters.wall import comes_twice, is_skipped
from loslaten.library.models import Practice, Theme
from loslaten.library.roles import give_role
from tests.letters.conftest import AT

pytestmark = pytest.mark.django_db
NEW = "/bureau/snippets/letters/letter/add/"
HOUR = timedelta(hours=1)


@pytest.fixture
def sit_down(client, settings):
    """Let somebody in a role, or in none, sit down at the desk."""
    settings.ROOT_URLCONF = "tests.letters.desk_urls"

    def as_(role=None):
        person = Person.objects.create_user("mira", email="mira@elsewhere.example")
        if role:
            give_role(person, role)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_


@pytest.fixture
def mira(sit_down):
    return sit_down("writer")


@pytest.fixture
def whole(letter):
    """Write a letter that lacks nothing, and is not planned yet."""
    theme = Theme.objects.create(key="jaw", label_nl="Kaken", label_en="Jaw", group="body")
    practice = Practice.objects.create(
        title="Kaken los", language="nl", slug="kaken-los", key="jaw", live=True, minutes=2
    )
    return letter(state="draft", due_at=now() + timedelta(days=3), theme=theme, practice=practice)


def page(letter):
    return f"/bureau/letters/{letter.pk}/"


def go(client, letter, wish, **more):
    answer = client.post(page(letter), {"go": wish, **more}, follow=True)
    letter.refresh_from_db()
    return answer.content.decode()


def test_half_a_letter_is_kept_as_a_draft_and_says_what_is_missing(mira, settings):
    answer = mira.post(NEW, {"subject_nl": "Je kaken, vanavond", "zone": "Europe/Amsterdam"}, follow=True)
    written = Letter.objects.get()
    assert (written.slug, written.state) == ("je-kaken-vanavond", "draft")
    told = answer.content.decode()
    for sentence in ("Nog niet geschreven: de opening.", "Nog niet gekozen: de dag en de tijd."):
        assert sentence in told
    assert "Nog niet gepland" in go(mira, written, "plan")
    assert written.state == "draft"


@pytest.mark.parametrize(
    ("day", "hour", "why"),
    [
        ("2027-03-28", "02:30", "De klok gaat die nacht vooruit en slaat deze tijd over. Kies een andere."),
        ("2027-10-31", "02:30", "De klok gaat die nacht terug, en deze tijd komt twee keer. Kies een andere."),
        ("9999-12-31", "23:59", "Die dag is te ver weg. Kies een andere."),
        ("2027-10-31", "", "Een brief gaat op een dag en een tijd. Kies ze allebei."),
    ],
)
def test_an_hour_that_is_none_is_refused_in_words(mira, day, hour, why):
    said = {"subject_nl": "Kaken", "wall_date": day, "wall_time": hour, "zone": "Europe/Amsterdam"}
    assert why in mira.post(NEW, said).content.decode()
    assert not Letter.objects.exists()


def test_an_hour_is_only_odd_where_the_clock_is_changed():
    night, half_past_two = date(2027, 3, 28), time(2, 30)
    assert is_skipped(night, half_past_two, "Europe/Amsterdam")
    assert not is_skipped(night, half_past_two, "Asia/Tokyo")
    assert not comes_twice(night, half_past_two, "Europe/Amsterdam")
    assert comes_twice(date(2027, 10, 31), half_past_two, "Europe/Brussels")


def test_a_time_on_the_wall_becomes_a_moment(mira):
    said = {"subject_nl": "Kaken", "wall_date": "2027-01-07", "wall_time": "07:30", "zone": "America/Paramaribo"}
    mira.post(NEW, said)
    assert Letter.objects.get().due_at == datetime(2027, 1, 7, 10, 30, tzinfo=UTC)


def test_a_whole_letter_is_planned_and_whoever_changes_it_plans_it_again(mira, posted, whole):
    go(mira, whole, "plan")
    assert whole.state == "planned"
    said = {"slug": whole.slug, "subject_nl": "Je kaken", "wall_date": "2027-06-01", "wall_time": "07:00"}
    mira.post(f"/bureau/snippets/letters/letter/edit/{whole.pk}/", said)
    whole.refresh_from_db()
    assert (whole.state, whole.subject_nl) == ("draft", "Je kaken")


def test_links_that_lead_nowhere_and_a_letter_too_heavy_stop_it(posted, whole):
    whole.opening_nl = "Zie https://loslaten.example/library/nl/er-is-niets/ en https://loslaten.example/help/."
    told = [each.sentence for each in remarks(whole, at=now()) if each.stops]
    assert told == ["Nederlands: Deze link leidt nergens heen: https://loslaten.example/library/nl/er-is-niets/"]
    whole.opening_nl = "woord " * 6000
    assert any("kB" in each.sentence and each.stops for each in remarks(whole, at=now()))
    whole.opening_nl = "a" * 90
    assert any("78" in each.sentence and not each.stops for each in remarks(whole, at=now()))


def test_a_letter_that_is_going_out_cannot_be_changed_or_erased(mira, letter, reader):
    reader()
    written = letter()
    look_after(at=AT)
    said = {"slug": written.slug, "subject_nl": "Anders"}
    for what in ("edit", "delete"):
        answer = mira.post(f"/bureau/snippets/letters/letter/{what}/{written.pk}/", said)
        assert answer.headers["Location"] == page(written)
    go(mira, written, "back")
    assert (written.subject_nl, written.state) == ("Je kaken, vanavond", "sending")


def test_a_test_letter_arrives_and_its_link_stops_nobody(mira, mail_house, whole, reader):
    anna = reader()
    told = go(mira, whole, "proof", address="mira@elsewhere.example", language="en")
    assert "De proefbrief is onderweg." in told
    (_sender, address, mail) = mail_house.mails[0]
    read = email.message_from_bytes(mail, policy=email.policy.default)
    assert (address, read["Subject"]) == ("mira@elsewhere.example", "Your jaw, tonight")
    leave = read["List-Unsubscribe"].strip("<>").removeprefix("https://loslaten.example")
    assert mira.post(leave).status_code == 200
    assert Reader.objects.get(pk=anna.pk).left_at is None
    mail_house.to["mira@elsewhere.example"] = "550 5.1.1 nobody of that name"
    assert "550 5.1.1" in go(mira, whole, "proof", address="mira@elsewhere.example", language="nl")


def test_without_mail_a_test_letter_is_a_sentence_and_no_letter_is_planned(mira, whole, settings):
    settings.MAIL = False
    assert "Dit huis verstuurt geen mail, dus er gaat geen brief de deur uit." in go(mira, whole, "plan")
    sentence = "Dit huis verstuurt geen mail, dus een proefbrief komt nergens aan."
    assert sentence in go(mira, whole, "proof", address="mira@elsewhere.example", language="nl")


def test_a_late_letter_goes_with_the_yes_of_its_writer_and_not_without(mira, letter, reader):
    reader()
    yes, no, gone = (letter(slug=slug, due_at=now() - 13 * HOUR) for slug in ("een", "twee", "drie"))
    look_after(at=now())
    assert "Ja, verstuur hem nu" in mira.get(page(yes)).content.decode()
    go(mira, yes, "yes")
    go(mira, no, "no")
    go(mira, gone, "gone")
    look_after(at=now())
    assert [each.letter for each in Delivery.objects.filter(state="waiting")] == [yes]
    assert [Letter.objects.get(pk=each.pk).state for each in (yes, no, gone)] == ["sending", "draft", "sent"]
    assert [mira.get(f"/letters/nl/{each.slug}/").status_code for each in (no, gone)] == [404, 200]


def test_whom_it_did_not_reach_is_tried_once_more_also_days_later(mira, mail_house, letter, reader, send):
    for name in ("anna", "bram", "chris"):
        reader(name)
    mail_house.to = {f"{name}@elsewhere.example": "554 5.7.1 not from you" for name in ("bram", "chris")}
    written = letter(due_at=now() - HOUR)
    send(now())
    Letter.objects.update(due_at=now() - timedelta(days=3))
    Delivery.objects.update(meant_at=now() - timedelta(days=3))
    Reader.objects.filter(name="chris@elsewhere.example").update(left_at=now())
    told = mira.get(page(written)).content.decode()
    assert "2: voorgoed geweigerd (554 5.7.1)" in told
    mail_house.to = {}
    go(mira, written, "again")
    send(now())
    assert mail_house.taken() == ["anna@elsewhere.example", "bram@elsewhere.example"]
    written.refresh_from_db()
    assert written.state == "sent"


def test_an_open_page_asks_only_how_many_went_and_draws_no_letter(
    mira, letter, reader, mail_house, send, django_assert_max_num_queries
):
    for name in ("anna", "bram"):
        reader(name)
    mail_house.to["bram@elsewhere.example"] = "450 4.2.1 later"
    written = letter()
    send()
    with django_assert_max_num_queries(9):
        part = mira.get(f"{page(written)}counts/").content.decode()
    assert part.startswith(f'<live-part id="delivered" from="{page(written)}counts/" every="5">')
    assert "<dt>Wacht</dt><dd>1</dd><dt>Verstuurd</dt><dd>1</dd>" in part


def test_a_letter_is_looked_at_by_day_and_in_the_dark_whatever_the_device_is_set_to(mira, whole):
    looked = [mira.get(f"{page(whole)}nl/?light={light}").content.decode() for light in ("light", "dark")]
    assert [html.count("@media all{body") for html in looked] == [0, 1]
    for html, light in zip(looked, ("light", "dark"), strict=True):
        assert "prefers-color-scheme" not in html
        assert f":root{{color-scheme:{light}}}" in html
    assert mira.get(page(whole)).content.decode().count("<iframe") == 6


@pytest.mark.parametrize(("role", "status"), [("writer", 200), ("host", 200)])
def test_a_writer_and_a_host_see_a_letter(sit_down, whole, role, status):
    client = sit_down(role)
    assert client.get(page(whole)).status_code == status
    frame = client.get(f"{page(whole)}nl/")
    assert "script" not in frame.headers["Content-Security-Policy"].replace("default-src 'none'", "")
    assert "Je kaken, vanavond" in frame.content.decode()
    assert client.get(f"{page(whole)}xx/").status_code == 404


def test_a_stranger_sees_and_sends_nothing(sit_down, whole, client, mail_house):
    somebody = sit_down()
    for address in (page(whole), f"{page(whole)}nl/", NEW):
        assert somebody.get(address).status_code in {302, 403}
    somebody.post(page(whole), {"go": "plan"})
    somebody.post(page(whole), {"go": "proof", "address": "x@elsewhere.example", "language": "nl"})
    assert Letter.objects.get().state == "draft"
    assert mail_house.mails == []


def test_the_archive_shows_what_went_out_and_nothing_else(client, posted, letter, reader, mail_house, send):
    reader()
    letter()
    letter(slug="morgen", due_at=AT + timedelta(days=1))
    letter(slug="stil", in_archive=False)
    assert client.get("/letters/nl/kaken/").status_code == 404
    send()
    shown = client.get("/letters/", follow=True).content.decode()
    assert "/letters/nl/kaken/" in shown
    assert "morgen" not in shown
    assert "stil" not in shown
    assert client.get("/letters/kaken/").headers["Location"] == "/letters/nl/kaken/"
    assert "Misschien merk je het" in client.get("/letters/nl/kaken/").content.decode()
    assert "What does your jaw do" in client.get("/letters/en/kaken/").content.decode()
    head = client.get("/letters/en/kaken/").content.decode().split("</head>")[0]
    assert [language for language in ("nl", "en") if f'hreflang="{language}"' in head] == ["nl", "en"]
    assert '<meta name="description" content="Maybe you notice it when you brush your teeth.">' in head
    assert '<meta property="og:title" content="Your jaw, tonight">' in head
    for slug in ("morgen", "stil", "nooit"):
        assert client.get(f"/letters/{slug}/").status_code == 404
        assert client.get(f"/letters/en/{slug}/").status_code == 404
    feeds = [client.get(f"/letters/feed/{language}/").content.decode() for language in ("en", "nl")]
    assert "Your jaw, tonight" in feeds[0]
    assert feeds[0].count("<entry>") == 1
    assert "<author><name>Loslaten</name></author>" in feeds[0]
    names = [re.findall(r"<id>(.+?)</id>", feed) for feed in feeds]
    assert len({*names[0], *names[1]}) == 4
    assert all(name.startswith("urn:uuid:") for name in names[0])
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    assert re.findall(r"<id>(.+?)</id>", client.get("/letters/feed/en/").content.decode()) == names[0]
    assert "/letters/en/kaken/" in client.get("/sitemap.xml").content.decode()


def test_a_year_of_letters_is_listed_in_pieces_and_without_their_texts(client, posted, letter):
    for week in range(30):
        letter(slug=f"week-{week}", state="sent", due_at=AT + week * timedelta(days=7), begun_at=AT)
    first, second = (client.get(f"/letters/?page={number}").content.decode() for number in (1, 2))
    assert (first.count("/letters/nl/week-"), second.count("/letters/nl/week-")) == (26, 4)
    assert "?page=2" in first
