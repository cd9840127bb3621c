"""Annotated reports and what the program reads in them, put side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from trucewatch.extract.sentences import split
from trucewatch.measure.claims import Row, match, row_of, score
from trucewatch.measure.gold import Gold, GoldReport, anchored, found_at
from trucewatch.measure.scores import Tally
from trucewatch.model import Claim, Document


class Read(NamedTuple):
    """A gold set, its documents, and the claims that the program reads in them, by stem."""

    gold: Gold
    documents: dict[str, Document]
    claims: dict[str, tuple[Claim, ...]]

    def right(self, stem: str) -> set[int]:
        """Return which claims of a report the gold has too, by index.

        Raises:
            TrucewatchError: an annotation does not fit the text.
        """
        wanted = gold_rows(stem, self.gold.reports[stem], self.documents[stem])
        return set(match([row_of(one) for one in self.claims[stem]], wanted).values())


def gold_rows(stem: str, report: GoldReport, document: Document) -> list[Row]:
    """Anchor the annotated claims of one report in its text.

    Raises:
        TrucewatchError: an annotation does not fit the text.
    """
    sentences = [
        one
        for passage in document.passages
        for one in split(document.item.text, passage.start, passage.end)
    ]
    rows = []
    for number, told in enumerate(report.claim):
        trigger = anchored(document, told, f"{stem}.toml claim {number}")
        around = next((one for one in sentences if one.overlaps(trigger)), trigger)
        rows.append(Row(told, trigger, around))
    return rows


def figures(read: Read, stems: Iterable[str]) -> dict[str, Any]:
    """Return every figure over the claims and passages of the reports named by `stems`."""
    stems = list(stems)
    gold, documents = read.gold.reports, read.documents
    rows = [
        ([row_of(one) for one in read.claims[stem]], gold_rows(stem, gold[stem], documents[stem]))
        for stem in stems
    ]
    told = {name: tally.row() for name, tally in score(rows).items()}
    passages = _passages(gold, documents, stems).row()
    chances = _scores([read.claims[stem] for stem in stems], rows)
    return told | {"passages": passages, "score": chances}


def _scores(
    claims: Sequence[tuple[Claim, ...]], rows: Sequence[tuple[list[Row], list[Row]]]
) -> dict[str, float]:
    """Return how far the chances that claims carry are off.

    `brier` is the mean square of chance less outcome, `brier_without` that of the same chance for
    all; `gap` is how far the mean chance lies from the share that is right.
    """
    pairs = [
        (claim.score, float(n in right))
        for told, (found, wanted) in zip(claims, rows, strict=True)
        for right in (set(match(found, wanted).values()),)
        for n, claim in enumerate(told)
    ]
    if not pairs:
        return {}
    mean, share = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    off = sum((chance - right) ** 2 for chance, right in pairs) / len(pairs)
    told = {"brier": off, "brier_without": share * (1 - share), "gap": abs(mean - share)}
    return {name: round(value, 4) for name, value in told.items()}


def agreement(
    first: Mapping[str, GoldReport],
    second: Mapping[str, GoldReport],
    documents: Mapping[str, Document],
) -> dict[str, Any]:
    """Compare two annotators of the same reports: what the one says, scored by the other's."""
    rows = [
        (
            gold_rows(stem, second[stem], documents[stem]),
            gold_rows(stem, first[stem], documents[stem]),
        )
        for stem in second
    ]
    return {name: tally.row() for name, tally in score(rows).items()}


def _passages(
    gold: Mapping[str, GoldReport], documents: Mapping[str, Document], stems: Iterable[str]
) -> Tally:
    """A passage is right when kind, start and end all are (boilerplate is not counted)."""
    tally = Tally()
    for stem in stems:
        document = documents[stem]
        text, at = document.item.text, 0
        wanted = set()
        for row in gold[stem].passage:
            start = found_at(text, row.first, at, f"{stem}.toml").start
            at = found_at(text, row.last, start, f"{stem}.toml").end
            wanted.add((row.kind, start, at))
        found = {(row.kind, row.start, row.end) for row in document.passages}
        wanted = {row for row in wanted if row[0] != "boilerplate"}
        found = {row for row in found if row[0] != "boilerplate"}
        tally.add(right=len(wanted & found), found=len(found), wanted=len(wanted))
    return tally
