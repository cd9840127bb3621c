"""Rows of violation tables and submissions of forms: one claim each, by their columns.

The columns say what prose has to be parsed for (CODEBOOK, all fields): where the words of a field
stand is the cell, or the words in it. Monitors' words for what they observe are data/records.toml,
and after them the event nouns of the frames. The places are the places room's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec.structs import replace

from trucewatch.extract.assemble import EXTRACTOR, guarded
from trucewatch.extract.events import HOSTILE, LOOSE
from trucewatch.extract.frames import load_frames
from trucewatch.extract.quantities import find_quantities
from trucewatch.extract.record_times import read_when
from trucewatch.extract.tables import load_data, plural_of
from trucewatch.extract.units import Unit, units
from trucewatch.extract.words import PhraseTable, cover, split_words
from trucewatch.model import (
    CLAIM_BEARING,
    Attribution,
    Claim,
    Entry,
    Figure,
    Group,
    Issue,
    Mention,
    OtherPlace,
    PatrolReport,
    Place,
    Reading,
    Span,
    TimeRef,
    Weapon,
    trimmed,
)
from trucewatch.model.vocabulary import (
    Act,
    FigureKind,
    Modality,
    PatrolOutcome,
    Qualifier,
    RestrictionKind,
)

if TYPE_CHECKING:
    from trucewatch.extract.lexicon import Lexicon
    from trucewatch.model import Document

_CALIBRE = re.compile(r"(?<![\d.])(\d{1,3}(?:[.,]\d{1,2})?)\s*-?\s*mm\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,]\d{3})*")
_SIGNS: dict[str, Qualifier] = {
    ">": "more_than",
    "≥": "at_least",
    ">=": "at_least",
    "<": "less_than",
    "≤": "up_to",
    "<=": "up_to",
}
_SIGN = re.compile(r"(>=|<=|[<>≥≤])\s*\Z")
_LISTED = re.compile(r"\s*(?:[,;/&+]|\band\b)\s*")
_TOLD = ("observation", "description")


class _Told(NamedTuple):
    """The act of an entry, and the words that say so."""

    act: Act
    span: Span
    rule: str


def read_entry(
    document: Document, place: Place | None, others: Sequence[OtherPlace], lexicon: Lexicon
) -> Reading:
    """Return the one claim of a document that is an entry, and what could not be read.

    An entry in which no word says what happened has no claim, and an issue that says so.
    """
    entry = document.entry
    passage = next(
        (n for n, one in enumerate(document.passages) if one.kind in CLAIM_BEARING), None
    )
    if entry is None or passage is None:
        return Reading(claims=())
    desk = _Desk(document, entry, document.passages[passage].span, lexicon)
    told = desk.told()
    if told is None:
        issue = Issue(
            code="claim_unreadable",
            message="no word of the entry says what happened: read it, and code it in review",
            span=desk.whole,
            item=document.item.id,
        )
        return Reading(claims=(), issues=(issue,))
    claim, issues = desk.claim(told, passage, place, tuple(others))
    kept, rejected = guarded(claim, document.item.text)
    rejected = tuple(replace(issue, item=document.item.id) for issue in rejected)
    return Reading(claims=(kept,), issues=(*issues, *rejected))


class _Desk:
    """One entry at work."""

    def __init__(self, document: Document, entry: Entry, whole: Span, lexicon: Lexicon) -> None:
        self.item = document.item
        self.text = document.item.text
        self.layout = entry.layout
        self.cells = entry.cells
        self.whole = whole
        self.lexicon = lexicon

    def claim(
        self, told: _Told, passage: int, place: Place | None, others: tuple[OtherPlace, ...]
    ) -> tuple[Claim, list[Issue]]:
        """Put the claim together."""
        when = read_when(self.text, self.cells, self.item.published_at, self.lexicon.timezone)
        issues = []
        if when.unreadable:
            issues.append(
                Issue(
                    code="date_unreadable",
                    message=f"{when.unreadable}: give the day of publication with --published, or "
                    f"correct the cell",
                    span=when.span,
                    item=self.item.id,
                )
            )
        figures = self._figures(told)
        forces = self._forces()
        modality = self._modality(figures)
        doer = told.act in HOSTILE or told.act in {"access_restriction", "road_block"}
        item, source = self.item, self.item.source
        return Claim(
            id=_claim_id(item.id, self.whole, told, modality),
            item=item.id,
            published_by=source,
            published_at=item.published_at,
            passage=passage,
            sentence=self.whole,
            trigger=told.span,
            act=told.act,
            modality=modality,
            attribution=self._attribution(),
            perpetrators=forces if doer else (),
            participants=() if doer else forces,
            place=place,
            other_places=others,
            time=when.ref,
            weapons=self._weapons(),
            figures=figures,
            patrol=self._patrol() if told.act == "patrol" else None,
            restriction=self._restriction() if told.act == "access_restriction" else None,
            labels=tuple(self.lexicon.labels.find(self.text, self.whole, source)),
            rule=told.rule,
            extractor=EXTRACTOR,
            score=_score(place, when.ref, told),
        ), issues

    # -- what ------------------------------------------------------------------------------

    def told(self) -> _Told | None:
        """Return the act: a patrol, or what is observed, narrowed by the weapon that is named."""
        if self.layout == "patrol":
            told = next(
                (self.cells[name] for name in ("outcome", "force", "date") if name in self.cells),
                self.whole,
            )
            return _Told("patrol", told, "record.patrol")
        found = next(
            (one for name in _TOLD if name in self.cells
             for one in [self._act_in(self.cells[name])] if one is not None),
            None,
        )  # fmt: skip
        if found is None or found.act not in LOOSE:
            return found
        acts = load_frames().act_of_weapon
        narrower = next((acts[one.class_] for one in self._weapons() if one.class_ in acts), None)
        return found if narrower is None else found._replace(act=narrower)

    def _act_in(self, cell: Span) -> _Told | None:
        words = split_words(self.text, cell)
        for table, rule in ((_terms(), "record.term"), (_event_nouns(), "record.noun")):
            hits = table.find(words)
            if hits:
                first, last, act = min(hits, key=lambda hit: _rank(hit[2]))
                return _Told(act, cover(words[first:last]), rule)
        return None

    def _modality(self, figures: Sequence[Figure]) -> Modality:
        """Say absent where it was looked for and was not there."""
        if any(figure.best == 0 for figure in figures):
            return "absent"
        for name in ("absent", "observation"):
            if (cell := self.cells.get(name)) is None:
                continue
            words = split_words(self.text, cell)
            if words and _absent().at(words, 0):
                return "absent"
        return "asserted"

    def _restriction(self) -> RestrictionKind | None:
        for name in _TOLD:
            if name in self.cells:
                hits = _restrictions().find(split_words(self.text, self.cells[name]))
                if hits:
                    return hits[0][2]
        return None

    # -- how many, with what, who ----------------------------------------------------------

    def _figures(self, told: _Told) -> tuple[Figure, ...]:
        cell = self.cells.get("count") or self.cells.get("vehicles")
        counted = _counted(self.text, cell) if cell else None
        if cell is None or counted is None:
            return ()
        span, low, best, high, qualifier = counted
        unit, group = self._unit(cell)
        kind: FigureKind = (
            "munitions"
            if told.act in load_data("records.toml")["counted"]["munitions"]
            else "other"
        )
        if "vehicles" in self.cells and cell == self.cells["vehicles"]:
            kind = "vehicles"
        elif unit is not None:
            kind = cast("FigureKind", load_data("figures.toml")["kinds"][unit.unit_class])
        return (
            Figure(
                kind=kind,
                group=None if group is None else Group(text=group.of(self.text), span=group),
                low=low,
                best=best,
                high=high,
                qualifier=qualifier,
                count_basis="unspecified" if unit is None else unit.basis,
                text=span.of(self.text),
                span=span,
            ),
        )

    def _unit(self, count: Span) -> tuple[Unit | None, Span | None]:
        """Return what the number counts: the first countable thing that the entry names."""
        label = Span(self.text.rfind("\n", 0, count.start) + 1, count.start)
        named = [self.cells[name] for name in ("counted", *_TOLD, "weapon") if name in self.cells]
        for cell in [label, *named] if self.layout == "patrol" else named:
            words = split_words(self.text, cell)
            for first, last, unit in units().find(words):
                if unit.unit_class in _COUNTED:
                    return unit, cover(words[first:last])
        return None, None

    def _weapons(self) -> tuple[Weapon, ...]:
        """Return the weapons of the weapon cell, or of the description where there is none."""
        cell = self.cells.get("weapon")
        if cell is None:
            told = [self.cells[name] for name in reversed(_TOLD) if name in self.cells]
            found = [one for part in told for one in self.lexicon.weapons(self.text, part)]
            return tuple(sorted(found, key=lambda one: one.span))
        found = [*self.lexicon.weapons(self.text, cell), *_short_names(self.text, cell)]
        kept: list[Weapon] = []
        for one in sorted(found, key=lambda weapon: weapon.span):
            if not kept or one.span.start >= kept[-1].span.end:
                kept.append(one)
        return tuple(_with_calibres(self.text, cell, kept))

    def _forces(self) -> tuple[Mention, ...]:
        """Return those in the cell, each of a list by itself ("Turkish and Russian units")."""
        cell = self.cells.get("force")
        if cell is None:
            return ()
        ends = [*(one.span() for one in _LISTED.finditer(self.text, *cell)), (cell.end, cell.end)]
        parts, start = [], cell.start
        for end, following in ends:
            parts.append(trimmed(self.text, start, end))
            start = following
        registry, source = self.lexicon.registry, self.item.source
        found = [
            registry.mention(self.text, part, source) for part in parts if part.end > part.start
        ]
        # Names with "and" in them stay whole: no part of theirs is anybody known.
        if not any(one.actor for one in found):
            return (registry.mention(self.text, cell, source),)
        return tuple(found)

    # -- who says so, what became of it ----------------------------------------------------

    def _attribution(self) -> Attribution:
        """Return the mission's own report, or that somebody told it."""
        for name in ("basis", "means"):
            if (cell := self.cells.get(name)) is not None:
                words = split_words(self.text, cell)
                if hits := _hearsay().find(words):
                    cue = cover(words[hits[0][0] : hits[0][1]])
                    return Attribution(form="reportedly", cue_text=cue.of(self.text), cue_span=cue)
        return Attribution(form="outlet")

    def _patrol(self) -> PatrolReport:
        route = self.cells.get("driven") or self.cells.get("planned")
        outcome, cause = self.cells.get("outcome"), self.cells.get("cause")
        outcomes: Mapping[str, PatrolOutcome] = load_data("records.toml")["outcomes"]
        return PatrolReport(
            route_text=route.of(self.text) if route else None,
            route_span=route,
            outcome=outcomes.get(outcome.of(self.text)) if outcome else None,
            outcome_span=outcome,
            cause_text=cause.of(self.text) if cause else None,
            cause_span=cause,
        )


