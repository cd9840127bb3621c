"""Vector tiles of points: Mapbox Vector Tile specification 2.1, written and thinned here.

Points are kept in Morton order of the Web Mercator square, so that a tile is a slice and thinning
it to one mark per cell is one pass over that slice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

EXTENT: Final = 4096
"""Units of a tile's side (specification section 4.1: the usual extent)."""
LAYER: Final = "points"
DEEPEST: Final = 22
"""Zoom of the finest grid: about 10 m on the equator."""
CELLS: Final = 5
"""A tile is thinned to 2^5 by 2^5 cells, sixteen pixels each."""
FINE: Final = 14
"""From this zoom on a tile is not thinned beyond what lies on one spot."""
MEMBERS: Final = 12
"""Ids that a mark of several on one spot carries at most."""
MERCATOR: Final = 85.05112878
Value = str | int | bool


def varint(number: int) -> bytes:
    """Return a protocol buffer varint of a number that is not negative."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number: int) -> int:
    return (number << 1) ^ (number >> 31)


def _field(number: int, payload: bytes) -> bytes:
    """Return a field of wire type 2: its bytes with their length."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def _value(value: Value) -> bytes:
    """Return a value message (section 4.1): string, unsigned integer, or boolean."""
    if isinstance(value, bool):
        return b"\x38" + varint(value)
    if isinstance(value, int):
        return b"\x28" + varint(value)
    return _field(1, value.encode())


def encoded(points: Iterable[tuple[int, int, Mapping[str, Value]]], layer: str = LAYER) -> bytes:
    """Return a tile with one layer of points.

    Args:
        points: x and y in units of the tile (from its north-west corner), and what is said of it:
            strings, booleans, and whole numbers from zero up.
        layer: the name of the layer.
    """
    keys: dict[str, int] = {}
    values: dict[tuple[type, Value], int] = {}
    features = bytearray()
    for x, y, said in points:
        tags = b"".join(
            varint(keys.setdefault(name, len(keys)))
            + varint(values.setdefault((type(value), value), len(values)))
            for name, value in said.items()
        )
        # One command: MoveTo, once (section 4.3.1).
        geometry = b"\x09" + varint(_zigzag(x)) + varint(_zigzag(y))
        features += _field(2, _field(2, tags) + b"\x18\x01" + _field(4, geometry))
    body = (
        _field(1, layer.encode())
        + bytes(features)
        + b"".join(_field(3, key.encode()) for key in keys)
        + b"".join(_field(4, _value(value)) for _, value in values)
        + b"\x28"
        + varint(EXTENT)
        + b"\x78\x02"
    )
    return _field(3, body)


@dataclass(frozen=True, slots=True)
class Index:
    """Points in Morton order: codes and cells of the finest grid, and which row each one is."""

    codes: NDArray[np.uint64]
    xs: NDArray[np.uint32]
    ys: NDArray[np.uint32]
    rows: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """What it takes."""
        return self.codes.nbytes + self.xs.nbytes + self.ys.nbytes + self.rows.nbytes

    def within(self, z: int, x: int, y: int, held: NDArray[np.bool_] | None) -> Index:
        """Return the part of it in a tile; where `held` is given, only rows that it holds."""
        shift = 2 * (DEEPEST - z)
        prefix = _interleaved(np.array([x]), np.array([y]))[0]
        first = prefix << np.uint64(shift)
        last = (prefix + np.uint64(1)) << np.uint64(shift)
        start, end = (int(np.searchsorted(self.codes, edge)) for edge in (first, last))
        part: slice | NDArray[np.intp] = slice(start, end)
        if held is not None and start < end:
            part = np.flatnonzero(held[self.rows[start:end]]) + start
        return Index(self.codes[part], self.xs[part], self.ys[part], self.rows[part])


Said = Callable[[int, int], Mapping[str, Value]]
"""What is said of a point: by the number of its index, and its row there."""


