"""The whole flow, in the order in which a report travels through the house.

    bytes -> Document -> PlaceMentions -> Claims -> Merged -> Assessment -> Record

`read` needs no ledger; `add`, `merge` and `assess` write what they propose to one. Every step
can be run again at any time: nothing that is already known is recorded twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import msgspec

from trucewatch import agreement as agreements_room
from trucewatch import assess as assess_room
from trucewatch import config, extract, intake, places, plugins
from trucewatch import merge as merge_room
from trucewatch.errors import IntakeError
from trucewatch.extract.assemble import EXTRACTOR, guarded
from trucewatch.intake import copies, quarantine, reposts
from trucewatch.intake.folder import Input
from trucewatch.model import (
    Agreement,
    Assessment,
    Document,
    Issue,
    Merged,
    PlaceMention,
    Reading,
    Span,
    Watch,
)
from trucewatch.review import edits

if TYPE_CHECKING:
    from trucewatch.ledger import Ledger, Reads


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading needs, built once per command: tables, agreements, atlas, lexicon."""

    watch: Watch | None
    agreements: tuple[Agreement, ...]
    atlas: places.Atlas
    lexicon: extract.Lexicon
    quarantine: quarantine.Rules
    version: str
    """Names the extractor and a digest of the tables: changed tables mean reading again."""

    @property
    def watched(self) -> Watch:
        """The watch, for the steps that cannot do without one."""
        assert self.watch is not None, "this step works on a watch folder"
        return self.watch


def tools_for(folder: Path | None) -> Tools:
    """Load a watch folder's tables, or the bundled defaults where there is no watch."""
    if folder is None:
        return Tools(
            watch=None,
            agreements=(),
            atlas=places.default_atlas(),
            lexicon=extract.lexicon_for(None),
            quarantine=quarantine.rules_for(),
            version=EXTRACTOR,
        )
    watch = config.load_watch(folder)
    agreements = agreements_room.load_folder(folder / config.AGREEMENTS)
    tables = msgspec.json.encode(
        (msgspec.structs.replace(watch, folder="", fetch=False, abuse=()), agreements)
    )
    return Tools(
        watch=watch,
        agreements=agreements,
        atlas=places.atlas_for(watch, agreements),
        lexicon=extract.lexicon_for(watch, truces=_truces(agreements)),
        quarantine=quarantine.rules_for(watch.abuse),
        version=f"{EXTRACTOR}+{hashlib.sha256(tables).hexdigest()[:12]}",
    )


