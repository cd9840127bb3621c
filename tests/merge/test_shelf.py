"""The shelf against a plain list: whatever is filled, put and dropped, it finds and counts it."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from trucewatch.merge.shelf import Shelf

ENTRY = st.tuples(st.integers(0, 3), st.sampled_from([0.0, 1.0, 1.5, 2.0]))


@given(
    first=st.lists(ENTRY, max_size=12),
    later=st.lists(ENTRY, max_size=8),
    drops=st.sets(st.integers(0, 19)),
)
def test_it_finds_and_counts_what_a_list_does(first, later, drops):
    shelf = Shelf()
    shelf.fill(
        array("q", [key for key, _ in first]),
        array("d", [at for _, at in first]),
        array("I", range(len(first))),
    )
    rows = dict(enumerate([*first, *later]))
    for handle in range(len(first), len(rows)):
        shelf.put(*rows[handle], handle)
    for handle in drops & rows.keys():
        shelf.drop(*rows.pop(handle), handle)
    for key in range(4):
        for low, high in ((0.0, 2.0), (1.0, 1.0), (1.0, 1.5), (3.0, 4.0)):
            found = set(shelf.between(key, low, high)) - drops
            assert found == {h for h, (k, at) in rows.items() if k == key and low <= at <= high}
        for at in (0.0, 1.0, 1.5, 7.0):
            assert shelf.count(key, at) == sum(row == (key, at) for row in rows.values())
