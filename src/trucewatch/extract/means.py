"""Means and act: with what a happening was done, and what that makes of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from trucewatch.extract import tree
from trucewatch.extract.arguments import LIGHT
from trucewatch.extract.events import HOSTILE, LOOSE
from trucewatch.extract.figures import HARM_KINDS, FigureReading
from trucewatch.extract.forms import is_any_form
from trucewatch.extract.shares import AIRCRAFT, Share
from trucewatch.model import Span, Weapon
from trucewatch.model.vocabulary import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.frames import Frames
    from trucewatch.extract.roles import Parts
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.triggers import Hit

_WEARING = re.compile(r"\bwearing\s+(?:\w+\s+){0,2}$")
_LIGHT_VEHICLES = (
    "pick-up",
    "pick-ups",
    "pickup",
    "pickups",
    "technicals",
    "jeeps",
    "cars",
    "boats",
)
_CARRYING = re.compile(r"\s+(?:with|carrying|mounting|fitted with|armed with)\s+(?:\w+\s+)?")


def weapons_of(share: Share, parts: Parts) -> tuple[Weapon, ...]:
    """Return the weapons used in a happening: not those hit, nor those somebody watched from."""
    hit = share.hit
    lost = [m.span for m in parts.targets] if hit.frame.act in HOSTILE | {"damage"} else []
    if any(one.frame.id == "harm.lose" for one in share.group):
        # "lost 90 men, four tanks and two guns": none of them is what did it
        lost += [r.figure.group.span for r in share.scene.figures if r.figure.group is not None]
    # "elements of the 47th Tank Division": no tank
    people = [m.span for m in (*parts.perpetrators, *parts.participants)]
    if hit.frame.act == "sighting" and hit.args.get("obj"):
        lost += [token.span for token in hit.args.get("subj", ())]
    # "Shot down two drones, one of them a Bayraktar": neither is a means.
    downed = {
        weapon.class_
        for weapon in share.scene.weapons
        if weapon.class_ in AIRCRAFT and any(span.end == weapon.span.end for span in lost)
    }
    return tuple(
        weapon
        for weapon in share.scene.weapons
        if share.owns(weapon.span)
        and not _behind_verb(share, weapon.span)
        and not any(span.overlaps(weapon.span) for span in lost)
        and not any(one.covers(weapon.span) and one.end > weapon.span.end for one in people)
        and weapon.class_ not in downed
        and not _names_unit(share.scene, weapon.span)
        and not _mounted(share, weapon, lost)
        and not _worn(share.scene, weapon.span, lost)
    )


def _names_unit(scene: Scene, weapon: Span) -> bool:
    """Say whether a weapon's name is only that of those behind it ("the Qassam Brigades")."""
    last = tree.at(scene.sentence, weapon.end - 1)
    behind = scene.tokens[last.i + 1 : last.i + 2] if last is not None else ()
    return any(t.text[:1].isupper() and "force" in scene.classes[t.i] for t in behind)


def _mounted(share: Share, weapon: Weapon, struck: Sequence[Span]) -> bool:
    """Say whether a gun is what a vehicle that was hit carries ("two pick-ups with guns")."""
    text = share.scene.text
    return weapon.class_ == "machine_gun" and any(
        _CARRYING.fullmatch(text, span.end, weapon.span.start)
        and text[span.start : span.end].lower().endswith(_LIGHT_VEHICLES)
        for span in struck
    )


def _worn(scene: Scene, weapon: Span, struck: Sequence[Span]) -> bool:
    """Say whether one of those hit only wore a weapon ("killed two, one wearing a bomb belt")."""
    match = _WEARING.search(scene.text[scene.sentence.start : weapon.start])
    start = scene.sentence.start + (match.start() if match is not None else 0)
    return match is not None and any(span.end <= start for span in struck)


def _behind_verb(share: Share, span: Span) -> bool:
    """Say whether a weapon stands in a clause that says something else ("combed it for mines")."""
    sentence = share.scene.sentence
    token = tree.head_of(sentence, span)
    triggers = {hit.token.i for hit in share.group}
    while token is not None and token.i not in triggers:
        if token.pos == "VERB" and token.dep in ("conj", "parataxis") and token.head in triggers:
            return not is_any_form(token, LIGHT)
        token = tree.head(sentence, token)
    return False


def act_of(
    frames: Frames,
    share: Share,
    parts: Parts,
    weapons: Sequence[Weapon],
    readings: Sequence[FigureReading],
) -> Act:
    """Return the act: the most telling trigger's, narrowed by the means (CODEBOOK, "Acts")."""
    main = [hit for hit in share.group if hit.frame.harm is None]
    if not main:
        act: str = _harm_act(frames, share, parts, weapons, readings)
    else:
        act = main[0].frame.act
        for hit in main[1:]:
            if act in HOSTILE and hit.frame.act in HOSTILE:
                act = frames.telling(act, hit.frame.act)
        if act == "attack" and (flown := _flown(main, weapons)) is not None:
            return frames.act_of_weapon[flown.class_]
        if not main[0].frame.fixed and (any(hit.frame.means for hit in main) or act in LOOSE):
            act = _by_means(frames, act, _struck(frames, main, parts), weapons)
    return "toll" if share.summed and act in HOSTILE else cast("Act", act)


def _flown(hits: Sequence[Hit], weapons: Sequence[Weapon]) -> Weapon | None:
    """Return the aircraft that did it, whatever it fired ("gunships showered X with rockets")."""
    doers = [t.span for hit in hits if hit.frame.means for t in hit.args.get("subj", ())]
    return next(
        (w for w in weapons if w.class_ in AIRCRAFT and any(w.span.overlaps(d) for d in doers)),
        None,
    )


def _struck(frames: Frames, hits: Sequence[Hit], parts: Parts) -> list[Span]:
    """Return the words for what was hit: a drone that was shot down is no means."""
    objects = [
        token.span
        for hit in hits
        if hit.frame.role(hit.kind, "obj", frames.roles) == "target"
        for token in hit.args.get("obj", ())
    ]
    return [*(mention.span for mention in parts.targets), *objects]


def _by_means(frames: Frames, act: str, struck: Sequence[Span], weapons: Sequence[Weapon]) -> str:
    """Return the act that the named means makes of it; weapons that were hit do not count."""
    used = [w for w in weapons if not any(span.overlaps(w.span) for span in struck)]
    acts = {frames.act_of_weapon.get(weapon.class_) for weapon in used} - {None}
    if act == "attack" and len(acts) > 1:
        return act  # "attacked with mortars and a drone": no one means names it
    for weapon in used:
        made = frames.act_of_weapon.get(weapon.class_)
        if made is not None and (act in LOOSE or frames.rank[made] < frames.rank[act]):
            act = made
    return act


def _harm_act(
    frames: Frames,
    share: Share,
    parts: Parts,
    weapons: Sequence[Weapon],
    readings: Sequence[FigureReading],
) -> str:
    """Name harm that no trigger of its sentence explains."""
    made = _by_means(frames, "toll", _struck(frames, (), parts), weapons)
    kinds = {hit.frame.harm for hit in share.group}
    things = kinds <= {"damaged", "destroyed"}
    if made != "toll" and not things:
        return made
    harm = [r.figure.kind for r in readings if r.figure.kind in HARM_KINDS]
    if things and all(kind in ("destroyed", "damaged") for kind in harm):
        return "damage"
    killers = any(h.frame.harm == "killed" and h.frame.act == "killing" for h in share.group)
    cumulative = any(reading.figure.cumulative for reading in readings)
    return "killing" if killers and parts.perpetrators and not cumulative else "toll"
