"""HTML: headline, article, captions and comments as text, mapped back to the source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trucewatch.intake.blocks import Unit
from trucewatch.intake.decode import Decoded, declared_charset, decode
from trucewatch.intake.features import features, table
from trucewatch.intake.marks import first_said
from trucewatch.intake.markup import Mapper, Scan, scan, title_origins
from trucewatch.intake.metadata import Dated, imprint_dates, stated_date, unreadable_date
from trucewatch.intake.page import Page
from trucewatch.intake.page_comments import Comment
from trucewatch.intake.passages import Pseudonyms, Remark, proven, split
from trucewatch.intake.readers import Draft, Hints, capped, head, spans_of
from trucewatch.intake.text import decoding_issues
from trucewatch.intake.thread import label
from trucewatch.intake.worker import WORKER, ParserFailedError
from trucewatch.model import Issue

_DOCTYPE = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT = re.compile(
    r"</?(?:p|div|span|a|br|h[1-6]|ul|li|article|section|table|img|script)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_ARTICLE = ("body", "caption", "meta", "foot", "related")
_MAX_DEPTH = 240
"""Trafilatura returns nothing, silently, from 254 nested elements on."""
_MIN_TAKEN, _WORTH = 0.4, 600
"""Below this share of a page's paragraphs, where these are worth a word, extraction is partial."""
_MAX_PARSED = 6_000_000
"""Characters; longer pages take the parser minutes and are read by the linear pass."""


class HtmlReader:
    """Reads `.html`."""

    name = "html"

    def sniff(self, data: bytes, name: str) -> float:
        """A doctype is a sure sign; tags at the head of a file nearly are."""
        start = head(data)
        if _DOCTYPE.match(start):
            return 0.98
        tags = len(_ELEMENT.findall(start))
        score = min(0.85, 0.12 * tags)
        if name.lower().endswith((".html", ".htm", ".xhtml")):
            score = max(score + 0.1, 0.5)
        return score

    def read(self, data: bytes, hints: Hints) -> Draft:
        """Parse the page in the worker process; fall back to the linear pass, and say so."""
        decoded = decode(data, name=hints.name, declared=declared_charset(data))
        scanned = scan(decoded.text)
        page, issues = _page(decoded, scanned)
        text = _Text(Mapper(scanned))
        if page.title:
            text.add(page.title, ("title",), elsewhere=decoded.text)
        for paragraph in page.article:
            text.add(paragraph)
        for caption in page.captions:
            text.add(caption, ("caption",))
        for comment in page.comments:
            text.comment(comment)
        kept, rest, more = capped(text.units, table().limits["units"])
        rows = features(kept)
        kept = _told_apart(kept, rows)
        whole = text.joined()
        parts = split(whole, kept, label(kept, rows), Pseudonyms())
        passages = (*proven(parts.passages, text.remarks), *rest)
        dates: list[Dated] = []
        for stated, where in page.dates:
            if value := stated_date(stated):
                dates.append(Dated(value, where))
            else:
                issues.append(unreadable_date(stated, where))
        dates.extend(imprint_dates(whole, spans_of(passages, "boilerplate")[:6]))
        return Draft(
            text=whole,
            media_type="text/html",
            passages=passages,
            leads=tuple(parts.leads),
            issues=(*decoding_issues(decoded), *issues, *parts.issues, *more),
            title=page.title,
            language=page.language,
            url=page.url,
            dates=tuple(dates),
            origins=tuple(text.origins),
        )


def _told_apart(units: list[Unit], rows: list[dict[str, float]]) -> list[Unit]:
    """Keep what the extractor took as the article from being taken for a thread by its shape.

    Lists, recipes and blogs have short lines between long ones on every page. Below a line that
    says that readers speak, the extractor may have failed, and the words are looked at again.
    """
    below = first_said(units, rows)
    return [
        replace(unit, allowed=_ARTICLE) if not unit.allowed and at < below else unit
        for at, unit in enumerate(units)
    ]


def _page(decoded: Decoded, scanned: Scan) -> tuple[Page, list[Issue]]:
    """Return the page's parts, by the parser or else by the linear pass."""
    if scanned.depth >= _MAX_DEPTH:
        reason = f"its elements are nested {scanned.depth:,} deep"
    elif len(decoded.text) > _MAX_PARSED:
        reason = f"it is {len(decoded.text):,} characters long"
    else:
        try:
            page = WORKER.call("html", decoded.text.encode("utf-8", errors="replace"), Page)
        except ParserFailedError as error:
            reason = str(error)
        else:
            if page.article or page.comments or not scanned.paragraphs:
                return page, _partial(page)
            reason = "the article extractor found nothing"
    issue = Issue(
        code="text_partial",
        message=(
            f"the page could not be parsed as a web page ({reason}); all its visible text was "
            f"taken instead, menus included: save the article as plain text and add that"
        ),
    )
    return Page(article=scanned.paragraphs), [issue]


def _partial(page: Page) -> list[Issue]:
    """Return an issue where the extractor took much less than the page's paragraphs hold."""
    taken = sum(map(len, page.article))
    if page.paragraph_chars < _WORTH or taken >= _MIN_TAKEN * page.paragraph_chars:
        return []
    return [
        Issue(
            code="text_partial",
            message=(
                f"only {taken:,} of about {page.paragraph_chars:,} characters of the page were "
                f"taken as its article: compare with the page, and save the article as plain text "
                f"and add that if something is missing"
            ),
        )
    ]


def _size(runs: list[tuple[int, int, int]]) -> int:
    return sum(length for _, _, length in runs)


@dataclass
class _Text:
    """The item's text as it grows, paragraph by paragraph."""

    mapper: Mapper

    def __post_init__(self) -> None:
        self.units: list[Unit] = []
        self.remarks: list[Remark] = []
        self.origins: list[tuple[int, int, int]] = []
        self._parts: list[str] = []
        self._size = 0

    def add(
        self,
        paragraph: str,
        allowed: tuple[str, ...] = (),
        *,
        blank: int = 1,
        elsewhere: str = "",
    ) -> None:
        """Append a paragraph after `blank` blank lines.

        `elsewhere` is the source whose head may state it, where the page does not show it.
        """
        between = "\n" * (blank + 1) if self._parts else ""
        start = self._size + len(between)
        self._parts.append(between + paragraph)
        self._size = start + len(paragraph)
        runs = self.mapper.origins(paragraph, start)
        if elsewhere and (told := title_origins(elsewhere, paragraph)):
            runs = runs if _size(runs) >= _size(told) else [(start + a, b, c) for a, b, c in told]
        self.origins.extend(runs)
        self.units.append(Unit(start, self._size, paragraph, blank if start else 0, allowed))

    def comment(self, comment: Comment) -> None:
        """Append a comment: its author, then its paragraphs."""
        first = len(self.units)
        if comment.author:
            self.add(comment.author, ("name",))
        pasted = sum(len(paragraph) >= 140 for paragraph in comment.paragraphs) >= 2
        for index, paragraph in enumerate(comment.paragraphs):
            # Without a name line, the first paragraph is where a new comment shows.
            opens = index == 0 and not comment.author
            states = ("comment", "quoted") if pasted and not opens else ("comment",)
            # A dropped name leaves an extra blank line: that is how the segmenter knows.
            self.add(paragraph, states, blank=2 if opens else 1)
        start, end = self.units[first].start, self.units[-1].end
        self.remarks.append(Remark(start, end, comment.at, comment.parent))

    def joined(self) -> str:
        """Return the whole text."""
        return "".join(self._parts)
