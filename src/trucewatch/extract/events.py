"""Happenings of one sentence: triggers grouped, with roles, places, times, weapons, figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from trucewatch.extract import tree
from trucewatch.extract.arguments import HITTING
from trucewatch.extract.clauses import modal_words
from trucewatch.extract.forms import is_any_form, is_form, lemma_of
from trucewatch.extract.roles import Parts
from trucewatch.extract.tallies import overheard
from trucewatch.extract.where import Where
from trucewatch.model import (
    Condition,
    Figure,
    OtherPlace,
    PatrolReport,
    Span,
    TallyReport,
    TimeRef,
    Weapon,
)
from trucewatch.model.vocabulary import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.attribution import Said
    from trucewatch.extract.frames import Frames
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit
    from trucewatch.model.vocabulary import Act, Modality, RestrictionKind

HOSTILE: Final = frozenset(FAMILIES["hostile"])
LOOSE: Final = frozenset({"attack", "explosion", "killing", "toll", "damage"})
"""Acts that say little of the means: a telling act beside them is the same happening."""
LOOK_BACK: Final = 200
"""Happenings of a text that a later one is held against: enough for any reader's memory, and what
keeps the cost of a long text in line with its length."""
_ARGUMENTS = frozenset(
    {
        "obj",
        "obl",
        "nsubj",
        "nsubj:pass",
        "nmod",
        "compound",
        "obl:agent",
        "nmod:poss",
        "iobj",
        "obl:unmarked",
    }
)
_HIT_BY = ("of", "on", "against", "obj")
_SHOTS = frozenset({"armed_clash", "small_arms_fire"})
_HARM_OF_BULLETS = {"kill": "harm.kill", "wound": "harm.wound", "injure": "harm.wound"}
_CLAUSES = frozenset({"advcl", "acl", "xcomp", "acl:relcl", "advcl:relcl"})
_USING = frozenset({"use", "employ"})
_SOUNDS = frozenset({"small_arms_fire", "explosion"})
_ASSESSING = frozenset({"assess", "identify", "classify", "consider", "describe", "recognise"})
_PARTING = frozenset({",", ";", "and", "(", ")", "."})


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one sentence tells it; folding joins those of several sentences."""

    scene: Scene
    hit: Hit
    hits: tuple[Hit, ...]
    act: Act
    modality: Modality
    said: Said
    parts: Parts = field(default_factory=Parts)
    where: Where = field(default_factory=Where)
    time: TimeRef | None = None
    validity: TimeRef | None = None
    weapons: tuple[Weapon, ...] = ()
    figures: tuple[Figure, ...] = ()
    announced: tuple[Figure, ...] = ()
    """The figures of the headline that told of it first, for what the text leaves uncounted."""
    condition: Condition | None = None
    patrol: PatrolReport | None = None
    tally: TallyReport | None = None
    restriction: RestrictionKind | None = None
    recap: bool = False
    hostile: bool = False
    harm_only: bool = False
    own_place: bool = True
    latest: int = -1

    @property
    def told_until(self) -> int:
        """The order of the last sentence that tells of the happening."""
        return max(self.latest, self.scene.order)

    @property
    def earlier(self) -> bool:
        """Say whether the happening lies before what is told ("the residents had fled")."""
        auxiliaries = tree.children(self.scene.sentence, self.hit.token, "aux")
        return any(t.text.lower() in ("had", "'d") for t in auxiliaries)

    @property
    def trigger(self) -> Span:
        """The words that state the happening."""
        return self.hit.span


