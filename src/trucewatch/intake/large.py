"""Web archives beyond the size of an input, cut between two records into pieces read one by one.

A piece is a range of the file's own bytes, and an archive by itself: the evidence is kept piece by
piece, and all pieces of a WARC file one after the other are the file. Nothing of the file is in
memory but the piece at hand, and cutting only looks for where records end.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import MAX_BYTES, too_large
from trucewatch.intake.parts import MAX_UNPACKED

_PIECE: Final = 8 * 1024 * 1024
"""Bytes of a piece as they stand in the file, where its records are no larger by themselves."""
_UNPACKED: Final = MAX_UNPACKED // 2
"""And unpacked, so that what the bodies unpack to stays below the cap of an archive."""
_RATIO: Final = 300
_CHUNK: Final = 1 << 20
_HEAD: Final = 1 << 16
"""Bytes in which the header of a record ends."""
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_LOCAL: Final = 30
"""Bytes of a ZIP member's local header without its name and extra field (APPNOTE 4.3.7)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes `[start, end)` of a file; `fault` says why nothing can be read there."""

    start: int
    end: int
    fault: str = ""


def is_archive(path: Path) -> bool:
    """Say whether a file too large for an input is a web archive, which can be read in pieces."""
    try:
        if not path.is_file() or path.stat().st_size <= MAX_BYTES:
            return False
        with path.open("rb") as file:
            start = file.read(2048)
    except OSError:
        return False  # reading it as one input says why it cannot be read
    return _is_warc(start) or (start.startswith(b"PK\x03\x04") and bool(_members(path)))


def digest_of(path: Path) -> str:
    """Return the sha256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pieces(path: Path) -> Iterator[Piece]:
    """Yield the pieces of an archive in order; what lies beyond damage is one piece with a fault.

    Raises:
        OSError: the file cannot be read.
    """
    members = [(0, path.stat().st_size)]
    with path.open("rb") as file:
        if file.read(4) == b"PK\x03\x04":
            members = _members(path)
        for start, end in members:
            file.seek(start)
            packed = file.read(2) == b"\x1f\x8b"
            ends = _packed_ends(file, start, end) if packed else _plain_ends(file, start, end)
            yield from _grouped(ends, start, end)


def load(path: Path, piece: Piece) -> bytes:
    """Return the bytes of a piece.

    Raises:
        IntakeError: it has a fault, or holds a record beyond the size of an input.
    """
    name = f"{path} at byte {piece.start:,}"
    if piece.fault:
        raise IntakeError(
            f"{name}: {piece.fault}; {piece.end - piece.start:,} bytes were not read",
            fix="check the file against its origin, or write it again with one member per record "
            "(for example with `warcio recompress`), and add that",
        )
    if piece.end - piece.start > MAX_BYTES:
        raise too_large(name, piece.end - piece.start)
    with path.open("rb") as file:
        file.seek(piece.start)
        return file.read(piece.end - piece.start)


def _is_warc(start: bytes) -> bool:
    if not start.startswith(b"\x1f\x8b"):
        return start.startswith(b"WARC/")
    try:
        return zlib.decompressobj(wbits=31).decompress(start, 5) == b"WARC/"
    except zlib.error:
        return False


def _members(path: Path) -> list[tuple[int, int]]:
    """Return where the WARC files of a WACZ stand in it; they are stored as they are (WACZ 1.1)."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            found = []
            for info in archive.infolist():
                stored = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1
                if stored and info.filename.endswith((".warc", ".warc.gz")):
                    file.seek(info.header_offset + _LOCAL - 4)
                    name, extra = file.read(2), file.read(2)
                    skip = int.from_bytes(name, "little") + int.from_bytes(extra, "little")
                    start = info.header_offset + _LOCAL + skip
                    found.append((start, start + info.compress_size))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return []
    return found


def _grouped(ends: Iterator[tuple[int, int, str]], start: int, stop: int) -> Iterator[Piece]:
    """Put (end of a record, its bytes unpacked, fault) together to pieces."""
    at = upto = start
    unpacked = 0
    for end, size, fault in ends:
        if upto > at and (fault or end - at > _PIECE or unpacked + size > _UNPACKED):
            yield Piece(at, upto)
            at, unpacked = upto, 0
        if fault:
            yield Piece(at, stop, fault)
            return
        upto, unpacked = end, unpacked + size
    if upto > at:
        yield Piece(at, upto)


def _plain_ends(file: IO[bytes], at: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """Yield where the records of an unpacked WARC file end, by their stated lengths."""
    while at < stop:
        file.seek(at)
        head = file.read(min(_HEAD, stop - at))
        blank = len(head) - len(head.lstrip(b"\r\n"))
        over = re.compile(rb"\r?\n\r?\n").search(head, blank)
        length = _LENGTH.search(head, blank, over.end()) if over else None
        if not head.startswith(b"WARC/", blank) or over is None or length is None:
            if head.strip(b"\r\n"):
                yield stop, 0, "no record of a WARC file begins there"
            return
        end = at + over.end() + int(length[1]) + 4
        if end > stop + 4:
            yield stop, 0, "the file ends within this record"
            return
        yield min(end, stop), end - at, ""
        at = end


def _packed_ends(file: IO[bytes], at: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """Yield where the members of a packed WARC file end, each of which is a record."""
    file.seek(at)
    ahead, read = b"", at
    while at < stop:
        member, size, used = zlib.decompressobj(wbits=31), 0, 0
        while not member.eof:
            if not ahead:
                ahead = file.read(min(_CHUNK, stop - read))
                read += len(ahead)
                if not ahead:
                    yield stop, 0, "the file ends within this record"
                    return
            try:
                size += len(member.decompress(ahead, _CHUNK))
            except zlib.error:
                yield stop, 0, "the file is damaged"
                return
            rest = member.unused_data if member.eof else member.unconsumed_tail
            used += len(ahead) - len(rest)
            ahead = rest
            if size > MAX_UNPACKED and size > _RATIO * used:
                yield stop, 0, "it unpacks like a bomb"
                return
            if size > MAX_UNPACKED and used > MAX_BYTES:
                yield stop, 0, "its records are packed all in one, or one of them is too large"
                return
        at += used
        yield at, size, ""
