"""How often something may be tried: counted in the database, so that every process counts the same."""

from django.utils.crypto import salted_hmac

WAIT_S = 600  # every limit looks back ten minutes, so that one sentence tells when to try again


def unreadable(key: str, prefix: str, version: int) -> str:
    """Name a row of the cache so that no network address and no name can be read in it, nor guessed and compared."""
    return salted_hmac("loslaten.limits", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()