def grouped(scene: Scene, hits: Sequence[Hit], frames: Frames) -> list[tuple[Hit, ...]]:
    """Group the triggers of a sentence by happening, each group's telling trigger first."""
    hits = [hit for hit in _strays(hits, frames) if not overheard(scene, hit)]
    main = [hit for hit in hits if hit.frame.harm is None and not _counted(scene, hit, hits)]
    harm = [hit for hit in hits if hit.frame.harm is not None]
    main = [hit for hit in main if not _spoken_of(scene, hit, main)]
    main = [hit for hit in main if not _background(scene, hit, main)]
    main = [hit for hit in main if not _costs(scene, hit, harm) and not _threatens(hit, main)]
    main = [hit for hit in main if not _struck(scene, hit, main) and not _used_so(hit, main)]
    main = [hit for hit in main if not _spelled_out(scene, hit, main)]
    main = [hit for hit in main if not _ordered_to(hit, main) and not _led_away(hit, main)]
    main = [hit for hit in main if not _seen(hit, main) and not _does(hit, main)]
    groups: list[list[Hit]] = []
    for hit in main:
        home = next((g for g in groups if any(_same(scene, hit, other) for other in g)), None)
        if home is None:
            groups.append([hit])
        else:
            home.append(hit)
    hostile = [g for g in groups if g[0].frame.act in HOSTILE]
    rest: list[Hit] = []
    for hit in harm:
        home = _doing(hit, hostile) or nearest(scene, hit.token, hostile)
        if home is None or _elsewhere(scene, hit, home):
            rest.append(hit)
        else:
            home.append(hit)
    if rest:
        groups.append(rest)
    return [tuple(_ordered(group, frames)) for group in groups]


def _doing(hit: Hit, groups: Sequence[list[Hit]]) -> list[Hit] | None:
    """Return the happening that is the subject of a verb of harm ("the attack wounded six")."""
    doers = {token.i for token in hit.args.get("subj", ())} if hit.kind == "verb" else set()
    return next((g for g in groups if any(one.token.i in doers for one in g)), None)


