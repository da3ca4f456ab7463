"""A letter goes to every reader once, whatever the mail house is like that day."""

import email
import email.policy
from datetime import timedelta

import pytest

from loslaten.letters.models import Delivery, Letter, Reader
from loslaten.letters.post import TroubleError
from tests.letters.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR = timedelta(hours=1)


def states(letter):
    return sorted(letter.deliveries.values_list("reader__address", "state"))


@pytest.fixture
def three(reader):
    return [reader(name) for name in ("anna", "bram", "chris")]


def test_everybody_gets_the_letter_once_over_one_line_and_a_second_turn_sends_nothing(mail_house, letter, three, send):
    written = letter()
    send()
    send(AT + HOUR)
    assert sorted(mail_house.taken()) == sorted(each.address for each in three)
    assert mail_house.lines == 1
    written.refresh_from_db()
    assert (written.state, written.deliveries.filter(state="sent", sent_at=AT).count()) == ("sent", 3)


def test_nothing_goes_before_its_moment_and_whoever_joins_later_waits_for_the_next(mail_house, letter, reader, send):
    letter()
    reader("anna")
    send(AT - timedelta(seconds=1))
    assert mail_house.taken() == []
    send()
    reader("bram")
    send(AT + HOUR)
    assert mail_house.taken() == ["anna@elsewhere.example"]


def test_each_reads_in_their_own_language(mail_house, letter, reader, send):
    letter()
    reader("anna")
    reader("bram", language="en")
    send()
    subjects = {address: email.message_from_bytes(mail)["subject"] for _from, address, mail in mail_house.mails}
    assert subjects == {
        "anna@elsewhere.example": "Je kaken, vanavond",
        "bram@elsewhere.example": "Your jaw, tonight",
    }


def test_who_left_who_pauses_and_whose_address_is_gone_get_nothing(mail_house, letter, reader, send):
    letter()
    reader("anna", left_at=AT - HOUR)
    reader("bram", paused_until=(AT + timedelta(days=2)).date())
    reader("chris", stopped_at=AT - HOUR)
    reader("dani", paused_until=AT.date())
    send()
    assert mail_house.taken() == ["dani@elsewhere.example"]


def test_who_reads_once_a_month_gets_the_first_letter_of_the_month(mail_house, letter, reader, send):
    reader("anna", pace="monthly")
    for day, slug in ((5, "een"), (12, "twee")):
        letter(slug=slug, due_at=AT.replace(day=day))
        send(AT.replace(day=day))
    assert len(mail_house.taken()) == 1
    assert Letter.objects.get(slug="twee").deliveries.count() == 0


def test_who_presses_stop_while_the_letter_is_going_out_gets_it_no_more(mail_house, letter, three, send, monkeypatch):
    from loslaten.letters import send as sending
    from loslaten.letters.leave import leave

    monkeypatch.setattr(sending, "FRESH", timedelta(seconds=-1))
    asked = []

    def still_ours(left, *, until, really=sending.still_ours):
        if not asked:
            leave(three[2], at=AT)
        asked.append(really(left, until=until))
        monkeypatch.setattr(sending, "FRESH", HOUR)

    monkeypatch.setattr(sending, "still_ours", still_ours)
    letter()
    send()
    assert mail_house.taken() == [three[0].address, three[1].address]
    assert not Delivery.objects.filter(reader=three[2]).exists()


@pytest.mark.parametrize("answer", ["450 4.2.1 later", "452 4.3.1 full"])
def test_who_is_refused_for_now_is_tried_again_later_and_the_others_go_on(mail_house, letter, three, send, answer):
    written = letter()
    mail_house.to[three[0].address] = answer
    send()
    waits = written.deliveries.get(state="waiting")
    assert (waits.reader, waits.due_at, waits.failure) == (three[0], AT + timedelta(minutes=1), answer[:9])
    mail_house.to.clear()
    send(AT + timedelta(minutes=1))
    assert len(mail_house.taken()) == 3
    assert Letter.objects.get().state == "sent"


def test_an_address_that_is_gone_gets_nothing_any_more(mail_house, letter, three, send):
    written = letter()
    mail_house.to[three[0].address] = "550 5.1.1 anna is not here"
    send()
    assert states(written)[0] == (three[0].address, "failed")
    assert written.deliveries.get(state="failed").failure == "550 5.1.1"
    assert Reader.objects.get(pk=three[0].pk).stopped_at == AT


def test_a_house_that_refuses_everybody_stops_nobody(mail_house, letter, reader, send):
    written = letter()
    for number in range(30):
        mail_house.to[reader(f"reader{number}").address] = "550 you may not send from here"
    with pytest.raises(TroubleError):
        send()
    assert Reader.objects.filter(stopped_at=None).count() == 30
    assert written.deliveries.filter(state="waiting").count() == 30
    mail_house.to.clear()
    send(AT + HOUR)
    assert len(mail_house.taken()) == 30


