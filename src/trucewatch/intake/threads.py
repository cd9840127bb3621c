"""Comment exports of Disqus and WordPress: reader threads and, in WordPress, the articles.

A comment is never evidence: it becomes thread passages only, its author a pseudonym. In a
WordPress export every post with its comments is one item; in a Disqus export every thread is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from trucewatch.intake.feed import troubles
from trucewatch.intake.parts import Block, Part, Unpacked, Writer, limited, partial, visible
from trucewatch.intake.passages import Remark
from trucewatch.intake.text import decoding_issues
from trucewatch.intake.xmltext import Node, chars, decode_xml, elements, text_of
from trucewatch.model import Issue

_NOT_PUBLISHED = frozenset({"draft", "private", "trash", "auto-draft", "inherit"})
_SPAM = frozenset({"spam", "trash", "0"})


def unpack(payload: bytes) -> Unpacked:
    """Return the items of an export.

    Raises:
        IntakeError: it is not text, or nested beyond all reason.
    """
    decoded = decode_xml(payload, name="the export")
    source = decoded.text
    skipped: list[Issue] = []
    found = _wordpress(source, skipped) if "<disqus" not in source[:4096] else _disqus(source)
    parts, issues = limited(found, "threads")
    return Unpacked(
        media_type="application/xml",
        parts=parts,
        issues=(
            *decoding_issues(decoded),
            *issues,
            *skipped,
            *troubles(source, len(parts), "thread"),
        ),
    )


def _wordpress(source: str, skipped: list[Issue]) -> Iterator[Part]:
    for number, node in enumerate(elements(source, frozenset({"item"})), start=1):
        kind = text_of(source, node.first("wp:post_type")) or "post"
        status = text_of(source, node.first("wp:status")) or "publish"
        title = text_of(source, node.first("title")) or f"entry {number}"
        if kind not in {"post", "page"}:
            continue
        if status in _NOT_PUBLISHED:
            skipped.append(
                partial(f"{title[:80]!r} is {status}, not published, and was left in the export")
            )
            continue
        writer = Writer()
        for name, state in (("title", "title"), ("content:encoded", "body")):
            if (one := node.first(name)) is not None:
                writer.html(chars(source, one), state)
        remarks = _Remarks()
        for comment in node.children("wp:comment"):
            if text_of(source, comment.first("wp:comment_approved")) in _SPAM:
                continue
            begins = len(writer.blocks)
            _comment(
                source,
                writer,
                comment.first("wp:comment_author"),
                comment.first("wp:comment_content"),
            )
            written = text_of(source, comment.first("wp:comment_date_gmt"))
            remarks.add(
                writer.blocks[begins:],
                text_of(source, comment.first("wp:comment_id")),
                text_of(source, comment.first("wp:comment_parent")),
                # A date of zeros is WordPress's way of having none.
                f"{written}+00:00" if written else None,
            )
        stated = text_of(source, node.first("wp:post_date_gmt"))
        dates = ((f"{stated}+00:00", "the export's post_date_gmt"),) if stated else ()
        published = text_of(source, node.first("pubDate"))
        if published:
            dates = (*dates, (published, "the export's pubDate"))
        yield Part(
            data=source[node.start : node.end].encode("utf-8", errors="replace"),
            name=f"entry {number}",
            media_type="application/xml",
            text=writer.text,
            blocks=tuple(writer.blocks),
            origins=tuple((at, place - node.start, size) for at, place, size in writer.origins),
            title=title,
            url=_address(text_of(source, node.first("link"))),
            dates=dates[:1],
            note=f"entry {number}",
            remarks=remarks.found(),
        )


def _disqus(source: str) -> Iterator[Part]:
    posts: dict[str, list[Node]] = defaultdict(list)
    threads: list[Node] = []
    for node in elements(source, frozenset({"thread", "post"})):
        if node.name == "thread":
            threads.append(node)
            continue
        flags = {text_of(source, node.first(name)) for name in ("isDeleted", "isSpam")}
        thread = node.first("thread")
        if "true" not in flags and thread is not None:
            posts[thread.attribute("dsq:id") or ""].append(node)
    for number, thread in enumerate(threads, start=1):
        comments = posts.get(thread.attribute("dsq:id") or "", [])
        if not comments:
            continue
        # The bytes of a thread are its own element and those of its comments, in this order.
        nodes = [thread, *comments]
        writer, pieces, shift = Writer(), [], 0
        remarks = _Remarks()
        for node in nodes:
            before = len(writer.origins)
            begins = len(writer.blocks)
            if node is not thread:
                author = node.first("author")
                _comment(
                    source, writer, author.first("name") if author else None, node.first("message")
                )
                answered = node.first("parent")
                remarks.add(
                    writer.blocks[begins:],
                    node.attribute("dsq:id"),
                    answered.attribute("dsq:id") if answered is not None else None,
                    text_of(source, node.first("createdAt")),
                )
            writer.origins[before:] = [
                (at, place - node.start + shift, size)
                for at, place, size in writer.origins[before:]
            ]
            pieces.append(source[node.start : node.end])
            shift += node.end - node.start + 1
        heading = thread.first("title")
        yield Part(
            data="\n".join(pieces).encode("utf-8", errors="replace"),
            name=f"thread {number}",
            media_type="application/xml",
            text=writer.text,
            blocks=tuple(writer.blocks),
            origins=tuple(writer.origins),
            title=visible(chars(source, heading)) or None if heading is not None else None,
            url=_address(text_of(source, thread.first("link"))),
            dates=tuple(
                (stated, "the thread's createdAt")
                for stated in [text_of(source, thread.first("createdAt"))]
                if stated
            ),
            article=False,
            remarks=remarks.found(),
            note=f"thread {number} with {len(comments)} comment(s)",
        )


class _Remarks:
    """The comments of one thread by their ids in the export."""

    def __init__(self) -> None:
        self._rows: list[tuple[Remark, str | None, str | None]] = []

    def add(
        self, blocks: Sequence[Block], ident: str | None, parent: str | None, at: str | None
    ) -> None:
        """Note a comment and where it stands; nothing where it shows nothing."""
        if blocks:
            remark = Remark(blocks[0].start, blocks[-1].end, at)
            self._rows.append((remark, ident, parent))

    def found(self) -> tuple[Remark, ...]:
        """Return the remarks, each with the number of the one that it answers."""
        numbers = {ident: number for number, (_, ident, _) in enumerate(self._rows) if ident}
        return tuple(
            remark._replace(parent=numbers.get(parent) if parent and parent != ident else None)
            for remark, ident, parent in self._rows
        )


def _comment(source: str, writer: Writer, author: Node | None, content: Node | None) -> None:
    if content is None or not visible(chars(source, content)):
        return
    named = author is not None and bool(text_of(source, author))
    if author is not None and named:
        writer.html(chars(source, author), "name")
    # A missing name leaves a blank line more, as on a page: the comment is somebody else's.
    writer.html(chars(source, content), "comment", blank=1 if named else 2)


def _address(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) else None
