"""Tables of a watch: the bundled ones load, and a wrong one is refused by file, key and fix."""

from __future__ import annotations

import shutil

import pytest

from trucewatch import config
from trucewatch.errors import WatchError


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "watch"
    shutil.copytree(config.example("idlib-2020"), target)
    return target


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["idlib-2020", "blank"])
def test_bundled_examples_load(name):
    assert config.load_watch(config.example(name)).timezone


def test_the_example_has_both_guarantors_and_a_shared_voice():
    watch = config.load_watch(config.example("idlib-2020"))
    assert watch.source("ru-mod").kind == watch.source("tr-mod").kind == "ministry"
    assert watch.opposed(watch.source("ru-mod").side, watch.source("tr-mod").side)
    groups = [row.independence_group for row in watch.sources]
    assert len(set(groups)) < len(groups)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("watch.toml", 'timezone = "Asia/Damascus"', 'timezone = "Damascus"', "IANA name"),
        ("watch.toml", "[35.5, 34.3, 42.4, 37.4]", "[42.4, 34.3, 35.5, 37.4]", "west < east"),
        ("watch.toml", 'cutoff = "18:00"', "cutoff = 18", r"watch.cutoff"),
        ("watch.toml", 'title = "', 'titel = "', "titel"),
        ("sources.toml", 'side = "government"', 'side = "goverment"', "goverment"),
        ("sources.toml", 'reliability = "C"', 'reliability = "Z"', "reliability"),
        ("sources.toml", 'id = "tr-mod"', 'id = "ru-mod"', "stands twice"),
        ("actors.toml", "[[actor]]", "[[actor", "not valid TOML"),
    ],
)
def test_a_wrong_table_is_named_with_its_key(folder, name, old, new, told):
    change(folder, name, old, new)
    with pytest.raises(WatchError, match=told) as error:
        config.load_watch(folder)
    assert name in str(error.value)
    assert error.value.fix


def test_a_missing_folder_says_how_to_make_one(tmp_path):
    with pytest.raises(WatchError, match="trucewatch init"):
        config.load_watch(tmp_path)


def test_an_unknown_example_lists_the_known():
    with pytest.raises(WatchError, match="idlib-2020"):
        config.example("atlantis")
