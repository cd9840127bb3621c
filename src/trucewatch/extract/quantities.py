"""Counted things in a text: the number with its qualifier, and what it counts.

Source of the rules: CODEBOOK, "Figures". Numbers that count nothing (dates, clock times,
durations, ages, calibres, road and resolution numbers, shares) are left out. Whether a figure
is of killed, wounded or anything else is decided in `trucewatch.extract.harm`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, get_args

from msgspec import Struct
from msgspec.structs import replace

from trucewatch.extract.numbers import Number, find_numbers
from trucewatch.extract.tables import load_data
from trucewatch.extract.time_words import time_like
from trucewatch.extract.units import GroupClass, Unit, units
from trucewatch.extract.words import PhraseTable, Word, cover, split_words
from trucewatch.model import Span
from trucewatch.model.vocabulary import Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

_PHRASE_REACH = 7
"""How many words after a number its noun may stand ("two heavily armed young men")."""


class Quantity(Struct, frozen=True, kw_only=True):
    """A number of something.

    `text`/`span` are the number words with their qualifier; `unit_text`/`unit_span` the counted
    noun phrase without article and number, None where the noun is left out ("three wounded").
    `unit_class` is a class of data/figures.toml ("person", "munition", "none", ...);
    `count_basis` "person", "family", "shell", ... `implicit` marks a singular noun phrase
    without a numeral ("a shepherd"), `part_of_previous` a part of the number before it, and
    `cumulative` a toll over several happenings with the cue that says so. `first` and `last`
    are the words it covers, counted in the stretch it was read from.
    """

    text: str
    span: Span
    low: float | None
    best: float | None
    high: float | None
    qualifier: Qualifier
    unit_text: str | None = None
    unit_span: Span | None = None
    unit_lemma: str = ""
    unit_class: str = "none"
    count_basis: str = "unspecified"
    group_class: GroupClass | None = None
    implicit: bool = False
    part_of_previous: bool = False
    cumulative: bool = False
    cumulative_span: Span | None = None
    first: int = 0
    last: int = 0

    @property
    def phrase(self) -> Span:
        """Number and noun together."""
        return self.span if self.unit_span is None else self.span.joined(self.unit_span)


class _Tables(NamedTuple):
    before: PhraseTable[str]
    after: PhraseTable[str]
    parts_before: PhraseTable[str]
    parts_after: PhraseTable[str]
    not_counted: PhraseTable[str]
    cumulative: PhraseTable[str]
    fillers: frozenset[str]
    naming: frozenset[str]
    silent: frozenset[str]
    stop: frozenset[str]
    participles: PhraseTable[str]
    money: frozenset[str]
    same_day: frozenset[str]
    possessive: frozenset[str]


@cache
def _tables() -> _Tables:
    data = load_data("figures.toml")
    forms = (
        (word, kind)
        for kind, rows in data["harm"].items()
        for word in (*rows["participle"], *rows["adjective"])
    )
    return _Tables(
        before=PhraseTable((p, q) for q, rows in data["before"].items() for p in rows),
        after=PhraseTable((p, q) for q, rows in data["after"].items() for p in rows),
        parts_before=PhraseTable((p, p) for p in data["parts"]["before"]),
        parts_after=PhraseTable((p, p) for p in data["parts"]["after"]),
        not_counted=PhraseTable((p, p) for p in data["not_counted"]["units"]),
        cumulative=PhraseTable((p, p) for p in data["cumulative"]["phrases"]),
        fillers=frozenset(data["fillers"]["words"]),
        naming=frozenset(data["naming"]["nouns"]),
        silent=frozenset(data["vague"]["silent"]),
        stop=frozenset(data["grammar"]["stop"]),
        participles=PhraseTable(forms),
        money=frozenset(data["money"]["before"]),
        same_day=frozenset(data["cumulative"]["same_day"]),
        possessive=frozenset(data["grammar"]["possessive"]),
    )


class _Noun(NamedTuple):
    """The counted noun phrase: words `first` to `last` (exclusive) and its head."""

    first: int
    last: int
    unit: Unit


def find_quantities(
    text: str, span: Span | None = None, *, implicit: bool = False
) -> tuple[Quantity, ...]:
    """Return the counted things of a stretch of text in order, none overlapping.

    With `implicit`, singular noun phrases for people and things that can be harmed come too
    ("a driver"): they are figures only where a harm word governs them.
    """
    words = split_words(text, span)
    masked = time_like(text, span)
    found: list[Quantity] = []
    cue = _cumulative(words)
    for number in find_numbers(words):
        if found and number.first < found[-1].last:
            continue  # a word of the noun before ("multiple rocket launchers")
        quantity = _quantity(text, words, number, masked, found[-1] if found else None)
        if quantity is not None:
            found.append(quantity)
    found += _zeros(text, words, found)
    if implicit:
        found += _singulars(text, words, found)
    found.sort(key=lambda q: q.span)
    return tuple(_marked(q, cue) for q in found)


def _marked(quantity: Quantity, cue: Span | None) -> Quantity:
    if cue is None or quantity.unit_class not in {"person", "none", "family", "casualty", "other"}:
        return quantity
    return replace(quantity, cumulative=True, cumulative_span=cue)


def _cumulative(words: Sequence[Word]) -> Span | None:
    """Return the cue that the sentence sums several happenings up, if there is one."""
    tables = _tables()
    for first, last, _ in tables.cumulative.find(words):
        return cover(words[first:last])
    for i, word in enumerate(words[:-1]):
        following = words[i + 1]
        if word.key == "since" and following.key not in tables.same_day:
            named = following.text[0].isupper() or following.is_number
            if named and ":" not in following.text:
                return cover(words[i : i + 2])
    return None


def _quantity(
    text: str,
    words: Sequence[Word],
    number: Number,
    masked: Sequence[Span],
    previous: Quantity | None,
) -> Quantity | None:
    tables = _tables()
    first, last = number.first, number.last
    here = cover(words[first:last])
    if any(here.overlaps(span) for span in masked):
        return None
    if _is_name(words, number) or _is_uncounted(words, last):
        return None
    money = first > 0 and words[first - 1].key in tables.money
    noun = _noun_after(words, last, single=number.high == 1)
    if noun is None and number.low == 0:
        noun = _noun_after(words, last, single=True)
    if " ".join(word.key for word in words[first:last]) in tables.silent:
        return None
    start, qualifier = _qualifier_before(words, first - money)
    end, trailing = _qualifier_after(words, last if noun is None else noun.last)
    qualifier = qualifier or trailing
    if noun is not None or words[end - 1].key == "of":
        end = last - (words[last - 1].key == "of")
    stretch = cover(words[start:end])
    if number.low == 0:
        qualifier = None
    low, best, high, word = _bounds(number, qualifier)
    factor = noun.unit.factor if noun is not None else 1.0
    part = _is_part(words, start, last if noun is None else noun.last, previous)
    return _built(
        text,
        words,
        stretch,
        (_times(low, factor), _times(best, factor), _times(high, factor)),
        word,
        noun,
        part=part,
        place=(start, max(end, last if noun is None else noun.last)),
        money=bool(money),
    )


def _built(
    text: str,
    words: Sequence[Word],
    stretch: Span,
    bounds: tuple[float | None, float | None, float | None],
    qualifier: Qualifier,
    noun: _Noun | None,
    *,
    part: bool,
    place: tuple[int, int],
    money: bool = False,
    implicit: bool = False,
) -> Quantity:
    low, best, high = bounds
    unit_span = cover(words[noun.first : noun.last]) if noun is not None else None
    unit = noun.unit if noun is not None else None
    unit_class = "money" if money else unit.unit_class if unit is not None else "none"
    return Quantity(
        text=stretch.of(text),
        span=stretch,
        low=low,
        best=best,
        high=high,
        qualifier=qualifier,
        unit_text=unit_span.of(text) if unit_span is not None else None,
        unit_span=unit_span,
        unit_lemma=unit.noun if unit is not None else "",
        unit_class=unit_class,
        count_basis=unit.basis if unit is not None else "unspecified",
        group_class=_group_class(words, noun),
        implicit=implicit,
        part_of_previous=part,
        first=place[0],
        last=place[1],
    )


def _group_class(words: Sequence[Word], noun: _Noun | None) -> GroupClass | None:
    """Return the class of the head noun, or of a noun before it ("civilian casualties")."""
    if noun is None or noun.unit.unit_class not in {"person", "casualty", "family"}:
        return None
    keys = {word.key for word in words[noun.first : noun.last]}
    for group in get_args(GroupClass):
        if group in keys or noun.unit.group_class == group:
            return "civilian" if "civilian" in keys else group
    return None


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else round(value * factor, 6)


def _bounds(
    number: Number, qualifier: Qualifier | None
) -> tuple[float | None, float | None, float | None, Qualifier]:
    """Return low, best, high and qualifier, as the codebook wants them."""
    low, high = number.low, number.high
    if low is None or high is None:
        return None, None, None, "vague"
    if number.is_range:
        return low, None, high, "range"
    match qualifier:
        case "at_least" | "more_than":
            return low, low, None, qualifier
        case "up_to" | "less_than":
            return None, None, high, qualifier
        case "about":
            return None, low, None, qualifier
        case _:
            return low, low, high, "exact"


def _qualifier_before(words: Sequence[Word], first: int) -> tuple[int, Qualifier | None]:
    """Return where the words of the qualifier begin, and which one it is."""
    tables = _tables()
    qualifier: Qualifier | None = None
    start = first
    if start > 0 and words[start - 1].key == "between":
        return start - 1, None
    if start > 0 and words[start - 1].key in {"a", "an", "the"} and start > 1:
        hit = tables.before.ending_at(words, start - 1)
        if hit is not None and words[start - 1].key != "the":
            start -= 1
    while (hit := tables.before.ending_at(words, start)) is not None:
        start = hit[0]
        qualifier = qualifier or _as_qualifier(hit[1])
    return start, qualifier


def _qualifier_after(words: Sequence[Word], end: int) -> tuple[int, Qualifier | None]:
    if end < len(words) and words[end].key == "+":
        return end + 1, "at_least"
    hit = _tables().after.at(words, end) if end < len(words) else None
    return (end, None) if hit is None else (hit[0], _as_qualifier(hit[1]))


def _as_qualifier(word: str) -> Qualifier:
    return next(known for known in get_args(Qualifier) if known == word)


def _is_name(words: Sequence[Word], number: Number) -> bool:
    """Say whether the number is part of a name, a year, a code, or a list mark."""
    first, last = number.first, number.last
    word = words[first]
    before = words[first - 1] if first else None
    if word.is_number:
        if before is not None and before.end == word.start and before.text not in "([~$€£<>":
            return True
        if word.glued and before is not None and not _counts_up(words, first):
            return True
        if before is not None and before.key in _tables().naming and before.text[:1] != "(":
            return not _unit_follows(words, last) or before.text[0].isupper()
        if before is not None and before.text == ".":
            prior = words[first - 2] if first > 1 else None
            if prior is not None and prior.key in _tables().naming:
                return True
        if last < len(words) and last == first + 1:
            return _marks_list(words, first) or _is_code(words, first, last)
        return _is_code(words, first, last)
    return False


def _counts_up(words: Sequence[Word], first: int) -> bool:
    return words[first - 1].is_number or words[first - 1].key in {"some", "mid"}


def _unit_follows(words: Sequence[Word], i: int) -> bool:
    return _noun_after(words, i, single=False) is not None


def _marks_list(words: Sequence[Word], i: int) -> bool:
    """Say whether the number is a list mark at the very beginning ("2. Two of our ...")."""
    return i == 0 and words[1].text in {".", ")"} and words[1].start == words[0].end


def _is_code(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the number reads as a year, an age, a code or a telephone number."""
    word = words[first]
    following = words[last] if last < len(words) else None
    if following is not None and following.start == words[last - 1].end:
        # "2S1", "46th", "12,", "(8)": letters right behind make a code, unless a known unit.
        if following.is_word and units().at(words, last) is None:
            return True
        if following.text in "%°/":
            return True
    plain = word.text.isdecimal()
    counted = _unit_follows(words, last)
    if plain and len(word.text) == 4 and word.text[0] in "12" and last == first + 1 and not counted:
        return 1900 <= int(word.text) <= 2099
    if plain and len(word.text) >= 5 and not counted:
        return True
    before = words[first - 1] if first else None
    if before is None or last != first + 1:
        return False
    # An age stands alone between commas behind a name ("Ahmed, 25, a farmer").
    aged = before.text == "," and following is not None and following.text in ",."
    named = first > 1 and words[first - 2].text[0].isupper()
    return (aged and named and word.text.isdecimal()) or before.text in "#@№"


