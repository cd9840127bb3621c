"""Notes without a verb: a light grammar of words in a row, for lines of posts.

"RSF inside since noon", "convoys southbound thru the pass", "mortars + Grads 00:04 to 02:45": a
tree of such a line says little, the order of its words nearly all. The rows are data
(`data/notes.toml`); a trigger found here goes the way of all others (roles, places, figures).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from trucewatch.extract import tree
from trucewatch.extract.arguments import arguments
from trucewatch.extract.fragments import telegraphic
from trucewatch.extract.frames import Frame
from trucewatch.extract.tables import load_data
from trucewatch.extract.topics import off_topic, setting_of
from trucewatch.extract.triggers import Hit
from trucewatch.extract.weapons import classes_by_first_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trucewatch.extract.conditions import Kind
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.model import Span, Weapon
    from trucewatch.model.vocabulary import Act

_WORD = re.compile(r"[^\W_]+")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_MARKS = frozenset(",;:.!?()/\u2013\u2014")
_ENDS = frozenset(";.!?")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_LIGHT = frozenset({"ADJ", "NUM", "ADV", "DET", "INTJ", "SYM", "X", "PUNCT", "CCONJ"})
_NOT = frozenset({"no", "not", "without", "zero", "never", "n't"})
_PUT_OFF = frozenset({"not", "cancelled", "canceled", "postponed", "n't"})
_JOINING = frozenset({"and", "+", "&", "/", ","})
_BEFORE_MEANS = frozenset(
    {"with", "w", "w/", "by", "of", "from", "against", "for", "under", "like"}
)
_WE = frozenset({"ours", "theirs", "we", "they"})
_BEING = frozenset({"is", "are", "was", "were", "has", "have"})
_PARTICIPLES = ("un", "en", "wn", "one")
_ONTO = frozenset({"on", "onto", "hit", "hits", "at"})
_OPENING = 4
_NEAR = 4
_REACH = len(" no. 2 in force since about ")
_TIMES = re.compile(r"\d+x|x\d+|twice|times")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table as a frame, with what it asks of the words around."""

    frame: Frame
    words: tuple[str, ...]
    before: frozenset[str]
    lead: frozenset[str]
    at: str
    first: bool
    beside: frozenset[str]
    unless: frozenset[str]


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, tuple[_Row, ...]]:
    """Return first word -> rows, those with the most words first."""
    found: dict[str, list[_Row]] = {}
    for row in load_data("notes.toml")["note"]:
        for phrase in row["words"]:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append(_row(row, words))
    return {word: tuple(sorted(rows, key=lambda r: -len(r.words))) for word, rows in found.items()}


def _row(row: Mapping[str, Any], words: tuple[str, ...]) -> _Row:
    roles = {"before": row["role"]} if "role" in row else {}
    frame = _frame(row["id"], row["act"], roles)
    if "restriction" in row:
        frame = replace(frame, restriction=row["restriction"])
    sets = {key: frozenset(row.get(key, ())) for key in ("before", "lead", "beside", "unless")}
    return _Row(frame, words, at=row.get("at", ""), first=row.get("first", False), **sets)


