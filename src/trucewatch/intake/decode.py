"""Bytes to characters, honestly: what was assumed is said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from trucewatch.errors import IntakeError

MAX_BYTES = 32 * 1024 * 1024
"""The largest input that is read; reports are a thousand times smaller."""

_BOMS = (
    # The 32-bit marks begin with the 16-bit ones, so they come first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_RESAVE = (
    "open it in the program it comes from, save it as UTF-8 text or HTML, and add that; if it "
    "was meant to be text, the file is damaged: fetch it again"
)
_LOOK_AT = 512
# First bytes of formats that are no text although their names or bytes may pass for it.
_MAGIC: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(rb"\A" + mark, re.DOTALL), kind, fix)
    for mark, kind, fix in (
        (
            rb"(?:\xef\xbb\xbf)?\s*%PDF-",
            "a PDF document",
            "if it cannot be added as a .pdf, copy its text into a UTF-8 text file and add that",
        ),
        (
            rb"PK(?:\x03\x04|\x05\x06|\x07\x08)",
            "a ZIP archive or an office document",
            "unpack it and add the files; save an office document as DOCX or as plain text",
        ),
        (
            rb"\x1f\x8b|BZh[1-9]1AY&SY|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|Rar!\x1a|\x28\xb5\x2f\xfd",
            "a compressed file",
            "unpack it and add the files",
        ),
        (
            rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf\d",
            "a word processor document",
            "save it as DOCX or as plain text (UTF-8) and add that",
        ),
        (
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\x00|MM\x00\*|%!PS-Adobe",
            "a picture or a page made for printing",
            "type the words it shows into a UTF-8 text file and add that; pictures are not read",
        ),
        (
            rb"RIFF.{4}(?:WAVE|AVI )|\x00.{3}ftyp|OggS\x00|ID3[\x02-\x04]|\x1a\x45\xdf\xa3",
            "a sound or film recording",
            "write down what it says in a UTF-8 text file and add that; recordings are not read",
        ),
        (
            rb"\x7fELF|MZ.{1,126}\x00|SQLite format 3\x00",
            "a program or a database",
            "export the report from it as UTF-8 text or HTML and add that",
        ),
    )
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w\-]{2,30})", re.IGNORECASE)
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
# The most frequent letters of each script tell the eight-bit encodings apart.
_ARABIC = frozenset("اليمنوتربعدسفهكحقأة")
_RUSSIAN = frozenset("оеаинтсрвлкмдпуяыз")
_TURKISH_BYTES = frozenset(b"\xf0\xfd\xfe\xdd\xde\xd0")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and why if it was not stated (else empty).

    A byte order mark stays in the text as U+FEFF: the text is the file, code point for code
    point, and offsets stay honest.
    """

    text: str
    encoding: str
    guessed: str = ""


def too_large(name: str, size: int) -> IntakeError:
    """Return the error for an input beyond the size cap."""
    return IntakeError(
        f"{name} has {size:,} bytes; the limit is {MAX_BYTES:,}",
        fix="split the file, or cut the report out of it, and add the parts",
    )


def decode(data: bytes, *, name: str, declared: str | None = None) -> Decoded:
    """Return the characters of `data`.

    Raises:
        IntakeError: it is too large, or not text (the first bytes of another format, NUL bytes,
            control characters).
    """
    if len(data) > MAX_BYTES:
        raise too_large(name, len(data))
    _refuse_other(data, name)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            lost = text.count("\ufffd")
            _refuse_binary(text, name)
            return Decoded(text, encoding, f"{lost} characters are broken" if lost else "")
    if b"\0" in data:
        raise _with_nuls(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        found = _guess(data, declared)
        _refuse_binary(found.text, name)
        return found
    _refuse_binary(text, name)
    return Decoded(text, "utf-8")


def declared_charset(data: bytes) -> str | None:
    """Return the charset that the head of an HTML file declares, if Python knows it."""
    match = _CHARSET.search(data[:4096])
    if not match:
        return None
    label = match.group(1).decode("ascii").lower()
    # Browsers read "latin-1" as windows-1252 (WHATWG Encoding, section 4.2).
    label = {"iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}.get(label, label)
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return None
    return codec.name if codec._is_text_encoding else None  # noqa: SLF001 # no public spelling


def _refuse_other(data: bytes, name: str) -> None:
    first = data[:_LOOK_AT]
    for mark, kind, fix in _MAGIC:
        if mark.match(first):
            raise IntakeError(f"{name} is {kind} by its first bytes, not text", fix=fix)


def _with_nuls(data: bytes, name: str) -> IntakeError:
    first = data[:_LOOK_AT]
    share = 4 * first.count(0)
    # Two bytes per character leave every other byte of a Latin text empty.
    if share > len(first) and min(first[::2].count(0), first[1::2].count(0)) * 8 < share:
        return IntakeError(
            f"{name} looks like UTF-16 text without the mark that would say so",
            fix="open it in a text editor, save it as UTF-8 and add that",
        )
    return IntakeError(f"{name} holds NUL bytes, so it is not a text file", fix=_RESAVE)


def _refuse_binary(text: str, name: str) -> None:
    controls = sum(1 for char in text[:65536] if ord(char) < 32 and char not in "\t\n\r\f\v\x1b")
    if "\0" in text or controls > max(8, len(text[:65536]) // 50):
        raise IntakeError(
            f"{name} holds control characters, so it is not a text file",
            fix=_RESAVE,
        )


def _guess(data: bytes, declared: str | None) -> Decoded:
    if declared and declared != "utf-8":
        try:
            return Decoded(data.decode(declared), declared, "as the file declares")
        except (UnicodeDecodeError, LookupError):
            pass
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if ord(char) > 127 and char != "\ufffd")
    if whole >= 4 * broken:
        return Decoded(text, "utf-8", f"{broken} broken places are shown as U+FFFD")
    high = bytes(byte for byte in data if byte > 127)
    # Letters with accents stand one by one among ASCII letters; other scripts make whole words of
    # high bytes, however much ASCII markup stands around them.
    solid = sum(
        marks
        for word in _WORD.findall(data)
        if len(word) > 1 and (marks := sum(byte > 127 for byte in word)) * 2 > len(word)
    )
    if solid * 2 < len(high):
        turkish = sum(byte in _TURKISH_BYTES for byte in high)
        encoding = "cp1254" if turkish * 4 >= len(high) else "cp1252"
    else:
        shares = {
            "cp1256": sum(char in _ARABIC for char in high.decode("cp1256", errors="replace")),
            "cp1251": sum(
                char in _RUSSIAN for char in high.decode("cp1251", errors="replace").lower()
            ),
        }
        encoding = max(shares, key=shares.__getitem__)
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, "by its most frequent letters")
