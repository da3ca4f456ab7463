"""A day in an address, such as 2026-11-23."""

from datetime import date


class DateConverter:
    """Read and write a day in the one way we write it; a day that no calendar has leads nowhere."""

    regex = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Read it."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Write it."""
        return value.isoformat()
