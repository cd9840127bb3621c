"""Source and target of a claim as PLOVER counts them, beyond the roles that a claim has.

PLOVER's actors are whoever a noun phrase names, with all that hangs on it ("the camp for Congolese
refugees"). Its protests and its threats have a target where a claim has no role: whom a protest is
against, and of whom a threat asks something ("unless the government yields").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trucewatch.extract import analysis
from trucewatch.measure.muc.chunks import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trucewatch.extract.tree import Sentence
    from trucewatch.measure.muc.chunks import Chunk
    from trucewatch.model import Claim, Span

SURRENDER: Final = ("abduction.surrender", "abduction.yielded")
"""Rules for those who give themselves up: targets to us, sources to PLOVER."""
_MUTUAL: Final = ("shelling.traded", "shelling.duel", "armed_clash.duel")
"""Rules for what two sides do to each other."""
_PROTESTS: Final = frozenset({"protest", "road_block"})
_OPPOSED: Final = frozenset({"against"})
_BEFORE: Final = frozenset({"outside", "before"})
"""Prepositions for the house of whom a crowd stands before."""
_ABOUT: Final = frozenset({"at", "of", "over", "for", "to", "against", "with"})
"""Prepositions behind a word of protest or demand."""
_OBJECTING: Final = (
    "protest", "denounc", "condemn", "oppos", "criticis", "criticiz", "demand", "call", "defian",
    "anger", "angry", "reject", "urg", "accus", "object",
)  # fmt: skip
"""How words begin whose object is what is protested against or demanded."""
_OF_NOUN: Final = ("nmod", "nmod:poss", "obl", "appos", "conj")
_REACH: Final = 6
"""How many nouns deep a phrase is followed."""


class Phrases:
    """The noun phrases of the sentence of a claim."""

    def __init__(self, text: str, span: Span) -> None:
        trees = analysis.analyse(text, [span])
        self.sentence: Sentence | None = trees[0] if trees else None
        self.chunks: tuple[Chunk, ...] = tuple(chunks(trees[0])) if trees else ()

    def whole(self, spans: Iterable[Span]) -> list[Span]:
        """Return phrases with those that hang on them, and on these in turn."""
        found = list(spans)
        for _ in range(_REACH):
            more = [
                chunk.span
                for chunk in self.chunks
                if chunk.dep in _OF_NOUN
                and any(chunk.governor.overlaps(span) for span in found)
                and not any(chunk.span.overlaps(span) for span in found)
            ]
            if not more:
                break
            found += more
        return found

    def within(self, span: Span) -> list[Span]:
        """Return the first subject in a stretch of the sentence."""
        inside = (chunk for chunk in self.chunks if span.covers(chunk.span))
        return [chunk.span for chunk in inside if chunk.dep.startswith("nsubj")][:1]

    def objected_to(self, text: str) -> Iterator[Span]:
        """Yield what a protest is against: what words of objection and demand have beside them."""
        for chunk in self.chunks:
            above = chunk.governor.of(text).lower()
            objecting = above.startswith(_OBJECTING)
            beside = chunk.lead in _ABOUT or (not chunk.lead and chunk.dep in ("obj", "iobj"))
            if chunk.lead in _OPPOSED | _BEFORE or (objecting and beside):
                yield chunk.span


def doers(claim: Claim, phrases: Phrases) -> list[Span]:
    """Return the spans of the source of a claim."""
    found = [one.span for one in (*claim.perpetrators, *claim.participants)]
    found += [one.span for one in claim.targets] if claim.rule in SURRENDER else []
    # Where nobody is named, PLOVER takes the means for the source ("a car bomb killed ...").
    found += [] if found else [weapon.span for weapon in claim.weapons]
    said = claim.attribution.source_span
    if claim.modality == "threatened" and said is not None:
        found.append(said)
    return phrases.whole(found)


def done_to(text: str, claim: Claim, phrases: Phrases) -> list[Span]:
    """Return the spans of the target of a claim in a text."""
    found = [one.span for one in (*claim.targets, *claim.participants)]
    # A town is a place to us and a target to PLOVER ("shelled the capital").
    found += [] if claim.place is None else [claim.place.span]
    if claim.rule in _MUTUAL and not claim.targets:
        found += [one.span for one in claim.perpetrators]
    if claim.act in _PROTESTS:
        taking_part = [one.span for one in (*claim.perpetrators, *claim.participants)]
        found += [
            span
            for span in phrases.objected_to(text)
            if not any(span.overlaps(other) for other in taking_part)
        ]
    if claim.condition is not None and (claim.act == "threat" or claim.modality == "threatened"):
        found += phrases.within(claim.condition.span)
    return phrases.whole(found)
