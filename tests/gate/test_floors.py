"""Accuracy may not fall: pinned figures per gold set, tied to the annotations they were set on.

Each `NAME.json` holds the `digest` of its gold, `floors` (more is better) and `ceilings` (less is
better) by the path of the figure in `trucewatch eval NAME --json`. `scripts/pin_floors.py NAME`
writes the figures of today; lowering one is a decision that the commit message explains.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
NAMES = ("threads", "places", "example", "field", "wordings")


# The parser's arithmetic differs a little between processors, so that a single parse may flip:
# a floor gives way by this much, and figures over fewer cases than FEW are printed, not held.
SLACK = 0.02
FEW = 20


@cache
def pinned(name):
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


@cache
def measured(name):
    return import_module(f"trucewatch.measure.{name}").score(CORPUS / name)


def figure(name, path):
    value = measured(name)
    for key in path.split("."):
        value = value[key]
    return value


def rows(kind):
    return [
        (name, path)
        for name in NAMES
        for path in sorted(pinned(name)[kind])
        if pinned(name)["counts"].get(f"{path.rpartition('.')[0]}.n", FEW) >= FEW
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_belong_to_these_annotations(name):
    assert measured(name)["digest"] == pinned(name)["digest"], (
        f"the gold changed: look at the new figures, then run scripts/pin_floors.py {name}"
    )


@pytest.mark.parametrize(("name", "path"), rows("floors"))
def test_floor(name, path):
    assert figure(name, path) >= pinned(name)["floors"][path] - SLACK


@pytest.mark.parametrize(("name", "path"), rows("ceilings"))
def test_ceiling(name, path):
    assert figure(name, path) <= pinned(name)["ceilings"][path] + SLACK
