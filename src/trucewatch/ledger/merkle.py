"""The Merkle tree of RFC 6962 over the leaves of the log: roots, proofs, and their verification.

Only perfect subtrees are kept (`node(level, index)` covers the leaves `[index << level,
(index + 1) << level)`): they never change once they are full, so an append writes one row on
average and every root and proof of every earlier size can still be made. Level 0 is the leaf
itself. Proofs are verified with the subtree form of draft-ietf-plants-merkle-tree-certs, of which
RFC 9162's consistency proof is the case that starts at 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final

NODE_PREFIX: Final = b"\x01"
"""RFC 6962 section 2.1: inner nodes are hashed with a one byte in front."""
EMPTY_ROOT: Final = hashlib.sha256().digest()

Node = Callable[[int, int], bytes]
"""(level, index) -> the hash of that perfect subtree."""


class ProofError(ValueError):
    """A proof does not hold; the message says at which step."""


def parent(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def grown(index: int, leaf: bytes, node: Node) -> list[tuple[int, int, bytes]]:
    """Return the perfect subtrees (level, index, hash) that become full with leaf `index`."""
    rows = []
    level, at = 0, leaf
    while index & 1:
        at = parent(node(level, index - 1), at)
        level, index = level + 1, index >> 1
        rows.append((level, index, at))
    return rows


def all_nodes(leaves: Iterable[bytes]) -> Iterable[tuple[int, int, bytes]]:
    """Yield every perfect subtree above the leaves, in the order in which they become full."""
    last: dict[int, bytes] = {}
    for index, leaf in enumerate(leaves):
        rows = grown(index, leaf, lambda level, _: last[level])
        last[0] = leaf
        last.update({level: digest for level, _, digest in rows})
        yield from rows


def range_hash(start: int, end: int, node: Node) -> bytes:
    """Return the hash over the leaves [start, end), where start is aligned as RFC 6962 splits."""
    size = end - start
    if size == 0:
        return EMPTY_ROOT
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    split = _split(size)
    return parent(range_hash(start, start + split, node), range_hash(start + split, end, node))


def root(size: int, node: Node) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return range_hash(0, size, node)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path (RFC 6962 section 2.1.1) of leaf `index` in the tree of `size`.

    Raises:
        ProofError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(middle, end, node))
            end = middle
        else:
            path.append(range_hash(start, middle, node))
            start = middle
    return path[::-1]


def consistency_proof(old: int, size: int, node: Node) -> list[bytes]:
    """Return the proof (RFC 6962 section 2.1.2) that the tree of `old` leaves begins this one.

    Raises:
        ProofError: the old size is zero, where there is nothing to prove, or beyond the new one.
    """
    if not 0 < old <= size:
        raise ProofError(f"there is no consistency proof from {old} to {size} leaves")
    path: list[bytes] = []
    start, end = 0, size
    whole = True  # the old tree is a subtree that the verifier knows by its root
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_hash(middle, end, node))
            end = middle
        else:
            path.append(range_hash(start, middle, node))
            start, whole = middle, False
    if not whole:
        path.append(range_hash(start, end, node))
    return path[::-1]


def check_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> None:
    """Check an audit path (RFC 9162 section 2.1.3.2).

    Raises:
        ProofError: it does not lead from the leaf to the root.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} leaves has no leaf {index}")
    _require_hashes(leaf, expected, *path)
    at, last, digest = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if at & 1 or at == last:
            digest = parent(step, digest)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            digest = parent(digest, step)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    if digest != expected:
        raise ProofError("the inclusion proof leads to another root")


def check_subtree_inclusion(
    leaf: bytes, index: int, start: int, end: int, path: Sequence[bytes], expected: bytes
) -> None:
    """Check an audit path inside the subtree [start, end).

    Raises:
        ProofError: there is no such subtree, or the path does not lead to its hash.
    """
    _require_subtree(start, end)
    check_inclusion(leaf, index - start, end - start, path, expected)


def check_consistency(
    old: int, size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check that the tree of `old` leaves with `old_root` is a beginning of the later one.

    Raises:
        ProofError: it is not, or the old size is zero: an empty tree begins every tree.
    """
    if old == 0:
        raise ProofError("an empty tree begins every tree: there is nothing to prove")
    check_subtree_consistency(0, old, size, path, old_root, new_root)


def check_subtree_consistency(
    start: int, end: int, size: int, path: Sequence[bytes], subtree: bytes, whole: bytes
) -> None:
    """Check that `subtree`, over the leaves [start, end), is part of the tree of `size` leaves.

    Raises:
        ProofError: it is not.
    """
    if end > size:
        raise ProofError(f"the older tree ({end} leaves) is larger than the newer one ({size})")
    if 0 <= start == end:  # the empty subtree is part of every tree
        if subtree != EMPTY_ROOT or path:
            raise ProofError("an empty subtree has the empty hash and an empty proof")
        return
    _require_subtree(start, end)
    first, second, last = start, end - 1, size - 1
    while first != second and (second == last or second & 1):
        first, second, last = first >> 1, second >> 1, last >> 1
    if first == second:
        old, new = _climbed(first, second, last, subtree, path)
    elif path:
        old, new = _climbed(first, second, last, path[0], path[1:])
    else:
        raise ProofError("the consistency proof is empty")
    if old != subtree:
        raise ProofError("the consistency proof does not contain the older root")
    if new != whole:
        raise ProofError("the consistency proof leads to another root")


def _climbed(
    first: int, second: int, last: int, digest: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """Return what the two roots come to, from a common subtree upwards."""
    old = new = digest
    for step in path:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if second & 1 or second == last:
            if first < second:
                old = parent(step, old)
            new = parent(step, new)
            while second and not second & 1:
                first, second, last = first >> 1, second >> 1, last >> 1
        else:
            new = parent(new, step)
        first, second, last = first >> 1, second >> 1, last >> 1
    if last:
        raise ProofError("the consistency proof is too short")
    return old, new


def _split(size: int) -> int:
    """Return the largest power of two below `size` (RFC 6962 section 2.1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _require_subtree(start: int, end: int) -> None:
    size = end - start
    if start < 0 or size <= 0 or start & ((1 << (size - 1).bit_length()) - 1):
        raise ProofError(f"[{start}, {end}) is no subtree")


def _require_hashes(*hashes: bytes) -> None:
    if any(len(digest) != 32 for digest in hashes):
        raise ProofError("a SHA-256 hash has 32 bytes")
