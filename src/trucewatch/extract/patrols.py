"""Patrols: route, outcome and cause as one sentence tells them (CODEBOOK, "Modality")."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from trucewatch.extract import tree
from trucewatch.extract.arguments import Arguments, arguments
from trucewatch.extract.forms import is_form, lemma_of
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
_OUTCOMES = ("cancelled", "attacked", "blocked", "shortened", "completed", "held")
"""Outcomes of a patrol, the gravest first."""


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
                off = outcome in ("completed", "held") and _did_not(scene, verb)
                return Outcome("cancelled" if off else outcome, span, verb)
    return _kept_off(scene, hit)


def _did_not(scene: Scene, verb: Token) -> bool:
    """Say whether it says that the patrol never was ("did not take place", "did not leave")."""
    beside = tree.children(scene.sentence, verb, "advmod", "aux")
    words = {token.text.lower() for token in beside}
    return not words.isdisjoint(("not", "n't")) and not words.isdisjoint(("did", "do", "does"))


def _kept_off(scene: Scene, hit: Hit) -> Outcome | None:
    """Read "a patrol was unable to reach X", "the patrol could not enter" as blocked."""
    goals = load_data("frames_patrol.toml")["unable"]["verbs"]
    for verb in scene.tokens:
        above = tree.head(scene.sentence, verb) if verb.dep == "xcomp" else verb
        if above is None or verb.pos != "VERB" or lemma_of(verb) not in goals:
            continue
        own = hit.token in tree.children(scene.sentence, above, "nsubj")
        if above is verb:
            unable = any(
                t.text.lower() in ("not", "n't")
                for t in tree.children(scene.sentence, verb, "advmod", "aux")
            )
        else:
            unable = lemma_of(above) in ("unable", "fail")
        if own and unable:
            return Outcome("blocked", Span(min(above.start, verb.start), verb.end), verb)
    return None


def _about(scene: Scene, token: Token, hit: Hit) -> bool:
    """Say whether a verb has the patrol, or its route, as subject or object."""
    if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "aux:pass", "cop"):
        return False
    if token.i == hit.token.i:
        return True
    args = arguments(scene, token, "verb")
    near = {t.i for key in ("subj", "obj", "on") for t in args.get(key, ())}
    if hit.token.i in near or _some_of(args, hit):
        return True
    if any(_the_convoy(scene, t) for t in args.get("subj", ())):
        return True
    of = {t.i for t in tree.ancestors(scene.sentence, hit.token)[:2] if t.pos == "NOUN"}
    part = hit.token.dep == "compound" or preposition(scene, hit.token) == "of"
    return bool(near & of) and hit.kind == "noun" and part


def _some_of(args: Arguments, hit: Hit) -> bool:
    """Say whether a bare number stands for some of the patrols ("of 38 planned patrols 33")."""
    counted = any(t.pos == "NUM" for key in ("subj", "obj") for t in args.get(key, ()))
    return counted and any(t.i == hit.token.i for t in args.get("of", ()))


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
    cause = _cause(scene, outcome) if outcome is not None and not planned else None
    return PatrolReport(
        route_text=None if route is None else scene.words(route),
        route_span=route,
        outcome=None if outcome is None or planned else outcome.outcome,
        outcome_span=None if outcome is None or planned else outcome.span,
        cause_text=None if cause is None else scene.words(cause),
        cause_span=cause,
        ordinal=ordinal_of(scene),
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


def _cause(scene: Scene, outcome: Outcome) -> Span | None:
    """Return what is printed as the reason: after a cue, or what others did to the patrol."""
    return (
        _after_cue(scene, outcome.verb)
        or _fronted(scene, outcome.verb)
        or _deed_beside(scene, outcome.verb)
        or _deed_itself(scene, outcome)
    )


def _cues() -> tuple[tuple[str, ...], ...]:
    firm = load_data("frames_patrol.toml")["causes"]["firm"]
    return tuple(tuple(cue.split()) for cue in (*firm, "after"))


def _cue_at(scene: Scene, i: int, words: Sequence[str]) -> int | None:
    """Return where the reason starts if a cue stands at a token: "after" belongs to its clause."""
    found = [token.text.lower() for token in scene.tokens[i : i + len(words)]]
    if found != list(words) or i + len(words) >= len(scene.tokens):
        return None
    if words[0] == "after":
        return scene.tokens[i].start if _clause_follows(scene, i) else None
    return scene.tokens[i + len(words)].start


def _after_cue(scene: Scene, verb: Token) -> Span | None:
    for words in _cues():
        for i in range(verb.i + 1, len(scene.tokens)):
            start = _cue_at(scene, i, words)
            if start is not None:
                return _until_end(scene, start)
    return None


def _fronted(scene: Scene, verb: Token) -> Span | None:
    """Return a reason told first: "Because of a roadside bomb, the patrol was cancelled"."""
    for words in _cues():
        start = _cue_at(scene, 0, words)
        comma = next((t for t in scene.tokens if t.text == "," and t.i < verb.i), None)
        if start is not None and comma is not None and comma.start > start:
            return Span(start, comma.start)
    return None


def _deed_beside(scene: Scene, verb: Token) -> Span | None:
    """Return the deed told before: "residents blocked the road and cut short the patrol"."""
    first = tree.head(scene.sentence, verb) if verb.dep == "conj" else None
    if first is None or first.i >= verb.i or lemma_of(first) not in _deeds():
        return None
    start = _clause_start(scene, first)
    joint = next(
        (t.start for t in scene.tokens if first.i < t.i < verb.i and t.dep == "cc"
         and t.head == verb.i),
        None,
    )  # fmt: skip
    if start is None or joint is None:
        return None
    span = trimmed(scene.text, start, joint)
    return Span(span.start, span.end - 1) if span.of(scene.text).endswith(",") else span


def _deed_itself(scene: Scene, outcome: Outcome) -> Span | None:
    """Return the clause whose subject others are: "militants blocked the patrol".

    In the passive it is those who did so ("was blocked by protesters").
    """
    verb = outcome.verb
    above = tree.head(scene.sentence, verb) if verb.dep == "xcomp" else None
    if above is not None and lemma_of(above) in load_data("frames_patrol.toml")["causes"]["force"]:
        verb = above
    elif outcome.outcome != "blocked":
        return None
    agent = tree.child(scene.sentence, verb, "obl:agent")
    if agent is not None:
        by = tree.child(scene.sentence, agent, "case")
        return tree.phrase(scene.sentence, agent, without=("case",)) if by is not None else None
    start = _clause_start(scene, verb)
    return None if start is None else _until_end(scene, start)


@lru_cache(maxsize=1)
def _deeds() -> frozenset[str]:
    return frozenset(load_data("frames_patrol.toml")["causes"]["deeds"])


def _clause_start(scene: Scene, verb: Token) -> int | None:
    """Return where the subject of an active verb starts; None where the patrol is the subject."""
    subjects = tree.children(scene.sentence, verb, "nsubj")
    if not subjects or any(_is_patrol(scene, t) or _the_convoy(scene, t) for t in subjects):
        return None
    return tree.phrase(scene.sentence, subjects[0]).start


def _is_patrol(scene: Scene, token: Token) -> bool:
    near = (token, *tree.children(scene.sentence, token, "compound", "nmod"))
    return any(lemma_of(one) == "patrol" for one in near)


def ordinal_of(scene: Scene) -> int | None:
    """Return which of a series the patrol of a sentence is ("the second joint patrol": 2).

    None where none or several are named, and for a first one "since" some time.
    """
    numbers = load_data("frames_patrol.toml")["ordinals"]
    found = {
        numbers[word.text.lower()]
        for noun in scene.tokens
        if noun.pos in ("NOUN", "PROPN") and lemma_of(noun) == "patrol"
        for word in scene.tokens[max(0, noun.i - _ORDINAL_REACH) : noun.i]
        if word.text.lower() in numbers and tree.within(scene.sentence, word, noun)
    }
    since = any(token.text.lower() == "since" for token in scene.tokens)
    return found.pop() if len(found) == 1 and not (since and found == {1}) else None


_ORDINAL_REACH = 7
"""Words before "patrol" in which its number stands ("the second A-B joint land patrol")."""


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


def one_patrol(first: PatrolReport | None, second: PatrolReport | None) -> PatrolReport | None:
    """Return one report of a patrol: the gravest outcome, the first route and cause."""
    if first is None or second is None:
        return first or second
    graver = min(
        (report for report in (first, second) if report.outcome is not None),
        key=lambda report: _OUTCOMES.index(report.outcome or "held"),
        default=first,
    )
    route = first if first.route_text else second
    cause = first if first.cause_text else second
    return PatrolReport(
        route_text=route.route_text, route_span=route.route_span, outcome=graver.outcome,
        outcome_span=graver.outcome_span, cause_text=cause.cause_text, cause_span=cause.cause_span,
        ordinal=first.ordinal or second.ordinal,
    )  # fmt: skip
