"""Sending a mail without making anybody wait for it, and without telling the log to whom it goes."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from smtplib import SMTPException
from time import sleep

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpRequest

log = logging.getLogger("loslaten.mail")
# Two at a time: what waits is sent before the house closes, and a flood of wishes costs no more threads.
post = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
AFTERWARDS_S = 1  # by then the answer is gone: two threads in one process do slow each other a little


def sent(message: EmailMessage) -> bool:
    """Send a mail; say whether the mail house took it."""
    try:
        message.send()
    except (OSError, SMTPException) as refused:
        log.error("A mail was not sent: %s", type(refused).__name__)
        return False
    return True


def send_reset_soon(request: HttpRequest, address: str) -> None:
    """Look for the account and send the mail after the answer, which so takes as long for an address nobody has."""
    post.submit(copy_context().run, send_reset, request, address)


def send_reset(request: HttpRequest, address: str) -> None:
    """Send the link to whoever confirmed this address."""
    sleep(AFTERWARDS_S)
    try:
        confirmed = EmailAddress.objects.filter(email=address, verified=True).select_related("user")
        if people := [each.user for each in confirmed]:
            request_password_reset(request, address, people, default_token_generator)
    except ImmediateHttpResponse:  # the mail was refused; the log knows, and there is no page any more to say it on
        return
    except Exception:
        log.exception("A mail was not sent")
    finally:
        connection.close()
