"""Docs cannot drift: generated pages equal the code, and every key and code is explained."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from trucewatch.model import (
    ACTS,
    CODES,
    Actor,
    LabelWord,
    Publication,
    ReportEntry,
    Side,
    Source,
)
from trucewatch.plugins import GROUPS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def builder():
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts/build_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name",
    [
        "../README.md",
        "commands.md",
        "routes.md",
        "acts.md",
        "issues.md",
        "codebook.md",
        "accuracy.md",
    ],
)
def test_generated_pages_are_up_to_date(name):
    fresh = builder().PAGES[name]()
    assert (DOCS / name).read_text("utf-8") == fresh, "run scripts/build_docs.py"


def test_every_act_and_issue_code_is_listed():
    assert all(f"`{act}`" in (DOCS / "acts.md").read_text("utf-8") for act in ACTS)
    assert all(f"`{code}`" in (DOCS / "issues.md").read_text("utf-8") for code in CODES)


@pytest.mark.parametrize(
    ("table", "shape"),
    [
        ("side", Side),
        ("source", Source),
        ("actor", Actor),
        ("label", LabelWord),
        ("report", ReportEntry),
    ],
)
def test_every_key_of_the_tables_is_explained(table, shape):
    page = (DOCS / "watch.md").read_text("utf-8")
    missing = [name for name in shape.__struct_fields__ if f"`{table}[].{name}`" not in page]
    assert not missing


def test_every_key_of_the_watch_file_is_explained():
    from trucewatch.config import _Head

    page = (DOCS / "watch.md").read_text("utf-8")
    keys = [f"watch.{name}" for name in _Head.__struct_encode_fields__]
    keys += [f"publication.{name}" for name in Publication.__struct_fields__]
    assert not [key for key in keys if f"`{key}`" not in page]


def test_plug_in_points_are_named_in_the_architecture():
    assert GROUPS
    assert "trucewatch.plugins.GROUPS" in (DOCS / "architecture.md").read_text("utf-8")


def test_links_between_pages_lead_somewhere():
    for page in [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_data_licence_row_names_something_that_is_there():
    text = (ROOT / "DATA-LICENSES.md").read_text("utf-8")
    for path in re.findall(r"`((?:src|models|tests)/[^`*]+)`", text):
        assert (ROOT / path).exists(), path