def _frame(name: str, act: str, roles: Mapping[str, str]) -> Frame:
    return Frame(
        id=name, act=cast("Act", act), verbs=(), nouns=(), when=(), unless=(), roles=roles,
        means=False, first=False, harm=None, modality=None, restriction=None, carry=None,
        speaker=False,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _means() -> Mapping[tuple[str, str], Frame]:
    """Return (how it is told, class of weapon) -> frame."""
    data = load_data("notes.toml")
    return {
        (how, weapon): _frame(f"{act}.{how}", act, {})
        for how in ("weapons", "flying", "standing")
        for act, classes in data[how].items()
        for weapon in classes
    }


@lru_cache(maxsize=1)
def _speakers() -> frozenset[str]:
    return frozenset(load_data("posts.toml")["speakers"]["words"])


def is_speaker(word: str) -> bool:
    """Say whether a word names somebody who speaks rather than fights ("UN", "ICRC")."""
    return word.lower() in _speakers()


def may_tell(text: str, span: Span) -> bool:
    """Say whether a stretch has a word that a note may turn on."""
    words = {word.lower() for word in _WORD.findall(text, *span)}
    return not (words.isdisjoint(_rows()) and words.isdisjoint(classes_by_first_word()))


def opens_with_note(text: str, span: Span) -> bool:
    """Say whether a stretch opens with what a note may tell ("checkpoints on the road")."""
    printed = _WORD.findall(text, *span)
    words = [word.lower() for word in printed]
    for i, word in enumerate(words[:_OPENING]):
        for row in _rows().get(word, ()):
            last = i + len(row.words)
            if tuple(words[i:last]) != row.words:
                continue
            if row.at != "opens" or (i and any(w[0].isupper() for w in printed[last : last + 2])):
                return True
    return False


def noted(scene: Scene, found: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the triggers of a line of a post: those that the tree gave, else those of a note."""
    if scene.line < 0 or off_topic(scene) or setting_of(scene.text, scene.told) == "peaceful":
        return found
    found = tuple(hit for hit in found if not _misread(scene, hit))
    told = tuple(_by_words(scene))
    if any(first for _, first in told):
        return tuple(_with_modality(scene, hit) for hit, first in told if first)
    if found:
        found = tuple(_put_off(scene, hit) for hit in _once(found))
        return (*_joined_means(scene, found), *found)
    hits = tuple(hit for hit, _ in told) or tuple(_by_weapons(scene))
    if len(hits) > 1:
        # "UN in Ilidza, convoy stuck": who is where is only told where nothing else is.
        hits = tuple(hit for hit in hits if hit.frame.id != "control.there") or hits
    return tuple(_with_modality(scene, hit) for hit in hits)


def _once(found: tuple[Hit, ...]) -> Iterator[Hit]:
    """Yield triggers but for nouns that only name an act again ("two volleys, school hit")."""
    acts: set[str] = set()
    for hit in found:
        again = hit.kind == "noun" and hit.frame.harm is None and hit.frame.act in acts
        if not again:
            yield hit
        acts.add(hit.frame.act)


def _misread(scene: Scene, hit: Hit) -> bool:
    """Say whether a weapon was taken for a bare verb ("mortar 20 min ago")."""
    return hit.token.tag == "VB" and any(w.span.overlaps(hit.span) for w in scene.weapons)


def _by_words(scene: Scene) -> Iterator[tuple[Hit, bool]]:
    """Yield the triggers of the table, one for each act, and whether they go before others."""
    keys = [token.text.lower() for token in scene.tokens]
    done = 0
    acts: set[str] = set()
    for i, key in enumerate(keys):
        if i < done:
            continue
        for row in _rows().get(key, ()):
            last = i + len(row.words)
            if row.frame.act in acts or tuple(keys[i:last]) != row.words:
                continue
            if _holds(scene, keys, row, i, last):
                yield _hit(scene, row, i, last), row.first
                acts.add(row.frame.act)
                done = last
                break


def _hit(scene: Scene, row: _Row, first: int, last: int) -> Hit:
    kind: Kind = "noun" if row.at else "verb"
    token = scene.tokens[first if kind == "verb" else last - 1]
    args = _timeless(scene, arguments(scene, token, kind))
    head = _head_before(scene, first)
    if row.at == "counted" and row.frame.roles:
        head = token
    if (row.before or row.frame.roles) and head is not None:
        args = {key: tokens for key, tokens in args.items() if head not in tokens}
        args["before"] = (head,)
    return Hit(row.frame, kind, token, tree.cover(scene.tokens[first:last]), args)


def _timeless(scene: Scene, args: Mapping[str, Sequence[Token]]) -> dict[str, tuple[Token, ...]]:
    """Return arguments without the times among them."""
    times = [mention.ref.span for mention in scene.times]
    return {
        key: tuple(t for t in tokens if not any(time.overlaps(t.span) for time in times))
        for key, tokens in args.items()
    }


def _holds(scene: Scene, keys: Sequence[str], row: _Row, first: int, last: int) -> bool:
    """Say whether the words around a phrase are what its row asks for."""
    if _finite(scene, first, last) or (row.lead and not _led_on(keys, row, last)):
        return False
    every = _classes_around(scene, first, last)
    if not every.isdisjoint(row.unless) or (row.beside and every.isdisjoint(row.beside)):
        return False
    head = _head_before(scene, first)
    if row.before and head is None:
        return "none" in row.before or (not first and _placed(scene, row))
    if row.before and head is not None and not _fits(scene, row, head):
        return False
    return not row.at or _stands(scene, row.at, first, last)


def _placed(scene: Scene, row: _Row) -> bool:
    """Say whether a note opens with what its line's head says of a place ("airfield: ours")."""
    here = any(m.place.span.end <= scene.sentence.start for m in scene.places)
    return here and "place" in row.before


def _stands(scene: Scene, at: str, first: int, last: int) -> bool:
    """Say whether a phrase stands where its row wants it (`at` in the table)."""
    end = scene.tokens[last - 1].end
    if at == "head":
        return _heads(scene, first)
    if at == "counted":
        return first > 0 and _is_number(scene, scene.tokens[first - 1])
    if at == "dated":
        return any(
            0 <= mention.ref.span.start - end <= _REACH
            and not _MARKS & {*scene.text[end : mention.ref.span.start].replace("no. ", "")}
            for mention in scene.times
        )
    opens = all(t.pos in (*_NOMINAL, "ADJ", "NUM", "DET") for t in scene.tokens[:first])
    things = frozenset().union(*scene.classes[:first])
    return (
        opens
        and first > 0
        and things.isdisjoint({"object", "vehicle", "convoy_civil", "roadblock"})
        and (
            any(0 <= m.place.span.start - end <= len(" the ") for m in scene.places)
            or any("place" in found for found in scene.classes[last : last + _NEAR])
        )
    )


def _classes_around(scene: Scene, first: int, last: int) -> frozenset[str]:
    """Return the classes of the words between the full stops around a trigger."""
    begin, end = first, last
    while begin and scene.tokens[begin - 1].text not in _ENDS:
        begin -= 1
    while end < len(scene.tokens) and scene.tokens[end].text not in _ENDS:
        end += 1
    found = frozenset().union(*scene.classes[begin:end])
    found |= {"time"} if scene.times else frozenset()
    return found | ({"place"} if scene.places else frozenset())


def _fits(scene: Scene, row: _Row, head: Token) -> bool:
    """Say whether who stands before the words is what they ask for; one man is no force."""
    classes = scene.classes[head.i]
    acronym = head.pos == "PROPN" and len(head.text) > 1 and head.text.isupper()
    if head.text.lower() in _WE or (acronym and not is_speaker(head.text)):
        classes |= {"force", "any_actor"}
    if any(a.head.overlaps(head.span) and a.text[0].isupper() for a in scene.actors):
        classes |= {"any_actor"}
    if head.pos == "PROPN":
        # "road Hama-Salamiyah cut"
        classes |= frozenset().union(*(scene.classes[t.i] for t in _stretch_before(scene, head.i)))
    one = head.tag == "NN" and "force" in row.before and "person" in classes
    return not one and not classes.isdisjoint(row.before)


def _finite(scene: Scene, first: int, last: int) -> bool:
    """Say whether a finite verb stands beside some words, with no mark between."""
    behind = last
    while behind < len(scene.tokens) and scene.tokens[behind].text not in _MARKS:
        behind += 1
    around = (*_stretch_before(scene, first), *scene.tokens[last:behind])
    return any(_is_finite(token) for token in around) and not telegraphic(scene)


def _is_finite(token: Token) -> bool:
    """Say whether a word is a finite verb, but for "is" and participles that a tree misreads."""
    word = token.text.lower()
    if token.tag not in _FINITE or token.pos not in ("VERB", "AUX") or not word.isalpha():
        return False
    return word not in _BEING and not word.endswith(_PARTICIPLES)


def _led_on(keys: Sequence[str], row: _Row, last: int) -> bool:
    if "." in row.lead and (last == len(keys) or keys[last] in _MARKS):
        return True
    return any(" ".join(keys[last : last + n]) in row.lead for n in (1, 2))


def _stretch_before(scene: Scene, first: int) -> Sequence[Token]:
    """Return the words before a word, back to the last mark or verb."""
    start = first
    while start and not _parts(scene, start - 1):
        start -= 1
    return scene.tokens[start:first]


def _parts(scene: Scene, i: int) -> bool:
    """Say whether a token is a mark between phrases; "no. 2" has none."""
    after = scene.tokens[i + 1] if i + 1 < len(scene.tokens) else None
    short = scene.tokens[i].text == "." and after is not None and after.pos == "NUM"
    return scene.tokens[i].text in _MARKS and not short


def _head_before(scene: Scene, first: int) -> Token | None:
    """Return what the noun phrase right before a word is about ("convoys of volunteers")."""
    stretch = _stretch_before(scene, first)
    if stretch and stretch[-1].pos == "ADP":
        return None
    begin = first - len(stretch)
    while begin > 1 and not any(t.pos in _NOMINAL for t in stretch):
        stretch = _stretch_before(scene, begin - 1)  # "30 trucks, white, parked", "drones (2) down"
        begin -= 1 + len(stretch)
    led = next((t.i for t in stretch if t.pos == "ADP" and t.i > stretch[0].i), first)
    return next((t for t in reversed(stretch) if t.i < led and t.pos in _NOMINAL), None)


def _heads(scene: Scene, first: int) -> bool:
    """Say whether a word heads its note: only who did it and light words stand before it."""
    return all(
        token.pos in (*_LIGHT, "PROPN")
        or not scene.classes[token.i].isdisjoint({"force", "any_actor"})
        for token in _stretch_before(scene, first)
    )


def _is_number(scene: Scene, token: Token) -> bool:
    return token.pos == "NUM" or any(r.figure.span.overlaps(token.span) for r in scene.figures)


# ---- weapons by themselves ----------------------------------------------------------------------
def _by_weapons(scene: Scene) -> Iterator[Hit]:
    """Yield the fire that a weapon named by itself stands for, one for each act."""
    told: set[str] = set()
    for weapon in scene.weapons:
        hit = _weapon_hit(scene, weapon)
        if hit is not None and hit.frame.act not in told:
            told.add(hit.frame.act)
            yield hit


def _weapon_hit(scene: Scene, weapon: Weapon) -> Hit | None:
    tokens = [t for t in scene.tokens if t.span.overlaps(weapon.span)]
    if not tokens or not (scene.places or scene.times or scene.figures):
        return None
    before = [t for t in _stretch_before(scene, tokens[0].i) if t.pos == "ADP"]
    if before and before[-1].text.lower() in _BEFORE_MEANS:
        return None
    how = _told_as(scene, weapon, tokens)
    frame = _means().get((how, weapon.class_))
    if frame is None or not (how == "standing" or _heads(scene, tokens[0].i)):
        return None
    token = tokens[-1]
    return Hit(frame, "noun", token, weapon.span, _timeless(scene, arguments(scene, token, "noun")))


def _told_as(scene: Scene, weapon: Weapon, tokens: Sequence[Token]) -> str:
    """Return whether a weapon stands for its fire, for a strike from the air, or for itself."""
    after = [t.text.lower() for t in scene.tokens[tokens[-1].i + 1 :]]
    if ("flying", weapon.class_) in _means():
        struck = after[:1] and (after[0] in _ONTO or _TIMES.fullmatch(after[0]))
        repeated = len(after) > 1 and after[1] in ("times", "x")
        return "flying" if struck or repeated else ""
    counted = tokens[0].i > 0 and _is_number(scene, scene.tokens[tokens[0].i - 1])
    if ("standing", weapon.class_) in _means() and counted and after[:1] != ["on"]:
        return "standing" if scene.places else ""
    return "weapons"


def _joined_means(scene: Scene, found: tuple[Hit, ...]) -> Iterator[Hit]:
    """Yield the fire of a weapon joined to what the tree found ("machine guns and shelling")."""
    for weapon in scene.weapons:
        if any(hit.span.overlaps(weapon.span) for hit in found):
            continue
        hit = _weapon_hit(scene, weapon)
        if hit is None or any(other.frame.act == hit.frame.act for other in found):
            continue
        after = scene.tokens[hit.token.i + 1 : hit.token.i + 3]
        if (
            len(after) > 1
            and after[0].text.lower() in _JOINING
            and any(other.token.i == after[1].i for other in found)
        ):
            yield hit


def _with_modality(scene: Scene, hit: Hit) -> Hit:
    """Return a trigger as absent where the words right around it say that there was none."""
    before = _stretch_before(scene, hit.token.i)
    own = {token.i for token in tree.inside(scene.sentence, hit.span)}
    if any(t.text.lower() in _NOT and t.i not in own for t in before):
        return replace(hit, frame=replace(hit.frame, modality="absent"))
    return _put_off(scene, hit)


def _put_off(scene: Scene, hit: Hit) -> Hit:
    """Return an event noun as absent where it did not come about ("swap not started")."""
    behind = []
    for token in scene.tokens[hit.token.i + 1 : hit.token.i + 4]:
        if token.text in _MARKS:
            break
        behind.append(token.text.lower())
    refused = not _PUT_OFF.isdisjoint(behind) or behind[:1] == ["off"]
    if hit.kind != "noun" or hit.frame.modality is not None or not refused:
        return hit
    return replace(hit, frame=replace(hit.frame, modality="absent"))