def tile(
    indexes: Sequence[tuple[Index, NDArray[np.bool_] | None]], z: int, x: int, y: int, said: Said
) -> bytes:
    """Return a tile of several indexes, empty where nothing lies in it.

    Args:
        indexes: each with the rows that are drawn, None for all.
        z: zoom, at most `DEEPEST`.
        x: column.
        y: row.
        said: what is said of a point that stands alone.
    """
    parts = [index.within(z, x, y, held) for index, held in indexes]
    if not any(len(part.codes) for part in parts):
        return b""
    marks = _exact(parts, said) if z >= FINE else _thinned(parts, z, said)
    scale = EXTENT / 2.0 ** (DEEPEST - z)

    def at(mean: float, tile: int) -> int:
        return int(min(EXTENT, max(0.0, (mean + 0.5) * scale - tile * EXTENT)))

    return encoded((at(mean_x, x), at(mean_y, y), told) for mean_x, mean_y, told in marks)


Mark = tuple[float, float, Mapping[str, Value]]


def _thinned(parts: Sequence[Index], z: int, said: Said) -> Iterator[Mark]:
    """Yield one mark for each cell of a tile, with the mean of what lies in it as its place."""
    cells = 4**CELLS
    shift = np.uint64(2 * (DEEPEST - z - CELLS))
    counts = np.zeros(cells, dtype=np.int64)
    sums_x, sums_y = np.zeros(cells), np.zeros(cells)
    number, row = np.zeros(cells, dtype=np.int64), np.zeros(cells, dtype=np.int64)
    for which, part in enumerate(parts):
        if not len(part.codes):
            continue
        cell = ((part.codes >> shift) & np.uint64(cells - 1)).astype(np.intp)
        counts += np.bincount(cell, minlength=cells)
        sums_x += np.bincount(cell, weights=part.xs, minlength=cells)
        sums_y += np.bincount(cell, weights=part.ys, minlength=cells)
        number[cell] = which
        row[cell] = part.rows
    full = np.flatnonzero(counts)
    columns = (counts, sums_x, sums_y, number, row)
    for count, x, y, which, at in zip(*(one[full].tolist() for one in columns), strict=True):
        told = said(which, at) if count == 1 else {"point_count": count}
        yield x / count, y / count, told


def _exact(parts: Sequence[Index], said: Said) -> Iterator[Mark]:
    """Yield one mark for each spot; what lies on one spot names its members."""
    codes = np.concatenate([part.codes for part in parts])
    order = np.argsort(codes, kind="stable")
    xs = np.concatenate([part.xs for part in parts])
    ys = np.concatenate([part.ys for part in parts])
    rows = np.concatenate([part.rows for part in parts])
    number = np.repeat(np.arange(len(parts)), [len(part.codes) for part in parts])
    starts = np.flatnonzero(np.concatenate(([True], np.diff(codes[order]) > 0)))
    counts = np.diff(np.concatenate((starts, [len(order)])))
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        one = order[start]
        told: Mapping[str, Value] = said(int(number[one]), int(rows[one]))
        if count > 1:
            members = order[start : start + min(count, MEMBERS)].tolist()
            ids = (said(int(number[at]), int(rows[at]))["id"] for at in members)
            told = {"point_count": count, "ids": ",".join(map(str, ids))}
        yield float(xs[one]), float(ys[one]), told


def indexed(lon: NDArray[np.float64], lat: NDArray[np.float64], rows: NDArray[np.int32]) -> Index:
    """Put points (degrees) into order; `rows[i]` is the row that point `i` is."""
    size = 2**DEEPEST
    up = np.radians(np.clip(lat, -MERCATOR, MERCATOR))
    x = (lon + 180.0) / 360.0 * size
    y = (1.0 - np.arcsinh(np.tan(up)) / np.pi) / 2.0 * size
    xs, ys = (np.clip(np.floor(axis), 0, size - 1).astype(np.uint32) for axis in (x, y))
    codes = _interleaved(xs, ys)
    order = np.argsort(codes, kind="stable")
    return Index(codes[order], xs[order], ys[order], rows[order])


def _interleaved(x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.uint64]:
    """Return Morton codes: the bits of x and y in turn, y's above x's."""
    return _spread(x) | (_spread(y) << np.uint64(1))


_STEPS: Final = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def _spread(axis: NDArray[Any]) -> NDArray[np.uint64]:
    bits = axis.astype(np.uint64)
    for by, mask in _STEPS:
        bits = (bits | (bits << np.uint64(by))) & np.uint64(mask)
    return bits
