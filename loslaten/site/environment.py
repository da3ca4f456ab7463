"""The host's wishes, read from LOSLATEN_* variables; a wrong one stops the start with one clear line."""

import os
import re
import secrets
import zoneinfo
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# The first word of every page; a test walks the map.
TAKEN = {
    "account", "demo", "help", "insight", "je-brein", "l", "letters", "library", "live", "moment", "notes", "offline",
    "patterns", "practice", "privacy", "questions", "r", "reminders", "settings", "static", "step-by-step", "vault",
}  # fmt: skip


def text(name: str, default: str = "") -> str:
    """Read a line of text."""
    return os.environ.get(f"LOSLATEN_{name}", default).strip()


def number(name: str, default: int, *, most: int) -> int:
    """Read a whole number."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) > most:
        raise ImproperlyConfigured(f"LOSLATEN_{name} should be a whole number up to {most}, not {value!r}.")
    return int(value)


def switch(name: str) -> bool:
    """Read something that is on or off."""
    value = text(name, "off").lower()
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"LOSLATEN_{name} should be 'on' or 'off', not {value!r}.")
    return value == "on"


def choice(name: str, options: list[str]) -> str:
    """Read one of a few words; the first is the default."""
    value = text(name, options[0])
    if value not in options:
        raise ImproperlyConfigured(f"LOSLATEN_{name} should be one of {', '.join(options)}, not {value!r}.")
    return value


def path(name: str) -> str:
    """Read one part of an address, such as desk; nothing when it is not wished."""
    value = text(name).strip("/")
    if not re.fullmatch(r"[\w-]{0,64}", value, re.ASCII):
        raise ImproperlyConfigured(f"LOSLATEN_{name} should be one word of letters, digits and -, not {value!r}.")
    return free(name, value, TAKEN)


def free(name: str, value: str, taken: set[str]) -> str:
    """Refuse a word that leads elsewhere already."""
    if value in taken:
        raise ImproperlyConfigured(f"LOSLATEN_{name} should be a word that is free, and {value!r} is a page already.")
    return value


def time_zone(name: str, default: str) -> str:
    """Read the name of a time zone."""
    value = text(name, default)
    try:
        return zoneinfo.ZoneInfo(value).key
    except (KeyError, OSError, ValueError) as error:
        message = f"LOSLATEN_{name} should be a name like {default}, not {value!r}."
        raise ImproperlyConfigured(message) from error


def address(name: str) -> SplitResult | None:
    """Read where the world finds this house, such as https://loslaten.example."""
    value = text(name)
    if not value:
        return None
    parts = split(value, {"http", "https"})
    if parts is None or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"LOSLATEN_{name} should look like https://loslaten.example, not {value!r}.")
    return parts


def split(value: str, schemes: set[str]) -> SplitResult | None:
    """Take an address apart; nothing when it is of another kind, or has a host or a port that cannot be."""
    try:
        parts = urlsplit(value)
        return parts if parts.scheme in schemes and parts.port != 0 else None
    except ValueError:
        return None


def segment(name: str, *, beside: str = "") -> str:
    """Read one part of an address, such as ``bureau``, that is not the one beside it; nothing when it is not set."""
    value = text(name).strip("/")
    if value and not (value.isascii() and value.replace("-", "").isalnum() and value.islower()):
        raise ImproperlyConfigured(f"LOSLATEN_{name} should be one word in small letters like bureau, not {value!r}.")
    return free(name, value, TAKEN | {beside} if beside else TAKEN)


class MailHouse(NamedTuple):
    """Who takes the mail, and how one speaks to them."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    upgrades: bool = False  # STARTTLS: begins in the open, and goes on locked before anything is said
    encrypted: bool = False


NO_MAIL = MailHouse()
MAIL_PORTS = {"smtp": 587, "smtps": 465, "plain": 25}


def mail(name: str) -> MailHouse | None:
    """Read who takes the mail, such as smtps://name:password@mail.example; nothing when no mail is sent."""
    value = text(name)
    if not value:
        return None
    parts = split(value, set(MAIL_PORTS))
    if parts is None or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"LOSLATEN_{name} should look like smtps://name:password@mail.example:465.")
    return MailHouse(
        parts.hostname,
        parts.port or MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        upgrades=parts.scheme == "smtp",
        encrypted=parts.scheme == "smtps",
    )


def mailbox(name: str) -> str:
    """Read a plain address, such as bounces@mail.example; nothing when it is not set."""
    value = text(name)
    if value and not re.fullmatch(r"[a-z0-9._-]{1,20}@[a-z0-9.-]+\.[a-z]{2,}", value, re.IGNORECASE):
        raise ImproperlyConfigured(f"LOSLATEN_{name} should look like bounces@mail.example, not {value!r}.")
    return value


def shared(name: str, *, needed: bool) -> str:
    """Read a name and a secret that somebody else knows too, such as post:20-random-letters."""
    value = text(name)
    if (value or needed) and not re.fullmatch(r"[^:\s]+:\S{16,}", value):
        raise ImproperlyConfigured(f"LOSLATEN_{name} should look like post:secret, with 16 letters or more behind it.")
    return value


def folder(name: str, default: Path) -> Path:
    """Read a folder, and make it when it is not there yet."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"LOSLATEN_{name}: the folder {path} cannot be made ({error.strerror}).") from error
    return path


def secret(name: str, path: Path) -> str:
    """Read the key that signs cookies, or keep a new one beside the data."""
    if value := text(name):
        return value
    if not path.exists() or not path.stat().st_size:
        keep_secret(path)
    return path.read_text(encoding="ascii")


def keep_secret(path: Path) -> None:
    """Write a new key in one go: a start that is killed halfway leaves no empty key behind."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(secrets.token_urlsafe(50), encoding="ascii")
    unfinished.replace(path)


def database(name: str, path: Path) -> dict[str, object]:
    """Read which database keeps the rows: a PostgreSQL address, else one SQLite file."""
    value = text(name)
    if not value:
        return sqlite(path)
    parts = split(value, {"postgres", "postgresql"})
    if parts is None or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"LOSLATEN_{name} should look like postgresql://name:password@host:5432/database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket stands in the query, as libpq writes it: postgresql://me@/database?host=/run/postgresql
        "HOST": parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, object]:
    """Describe one SQLite file that many threads can share."""
    # What is erased is overwritten: not every SQLite is built to do so by itself, and it costs next to nothing.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; PRAGMA secure_delete=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }
