"""`trucewatch eval muc`: the scorer against the figures of 1992, then our own answers."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path

from trucewatch.errors import UsageError
from trucewatch.measure.muc import entities, fit, scorer, writer
from trucewatch.measure.muc.counts import Counts
from trucewatch.measure.muc.dispatches import Desk, messages
from trucewatch.measure.muc.official import read_report
from trucewatch.measure.muc.relevance import EVERYTHING, Weights
from trucewatch.measure.muc.scorer import Scores, per_slot
from trucewatch.measure.muc.slots import SLOTS
from trucewatch.measure.muc.templates import Template, read_templates

SYSTEMS = ("GE", "UMASS", "SRI")
SETS = ("dev", "tst1", "tst2", "tst3")
LEARNED_ON = "dev"
CLAIM_STATUS = 11

Templates = Mapping[str, Sequence[Template]]


def score(data: Path) -> dict[str, object]:
    """Return the figures of the task over the folder `data`.

    The folder holds `{dev,tst1,tst2,tst3}.jsonl.gz` (messages) and `official/` (task documents,
    keys, and for TST3 the answers and score reports of three systems of 1992).

    Raises:
        UsageError: if the folder lacks one of these files.
    """
    try:
        return {
            "scorer against 1992 (TST3)": {name: system(data, name) for name in SYSTEMS},
            "trucewatch": ours(data),
        }
    except FileNotFoundError as error:
        message = f"{error.filename} is missing"
        fix = "Point --data at the folder with the MUC-3/4 messages and its official/ part."
        raise UsageError(message, fix=fix) from error


def system(data: Path, name: str) -> dict[str, object]:
    """Return how near the scorer comes to the official figures of a system.

    "replayed" takes over what people mapped and settled, "judged" grades by the guidelines alone,
    as our own answers are graded. Differences are in points of F, slot by slot.
    """
    folder = data / "official" / "tst3"
    report = read_report(unpacked(folder / f"{name}.scores.gz"))
    keys = read_templates(unpacked(folder / "key.gz"))
    said = read_templates(unpacked(folder / f"{name}.response.gz"))
    replayed = scorer.score(keys, said, report.record)
    judged = scorer.score(keys, said)
    official = report.totals["ALL TEMPLATES"]
    pairs = {(one.message, one.key, one.response) for one in report.record}
    return {
        "F": {
            "printed": report.f,
            "printed_from_counts": round(official.f, 2),
            "replayed": round(total(replayed).f, 2),
            "judged": round(total(judged).f, 2),
        },
        "mapped as in 1992": {"same": len(pairs & _mapped(judged)), "of": len(pairs)},
        "replayed minus official": _differences(replayed, report.totals),
        "judged minus official": _differences(judged, report.totals),
    }


def _mapped(scores: Scores) -> set[tuple[str, str, str]]:
    return {
        (m.message, m.key.number, m.response.number) for m in scores.mapped if m.key and m.response
    }


def _differences(scores: Scores, totals: Mapping[str, Counts]) -> dict[str, float]:
    sums = per_slot(scores.mapped)
    return {slot.name: round(sums[slot.number].f - totals[slot.name].f, 2) for slot in SLOTS}


def ours(data: Path) -> dict[str, object]:
    """Return the figures of our answers, set by set.

    Which incidents are news enough is learned on the development set first, so that its own
    figures are a little too good; the other sets teach nothing.
    """
    desk = Desk.for_data(data)
    weights: Weights = EVERYTHING
    figures: dict[str, object] = {}
    for name in SETS:
        dispatches = [desk.read(*message) for message in messages(data / f"{name}.jsonl.gz")]
        keys = _keys(data, name)
        if name == LEARNED_ON:
            weights = fit.fitted(fit.rows_of(dispatches, keys, desk.gazetteer))
        said = {
            one.message: writer.templates_of(one, desk.gazetteer, weights) for one in dispatches
        }
        figures[name] = _figures(keys, said)
    return figures


def _keys(data: Path, name: str) -> Templates:
    folder = data / "official"
    return read_templates(
        unpacked(folder / "tst3" / "key.gz" if name == "tst3" else folder / f"key-{name}.gz")
    )


def _figures(keys: Templates, said: Templates) -> dict[str, object]:
    scores = scorer.score(keys, said)
    sums = per_slot(scores.mapped)
    return {
        "all templates": _row(total(scores)),
        "matched only": _row(total(scores, matched=True)),
        "templates": _row(mapping_counts(scores)),
        "claim status": _row(sums[CLAIM_STATUS]),
        "slots": {slot.name: _row(sums[slot.number]) for slot in SLOTS},
        "entities (CEAF-REE)": entities.score(keys, said),
    }


def total(scores: Scores, *, matched: bool = False) -> Counts:
    """Return the sum over all slots, of mapped templates only if `matched`."""
    sums = Counts()
    kept = [m for m in scores.mapped if not matched or (m.key and m.response)]
    for counts in per_slot(kept).values():
        sums.add(counts)
    return sums


def mapping_counts(scores: Scores) -> Counts:
    """Return how many templates were mapped, missing and spurious (the row "template-id")."""
    both = sum(one.key is not None and one.response is not None for one in scores.mapped)
    missing = sum(one.response is None for one in scores.mapped)
    return Counts(correct=both, missing=missing, spurious=len(scores.mapped) - both - missing)


def _row(counts: Counts) -> dict[str, float]:
    return {
        "recall": round(counts.recall, 2),
        "precision": round(counts.precision, 2),
        "f": round(counts.f, 2),
        "f_of_rounded": round(counts.f_of_rounded, 2),
        "possible": counts.possible,
        "actual": counts.actual,
    }


def unpacked(path: Path) -> str:
    """Return the text of a packed file of the task."""
    return gzip.decompress(path.read_bytes()).decode("latin-1")
