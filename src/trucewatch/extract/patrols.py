"""Patrols: route, outcome and cause as one sentence tells them (CODEBOOK, "Modality")."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from trucewatch.extract import tree
from trucewatch.extract.arguments import arguments
from trucewatch.extract.forms import is_form
from trucewatch.extract.scene import preposition
from trucewatch.extract.tables import load_data
from trucewatch.model import PatrolReport, Span, trimmed
from trucewatch.model.vocabulary import PatrolOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit
    from trucewatch.model import PlaceMention

_LEADS = frozenset({"along", "on", "from", "to", "between", "via", "through", "down", "as far as"})
_SPOKEN_OF = frozenset({"from", "along", "between"})


class Outcome(NamedTuple):
    """What became of a patrol, and the words that say so."""

    outcome: PatrolOutcome
    span: Span
    verb: Token


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[PatrolOutcome, tuple[str, ...]], ...]:
    rows = load_data("frames_patrol.toml")["outcomes"]
    return tuple(
        (cast("PatrolOutcome", outcome), tuple(phrase.split()))
        for outcome, phrases in rows.items()
        for phrase in sorted(phrases, key=lambda p: -len(p.split()))
    )


def outcome_of(scene: Scene, hit: Hit) -> Outcome | None:
    """Return the gravest outcome that a verb of the sentence states of the patrol."""
    verbs = [token for token in scene.tokens if _about(scene, token, hit)]
    for outcome, words in _phrases():
        for verb in verbs:
            span = _matched(scene, verb, words)
            if span is not None:
                return Outcome(outcome, span, verb)
    return None


def _about(scene: Scene, token: Token, hit: Hit) -> bool:
    """Say whether a verb has the patrol, or its route, as subject or object."""
    if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "aux:pass", "cop"):
        return False
    if token.i == hit.token.i:
        return True
    args = arguments(scene, token, "verb")
    near = {t.i for key in ("subj", "obj", "on") for t in args.get(key, ())}
    if hit.token.i in near:
        return True
    if any(_the_convoy(scene, t) for t in args.get("subj", ())):
        return True
    of = {t.i for t in tree.ancestors(scene.sentence, hit.token)[:2] if t.pos == "NOUN"}
    part = hit.token.dep == "compound" or preposition(scene, hit.token) == "of"
    return bool(near & of) and hit.kind == "noun" and part


def _the_convoy(scene: Scene, token: Token) -> bool:
    """Say whether a noun takes up the patrol of its sentence ("and the convoy returned")."""
    definite = any(t.text.lower() == "the" for t in tree.children(scene.sentence, token, "det"))
    return definite and bool(scene.classes[token.i] & {"convoy"})


def _matched(scene: Scene, verb: Token, words: Sequence[str]) -> Span | None:
    if not is_form(verb, words[0]):
        return None
    end = verb
    for word in words[1:]:
        window = scene.tokens[end.i + 1 : end.i + 4]
        found = next((t for t in window if is_form(t, word)), None)
        if found is None:
            return None
        end = found
    return Span(verb.start, end.end)


def report(
    scene: Scene, outcome: Outcome | None, places: Sequence[PlaceMention], *, planned: bool
) -> PatrolReport:
    """Return what the sentence says about a patrol; a planned one has no outcome."""
    route = _route(scene, places)
    cause = _cause(scene, outcome.verb) if outcome is not None else None
    return PatrolReport(
        route_text=None if route is None else scene.words(route),
        route_span=route,
        outcome=None if outcome is None or planned else outcome.outcome,
        outcome_span=None if outcome is None or planned else outcome.span,
        cause_text=None if cause is None else scene.words(cause),
        cause_span=cause,
    )


def _route(scene: Scene, places: Sequence[PlaceMention]) -> Span | None:
    """Return the words of the way: "along the M4 from A to B"; a road alone serves too."""
    fitting = [m for m in places if m.lead in _LEADS or m.place.relation == "along"]
    fitting.sort(key=lambda mention: mention.place.span)
    way = [m for m in fitting if m.lead in _SPOKEN_OF or m.place.relation in ("along", "between")]
    if not way:
        return None
    first = last = way[0]
    for mention in fitting:
        if mention.place.span.start >= last.place.span.end and _goes_on(scene, last, mention):
            last = mention
    start = first.place.span.start
    if first.lead in _SPOKEN_OF and first.lead_span is not None:
        start = min(start, first.lead_span.start)
    return Span(start, last.place.span.end)


_GAP = 45
"""Characters that may stand between two places of one way ("..., two km west of X, to ...")."""


def _goes_on(scene: Scene, last: PlaceMention, mention: PlaceMention) -> bool:
    """Say whether a place continues the way: close behind, and no verb between."""
    gap = Span(last.place.span.end, mention.place.span.start)
    between = tree.inside(scene.sentence, gap)
    return gap.end - gap.start <= _GAP and not any(t.pos in ("VERB", "AUX") for t in between)


def _cause(scene: Scene, verb: Token) -> Span | None:
    table = load_data("frames_patrol.toml")["causes"]
    lower = [token.text.lower() for token in scene.tokens]
    for cue in (*table["firm"], "after"):
        words = cue.split()
        for i in range(verb.i + 1, len(lower) - len(words)):
            if lower[i : i + len(words)] != words:
                continue
            start = scene.tokens[i + len(words)].start
            if cue == "after" and not _clause_follows(scene, i):
                continue
            return _until_end(scene, start if cue != "after" else scene.tokens[i].start)
    return None


def _clause_follows(scene: Scene, i: int) -> bool:
    """Tell "after militants attacked" from "after about five kilometres"."""
    above = tree.head(scene.sentence, scene.tokens[i])
    return above is not None and above.pos in ("VERB", "AUX") and above.i > i


def _until_end(scene: Scene, start: int) -> Span | None:
    """Return the words up to the end of the clause: a comma before a saying tail ends it."""
    end = scene.sentence.end
    for token in scene.tokens:
        if token.start <= start:
            continue
        rest = scene.text[token.end : scene.sentence.end]
        tail = any(word in rest.split()[-3:] for word in ("said.", "said", "added.", "reported."))
        if token.text in (";", "\u2014") or (token.text == "," and tail):
            end = token.start
            break
    span = trimmed(scene.text, start, end)
    while span.end > span.start and scene.text[span.end - 1] in ".,;:":
        span = Span(span.start, span.end - 1)
    return span if span.end > span.start else None
