"""The flow: what a second extractor may say, and what a changed table makes be read again."""

from __future__ import annotations

import shutil

import pytest
from builders import claim, mention

from trucewatch import config, gather, intake, pipeline
from trucewatch.ledger import Ledger
from trucewatch.model import Attribution, Reading, Span

TEXT = "Two soldiers were killed near Ariha on Tuesday when shells hit a post.\n"


@pytest.fixture(scope="module")
def tools():
    return pipeline.tools_for(None)


def document(text=TEXT):
    return intake.read_document(text.encode(), name="a.txt", published="2020-03-18", language="en")


def test_a_second_extractor_cannot_say_what_the_text_does_not(monkeypatch, tools):
    class Inventing:
        def read(self, document, mentions):
            del mentions
            true = mention("soldiers")
            false = claim(
                "x",
                item=document.item.id,
                place=None,
                time=None,
                targets=(
                    mention("generals"),
                    true.__class__(text="soldiers", span=Span(4, 12)),
                ),
                attribution=Attribution(form="outlet"),
            )
            return Reading(claims=(false,))

    monkeypatch.setattr(
        "trucewatch.plugins.found",
        lambda group: {"mine": Inventing()} if group.endswith("extractors") else {},
    )
    reading = pipeline.read(document(), tools)
    mine = next(row for row in reading.claims if row.id == "x")
    assert [row.text for row in mine.targets] == ["soldiers"]
    assert "claim_rejected" in {row.code for row in reading.issues}


def test_changed_tables_are_read_again_and_unchanged_ones_are_not(tmp_path):
    folder = tmp_path / "watch"
    shutil.copytree(config.example("idlib-2020"), folder)
    one = pipeline.tools_for(folder)
    with Ledger(folder / "ledger.db") as ledger:
        item = document()
        ledger.append("document.added", item.item.id, item, key="d")
        pipeline.merge(ledger, one)
        before = ledger.seq
        pipeline.merge(ledger, one)
        assert ledger.seq == before
        actors = folder / "actors.toml"
        actors.write_text(
            actors.read_text("utf-8") + '\n[[actor]]\nid = "NEW"\nname = "New"\ntype = "unknown"\n',
            encoding="utf-8",
        )
        pipeline.merge(ledger, pipeline.tools_for(folder))
        assert next(ledger.events(after=before)).header.kind == "claims.read"


def test_an_unknown_source_is_an_issue_and_the_report_is_read_all_the_same(tmp_path):
    from trucewatch.intake import Known
    from trucewatch.intake.folder import inputs_of

    folder = tmp_path / "watch"
    shutil.copytree(config.example("blank"), folder)
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    with Ledger(folder / "ledger.db") as ledger:
        inputs = inputs_of([path], known=Known(source="nobody", published="2020-03-18"))
        (added,) = pipeline.add(ledger, inputs, pipeline.tools_for(folder))
        assert added.outcome == "read"
        assert added.claims == 1
        assert "source_unknown" in {row.code for row in ledger.issues()}


def test_a_period_without_any_day_says_what_to_do(tmp_path):
    from trucewatch.errors import TrucewatchError

    folder = tmp_path / "watch"
    shutil.copytree(config.example("blank"), folder)
    tools = pipeline.tools_for(folder)
    with Ledger(folder / "ledger.db") as ledger:
        with pytest.raises(TrucewatchError, match="trucewatch add"):
            gather.period(tools.watched, ledger)
        with pytest.raises(TrucewatchError, match="ends before"):
            gather.period(tools.watched, ledger, "2020-03-02", "2020-03-01")
