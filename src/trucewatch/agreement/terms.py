"""Deadlines: dates that the text fixes, and dates counted from an anchor it may leave open."""

from __future__ import annotations

import datetime as dt

import msgspec

from trucewatch.agreement.tables import Problems, nearest
from trucewatch.model import Agreement, Deadline, Provision, Term

_MOMENTS = ("from", "starts", "start_by", "due", "until")
"""Keys of a provision that an anchor may name."""


class _CircleError(Exception):
    pass


class _Resolver:
    """Turns terms into dates, following anchors from provision to provision."""

    def __init__(self, signed: str, provisions: tuple[Provision, ...], problems: Problems) -> None:
        self.signed = signed
        self.provisions = {row.id: row for row in provisions}
        self.index = {row.id: n for n, row in enumerate(provisions)}
        self.problems = problems
        self.under_way: list[str] = []

    def dates(self, provision: Provision, key: str, term: Term) -> tuple[str, ...]:
        """Return the moments of a term, one per reading of its anchors."""
        if term.on is not None:
            return (term.on,)
        if not term.anchors:
            return term.dates
        name = f"{provision.id}.{key}"
        if name in self.under_way:
            raise _CircleError(" -> ".join([*self.under_way, name]))
        self.under_way.append(name)
        try:
            found = [
                _later(moment, term)
                for anchor in term.anchors
                for moment in self._moments(provision, key, anchor)
            ]
        finally:
            self.under_way.pop()
        return tuple(dict.fromkeys(found))

    def _moments(self, provision: Provision, key: str, anchor: str) -> tuple[str, ...]:
        if anchor == "signed":
            return (self.signed,)
        owner_id, _, field = anchor.rpartition(".")
        owner = self.provisions.get(owner_id) if owner_id else provision
        path = f"provision[{self.index[provision.id]}].{key}.anchor ({provision.id})"
        if owner is None or field not in _MOMENTS:
            every = ["signed", *_MOMENTS]
            every += [f"{id_}.{name}" for id_ in self.provisions for name in _MOMENTS]
            self.problems.add(
                path,
                f'no moment is called "{anchor}"{nearest(anchor, every)}',
                fix='write "signed", a key of this provision such as "from", or one of another '
                'provision such as "P1.from"',
            )
            return ()
        value = getattr(owner, "from_" if field == "from" else field)
        if value is None:
            self.problems.add(
                path,
                f'{owner.id} has no "{field}"',
                fix=f"add it to {owner.id}, or anchor elsewhere",
            )
            return ()
        return self.dates(owner, field, value) if isinstance(value, Term) else (value,)


def _later(moment: str, term: Term) -> str:
    """Return a moment some days or hours after another; days make a date of it."""
    if term.within_days is not None:
        return (
            dt.date.fromisoformat(moment[:10]) + dt.timedelta(days=term.within_days)
        ).isoformat()
    start = dt.datetime.fromisoformat(moment)
    return (start + dt.timedelta(hours=term.within_hours or 0)).isoformat()


def resolve(
    signed: str, provisions: tuple[Provision, ...], problems: Problems
) -> tuple[Provision, ...]:
    """Return the provisions with the dates of their terms filled in.

    Anchors that do not exist, or that lead back to themselves, go to `problems`.
    """
    resolver = _Resolver(signed, provisions, problems)
    return tuple(
        msgspec.structs.replace(
            _resolved(resolver, row),
            earlier=tuple(
                msgspec.structs.replace(old, provision=_resolved(resolver, old.provision))
                for old in row.earlier
            ),
        )
        for row in provisions
    )


def _resolved(resolver: _Resolver, provision: Provision) -> Provision:
    changes = {}
    for key in ("start_by", "due"):
        term: Term | None = getattr(provision, key)
        if term is None:
            continue
        try:
            dates = resolver.dates(provision, key, term)
        except _CircleError as circle:
            resolver.problems.add(
                f"provision[{resolver.index[provision.id]}].{key}.anchor ({provision.id})",
                f"anchors lead back to themselves ({circle})",
                fix="anchor one of them to a date",
            )
            dates = ()
        changes[key] = msgspec.structs.replace(term, dates=dates)
    return msgspec.structs.replace(provision, **changes) if changes else provision


def deadlines(agreement: Agreement) -> tuple[Deadline, ...]:
    """Return when each duty falls due, with the counting in words.

    `due` holds one moment per reading of the text; a bare date is the last day that is in time.
    """
    return tuple(
        Deadline(
            agreement=agreement.id,
            provision=row.id,
            due=row.due.dates,
            reason=_reason(agreement, row, row.due),
        )
        for row in agreement.provisions
        if row.due is not None and row.due.dates
    )


def _reason(agreement: Agreement, provision: Provision, term: Term) -> str:
    parts = []
    if term.on is not None:
        parts.append(f"The text gives the date {term.on}.")
    elif not term.anchors:
        parts.append(f"The text can be read as {' or '.join(term.dates)}; overdue after the later.")
    else:
        span = (
            f"{term.within_days} days"
            if term.within_days is not None
            else f"{term.within_hours} hours"
        )
        if len(term.dates) == len(term.anchors):
            readings = [
                f"{span} from {_anchor_in_words(anchor)}: {date}"
                for anchor, date in zip(term.anchors, term.dates, strict=True)
            ]
        else:  # an anchor that can be read in several ways itself
            anchors = " or ".join(map(_anchor_in_words, term.anchors))
            readings = [f"{span} from {anchors}: {' or '.join(term.dates)}"]
        parts.append("; ".join(readings) + ".")
        if len(term.dates) > 1:
            parts.append("The text does not say which; overdue only after the later.")
    parts += [
        f"Amended on {row.on}: {row.field} was {row.old}, became {row.new}."
        for row in provision.amended
        if row.field == "due"
    ]
    parts += [
        f"{row.id}: {row.note}"
        for row in agreement.ambiguities_of(provision.id)
        if row.kind == "anchor"
    ]
    return " ".join(parts)


def _anchor_in_words(anchor: str) -> str:
    words = {"signed": "signature", "from": "entry into force", "starts": "the first day"}
    owner, _, key = anchor.rpartition(".")
    named = words.get(key, key.replace("_", " "))
    return f"{named} of {owner}" if owner else named
