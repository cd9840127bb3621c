"""The words in which a happening is told, for provisions that are about named things."""

from __future__ import annotations

from collections.abc import Iterable

from trucewatch.assess.frame import Case
from trucewatch.assess.subjects import Subject


def told(case: Case, subject: Subject) -> str:
    """Return the words of a happening: its sentences, its place, and those in its roles."""
    parts = [case.sentence(claim) for claim in subject.claims]
    parts += [one.text for claim in subject.claims for one in (*claim.targets, *claim.participants)]
    parts += [subject.place_name or "", *subject.doers, *subject.targets]
    return " · ".join(part for part in parts if part)


def forms(names: Iterable[str]) -> tuple[str, ...]:
    """Return names with their plain English plurals."""
    found: list[str] = []
    for name in names:
        plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
        found += [name, plural]
    return tuple(found)
