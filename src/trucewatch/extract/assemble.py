"""From happenings to claims: identities, chances, and the guard that no field lacks its words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from trucewatch.extract.score import scored
from trucewatch.model import Claim, Issue, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.events import Event
    from trucewatch.extract.labels import LabelTable
    from trucewatch.extract.relations import Links
    from trucewatch.model import Document, LabelUse, Weapon

EXTRACTOR = "trucewatch-rules/1"

_SPANNED = ("place", "time", "validity", "condition")
_LISTED = ("perpetrators", "targets", "participants", "weapons", "labels")


def claims_of(
    document: Document, events: Sequence[Event], links: Links, labels: LabelTable
) -> tuple[tuple[Claim, ...], tuple[Issue, ...]]:
    """Return the claims of a document in the order of their sentences, and what was rejected."""
    item = document.item
    drafts = [_claim(document, event, labels) for event in events]
    ids = _distinct([draft.id for draft in drafts])
    claims: list[Claim] = []
    issues: list[Issue] = []
    for n, draft in enumerate(drafts):
        relates = tuple(Relation(claim=ids[m], relation=kind) for kind, m in links.get(n, ()))
        claim, rejected = guarded(replace(draft, id=ids[n], relates_to=relates), item.text)
        issues += [replace(issue, item=item.id) for issue in rejected]
        claims.append(claim)
    return scored(claims, item.text), tuple(issues)


def _claim(document: Document, event: Event, labels: LabelTable) -> Claim:
    item = document.item
    sentence = event.scene.told
    found: tuple[LabelUse, ...] = tuple(labels.find(item.text, sentence, item.source))
    return Claim(
        id=claim_id(item.id, event),
        item=item.id,
        published_by=item.source,
        published_at=item.published_at,
        passage=event.scene.passage,
        sentence=sentence,
        trigger=event.trigger,
        act=event.act,
        modality=event.modality,
        attribution=event.said.attribution,
        perpetrators=event.parts.perpetrators,
        targets=event.parts.targets,
        participants=event.parts.participants,
        place=event.where.place,
        other_places=event.where.others,
        time=event.time,
        validity=event.validity,
        weapons=_named_once(event.weapons),
        figures=event.figures,
        patrol=event.patrol,
        tally=event.tally,
        restriction=event.restriction,
        condition=event.condition,
        labels=found,
        rule=event.hit.frame.id,
        extractor=EXTRACTOR,
        denies_part=event.modality == "denied" and event.hit.frame.denies_part,
    )


def _named_once(weapons: Sequence[Weapon]) -> tuple[Weapon, ...]:
    """Return the weapons without those that only repeat a part of an earlier one's name.

    "Grad rockets ... the rockets": the second says nothing more.
    """
    kept: list[Weapon] = []
    for weapon in weapons:
        words = set(weapon.text.lower().split())
        if not any(words <= set(other.text.lower().split()) for other in kept):
            kept.append(weapon)
    return tuple(kept)


def claim_id(item: str, event: Event) -> str:
    """Return the stable id of a claim: the same text read the same way has the same id."""
    sentence, trigger = event.scene.told, event.trigger
    source = event.said.attribution.source_span
    parts = (item, tuple(sentence), tuple(trigger), event.act, event.modality,
             None if source is None else tuple(source))  # fmt: skip
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
    return f"c1-{digest[:16]}"


def _distinct(ids: Sequence[str]) -> list[str]:
    """Tell apart the rare claims that agree in all that an id is made of."""
    seen: dict[str, int] = {}
    found = []
    for one in ids:
        count = seen.get(one, 0)
        seen[one] = count + 1
        found.append(one if not count else f"{one[:-1]}{count:x}")
    return found


# ---- the span rule --------------------------------------------------------------------------
def guarded(claim: Claim, text: str) -> tuple[Claim, tuple[Issue, ...]]:
    """Drop every field whose words are not the text at its span (DESIGN, principle 2)."""
    issues: list[Issue] = []
    changes: dict[str, Any] = {}
    for name in _SPANNED:
        value = getattr(claim, name)
        if value is not None and not _true(value, text):
            changes[name] = None
            issues.append(_rejected(name, value))
    for name in _LISTED:
        values = getattr(claim, name)
        kept = tuple(value for value in values if _true(value, text))
        if len(kept) != len(values):
            changes[name] = kept
            issues += [_rejected(name, value) for value in values if value not in kept]
    kept_places = tuple(other for other in claim.other_places if _true(other.place, text))
    if len(kept_places) != len(claim.other_places):
        changes["other_places"] = kept_places
        issues += [
            _rejected("other_places", o.place) for o in claim.other_places if o not in kept_places
        ]
    figures = claim.figures
    if any(not _true(figure, text) for figure in figures):
        changes["figures"] = _true_figures(claim, text, issues)
    return (replace(claim, **changes) if changes else claim), tuple(issues)


def _true(value: Any, text: str) -> bool:
    span: Span = value.span
    return 0 <= span.start < span.end <= len(text) and span.of(text) == value.text


def _true_figures(claim: Claim, text: str, issues: list[Issue]) -> tuple[Any, ...]:
    keep = [n for n, figure in enumerate(claim.figures) if _true(figure, text)]
    place = {n: i for i, n in enumerate(keep)}
    issues += [_rejected("figures", f) for n, f in enumerate(claim.figures) if n not in place]
    return tuple(
        replace(
            claim.figures[n],
            part_of=place.get(whole) if (whole := claim.figures[n].part_of) is not None else None,
        )
        for n in keep
    )


def _rejected(name: str, value: Struct) -> Issue:
    span = getattr(value, "span", None)
    words = getattr(value, "text", "")
    return Issue(
        code="claim_rejected",
        message=f"{name}: {words!r} is not in the text at its span; the field was left out",
        span=span,
    )
