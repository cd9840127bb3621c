"""The pairs of a whole record that are worth a look, found column by column.

What `Index.near` finds claim by claim, for all claims at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from trucewatch.merge import index as blocking
from trucewatch.merge.columns import Columns
from trucewatch.merge.facts import Facts
from trucewatch.merge.index import SIZES, SPANS, Index, around, block_of, slack_of
from trucewatch.merge.score import DAYS_APART

Numbers = npt.NDArray[Any]
Pairs = tuple[Numbers, Numbers]
_CHUNK: Final = 8_192
"""Claims that are looked around at once."""
_MOST: Final = 2_000_000
"""Pairs that are held at once, where one claim alone has no more."""
_MINUTES: Final = 1_440


def likely(index: Index, rows: Sequence[Facts], kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the handles of all pairs that may score as one happening, each pair once."""
    columns = Columns(rows)
    found = [np.zeros(0, np.int64)]
    for met in candidates(index, rows, kinds):
        ones, others = columns.likely(*met)
        found.append(np.fmax(ones, others) << 32 | np.fmin(ones, others))
    pairs = np.unique(np.concatenate(found))
    for some in range(0, len(pairs), _MOST):
        part = pairs[some : some + _MOST]
        yield from zip((part >> 32).tolist(), (part & 0xFFFFFFFF).tolist(), strict=True)


def candidates(index: Index, rows: Sequence[Facts], kinds: Sequence[str]) -> Iterator[Pairs]:
    """Yield handles of pairs that meet by place or by what they have in common.

    A pair may be met more than once, and pairs that turn out apart are among them.
    """
    spotted = np.array([bool(facts.spots) for facts in rows], dtype=bool)
    yield from _in_common(index, spotted)
    yield from _around(index, rows, kinds)


def _in_common(index: Index, spotted: Numbers) -> Iterator[Pairs]:
    """Yield pairs with a word in common of which one names no spot."""
    _, first, days, handles = index.words.columns()
    if not len(handles):
        return
    new = np.ones(len(days), dtype=bool)
    new[1:] = days[1:] != days[:-1]
    new[first[:-1]] = True
    begins = np.flatnonzero(new)
    sizes = np.diff(np.append(begins, len(days)))
    for size in range(2, blocking.COMMON + 1):
        ones, others = np.triu_indices(size, 1)
        here = begins[sizes == size]
        step = max(1, _MOST // len(ones))
        for some in range(0, len(here), step):
            group = handles[here[some : some + step, None] + np.arange(size)].astype(np.int64)
            left, right = group[:, ones].ravel(), group[:, others].ravel()
            keep = ~(spotted[left] & spotted[right])
            yield left[keep], right[keep]


def _around(index: Index, rows: Sequence[Facts], kinds: Sequence[str]) -> Iterator[Pairs]:
    """Yield pairs of which both name a spot, each from the one that began later."""
    keys, first, days, handles = index.spots.columns()
    held = np.repeat(np.arange(len(keys)), np.diff(first))
    order = held << 32 | (days * _MINUTES).astype(np.int64)
    views, seen_from, place_of = _views(index, rows, kinds, keys)
    looking = np.flatnonzero(place_of >= 0)
    start = np.array([facts.known[0] if facts.known else 0.0 for facts in rows])
    back = np.array(SPANS)[keys >> 40 & 3] + DAYS_APART
    for some in range(0, len(looking), _CHUNK):
        claims = looking[some : some + _CHUNK]
        counts = seen_from[place_of[claims] + 1] - seen_from[place_of[claims]]
        claim = np.repeat(claims, counts)
        seen = views[_ranges(seen_from[place_of[claims]], counts)]
        low = np.maximum((start[claim] - back[seen]) * _MINUTES, 0).astype(np.int64)
        high = (start[claim] * _MINUTES).astype(np.int64)
        begin = np.searchsorted(order, seen << 32 | low, "left")
        count = np.searchsorted(order, seen << 32 | high, "right") - begin
        for part in _parts(count):
            one = np.repeat(claim[part], count[part])
            other = handles[_ranges(begin[part], count[part])].astype(np.int64)
            before = start[other] < start[one]
            keep = before | ((start[other] == start[one]) & (other < one))
            yield one[keep], other[keep]


def _views(
    index: Index, rows: Sequence[Facts], kinds: Sequence[str], keys: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return what of `keys` is seen from each place and family, and which of them a claim has.

    Returns:
        places in `keys`, one view after the other; where each view begins (and the end); the
        number of each claim's view, -1 for none.
    """
    numbers: dict[tuple[object, float, int], int] = {}
    parts: list[Numbers] = []
    ends = [0]
    place_of = np.full(len(rows), -1)
    for handle, (facts, kind) in enumerate(zip(rows, kinds, strict=True)):
        if not facts.spots or facts.known is None:
            continue
        family = index.family(facts, kind)
        view = (facts.spots, slack_of(facts), family)
        number = numbers.setdefault(view, len(numbers))
        place_of[handle] = number
        if number < len(parts):
            continue
        cells = [
            np.fromiter(around(facts.spots, view[1], size), np.int64) | block_of(family, n, reach)
            for n, size in enumerate(SIZES)
            for reach in range(len(SPANS))
        ]
        wanted = np.sort(np.concatenate(cells))
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        parts.append(place[keys[place] == wanted])
        ends.append(ends[-1] + len(parts[-1]))
    views = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    return views, np.array(ends), place_of


def _ranges(begins: Numbers, counts: Numbers) -> Numbers:
    """Return begin, begin + 1, … of each range, one range after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(begins - (ends - counts), counts))


def _parts(counts: Numbers) -> Iterator[slice]:
    """Yield slices of which each adds up to no more than `_MOST`, or is one alone."""
    ends = np.cumsum(counts)
    first = 0
    while first < len(counts):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + _MOST, "right")))
        yield slice(first, last)
        first = last
