"""What of a sentence belongs to which of its happenings, and the act that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.events import HOSTILE
from trucewatch.extract.figures import HARM_KINDS, FigureReading, reindexed
from trucewatch.extract.forms import is_any_form, lemma_of
from trucewatch.extract.grouping import nearest
from trucewatch.extract.single_arms import named_singly
from trucewatch.extract.single_objects import UNITS, taken_singly
from trucewatch.extract.sites import unanchored
from trucewatch.extract.tables import load_data
from trucewatch.model import Figure, Span
from trucewatch.model.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trucewatch.extract.attribution import Said
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.times import TimeMention
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_COUNTING = frozenset({"aid_delivery", "tally", "sighting", "fortification", "road_block"})
_WAYS = frozenset({"ground_advance", "withdrawal", "patrol", "troop_movement"})
AIRCRAFT: Final = frozenset({"aircraft", "helicopter", "drone"})
"""Classes of weapons that fly, and that are shot down."""
_TROOPS = frozenset({"troop_movement", "withdrawal", "ground_advance", "armed_clash"})
_NEUTRALISING = frozenset({"neutralise", "neutralize"})
_DONE_IN: Final[dict[str, FigureKind]] = {
    row: kind
    for kind in get_args(FigureKind)
    for table in load_data("figures.toml")["done"].values()
    for row, name in table.items()
    if name == kind
}
"""What a happening does to those it counts, by its frame or its act."""
_ASIDE = frozenset({"advcl", "acl:relcl", "advcl:relcl", "parataxis"})
_AIMED = frozenset({"shelling", "air_strike", "missile_strike", "drone_strike", "small_arms_fire"})
_BODIES = frozenset({"body", "corpse"})
_HANDED = frozenset({"prisoner_exchange", "talks"})
_HEARD = frozenset({"report", "confirm", "announce"})
_COUNTS = frozenset({"number", "toll", "total"})
_RISES = frozenset({"rise", "bring", "raise", "climb", "reach", "stand", "increase", "grow"})


@dataclass(frozen=True, slots=True)
class Share:
    """The triggers of one happening and those of the others in its sentence."""

    scene: Scene
    group: tuple[Hit, ...]
    others: tuple[tuple[Hit, ...], ...]
    summed: bool = False

    @property
    def hit(self) -> Hit:
        """The telling trigger."""
        return self.group[0]

    def owns(self, span: Span) -> bool:
        """Say whether the words at a span belong to this happening rather than to another."""
        head = tree.head_of(self.scene.sentence, span)
        if head is None:
            return True
        if self._set_aside(head):
            return False
        if not self.others:
            return True
        there = self._heard_there(span)
        if there is not None:
            return there
        groups = [list(self.group), *(list(other) for other in self.others)]
        told = (
            _argument_of(head, groups)
            or self._told_behind(head, groups)
            or self._begun_there(head, groups)
            or self._told_before(head, groups)
        )
        return (nearest(self.scene, head, groups) if told is None else told) == groups[0]

    def _set_aside(self, head: Token) -> bool:
        """Say whether words tell what else was somewhere ("where guns had been seen in April")."""
        sentence = self.scene.sentence
        return any(
            above.dep in _ASIDE
            and any(t.text.lower() == "where" for t in tree.children(sentence, above, "advmod"))
            and not any(tree.within(sentence, hit.token, above) for hit in self.group)
            for above in tree.ancestors(sentence, head)
        )

    def _heard_there(self, span: Span) -> bool | None:
        """Say whether a bearing is that of this happening, None where the words do not tell.

        It is that of what is told before it, back to the bearing before: "shots 1 km west and a
        blast 3 km north", "blasts and shots, all of them 3 km north".
        """
        scene = self.scene
        bearings = [m.place.span for m in (*scene.places, *scene.sites) if unanchored(m)]
        if span not in bearings:
            return None
        since = max((one.end for one in bearings if one.end <= span.start), default=0)
        told = [h for g in (self.group, *self.others) for h in g if since <= h.span.start]
        told = [hit for hit in told if hit.span.end <= span.start]
        if not told:
            return None
        last = max(told, key=lambda hit: hit.span)
        mine = [hit for hit in told if hit in self.group]
        return last in mine or (last.kind == "noun" and any(hit.kind == "noun" for hit in mine))

    def _told_behind(self, head: Token, groups: Sequence[list[Hit]]) -> list[Hit] | None:
        """Return the happening of a clause that stands between a verb and words hung on it.

        "The clashes erupted after guards held a colonel at the airport on Friday": they held him
        there, whatever the tree makes of it.
        """
        verb = tree.head(self.scene.sentence, head)
        if verb is None or verb.pos != "VERB" or not head.dep.startswith("obl"):
            return None
        clauses = {
            t.i
            for t in tree.children(self.scene.sentence, verb, "advcl")
            if verb.i < t.i < head.i and t.tag in ("VBD", "VBZ", "VBP", "VBN")
            and tree.children(self.scene.sentence, t, "mark")
        }  # fmt: skip
        return next((g for g in groups for hit in g if hit.token.i in clauses), None)

    def _begun_there(self, head: Token, groups: Sequence[list[Hit]]) -> list[Hit] | None:
        """Return the happening that is subject of the verb on which words hang.

        "Fighting broke out in X, displacing 400 people": X is where it broke out.
        """
        verb = tree.head(self.scene.sentence, head)
        told = {hit.token.i: group for group in groups for hit in group}
        if verb is None or verb.pos != "VERB" or verb.i in told or not head.dep.startswith("obl"):
            return None
        subjects = tree.children(self.scene.sentence, verb, "nsubj", "nsubj:pass", "csubj")
        return next((told[t.i] for t in subjects if t.i in told), None)

    def _told_before(self, head: Token, groups: Sequence[list[Hit]]) -> list[Hit] | None:
        """Return the happening named last before words that hang on a verb of none of them.

        "Heard explosions 4 km to the south and bursts 1 km to the north": trees hang both
        distances on the hearing, so their order tells.
        """
        verb = tree.head(self.scene.sentence, head)
        told = {hit.token.i: group for group in groups for hit in group}
        if verb is None or verb.pos != "VERB" or verb.i in told or not head.dep.startswith("obl"):
            return None
        before = [i for i in told if verb.i < i < head.i]
        return told[max(before)] if len(before) > 1 else None


def _argument_of(head: Token, groups: Sequence[list[Hit]]) -> list[Hit] | None:
    """Return the happening whose doer a word is, and of no other one."""
    doing = [g for g in groups if any(head in hit.args.get("subj", ()) for hit in g)]
    return doing[0] if len(doing) == 1 else None


def sums_up(scene: Scene, hits: Sequence[Hit]) -> bool:
    """Say whether a sentence adds harm up over several happenings.

    "With this attack the number of dead rises to nine"; "nine killed by fire since the truce".
    """
    if not any(reading.figure.kind in HARM_KINDS for reading in scene.figures):
        return False
    words = {lemma_of(token) for token in scene.tokens}
    if words & _COUNTS and words & _RISES:
        return True
    told = any(h.kind == "verb" and h.frame.harm is None and h.frame.act in HOSTILE for h in hits)
    dated = any(m.ref.precision == "day" and m.ref.end is not None for m in scene.times)
    long = (
        # "Died on Saturday, a day after the truce collapsed": that was on Saturday.
        (m.anchors_truce and not (m.lead == "after" and dated)) or _lasting(m)
        for m in scene.times
    )
    return not told and any(long)


def _lasting(mention: TimeMention) -> bool:
    """Say whether a time is a stretch over which harm is summed up ("this year", "since May")."""
    ref = mention.ref
    if ref.start is None or mention.is_future:
        return False
    since = ref.end is None and mention.lead == "since"
    return since or ref.precision == "year"


def own_readings(share: Share, said: Said) -> list[FigureReading]:
    """Return the figures of a happening; those that count its source are nobody's."""
    source = said.cue.source if said.cue is not None else None
    found = [
        reading
        for reading in share.scene.figures
        if not (source is not None and reading.quantity.phrase.overlaps(source))
        and _owns_figure(share, reading)
        and not _describes(share, reading)
        and not _behind_semicolon(share, reading)
    ]
    act = share.hit.frame.act
    dropped: set[FigureKind] = set()
    if act not in _COUNTING:
        dropped.add("other")
    if act not in _WAYS:
        dropped.add("distance_km")
    if act != "tally":
        dropped.add("violations")
    own = {token.i for hit in share.group for token in _counted_by(share, hit)}
    index = {id(reading): n for n, reading in enumerate(share.scene.figures)}
    kept = [
        r
        for r in found
        if not _nobody_there(share, r)
        and not _unheard_of(share, r)
        and (
            r.trigger is not None
            or r.figure.kind not in dropped
            or (_may_count(share, r) and _head(share, r.figure) in own)
            or _moves(share, r)
        )
    ]
    whole = {index[id(r)] for r in kept}
    # A part without a noun of its own counts with its whole ("two of five convoys").
    return [r for r in found if r in kept or r.figure.part_of in whole]