def _is_uncounted(words: Sequence[Word], i: int) -> bool:
    """Say whether what follows the number is a duration, a share or another non-count."""
    if i >= len(words):
        return False
    tables = _tables()
    if tables.not_counted.at(words, i) is not None:
        # "two sides", "three points": but "three point objects" never occurs.
        return True
    # "a 40-strong unit" and "six-party talks" are descriptions.
    return words[i].glued and words[i].key in {"strong", "party", "nation", "man", "member", "way"}


def _noun_after(words: Sequence[Word], i: int, *, single: bool) -> _Noun | None:
    """Return the noun phrase counted by a number that ends before word `i`."""
    tables = _tables()
    i = _skip_of(words, i)
    while i < len(words) and words[i].key in tables.fillers:
        if words[i].key == "others":
            return None
        i += 1
    first = i
    best: _Noun | None = None
    while i < min(len(words), first + _PHRASE_REACH):
        harm = tables.participles.at(words, i)
        if best is None and i == first and harm is not None and not _noun_near(words, harm[0]):
            return None
        hit = units().at(words, i)
        if hit is not None:
            best = _better(best, first, hit, single=single)
            if best is not None and best.last == hit[0] and not _compound(words, hit[0]):
                return best
            i = hit[0]
            continue
        described = _described(words, i)
        if best is not None or (described == i and _ends_phrase(words[i], tables.stop)):
            break
        i = max(i + 1, described)
    return best or _unknown_noun(words, first, single=single)


