"""The zip that somebody brings back, and how large it may be."""

from loslaten.accounts.upload import OneFile

MOST_MB = 100
MOST = MOST_MB * 1_000_000


class OneZip(OneFile):
    """One zip."""

    most = MOST