def _behind_semicolon(share: Share, reading: FigureReading) -> bool:
    """Say whether a semicolon parts a number from all that it could be of, with a verb behind."""
    scene = share.scene
    start = reading.figure.span.start
    marks = [t for t in scene.tokens if t.text == ";" and t.end <= start]
    if not marks or reading.trigger is not None:
        return False
    last = marks[-1]
    apart = all(hit.token.i < last.i for hit in share.group)
    return apart and any(t.tag in ("VBD", "VBP", "VBZ") for t in scene.tokens[last.i :])


def _describes(share: Share, reading: FigureReading) -> bool:
    """Say whether a number only describes a noun ("the station, which serves 400,000 people")."""
    sentence = share.scene.sentence
    head = tree.head_of(sentence, reading.figure.span)
    if head is None or reading.trigger is not None:
        return False
    clauses = (t for t in tree.ancestors(sentence, head) if t.dep == "acl:relcl")
    return any(
        not any(tree.within(sentence, hit.token, clause) for hit in share.group)
        for clause in clauses
    )


def _nobody_there(share: Share, reading: FigureReading) -> bool:
    """Say whether "nobody" counts nothing: none seen are a figure, "no monitor" else is none."""
    none = reading.figure.best == 0 and reading.figure.kind == "persons"
    return none and reading.trigger is None and share.hit.frame.act != "sighting"


