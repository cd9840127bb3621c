"""`trucewatch eval wordings`: short plain reports in which no wording comes twice.

A folder holds `NAME-dev.toml` and `NAME-test.toml`. Here a report is a list of sentences, each with
the claims that it holds, so that many ways to say a thing are annotated in little time: time,
weapons and the form of attribution stay out, and a figure is its kind and its words. `second/`
holds files of the same names by somebody who did not know what the first annotator said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from msgspec import Struct

from trucewatch import intake, pipeline
from trucewatch.config import read_toml
from trucewatch.errors import TrucewatchError
from trucewatch.measure.claims import Row, agreeing, match, row_of, same_words
from trucewatch.measure.claims import score as score_claims
from trucewatch.measure.gold import GoldClaim, Split, Voice, found_at
from trucewatch.measure.scores import Tally, digest
from trucewatch.model import Act, Claim, Document, Modality

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


class Told(NamedTuple):
    """One claim as a row that `match` takes, and its figures as (kind, words)."""

    row: Row
    figures: tuple[tuple[str, str], ...]


class Reading(NamedTuple):
    """A short report: what was read in it, by the program or an annotator, and what is wanted."""

    document: Document
    found: list[Told]
    wanted: list[Told]


def score(folder: Path) -> dict[str, Any]:
    """Measure the claims of both halves, which acts are found, and what two annotators share.

    Args:
        folder: the annotations (tests/corpus/wordings).

    Returns:
        figures by name, and the digest of the annotations.

    Raises:
        TrucewatchError: there are no annotations, or one does not fit its report.
    """
    told: dict[str, Any] = {"digest": digest(folder.rglob("*.toml"))}
    for half in get_args(Split):
        readings = list(read_all(folder, half))
        told[half] = _score(readings) | {"by_act": _by_act(readings)}
    if (folder / "second").is_dir():
        told["annotators"] = _score(list(_read_twice(folder)))
    return told


def read_all(folder: Path, split: Split) -> Iterator[Reading]:
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
        for name, document, report in _reports(path):
            found = [_told(one) for one in pipeline.read(document, tools).claims]
            yield Reading(document, found, _anchored(report, document.item.text, name))


def _read_twice(folder: Path) -> Iterator[Reading]:
    for path in sorted((folder / "second").glob("*.toml")):
        second, first = read_toml(path, _File).report, _reports(folder / path.name)
        for other, (name, document, report) in zip(second, first, strict=True):
            told, wanted = (_anchored(row, document.item.text, name) for row in (other, report))
            yield Reading(document, told, wanted)


def _reports(path: Path) -> Iterator[tuple[str, Document, ToldReport]]:
    for number, report in enumerate(read_toml(path, _File).report):
        document = intake.read_document(
            report.text().encode(), name=f"{path.stem}.txt", published=report.published
        )
        yield f"{path.stem} report {number}", document, report


def _told(claim: Claim) -> Told:
    row = row_of(claim)
    return Told(row, tuple((one.kind, one.text) for one in row.told.figures))


def _anchored(report: ToldReport, text: str, name: str) -> list[Told]:
    rows, at = [], 0
    for sentence in report.sentences:
        around = found_at(text, sentence.text, at, name)
        at = around.end
        for one in sentence.claims:
            trigger = found_at(text, one.trigger, around.start, name) if one.trigger else around
            people = (*one.perpetrators, *one.targets, *one.participants)
            for words in (one.source, one.place, *people):
                found_at(text, words, 0, name)
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
            pairs = (figure.partition(" ") for figure in one.figures)
            figures = tuple((kind, words) for kind, _, words in pairs)
            rows.append(Told(Row(told, trigger, around), figures))
    return rows


def _rows(reading: Reading) -> tuple[list[Row], list[Row]]:
    return [one.row for one in reading.found], [one.row for one in reading.wanted]


def _score(readings: Sequence[Reading]) -> dict[str, Any]:
    tallies = score_claims(_rows(reading) for reading in readings)
    return {name: tallies[name].row() for name in FIELDS} | {"figures": _figures(readings).row()}


def _figures(readings: Iterable[Reading]) -> Tally:
    """A figure is right when its kind is and its words agree as other phrases do."""
    tally = Tally()
    for reading in readings:
        for number, index in match(*_rows(reading)).items():
            found, wanted = reading.found[index].figures, reading.wanted[number].figures
            right = agreeing(found, wanted, same_figure)
            tally.add(right=right, found=len(found), wanted=len(wanted))
    return tally


def same_figure(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Say whether two figures are of one kind and in the same words."""
    return one[0] == other[0] and same_words(one[1], other[1])


def _by_act(readings: Iterable[Reading]) -> dict[str, dict[str, float]]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for reading in readings:
        found, wanted = _rows(reading)
        for row in found:
            tallies[row.told.act].add(right=0, found=1, wanted=0)
        stands = match(found, wanted)
        for number, row in enumerate(wanted):
            tallies[row.told.act].add(right=int(number in stands), found=0, wanted=1)
    return {act: tallies[act].row() for act in sorted(tallies)}
