"""Members of a ZIP file, with caps that do not trust what the file says of itself."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.parts import MAX_UNPACKED

_MAX_MEMBERS: Final = 10_000
_MAX_RATIO: Final = 300
"""Unpacked to packed size; office files reach 50, bombs 1,000."""
_CHUNK: Final = 1 << 16


class Zip:
    """A ZIP file in memory; `read` counts what it unpacks over all members."""

    def __init__(self, data: bytes) -> None:
        """Open the file.

        Raises:
            IntakeError: it is damaged, encrypted, or holds too many members.
        """
        try:
            self._file = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise _damaged(error) from error
        self.names = self._file.namelist()
        if len(self.names) > _MAX_MEMBERS:
            raise IntakeError(
                f"the file holds {len(self.names):,} members; the limit is {_MAX_MEMBERS:,}",
                fix="unpack it yourself and add the reports in it",
            )
        self._left = MAX_UNPACKED

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises:
            IntakeError: it is missing, damaged or encrypted, or unpacks beyond the caps.
        """
        try:
            info = self._file.getinfo(name)
            if info.flag_bits & 1:
                raise IntakeError(
                    "the file is protected by a password", fix="save it without one and add that"
                )
            limit = min(self._left, max(_CHUNK * 16, info.compress_size * _MAX_RATIO))
            found = bytearray()
            with self._file.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    found += chunk
                    if len(found) > limit:
                        raise IntakeError(
                            f"{name!r} unpacks to more than {limit:,} bytes, like a bomb",
                            fix="add its text as a file of its own, if it is a report at all",
                        )
        except KeyError as error:
            raise IntakeError(f"the file lacks {name!r}", fix=_SAVE) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise _damaged(error) from error
        except (NotImplementedError, RuntimeError) as error:
            raise _damaged(error) from error
        self._left -= len(found)
        return bytes(found)


_SAVE: Final = "open it in the program it comes from, save it again and add that"


def _damaged(error: Exception) -> IntakeError:
    return IntakeError(f"the file is damaged ({type(error).__name__})", fix=_SAVE)
