"""The counts of a score report and the figures made of them."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Counts:
    """What became of the fillers of a slot: those of the key, those of the answer.

    Key fillers are correct, partial, incorrect or missing; answers correct, partial, incorrect
    or spurious. Optional key fillers without an answer are in none of them.
    """

    correct: int = 0
    partial: int = 0
    incorrect: int = 0
    spurious: int = 0
    missing: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another comparison."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def possible(self) -> int:
        """How many fillers the key has."""
        return self.correct + self.partial + self.incorrect + self.missing

    @property
    def actual(self) -> int:
        """How many fillers the answer has."""
        return self.correct + self.partial + self.incorrect + self.spurious

    @property
    def points(self) -> float:
        """Correct fillers, partial ones by half."""
        return self.correct + self.partial / 2

    @property
    def recall(self) -> float:
        """Points of possible, per cent (zero where nothing was possible)."""
        return 100 * self.points / self.possible if self.possible else 0.0

    @property
    def precision(self) -> float:
        """Points of actual, per cent (zero where nothing was answered)."""
        return 100 * self.points / self.actual if self.actual else 0.0

    @property
    def f(self) -> float:
        """The F-measure of recall and precision in equal weight, per cent."""
        total = self.possible + self.actual
        return 200 * self.points / total if total else 0.0

    @property
    def f_of_rounded(self) -> float:
        """The F-measure of recall and precision in whole per cents: how 1992 printed it."""
        recall, precision = int(self.recall + 0.5), int(self.precision + 0.5)
        total = recall + precision
        return 2 * recall * precision / total if total else 0.0