def _unheard_of(share: Share, reading: FigureReading) -> bool:
    """Say whether casualties were only not heard of ("no casualties were reported")."""
    sentence = share.scene.sentence
    noun = tree.head_of(sentence, reading.quantity.unit_span or reading.figure.span)
    if reading.figure.best != 0 or reading.quantity.unit_class != "casualty" or noun is None:
        return False
    verb = tree.head(sentence, noun)
    return verb is not None and noun.dep == "nsubj:pass" and is_any_form(verb, _HEARD)


def _may_count(share: Share, reading: FigureReading) -> bool:
    """Say whether the count of a thing tells how much happened ("three hills", "a dozen raids")."""
    if reading.figure.kind != "other":
        return reading.figure.kind not in ("violations", "distance_km")
    where = reading.quantity.unit_class == "place" and share.hit.frame.act in _AIMED
    return reading.figure.best != 0 and not where


def _moves(share: Share, reading: FigureReading) -> bool:
    """Say whether units of troops are counted that do what is told ("two battalions left")."""
    if reading.quantity.unit_lemma not in UNITS or share.hit.frame.act not in _TROOPS:
        return False
    doing = {t.i for hit in share.group for t in hit.args.get("subj", ())}
    return _head(share, reading.figure) in doing


def _counted_by(share: Share, hit: Hit) -> Iterator[Token]:
    """Yield the nouns whose number is a figure of the happening: its own, and what it is done to.

    "Twenty raids", "took three hills", "two of five convoys were held".
    """
    if hit.kind == "noun":
        yield hit.token
    for thing in hit.args.get("obj", ()):
        yield thing
        yield from tree.children(share.scene.sentence, thing, "nmod")


