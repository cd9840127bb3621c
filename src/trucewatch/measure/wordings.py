"""`trucewatch eval wordings`: short plain reports in which no wording comes twice.

A folder holds `NAME-dev.toml` and `NAME-test.toml`. Here a report is a list of sentences, each with
the claims that it holds, so that many ways to say a thing are annotated in little time: time,
weapons and the form of attribution stay out, and a figure is its kind and its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, get_args

from msgspec import Struct

from trucewatch import intake, pipeline
from trucewatch.config import read_toml
from trucewatch.errors import TrucewatchError
from trucewatch.measure.claims import Row, match, row_of, same_words
from trucewatch.measure.claims import score as score_claims
from trucewatch.measure.gold import GoldClaim, Split, Voice, words_at
from trucewatch.measure.scores import Tally, digest
from trucewatch.model import Act, Claim, Document, Modality, Span

FIELDS = (
    "claims",
    "modality",
    "attribution_source",
    "place",
    "perpetrators",
    "targets",
    "participants",
)


class ToldClaim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim of a sentence; figures as "kind words"."""

    act: Act
    modality: Modality = "asserted"
    trigger: str = ""
    source: str = ""
    place: str = ""
    perpetrators: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    note: str = ""


class ToldSentence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence and what it claims; `line`: it stands on a line of its own."""

    text: str
    claims: tuple[ToldClaim, ...] = ()
    line: bool = False
    note: str = ""


class ToldReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One short report; a post is told by lines, the other voices in one paragraph."""

    theatre: str
    voice: Voice
    published: str
    sentences: tuple[ToldSentence, ...]
    note: str = ""

    def text(self) -> str:
        """Return the report as it reads."""
        told = ""
        for before, one in zip((None, *self.sentences), self.sentences, strict=False):
            apart = self.voice == "post" or one.line or (before is not None and before.line)
            told += ("" if before is None else "\n" if apart else " ") + one.text
        return told + "\n"


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    report: tuple[ToldReport, ...]


class Reading(NamedTuple):
    """A short report beside what the program reads in it: rows as `match` takes them."""

    name: str
    document: Document
    claims: tuple[Claim, ...]
    wanted: list[Row]
    figures: list[tuple[str, ...]]


def score(folder: Path) -> dict[str, Any]:
    """Measure the claims of both halves, and which acts are found.

    Args:
        folder: the annotations (tests/corpus/wordings).

    Returns:
        figures by name, and the digest of the annotations.

    Raises:
        TrucewatchError: there are no annotations, or one does not fit its report.
    """
    told: dict[str, Any] = {"digest": digest(folder.glob("*.toml"))}
    for half in get_args(Split):
        readings = list(read_all(folder, half))
        rows = [([row_of(one) for one in reading.claims], reading.wanted) for reading in readings]
        tallies = {name: tally.row() for name, tally in score_claims(rows).items()}
        told[half] = {name: tallies[name] for name in FIELDS}
        told[half]["figures"] = _figures(readings).row()
        told[half]["by_act"] = _by_act(rows)
    return told


def read_all(folder: Path, split: Split) -> Iterable[Reading]:
    """Read the short reports of a half as they come, without a watch.

    Raises:
        TrucewatchError: there are none, or words of an annotation are not in its report.
    """
    files = sorted(folder.glob(f"*-{split}.toml"))
    if not files:
        raise TrucewatchError(
            f"{folder} holds no annotations of the {split} half",
            fix="Name the folder with --data, e.g. --data tests/corpus/wordings.",
        )
    tools = pipeline.tools_for(None)
    for path in files:
        for number, report in enumerate(read_toml(path, _File).report):
            name = f"{path.stem} report {number}"
            document = intake.read_document(
                report.text().encode(), name=f"{path.stem}.txt", published=report.published
            )
            told = [one for sentence in report.sentences for one in sentence.claims]
            yield Reading(
                name,
                document,
                pipeline.read(document, tools).claims,
                _anchored(report, document.item.text, name),
                [one.figures for one in told],
            )


def _anchored(report: ToldReport, text: str, name: str) -> list[Row]:
    rows, at = [], 0
    for sentence in report.sentences:
        around = _find(text, sentence.text, at, name)
        at = around.end
        for one in sentence.claims:
            trigger = _find(text, one.trigger, around.start, name) if one.trigger else around
            for words in (one.source, one.place, *one.perpetrators, *one.targets):
                _find(text, words, 0, name)
            told = GoldClaim(
                sentence=sentence.text,
                act=one.act,
                modality=one.modality,
                source=one.source,
                place=one.place,
                perpetrators=one.perpetrators,
                targets=one.targets,
                participants=one.participants,
            )
            rows.append(Row(told, trigger, around))
    return rows


def _find(text: str, words: str, start: int, name: str) -> Span:
    found = words_at(text, words, start)
    if found is None:
        raise TrucewatchError(
            f"{name}: the report has no {words!r}", fix="Copy the words of the report exactly."
        )
    return found


def _figures(readings: Iterable[Reading]) -> Tally:
    """A figure is right when its kind is and its words agree as other phrases do."""
    tally = Tally()
    for reading in readings:
        found = [row_of(one) for one in reading.claims]
        for number, index in match(found, reading.wanted).items():
            left = list(reading.figures[number])
            told = [(one.kind, one.text) for one in found[index].told.figures]
            right = 0
            for kind, words in told:
                hits = (one for one in left if _same_figure(kind, words, one))
                if (hit := next(hits, None)) is not None:
                    left.remove(hit)
                    right += 1
            tally.add(right=right, found=len(told), wanted=len(reading.figures[number]))
    return tally


def _same_figure(kind: str, words: str, told: str) -> bool:
    wanted, _, text = told.partition(" ")
    return kind == wanted and same_words(words, text)


def _by_act(rows: Iterable[tuple[list[Row], list[Row]]]) -> dict[str, dict[str, float]]:
    tallies: dict[str, Tally] = {}
    for found, wanted in rows:
        stands = match(found, wanted)
        for one in found:
            tallies.setdefault(one.told.act, Tally()).add(right=0, found=1, wanted=0)
        for number, row in enumerate(wanted):
            tally = tallies.setdefault(row.told.act, Tally())
            tally.add(right=int(number in stands), found=0, wanted=1)
    return {act: tallies[act].row() for act in sorted(tallies)}
