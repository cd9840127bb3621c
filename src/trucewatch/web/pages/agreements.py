"""Agreements: what each provision says, where it stood on each day, and what stays open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from starlette.responses import Response

from trucewatch.errors import UsageError
from trucewatch.model import Agreement, Finding, ScopeTest
from trucewatch.model.agreements import Provision
from trucewatch.report.obligations import OUTSIDE
from trucewatch.report.words import tables
from trucewatch.web.asking import Asking
from trucewatch.web.looking import Look, looking, status_of
from trucewatch.web.query import KINDS, Happening

COLUMNS: Final = 62
"""Days side by side in one grid; longer periods are turned over."""
ROWS: Final = 60
"""Happenings listed under one scope answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One provision with its days in order; None where nothing was assessed."""

    provision: Provision
    days: tuple[Finding | None, ...]
    counts: tuple[tuple[str, int], ...]
    """Status and number of days, commonest first."""
    runs: tuple[tuple[Finding, Finding], ...]
    """First and last of days in a row that say the same."""


def agreements(asked: Asking) -> Response:
    """List the agreements of the watch, each with where its provisions stand on the last day."""
    look = looking(asked)
    latest: dict[str, dict[str, Finding]] = defaultdict(dict)
    for row in look.findings:
        latest[row.agreement][row.provision] = row
    rows = [
        (one, Counter(status_of(row) for row in latest[one.id].values()).most_common())
        for one in asked.desk.tools.agreements
    ]
    return look.page("agreements.html.j2", here="/agreements", rows=rows, tone=tone)


def agreement(asked: Asking) -> Response:
    """Show one agreement: grid, provisions, parties, what is open, what lies outside it.

    Raises:
        UsageError: the watch has no such agreement.
    """
    ident = asked.request.path_params["id"]
    found = next((one for one in asked.desk.tools.agreements if one.id == ident), None)
    if found is None:
        raise UsageError(f"there is no agreement {ident!r}", fix="Choose one under /agreements.")
    look = looking(asked)
    days = look.days
    pages = -(-len(days) // COLUMNS)
    at = min(look.query.page, pages)
    shown = days[(at - 1) * COLUMNS : at * COLUMNS]
    return look.page(
        "agreement.html.j2",
        here=f"/agreement/{ident}",
        agreement=found,
        days=shown,
        pages=pages,
        at=at,
        lines=_lines(found, look, shown),
        scope=_scope(found, look),
        listed=ROWS,
        kinds={kind.__name__: name for kind, name in KINDS.items()},
        deadlines={row.provision: row for row in found.deadlines},
        names=_names(found),
        status_of=status_of,
        tone=tone,
    )


def _names(agreement: Agreement) -> dict[str, str]:
    names = {row.id: row.name for row in agreement.parties}
    names |= {row.id: row.name for row in agreement.zones}
    names |= {row.id: row.name for row in agreement.lines}
    return names | {row.id: row.name for row in agreement.weapon_classes}


def tone(status: str) -> str:
    """Return the tone in which a status is shown, beside its shape and words."""
    return str(tables()["status"].get(status, {}).get("tone", "quiet"))


def _lines(agreement: Agreement, look: Look, days: tuple[str, ...]) -> list[Line]:
    by_day: dict[tuple[str, str], Finding] = {
        (row.provision, row.day): row for row in look.findings if row.agreement == agreement.id
    }
    lines = []
    for provision in agreement.provisions:
        found = tuple(by_day.get((provision.id, day)) for day in days)
        known = [row for row in found if row]
        counts = Counter(status_of(row) for row in known).most_common()
        same = [list(rows) for _, rows in groupby(known, key=_said)]
        runs = tuple((rows[0], rows[-1]) for rows in same)
        lines.append(Line(provision, found, tuple(counts), runs))
    return lines


def _said(row: Finding) -> tuple[object, ...]:
    return row.status, row.coverage, row.reason, row.basis, row.contested, row.decided_by


def _scope(
    agreement: Agreement, look: Look
) -> list[tuple[str, int, list[tuple[Happening, ScopeTest]]]]:
    """Return the scope answers of the period's happenings: answer, how many, and the first."""
    tests = look.kept(lambda: _tests(look), "tests").get(agreement.id, {})
    found: dict[str, list[tuple[Happening, ScopeTest]]] = defaultdict(list)
    for row in look.everything:
        for test in tests.get(row.id, ()):
            if test.answer in OUTSIDE:
                found[test.answer].append((row, test))
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(answer, len(rows), rows[:ROWS]) for answer, rows in ranked]


def _tests(look: Look) -> Mapping[str, Mapping[str, list[ScopeTest]]]:
    """Return the scope tests of the record by agreement and happening."""
    found: dict[str, dict[str, list[ScopeTest]]] = defaultdict(lambda: defaultdict(list))
    for test in look.known.assessment().tests:
        found[test.agreement][test.subject].append(test)
    return found
