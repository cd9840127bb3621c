"""The tree against a naive recursion, against public vectors, and against tampering."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.ledger import merkle
from trucewatch.ledger.merkle import ProofError

VECTORS = Path(
    os.environ.get(
        "TRUCEWATCH_VECTORS",
        str(Path(__file__).parents[3] / "shared/data/vectors/rfc6962_proofs.json"),
    )
)
LIMIT = 256
LEAVES = [hashlib.sha256(b"\x00%d" % number).digest() for number in range(LIMIT)]


def naive_root(leaves):
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m, leaves):
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_consistency(m, leaves, whole=True):
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_consistency(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_consistency(m - k, leaves[k:], whole=False), naive_root(leaves[:k])]


@pytest.fixture(scope="module")
def node():
    rows = {(0, index): leaf for index, leaf in enumerate(LEAVES)}
    rows.update({(level, index): digest for level, index, digest in merkle.all_nodes(LEAVES)})
    return lambda level, index: rows[level, index]


def test_every_root_to_size_256_equals_the_recursion(node):
    for size in range(LIMIT + 1):
        assert merkle.root(size, node) == naive_root(LEAVES[:size])


@pytest.mark.parametrize("sizes", [range(1, 66), range(66, LIMIT + 1, 19), [127, 128, 129, 256]])
def test_every_inclusion_proof_equals_the_recursion_and_holds(node, sizes):
    for size in sizes:
        top = merkle.root(size, node)
        for index in range(size):
            path = merkle.inclusion_proof(index, size, node)
            assert path == naive_path(index, LEAVES[:size])
            merkle.check_inclusion(LEAVES[index], index, size, path, top)


def test_every_proof_to_size_256_holds_and_no_other_leaf_fits(node):
    for size in range(1, LIMIT + 1):
        top = merkle.root(size, node)
        for index in range(size):
            path = merkle.inclusion_proof(index, size, node)
            merkle.check_inclusion(LEAVES[index], index, size, path, top)
            with pytest.raises(ProofError):
                merkle.check_inclusion(LEAVES[index - 1], index, size + (size == 1), path, top)


@pytest.mark.parametrize("sizes", [range(1, 50), [63, 64, 65, 100, 127, 128, 255, 256]])
def test_every_consistency_proof_equals_the_recursion(node, sizes):
    for size in sizes:
        for old in range(1, size + 1):
            path = merkle.consistency_proof(old, size, node)
            assert path == naive_consistency(old, LEAVES[:size])


def test_every_consistency_proof_to_size_256_holds(node):
    roots = [merkle.root(size, node) for size in range(LIMIT + 1)]
    for size in range(1, LIMIT + 1):
        for old in range(1, size + 1):
            path = merkle.consistency_proof(old, size, node)
            merkle.check_consistency(old, size, path, roots[old], roots[size])
            if old < size:
                with pytest.raises(ProofError):
                    merkle.check_consistency(old, size, path, roots[old - 1], roots[size])


@given(st.data())
def test_a_flipped_bit_anywhere_in_a_proof_breaks_it(data):
    size = data.draw(st.integers(2, 64))
    rows = {(0, index): leaf for index, leaf in enumerate(LEAVES[:size])}
    rows.update({(a, b): digest for a, b, digest in merkle.all_nodes(LEAVES[:size])})
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(index, size, lambda level, at: rows[level, at])
    where = data.draw(st.integers(0, len(path) * 256 - 1))
    flipped = bytearray(path[where // 256])
    flipped[where % 256 // 8] ^= 1 << where % 8
    path[where // 256] = bytes(flipped)
    with pytest.raises(ProofError):
        merkle.check_inclusion(LEAVES[index], index, size, path, naive_root(LEAVES[:size]))


@pytest.mark.parametrize(
    "call",
    [
        lambda node: merkle.inclusion_proof(3, 3, node),
        lambda node: merkle.inclusion_proof(-1, 3, node),
        lambda node: merkle.consistency_proof(0, 3, node),
        lambda node: merkle.consistency_proof(4, 3, node),
        lambda _: merkle.check_subtree_consistency(1, 3, 8, [], b"", b""),
        lambda _: merkle.check_inclusion(b"", 0, 0, [], merkle.EMPTY_ROOT),
    ],
)
def test_what_cannot_be_proved_is_refused(node, call):
    with pytest.raises(ProofError):
        call(node)


@pytest.mark.skipif(not VECTORS.exists(), reason="TRUCEWATCH_VECTORS: rfc6962_proofs.json not here")
def test_the_public_vectors():
    rows = json.loads(VECTORS.read_bytes())
    checks = {
        ("size1", "size2"): lambda row, path: merkle.check_consistency(
            row["size1"], row["size2"], path, row["root1"], row["root2"]
        ),
        ("leafIdx", "treeSize"): lambda row, path: merkle.check_inclusion(
            row["leafHash"], row["leafIdx"], row["treeSize"], path, row["root"]
        ),
        ("leafIdx", "start", "end"): lambda row, path: merkle.check_subtree_inclusion(
            row["leafHash"], row["leafIdx"], row["start"], row["end"], path, row["root"]
        ),
        ("size", "start", "end"): lambda row, path: merkle.check_subtree_consistency(
            row["start"], row["end"], row["size"], path, row["root1"], row["root2"]
        ),
    }
    counts = Counter()
    wrong = []
    for row in rows:
        for name in ("root", "root1", "root2", "leafHash"):
            if name in row:
                row[name] = base64.b64decode(row[name])
        path = [base64.b64decode(step) for step in row["proof"] or ()]
        kind = next(names for names in checks if all(name in row for name in names))
        try:
            checks[kind](row, path)
            held = True
        except ProofError:
            held = False
        counts[kind, held] += 1
        if held == row["wantErr"]:
            wrong.append(row["case"])
    assert not wrong
    assert len(rows) == 518
    assert sum(counts[kind, True] for kind in checks) > 30, "acceptance is tested as well"
