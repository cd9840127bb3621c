"""Vector tiles of points: Mapbox Vector Tile specification 2.1, written and thinned here.

Points are kept in Morton order of the Web Mercator square, so that a tile is a slice and thinning
it to one mark per cell is one pass over that slice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """Points in Morton order: their codes at `DEEPEST`, and each one's place in `said`."""

    codes: NDArray[np.uint64]
    order: NDArray[np.int64]
    said: Sequence[Mapping[str, Value]]

    def tile(self, z: int, x: int, y: int) -> bytes:
        """Return a tile, empty where nothing lies in it; `z` is at most `DEEPEST`."""
        shift = 2 * (DEEPEST - z)
        prefix = _interleaved(np.array([x]), np.array([y]))[0]
        first = prefix << np.uint64(shift)
        last = (prefix + np.uint64(1)) << np.uint64(shift)
        start, end = (int(np.searchsorted(self.codes, edge)) for edge in (first, last))
        if start == end:
            return b""
        codes = self.codes[start:end]
        # Below the finest zooms a cell stands for all that lies in it, with the mean as its place.
        cell = np.uint64(0 if z >= FINE else max(0, shift - 2 * CELLS))
        cells = codes >> cell
        starts = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1])))
        counts = np.diff(np.concatenate((starts, [len(cells)])))
        scale = EXTENT / 2.0 ** (DEEPEST - z)
        xs, ys = _parted(codes)
        middle_x = (np.add.reduceat(xs, starts) / counts + 0.5) * scale - x * EXTENT
        middle_y = (np.add.reduceat(ys, starts) / counts + 0.5) * scale - y * EXTENT
        rows = zip(
            starts.tolist(),
            counts.tolist(),
            np.clip(middle_x, 0, EXTENT).astype(int).tolist(),
            np.clip(middle_y, 0, EXTENT).astype(int).tolist(),
            strict=True,
        )
        return encoded(
            (at_x, at_y, self._told(start + at, n, named=z >= FINE)) for at, n, at_x, at_y in rows
        )

    def _told(self, at: int, count: int, *, named: bool) -> Mapping[str, Value]:
        if count == 1:
            return self.said[int(self.order[at])]
        if not named:
            return {"point_count": count}
        members = self.order[at : at + min(count, MEMBERS)]
        ids = ",".join(str(self.said[one]["id"]) for one in members)
        return {"point_count": count, "ids": ids}


def indexed(points: Sequence[tuple[float, float]], said: Sequence[Mapping[str, Any]]) -> Index:
    """Put points (lon, lat in degrees) into order; `said[i]` is what is said of `points[i]`."""
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    lat = np.radians(np.clip(places[:, 1], -MERCATOR, MERCATOR))
    size = 2**DEEPEST
    x = (places[:, 0] + 180.0) / 360.0 * size
    y = (1.0 - np.arcsinh(np.tan(lat)) / np.pi) / 2.0 * size
    codes = _interleaved(*(np.clip(np.floor(axis), 0, size - 1) for axis in (x, y)))
    order = np.argsort(codes, kind="stable")
    return Index(codes=codes[order], order=order, said=said)


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


def _gathered(codes: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Undo `_spread`: the same steps backwards, each with the mask of the step before it."""
    masks = [mask for _, mask in reversed(_STEPS)]
    bits = codes & np.uint64(masks[0])
    for (by, _), mask in zip(reversed(_STEPS), [*masks[1:], 0xFFFFFFFF], strict=True):
        bits = (bits | (bits >> np.uint64(by))) & np.uint64(mask)
    return bits.astype(np.float64)


def _parted(codes: NDArray[np.uint64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y of Morton codes, in cells of the finest grid."""
    return _gathered(codes), _gathered(codes >> np.uint64(1))
