"""Triggers that tell nothing of their own: what others speak of, count, see or threaten with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.arguments import REPELLING
from trucewatch.extract.clauses import modal_words
from trucewatch.extract.cues import find_cues
from trucewatch.extract.events import HOSTILE
from trucewatch.extract.forms import is_any_form, is_form, lemma_of
from trucewatch.extract.patrols import outcome_of
from trucewatch.extract.scene import preposition
from trucewatch.extract.tallies import overheard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.frames import Frame, Frames
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_HIT_BY = ("of", "on", "against", "obj")
_SHOTS = frozenset({"armed_clash", "small_arms_fire"})
_HARM_OF_BULLETS = {"kill": "harm.kill", "wound": "harm.wound", "injure": "harm.wound"}
_HARM_ROWS = ("harm.kill", "harm.wound", "harm.damage")
_MEASURES = frozenset({"frequency", "incidence", "intensity", "level", "number", "pace", "rate"})
_BACKING = frozenset({"back", "support", "cover", "accompany", "aid", "assist"})
_USING = frozenset({"use", "employ"})


def told(scene: Scene, hits: Sequence[Hit], frames: Frames) -> tuple[list[Hit], list[Hit]]:
    """Return the triggers that tell of a happening, and those of harm; none only spoken of."""
    hits = [_in_defence(scene, hit, frames) for hit in _strays(hits, frames)]
    hits = [_as_result(scene, hit, hits, frames) for hit in hits]
    hits = [hit for hit in hits if not overheard(scene, hit)]
    main = [hit for hit in hits if hit.frame.harm is None and not _counted(scene, hit, hits)]
    harm = [hit for hit in hits if hit.frame.harm is not None]
    main = [hit for hit in main if not _spoken_of(scene, hit, main)]
    main = [hit for hit in main if not _background(scene, hit, main) and not _downed(hit, main)]
    main = [hit for hit in main if not _costs(scene, hit, harm) and not _threatens(hit, main)]
    main = [hit for hit in main if not _struck(scene, hit, main) and not _used_so(hit, main)]
    main = [hit for hit in main if not _measured(scene, hit)]
    main = [hit for hit in main if not _backing(scene, hit, main)]
    main = [hit for hit in main if not _spelled_out(scene, hit, main)]
    main = [hit for hit in main if not _ordered_to(hit, main) and not _led_away(hit, main)]
    main = [hit for hit in main if not _seen(hit, main) and not _does(hit, main)]
    main = [hit for hit in main if not _patrols_own(scene, hit, main)]
    main = [hit for hit in main if not _campaign(scene, hit, main)]
    return main, harm


def _spoken_of(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether an event noun is only what a word is about, or what it answers.

    "Responsibility for the attack", "responded to the shelling"; but "responsibility for the
    murder of two nuns" tells of it.
    """
    return hit.kind == "noun" and any(
        tree.within(scene.sentence, hit.token, token)
        and not (other.frame.carry == "asserted" and _told_there(scene, token, hits))
        for other in hits
        if (other.frame.carry is not None and not _denies(other))
        or other.frame.id == "attack.respond"
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


def tells(scene: Scene, carrying: Hit, noun: Hit) -> bool:
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


def _in_defence(scene: Scene, hit: Hit, frames: Frames) -> Hit:
    """Take what was destroyed in beating off an attack for harm ("repelled it, destroying two")."""
    above = tree.head(scene.sentence, hit.token)
    harm = frames.by_id.get("harm.damage")
    joined = hit.kind == "verb" and hit.token.dep in ("advcl", "conj")
    if harm is None or above is None or not joined or not is_any_form(above, REPELLING):
        return hit
    ruins = is_any_form(hit.token, frozenset(words[0] for words in harm.verbs))
    return replace(hit, frame=harm) if ruins else hit


def _as_result(scene: Scene, hit: Hit, hits: Sequence[Hit], frames: Frames) -> Hit:
    """Take for harm what a participle says that a deed told before it did.

    "Two car bombs went off, killing 31 and wounding 118"; "six strikes, destroying three mortars".
    """
    if hit.kind != "verb" or hit.token.tag != "VBG" or hit.frame.act not in HOSTILE:
        return hit
    row = next((r for r in _HARM_ROWS if _harms_by(hit.token, frames.by_id.get(r))), None)
    first = _first_of_series(scene, hit.token)
    led = first.i > 0 and scene.tokens[first.i - 1].text == ","
    deed = any(
        other.token.i < first.i
        and other.frame.act in HOSTILE
        and other.frame.harm is None
        and other.frame.carry is None
        and other.token.tag != "VBG"
        for other in hits
    )
    return replace(hit, frame=frames.by_id[row]) if row is not None and led and deed else hit


def _first_of_series(scene: Scene, verb: Token) -> Token:
    """Return the first of the participles that "and" joins ("killing 31 and wounding 118")."""
    above = tree.head(scene.sentence, verb)
    while verb.dep == "conj" and above is not None and above.tag == "VBG":
        verb, above = above, tree.head(scene.sentence, above)
    return verb


def _harms_by(verb: Token, row: Frame | None) -> bool:
    return row is not None and is_any_form(verb, frozenset(w[0] for w in row.verbs if len(w) == 1))


def _led_away(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether moving people only goes on telling of their capture ("detained and taken to")."""
    return hit.frame.act == "displacement" and any(
        other.frame.act in ("arrest", "abduction")
        and hit.token.head == other.token.i
        and hit.token.dep in ("conj", "advcl", "parataxis")
        for other in hits
    )


def _used_so(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a clause only names the arms of what is told ("40 times, using mortars")."""
    using = hit.token.tag == "VBG" and lemma_of(hit.token) in _USING
    return using and any(
        hit.token.head == other.token.i
        or (other.frame.act in HOSTILE and _has(other, hit.token.head))
        for other in hits
        if other.frame.act == "tally" or (other.frame.act in HOSTILE and other is not hit)
    )


def _has(hit: Hit, i: int) -> bool:
    """Say whether a word is an argument of a trigger."""
    return any(token.i == i for tokens in hit.args.values() for token in tokens)


def _measured(scene: Scene, hit: Hit) -> bool:
    """Say whether fire is only what was more or less ("the number of explosions rose")."""
    above = tree.head(scene.sentence, hit.token)
    if hit.kind != "noun" or above is None or lemma_of(above) not in _MEASURES:
        return False
    definite = any(t.text.lower() == "the" for t in tree.children(scene.sentence, above, "det"))
    of = any(t.text.lower() == "of" for t in tree.children(scene.sentence, hit.token, "case"))
    return definite and of and hit.frame.act != "tally"


def _backing(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether fire only backs those who do something ("forces backed by air strikes took")."""
    above = tree.head(scene.sentence, hit.token)
    if hit.kind != "noun" or above is None or not is_any_form(above, _BACKING):
        return False
    apart = above.dep in ("acl", "advcl", "amod") and above.tag == "VBN"
    return apart and any(other.token.i != hit.token.i for other in hits)


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
    return blamed or _says_what(scene, hit, others)


def _says_what(scene: Scene, hit: Hit, others: Sequence[Hit]) -> bool:
    """Say whether a denial tells itself what is untrue, and so speaks of nothing told before.

    Not one of a part in it: "denied any hand in the raid".
    """
    if not _denies(hit):
        return False
    told = next((cue.scope for cue in find_cues(scene) if cue.verb == hit.token.i), frozenset())
    subjects = hit.args.get("subj", ())
    return any(
        other.token.i in told or _hostile_within(scene, other, subjects)
        for other in others
        if other.frame.carry is None
    )


def _denies(hit: Hit) -> bool:
    """Say whether words deny that something happened, and not only a part in it."""
    return hit.frame.id.startswith("denial.") and not hit.frame.denies_part


def _hostile_within(scene: Scene, other: Hit, phrases: Sequence[Token]) -> bool:
    """Say whether a statement that is called untrue names a hostile act."""
    hostile = other.frame.act in HOSTILE and other.frame.harm is None
    return hostile and any(tree.within(scene.sentence, other.token, one) for one in phrases)


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


def _campaign(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether an offensive is only the frame of an attack ("attacked X in their offensive")."""
    part = hit.frame.id == "ground_advance.advance" and hit.kind == "noun"
    return (
        part
        and preposition(scene, hit.token) in ("in", "during", "amid", "since", "as")
        and any(o.kind == "verb" and o.frame.act in HOSTILE and o.frame.harm is None for o in hits)
    )


def _patrols_own(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether access that a patrol did not get is that patrol's outcome ("could not enter")."""
    return hit.frame.id == "access_restriction.unreachable" and any(
        other.frame.act == "patrol"
        and other.kind == "noun"
        and other.token in hit.args.get("subj", ())
        and outcome_of(scene, other) is not None
        for other in hits
    )


def _does(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether troops called by their movement do something else ("reinforcements retook").

    "A rebel patrol stopped three trucks": the patrol is who did it.
    """
    if hit.frame.id == "patrol.patrol" and hit.kind == "noun":
        return any(
            hit.token in other.args.get("subj", ())
            and other.frame.act in ("access_restriction", "abduction", "arrest")
            and any(thing.pos == "NOUN" for thing in other.args.get("obj", ()))
            for other in hits
            if other.kind == "verb"
        )
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


def _downed(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether words only describe what was shot down ("two drones launched from X")."""
    return hit.token.tag in ("VBN", "VBD") and any(
        other.frame.id == "attack.shoot_down"
        and hit.token.dep in ("acl", "acl:relcl")
        and hit.token.head in {t.i for t in other.args.get("obj", ())}
        for other in hits
        if other is not hit
    )


def _threatens(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a verb of threat only carries what it threatens ("threatened to shell")."""
    return (
        hit.frame.act == "threat"
        and hit.kind == "verb"
        and lemma_of(hit.token) in modal_words()["threatened"]["verbs"]
        and any(
            (other.token.head == hit.token.i and other.token.dep in ("xcomp", "ccomp", "advcl"))
            or (other.kind == "noun" and other.token in hit.args.get("to", ()))
            for other in hits
            if other is not hit
        )
    )


def _ordered_to(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a trigger is only what is asked or tried ("gave them an hour to leave")."""
    return hit.kind == "verb" and any(
        other.frame.id.startswith(("threat.deadline", "ground_advance.attempted"))
        # The tree may hang "an attempt to enter" on the verb that has the attempt as its object.
        and hit.token.head in {other.token.i, other.token.head if other.kind == "noun" else -1}
        and hit.token.i > other.token.i
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
    tallies = [other for other in hits if other.frame.act == "tally"]
    before = [t.text.lower() for t in scene.tokens[max(0, hit.token.i - 2) : hit.token.i]]
    if before in (["of", "them"], ["of", "which"]) and tallies:
        return True  # "23 violations, most of them shelling"
    if before[-1:] == ["by"] and before[:1] == ["violations"]:
        return True  # "16 violations by shelling"
    return _listed(scene, hit, hits) or any(_counts(scene, one, hit) for one in tallies)


def _counts(scene: Scene, tally: Hit, hit: Hit) -> bool:
    """Say whether the trigger of a tally counts what another trigger names."""
    between = scene.tokens[tally.token.i : hit.token.i]
    if hit.kind == "noun" and any(t.text == ":" for t in between):
        return True  # "violated the truce 38 times: mortars 22, sniping 12"
    numbered = tree.children(scene.sentence, hit.token, "nummod")
    if hit.kind == "noun" and tally.kind == "verb" and numbered and tally.token.i < hit.token.i:
        return True
    counted = (
        *(t for key in ("obj", "subj", "with", "in") for t in tally.args.get(key, ())),
        tally.token,
    )
    named = hit.kind == "noun" or hit.token.tag == "VBG"  # "no cases of opening fire"
    return named and any(
        tree.within(scene.sentence, hit.token, t) for t in counted if t.pos == "NOUN"
    )


def _listed(scene: Scene, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a count behind a colon takes the fire apart ("38 breaches: mortars 22, ...")."""
    after = scene.tokens[hit.token.i + 1 : hit.token.i + 2]
    numbered = any(t.pos == "NUM" for t in after)
    counts = [other.span.end for other in hits if other.frame.act == "tally"]
    return numbered and any(":" in scene.text[end : hit.span.start] for end in counts)
