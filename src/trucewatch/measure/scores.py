"""Counts behind every accuracy figure: precision, recall, F1 and plain shares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Tally:
    """Right, found and wanted; precision = right/found, recall = right/wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, *, right: int, found: int, wanted: int) -> None:
        """Add the counts of one more comparison."""
        self.right += right
        self.found += found
        self.wanted += wanted

    def share(self, *, ok: bool) -> None:
        """Add one yes-or-no comparison: precision and recall are then both the share of yes."""
        self.add(right=int(ok), found=1, wanted=1)

    @property
    def precision(self) -> float:
        """Share of what was found that is right (1.0 where nothing was found)."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found (1.0 where nothing was wanted)."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0

    def row(self) -> dict[str, float]:
        """Return the figures for a table or JSON, rounded to four places."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "n": self.wanted,
        }


def digest(paths: Iterable[Path]) -> str:
    """Hash names and bytes of annotation files, so that a floor is tied to what it was set on."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]
