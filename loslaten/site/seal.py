"""The seal at the end of a backup: a checksum of every byte before it, for no database checks all of its own.

SQLite takes a last page that is cut off for one that ends in zeros, and no page carries a checksum. So a backup ends
in a line with one. It is dressed as a gzip member: SQLite does not read past its last page, ``zcat`` and ``psql`` see
a comment.
"""

import hashlib
import struct
import zlib
from pathlib import Path

from loslaten.site.backup_file import BackupError

OPENING = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01"
WORDS = b"-- loslaten, sha256 of all before: "
LENGTH = len(OPENING) + 4 + len(WORDS) + 64 + 1 + 8
CHUNK = 1 << 20


def seal_for(digest: str) -> bytes:
    """Write the seal that carries this checksum: one stored gzip member, the same bytes on every machine."""
    line = WORDS + digest.encode("ascii") + b"\n"
    length = struct.pack("<HH", len(line), len(line) ^ 0xFFFF)
    return OPENING + length + line + struct.pack("<LL", zlib.crc32(line), len(line))


def checksum(path: Path, size: int) -> str:
    """Take the checksum of the first so many bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size and (chunk := file.read(min(size, CHUNK))):
            digest.update(chunk)
            size -= len(chunk)
    return digest.hexdigest()


def seal(path: Path) -> None:
    """Put the seal at the end of a file that was read back and found whole."""
    with path.open("ab") as file:
        file.write(seal_for(checksum(path, path.stat().st_size)))


def sealed(path: Path) -> bool:
    """Tell whether the seal is there and fits; refuse one that does not fit."""
    before = max(0, path.stat().st_size - LENGTH)
    with path.open("rb") as file:
        file.seek(before)
        end = file.read()
    if end == seal_for(checksum(path, before)):
        return True
    if WORDS in end:
        raise BackupError(f"{path.name} is damaged: it is not what was written.")
    return False