def _head(share: Share, figure: Figure) -> int | None:
    if figure.group is None:
        return None
    head = tree.head_of(share.scene.sentence, figure.group.span)
    return None if head is None else head.i


def _owns_figure(share: Share, reading: FigureReading) -> bool:
    trigger = reading.trigger
    if trigger is None:
        return share.owns(reading.figure.span)
    if any(hit.frame.harm is not None and hit.span.overlaps(trigger) for hit in share.group):
        return True
    foreign = [hit for other in share.others for hit in other if hit.frame.harm is not None]
    return not any(hit.span.overlaps(trigger) for hit in foreign) and share.owns(trigger)


def figures_of(share: Share, readings: Sequence[FigureReading]) -> tuple[Figure, ...]:
    """Return the figures of a happening, `part_of` counted anew.

    What a row of harm has as object takes the kind of that row ("21 were neutralised").
    """
    scene = share.scene
    readings = [r for r in readings if not _none_used(share, r.figure)]
    figures = reindexed(scene.figures, [scene.figures.index(reading) for reading in readings])
    done = _done(share)
    kinds = {
        thing.i: hit.frame.harm
        for hit in share.group
        if hit.frame.harm is not None and hit.kind == "verb"
        for thing in hit.args.get("obj", ())
    }
    found = []
    for reading, figure in zip(readings, figures, strict=True):
        head = tree.head_of(scene.sentence, figure.group.span) if figure.group else None
        kind = kinds.get(head.i) if head is not None else None
        if kind is None and done is not None and _suffers(share, reading, figure, done, head):
            kind = done
        # Animals are harmed too, but never among people: their figures stay `other`.
        held = kind == "released" and figure.kind == "captured"
        plain = (
            held or figure.kind in ("persons", "vehicles", "weapons", "other")
        ) and reading.quantity.unit_class != "animal"
        if kind == "killed" and head is not None and _unclear(share, head):
            kind = "other"
        gone = any(hit.frame.id == "harm.lose" for hit in share.group)
        if gone and figure.kind in ("vehicles", "weapons", "other"):
            kind = "destroyed"  # "lost 90 men and four tanks"
        if share.hit.frame.act in _HANDED and reading.quantity.unit_lemma in _BODIES:
            found.append(altered(figure, kind="other"))
        else:
            found.append(altered(figure, kind=kind) if kind is not None and plain else figure)
    found += named_singly(share, found)
    found += taken_singly(share, found, done)
    if share.summed:
        found = [altered(figure, cumulative=True) for figure in found]
    return tuple(found)


def _done(share: Share) -> FigureKind | None:
    """Return what the happening does to those whom it counts."""
    frame = share.hit.frame
    return _DONE_IN.get(frame.id) or _DONE_IN.get(frame.act)


def _suffers(
    share: Share, reading: FigureReading, figure: Figure, done: FigureKind, head: Token | None
) -> bool:
    """Say whether those counted are the ones it is done to, and not those who do it."""
    if done == "released":
        return figure.kind in ("persons", "captured")  # "a captured major is to be handed over"
    if done == "displaced":
        return figure.kind == "persons"
    if figure.part_of is not None and figure.kind == "persons":
        return True
    counted = {t.i for hit in share.group for t in hit.args.get("obj", ())}
    wanted = reading.trigger is None and head is not None and head.i in counted
    return wanted and (done == "destroyed") == (figure.kind != "persons")


def _unclear(share: Share, counted: Token) -> bool:
    """Say whether a verb of harm leaves open whether those counted were killed or captured."""
    return any(
        is_any_form(hit.token, _NEUTRALISING) and counted in hit.args.get("obj", ())
        for hit in share.group
    )


def _none_used(share: Share, figure: Figure) -> bool:
    """Say whether a figure only negates ("no shots were fired"): a count of nought is a tally's."""
    things = ("munitions", "vehicles", "weapons")
    return figure.best == 0 and figure.kind in things and share.hit.frame.act != "tally"
