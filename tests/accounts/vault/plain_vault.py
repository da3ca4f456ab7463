"""The vault once more, slow and plain, written from docs/vault.md alone: it opens what a browser sealed, and back."""

import base64
import hashlib
import os
import unicodedata
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

LIST = Path(__file__).parents[3] / "loslaten" / "accounts" / "static" / "accounts" / "word-list.js"
WORDS = LIST.read_text("utf-8").split("`")[1].split()
CLASSES = (256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 49120)


def to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def close(key: bytes, place: str, content: bytes) -> str:
    iv = os.urandom(12)
    return "1." + to_text(iv + AESGCM(key).encrypt(iv, content, f"loslaten/1/{place}".encode()))


def unclose(key: bytes, place: str, box: str) -> bytes:
    version, rest = box.split(".")
    assert version == "1"
    content = to_bytes(rest)
    return AESGCM(key).decrypt(content[:12], content[12:], f"loslaten/1/{place}".encode())


def seal(key: bytes, name: str, text: str) -> str:
    content = text.encode()
    content = len(content).to_bytes(4, "big") + content
    size = next(size for size in CLASSES if size >= len(content))
    return close(key, f"note/{name}", content.ljust(size, b"\0"))


def open_note(key: bytes, name: str, box: str) -> str:
    content = unclose(key, f"note/{name}", box)
    assert len(content) in CLASSES
    length = int.from_bytes(content[:4], "big")
    assert not content[4 + length :].strip(b"\0")
    return content[4 : 4 + length].decode()


def locking_key(kind: str, secret: bytes, salt: str, iterations: int) -> bytes:
    if kind == "words":
        return HKDF(SHA256(), 32, to_bytes(salt), b"loslaten/1/words").derive(secret)
    return PBKDF2HMAC(SHA256(), 32, to_bytes(salt), iterations).derive(secret)


def unlock(vault: dict, kind: str, secret: str) -> bytes:
    slot = next(slot for slot in vault["slots"] if slot["kind"] == kind)
    bytes_ = from_words(secret) if kind == "words" else unicodedata.normalize("NFC", secret).encode()
    key = unclose(locking_key(kind, bytes_, slot["salt"], slot["iterations"]), f"slot/{kind}", slot["box"])
    assert unclose(key, "check", vault["check_box"]) == b"loslaten"
    return key


def to_words(secret: bytes) -> str:
    bits = f"{int.from_bytes(secret, 'big'):0128b}{hashlib.sha256(secret).digest()[0] >> 4:04b}"
    return " ".join(WORDS[int(bits[at : at + 11], 2)] for at in range(0, 132, 11))


def from_words(words: str) -> bytes:
    bits = "".join(f"{WORDS.index(word):011b}" for word in words.split())
    secret = int(bits[:128], 2).to_bytes(16, "big")
    assert to_words(secret) == words
    return secret


def vault_of(key: bytes, *slots: dict) -> dict:
    return {"version": 1, "check_box": close(key, "check", b"loslaten"), "slots": list(slots)}


def slot_of(key: bytes, kind: str, secret: bytes, iterations: int) -> dict:
    salt = to_text(os.urandom(16))
    box = close(locking_key(kind, secret, salt, iterations), f"slot/{kind}", key)
    return {"kind": kind, "salt": salt, "iterations": iterations, "box": box}