def _described(words: Sequence[Word], i: int) -> int:
    """Step over a number tied into an adjective ("a 12-year-old boy", "six 122-mm rockets")."""
    end = i + 1
    while end < len(words) and (words[end].glued or words[end].key == "mm"):
        end += 1
    return end if words[i].is_number and end > i + 1 else i


def _better(best: _Noun | None, first: int, hit: tuple[int, Unit], *, single: bool) -> _Noun | None:
    end, unit = hit
    fits = unit.singular if single else unit.plural
    return _Noun(first, end, unit) if fits else best


def _compound(words: Sequence[Word], i: int) -> bool:
    """Say whether the noun goes on in another one ("a police officer", "an army vehicle")."""
    if i >= len(words) or _tables().participles.at(words, i) is not None:
        return False
    return units().at(words, i) is not None


def _noun_near(words: Sequence[Word], i: int) -> bool:
    """Say whether a countable noun follows within two words ("three wounded soldiers")."""
    for k in range(i, min(i + 2, len(words))):
        if units().at(words, k) is not None:
            return True
        if _ends_phrase(words[k], _tables().stop):
            return False
    return False


def _ends_phrase(word: Word, stop: frozenset[str]) -> bool:
    return word.key in stop or (not word.is_word and word.text not in "'\"\u2018\u2019\u201c\u201d")


