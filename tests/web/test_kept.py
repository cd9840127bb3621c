"""What was worked out once is kept, and no longer than it may be."""

from __future__ import annotations

import numpy as np
import pytest
from jinja2 import UndefinedError
from msgspec import Struct

from trucewatch.web import rendering
from trucewatch.web.kept import Kept, weight
from trucewatch.web.messages import Messages


def test_a_value_is_made_once_and_the_oldest_goes_first():
    kept, made = Kept(room=2_500), []

    def make(name):
        return lambda: made.append(name) or name * 1_000

    kept.get(("a",), make("a"))
    kept.get(("b",), make("b"))
    kept.get(("a",), make("a"))
    kept.get(("c",), make("c"))
    kept.get(("a",), make("a"))
    kept.get(("b",), make("b"))
    assert made == ["a", "b", "c", "b"]
    assert kept.used <= 2_500


def test_what_is_larger_than_the_room_is_not_kept_and_drives_nothing_out():
    kept, made = Kept(room=2_500), []
    kept.get(("small",), lambda: "x" * 500)
    for _ in range(2):
        kept.get(("large",), lambda: made.append(1) or "x" * 10_000)
    assert made == [1, 1]
    assert kept.get(("small",), lambda: "made again") == "x" * 500


def test_what_fails_is_not_kept():
    kept = Kept()

    def broken():
        raise ValueError

    for _ in range(2):
        with pytest.raises(ValueError, match=r"^$"):
            kept.get(("x",), broken)
    assert kept.get(("x",), lambda: 1) == 1


class Row(Struct):
    words: tuple[str, ...]


def test_a_weight_grows_with_what_is_held():
    short, long = Row(("a",)), Row(("a" * 1_000,) * 10)
    assert weight(long) > weight(short) + 9_000
    assert weight([long] * 10_000) > 9_000 * weight(long)
    assert weight(np.zeros(1_000, dtype=np.int64)) == 8_000
    assert weight({"a": b"x" * 5_000}) > 5_000
    assert weight(iter(())) < 1_000
    knot = []
    knot.append(knot)
    assert weight(knot) < 10_000


@pytest.mark.parametrize("name", ["asked", "following", "path", "nav"])
def test_what_is_kept_for_everybody_sees_nobody(name):
    made = rendering.environment().from_string(f"{{{{ {name}.person }}}}")
    with pytest.raises(UndefinedError):
        made.render(t=Messages("en"))
    # The parts that are kept are written by `part`, which hands over no such name.
    assert name not in rendering.part.__code__.co_varnames
