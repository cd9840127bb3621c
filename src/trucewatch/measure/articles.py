"""How well the article is taken out of a web page, beside trafilatura alone.

The data is the article extraction benchmark of Scrapinghub (MIT licence; 181 pages of the open
web, not shipped): `ground-truth.json` with the article's words by page, and `html/ID.html.gz`.
Its own measure is repeated: runs of four words, each page weighing the same. Where a page was
found is told by the ground truth.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from trucewatch.errors import UsageError
from trucewatch.intake import read_document
from trucewatch.intake.decode import declared_charset, decode
from trucewatch.intake.markup import source_offset
from trucewatch.measure.threads import THREAD
from trucewatch.model import Document

GOLD: Final = "ground-truth.json"
_RUN: Final = 4
"""Words that count as one unit (the benchmark's own choice)."""
_TAKEN: Final = 0.05
_WORD = re.compile(r"\w+")
_ENTITY = re.compile(r"&#?[0-9A-Za-z]{1,32};?")


def score(folder: Path) -> dict[str, Any]:
    """Return the figures of ours and of trafilatura alone, and where our characters come from.

    `ours` counts the passages of kind article_body, `trafilatura_precision` what trafilatura
    gives with the options that we set, `trafilatura` what it gives by default; all without
    comments. `mapped`: share of the visible characters of our text that have a place in the
    original; `right`: share of these that stand there, as themselves or as an entity.
    `pages_with_article_taken_for_thread`: pages of whose article more than a twentieth counts as
    readers' comments; `false_threads_as_plain_text`: share of the articles, given as paragraphs of
    plain text without their page, in which a thread is found.

    Raises:
        UsageError: the benchmark is not in the folder.
    """
    import trafilatura

    gold_file = folder / GOLD
    if not gold_file.is_file():
        raise UsageError(
            f"{gold_file} is missing",
            fix="get github.com/scrapinghub/article-extraction-benchmark and name its folder",
        )
    gold = json.loads(gold_file.read_text("utf-8"))
    pages = {
        key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()) for key in gold
    }
    alone: dict[str, Callable[[str], str | None]] = {
        "trafilatura_precision": lambda page: trafilatura.extract(
            page, favor_precision=True, include_comments=False
        ),
        "trafilatura": lambda page: trafilatura.extract(page, include_comments=False),
    }
    found: dict[str, dict[str, str]] = {"ours": {}, **{name: {} for name in alone}}
    places: Counter[str] = Counter()
    lost = 0
    for key, page in pages.items():
        document = read_document(page, name=f"{key}.html")
        found["ours"][key] = _article(document)
        lost += _in_thread(document, gold[key].get("articleBody", ""))
        places += _places(document, page)
        for name, extract in alone.items():
            found[name][key] = extract(page.decode("utf-8", errors="replace")) or ""
    figures = {
        name: _figures([(gold[key].get("articleBody", ""), taken[key]) for key in gold])
        for name, taken in found.items()
    }
    return {
        **figures,
        "pages": len(gold),
        "characters": places["visible"],
        "mapped": round(places["mapped"] / max(1, places["visible"]), 6),
        "right": round(places["right"] / max(1, places["mapped"]), 6),
        "pages_not_all_mapped": places["pages"],
        "pages_with_article_taken_for_thread": lost,
        "false_threads_as_plain_text": _false_threads(gold),
    }


def _in_thread(document: Document, wanted: str) -> bool:
    text = document.item.text
    told = "\n".join(row.span.of(text) for row in document.passages if row.kind in THREAD)
    want = _runs(wanted)
    return (want & _runs(told)).total() > want.total() * _TAKEN


def _false_threads(gold: dict[str, dict[str, str]]) -> float:
    found = []
    for row in gold.values():
        paragraphs = [line.strip() for line in row.get("articleBody", "").splitlines()]
        plain = "\n\n".join(filter(None, paragraphs))
        if plain.count("\n\n"):
            document = read_document(plain.encode(), name="article.txt")
            found.append(any(row.kind in THREAD for row in document.passages))
    return round(sum(found) / max(1, len(found)), 4)


def _article(document: Document) -> str:
    text = document.item.text
    return "\n".join(row.span.of(text) for row in document.passages if row.kind == "article_body")


def _places(document: Document, page: bytes) -> Counter[str]:
    """Look up every visible character of the item's text in the decoded original."""
    source = decode(page, name="page.html", declared=declared_charset(page)).text
    count: Counter[str] = Counter()
    for at, char in enumerate(document.item.text):
        if char.isspace():
            continue
        count["visible"] += 1
        place = source_offset(document.item.origins, at)
        if place is None:
            continue
        count["mapped"] += 1
        entity = _ENTITY.match(source, place)
        count["right"] += source[place] == char or (
            entity is not None and char in html.unescape(entity.group())
        )
    count["pages"] = int(count["mapped"] < count["visible"])
    return count


def _figures(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Return precision, recall and F1 over (wanted, found) texts, each page weighing the same."""
    precision: list[float] = []
    recall: list[float] = []
    for wanted, found in pairs:
        want, got = _runs(wanted), _runs(found)
        right = (want & got).total()
        if got:
            precision.append(right / got.total())
        if want:
            recall.append(right / want.total())
    p, r = (statistics.mean(shares) if shares else 0.0 for shares in (precision, recall))
    return {
        "precision": round(p, 4),
        "recall": round(r, 4),
        "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
        "n": len(pairs),
    }


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(
        tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words
    )
