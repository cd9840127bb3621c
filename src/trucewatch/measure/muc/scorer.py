"""Scoring answers against keys: fills within a slot, templates within a message, all messages.

After the MUC-4 scoring program: fills of a slot are paired for the most points and what is left
over on both sides is incorrect; templates are mapped for the most points among the pairs that
agree in part on the type of the incident and on one perpetrator or target slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trucewatch.measure.muc.assignment import assigned
from trucewatch.measure.muc.counts import Counts
from trucewatch.measure.muc.grades import PARTIAL, RIGHT, WRONG, judged, plain, words
from trucewatch.measure.muc.slots import CONTENT, SLOTS, Slot
from trucewatch.measure.muc.templates import Fill, Template

_TYPE = 4
_LESS_WANTED = 0.125  # of two fillers that fit an answer, the one that the key insists on
_ORDER = sorted(SLOTS, key=lambda slot: (bool(slot.refers), slot.number != 19, slot.number))


@dataclass(frozen=True, slots=True)
class Link:
    """An answer in a slot, the key filler it stands for, and how good it is."""

    response: Fill
    key: Fill
    grade: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What a score report says of two templates that were mapped, named by their numbers.

    `slots` says by slot name how many mismatches a person called right, and how many half right.
    """

    message: str
    key: str
    response: str
    slots: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Two templates held against each other (one of them null: missing or spurious)."""

    message: str
    key: Template | None
    response: Template | None
    slots: Mapping[int, Counts]


@dataclass(slots=True)
class Scores:
    """The scores of many messages: every mapping, and messages right in having no template."""

    mapped: list[Mapped] = field(default_factory=list)
    irrelevant: int = 0


def score(
    keys: Mapping[str, Sequence[Template]],
    responses: Mapping[str, Sequence[Template]],
    record: Sequence[Settled] | None = None,
) -> Scores:
    """Score the answers to every message of the keys.

    Mismatches are graded by the guidelines for people (`grades.judged`), unless a `record` of
    what people mapped and settled is given: then only what the program grades by itself counts
    besides it.
    """
    scores = Scores()
    on_record: dict[str, list[Settled]] = {}
    for one in record or ():
        on_record.setdefault(one.message, []).append(one)
    for message, wanted in keys.items():
        said = responses.get(message, ())
        if not wanted and not said:
            scores.irrelevant += 1
        pairs: list[tuple[Template, Template, Settled | None]]
        if record is None:
            pairs = [(key, response, None) for key, response in mapping(wanted, said)]
        else:
            pairs = _looked_up(wanted, said, on_record.get(message, ()))
        for key, response, settled in pairs:
            slots = compare(key, response, settled)
            scores.mapped.append(Mapped(message, key, response, slots))
        done = {id(template) for key, response, _ in pairs for template in (key, response)}
        for key in wanted:
            if id(key) not in done and not key.optional:
                scores.mapped.append(Mapped(message, key, None, _alone(key, missing=True)))
        for response in said:
            if id(response) not in done:
                slots = _alone(response, missing=False)
                scores.mapped.append(Mapped(message, None, response, slots))
    return scores


def mapping(
    keys: Sequence[Template], responses: Sequence[Template]
) -> list[tuple[Template, Template]]:
    """Return which answer stands for which key template."""
    gains = [[_points(key, response) for response in responses] for key in keys]
    return [(keys[row], responses[column]) for row, column in assigned(gains)]


def _looked_up(
    keys: Sequence[Template], responses: Sequence[Template], record: Iterable[Settled]
) -> list[tuple[Template, Template, Settled | None]]:
    """Return the pairs on record, as often as they are on it."""
    wanted = {template.number: template for template in keys}
    said = {template.number: template for template in responses}
    return [(wanted[one.key], said[one.response], one) for one in record]


def _points(key: Template, response: Template) -> float:
    """Return the points of a pair, 0 where the content does not allow to map it."""
    slots = compare(key, response)
    if not slots[_TYPE].points or not any(slots[number].points for number in CONTENT):
        return 0.0
    return sum(counts.points for counts in slots.values())


def compare(key: Template, response: Template, settled: Settled | None = None) -> dict[int, Counts]:
    """Return the counts of every slot of two templates."""
    links: dict[int, list[Link]] = {}
    found: dict[int, Counts] = {}
    for slot in _ORDER:
        pointed = [link for number in slot.refers for link in links.get(number, ())]
        grading = _Grading(slot, pointed, by_people=settled is None)
        wanted, said = key.of(slot.number), response.of(slot.number)
        right, half = settled.slots.get(slot.name, (0, 0)) if settled is not None else (0, 0)
        pairs = _settled(
            grading, wanted, said, _pairs(grading, wanted, said), [RIGHT] * right + [PARTIAL] * half
        )
        links[slot.number] = [
            Link(said[column], wanted[row], grade) for row, column, grade in pairs
        ]
        found[slot.number] = _counts(wanted, said, pairs)
    return found


@dataclass(frozen=True, slots=True)
class _Grading:
    """How fillers of a slot are graded; `pointed` is what is known of those they refer to."""

    slot: Slot
    pointed: Sequence[Link]
    by_people: bool

    def grade(self, key: Fill, said: Fill) -> int:
        """Return the grade of an answer, by section 3.1.2 where it carries a reference."""
        judge = judged if self.by_people else plain
        value = judge(self.slot, said.values[0], key.values)
        if value != RIGHT or not self.slot.refers:
            return value
        reference = self._reference(key, said)
        return max(reference, PARTIAL) if self.by_people else reference

    def _reference(self, key: Fill, said: Fill) -> int:
        """Return how well an answer refers to what the key refers to."""
        if not said.tags or not key.tags:
            return RIGHT if said.tags == key.tags else WRONG
        if any(words(said.tags[0]) == words(tag) for tag in key.tags):
            return RIGHT
        return max(
            (
                link.grade
                for link in self.pointed
                if link.response.values[0] == said.tags[0] and set(link.key.values) & set(key.tags)
            ),
            default=WRONG,
        )


_Pairs = list[tuple[int, int, int]]


def _pairs(grading: _Grading, keys: Sequence[Fill], said: Sequence[Fill]) -> _Pairs:
    """Return (row of the key, column of the answer, grade) of the best pairing."""
    grades = [[grading.grade(key, one) for one in said] for key in keys]
    gains = [
        [grade - _LESS_WANTED * key.optional if grade else 0 for grade in row]
        for key, row in zip(keys, grades, strict=True)
    ]
    return [(row, column, grades[row][column]) for row, column in assigned(gains)]


def _settled(
    grading: _Grading, keys: Sequence[Fill], said: Sequence[Fill], pairs: _Pairs, grades: list[int]
) -> _Pairs:
    """Give the grades on record to the likeliest of the pairs that are left.

    What is left of them then raises pairs that are half right, or is an answer counted in part
    for several of the key (section 3.1.1.3).
    """
    if not grades:
        return pairs
    rows, columns = {row for row, *_ in pairs}, {column for _, column, _ in pairs}
    likely = _Grading(grading.slot, grading.pointed, by_people=True)
    left = [
        (-likely.grade(keys[row], said[column]), row, column)
        for row in range(len(keys))
        for column in range(len(said))
    ]
    settled: _Pairs = []
    left = sorted(one for one in left if one[1] not in rows and one[2] not in columns)
    if grading.slot.kind == "number" and len(grades) > len({column for *_, column in left}) > 0:
        spread = [row for _, row, column in left if column == left[0][2]]
        return [*pairs, *zip(spread, [left[0][2]] * len(spread), grades, strict=False)]
    for _, row, column in left:
        if grades and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            settled.append((row, column, grades.pop(0)))
    settled = [*((row, column, _raised(grade, grades)) for row, column, grade in pairs), *settled]
    if grading.slot.kind == "string" and settled:
        free = (row for row in range(len(keys)) if row not in rows)
        halves = [grade for grade in grades if grade == PARTIAL]
        settled += [(row, settled[-1][1], half) for row, half in zip(free, halves, strict=False)]
    return settled


def _raised(grade: int, grades: list[int]) -> int:
    return grades.pop(0) if grade == PARTIAL and grades and grades[0] == RIGHT else grade


def _counts(keys: Sequence[Fill], said: Sequence[Fill], pairs: _Pairs) -> Counts:
    """Count a pairing; what is left over on both sides is incorrect, pair by pair."""
    rows, columns = {row for row, *_ in pairs}, {column for _, column, _ in pairs}
    left = [key.optional for row, key in enumerate(keys) if row not in rows]
    over = len(said) - len(columns)
    incorrect = min(len(left), over)
    return Counts(
        correct=sum(grade == RIGHT for *_, grade in pairs),
        partial=sum(grade == PARTIAL for *_, grade in pairs),
        incorrect=incorrect,
        spurious=over - incorrect,
        missing=max(0, left.count(False) - incorrect),
    )


def _alone(template: Template, *, missing: bool) -> dict[int, Counts]:
    """Return the counts of a template that has no counterpart."""
    counted: dict[int, Counts] = {}
    for slot in SLOTS:
        fills = template.of(slot.number)
        if missing:
            counted[slot.number] = Counts(missing=sum(not fill.optional for fill in fills))
        else:
            counted[slot.number] = Counts(spurious=len(fills))
    return counted


def per_slot(mapped: Iterable[Mapped]) -> dict[int, Counts]:
    """Return the sums of every slot."""
    sums = {slot.number: Counts() for slot in SLOTS}
    for one in mapped:
        for number, counts in one.slots.items():
            sums[number].add(counts)
    return sums