@pytest.mark.parametrize("answer", ["554 5.7.1 blocked by a list", "552 5.2.2 full", "552 full"])
def test_a_rule_about_senders_and_a_full_box_say_nothing_of_the_address(mail_house, letter, three, send, answer):
    letter()
    mail_house.to[three[0].address] = answer
    send()
    anna = Reader.objects.get(pk=three[0].pk)
    assert (anna.stopped_at, anna.soft_bounces) == (None, 1)


def test_a_line_that_is_dropped_in_the_middle_of_a_mail_is_opened_again_and_nobody_is_missed(
    mail_house, letter, reader, send
):
    written = letter()
    for number in range(20):
        reader(f"reader{number}")
    mail_house.drops = {3, 11}
    send()
    assert written.deliveries.filter(state="waiting").count() == 2
    send(AT + HOUR)
    assert sorted(mail_house.taken()) == sorted(Reader.objects.values_list("address", flat=True))
    assert mail_house.lines >= 3


def test_421_in_the_middle_is_no_fault_of_the_address(mail_house, letter, three, send):
    letter()
    mail_house.data = ["421 4.3.2 closing for a while"]
    send()
    send(AT + HOUR)
    assert sorted(mail_house.taken()) == sorted(each.address for each in three)
    assert Reader.objects.filter(stopped_at=None, soft_bounces=0).count() == 3


def test_a_house_that_is_away_holds_nothing_up_and_costs_nobody_a_try(mail_house, letter, three, send, settings):
    written = letter()
    settings.EMAIL_PORT = 9  # nobody listens there
    with pytest.raises(TroubleError, match="ConnectionRefusedError"):
        send()
    assert set(written.deliveries.values_list("tries", "failure", "due_at")) == {(0, "", AT)}
    settings.EMAIL_PORT = mail_house.port
    send(AT + timedelta(minutes=1))
    assert len(mail_house.taken()) == 3


def test_a_house_that_cannot_be_spoken_to_in_secret_gets_nothing(mail_house, letter, three, send, settings):
    letter()
    settings.EMAIL_USE_TLS = True
    with pytest.raises(TroubleError, match="SMTPNotSupportedError"):
        send()
    assert mail_house.taken() == []


def test_a_house_that_says_nothing_is_left_after_a_while(letter, three, send, settings):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT, settings.MAIL = 0.2, True
        letter()
        with pytest.raises(TroubleError):
            send()
    assert Delivery.objects.filter(state="waiting", tries=0).count() == 3


def test_a_letter_that_is_half_a_day_late_asks_its_writer_first(mail_house, letter, three, send):
    from loslaten.letters.spread import release

    written = letter()
    send(AT + 13 * HOUR)
    written.refresh_from_db()
    assert (mail_house.taken(), written.state) == ([], "held")
    release(written, at=AT + 14 * HOUR)
    send(AT + 14 * HOUR)
    assert len(mail_house.taken()) == 3


def test_a_letter_that_was_halfway_when_the_backup_was_made_is_not_sent_again_after_it_was_put_back(
    mail_house, letter, three, send
):
    from loslaten.letters.spread import look_after, release

    written = letter()
    look_after(at=AT)
    Delivery.objects.filter(reader=three[0]).update(state="sent", sent_at=AT)
    send(AT + 13 * HOUR)
    written.refresh_from_db()
    assert (mail_house.taken(), written.state) == ([], "held")
    release(written, at=AT + 14 * HOUR)
    send(AT + 14 * HOUR)
    assert sorted(mail_house.taken()) == sorted(each.address for each in three[1:])


def test_what_was_tried_for_half_a_day_has_failed(mail_house, letter, three, send):
    written = letter()
    mail_house.to[three[0].address] = "450 4.2.1 later"
    send()
    send(AT + 13 * HOUR)
    assert states(written)[0] == (three[0].address, "failed")
    written.refresh_from_db()
    assert written.state == "sent"


def test_each_try_of_a_mail_has_the_same_name_and_an_address_to_come_back_to(mail_house, letter, reader, send):
    letter()
    reader()
    send()
    Delivery.objects.update(state="waiting", sent_at=None, due_at=AT)
    Letter.objects.update(state="sending")
    send()
    [(sender, _, first), (_, _, second)] = mail_house.mails
    names = {email.message_from_bytes(mail, policy=email.policy.default)["message-id"] for mail in (first, second)}
    assert len(names) == 1
    assert sender == f"bounces+{names.pop().strip('<>').split('@')[0]}@loslaten.example"


def test_no_more_go_out_in_a_minute_than_the_host_wished(mail_house, letter, three, send, settings, monkeypatch):
    from loslaten.letters import post

    monkeypatch.setattr(post, "WINDOW_S", 0.5)
    settings.LETTERS_A_MINUTE = 120  # one in half a second
    letter()
    turn = send()
    assert len(mail_house.taken()) == 3
    assert turn.line.window_at - turn.line.begun_at >= 1
