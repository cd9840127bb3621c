"""Counted things in a text: the number with its qualifier, and what it counts.

Source of the rules: CODEBOOK, "Figures". Numbers that count nothing (dates, clock times,
durations, ages, calibres, road and resolution numbers, shares) are left out. Whether a figure
is of killed, wounded or anything else is decided in `trucewatch.extract.harm`.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, get_args

from msgspec import Struct
from msgspec.structs import replace

from trucewatch.extract.counted_nouns import CountedNoun, noun_after
from trucewatch.extract.figure_words import figure_words
from trucewatch.extract.not_counts import is_name, is_uncounted
from trucewatch.extract.numbers import Number, find_numbers
from trucewatch.extract.printed import Bounds, Printed
from trucewatch.extract.singulars import singulars
from trucewatch.extract.time_words import time_like
from trucewatch.extract.units import GroupClass
from trucewatch.extract.words import Word, cover, split_words
from trucewatch.model import Span
from trucewatch.model.vocabulary import Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    part_of_next: bool = False
    cumulative: bool = False
    cumulative_span: Span | None = None
    first: int = 0
    last: int = 0

    @property
    def phrase(self) -> Span:
        """Number and noun together."""
        return self.span if self.unit_span is None else self.span.joined(self.unit_span)


def find_quantities(
    text: str, span: Span | None = None, *, implicit: bool = False, clipped: bool = False
) -> tuple[Quantity, ...]:
    """Return the counted things of a stretch of text in order, none overlapping.

    With `implicit`, singular noun phrases for people and things that can be harmed come too
    ("a driver"): they are figures only where a harm word governs them. Those of a `clipped` text
    need no article ("medic dead").
    """
    words = split_words(text, span)
    masked = time_like(text, span)
    printed: list[Printed] = []
    for number in find_numbers(words):
        if printed and number.first < printed[-1].last:
            continue  # a word of the noun before ("multiple rocket launchers")
        found = _counted(words, number, masked)
        if found is not None:
            printed.append(found)
    printed += _zeros(words, printed)
    if implicit:
        printed += singulars(words, printed, clipped=clipped)
    printed.sort(key=lambda number: number.first)
    cue = _cumulative(words)
    quantities: list[Quantity] = []
    for row in printed:
        before = quantities[-1] if quantities else None
        quantity = _built(text, words, row, before)
        if before is not None:
            quantity = _as_qualified(words, quantity, before)
        if quantity.unit_class == "none":
            quantity = _number_of(text, words, quantity)
        quantities.append(_marked(quantity, cue))
    return tuple(_parted(words, quantities))


def _as_qualified(words: Sequence[Word], quantity: Quantity, before: Quantity) -> Quantity:
    """Let one qualifier govern both numbers of a pair ("at least two civilians and three men")."""
    gap = [word.key for word in words[before.last : quantity.first]]
    pair = gap == ["and"] and before.qualifier == "at_least" and quantity.qualifier == "exact"
    if not pair or quantity.implicit or before.unit_class != quantity.unit_class:
        return quantity
    return replace(quantity, high=None, qualifier="at_least")


def _number_of(text: str, words: Sequence[Word], quantity: Quantity) -> Quantity:
    """Give a bare number the noun of "the number of refugees in the camps at 92,000"."""
    i = quantity.first
    lead = words[i - 1].key if i else ""
    if lead not in {"at", "to"}:
        return quantity
    for n in range(i - 2, max(0, i - _NUMBER_REACH), -1):
        if words[n].text in ",;:.":
            break
        if words[n].key == "of" and words[n - 1].key == "number":
            noun = noun_after(words, n + 1, single=False)
            if noun is None or noun.last >= i or noun.unit.unit_class == "ignored":
                break
            span = cover(words[noun.first : noun.last])
            return replace(quantity, unit_text=span.of(text), unit_span=span,
                           unit_class=noun.unit.unit_class, unit_lemma=noun.unit.noun,
                           count_basis=noun.unit.basis)  # fmt: skip
    return quantity


_NUMBER_REACH = 16
"""How many words "the number of" may stand before the number itself."""


def _parted(words: Sequence[Word], quantities: list[Quantity]) -> list[Quantity]:
    """Mark the parts of wholes told the other way round.

    "Two of five convoys", "of 38 patrols 33 were driven": the noun stands with the whole.
    """
    found = list(quantities)
    for n, whole in enumerate(quantities):
        if whole.unit_class == "none" or whole.best in {0, 1} or whole.first == 0:
            continue
        lead = [word.key for word in words[max(0, whole.first - 2) : whole.first]]
        one = quantities[n - 1] if n else None
        gap = whole.first - one.last if one is not None and one.unit_class == "none" else 0
        if gap and (lead[-gap:] == ["of"] or lead[-gap:] == ["of", "the"]):
            found[n - 1] = replace(found[n - 1], part_of_next=True)
        elif lead[-1:] == ["of"] and (whole.first == 1 or not words[whole.first - 2].is_word):
            for k in range(n + 1, len(quantities)):
                bare = quantities[k].unit_class == "none"
                if bare and not quantities[k].part_of_previous:
                    found[k] = replace(found[k], part_of_previous=True)
    return _summed(words, found)


def _summed(words: Sequence[Word], found: list[Quantity]) -> list[Quantity]:
    """Mark the numbers behind a whole that add up to it ("39, six women and 33 teenagers")."""
    for n, whole in enumerate(found):
        opens = words[whole.last].text if whole.last < len(words) else ""
        for k in range(n + 2, min(n + 5, len(found))):
            parts = found[n + 1 : k + 1]
            near = opens in _LISTING and parts[0].first - whole.last <= _FIRST_PART
            if near and whole.best and whole.best == sum(part.best or 0.0 for part in parts):
                found[n + 1 : k + 1] = [replace(part, part_of_previous=True) for part in parts]
    return found


_LISTING = frozenset({",", ":", "(", "-", "\u2013", "\u2014"})
"""Marks behind a whole that its parts may follow ("39 prisoners, six women and 33 teenagers")."""
_FIRST_PART = 3


def _marked(quantity: Quantity, cue: Span | None) -> Quantity:
    if cue is None or quantity.unit_class not in {"person", "none", "family", "casualty", "other"}:
        return quantity
    return replace(quantity, cumulative=True, cumulative_span=cue)


def _cumulative(words: Sequence[Word]) -> Span | None:
    """Return the cue that the sentence sums several happenings up, if there is one."""
    tables = figure_words()
    for first, last, phrase in tables.cumulative.find(words):
        if not (phrase.startswith("since") and _compares(words, first)):
            return cover(words[first:last])
    for i, word in enumerate(words[:-1]):
        following = words[i + 1]
        if word.key == "since" and following.key not in tables.same_day:
            named = following.text[0].isupper() or following.is_number
            if named and ":" not in following.text and not _compares(words, i):
                return cover(words[i : i + 2])
    return None


def _compares(words: Sequence[Word], i: int) -> bool:
    """Say whether "since" at word `i` closes a comparison ("the deadliest incident since ...")."""
    superlatives = figure_words().superlatives
    return any(word.key in superlatives for word in words[max(0, i - 4) : i])


def _counted(words: Sequence[Word], number: Number, masked: Sequence[Span]) -> Printed | None:
    """Return a number with its qualifier and noun, or None if it counts nothing."""
    tables = figure_words()
    first, last = number.first, number.last
    here = cover(words[first:last])
    phrase = " ".join(word.key for word in words[first:last])
    if phrase in tables.silent or _is_masked(here, masked):
        return None
    if phrase in tables.shares and not _shares(words, number):
        return None
    if is_name(words, number) or is_uncounted(words, last):
        return None
    money = first > 0 and words[first - 1].key in tables.money
    start, qualifier = _qualifier_before(words, first - money, ranged=number.is_range)
    # "10 or more shells", "10 shells or more": only the first belongs to the span.
    end, trailing = _qualifier_after(words, last)
    noun = _noun_of(words, number._replace(last=end), phrase)
    if noun is not None:
        trailing = trailing or _qualifier_after(words, noun.last)[1]
    close = _past_fillers(words, end) if noun is None else noun.last
    end -= words[end - 1].key == "of"
    bounds = _bounds(number, None if number.low == 0 else qualifier or trailing)
    if noun is not None and noun.unit.unit_class == "mass":
        end = max(end, noun.last)  # "1,500 tons": the measure belongs to the number
    span = cover(words[start:end])
    return Printed(start, close, last, span, bounds, noun, money=money)


def _shares(words: Sequence[Word], number: Number) -> bool:
    """Say whether a share is one of a count before it ("a third of them", "40, nearly all men")."""
    first, last = number.first, number.last
    if last >= len(words):
        return False
    if figure_words().parts_after.at(words, last) is not None:
        return True
    listed = first > 0 and words[first - 1].text == "," and words[last - 1].key == "all"
    noun = noun_after(words, last, single=False) if listed else None
    return noun is not None and noun.first == last and noun.unit.unit_class == "person"


def _is_masked(here: Span, masked: Sequence[Span]) -> bool:
    """Say whether a stretch overlaps one of the sorted spans of time expressions."""
    i = bisect_right(masked, here)
    return any(here.overlaps(span) for span in masked[max(0, i - 1) : i + 1])


def _past_fillers(words: Sequence[Word], i: int) -> int:
    """Step over "others" and "more" behind a number without a noun ("five others wounded")."""
    while i < len(words) and words[i].key in figure_words().fillers:
        i += 1
    return i


def _noun_of(words: Sequence[Word], number: Number, phrase: str) -> CountedNoun | None:
    last = number.last
    if phrase in figure_words().pronouns and (last >= len(words) or words[last].key != "of"):
        return None
    noun = noun_after(words, last, single=number.high == 1)
    if noun is None and number.low == 0:
        return noun_after(words, last, single=True)
    return noun


def _built(text: str, words: Sequence[Word], printed: Printed, before: Quantity | None) -> Quantity:
    noun = printed.noun
    unit = noun.unit if noun is not None else None
    unit_span = cover(words[noun.first : noun.last]) if noun is not None else None
    factor = unit.factor if unit is not None else 1.0
    low, best, high, qualifier = printed.bounds
    quantity = Quantity(
        text=printed.span.of(text),
        span=printed.span,
        low=_times(low, factor),
        best=_times(best, factor),
        high=_times(high, factor),
        qualifier=qualifier,
        unit_text=unit_span.of(text) if unit_span is not None else None,
        unit_span=unit_span,
        unit_lemma=unit.noun if unit is not None else "",
        unit_class="money" if printed.money else unit.unit_class if unit is not None else "none",
        count_basis=unit.basis if unit is not None else "unspecified",
        group_class=_group_class(words, noun),
        implicit=printed.implicit,
        first=printed.first,
        last=printed.last,
    )
    if before is None:
        return quantity
    if _is_part(words, printed, before):
        return replace(quantity, part_of_previous=True)
    if noun is None and not printed.money and _is_gapped(words, printed, before):
        return replace(quantity, unit_class=before.unit_class, count_basis=before.count_basis,
                       unit_lemma=before.unit_lemma)  # fmt: skip
    return quantity


def _group_class(words: Sequence[Word], noun: CountedNoun | None) -> GroupClass | None:
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


def _bounds(number: Number, qualifier: Qualifier | None) -> Bounds:
    """Return low, best, high and qualifier, as the codebook wants them."""
    low, high = number.low, number.high
    if low is None or high is None:
        return Bounds(None, None, None, "vague")
    if number.is_range:
        return Bounds(low, None, high, "range")
    match qualifier:
        case "at_least" | "more_than":
            return Bounds(low, low, None, qualifier)
        case "up_to" | "less_than":
            return Bounds(None, None, high, qualifier)
        case "about":
            return Bounds(None, low, None, qualifier)
        case _:
            return Bounds(low, low, high, "exact")


def bounded(words: Sequence[Word], number: Number) -> tuple[int, Bounds]:
    """Return the word at which a number begins with its qualifier, and its bounds."""
    first, qualifier = _qualifier_before(words, number.first, ranged=number.is_range)
    return first, _bounds(number, qualifier)


def _qualifier_before(
    words: Sequence[Word], first: int, *, ranged: bool
) -> tuple[int, Qualifier | None]:
    """Return where the words of the qualifier begin, and which one it is.

    "Between" belongs to a range ("between 10 and 15"), not to a number of sides.
    """
    tables = figure_words()
    qualifier: Qualifier | None = None
    start = first
    if ranged and start > 0 and words[start - 1].key == "between":
        return start - 1, None
    if start > 0 and words[start - 1].key in {"a", "an", "the"} and start > 1:
        hit = tables.before.ending_at(words, start - 1)
        if hit is not None and words[start - 1].key != "the":
            start -= 1
    while (hit := tables.before.ending_at(words, start)) is not None:
        particle = words[hit[0]].key in tables.particles
        if particle and hit[0] > 0 and words[hit[0] - 1].key in tables.phrasal:
            break
        start = hit[0]
        qualifier = qualifier or _as_qualifier(hit[1])
    return start, qualifier


def _qualifier_after(words: Sequence[Word], end: int) -> tuple[int, Qualifier | None]:
    if end < len(words) and words[end].key == "+":
        return end + 1, "at_least"
    hit = figure_words().after.at(words, end) if end < len(words) else None
    return (end, None) if hit is None else (hit[0], _as_qualifier(hit[1]))


def _as_qualifier(word: str) -> Qualifier:
    return next(known for known in get_args(Qualifier) if known == word)


def _is_part(words: Sequence[Word], printed: Printed, before: Quantity) -> bool:
    """Say whether the number is a part of the one before ("including six", "15 of them")."""
    tables = figure_words()
    start, end = printed.first, printed.number_end
    if words[start].key in _LARGELY:
        return before.unit_class == "person" and printed.noun is not None
    if words[end - 1].key == "all" and printed.bounds.qualifier == "vague":
        return True  # "31 wounded, nearly all civilians"
    if tables.parts_before.ending_at(words, start, reach=5) is not None:
        return True
    if printed.noun is not None and _among_them(words, printed.noun.last):
        return before.unit_class in {"person", "none", "family"}
    if end < len(words) and not printed.implicit and tables.parts_after.at(words, end) is not None:
        return True
    return start > 0 and end < len(words) and _splits(words, printed, before)


def _among_them(words: Sequence[Word], i: int) -> bool:
    """Say whether "among them" stands behind a noun ("five children among them")."""
    return [word.key for word in words[i : i + 2]] == ["among", "them"]


def _splits(words: Sequence[Word], printed: Printed, before: Quantity) -> bool:
    """Say whether the number goes on with the splitting of the count before."""
    lead, behind = words[printed.first - 1], words[printed.number_end]
    gapped = printed.noun is None and behind.key in figure_words().gapping_behind
    people = ("person", "family")
    match lead.key:
        case "(" if behind.text == ")" and printed.first > 1:
            # "in Latakia (8), Idlib (6)".
            return words[printed.first - 2].text[0].isupper()
        case "(":
            # "12 killed (three children)".
            counted = before.unit_class in (*people, "none", "casualty")
            return counted and printed.noun is not None and printed.noun.unit.unit_class in people
        case "," if before.last == printed.first - 1 and before.unit_class in _THINGS:
            # "Six drones, two shot down".
            fewer = before.best is not None and (printed.bounds.best or 0) < before.best
            undone = figure_words().participles.at(words, printed.number_end) is not None
            return fewer and printed.noun is None and undone
        case ":":
            # "5 cases: three in Latakia and two in Idlib".
            return gapped and before.unit_class != "none"
        case "and" | ",":
            # "including six children and four women", "15 of them by rebels and two by the army".
            beside = before.last == printed.first - 1 and before.unit_class == "person"
            shared = before.unit_class == "violation" and behind.key == "by" and lead.key == ","
            return (before.part_of_previous and (beside or gapped)) or (shared and gapped)
        case _:
            return False


def _is_gapped(words: Sequence[Word], printed: Printed, before: Quantity) -> bool:
    """Say whether the number shares the noun of the one before ("86 trucks ... and 40 at ...")."""
    tables = figure_words()
    start, end = printed.first, printed.number_end
    if before.unit_class in {"none", "person", "money"} or start == 0 or end >= len(words):
        return False
    lead, behind = words[start - 1].key, words[end].key
    return lead in tables.gapping_before and behind in tables.gapping_behind


_NOTHING = Bounds(0.0, 0.0, 0.0, "exact")
_LARGELY = frozenset({"mostly", "mainly"})
_THINGS = frozenset({"weapon", "munition", "vehicle"})


def _none_of(words: Sequence[Word], i: int) -> CountedNoun | None:
    return noun_after(words, i, single=False) or noun_after(words, i, single=True)


def _zeros(words: Sequence[Word], found: Sequence[Printed]) -> list[Printed]:
    """Read "no casualties", "no soldiers": zero of a known countable noun."""
    taken = {i for n in found for i in range(n.first, n.last)}
    zeros = []
    for i, word in enumerate(words[:-1]):
        if word.key not in {"no", "without"} or i in taken:
            continue
        noun = _none_of(words, i + 1)
        if noun is None or noun.last - noun.first > 4 or noun.unit.unit_class == "other":
            continue
        giving = any(w.key.endswith("ing") for w in words[i + 1 : noun.last - 1])
        if word.key == "without" and (noun.unit.unit_class != "casualty" or giving):
            continue  # "without a single shot", "without giving casualties"
        span = Span(word.start, word.end)
        zeros.append(Printed(i, noun.last, i + 1, span, _NOTHING, noun))
        behind = words[noun.last].key if noun.last < len(words) else ""
        other = _none_of(words, noun.last + 1) if behind in {"or", "nor"} else None
        if other is not None and {noun.unit.unit_class, other.unit.unit_class} == {"casualty"}:
            # "no casualties or damage"
            zeros.append(Printed(noun.last + 1, other.last, i + 1, span, _NOTHING, other))
    return zeros
