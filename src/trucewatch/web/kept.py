"""Answers worked out once per version of the data, and kept while they are asked for.

The key names the newest event of the record besides the one asked about: erasing is an event too,
so what was erased is gone from here at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar

T = TypeVar("T")
ENTRIES: Final = 48
"""How many answers are kept; the one that was asked for longest ago goes first."""
Key = tuple[object, ...]


class Kept:
    """Values by key; several threads may ask, and a value may be made twice but never half."""

    def __init__(self, entries: int = ENTRIES) -> None:
        self._entries = entries
        self._held: OrderedDict[Key, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], T]) -> T:
        """Return the value of a key, made now if it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                found: T = self._held[key]
                return found
        value = make()
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._entries:
                self._held.popitem(last=False)
        return value
