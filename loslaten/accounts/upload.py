"""The one file a person can send: straight into a file without a name, which is gone when the answer is."""

import tempfile
from typing import IO

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload


class NoFile(FileUploadHandler):
    """Take no file at all, as every other page does: what comes with a form that asked for none is not even read."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Stop listening."""
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        """Give nothing."""


class OneFile(FileUploadHandler):
    """Take one file of at most so many bytes; what is more is read and forgotten, so that the answer arrives."""

    most = 0
    kept: IO[bytes] | None = None
    too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece to disk, unless there is too much of it."""
        if start + len(raw_data) > self.most:
            self.too_large = True
            raise SkipFile
        if self.kept is None:
            self.kept = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the request, see close
        self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Give nothing: the view takes what was kept from here."""

    def close(self) -> None:
        """Let go of the file; it has no name on the disk, so that is the end of it."""
        if self.kept is not None:
            self.kept.close()