def _skip_of(words: Sequence[Word], i: int) -> int:
    """Step over "of the", "of our", "of" between number and noun ("two of our comrades")."""
    if i < len(words) and words[i].key == "of":
        i += 1
        while i < len(words) and words[i].key in {"the", "these", "those", "our", "his", "her",
                                                  "its", "their", "'s"}:  # fmt: skip
            i += 1
    elif i < len(words) and words[i].key in {"the", "our"}:
        return i
    return i


def _unknown_noun(words: Sequence[Word], first: int, *, single: bool) -> _Noun | None:
    """Return a noun phrase that ends in an unknown plural ("nine olive-pickers")."""
    if single:
        return None
    tables = _tables()
    for i in range(first, min(first + 4, len(words))):
        word = words[i]
        if _ends_phrase(word, tables.stop) or tables.participles.at(words, i) is not None:
            return None
        if (
            word.key.endswith("s")
            and not word.key.endswith(("ss", "us", "is"))
            and len(word.key) > 3
        ):
            noun = word.key.removesuffix("s")
            unit = Unit(noun, "other", noun, None, singular=False, plural=True)
            return _Noun(first, i + 1, unit)
    return None


def _is_part(words: Sequence[Word], start: int, end: int, previous: Quantity | None) -> bool:
    """Say whether the number is a part of the one before ("including six", "15 of them")."""
    if previous is None:
        return False
    tables = _tables()
    if tables.parts_before.ending_at(words, start, reach=5) is not None:
        return True
    if tables.parts_after.at(words, end) is not None if end < len(words) else False:
        return True
    # "in Latakia (8), Idlib (6)": numbers in brackets behind capitals split the count before.
    bracketed = start > 1 and words[start - 1].text == "(" and end < len(words)
    if bracketed and words[end].text == ")" and words[start - 2].text[0].isupper():
        return True
    # "15 of them by rebels and two by the army": the second half of a split.
    joined = start > 0 and words[start - 1].key in {"and", ","} and end < len(words)
    if not joined or not previous.part_of_previous:
        return False
    # "including six children and four women": parts go on as long as they stand side by side.
    beside = previous.last == start - 1 and previous.unit_class == "person"
    return beside or words[end].key in {"by", "from", "in"}


