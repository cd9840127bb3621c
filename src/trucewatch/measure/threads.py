"""How well article and reader thread are told apart, on a folder of annotated pages.

Each page `NAME.txt` (or `.md`, `.html`) has its gold in `NAME.toml`: `half` (`dev` or `test`),
`control` (a plain article in which a thread would be false) and one `[[passage]]` per passage in
order: `kind`, `author` (pseudonym), and either `whole` (its words) or `first` and `last` (the
words it begins and ends with).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, Final

from trucewatch.intake import read_document
from trucewatch.measure.scores import digest
from trucewatch.model import Document
from trucewatch.model.vocabulary import CLAIM_BEARING

THREAD: Final = frozenset({"thread_author", "thread_comment", "quoted_document"})
Cut = tuple[str, int, int, str | None]
"""One passage: kind, start, end (code points), pseudonym."""


def cuts_of(document: Document) -> list[Cut]:
    """Return the passages of a document as cuts."""
    return [(row.kind, row.start, row.end, row.author_label) for row in document.passages]


def compiled(gold: dict[str, Any], text: str) -> list[Cut]:
    """Return the cuts that a gold table states, by finding its words in order.

    Raises:
        ValueError: words of the gold are not in the text at or after the passage before them.
    """
    at = 0
    found: list[Cut] = []
    for row in gold["passage"]:
        first = row.get("whole") or row["first"]
        last = row.get("whole") or row["last"]
        start = text.find(first, at)
        ends = text.find(last, start) if start >= 0 else -1
        if ends < 0:
            raise ValueError(f"the gold words {first!r} … {last!r} are not in the text")
        at = ends + len(last)
        found.append((row["kind"], start, at, row.get("author")))
    return found


def score(folder: Path) -> dict[str, Any]:
    """Return the figures of both halves, and the digest of texts and gold."""
    return {
        "digest": digest(path for path in folder.iterdir() if path.name != "README.md"),
        "dev": figures(folder, "dev"),
        "test": figures(folder, "test"),
    }


def figures(folder: Path, half: str) -> dict[str, Any]:
    """Return the figures over one half (`dev`, `test`) of the annotated pages.

    `boundary_exact`: share of the pages with a thread whose thread begins exactly where the gold
    says; `comment_precision` / `comment_recall`: author, comment and quoted passages found with
    kind and both ends right; `comment_leak`: share of the thread's characters that could carry a
    claim (must stay near 0); `article_kept`: share of the article's characters that still can;
    `author_right`: share of the exact comments under the right pseudonym; `false_threads`: plain
    articles in which a thread was found; `passages_exact`: F1 over all passages.
    """
    count: Counter[str] = Counter()
    differing: list[str] = []
    for table in sorted(folder.glob("*.toml")):
        page = next(path for path in sorted(folder.glob(f"{table.stem}.*")) if path != table)
        gold = tomllib.loads(table.read_text("utf-8"))
        if gold["half"] != half:
            continue
        document = read_document(page.read_bytes(), name=page.name)
        wanted, got = compiled(gold, document.item.text), cuts_of(document)
        _count(count, wanted, got, control=gold.get("control", False))
        if [cut[:3] for cut in wanted] != [cut[:3] for cut in got]:
            differing.append(table.stem)
    return {
        "documents": count["documents"],
        "boundary_exact": _share(count["boundary"], count["threads"]),
        "comment_precision": _share(count["thread_hits"], count["thread_got"]),
        "comment_recall": _share(count["thread_hits"], count["thread_wanted"]),
        "comment_leak": _share(count["leaked"], count["thread_chars"]),
        "article_kept": _share(count["kept"], count["article_chars"]),
        "author_right": _share(count["author_hits"], count["thread_hits"]),
        "passages_exact": _share(2 * count["hits"], count["wanted"] + count["got"]),
        "controls": count["controls"],
        "false_threads": count["false_threads"],
        "differing": differing,
    }


def _count(count: Counter[str], wanted: list[Cut], got: list[Cut], *, control: bool) -> None:
    count["documents"] += 1
    thread, found = _thread(wanted), _thread(got)
    if control:
        count["controls"] += 1
        count["false_threads"] += bool(found)
    else:
        count["threads"] += 1
        count["boundary"] += bool(found) and found[0][1] == thread[0][1]
    pairs = {cut[:3] for cut in found}
    count["thread_wanted"] += len(thread)
    count["thread_got"] += len(found)
    count["thread_hits"] += sum(cut[:3] in pairs for cut in thread)
    count["author_hits"] += len(set(thread) & set(found))
    count["wanted"] += len(wanted)
    count["got"] += len(got)
    count["hits"] += len({cut[:3] for cut in wanted} & {cut[:3] for cut in got})
    bearing = _positions(got, CLAIM_BEARING)
    inside, article = _positions(wanted, THREAD), _positions(wanted, CLAIM_BEARING)
    count["thread_chars"] += len(inside)
    count["leaked"] += len(inside & bearing)
    count["article_chars"] += len(article)
    count["kept"] += len(article & bearing)


def _thread(cuts: list[Cut]) -> list[Cut]:
    return [cut for cut in cuts if cut[0] in THREAD]


def _positions(cuts: list[Cut], kinds: frozenset[Any]) -> set[int]:
    return {at for kind, start, end, _ in cuts if kind in kinds for at in range(start, end)}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