def _truces(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    """Return when the watched truces came into force: what "since the truce" counts from."""
    return tuple(
        row.from_
        for agreement in agreements
        for row in agreement.provisions
        if row.type == "cessation_of_hostilities" and row.from_
    )


class Extractor(Protocol):
    """A second reader: an installed package names one under `trucewatch.extractors`.

    It writes the same claims as ours and obeys the same rule: a field whose words are not in the
    text at its span is dropped, and the reading gets an issue that says so.
    """

    def read(self, document: Document, mentions: Sequence[PlaceMention]) -> Reading:
        """Return the claims of one document, with issues for what could not be read."""
        ...


def read(document: Document, tools: Tools) -> Reading:
    """Read the claims of one document: find its places, then its claims.

    An entry (a table's row, a form's answers) is read by its columns. Where no sentence can tell
    of anything, places are not looked for, unless another reader may want them.
    """
    extractors = plugins.found("trucewatch.extractors").values()
    mentions: tuple[PlaceMention, ...] = ()
    unplaced: tuple[Issue, ...] = ()
    if document.entry is not None:
        where = places.locate_entry(document, tools.atlas)
        reading = extract.read_entry(document, where.place, where.others, tools.lexicon)
        unplaced = where.issues
    else:
        if extractors or extract.may_claim(document, tools.lexicon):
            located = places.locate(document, tools.atlas)
            mentions, unplaced = located.mentions, located.issues
        reading = extract.read_claims(document, mentions, tools.lexicon)
    claims, issues = list(reading.claims), [*unplaced, *reading.issues]
    for extractor in extractors:
        second = extractor.read(document, mentions)
        issues += second.issues
        for claim in second.claims:
            kept, rejected = guarded(claim, document.item.text)
            claims.append(kept)
            issues += rejected
    return Reading(claims=tuple(claims), issues=tuple(issues))


# -- with a ledger -------------------------------------------------------------------------


class Added(NamedTuple):
    """What became of one item: its name, how it ended, and what there is to say about it.

    `unpacked` is a container (a feed, a chat, an archive), whose items have rows of their own.
    """

    name: str
    outcome: Literal["read", "duplicate", "empty", "refused", "unpacked"]
    claims: int
    issues: tuple[Issue, ...]
    reason: str = ""


def add(ledger: Ledger, inputs: Iterable[Input], tools: Tools) -> Iterator[Added]:
    """Take inputs in, one after the other; an unreadable one is named and the rest goes on.

    What is in the ledger is not parsed again. A container is recorded after its items, so an
    interrupted run goes on where it stopped when it is started again.
    """
    for one in inputs:
        try:
            data, known = one.load()
            ident = intake.identity(data)
            if ledger.has_document(ident):
                yield Added(one.name, "duplicate", 0, (), f"already in the ledger as {ident[:19]}")
                continue
            for taken in items_of(data, one.name, known, tools):
                yield _keep(ledger, taken, tools)
        except IntakeError as error:
            yield Added(one.name, "refused", 0, (), str(error))


def documents_of(one: Input, tools: Tools) -> Iterator[intake.Taken]:
    """Read one input, item by item, with what is known about it.

    Raises:
        IntakeError: its bytes cannot be had or read.
    """
    data, known = one.load()
    return items_of(data, one.name, known, tools)


def items_of(data: bytes, name: str, known: intake.Known, tools: Tools) -> Iterator[intake.Taken]:
    """Read the items of an input, with readers' comments under quarantine.

    Raises:
        IntakeError: the bytes cannot be read.
    """
    for taken in intake.read_documents(data, name=name, known=known):
        yield taken._replace(document=quarantine.marked(taken.document, tools.quarantine))


def _keep(ledger: Ledger, taken: intake.Taken, tools: Tools) -> Added:
    name, data, document, parts = taken
    item = document.item
    if ledger.has_document(item.id):
        return Added(name, "duplicate", 0, (), f"already in the ledger as {item.id[:19]}")
    watch = tools.watch
    if watch and item.source and watch.source(item.source) is None:
        unknown = Issue(
            code="source_unknown",
            message=f"the source {item.source!r} is not in sources.toml; add it there",
            item=item.id,
        )
        document = msgspec.structs.replace(document, issues=(*document.issues, unknown))
    document = _with_reposts(ledger, document, tools)
    reading = read(document, tools)
    # One commit for both: an item is in the ledger with its claims, or not at all.
    ledger.take_in(
        data,
        item.media_type,
        (
            ("document.added", item.id, document, f"document.added:{item.id}"),
            _read_row(document, reading, tools),
        ),
    )
    if parts is not None:
        reason = f"{parts} item{'' if parts == 1 else 's'}"
        return Added(name, "unpacked" if parts else "empty", 0, document.issues, reason)
    issues = (*document.issues, *reading.issues)
    empty = not any(passage.end > passage.start for passage in document.passages)
    return Added(name, "empty" if empty else "read", len(reading.claims), issues)


def _with_reposts(ledger: Ledger, document: Document, tools: Tools) -> Document:
    """Add the suggestion that the report tells what one in another language tells."""
    item = document.item
    if tools.watch is None or item.language is None or item.published_at is None:
        return document
    found: list[Issue] = []
    values = reposts.numbers_of(document)
    for other in ledger.with_numbers(values, item.language, item.published_at):
        earlier = ledger.document(other)
        if earlier is not None:
            issue = reposts.suspected(
                document, _traces(document, tools), earlier, _traces(earlier, tools)
            )
            found += [] if issue is None else [issue]
    return msgspec.structs.replace(document, issues=(*document.issues, *found))


def _traces(document: Document, tools: Tools) -> reposts.Traces:
    mentions = places.locate(document, tools.atlas).mentions
    chosen = [one.place.chosen for one in mentions if one.place.chosen]
    return reposts.traces(document, chosen, tools.watched.sources)


def _read_row(
    document: Document, reading: Reading, tools: Tools
) -> tuple[Literal["claims.read"], str, Reading, str]:
    """Return the event of a reading: kind, stream, value, idempotency key."""
    from trucewatch.ledger.store import reading_key

    item = document.item.id
    return "claims.read", f"claims:{item}", reading, reading_key(item, tools.version)


def merge(ledger: Ledger, tools: Tools, *, standing: merge_room.Standing | None = None) -> Merged:
    """Read what this version has not read yet, then propose groupings over all claims.

    Args:
        ledger: read from and written to.
        tools: the watch's tables.
        standing: what the merge before stands at, in a process that merges this watch again and
            again; the groupings are the same without it, and take longer.
    """
    for document in ledger.unread(tools.version):
        ledger.append_all([_read_row(document, read(document, tools), tools)])
    merged = (standing or merge_room.Standing()).merge(
        edits.standing(ledger), tools.watched, ledger.copied(), ledger.judgements()
    )
    _propose(ledger, "merge.proposed", merged)
    return merged


def copied(documents: tuple[Document, ...]) -> dict[str, list[tuple[str, tuple[Span, ...]]]]:
    """Say for each item which of its sentences stand in an earlier item, where there is no ledger.

    A ledger has an index of them: `Reads.copied`.
    """
    found: dict[str, list[tuple[str, tuple[Span, ...]]]] = {}
    for copy in copies.copies_of(documents):
        spans = tuple(mine for mine, _ in copy.shared)
        found.setdefault(copy.item, []).append((copy.of, spans))
    return found


def assess(ledger: Ledger, tools: Tools, *, from_day: str, to_day: str) -> Assessment:
    """Propose a finding per provision and day from the latest merge."""
    assessment = assess_known(ledger, tools, from_day=from_day, to_day=to_day)
    _propose(ledger, "assessment.proposed", assessment)
    return assessment


def assess_known(known: Reads, tools: Tools, *, from_day: str, to_day: str) -> Assessment:
    """Assess the record as known now or at an earlier seq, by today's rules; record nothing."""
    return assess_room.assess(
        known.merged(),
        edits.standing(known),
        tools.agreements,
        tools.watched,
        from_day=from_day,
        to_day=to_day,
        judgements=known.judgements(),
        documents=known.documents(),
    )


def _propose(
    ledger: Ledger, kind: Literal["merge.proposed", "assessment.proposed"], value: object
) -> None:
    key = ledger.proposal_key(kind, value)
    if key is not None:
        ledger.append(kind, kind.partition(".")[0], value, key=key)
