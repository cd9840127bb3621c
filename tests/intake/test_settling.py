"""A watched folder: files are read once they have stopped growing, and once only."""

from __future__ import annotations

from trucewatch.intake.folder import inputs_of
from trucewatch.intake.settling import Settling


def test_a_growing_file_waits_and_a_changed_one_comes_again(tmp_path):
    settling, report = Settling(), tmp_path / "a.txt"

    def look():
        ready = settling.ready(inputs_of([tmp_path]))
        for one in ready:
            settling.done(one)
        return [one.path.name for one in ready]

    assert look() == []
    report.write_text("Two shells", encoding="utf-8")
    assert look() == []
    assert settling.waiting == 1
    report.write_text("Two shells hit Fatira", encoding="utf-8")
    assert look() == []
    assert look() == ["a.txt"]
    assert settling.waiting == 0
    assert look() == []
    report.write_text("Three shells hit Fatira", encoding="utf-8")
    assert (look(), look()) == ([], ["a.txt"])
    report.unlink()
    assert look() == []


def test_what_was_not_taken_in_is_ready_again(tmp_path):
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    settling = Settling()
    settling.ready(inputs_of([tmp_path]))
    assert len(settling.ready(inputs_of([tmp_path]))) == 1
    assert len(settling.ready(inputs_of([tmp_path]))) == 1
