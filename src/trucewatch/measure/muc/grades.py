"""How good one filler is for another: the rules of the MUC-4 scoring guidelines (version 7).

Grades count half points. What the guidelines leave to a person is graded by `judged`, more
strictly than people did; what the 1992 program settled by itself is graded by `plain`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from trucewatch.measure.muc import dates, locations
from trucewatch.measure.muc.slots import Slot

WRONG, PARTIAL, RIGHT = 0, 1, 2

_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*")
_LEADING_NUMBER = re.compile(r"\d[\d.,]*")
# The shallow hierarchies of set fills: a response above its key counts half (sections 3.2.4 ff.).
_ABOVE: dict[int, dict[str, frozenset[str]]] = {
    7: {
        "GUN": frozenset({"MACHINE GUN", "MORTAR", "HANDGUN", "RIFLE"}),
        "EXPLOSIVE": frozenset(
            {
                "BOMB", "VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB", "GRENADE",
                "MOLOTOV COCKTAIL",
            }
        ),
        "BOMB": frozenset({"VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB"}),
        "PROJECTILE": frozenset({"MISSILE", "ROCKET"}),
    },
    11: {"SUSPECTED OR ACCUSED": frozenset({"SUSPECTED OR ACCUSED BY AUTHORITIES"})},
    13: {"POLITICAL FIGURE OFFICE OR RESIDENCE": frozenset({"GOVERNMENT OFFICE OR RESIDENCE"})},
    16: {"DESTROYED": frozenset({"SOME DAMAGE"})},
    20: {
        "GOVERNMENT OFFICIAL": frozenset({"FORMER GOVERNMENT OFFICIAL"}),
        "ACTIVE MILITARY": frozenset({"FORMER ACTIVE MILITARY"}),
        "POLITICAL FIGURE": frozenset({"GOVERNMENT OFFICIAL"}),
    },
    23: {
        "NO INJURY": frozenset({"NO INJURY OR DEATH"}),
        "NO DEATH": frozenset({"NO INJURY OR DEATH"}),
    },
}  # fmt: skip


def plain(slot: Slot, response: str, keys: Sequence[str]) -> int:
    """Return the grade that the program gives by itself, without asking a person."""
    return max((_PLAIN[slot.kind](slot, response, key) for key in keys), default=WRONG)


def judged(slot: Slot, response: str, keys: Sequence[str]) -> int:
    """Return the grade by the guidelines for people, where `plain` finds no full match."""
    by_rule = _JUDGED.get(slot.kind)
    grade = plain(slot, response, keys)
    if by_rule is None or grade == RIGHT:
        return grade
    return max(grade, *(by_rule(slot, response, key) for key in keys))


@cache
def _listed(name: str) -> frozenset[str]:
    source = files("trucewatch.measure.muc").joinpath("data", "scoring.toml")
    return frozenset(tomllib.loads(source.read_text("utf-8"))[name])


@cache
def words(text: str) -> tuple[str, ...]:
    """Return the words of a filler without nonessential modifiers in front (section 3.1.1.1)."""
    found = [word.removesuffix("'S").strip(".") for word in _WORD.findall(text.upper())]
    before = len(found)
    while len(found) > 1 and (
        found[0] in _listed("nonessential")
        or _LEADING_NUMBER.fullmatch(found[0])
        or (found[0] == "OF" and len(found) < before)  # "two of the students"
    ):
        del found[0]
    return tuple(found)


def _set(slot: Slot, response: str, key: str) -> int:
    if response == key:
        return RIGHT
    if slot.number == 4:
        return PARTIAL if response == "ATTACK" else WRONG
    return PARTIAL if key in _ABOVE.get(slot.number, {}).get(response, ()) else WRONG


def _string(_: Slot, response: str, key: str) -> int:
    return RIGHT if words(response) == words(key) else WRONG


def _number(_: Slot, response: str, key: str) -> int:
    return RIGHT if response.replace(" ", "") == key.replace(" ", "") else WRONG


def _number_judged(_: Slot, response: str, key: str) -> int:
    """A single number for a range that it anchors, or for "about" that number, counts half."""
    anchors = re.findall(r"\d+", key)
    return PARTIAL if response in anchors and not key.isdigit() else WRONG


def _string_judged(_: Slot, response: str, key: str) -> int:
    """More modifiers than the key: right. Less, part of a name, or adjuncts besides: half."""
    said, wanted = _essential(response), _essential(key)
    if not said or not wanted:
        return WRONG
    if said == wanted:
        return RIGHT
    core, head = _core(said), _core(wanted)
    if core == said and core[-len(wanted) :] == wanted:
        return RIGHT
    if _within(said, wanted) or _within(wanted, said) or core[-1] == head[-1]:
        return PARTIAL
    return WRONG


def _essential(text: str) -> tuple[str, ...]:
    found = words(text)
    return found[1:] if len(found) > 1 and found[0] in _listed("nationalities") else found


def _core(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the first adjunct ("members of the guard" -> "members")."""
    cut = next((n for n, word in enumerate(found) if n and word in _listed("adjuncts")), len(found))
    return found[:cut]


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[n : n + len(part)] == part for n in range(len(whole) - len(part) + 1))


_Rule = Callable[[Slot, str, str], int]
_PLAIN: dict[str, _Rule] = {
    "set": _set,
    "string": _string,
    "number": _number,
    "date": lambda _, response, key: dates.plain(response, key),
    "location": lambda _, response, key: locations.plain(response, key),
}
_JUDGED: dict[str, _Rule] = {
    "string": _string_judged,
    "number": _number_judged,
    "date": lambda _, response, key: dates.judged(response, key),
    "location": lambda _, response, key: locations.judged(response, key),
}
