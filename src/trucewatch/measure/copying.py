"""How well republished text is found, on copies made of texts of ours.

From the sentences of a folder's reports come texts that nobody else prints (words are exchanged, so
that no long sentence stands twice), with the formulas and the one shared quotation that honest
reports have in common. A tenth is then republished whole with light changes, a tenth in part.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from trucewatch.errors import UsageError
from trucewatch.intake.copies import copies_of, fingerprints
from trucewatch.ledger import copied
from trucewatch.measure.scores import digest
from trucewatch.model import Document, Item, Passage

if TYPE_CHECKING:
    import apsw

_TEXTS: Final = 3_000
_SEED: Final = 20_200_315
_SENTENCE = re.compile(r"[^.!?\n]{20,400}[.!?]")
_FORMULAS: Final = (
    "No casualties were reported.",
    "The claim could not be checked.",
    "The other side did not comment.",
)
_PRINT_BYTES: Final = 8
_LONG: Final = 10
"""Words of a sentence to make others of: more than the rule asks for, as words get lost."""


def score(folder: Path, texts: int = _TEXTS) -> dict[str, Any]:
    """Return recall and precision over pairs, by kind of copy, with speed and size of the index.

    `light`: whole copies with another headline, other quotation marks, capitals and spacing, a
    sentence edited and one left out; `partial`: three to six sentences within a text of its own;
    `false_pairs`: pairs found that were not made. Speed counts processor seconds over finding all
    pairs among all documents; `fingerprint_bytes_per_document` is what they take alone. `index` is
    the ledger's: the same pairs found as documents come in one by one, and by how much it grows.

    Raises:
        UsageError: there are too few sentences in the folder's .txt files.
    """
    paths = sorted(folder.rglob("*.txt"))
    pool = sorted({found for path in paths for found in _sentences(path)})
    if len(pool) < 200:
        raise UsageError(
            f"{folder} has {len(pool)} long sentences; 200 are needed",
            fix="name a folder of reports, for example tests/corpus/field/reports",
        )
    made = _Maker(pool, random.Random(_SEED))  # noqa: S311 # a repeatable choice, no secret
    documents, light, partial = made.all(texts)
    began = time.process_time()
    found = {(copy.item, copy.of) for copy in copies_of(documents)}
    seconds = time.process_time() - began
    prints = sum(
        len(fingerprints(one.item.text, [row.span for row in one.passages])) for one in documents
    )
    wanted = light | partial
    return {
        "documents": len(documents),
        "light": _recall(found, light),
        "partial": _recall(found, partial),
        "recall": round(len(found & wanted) / len(wanted), 4),
        "precision": round(len(found & wanted) / max(1, len(found)), 4),
        "false_pairs": len(found - wanted),
        "documents_per_cpu_s": round(len(documents) / seconds),
        "words_per_document": round(
            sum(len(one.item.text.split()) for one in documents) / len(documents)
        ),
        "fingerprints_per_document": round(prints / len(documents), 1),
        "fingerprint_bytes_per_document": round(prints * _PRINT_BYTES / len(documents)),
        "index": _index(documents, wanted),
        "digest": digest(paths),
    }


def _index(documents: Sequence[Document], wanted: set[tuple[str, str]]) -> dict[str, float]:
    """Feed an index of its own, as adding to a ledger does, and return its pairs and its size."""
    import apsw

    db = apsw.Connection(":memory:")
    db.execute(
        f"CREATE TABLE document (seq INTEGER PRIMARY KEY, published_at TEXT);{copied.COPIES}"
    )
    db.executemany(
        "INSERT INTO document VALUES (?, ?)",
        [(seq, one.item.published_at) for seq, one in enumerate(documents)],
    )
    before = _size(db)
    began = time.process_time()
    for seq, one in enumerate(documents):
        spans = [row.span for row in one.passages]
        copied.index(db, seq, one.item.text, spans, one.item.published_at)
    seconds = time.process_time() - began
    ids = [one.item.id for one in documents]
    found = {
        (ids[int(str(later))], ids[int(str(first))])
        for later, first in db.execute("SELECT document, original FROM copy")
    }
    return {
        "recall": round(len(found & wanted) / len(wanted), 4),
        "precision": round(len(found & wanted) / max(1, len(found)), 4),
        "documents_per_cpu_s": round(len(documents) / seconds),
        "bytes_per_document": round((_size(db) - before) / len(documents)),
    }


def _size(db: apsw.Connection) -> int:
    ((pages,),) = db.execute("PRAGMA page_count")
    ((size,),) = db.execute("PRAGMA page_size")
    return int(str(pages)) * int(str(size))


def _sentences(path: Path) -> list[str]:
    found = (" ".join(row.split()) for row in _SENTENCE.findall(path.read_text("utf-8")))
    return [row for row in found if len(row.split()) >= _LONG]


def _recall(found: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> dict[str, float]:
    return {"recall": round(len(found & wanted) / max(1, len(wanted)), 4), "n": len(wanted)}


class _Maker:
    """Makes documents, each with an id and a time of its own."""

    def __init__(self, pool: Sequence[str], chance: random.Random) -> None:
        self._pool = pool
        self._words = sorted({word for row in pool for word in row.split() if word.isalpha()})
        self._chance = chance
        self._count = 0

    def all(self, texts: int) -> tuple[list[Document], set[tuple[str, str]], set[tuple[str, str]]]:
        """Return all documents, and the pairs (copy, original) of both kinds."""
        bodies = [self._body() for _ in range(texts)]
        documents = [self._document(body) for body in bodies]
        light: set[tuple[str, str]] = set()
        partial: set[tuple[str, str]] = set()
        for at in range(texts // 10):
            copy = self._document(self._edited(bodies[at]))
            light.add((copy.item.id, documents[at].item.id))
            other = texts // 10 + at
            taken = self._document(self._partly(bodies[other]))
            partial.add((taken.item.id, documents[other].item.id))
            documents += [copy, taken]
        return documents, light, partial

    def _document(self, sentences: Sequence[str]) -> Document:
        self._count += 1
        chance = self._chance
        paragraphs: list[str] = [f"{chance.choice(self._words).title()} report {self._count}"]
        rest = list(sentences)
        while rest:
            size = chance.randint(1, 4)
            paragraphs.append(" ".join(rest[:size]))
            rest = rest[size:]
        text = "\n\n".join(paragraphs)
        day = f"2020-03-{1 + self._count // 400:02d}T{self._count // 60 % 24:02d}:"
        item = Item(
            id=f"sha256:{self._count:064x}",
            text=text,
            media_type="text/plain",
            published_at=f"{day}{self._count % 60:02d}:00+00:00",
        )
        passage = Passage(kind="article_body", start=0, end=len(text), confidence=1.0)
        return Document(item=item, passages=(passage,))

    def _own(self) -> str:
        """Return a sentence of the pool with every third word exchanged."""
        words = self._chance.choice(self._pool).split()
        for at in range(len(words)):
            if self._chance.random() < 1 / 3:
                words[at] = self._chance.choice(self._words)
        words[-1] = words[-1].rstrip(".!?") + "."
        return " ".join(words)

    def _body(self) -> list[str]:
        chance = self._chance
        body = [self._own() for _ in range(chance.randint(8, 20))]
        body.insert(chance.randint(1, len(body)), chance.choice(_FORMULAS))
        if chance.random() < 0.2:
            # What a spokesman said stands word for word in reports that copied nothing else.
            body.insert(1, self._pool[chance.randrange(20)])
        return body

    def _edited(self, body: Sequence[str]) -> list[str]:
        chance = self._chance
        copy = list(body)
        del copy[chance.randrange(len(copy))]
        at = chance.randrange(len(copy))
        copy[at] = f"{self._own()[:-1]}, {copy[at]}"
        return [
            row.upper() if chance.random() < 0.1 else row.replace('"', "”").replace(" ", "  ", 1)
            for row in copy
        ]

    def _partly(self, body: Sequence[str]) -> list[str]:
        chance = self._chance
        own = [row for row in body if row not in _FORMULAS and row not in self._pool]
        at = chance.randrange(max(1, len(own) - 6))
        taken = own[at : at + chance.randint(3, 6)]
        around = [self._own() for _ in range(chance.randint(8, 15))]
        cut = chance.randrange(len(around))
        return [*around[:cut], *taken, *around[cut:]]
