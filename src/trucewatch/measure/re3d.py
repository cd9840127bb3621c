"""`trucewatch eval re3d`: names of actors, weapons and places, against the re3d documents.

re3d (Defence Science and Technology Laboratory, 2017) has press releases and articles about Iraq
and Syria with annotated entities. Measured is what the recognisers find, before any claim:

- `places`: names of place mentions against `Location`
- `actors`: expressions for states, forces and groups against `Organisation` and `Nationality`
- `weapons`: weapons against `Weapon` and `MilitaryPlatform`

Each recognised span may stand for one entity that it overlaps, and each entity for one span. There
is no watch: only what comes with the package is known. Pronouns in the gold are left out. The
recall of `named` is over the entities with a capital letter. The documents are not split: nothing
is tuned on them. Precision of actors and places is a lower bound, for the gold leaves many
mentions of both without annotation or under other types (persons, "the south").
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, convert

from trucewatch import pipeline, places
from trucewatch.errors import TrucewatchError
from trucewatch.measure.scores import Tally, digest
from trucewatch.model import Document, Item, Passage, Span

KINDS: Final = {
    "Location": "places",
    "Organisation": "actors",
    "Nationality": "actors",
    "Weapon": "weapons",
    "MilitaryPlatform": "weapons",
}
_PRONOUNS: Final = (
    frozenset({"i", "me", "my", "we", "us", "our", "you", "your", "who", "those", "it", "its"})
    | frozenset({"he", "him", "his", "she", "her", "they", "them", "their"})
)  # fmt: skip


class Entity(Struct, frozen=True, rename="camel"):
    """One annotated entity; offsets are code points of its document's text."""

    begin: int
    end: int
    type: str
    value: str
    document_id: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.begin, self.end)

    @property
    def named(self) -> bool:
        """Say whether it has a capital letter."""
        return any(letter.isupper() for letter in self.value)


def score(folder: Path) -> dict[str, Any]:
    """Measure each kind over all documents; `folder` has a folder `re3d`, or is it."""
    folder = folder / "re3d" if (folder / "re3d").is_dir() else folder
    texts, entities = load(folder)
    tools = pipeline.tools_for(None)
    figures: dict[str, Any] = {
        "digest": digest([*folder.glob("*/documents.json"), *folder.glob("*/entities.json")]),
        "documents": len(texts),
    }
    kinds = tuple(dict.fromkeys(KINDS.values()))
    tallies = {kind: Tally() for kind in kinds}
    named = {kind: Tally() for kind in kinds}
    for ident, text in texts.items():
        found = recognised(text, tools)
        for kind in kinds:
            gold = [row for row in entities[ident] if KINDS[row.type] == kind]
            met = matched(found[kind], [row.span for row in gold])
            tallies[kind].add(right=len(met), found=len(found[kind]), wanted=len(gold))
            names = {n for n, row in enumerate(gold) if row.named}
            named[kind].add(right=len(met & names), found=len(met & names), wanted=len(names))
    for kind in kinds:
        figures[kind] = tallies[kind].row()
        figures[f"{kind} named"] = {"recall": named[kind].row()["recall"], "n": named[kind].wanted}
    return figures


def load(folder: Path) -> tuple[dict[str, str], dict[str, list[Entity]]]:
    """Return the texts and the entities of the kinds measured, by document.

    Raises:
        TrucewatchError: the folder has no re3d documents.
    """
    texts = {
        row["_id"]: row["text"] for path in folder.glob("*/documents.json") for row in _rows(path)
    }
    if not texts:
        raise TrucewatchError(
            f"{folder} has no */documents.json", fix="Give the folder that holds re3d."
        )
    entities: dict[str, list[Entity]] = defaultdict(list)
    for path in sorted(folder.glob("*/entities.json")):
        for row in convert(_rows(path), list[Entity]):
            if row.type in KINDS and row.value.lower() not in _PRONOUNS:
                entities[row.document_id].append(row)
    return dict(sorted(texts.items())), entities


def _rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object per line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def recognised(text: str, tools: pipeline.Tools) -> dict[str, list[Span]]:
    """Return the spans of places, actors and weapons in a text, in order."""
    whole = Span(0, len(text))
    mentions = places.locate(_document(text), tools.atlas).mentions
    named = {name for mention in mentions for name in mention.names}
    return {
        "places": sorted(named),
        "actors": [one.span for one in tools.lexicon.registry.find(text, whole)],
        "weapons": [one.span for one in tools.lexicon.weapons(text, whole)],
    }


def matched(found: Sequence[Span], gold: Sequence[Span]) -> set[int]:
    """Return the indices of the gold spans that a span of their own overlaps."""
    free = list(found)
    met: set[int] = set()
    for n, span in sorted(enumerate(gold), key=lambda row: row[1]):
        hit = next((one for one in free if one.overlaps(span)), None)
        if hit is not None:
            free.remove(hit)
            met.add(n)
    return met


def _document(text: str) -> Document:
    return Document(
        item=Item(
            id="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            media_type="text/plain",
        ),
        passages=(Passage(kind="article_body", start=0, end=len(text)),),
    )
