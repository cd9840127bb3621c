"""What every section needs: lookups, the period, labels of things and numbers of evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from trucewatch.model import (
    Claim,
    Document,
    GeometryCheck,
    Incident,
    PatrolRun,
    Record,
    Restriction,
    ScopeTest,
    Sighting,
    Tally,
    When,
    Where,
)
from trucewatch.report.model import EvidenceRef, Ref
from trucewatch.report.words import (
    act_names,
    listed,
    local_day,
    previous_period,
    quoted,
    rough_day,
)

Happening = Incident | PatrolRun | Sighting | Restriction | Tally


def claims_of(row: Happening) -> tuple[str, ...]:
    """Return the claims that a happening rests on."""
    return (row.claim,) if isinstance(row, Tally) else row.claims


def when_of(row: Happening) -> When:
    """Return the time of a happening; of a tally the period that it counts."""
    return row.period if isinstance(row, Tally) else row.when


@dataclass(frozen=True)
class Context:
    """A record seen through one period.

    A happening belongs to the first day that its time allows. One without a readable day belongs
    to no period: it keeps its card and is counted among what we could not see.
    """

    record: Record
    from_day: str
    to_day: str
    cutoff: str

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the watch."""
        return ZoneInfo(self.record.watch.timezone)

    @cached_property
    def previous(self) -> tuple[str, str]:
        """First and last day of the period before."""
        return previous_period(self.from_day, self.to_day)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {row.id: row for row in self.record.claims}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by the id of their item."""
        return {row.item.id: row for row in self.record.documents}

    def day(self, row: Happening) -> str | None:
        """Return the local day that a happening is counted on.

        That is the first day its stated time allows; where only the publication bounds it, the
        day on which it was first reported.
        """
        when = when_of(row)
        told = [self.claims[id_].published_at for id_ in claims_of(row) if id_ in self.claims]
        days = [day for at in told if (day := local_day(at, self.zone))]
        if when.basis != "stated" and days:
            return min(days)
        return local_day(when.start, self.zone) or local_day(when.end, self.zone)

    def published_day(self, document: Document) -> str | None:
        """Return the local day on which a report was published."""
        return local_day(document.item.published_at, self.zone)

    def side_of(self, document: Document) -> str:
        """Return the side of a report's source as assessed ("" where the source is unknown)."""
        source = self.record.watch.source(document.item.source)
        return source.side if source else ""

    def current(self, day: str | None) -> bool:
        """Say whether a day lies in the period."""
        return day is not None and self.from_day <= day <= self.to_day

    def before(self, day: str | None) -> bool:
        """Say whether a day lies in the period before."""
        return day is not None and self.previous[0] <= day <= self.previous[1]

    def shown(self, row: Happening) -> bool:
        """Say whether a happening has its place in this report: in the period, or undated."""
        day = self.day(row)
        return day is None or self.current(day)

    @cached_property
    def happenings(self) -> dict[str, tuple[Happening, ...]]:
        """Shown happenings by the letter of their label, in order of time."""
        merged = self.record.merged
        rows: dict[str, Iterable[Happening]] = {
            "I": merged.incidents,
            "P": merged.patrols,
            "S": merged.sightings,
            "R": merged.restrictions,
            "T": merged.tallies,
        }
        return {
            letter: tuple(
                sorted(
                    (row for row in group if self.shown(row)),
                    key=lambda row: (self.day(row) or "9999", when_of(row).start or "", row.id),
                )
            )
            for letter, group in rows.items()
        }

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Incidents of the period and undated ones."""
        return tuple(row for row in self.happenings["I"] if isinstance(row, Incident))

    @cached_property
    def refs(self) -> dict[str, Ref]:
        """Label and anchor of every shown happening by its id."""
        return {
            row.id: Ref(
                label=f"{letter}{number}",
                anchor=f"{letter.lower()}{number}",
                title=self.headline(row),
            )
            for letter, rows in self.happenings.items()
            for number, row in enumerate(rows, 1)
        }

    @cached_property
    def uses(self) -> dict[str, tuple[Ref, ...]]:
        """Shown happenings by the claim that they rest on."""
        found: defaultdict[str, list[Ref]] = defaultdict(list)
        for rows in self.happenings.values():
            for row in rows:
                for claim in claims_of(row):
                    found[claim].append(self.refs[row.id])
        return {claim: tuple(refs) for claim, refs in found.items()}

    @cached_property
    def cited(self) -> tuple[Claim, ...]:
        """Every claim that the report cites, in order of publication and of the text."""
        wanted = set(self.uses)
        wanted |= {row.id for row in self.tolls}
        wanted |= {check.claim for check in self.record.assessment.checks}
        known = (self.claims[id_] for id_ in wanted if id_ in self.claims)
        rows = [row for row in known if row.item in self.documents]
        return tuple(
            sorted(
                rows, key=lambda row: (row.published_at or "9999", row.item, row.sentence, row.id)
            )
        )

    @cached_property
    def tolls(self) -> tuple[Claim, ...]:
        """Claims of the period that state harm without a happening."""
        return tuple(
            row
            for row in self.record.claims
            if row.act == "toll" and self.current(local_day(row.published_at, self.zone))
        )

    @cached_property
    def measured(self) -> tuple[GeometryCheck, ...]:
        """Checks of figures that no claim carries: they name the item that states the figure."""
        checks = self.record.assessment.checks
        rows = {row.claim: row for row in checks if row.claim in self.documents}
        return tuple(rows.values())

    @cached_property
    def evidence_refs(self) -> dict[str, EvidenceRef]:
        """Number, anchor, source and side of every cited claim, and of every measured item."""
        cited = [(row.id, row.published_by) for row in self.cited]
        cited += [(row.claim, self.documents[row.claim].item.source) for row in self.measured]
        return {
            id_: EvidenceRef(
                number=number,
                anchor=f"e{number}",
                source=self.source_name(source),
                side=self.side_name(self.side_of_source(source)),
            )
            for number, (id_, source) in enumerate(cited, 1)
        }

    def evidence(self, claims: Iterable[str]) -> tuple[EvidenceRef, ...]:
        """Return the evidence behind some claims, in order of its numbers."""
        rows = {self.evidence_refs[id_] for id_ in claims if id_ in self.evidence_refs}
        return tuple(sorted(rows, key=lambda row: row.number))

    def links(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Return labels of happenings or of single claims; unknown ids are of other periods."""
        rows = []
        for id_ in ids:
            if id_ in self.refs:
                rows.append(self.refs[id_])
            elif id_ in self.evidence_refs:
                known = self.evidence_refs[id_]
                rows.append(Ref(label=f"[{known.number}]", anchor=known.anchor))
        return tuple(dict.fromkeys(rows))

    @cached_property
    def tests(self) -> dict[str, tuple[ScopeTest, ...]]:
        """Scope tests by the happening that they are about."""
        found: defaultdict[str, list[ScopeTest]] = defaultdict(list)
        for test in self.record.assessment.tests:
            found[test.subject].append(test)
        return {subject: tuple(rows) for subject, rows in found.items()}

    def source_name(self, source_id: str | None) -> str:
        """Return the name of a source, or say that it is in no table."""
        source = self.record.watch.source(source_id)
        return source.name if source else source_id or "source unknown"

    def side_of_source(self, source_id: str | None) -> str:
        """Return the side of a source as assessed ("" where the source is unknown)."""
        source = self.record.watch.source(source_id)
        return source.side if source else ""

    def side_name(self, side_id: str | None) -> str:
        """Return the name of a side as this watch calls it."""
        sides = self.record.watch.sides
        found = next((row.name for row in sides if row.id == side_id), None)
        return found or side_id or "side unknown"

    def actor_name(self, actor_id: str) -> str:
        """Return the neutral name of an actor; words that fit no actor are quoted as printed."""
        actor = self.record.watch.actor(actor_id)
        return actor.name if actor else quoted(actor_id)

    def actor_names(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return neutral names, each once."""
        return tuple(dict.fromkeys(self.actor_name(row) for row in ids))

    def agreement_title(self, agreement_id: str) -> str:
        """Return the short title of an agreement."""
        for row in self.record.agreements:
            if row.id == agreement_id:
                return row.short_title or row.title
        return agreement_id

    def party_name(self, agreement_id: str, party_id: str) -> str:
        """Return the name of a party to an agreement."""
        for row in self.record.agreements:
            party = row.party(party_id) if row.id == agreement_id else None
            if party:
                return party.name
        return self.actor_name(party_id)

    def named(self, agreement_id: str, text: str) -> str:
        """Return a reason with the names of lines and zones instead of an agreement's ids.

        Only ids that no prose contains are replaced: those with a hyphen or a digit inside.
        """
        for agreement in self.record.agreements:
            if agreement.id == agreement_id:
                names = {row.id: row.name for row in agreement.zones}
                names |= {row.id: row.name for row in agreement.lines}
                for id_, name in names.items():
                    if name and re.search(r"[-_\d]", id_):
                        text = re.sub(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", name, text)
        return text

    def place_name(self, where: Where) -> str:
        """Return what a place is called, or that it is not known."""
        return where.name or "place not resolved"

    def headline(self, row: Happening) -> str:
        """Name a happening in neutral words: what, where, when."""
        kind: dict[type, str] = {
            PatrolRun: "patrol",
            Sighting: "sighting",
            Restriction: "restriction of access",
            Tally: "tally",
        }
        name = act_names()[row.act] if isinstance(row, Incident) else kind[type(row)]
        if isinstance(row, Incident) and row.planned:
            name = f"{name} (announced, threatened or possible)"
        elif isinstance(row, Incident) and not row.told:
            name = f"{name} (only denied, or not seen)"
        where = None if isinstance(row, Tally) else row.where.name
        day = self.day(row)
        parts = [name[:1].upper() + name[1:]]
        if where:
            parts.append(where)
        parts.append(rough_day(day, when_of(row).precision))
        return ", ".join(parts)

    def sides_present(self) -> tuple[tuple[str, str], ...]:
        """Return id and name of the sides that the watch's sources have, in the watch's order."""
        present = {row.side for row in self.record.watch.sources}
        rows = [(row.id, row.name) for row in self.record.watch.sides if row.id in present]
        if any(not self.side_of(row) for row in self.record.documents):
            rows.append(("", "side unknown"))
        return tuple(rows)


def contested(row: Incident | PatrolRun, *fields: str) -> bool:
    """Say whether any of the fields is contested between independent voices."""
    return any(field.state == "contested" for field in row.fields if field.field in fields)


def names(values: Iterable[str], none: str = "not stated") -> str:
    """Join names for one cell."""
    return listed(values, none)
