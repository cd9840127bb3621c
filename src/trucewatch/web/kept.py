"""Answers worked out once per version of the data, and kept while they are asked for.

What is kept never depends on who asks: keys name the version, the query and the language, and what
is made from them gets no person to look at (`rendering.part`). The version is that of the newest
event that matters, and erasing is an event too: what was erased is gone from here at once.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sized
from itertools import islice
from typing import Any, Final, TypeVar

from msgspec import Struct

T = TypeVar("T")
ROOM: Final = 320 * 2**20
"""Bytes that may be held; what was asked for longest ago goes first."""
SAMPLE: Final = 24
"""Members of a long sequence that are weighed; the others count as their mean."""
DEEP: Final = 8
"""Levels that are weighed; what lies deeper is a few words."""
Key = tuple[object, ...]


class Kept:
    """Values by key; several threads may ask, and a value may be made twice but never half."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._held: OrderedDict[Key, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def used(self) -> int:
        """Bytes that are held, as weighed."""
        return self._used

    def held(self) -> list[tuple[Key, Any]]:
        """Return keys and values of what is held, the one asked for longest ago first."""
        with self._lock:
            return [(key, value) for key, (value, _) in self._held.items()]

    def get(self, key: Key, make: Callable[[], T]) -> T:
        """Return the value of a key, made now if it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                found: T = self._held[key][0]
                return found
        value = make()
        size = weight(value)
        with self._lock:
            if size > self._room:
                return value
            if key in self._held:
                self._used -= self._held.pop(key)[1]
            self._held[key] = value, size
            self._used += size
            while self._used > self._room:
                self._used -= self._held.popitem(last=False)[1][1]
        return value


def weight(value: object, depth: int = 0) -> int:
    """Return about how many bytes a value takes; long sequences are weighed by a sample."""
    own = sys.getsizeof(value, 64)
    if depth == DEEP or isinstance(value, str | bytes | int | float | None):
        return own
    held = getattr(value, "nbytes", None)
    if isinstance(held, int):
        return held
    if isinstance(value, Struct):
        return own + sum(
            weight(getattr(value, name), depth + 1) for name in value.__struct_fields__
        )
    if not isinstance(value, Sized):
        return own
    members: Any = value.items() if isinstance(value, Mapping) else value
    try:
        sample = list(islice(members, SAMPLE))
    except TypeError:
        return own
    inside = sum(weight(one, depth + 1) for one in sample)
    return own + (inside * len(value) // len(sample) if sample else 0)
