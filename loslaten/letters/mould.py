"""The bytes of a mail: everything that is the same for a language is encoded once, the rest is poured in."""

import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from quopri import encodestring
from typing import NamedTuple

from loslaten.letters.compose import LEAVE, PERSONAL, Drawn, gaps_for

NEWLINE = re.compile(r"\r\n|\r|\n")
GAP = re.compile(f"({re.escape(LEAVE)}|{re.escape(PERSONAL)})")
LONGEST = 78
# What is poured in begins a line of its own: these breaks are soft, and whoever reads does not see them.
SOFT = b"=\r\n"


class Mould(NamedTuple):
    """A letter in one language, ready but for its reader."""

    head: bytes
    parts: tuple[tuple[bytes, tuple[bytes | str, ...]], ...]  # the head of each part, and its pieces and gaps
    boundary: bytes


class For(NamedTuple):
    """What is only this reader's."""

    address: str
    leave: str
    message_id: str
    lines: list[str]


def mould(drawn: Drawn, *, sender: str, list_id: str, boundary: str) -> Mould:
    """Encode what is the same for everybody."""
    name, address = parseaddr(sender)
    head = [
        field("From", formataddr((str(Header(name, "utf-8")) if not name.isascii() else name, address))),
        field("Subject", drawn.subject),
        field("List-Id", f"<{list_id}>"),
        field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        field("Precedence", "bulk"),
        field("Auto-Submitted", "auto-generated"),
        field("MIME-Version", "1.0"),
        field("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    parts = tuple((part_head(kind), pieces(body)) for kind, body in (("plain", drawn.text), ("html", drawn.html)))
    return Mould(b"".join(head), parts, boundary.encode())


def part_head(kind: str) -> bytes:
    """Begin a part."""
    return b"".join(
        (
            field("Content-Type", f"text/{kind}; charset=utf-8"),
            field("Content-Transfer-Encoding", "quoted-printable"),
            b"\r\n",
        )
    )


def pieces(body: str) -> tuple[bytes | str, ...]:
    """Encode a body between its gaps; a gap stays a word."""
    return tuple(each if GAP.fullmatch(each) else quoted(each) for each in GAP.split(body) if each)


def quoted(text: str) -> bytes:
    """Write text in plain letters and lines of 76, as every mail house passes on unchanged."""
    lines = NEWLINE.sub("\n", text).encode()
    whole = encodestring(lines).replace(b"\n", b"\r\n")
    last = len(whole) - whole.rfind(b"\n") - 1
    return whole if last < LONGEST - 2 else roomy(whole)


def roomy(whole: bytes) -> bytes:
    """Break the last line a little earlier, so that a soft break still fits behind it."""
    cut = len(whole) - 5
    escaped = whole.find(b"=", cut - 2, cut)
    cut = cut if escaped < 0 else escaped
    return whole[:cut] + SOFT + whole[cut:]


def field(name: str, value: str) -> bytes:
    """Write one field of the head, folded where it is long; nothing in it begins another field."""
    value = " ".join(NEWLINE.sub(" ", value).split())
    if value.isascii() and len(name) + 2 + len(value) <= LONGEST:
        return f"{name}: {value}\r\n".encode("ascii")
    if value.isascii() and (" " not in value or value.startswith("<")):
        return f"{name}:\r\n {value}\r\n".encode("ascii")  # an address is folded before it, and not inside
    encoded = Header(value, None if value.isascii() else "utf-8", LONGEST - 2, name).encode(linesep="\r\n")
    return f"{name}: {encoded}\r\n".encode("ascii")


def pour(form: Mould, reader: For, *, at: datetime) -> bytes:
    """Make the mail of one reader."""
    gaps = gaps_for(leave=reader.leave, lines=reader.lines)
    out = [
        form.head,
        field("To", reader.address),
        field("Date", format_datetime(at)),
        field("Message-ID", reader.message_id),
        field("List-Unsubscribe", f"<{reader.leave}>"),
    ]
    for number, (head, body) in enumerate(form.parts):
        out += [b"\r\n--", form.boundary, b"\r\n", head]
        out += [each if isinstance(each, bytes) else poured(gaps[each][number]) for each in body]
    return b"".join([*out, b"\r\n--", form.boundary, b"--\r\n"])


def poured(text: str) -> bytes:
    """Encode what fills a gap, between two soft breaks."""
    return SOFT + quoted(text) + SOFT if text else b""
