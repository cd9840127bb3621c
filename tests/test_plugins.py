"""Plug-ins are found by entry point, imported on demand, and a broken one is named."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import EntryPoint

import pytest

from trucewatch import plugins
from trucewatch.errors import TrucewatchError, UsageError


@pytest.fixture(autouse=True)
def looked_up_anew():
    plugins.found.cache_clear()
    yield
    plugins.found.cache_clear()


def register(monkeypatch, value):
    point = EntryPoint(name="mine", value=value, group="trucewatch.intake")
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point] if group else [])


def test_a_registered_object_is_imported_and_named(monkeypatch):
    register(monkeypatch, "json:JSONDecoder")
    assert plugins.found("trucewatch.intake")["mine"].__name__ == "JSONDecoder"


def test_a_broken_plug_in_is_named(monkeypatch):
    register(monkeypatch, "trucewatch_no_such_module:x")
    with pytest.raises(TrucewatchError, match="'mine'"):
        plugins.found("trucewatch.intake")


def test_an_unknown_group_lists_the_known():
    with pytest.raises(UsageError, match=r"trucewatch\.extractors"):
        plugins.found("trucewatch.nothing")


@pytest.mark.parametrize("path", plugins.GROUPS.values())
def test_every_group_names_a_protocol_that_exists(path):
    module, _, name = path.rpartition(".")
    assert hasattr(import_module(module), name)