_COUNTED = frozenset({"munition", "vehicle", "weapon", "person", "violation"})


def _claim_id(item: str, whole: Span, told: _Told, modality: Modality) -> str:
    parts = (item, tuple(whole), tuple(told.span), told.act, modality, None)
    return f"c1-{hashlib.sha256('|'.join(map(str, parts)).encode()).hexdigest()[:16]}"


def _score(place: Place | None, when: TimeRef | None, told: _Told) -> float:
    """Return how sure the reading is: .95, less .1 for no place, no time, a general noun each."""
    return round(0.95 - 0.1 * sum((place is None, when is None, told.rule == "record.noun")), 2)


# -- the words -----------------------------------------------------------------------------


@cache
def _order() -> dict[str, int]:
    return {act: n for n, act in enumerate(load_data("records.toml")["order"]["acts"])}


def _rank(act: str) -> int:
    return _order().get(act, len(_order()))


def _with_plurals(rows: Iterator[tuple[str, Act]]) -> dict[str, Act]:
    irregular = load_data("groups.toml")["irregular"]
    found: dict[str, Act] = {}
    for noun, act in rows:
        found.setdefault(noun, act)
        if noun.isascii():
            found.setdefault(plural_of(noun, irregular), act)
    return found


@cache
def _terms() -> PhraseTable[Act]:
    acts: Mapping[Act, Sequence[str]] = load_data("records.toml")["acts"]
    return PhraseTable(_with_plurals((noun, act) for act, nouns in acts.items() for noun in nouns))


