"""What only looks like a reader thread: interviews, and posts that list what happened where."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from trucewatch.intake.blocks import Unit
from trucewatch.intake.features import cleaned, is_question_label, split_author

_ASKING: Final = ("?", "؟")
_ASKS: Final = 0.6
"""Interviewers ask in most of their turns, not in all."""
_NAMED: Final = 0.6
"""Readers' lines nearly all bear a name; in a post some happen to begin "Place: what happened"."""
_READERS: Final = (
    "inline_repeat",
    "inline_timed",
    "stamp",
    "button",
    "reply_to",
    "address",
    "timed",
)
_LINES: Final = 4


def is_dialogue(units: Sequence[Unit], states: Sequence[str]) -> bool:
    """Say whether the "thread" is an interview: two speakers in turn, one of whom asks."""
    if "cue" in states:
        return False
    turns: list[tuple[str, bool]] = []
    for index, (unit, state) in enumerate(zip(units, states, strict=True)):
        if state == "name" and index + 1 < len(units):
            asks = units[index + 1].text.rstrip().endswith(_ASKING)
            turns.append((split_author(cleaned(unit.text))[0].casefold(), asks))
    speakers = {name for name, _ in turns}
    asked = [
        below.text.rstrip().endswith(_ASKING)
        for above, below in pairwise(units)
        if is_question_label(above.text)
    ]
    if len(asked) > 1 and sum(asked) >= _ASKS * len(asked) and len(speakers) <= 2:
        return True
    if len(turns) < 4 or len(speakers) != 2:
        return False
    in_turn = all(left[0] != right[0] for left, right in pairwise(turns))
    asking = [
        sum(asks for name, asks in turns if name == who) / sum(name == who for name, _ in turns)
        for who in speakers
    ]
    return in_turn and max(asking) >= _ASKS


def is_post(units: Sequence[Unit], rows: Sequence[dict[str, float]], states: Sequence[str]) -> bool:
    """Say whether the text is a post: one block of lines, some of which begin with a place.

    Threads whose lines begin "name: …" show it by names that come back or bear a time, by buttons,
    by a line that hands over to readers, or by nearly every line having a name.
    """
    if "name" in states or "cue" in states:
        return False
    block = [i for i in range(1, len(units)) if units[i].gap == 0]
    if len(block) < _LINES or len(block) < len(units) - _LINES + 1:
        return False
    if any(row.get(name) for row in rows for name in _READERS):
        return False
    return sum("not_inline" not in rows[i] for i in block) < _NAMED * len(block)
