"""What we could not see: every blind spot that the record knows of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from trucewatch.model import CODES, Document, Issue, Tally
from trucewatch.report.context import Context, Happening
from trucewatch.report.geography import COARSE
from trucewatch.report.model import Ref, Unseen
from trucewatch.report.words import counted, cutoff_moment, day_text, days_between, moment

UNREAD = frozenset(
    {"text_empty", "text_partial", "language_unsupported", "model_missing", "encoding_guessed"}
)
DATES = frozenset({"date_missing", "date_disagrees", "date_unreadable"})
PLACES = frozenset({"place_unresolved", "place_ambiguous"})
COMMENTS = frozenset({"thread_comment"})


def unseen(context: Context) -> tuple[Unseen, ...]:
    """List the blind spots of the period, also those that turned out empty."""
    return tuple(_rows(context))


def title_of(document: Document) -> str:
    """Return what a report is called in a list."""
    item = document.item
    return item.title or item.url or item.id


def _issues(context: Context, codes: frozenset[str]) -> list[tuple[str, Issue]]:
    """Return issues with the report that they are about, each once."""
    found: dict[tuple[str, str, str], tuple[str, Issue]] = {}
    for document in context.record.documents:
        for issue in document.issues:
            found[document.item.id, issue.code, issue.message] = (title_of(document), issue)
    for issue in context.record.issues:
        owner = context.documents.get(issue.item or "")
        name = title_of(owner) if owner else "the record"
        found[issue.item or "", issue.code, issue.message] = (name, issue)
    return [pair for pair in found.values() if pair[1].code in codes]


def _lines(pairs: list[tuple[str, Issue]]) -> tuple[str, ...]:
    """Write issues out, the same message once with the reports that it is about."""
    reports: defaultdict[str, list[str]] = defaultdict(list)
    for name, issue in pairs:
        reports[issue.message].append(name)
    return tuple(f"{message} ({', '.join(names)})" for message, names in sorted(reports.items()))


def _refs(rows: list[Happening], context: Context) -> tuple[Ref, ...]:
    return context.links(row.id for row in rows)


def _rows(context: Context) -> Iterator[Unseen]:
    days = days_between(context.from_day, context.to_day)
    read: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in context.record.documents:
        day = context.published_day(document)
        if day:
            read[day][context.side_of(document)] += 1
    silent = [day for day in days if not read[day]]
    yield Unseen(
        name="Days without any report",
        count=len(silent),
        explanation="Nothing published on these days was read. Silence is not compliance.",
        items=tuple(day_text(day) for day in silent),
    )
    sides = [(side, name) for side, name in context.sides_present() if side]
    quiet = []
    for side, name in sides:
        missing = sum(1 for day in days if not read[day][side])
        if missing:
            quiet.append(f"{name}: {counted(missing, 'day')} of {len(days)} without a report")
    yield Unseen(
        name="Sides not heard",
        count=len(quiet),
        explanation="Reports read by the day on which they were published.",
        items=tuple(quiet),
    )
    yield from _documents(context)
    yield from _places(context)
    dates = _issues(context, DATES)
    undated: list[Happening] = [
        row for letter in "IPSR" for row in context.happenings[letter] if context.day(row) is None
    ]
    yield Unseen(
        name="Dates that could not be read",
        count=len(dates) + len(undated),
        explanation="Happenings without a readable date keep their card and are counted nowhere.",
        items=_lines(dates),
        refs=_refs(undated, context),
    )
    unclear = _issues(context, frozenset({"claim_unreadable", "claim_rejected"}))
    yield Unseen(
        name="Sentences that could not be told apart",
        count=len(unclear),
        explanation="They state something that the program could not put into fields.",
        items=_lines(unclear),
    )
    yield from _outside(context)
    shown = UNREAD | DATES | PLACES | {"claim_unreadable", "claim_rejected", "figure_check"}
    rest = _issues(context, frozenset(CODES) - shown)
    yield Unseen(
        name="Other things to check",
        count=len(rest),
        explanation="Lines or zones without geometry, unknown sources, uncertain borders of text.",
        items=_lines(rest),
    )
    yield from _threads(context)


def _documents(context: Context) -> Iterator[Unseen]:
    pairs = _issues(context, UNREAD)
    yield Unseen(
        name="Reports not read, or not wholly",
        count=len({name for name, _ in pairs}),
        explanation="What they say is missing from every figure above.",
        items=_lines(pairs),
    )
    late = [title_of(one) for one in context.record.documents if _after(one, context)]
    yield Unseen(
        name="Reports published after the cut-off",
        count=len(late),
        explanation="They are in the record, and what they say of the period is used here.",
        items=tuple(late),
    )


def _after(document: Document, context: Context) -> bool:
    """Say whether a report came after the cut-off; a date without a time counts by its day."""
    at = moment(document.item.published_at or "", context.zone)
    if isinstance(at, datetime):
        return at > cutoff_moment(context.to_day, context.cutoff, context.zone)
    return at is not None and at.isoformat() > context.to_day


def _places(context: Context) -> Iterator[Unseen]:
    pairs = _issues(context, PLACES)
    yield Unseen(
        name="Places not resolved, or more than one possible",
        count=len(pairs),
        explanation="A name without a place keeps its words; it is on no map and in no zone.",
        items=_lines(pairs),
    )
    unlocated: list[Happening] = []
    coarse: list[Happening] = []
    for letter in "IPSR":
        for row in context.happenings[letter]:
            if isinstance(row, Tally):
                continue
            if row.where.geometry is None and row.where.lat is None:
                unlocated.append(row)
            elif row.where.precision in COARSE:
                coarse.append(row)
    yield Unseen(
        name="Happenings without a place",
        count=len(unlocated),
        explanation="Counted in the totals, shown on no map, held against no zone or line.",
        items=(),
        refs=_refs(unlocated, context),
    )
    yield Unseen(
        name="Happenings known only to a district or wider",
        count=len(coarse),
        explanation="Too coarse to say whether they lie in a zone or near a line.",
        items=(),
        refs=_refs(coarse, context),
    )


def _outside(context: Context) -> Iterator[Unseen]:
    merged = context.record.merged
    rows = [
        row
        for group in (merged.incidents, merged.patrols, merged.sightings, merged.restrictions)
        for row in group
        if not context.shown(row)
    ]
    yield Unseen(
        name="Happenings outside the period",
        count=len(rows),
        explanation="Told in the reports, but before or after the days of this report.",
        items=tuple(sorted(context.headline(row) for row in rows)),
    )


def _threads(context: Context) -> Iterator[Unseen]:
    comments = leads = 0
    threads = []
    sources = []
    for document in context.record.documents:
        count = sum(passage.kind in COMMENTS for passage in document.passages)
        comments += count
        leads += len(document.leads)
        if count:
            threads.append(f"{title_of(document)}: {counted(count, 'comment')}")
        if document.leads:
            sources.append(f"{title_of(document)}: {counted(len(document.leads), 'lead')}")
    yield Unseen(
        name="Reader comments set aside",
        count=comments,
        explanation="Comments are never used: no claim, no figure and no name comes from one.",
        items=tuple(threads),
    )
    yield Unseen(
        name="Leads",
        count=leads,
        explanation="Documents quoted inside comments: worth finding, never evidence.",
        items=tuple(sources),
    )