def _zeros(text: str, words: Sequence[Word], found: Sequence[Quantity]) -> list[Quantity]:
    """Read "no casualties", "no soldiers": zero of a known countable noun."""
    zeros = []
    for i, word in enumerate(words[:-1]):
        if word.key not in {"no", "without"} or any(q.first <= i < q.last for q in found):
            continue
        noun = next(
            (n for single in (False, True) if (n := _noun_after(words, i + 1, single=single))), None
        )
        if noun is None or noun.last - noun.first > 4 or noun.unit.unit_class == "other":
            continue
        if word.key == "without" and noun.unit.unit_class != "casualty":
            continue
        if words[noun.first].key in {"one", "sign", "signs"}:
            continue
        zeros.append(
            _built(
                text,
                words,
                Span(word.start, word.end),
                (0.0, 0.0, 0.0),
                "exact",
                noun,
                part=False,
                place=(i, noun.last),
            )  # fmt: skip
        )
    return zeros


_HARMED = frozenset({"person", "vehicle", "weapon", "building", "family"})


def _singulars(text: str, words: Sequence[Word], found: Sequence[Quantity]) -> list[Quantity]:
    """Read "a shepherd", "his wife": one of something, with no numeral."""
    tables = _tables()
    taken = {i for q in found for i in range(q.first, q.last)}
    singles = []
    for i, word in enumerate(words[:-1]):
        own = word.key in {"his", "her"}
        if i in taken or not (own or word.key in {"a", "an", "another"}):
            continue
        noun = _noun_after(words, i + 1, single=True)
        if noun is None or noun.unit.unit_class not in _HARMED or noun.unit.plural:
            continue
        if own and noun.unit.unit_class != "person":
            continue
        if any(k in taken for k in range(i, noun.last)) or noun.first != i + 1:
            continue
        stretch = cover(words[i : noun.last])
        part = _is_part(words, i, noun.last, found[0] if found else None)
        singles.append(
            _built(
                text,
                words,
                stretch,
                (1.0, 1.0, 1.0),
                "exact",
                noun,
                part=part,
                place=(i, noun.last),
                implicit=True,
            )  # fmt: skip
        )
    return singles
