"""Handles by key and day: many in one sorted block, and what came since beside it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import Any, Final

import numpy as np
import numpy.typing as npt

_NOTHING: Final = array("d"), array("I")


class Shelf:
    """Handles by key, in order of a number (a day); found by key and range.

    The first ones lie in three columns, sorted by key and day: 20 bytes each. What is put later
    stands beside them; what is dropped of them is only counted, so that nothing long is moved.
    """

    def __init__(self) -> None:
        self._keys = array("q")
        self._first = array("q", [0])
        self._at = array("d")
        self._handles = array("I")
        self._later: dict[int, tuple[array[float], array[int]]] = {}
        self._gone: Counter[tuple[int, float]] = Counter()

    def fill(self, keys: array[int], at: array[float], handles: array[int]) -> None:
        """Put the first ones, in any order; before anything else."""
        key, day = np.frombuffer(keys, np.int64), np.frombuffer(at)
        order = np.lexsort((np.frombuffer(handles, np.uint32), day, key))
        self._at = _packed("d", day[order])
        self._handles = _packed("I", np.frombuffer(handles, np.uint32)[order])
        known, first = np.unique(key[order], return_index=True)
        self._keys = _packed("q", known)
        self._first = _packed("q", np.append(first, len(order)).astype(np.int64))

    def put(self, key: int, at: float, handle: int) -> None:
        """Put one where it belongs."""
        days, handles = self._later.setdefault(key, (array("d"), array("I")))
        where = bisect_right(days, at)
        days.insert(where, at)
        handles.insert(where, handle)

    def drop(self, key: int, at: float, handle: int) -> None:
        """Take one away; one of the first ones is found as before, but no longer counted."""
        days, handles = self._later.get(key, _NOTHING)
        first, last = bisect_left(days, at), bisect_right(days, at)
        if handle in handles[first:last]:
            where = handles.index(handle, first, last)
            del days[where], handles[where]
        else:
            self._gone[key, at] += 1

    def between(self, key: int, low: float, high: float) -> array[int]:
        """Return the handles from `low` to `high`, both closed, those of the gone among them."""
        begin, end = self._range(key)
        first = bisect_left(self._at, low, begin, end)
        found = self._handles[first : bisect_right(self._at, high, first, end)]
        later = self._later.get(key)
        if later is not None:
            found += later[1][bisect_left(later[0], low) : bisect_right(later[0], high)]
        return found

    def count(self, key: int, at: float) -> int:
        """Return how many lie at one number."""
        begin, end = self._range(key)
        first = bisect_left(self._at, at, begin, end)
        found = bisect_right(self._at, at, first, end) - first - self._gone.get((key, at), 0)
        later = self._later.get(key)
        if later is not None:
            found += bisect_right(later[0], at) - bisect_left(later[0], at)
        return found

    def columns(
        self,
    ) -> tuple[
        npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[Any], npt.NDArray[np.uint32]
    ]:
        """Return what was filled in: keys, where each begins (and the end), days, handles."""
        return (
            np.frombuffer(self._keys, np.int64),
            np.frombuffer(self._first, np.int64),
            np.frombuffer(self._at),
            np.frombuffer(self._handles, np.uint32),
        )

    def _range(self, key: int) -> tuple[int, int]:
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return 0, 0
        return self._first[place], self._first[place + 1]


def _packed(typecode: str, values: npt.NDArray[Any]) -> array[Any]:
    """Return numbers as an array, whose single elements are found faster than numpy's."""
    packed: array[Any] = array(typecode)
    packed.frombytes(values.view(np.uint8).data)
    return packed
