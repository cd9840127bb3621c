"""DOCX: the paragraphs of a document, by the linear pass over its XML.

Libraries that expand entities cut a document off at the first one, silently; here an entity stays
what it is. Deleted text of tracked changes is left out, and said so. Rows of tables are kept as
text that carries no claims, as in `table.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from trucewatch.intake.parts import Part, Unpacked, Writer, partial
from trucewatch.intake.unzipped import Zip
from trucewatch.intake.xmltext import (
    Token,
    attributes,
    declares_entities,
    decode_xml,
    is_cut,
    local,
    resolved,
    tokens,
)
from trucewatch.model import Issue

_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY = "word/document.xml"
# What a text box holds is written twice: as drawing, and as fallback for old programs.
_SILENT = frozenset({"Fallback", "del", "moveFrom", "instrText", "delText"})


class _Reader:
    """Paragraphs and table rows as they are met."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._words: list[str] = []
        self._cells: list[list[str]] = []
        self._style = ""
        self._silent = 0
        self._path: list[str] = []
        self.writer = Writer()
        self.deleted = False
        self.rows = 0

    def read(self) -> None:
        """Read the whole body."""
        for token in tokens(self._source):
            name = local(token.name)
            if token.kind in {"open", "empty"}:
                self._opened(name, token)
            elif token.kind == "close":
                self._closed(name)
            elif token.kind in {"text", "cdata"} and self._path[-1:] == ["t"] and not self._silent:
                words = self._source[token.start : token.end]
                self._words.append(words if token.kind == "cdata" else resolved(words))
        self._paragraph()

    def _opened(self, name: str, token: Token) -> None:
        if token.kind == "open":
            self._path.append(name)
            self._silent += name in _SILENT
            self.deleted |= name == "del"
        if name == "tr":
            self._cells.append([])
        elif name == "pStyle":
            self._style = attributes(token.attrs).get("w:val", "")
        elif name in {"tab", "br", "cr"} and not self._silent and "pPr" not in self._path:
            self._words.append("\t" if name == "tab" else "\n")

    def _closed(self, name: str) -> None:
        while self._path:
            last = self._path.pop()
            self._silent -= last in _SILENT
            if last == name:
                break
        if name == "p":
            self._paragraph()
        elif name == "tr" and self._cells:
            cells = self._cells.pop()
            line = " | ".join(cell for cell in cells if cell)
            if self._cells:
                self._cells[-1].append(line)
            elif line:
                self.rows += 1
                self.writer.add(line, "meta")

    def _paragraph(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        style, self._style = self._style.lower(), ""
        lines = [" ".join(line.split()) for line in text.split("\n")]
        if self._cells:
            # Paragraphs of one cell stay together; a cell's end is not told from a paragraph's.
            self._cells[-1].append(" ".join(line for line in lines if line))
            return
        opens = not self.writer.blocks and style.startswith(("title", "heading1", "heading 1"))
        for line in lines:
            self.writer.add(line, "title" if opens else "")


def unpack(payload: bytes) -> Unpacked:
    """Return the one item of a DOCX file.

    Raises:
        IntakeError: the file is damaged, a bomb, or no document.
    """
    archive = Zip(payload)
    source = decode_xml(archive.read(_BODY), name=_BODY).text
    reader = _Reader(source)
    reader.read()
    return Unpacked(
        media_type=_MEDIA,
        parts=(
            Part(
                data=b"",
                name="document",
                media_type=_MEDIA,
                text=reader.writer.text,
                blocks=tuple(reader.writer.blocks),
            ),
        ),
        issues=(*_issues(source, reader, archive), *_rows(reader.rows)),
    )


def _rows(count: int) -> Iterator[Issue]:
    if count:
        yield partial(
            f"{count} row(s) of tables were taken in as text, and no claims are read from them: "
            f"save the table as CSV or XLSX and add that too"
        )


def _issues(source: str, reader: _Reader, archive: Zip) -> Iterator[Issue]:
    if is_cut(source):
        yield partial("the document's text ends in the middle: get the file again and add that")
    if declares_entities(source):
        yield partial("the document declares entities of its own, which are never expanded")
    if reader.deleted:
        yield partial(
            "the document has tracked changes: what was inserted was read, what was deleted was "
            "not: accept or reject the changes, save it and add that"
        )
    pictures = sum(name.startswith("word/media/") for name in archive.names)
    if pictures:
        yield partial(f"{pictures} picture(s) of the document were not read: look at them")
