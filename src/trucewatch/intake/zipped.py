"""Plain ZIP archives: every file in them is read like a file of its own.

Nothing is written to the disk, so names that would lead out of a folder ("../../x") lead nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.parts import Part, Unpacked, limited, partial
from trucewatch.intake.unzipped import Zip
from trucewatch.model import Issue

_MEDIA: Final = "application/zip"
_REFUSALS: Final = 3
"""Members that cannot be unpacked, after which the archive is given up: each costs time."""
_SERVICE: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def unpack(payload: bytes) -> Unpacked:
    """Return the files of an archive.

    Raises:
        IntakeError: it is damaged, encrypted, or holds too many members.
    """
    archive = Zip(payload)
    skipped: list[Issue] = []
    parts, issues = limited(_parts(archive, skipped), "files")
    return Unpacked(media_type=_MEDIA, parts=parts, issues=(*issues, *skipped))


def _parts(archive: Zip, skipped: list[Issue]) -> Iterator[Part]:
    refused = 0
    counts = Counter(archive.names)
    for name, count in counts.items():
        if name.endswith("/") or any(mark in name for mark in _SERVICE):
            continue
        called = "".join(sign if sign.isprintable() else "?" for sign in name)[:200]
        if count > 1:
            skipped.append(
                partial(f"{count} files are called {called!r}: only the last of them was read")
            )
        try:
            data = archive.read(name)
        except IntakeError as error:
            skipped.append(partial(f"{called!r} was not read ({error.message}): {error.fix}"))
            refused += 1
            if refused == _REFUSALS:
                skipped.append(
                    partial("the rest of the archive was left: unpack it and add the files")
                )
                return
            continue
        if not data.strip():
            skipped.append(partial(f"{called!r} is empty"))
            continue
        yield Part(
            data=data, name=called, media_type="application/octet-stream", note=f"file {called!r}"
        )
