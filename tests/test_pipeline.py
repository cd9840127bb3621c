"""The flow: what a second extractor may say, and what a changed table makes be read again."""

from __future__ import annotations

import shutil

import pytest
from builders import claim, mention

from trucewatch import config, gather, intake, pipeline
from trucewatch.intake import folder
from trucewatch.ledger import Ledger, verify
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


@pytest.fixture
def watch(tmp_path):
    folder = tmp_path / "watch"
    shutil.copytree(config.example("idlib-2020"), folder)
    return folder


def inputs(path, **known):
    return folder.inputs_of([path], known=intake.Known(**known))


def test_an_item_is_recorded_in_one_commit_with_its_claims(watch, tools, tmp_path):
    page = tmp_path / "a.txt"
    page.write_text(TEXT, encoding="utf-8")
    commits = []
    with Ledger(watch / "ledger.db") as ledger:
        ledger.db.set_commit_hook(lambda: bool(commits.append(1)))
        (added,) = pipeline.add(ledger, inputs(page, published="2020-03-18"), tools)
        assert (added.outcome, len(commits)) == ("read", 1)
        assert [event.header.kind for event in ledger.events()] == ["document.added", "claims.read"]
        assert len(ledger.claims()) == added.claims == 1
        assert verify(ledger) == ()


@pytest.mark.parametrize("broken", ["read", "append_within"])
def test_an_item_of_a_run_that_broke_off_is_taken_in_by_the_next(
    watch, tools, tmp_path, monkeypatch, broken
):
    page = tmp_path / "a.txt"
    page.write_text(TEXT, encoding="utf-8")

    def breaks(*row):
        if broken == "read" or row[1] == "claims.read":
            raise KeyboardInterrupt
        return whole(*row)

    where = pipeline if broken == "read" else Ledger
    whole = getattr(where, broken)
    with Ledger(watch / "ledger.db") as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(where, broken, breaks)
            with pytest.raises(KeyboardInterrupt):
                list(pipeline.add(ledger, inputs(page, published="2020-03-18"), tools))
        assert list(ledger.events()) == []
        assert ledger.db.execute("SELECT * FROM blob").fetchall() == []
        (added,) = pipeline.add(ledger, inputs(page, published="2020-03-18"), tools)
        assert added.outcome == "read"
        (again,) = pipeline.add(ledger, inputs(page, published="2020-03-18"), tools)
        assert again.outcome == "duplicate"
        assert verify(ledger) == ()


def test_rows_of_a_table_are_claims_of_the_record(watch, tmp_path):
    table = tmp_path / "violations.csv"
    table.write_text(
        "Position,Event location,No.,Observation,Weapon,Date\n"
        "Sarmin,2-4km SW,12,Explosion,Mortar 120mm,14-Mar\n"
        "Total,,12,,,\n",
        encoding="utf-8",
    )
    own = pipeline.tools_for(watch)
    with Ledger(watch / "ledger.db") as ledger:
        row, total, box = pipeline.add(ledger, inputs(table, published="2020-03-16"), own)
        assert (row.outcome, row.claims, total.claims, box.outcome) == ("read", 1, 0, "unpacked")
        (claim_,) = ledger.claims()
        assert (claim_.act, claim_.time.start, claim_.figures[0].best) == (
            "shelling",
            "2020-03-14",
            12,
        )
        assert claim_.place.geometry["type"] == "Polygon"
        assert [other.role for other in claim_.other_places] == ["observer"]
        assert pipeline.merge(ledger, own).incidents


def test_copies_speak_with_one_voice_by_the_index_alone(watch, tmp_path, monkeypatch):
    told = (
        "Six mortar shells hit the village of Sarmin on Sunday and wounded two farmers there. "
        "The council of the village said that a school had been hit by two of the shells.\n"
    )
    own = pipeline.tools_for(watch)
    # The index is asked; no documents are compared.
    monkeypatch.setattr(pipeline.copies, "copies_of", None)
    with Ledger(watch / "ledger.db") as ledger:
        for name, source in (("a", own.watch.sources[0]), ("b", own.watch.sources[1])):
            page = tmp_path / f"{name}.txt"
            page.write_text(f"Report {name}\n\n{told}", encoding="utf-8")
            day = f"2020-03-{16 + (name == 'b')}"
            list(pipeline.add(ledger, inputs(page, published=day, source=source.id), own))
        merged = pipeline.merge(ledger, own)
        voices = {voice.group for one in merged.incidents for voice in one.voices}
        assert len(ledger.copied()) == 1
        assert len(ledger.claims()) >= 2
        assert own.watch.sources[1].independence_group not in voices


def test_a_translated_repost_is_suggested_when_it_comes_in(watch, tmp_path):
    own = pipeline.tools_for(watch)
    name = own.watch.sources[0].name
    texts = {
        "en": f"{name} said that 45 shells hit Sarmin and 120 families left.",
        "ru": f"{name}: по городу سرمين выпущено 45 снарядов, ушли 120 семей. Sarmin.",
    }
    with Ledger(watch / "ledger.db") as ledger:
        for language, text in texts.items():
            page = tmp_path / f"{language}.txt"
            page.write_text(text, encoding="utf-8")
            known = {"published": "2020-03-16", "language": language}
            (added,) = pipeline.add(ledger, inputs(page, **known), own)
            codes = {issue.code for issue in added.issues}
            assert ("repost_suspected" in codes) == (language == "ru")
        far = tmp_path / "far.txt"
        far.write_text(texts["ru"] + " ", encoding="utf-8")
        (added,) = pipeline.add(ledger, inputs(far, published="2020-04-16", language="ru"), own)
        assert "repost_suspected" not in {issue.code for issue in added.issues}
