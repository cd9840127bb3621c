"""What was worked out once is kept, and no longer than it may be."""

from trucewatch.web.kept import Kept


def test_a_value_is_made_once_and_the_oldest_goes_first():
    kept, made = Kept(entries=2), []

    def make(name):
        return lambda: made.append(name) or name

    assert kept.get(("a",), make("a")) == "a"
    assert kept.get(("b",), make("b")) == "b"
    assert kept.get(("a",), make("a")) == "a"
    assert kept.get(("c",), make("c")) == "c"
    kept.get(("a",), make("a"))
    kept.get(("b",), make("b"))
    assert made == ["a", "b", "c", "b"]


def test_what_fails_is_not_kept():
    kept = Kept()

    def broken():
        raise ValueError

    for _ in range(2):
        try:
            kept.get(("x",), broken)
        except ValueError:
            continue
        raise AssertionError("the failure was swallowed")
    assert kept.get(("x",), lambda: 1) == 1