def _spoken_of(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether an event noun is only what a word is about, or what it answers.

    "Responsibility for the attack", "responded to the shelling"; but "responsibility for the
    murder of two nuns" tells of it.
    """
    return hit.kind == "noun" and any(
        tree.within(scene.sentence, hit.token, token)
        and not (other.frame.carry == "asserted" and _told_there(scene, token, hits))
        for other in hits
        if other.frame.carry is not None or other.frame.id == "attack.respond"
        for key in ("obj", "for", "to")
        for token in other.args.get(key, ())
    )


def _told_there(scene: Scene, phrase: Token, hits: Sequence[Hit]) -> bool:
    """Say whether a phrase names a happening with what it hit ("for the attack that killed X")."""
    return any(
        hit.kind == "noun"
        and tree.within(scene.sentence, hit.token, phrase)
        and any(hit.args.get(key) for key in _HIT_BY)
        for hit in hits
    )


def _tells(scene: Scene, carrying: Hit, noun: Hit) -> bool:
    """Say whether words that lay a happening at a door name it with what it hit."""
    return (
        carrying.frame.carry == "asserted"
        and noun.kind == "noun"
        and any(
            tree.within(scene.sentence, noun.token, token)
            for key in ("obj", "for", "to")
            for token in carrying.args.get(key, ())
        )
    )


def _strays(hits: Sequence[Hit], frames: Frames) -> list[Hit]:
    """Take a bullet that hits somebody beside a clash or fire for the harm that it does."""
    fire = [h for h in hits if h.frame.act in _SHOTS and h.frame.id != "small_arms_fire.bullet"]
    if not fire:
        return list(hits)
    rows = frames.by_id
    found = []
    for hit in hits:
        harm = next((row for verb, row in _HARM_OF_BULLETS.items() if is_form(hit.token, verb)), "")
        stray = hit.frame.id == "small_arms_fire.bullet" and harm in rows
        found.append(replace(hit, frame=rows[harm]) if stray else hit)
    return found


def _led_away(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether moving people only goes on telling of their capture ("detained and taken to")."""
    return hit.frame.act == "displacement" and any(
        other.frame.act in ("arrest", "abduction")
        and hit.token.head == other.token.i
        and hit.token.dep in ("conj", "advcl", "parataxis")
        for other in hits
    )


def _used_so(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a clause only names the arms of what is counted ("40 times, using mortars")."""
    using = hit.token.tag == "VBG" and lemma_of(hit.token) in _USING
    return using and any(
        other.frame.act == "tally" and hit.token.head == other.token.i for other in hits
    )


def _struck(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether aircraft in the sky are only what somebody shot at ("downed a drone over X")."""
    return (
        hit.frame.act == "overflight"
        and hit.kind == "noun"
        and any(
            tree.within(scene.sentence, hit.token, token)
            for other in hits
            if other.frame.act in HOSTILE
            for token in (*other.args.get("obj", ()), *other.args.get("subj", ()))
        )
    )


def _spelled_out(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether words of blame or denial spell out what they speak of.

    "Rejected the charge that it had ..."; "blamed the army for keeping crews away".
    """
    if hit.frame.carry is None or hit.frame.harm is not None:
        return False
    others = [other for other in hits if other is not hit]
    blamed = any(
        other.kind == "verb"
        and other.token.head == hit.token.i
        and other.token.dep in ("advcl", "obl", "xcomp", "ccomp")
        for other in others
    )
    denies = hit.frame.id in ("denial.report", "denial.predicate")
    return blamed or any(
        (other.kind == "verb" or key == "subj") and tree.within(scene.sentence, other.token, token)
        for other in others
        if denies and other.frame.act in HOSTILE
        if other.frame.harm is None or hit.frame.id == "denial.report"
        for key in ("obj", "subj")
        for token in hit.args.get(key, ())
    )


def _seen(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether seeing only tells who watched what moved ("saw two helicopters flying north").

    Of what was seen standing somewhere ("saw four tanks parked") the seeing tells.
    """
    if hit.frame.act != "sighting" or hit.kind != "verb":
        return False
    seen = {hit.token.i, *(t.i for key in ("obj", "subj") for t in hit.args.get(key, ()))}
    acts = _WATCHED if hit.frame.id == "sighting.see" else frozenset({"sighting"})
    return any(
        other.frame.act in acts
        and (other.token.head in seen if acts is _WATCHED else hit.token.head in _things(other))
        for other in hits
        if other is not hit and other.kind == "verb"
    )


def _does(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether troops that are called a movement do something else ("reinforcements retook")."""
    return hit.frame.id == "troop_movement.noun" and any(
        hit.token in other.args.get("subj", ()) and other.frame.act != hit.frame.act
        for other in hits
        if other.kind == "verb"
    )


def _things(hit: Hit) -> frozenset[int]:
    return frozenset({hit.token.i, *(t.i for t in hit.args.get("obj", ()))})


_WATCHED = frozenset({"overflight", "troop_movement", "withdrawal", "fortification"})


def _background(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a relative clause only reminds ("from which ... had been fired")."""
    clause = hit.kind == "verb" and hit.token.dep in ("acl:relcl", "advcl:relcl")
    had = any(t.text.lower() == "had" for t in tree.children(scene.sentence, hit.token, "aux"))
    before = any(
        o.token.i < hit.token.i and o.frame.act in HOSTILE and o.frame.carry is None for o in hits
    )
    return clause and had and before and hit.frame.act in HOSTILE | {"troop_movement"}


def _threatens(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a verb of threat only carries what it threatens ("threatened to shell")."""
    return (
        hit.frame.act == "threat"
        and hit.kind == "verb"
        and lemma_of(hit.token) in modal_words()["threatened"]["verbs"]
        and any(
            other.token.head == hit.token.i and other.token.dep in ("xcomp", "ccomp", "advcl")
            for other in hits
            if other is not hit
        )
    )


def _ordered_to(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a trigger is only what an ultimatum asks ("gave them an hour to leave")."""
    return hit.kind == "verb" and any(
        other.frame.id.startswith("threat.deadline")
        and hit.token.head == other.token.i
        and hit.token.dep in ("xcomp", "ccomp", "advcl", "acl")
        for other in hits
    )


def _costs(scene: Scene, hit: Hit, harm: Sequence[Hit]) -> bool:
    """Say whether the trigger is fighting at large that "has killed" so many: that is a toll."""
    if hit.kind != "noun" or hit.frame.id != "armed_clash.fought" or not harm:
        return False
    if "between" in hit.args:
        return False  # whose fighting it was makes it a happening of its own
    costly = any(is_form(token, "cost") for token in scene.tokens)
    # "broke out ..., killing 56" tells what it did there
    told = (other for other in harm if other.token.tag != "VBG")
    return costly or any(hit.token.i == t.i for other in told for t in other.args.get("subj", ()))


def _counted(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether an event noun is only what a tally counts ("19 cases of shelling")."""
    if hit.frame.act == "tally":
        return False
    before = [t.text.lower() for t in scene.tokens[max(0, hit.token.i - 2) : hit.token.i]]
    if before in (["of", "them"], ["of", "which"]) and any(h.frame.act == "tally" for h in hits):
        return True  # "23 violations, most of them shelling"
    if before[-1:] == ["by"] and before[:1] == ["violations"]:
        return True  # "16 violations by shelling"
    if _listed(scene, hit, hits):
        return True
    for other in hits:
        if other.frame.act != "tally":
            continue
        between = scene.tokens[other.token.i : hit.token.i]
        if hit.kind == "noun" and any(t.text == ":" for t in between):
            return True  # "violated the truce 38 times: mortars 22, sniping 12"
        numbered = tree.children(scene.sentence, hit.token, "nummod")
        if hit.kind == "noun" and other.kind == "verb" and numbered and other.token.i < hit.token.i:
            return True
        counted = (
            *(t for key in ("obj", "subj", "with", "in") for t in other.args.get(key, ())),
            other.token,
        )
        named = hit.kind == "noun" or hit.token.tag == "VBG"  # "no cases of opening fire"
        if named and any(
            tree.within(scene.sentence, hit.token, t) for t in counted if t.pos == "NOUN"
        ):
            return True
    return False


def _listed(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a count behind a colon takes the fire apart ("38 breaches: mortars 22, ...")."""
    after = scene.tokens[hit.token.i + 1 : hit.token.i + 2]
    numbered = any(t.pos == "NUM" for t in after)
    counts = [other.span.end for other in hits if other.frame.act == "tally"]
    return numbered and any(":" in scene.text[end : hit.span.start] for end in counts)


def nearest(scene: Scene, token: Token, groups: Sequence[list[Hit]]) -> list[Hit] | None:
    """Return the group with a trigger nearest to a token: by the tree, then by the words."""

    def distance(group: list[Hit]) -> tuple[int, int]:
        return min(
            (len(tree.path(scene.sentence, token, hit.token)), abs(token.i - hit.token.i))
            for hit in group
        )

    return min(groups, key=distance, default=None)


def _ordered(group: list[Hit], frames: Frames) -> list[Hit]:
    last = len(frames.rank)

    def order(hit: Hit) -> tuple[bool, bool, int, int]:
        rank = frames.rank.get(hit.frame.act, last)
        return hit.frame.harm is not None, hit.frame.carry is not None, rank, hit.span.start

    return sorted(group, key=order)


def _same(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether two triggers of a sentence tell one happening."""
    first, second = one.frame.act, other.frame.act
    if one.frame.carry is not None or other.frame.carry is not None:
        return _tells(scene, one, other) or _tells(scene, other, one)
    both = first in HOSTILE and second in HOSTILE
    cleared = one.frame.id == other.frame.id == "ied.clear"
    cleared = cleared and (_joined(scene, one, other) or _joined(scene, other, one))
    alike = cleared or (
        both
        and first == second
        and (_harms(scene, one, other) or _on_argument(one, other) or _on_argument(other, one))
    )
    sound = first == second and first in _SOUNDS and _one_sound(scene, one, other)
    meant = both and (_assessed(scene, one, other) or _assessed(scene, other, one))
    if alike or sound or meant:
        return True
    if both and (first == second or {first, second} & (LOOSE | {"ied", "small_arms_fire"})):
        return (
            _argument(scene, one, other)
            or _argument(scene, other, one)
            or _clause(scene, one, other)
            or _clause(scene, other, one)
        )
    if both:
        return _argument(scene, one, other) or _argument(scene, other, one)
    if first == second:
        return (
            _argument(scene, one, other)
            or _argument(scene, other, one)
            or _joined(scene, one, other)
            or _joined(scene, other, one)
            or (_clause(scene, one, other) or _clause(scene, other, one))
            or (first == "access_restriction" and (_adds(one, other) or _adds(other, one)))
            or (_on_argument(one, other) and one.token.tag == "VBG")  # "a truce starting at noon"
            or (_on_argument(other, one) and other.token.tag == "VBG")
            or (first == "talks" and one.token.head == other.token.i)
            or (first == "protest" and one.token.head == other.token.head)
        )
    return False


def _one_sound(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether two nouns name one fire ("40 bursts and shots of small-arms fire")."""
    if one.kind != "noun" or other.kind != "noun":
        return False
    first, second = sorted((one, other), key=lambda hit: hit.span)
    between = scene.tokens[first.token.i + 1 : second.token.i]
    led = {t.text.lower() for t in between if t.pos == "ADP"}
    return led <= {"of"} and not any(t.pos in ("VERB", "AUX") or t.text in ",;:()" for t in between)


def _assessed(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a noun only says what another is taken for ("explosions assessed as impacts")."""
    if one.kind != "noun" or other.kind != "noun":
        return False
    between = scene.tokens[other.token.i + 1 : one.token.i]
    words = [t.text.lower() for t in between]
    if "as" not in words or any(t.text in _PARTING for t in between):
        return False
    return any(is_any_form(t, _ASSESSING) for t in between[: words.index("as")])


def _argument(scene: Scene, noun: Hit, other: Hit) -> bool:
    """Say whether an event noun is an argument of the other trigger."""
    if noun.kind != "noun":
        return False
    token = noun.token
    for _ in range(3):
        above = tree.head(scene.sentence, token)
        if above is None or token.dep not in _ARGUMENTS:
            return False
        if above.i == other.token.i:
            lead = {t.text.lower() for t in tree.children(scene.sentence, token, "case")}
            return not lead & {"after", "before", "following", "since", "despite", "during", "amid"}
        token = above
    return False


def _clause(scene: Scene, verb: Hit, other: Hit) -> bool:
    """Say whether a verb's clause only adds to the other trigger ("..., firing rockets")."""
    if verb.kind != "verb" or verb.token.dep not in (*_CLAUSES, "parataxis"):
        return False
    if other.kind == "noun" and other.token.i < verb.token.i and _which(scene, verb.token):
        return True
    above = tree.head(scene.sentence, verb.token)
    if above is not None and is_form(verb.token, "use") and verb.token.tag == "VBG":
        # "initiated firing ... using mortars": the means of what the verb governs
        return above.i in (other.token.i, other.token.head)
    if above is None or above.i != other.token.i:
        return False
    if verb.token.dep == "acl:relcl":
        return True
    marks = {t.text.lower() for t in tree.children(scene.sentence, verb.token, "mark")}
    own = tree.children(scene.sentence, verb.token, "nsubj", "nsubj:pass")
    return not own and not marks & {"to", "after", "before", "while", "if", "because", "since"}


def _harms(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a second verb of one act goes on telling: joined to it, or after a colon."""
    if _joined(scene, one, other) or _joined(scene, other, one):
        return any(is_form(hit.token, word) for hit in (one, other) for word in HITTING)
    first, second = sorted((one, other), key=lambda hit: hit.span)
    return ":" in scene.text[first.span.end : second.span.start]


def _on_argument(one: Hit, other: Hit) -> bool:
    """Say whether a trigger describes an argument of the other ("a mine laid by X blew up")."""
    if one.kind != "verb" or one.token.dep not in ("acl", "acl:relcl"):
        return False
    return any(one.token.head == t.i for tokens in other.args.values() for t in tokens)


def _adds(one: Hit, other: Hit) -> bool:
    """Say whether a relative clause tells on about the other's doers ("..., who took a phone")."""
    return one.token.dep == "acl:relcl" and _on_argument(one, other)


def _which(scene: Scene, verb: Token) -> bool:
    """Say whether a clause opens with "in which" or "of which", which a tree often misplaces."""
    for token in tree.subtree(scene.sentence, verb):
        if token.text.lower() == "which" and token.i < verb.i:
            return bool(tree.children(scene.sentence, token, "case"))
    return False


def _joined(scene: Scene, one: Hit, other: Hit) -> bool:
    """Say whether a coordinated verb of the same act shares subject and place with the first."""
    above = tree.head(scene.sentence, one.token)
    if one.kind != "verb" or one.token.dep != "conj" or above is None or above.i != other.token.i:
        return False
    return not tree.children(scene.sentence, one.token, "nsubj", "nsubj:pass")


def _elsewhere(scene: Scene, hit: Hit, home: Sequence[Hit]) -> bool:
    """Say whether harm stands in a clause of its own that has another place or no tie."""
    first = min(home, key=lambda h: abs(h.token.i - hit.token.i))
    if _own_clauses(scene, hit.token, first.token):
        return True
    if first.frame.act in ("arrest", "abduction", "ground_advance") and first.kind == "verb":
        ends = ((hit.token, first.token), (first.token, hit.token))
        joined = any(one.dep == "conj" and one.head == other.i for one, other in ends)
        return joined and bool(tree.children(scene.sentence, hit.token, "nsubj", "nsubj:pass"))
    return False


def _own_clauses(scene: Scene, one: Token, other: Token) -> bool:
    """Say whether two coordinated verbs each have a subject of their own, and one is negated."""
    if one.head != other.i and other.head != one.i:
        return False
    if "conj" not in (one.dep, other.dep):
        return False
    subjects = [tree.children(scene.sentence, t, "nsubj", "nsubj:pass") for t in (one, other)]
    negated = any(
        t.text.lower() in ("not", "n't") for t in tree.children(scene.sentence, other, "advmod")
    )
    return all(subjects) and negated


def merged(into: Event, other: Event) -> Event:
    """Return `into` with what `other` adds: roles, figures, weapons, place and time it lacks."""
    figures = added(into.figures, other.figures)
    weapons = (*into.weapons, *(w for w in other.weapons if w not in into.weapons))
    where = _both_places(into, other)
    return replace(
        into,
        hits=(*into.hits, *other.hits),
        parts=into.parts.told_on(other.parts),
        where=where,
        time=into.time or other.time,
        validity=into.validity or other.validity,
        weapons=tuple(sorted(weapons, key=lambda weapon: weapon.span)),
        figures=figures,
        announced=into.announced or other.announced,
        latest=max(into.told_until, other.told_until),
        condition=into.condition or other.condition,
    )


def _both_places(into: Event, other: Event) -> Where:
    others = (*into.where.others, *(o for o in other.where.others if o not in into.where.others))
    if into.where.place is None:
        return Where(other.where.place, others)
    further = other.where.place
    moved = other.act in ("troop_movement", "withdrawal") and other.own_place
    if moved and further is not None and further != into.where.place:
        others = (*others, OtherPlace(role="destination", place=further))
    return Where(into.where.place, others)


def added(figures: tuple[Figure, ...], more: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the figures with further ones behind, `part_of` counted anew, each span once."""
    start = len(figures)
    shifted = [
        figure if figure.part_of is None else with_part(figure, figure.part_of + start)
        for figure in more
    ]
    spans = {figure.span for figure in figures}
    if all(figure.span not in spans for figure in more):
        return (*figures, *shifted)
    # The same words twice: only where two triggers of one sentence claim one figure.
    return figures


def with_part(figure: Figure, part_of: int | None) -> Figure:
    """Return the figure as part of another one of its claim."""
    import msgspec

    return msgspec.structs.replace(figure, part_of=part_of)
