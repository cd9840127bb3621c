"""Hold a happening against a provision: when, where, by whom, and how well it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec

from trucewatch.assess.days import EDGE
from trucewatch.assess.frame import Case
from trucewatch.assess.ground import Position
from trucewatch.assess.subjects import Subject
from trucewatch.model import ScopeTest, Status
from trucewatch.model.findings import Standing

GRADES: dict[str, Status] = {
    "single_source": "reported",
    "corroborated": "corroborated",
    "cross_side": "corroborated",
    "admitted": "corroborated",
    "monitor_verified": "corroborated",
    "contested": "contested",
}
"""What an occurrence grade gives a prohibition; `discounted` gives none."""
_WORDS = {
    "single_source": "one independent source says so",
    "corroborated": "independent sources agree",
    "cross_side": "sources of opposed sides agree",
    "admitted": "a side admits it",
    "monitor_verified": "a monitor verified it",
    "contested": "it is reported and denied",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that stops the test, with its reason and numbers."""

    status: Status
    reason: str
    ambiguities: tuple[str, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    standing: Standing | None = None
    share: float | None = None


def hold(
    case: Case,
    subject: Subject,
    *,
    start: dt.datetime,
    before: Status,
    what: str,
    place: Callable[[], Answer | Sequence[Position] | None] | None = None,
) -> ScopeTest | None:
    """Hold a happening of a kind that the provision forbids against it.

    Args:
        case: the provision.
        subject: the happening; its act is known to be covered.
        start: when the prohibition begins to bind.
        before: the answer for what lies before `start` (`not_in_force` or `not_due`).
        what: the happening in words, for the reason ("shelling", "tanks seen").
        place: the test of the place; by default the provision's zones.

    Returns:
        The test, or None where the happening lies outside the provision's ground.
    """
    if subject.absent:
        denied = f"Nobody says that it happened: {what} is only denied."
        return case.test(subject, "not_assessable", denied)
    found = (place or (lambda: zones_test(case, subject)))()
    if found is None:
        return None
    spot = found if isinstance(found, Answer) else inside(found)
    if spot.status == "not_assessable":
        return as_test(case, subject, spot)
    time = time_test(case, subject, start, before)
    spot = replace(spot, measures=(*spot.measures, *_line_measures(case, subject), *time.measures))
    if time.status in ("not_assessable", "not_in_force", before):
        return as_test(case, subject, replace(spot, status=time.status, reason=time.reason))
    edges = [answer for answer in (spot, time) if answer.status == "boundary_case"]
    return as_test(case, subject, _within(case, subject, what, spot, edges))


def _within(
    case: Case, subject: Subject, what: str, spot: Answer, edges: Sequence[Answer]
) -> Answer:
    """Return the answer for what lies, or may lie, on the ground while the provision binds."""
    if edges:
        words = " ".join(one.reason for one in edges)
        ids = tuple(id_ for one in edges for id_ in one.ambiguities)
        return replace(spot, status="boundary_case", reason=words, ambiguities=ids)
    stop = who_test(case, subject)
    if stop is None:
        return _graded(case, subject, what, spot)
    return replace(spot, status=stop.status, reason=stop.reason, ambiguities=stop.ambiguities)


def inside(positions: Sequence[Position]) -> Answer:
    """Return the answer for a place that lies in one of some zones, with the share in the best."""
    measures = tuple(one for row in positions for one in row.measures() if row.answer != "outside")
    best = max(positions, key=lambda row: row.share, default=None)
    if best is None:
        return Answer("reported", "")
    return Answer("reported", "", (), measures, best.answer, best.share)


def as_test(case: Case, subject: Subject, answer: Answer) -> ScopeTest:
    """Return an answer as the test of a happening."""
    return case.test(
        subject,
        answer.status,
        answer.reason,
        ambiguities=answer.ambiguities,
        measures=answer.measures,
        standing=answer.standing,
        share=answer.share,
    )


def _graded(case: Case, subject: Subject, what: str, spot: Answer) -> Answer:
    status = GRADES.get(subject.occurrence)
    if status is None:
        return replace(spot, status="not_assessable", reason="A reviewer discounted the report.")
    ground = case.provision.zones or case.provision.lines
    where = f" in {ground[0]}" if ground else ""
    reason = (
        f"{what[:1].upper()}{what[1:]}{where}, which {case.provision.id} forbids: "
        f"{_WORDS[subject.occurrence]}."
    )
    return replace(spot, status=status, reason=reason)


def zones_test(
    case: Case, subject: Subject, zones: Sequence[str] | None = None
) -> Answer | Sequence[Position] | None:
    """Test the place against the provision's zones, or others: None outside, positions inside."""
    zones = case.provision.zones if zones is None else zones
    if not zones:
        return ()
    if subject.spot is None:
        named = f"{subject.place_name!r} could not be placed" if subject.place_name else "No place"
        return Answer("not_assessable", f"{named}: whether it lies in {zones[0]} cannot be said.")
    rows = case.ground.positions(subject.spot, zones)
    best = min(rows, key=lambda row: _ORDER.index(row.answer))
    if best.answer in ("inside", "outside"):
        return rows if best.answer == "inside" else None
    ids = tuple(row.id for row in case.ambiguities("geometry"))
    name = subject.spot.name
    status, reason = {
        "straddles": (
            "boundary_case",
            f"The place straddles the edge of {best.zone}: {best.share:.0%} of it lies inside.",
        ),
        "too_broad": (
            "not_assessable",
            f"The place is stated too broadly: {best.share:.0%} of {name} lies in {best.zone}.",
        ),
        "unknown": ("not_assessable", f"{best.zone} has no geometry."),
    }[best.answer]
    share = None if best.answer == "unknown" else best.share
    return Answer(msgspec.convert(status, Status), reason, ids, best.measures(), best.answer, share)


def on_ground(
    case: Case, subject: Subject, then: Callable[[Sequence[Position]], ScopeTest | None]
) -> ScopeTest | None:
    """Return `then` of the positions inside the provision's zones; else what keeps it out."""
    found = zones_test(case, subject)
    if isinstance(found, Answer):
        return as_test(case, subject, found)
    return None if found is None else then(found)


_ORDER = ("inside", "straddles", "too_broad", "unknown", "outside")


def _line_measures(case: Case, subject: Subject) -> tuple[tuple[str, str], ...]:
    rows = []
    for id_ in case.provision.lines:
        line = case.agreement.line(id_)
        km = case.ground.km_to_line(subject.spot, line) if line and subject.spot else None
        if km is not None:
            rows.append((f"distance to {id_}", f"{km:.1f} km"))
    return tuple(rows)


def time_test(case: Case, subject: Subject, start: dt.datetime, before: Status) -> Answer:
    """Test the time: `before`, a boundary case, not assessable, or in force (`reported`).

    What lies within the window of an ambiguity of time is a boundary case; so is what may lie
    on either side of the start or end by more than a tenth of its own span.
    """
    if subject.when is None:
        return Answer("not_assessable", "Neither its time nor a date of publication is known.")
    when = subject.when.lasting()
    edges = [("entry into force", start)] + ([("the end", case.end)] if case.end else [])
    measures = (_minutes(when.start, start),) if _close(when.start, start) else ()
    for ambiguity in case.ambiguities("time"):
        window = dt.timedelta(minutes=ambiguity.window_minutes)
        for name, edge in edges:
            if when.share(edge - window, edge + window) > EDGE:
                return Answer(
                    "boundary_case",
                    f"It lies within {ambiguity.window_minutes} minutes of {name} "
                    f"({edge:%H:%M on %-d %B %Y}): {ambiguity.note}",
                    (ambiguity.id,),
                    measures,
                )
    for share, side, edge in (
        (when.share(None, start), "before", start),
        (when.share(case.end, None) if case.end else 0.0, "after", case.end or start),
    ):
        if share >= 1 - EDGE:
            status: Status = before if side == "before" else "not_in_force"
            words = "before it began to bind" if side == "before" else "after it ended"
            return Answer(status, f"It lies {words} ({edge:%-d %B %Y, %H:%M}).", (), measures)
        if share > EDGE:
            return Answer(
                "boundary_case",
                f"Its time is not fixed: it may lie {side} {edge:%-d %B %Y, %H:%M}.",
                (),
                measures,
            )
    return Answer("reported", "It lies while the provision is in force.", (), measures)


def _close(at: dt.datetime, edge: dt.datetime) -> bool:
    return abs(at - edge) <= dt.timedelta(hours=24) and (at.hour, at.minute) != (0, 0)


def _minutes(at: dt.datetime, edge: dt.datetime) -> tuple[str, str]:
    minutes = round((at - edge) / dt.timedelta(minutes=1))
    side = "after" if minutes >= 0 else "before"
    return (f"minutes {side} entry into force", str(abs(minutes)))


def who_test(case: Case, subject: Subject) -> Answer | None:
    """Test the actors: spoiler, claimed exemption, or nothing special (None)."""
    roll = case.roll
    if roll.excluded and roll.all_among(subject.doers, roll.excluded):
        who = ", ".join(subject.doers)
        return Answer(
            "spoiler", f"It is laid to {who}, whom the agreement excludes: nobody bound by it."
        )
    for ambiguity in case.ambiguities("exemption"):
        wanted = frozenset(ambiguity.actors)
        hit = roll.any_among(subject.targets, wanted)
        # In a clash both sides are perpetrators: fire at the exempt one is among it.
        if hit or (subject.act == "armed_clash" and roll.any_among(subject.doers, wanted)):
            return Answer(
                "exemption_claimed",
                f"The target is said to be among {', '.join(ambiguity.actors)}: {ambiguity.note}",
                (ambiguity.id,),
            )
    return None