@cache
def _event_nouns() -> PhraseTable[Act]:
    """Return the frames' nouns that state a happening whatever stands around them."""
    return PhraseTable(
        _with_plurals(
            (" ".join(noun), row.act)
            for row in load_frames().rows
            for noun in row.nouns
            if row.harm is None
            and row.carry is None
            and (not row.when or any(set(one) == {"self"} for one in row.when))
        )
    )


@cache
def _absent() -> PhraseTable[bool]:
    return PhraseTable(dict.fromkeys(load_data("records.toml")["absent"]["starts"], True))


@cache
def _hearsay() -> PhraseTable[bool]:
    return PhraseTable(dict.fromkeys(load_data("records.toml")["hearsay"]["words"], True))


@cache
def _restrictions() -> PhraseTable[RestrictionKind]:
    rows: Mapping[RestrictionKind, Sequence[str]] = load_data("records.toml")["restriction"]
    return PhraseTable({word: kind for kind, words in rows.items() for word in words})


@cache
def _shorts() -> dict[str, str]:
    rows = load_data("records.toml")["weapons"]
    return {name: kind for kind, names in rows.items() for name in names}


def _short_names(text: str, cell: Span) -> Iterator[Weapon]:
    for word in split_words(text, cell):
        if (kind := _shorts().get(word.text)) is not None:
            span = Span(word.start, word.end)
            yield Weapon(text=word.text, span=span, class_=kind)


