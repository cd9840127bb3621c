"""Which figures are of killed, wounded, missing, captured, released, displaced, destroyed, damaged.

Harm words ("killed", "leaving ... dead", "the deaths of") govern numbers by their place in the
sentence: a passive or an intransitive verb counts what stands before it, an active verb, a
gerund or a noun with "of" what stands behind it, and a coordination shares its verb ("two soldiers
and a driver were killed"). The rules need no parser, so they hold for headlines and clipped posts
("8 killed, 20 injured"). Words and classes: data/figures.toml.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from trucewatch.extract.quantities import Quantity
from trucewatch.extract.tables import load_data
from trucewatch.extract.units import harm_nouns, units
from trucewatch.extract.words import PhraseTable, Word, cover
from trucewatch.model import Span
from trucewatch.model.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

Form = Literal["participle", "right", "left", "nominal", "adjective", "toll"]
_FORMS: tuple[Form, ...] = ("participle", "right", "left", "nominal", "adjective")
_REACH = 14
"""How many words may lie between a harm word and the number that it governs."""


_MOST = 24
"""How many numbers one harm word, or one whole, can have: it bounds the work on endless lists."""
_NEAR = 6
"""How many words may lie between an active verb and its number ("killed the mayor and two")."""
_JOINED = 10
"""What being joined to an object costs against being the object of a nearer harm word."""


class HarmWord(NamedTuple):
    """A harm word at words `first` to `last` (exclusive) and which side its object stands on."""

    first: int
    last: int
    kind: FigureKind
    side: Literal["before", "behind"]
    people_only: bool
    span: Span
    toll: bool = False


class _Layout(NamedTuple):
    """Where the quantities of a sentence begin and end, by word."""

    starts: frozenset[int]
    ends: frozenset[int]
    counted: frozenset[int]


def _layout(quantities: Sequence[Quantity]) -> _Layout:
    return _Layout(
        frozenset(q.first for q in quantities),
        frozenset(q.last for q in quantities),
        frozenset(i for q in quantities for i in range(q.first, q.last)),
    )


class _Grammar(NamedTuple):
    harm: PhraseTable[tuple[tuple[FigureKind, Form], ...]]
    takes: dict[str, frozenset[str]]
    people_only: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    adverbs: frozenset[str]
    passive_after: frozenset[str]
    joiners: frozenset[str]
    clause: frozenset[str]
    embedding: frozenset[str]
    no_object: frozenset[str]
    openers: frozenset[str]


@cache
def _grammar() -> _Grammar:
    data = load_data("figures.toml")
    rows: dict[str, list[tuple[FigureKind, Form]]] = {}
    kinds = {kind: kind for kind in get_args(FigureKind)}
    for kind, forms in data["harm"].items():
        for form in _FORMS:
            for word in forms[form]:
                rows.setdefault(word, []).append((kinds[kind], form))
    for kind, words in data["toll"].items():
        rows |= {word: [(kinds[kind], "toll")] for word in words}
    grammar = data["grammar"]
    return _Grammar(
        harm=PhraseTable({word: tuple(found) for word, found in rows.items()}),
        takes={kind: frozenset(forms["takes"]) for kind, forms in data["harm"].items()},
        people_only=frozenset(w for forms in data["harm"].values() for w in forms["people_only"]),
        be=frozenset(grammar["be"]),
        have=frozenset(grammar["have"]),
        adverbs=frozenset(grammar["adverbs"]),
        passive_after=frozenset(grammar["passive_after"]),
        joiners=frozenset(grammar["joiners"]),
        clause=frozenset(grammar["clause"]),
        embedding=frozenset(grammar["embedding"]),
        no_object=frozenset(grammar["no_object"]),
        openers=frozenset(grammar["openers"]),
    )


def find_harm(words: Sequence[Word], quantities: Sequence[Quantity]) -> list[HarmWord]:
    """Return the harm words of a sentence with the side on which each has its object.

    Those inside a counted phrase ("three wounded soldiers") only describe it.
    """
    grammar = _grammar()
    layout = _layout(quantities)
    found = []
    for first, last, meanings in grammar.harm.find(words):
        if first in layout.counted:
            continue
        stretch = words[first:last]
        people = " ".join(word.key for word in stretch) in grammar.people_only
        told: set[FigureKind] = set()
        # "burned" is of houses and of people: each meaning finds its own objects.
        for kind, form in meanings:
            toll = form == "toll" or (form == "participle" and _is_counted(words, first))
            side = "behind" if toll else _side(words, first, last, form, layout)
            if side is not None and kind not in told:
                only = people and kind not in {"destroyed", "damaged"}
                found.append(HarmWord(first, last, kind, side, only, cover(stretch), toll))
                told.add(kind)
    return found


def _side(
    words: Sequence[Word],
    first: int,
    last: int,
    form: Form,
    layout: _Layout,
) -> Literal["before", "behind"] | None:
    listed = last + 1 < len(words) and words[last].text == ":"
    if listed and last + 1 in layout.starts:
        return "behind"  # "Dead: 5"
    opens = first == 0 or not (words[first - 1].is_word or words[first - 1].is_number)
    if form == "adjective" and opens and last in layout.starts and words[last].is_number:
        return "behind"  # "Dead 7, wounded 12"
    match form:
        case "left" | "adjective":
            return "before"
        case "right":
            return _active_side(words, first)
        case "nominal":
            return "behind" if last < len(words) and words[last].key in {"of", "to"} else None
        case _:
            return _participle_side(words, first, last, layout)


def _is_counted(words: Sequence[Word], first: int) -> bool:
    """Say whether the participle is part of a running count ("the number of civilians killed")."""
    keys = [word.key for word in words[max(0, first - 5) : first]]
    return any(pair == ("number", "of") for pair in pairwise(keys))


def _active_side(words: Sequence[Word], first: int) -> Literal["behind"] | None:
    """Gerunds and finite actives have their object behind; nouns of the same shape have not."""
    before = words[first - 1].key if first else ""
    return None if before in {"the", "a", "an", "this", "of", "for"} else "behind"


def _participle_side(
    words: Sequence[Word], first: int, last: int, layout: _Layout
) -> Literal["before", "behind"]:
    """Tell "were killed" and "3 killed in" (before) from "has killed", "killed two" (behind)."""
    voice = _voice(words, first)
    if voice is not None:
        return "before" if voice == "passive" else "behind"
    beside = first in layout.ends
    following = last
    while (
        following < len(words) and following not in layout.starts and words[following].key in _MORE
    ):
        following += 1
    if following in layout.starts and not (beside and _listed(words, following)):
        return "behind"
    if last >= len(words) or not words[last].is_word:
        return "before"
    key = words[last].key
    if key in _grammar().passive_after or key.endswith("ly"):
        return "before"
    return "behind" if not beside or _opens_object(words, last) else "before"


def _opens_object(words: Sequence[Word], i: int) -> bool:
    """Say whether a noun phrase begins at word `i`: "two gunmen killed the mayor, Ahmed ..."."""
    word = words[i]
    named = word.text.istitle() and len(word.text) > 1
    return word.key in _grammar().openers or named or units().at(words, i) is not None


_MORE = frozenset({"another", "also", "further", "a"})
_BORNE = frozenset({"left", "hit", "struck", "shot", "shelled", "bombed", "attacked", "targeted"})
"""Participles in the shape of a past tense."""


def _voice(words: Sequence[Word], first: int) -> Literal["active", "passive"] | None:
    """Return the voice that an auxiliary before a participle shows, if there is one."""
    grammar = _grammar()
    i = first - 1
    while i >= 0 and (words[i].key in grammar.adverbs or words[i].key.endswith("ly")):
        if words[i].key in {"been", "being"}:
            return "passive"
        i -= 1
    if i >= 0 and words[i].key in grammar.be:
        return "passive"
    return "active" if i >= 0 and words[i].key in grammar.have else None


def _listed(words: Sequence[Word], i: int) -> bool:
    """Say whether the number at word `i` has a harm word of its own ("8 killed 20 injured")."""
    return any(
        _grammar().harm.at(words, k) is not None for k in range(i + 1, min(i + 2, len(words)))
    )


class Governed(NamedTuple):
    """The harm word that governs a quantity."""

    kind: FigureKind
    trigger: Span | None


def govern(
    words: Sequence[Word], quantities: Sequence[Quantity], *, clipped: bool = False
) -> list[Governed | None]:
    """Return for each quantity the harm word that governs it, or None.

    The nearest harm word on the right side wins; then coordination and parts of a number inherit.
    In a `clipped` text the dead may come before the wounded without a word ("15, 75 wounded").
    """
    harm = find_harm(words, quantities)
    found: list[Governed | None] = [_by_noun(q) for q in quantities]
    costs = [0 if own is not None else _REACH * 4 for own in found]
    loose: set[int] = set()
    places = frozenset(word.first for word in harm)
    starts, ends = [q.first for q in quantities], [q.last for q in quantities]
    for word in harm:
        if word.side == "before":
            stop = bisect_right(ends, word.first)
            near = range(stop - 1, max(-1, stop - 1 - _MOST), -1)
        else:
            begin = bisect_left(starts, word.last)
            near = range(begin, min(len(starts), begin + _MOST))
        for joined, n in enumerate(_objects(words, quantities, word, near, places)):
            cost = _distance(quantities[n], word) + (_JOINED if joined else 0)
            if cost < costs[n] and _can_govern(quantities, n, word):
                costs[n] = cost
                found[n] = Governed(word.kind, word.span)
                (loose.add if joined else loose.discard)(n)
    for n, quantity in enumerate(quantities):
        parted = quantity.part_of_previous or quantity.part_of_next
        if parted and (found[n] is None or n in loose):
            # "22 killed, among them five children, and 40 injured": a part is of its whole's kind.
            whole = whole_of(quantities, n)
            found[n] = (found[whole] if whole is not None else None) or found[n]
        found[n] = found[n] or _described(words, quantity)
        if clipped and n in loose and n + 1 < len(quantities):
            found[n] = _unsaid_dead(words, quantities[n : n + 2], found[n])
    return found


def _unsaid_dead(
    words: Sequence[Word], pair: Sequence[Quantity], own: Governed | None
) -> Governed | None:
    """Read the dead of "15, 75 wounded", where two bare numbers stand beside each other."""
    one, other = pair
    bare = one.unit_class == other.unit_class == "none" and not other.part_of_previous
    beside = [word.text for word in words[one.last : other.first]] in ([","], ["/"], ["&"], [";"])
    if own is None or own.kind != "wounded" or not (bare and beside):
        return own
    return Governed("killed", own.trigger)


def _described(words: Sequence[Word], quantity: Quantity) -> Governed | None:
    """Read the harm in the noun phrase itself ("three wounded soldiers")."""
    if quantity.unit_span is None:
        return None
    takes = _grammar().takes
    for first, last, meanings in _grammar().harm.find(words[quantity.first : quantity.last]):
        inside = first > 0 and quantity.first + last < quantity.last
        for kind, form in meanings if inside else ():
            if form in {"participle", "adjective"} and quantity.unit_class in takes[kind]:
                at = words[quantity.first + first]
                return Governed(kind, Span(at.start, words[quantity.first + last - 1].end))
    return None


def _by_noun(quantity: Quantity) -> Governed | None:
    kind = harm_nouns().get(quantity.unit_lemma)
    if quantity.unit_class == "casualty" and quantity.best == 0:
        # "No casualties" says that nobody was killed (nor wounded).
        kind = kind or "killed"
    if kind is None or quantity.unit_span is None:
        return None
    return Governed(next(k for k in get_args(FigureKind) if k == kind), quantity.unit_span)


def _distance(quantity: Quantity, word: HarmWord) -> int:
    return word.first - quantity.last if word.side == "before" else quantity.first - word.last


def _can_govern(quantities: Sequence[Quantity], n: int, word: HarmWord) -> bool:
    quantity = quantities[n]
    unit_class = quantity.unit_class
    if (quantity.part_of_previous or quantity.part_of_next) and unit_class == "none":
        whole = whole_of(quantities, n)
        unit_class = quantities[whole].unit_class if whole is not None else "none"
    if word.people_only and unit_class not in {"person", "family"}:
        return False
    return unit_class in _grammar().takes[word.kind]


def _objects(
    words: Sequence[Word],
    quantities: Sequence[Quantity],
    word: HarmWord,
    near: range,
    places: frozenset[int],
) -> list[int]:
    """Return the quantities in the object of a harm word: the nearest, and those joined to it.

    `near` are the quantities on its object side, nearest first; `places` where harm words stand.
    """
    order = list(near)
    if word.side == "before":
        order.sort(key=lambda n: _farther(words, quantities[n], word))
    taken: list[int] = []
    for n in order:
        if not _can_govern(quantities, n, word):
            if taken:
                break
            continue
        quantity = quantities[n]
        if not taken:
            if word.side == "before":
                gap = words[quantity.last : word.first]
            else:
                gap = words[word.last : quantity.first]
            if not _open(gap, word, quantity):
                break
        else:
            other = quantities[taken[-1]]
            left, right = (quantity, other) if quantity.first < other.first else (other, quantity)
            if _of_them(words, other) or not _joined(words, left, right, places):
                break
            if word.side == "before" and (_picked(left, right) or _led(words, left, right)):
                break
        taken.append(n)
    return taken


def _picked(whole: Quantity, part: Quantity) -> bool:
    """Say whether only the part was harmed ("six drones, two shot down")."""
    things = whole.unit_class not in {"person", "family", "casualty", "none"}
    return part.part_of_previous and part.unit_class == "none" and things


def _led(words: Sequence[Word], left: Quantity, right: Quantity) -> bool:
    """Say whether a preposition leads the first of two numbers that share no noun.

    "A clash between two tribes over cattle, 15 wounded".
    """
    gap = words[left.last : right.first]
    loose = not all(word.key in _grammar().joiners for word in gap)
    return loose and _embedded(words, left)


def _farther(words: Sequence[Word], quantity: Quantity, word: HarmWord) -> tuple[bool, bool]:
    """Order numbers before a harm word: one right at it ("spoke of 12 dead"), then free ones."""
    beside = quantity.unit_class == "none" and quantity.last == word.first
    return not beside, not beside and _embedded(words, quantity)


def _of_them(words: Sequence[Word], quantity: Quantity) -> bool:
    """Say whether the number is the subject of a clause ("nine of whom have been released")."""
    behind = [word.key for word in words[quantity.last : quantity.last + 2]]
    return behind in (["of", "whom"], ["of", "which"])


def _embedded(words: Sequence[Word], quantity: Quantity) -> bool:
    """Say whether a preposition stands before the number ("three people from one family")."""
    return quantity.first > 0 and words[quantity.first - 1].key in _grammar().embedding


def _open(gap: Sequence[Word], word: HarmWord, quantity: Quantity) -> bool:
    """Say whether nothing between number and harm word starts a new clause."""
    if len(gap) > _REACH:
        return False
    if word.toll:
        return not any(w.text in ";.!?" for w in gap)
    clause = _grammar().clause
    if any(w.key in clause and not (_told(gap, n) or _borne(gap, n)) for n, w in enumerate(gap)):
        return False
    return _open_before(gap) if word.side == "before" else _open_behind(gap, quantity)


def _told(gap: Sequence[Word], n: int) -> bool:
    """Say whether a verb of saying only hands on ("fifteen are reported to have died")."""
    return n > 0 and gap[n - 1].key in _grammar().be and gap[n].key in {"reported", "said"}


def _borne(gap: Sequence[Word], n: int) -> bool:
    """Say whether what looks like a finite verb closes a passive ("a sergeant was left dead")."""
    return n > 0 and gap[n - 1].key in _grammar().be and gap[n].key in _BORNE


def _open_before(gap: Sequence[Word]) -> bool:
    """Look from a passive back to its number: "two soldiers on patrol were killed".

    An "and" with a noun phrase is fine ("and the mayor were killed"), one after a comma opens a
    clause of its own.
    """
    parted = any(a.text == "," and b.key == "and" for a, b in pairwise(gap))
    return not parted and not any(w.text in ";:.!?" for w in gap)


def _open_behind(gap: Sequence[Word], quantity: Quantity) -> bool:
    """Look from an active verb on to its number: "killed the mayor and two guards"."""
    grammar = _grammar()
    # "dead: 5" is one thing; other marks close the object.
    if len(gap) > 1 and any(w.text in ";:.!?" for w in gap):
        return False
    far = quantity.implicit and len(gap) > 3 and all(w.key != "and" for w in gap)
    if far or len(gap) > _NEAR or any(w.key in grammar.no_object for w in gap):
        return False
    return not any(grammar.harm.at(gap, i) is not None for i in range(len(gap)))


def _joined(words: Sequence[Word], left: Quantity, right: Quantity, places: frozenset[int]) -> bool:
    """Say whether two numbers stand in one coordination, or one as a part of the other."""
    grammar = _grammar()
    if left.best == 0 or right.best == 0:
        return False
    gap = words[left.last : right.first]
    if len(gap) > _REACH or not places.isdisjoint(range(left.last, right.first)):
        return False
    if any(w.text in ";:.!?" or w.key in grammar.clause for w in gap):
        return False
    if all(w.key in grammar.joiners for w in gap):
        return bool(gap)
    tail = gap[-1].key if gap else ""
    return len(gap) <= 8 and tail in {"and", ",", "including", "with", "them", "or"}


def whole_of(quantities: Sequence[Quantity], n: int) -> int | None:
    """Return the quantity that number `n` is a part of: the nearest whole one of its class."""
    part = quantities[n]
    if part.part_of_next:
        return n + 1
    for i in range(n - 1, max(-1, n - 1 - _MOST), -1):
        whole = quantities[i]
        if whole.part_of_previous or whole.implicit:
            continue
        people = {whole.unit_class, part.unit_class} <= {"person", "casualty", "none", "family"}
        if people or part.unit_class in {"none", whole.unit_class} or _kinds_fit(whole, part):
            return i
    return None


def _kinds_fit(whole: Quantity, part: Quantity) -> bool:
    """Breaches may be split into shells and shots ("40, twelve of them mortar fire")."""
    classes = {whole.unit_class, part.unit_class}
    return classes <= {"violation", "munition", "event", "other"} or classes == {
        "vehicle",
        "weapon",
    }
