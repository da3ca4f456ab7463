"""The letter as it travels: what a mail program reads, and what its source holds."""

import email
import email.policy
import re
from datetime import UTC, datetime, timedelta

import pytest

from loslaten.letters.compose import LEAVE, PERSONAL, Drawn, draw, filled
from loslaten.letters.envelope import House, mould_of, this_house
from loslaten.letters.gather import gather
from loslaten.letters.mould import For, field, mould, pour
from tests.letters.conftest import AT

pytestmark = pytest.mark.django_db
LINES = ["Deze week oefende je drie keer, één keer ’s nachts.", "Twee keer werd het zachter <zo>."]


@pytest.fixture
def source(posted, letter):
    """Give the source of a letter to Anna."""

    def write(lines=(), language="nl", **more: object) -> bytes:
        house = this_house()
        form = mould_of(letter(**more), language, house, at=AT)
        return pour(form, For("anna@elsewhere.example", house.leave("abcdefghij"), "<12-x@a.b>", list(lines)), at=AT)

    return write


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def bodies(raw):
    return [part.get_content() for part in read(raw).iter_parts()]


def test_a_mail_program_reads_the_same_letter_twice_as_text_and_as_html(source):
    raw = source(LINES)
    plain, html = bodies(raw)
    assert read(raw)["content-type"].startswith("multipart/alternative")
    for words in ("Daar mag het zijn.", "één keer ’s nachts. Twee keer"):
        assert words in plain.replace("\n", " ")
        assert words in html
    assert "zachter &lt;zo&gt;" in html
    assert "Stop de brief" in html
    assert "113" in plain


def test_the_source_is_plain_letters_in_short_lines_and_small(source):
    raw = source(LINES)
    assert raw.isascii()
    assert len(raw) < 30_000
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_nothing_in_it_comes_from_elsewhere_or_tells_who_opened_it(source):
    plain, html = bodies(source(LINES))
    assert not re.search(r"<(img|script|link|iframe|object|form)|url\(|@import|src=", html)
    addresses = set(re.findall(r"""https?://[^\s"'<>]+""", plain + html))
    assert {address.split("/")[2] for address in addresses} == {"loslaten.example"}
    own = [address for address in addresses if "abcdefghij" in address]
    assert own == [this_house().leave("abcdefghij")]


def test_a_mail_program_can_stop_the_letter_by_itself(source):
    mail = read(source())
    lines = source(slug="b").split(b"\r\n\r\n")[0].split(b"\r\n")
    [line] = [each for each in lines if each.startswith(b"List-Unsubscribe:")]
    assert len(line) < 78
    assert re.fullmatch(rb"List-Unsubscribe: <https://loslaten\.example/l/[a-z2-9]{26}/>", line)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<brief.loslaten.example>"
    assert (mail["Precedence"], mail["Auto-Submitted"]) == ("bulk", "auto-generated")


def test_a_house_with_a_long_name_folds_before_the_address_and_never_inside():
    address = f"<https://{'a' * 60}.example/l/{'b' * 26}/>"
    assert field("List-Unsubscribe", address) == f"List-Unsubscribe:\r\n {address}\r\n".encode()


@pytest.mark.parametrize(
    "subject",
    [
        "Je kaken 🌊 vanavond",
        "Eén woord\r\nBcc: everybody@elsewhere.example",
        "Een lang onderwerp " * 6,
        "Een lang onderwerp met één é " * 4,
    ],
)
def test_a_subject_of_any_kind_is_read_as_it_was_written_and_begins_no_other_field(source, subject):
    mail = read(source(subject_nl=subject[:120]))
    assert mail["subject"].strip() == " ".join(subject[:120].split())
    assert mail["bcc"] is None
    assert set(mail.keys()) == {
        "From", "Subject", "List-Id", "List-Unsubscribe-Post", "Precedence", "Auto-Submitted", "MIME-Version",
        "Content-Type", "To", "Date", "Message-ID", "List-Unsubscribe",
    }  # fmt: skip


def test_wherever_a_gap_falls_what_is_read_is_what_was_poured_in():
    for before in range(60, 90):
        gap_after(before)


def gap_after(before):
    text = "é" * (before // 3) + "x" * (before % 3 + 40) + LEAVE + " after\n" + PERSONAL
    form = mould(Drawn("s", text, text), sender="a@b.example", list_id="b.example", boundary="b")
    raw = pour(form, For("anna@elsewhere.example", "https://b.example/=ab=", "<x@y>", LINES), at=AT)
    said = filled(Drawn("s", text, text), leave="https://b.example/=ab=", lines=LINES)
    assert bodies(raw)[0].splitlines() == said.text.splitlines()
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_english_letter_is_english_and_leads_to_english_pages(posted, letter):
    from loslaten.library.models import Theme

    theme = Theme.objects.create(key="jaw", group="body", label_nl="Kaken", label_en="Jaw",
                                 description_nl="Vast.", description_en="Tight.")  # fmt: skip
    drawn = draw(gather(letter(theme=theme), "en", at=AT), house="https://loslaten.example")
    assert drawn.subject == "Your jaw, tonight"
    assert "This week: Jaw" in drawn.text
    assert "/library/en/themes/jaw/" in drawn.html
    assert "Stop the letter" in drawn.html
    assert not re.search(r"Deze week|Stop de brief|Tot volgende", drawn.text + drawn.html)


def test_a_letter_says_the_day_as_the_clock_of_the_house_has_it(posted, letter):
    late = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    assert gather(letter(due_at=late), "nl", at=AT).day == "vrijdag 20 november"


def test_what_is_new_is_counted_from_the_last_letter_that_went_and_not_from_a_draft(posted, letter):
    from loslaten.library.models import Article, Practice, Theme

    theme = Theme.objects.create(key="jaw", group="body", label_nl="Kaken", label_en="Jaw")
    practice = Practice.objects.create(title="Kaken los", language="nl", slug="kaken-los", live=True, minutes=2)
    for days, name in ((9, "lang-geleden"), (3, "vorige-week")):
        what = {"theme": theme, "practice": practice, "live": True, "first_published_at": AT - timedelta(days=days)}
        Article.objects.create(title=name, slug=name, language="nl", **what)
    letter(slug="een", due_at=AT - timedelta(days=7), begun_at=AT - timedelta(days=7), state="sent")
    letter(slug="blad", due_at=AT - timedelta(days=1), state="draft")
    now_ = gather(letter(slug="nu", with_news=True), "nl", at=AT)
    assert [each.title for each in now_.news] == ["vorige-week"]
    letter(slug="morgen", due_at=AT + timedelta(days=1))
    preview = gather(letter(slug="later", due_at=AT + timedelta(days=7), with_news=True, state="draft"), "nl", at=AT)
    assert preview.news == []


def test_the_address_to_come_back_to_is_the_sender_where_there_is_no_box():
    house = House("", "Loslaten <brief@b.example>", "", 0, b"", "")
    assert house.envelope("12-x") == "brief@b.example"