def _with_calibres(text: str, cell: Span, found: Sequence[Weapon]) -> Iterator[Weapon]:
    """Give each calibre of a cell to the weapon before it, else to the one after."""
    left = list(_CALIBRE.finditer(text, cell.start, cell.end))
    for n, weapon in enumerate(found):
        until = found[n + 1].span.start if n + 1 < len(found) else cell.end
        since = weapon.span.start if n else cell.start
        mine = next((one for one in left if since <= one.start() < until), None)
        if mine is not None:
            left.remove(mine)
        if mine is None or weapon.calibre_mm is not None:
            yield weapon
        else:
            yield replace(weapon, calibre_mm=float(mine[1].replace(",", ".")))
    for one in left if not found else ():
        span = Span(*one.span())
        calibre = float(one[1].replace(",", "."))
        yield Weapon(text=span.of(text), span=span, class_="unspecified", calibre_mm=calibre)


def _counted(
    text: str, cell: Span
) -> tuple[Span, float | None, float | None, float | None, Qualifier] | None:
    """Return the number of a cell: its words, low, best, high, qualifier (CODEBOOK, Figures)."""
    found = find_quantities(text, cell)
    if found:
        span, low, best, high = found[0].span, found[0].low, found[0].best, found[0].high
        qualifier = found[0].qualifier
    elif digits := _DIGITS.search(text, cell.start, cell.end):
        span, qualifier = Span(*digits.span()), "exact"
        low = best = high = float(re.sub(r"[.,]", "", digits.group()))
    else:
        return None
    if qualifier == "exact" and (sign := _SIGN.search(text[cell.start : span.start])):
        span = Span(cell.start + sign.start(), span.end)
        qualifier = _SIGNS[sign[1]]
        if sign[1] in (">", "≥", ">="):
            high = None
        else:
            low = best = None
    return span, low, best, high, qualifier
