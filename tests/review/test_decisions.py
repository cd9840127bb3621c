"""Decisions are named and reasoned, and nobody approves an edit of their own."""

from __future__ import annotations

import msgspec
import pytest

from trucewatch import config, pipeline
from trucewatch.errors import UsageError
from trucewatch.intake.folder import inputs_of
from trucewatch.ledger import Ledger
from trucewatch.model import Span
from trucewatch.review.decisions import decide, withdrawn
from trucewatch.review.edits import Edit, standing

REPORT = "Shells hit Sarmin on Friday, killing two farmers, the town council said.\n"


@pytest.fixture(scope="module")
def tools():
    return pipeline.tools_for(config.example("idlib-2020"))


@pytest.fixture
def ledger(tmp_path, tools):
    path = tmp_path / "2020-03-20_note.txt"
    path.write_text(REPORT)
    with Ledger(tmp_path / "ledger.db") as opened:
        list(pipeline.add(opened, inputs_of([path]), tools))
        yield opened


def recorded(ledger, made):
    ledger.append("judgement.made", f"judgement:{made.id}", made, key=f"{made.id}{made.withdrawn}")
    return made


def test_an_edit_changes_how_a_claim_stands_until_it_is_withdrawn(ledger):
    (claim,) = ledger.claims()
    value = msgspec.json.encode(Edit(field="act", value="attack")).decode()
    made = decide(ledger, "edit", [claim.id], by="ana", reason="no artillery named", value=value)
    recorded(ledger, made)
    assert [one.act for one in standing(ledger)] == ["attack"]
    assert [one.act for one in ledger.claims()] == [claim.act]
    assert standing(ledger, [claim.id])[0].edits == (made.id,)
    recorded(ledger, withdrawn(ledger, made.id, by="ana", reason="it was artillery"))
    assert [one.act for one in standing(ledger)] == [claim.act]


def test_nobody_accepts_an_edit_of_their_own(ledger):
    (claim,) = ledger.claims()
    value = msgspec.json.encode(Edit(field="modality", value="denied")).decode()
    made = recorded(
        ledger, decide(ledger, "edit", [claim.id], by="ana", reason="it denies", value=value)
    )
    with pytest.raises(UsageError, match="your own edit"):
        decide(ledger, "accept", [made.id], by="ana", reason="looks right")
    assert decide(ledger, "accept", [made.id], by="ben", reason="looks right").by == "ben"


@pytest.mark.parametrize(
    ("kind", "subjects", "reason", "value", "why"),
    [
        ("reject", ["c1-x"], "", None, "needs a reason"),
        ("reject", ["c1-x"], "  ", None, "needs a reason"),
        ("reject", ["c1-x"], "no", None, "there is no claim"),
        ("must_link", ["c1-x"], "same", None, "needs 2 ids"),
        ("status", ["f1-x"], "so", "bad", "is no status"),
        ("status", ["f1-x"], "so", "contested", "there is no finding"),
        ("accept", ["j1-x"], "so", None, "no claim or edit"),
        ("edit", ["c1-x"], "so", "{", "cannot be read"),
        ("edit", ["c1-x"], "so", '{"field": "act", "nonsense": 1}', "cannot be read"),
    ],
)
def test_decisions_without_ground_are_refused(ledger, kind, subjects, reason, value, why):
    with pytest.raises(UsageError, match=why):
        decide(ledger, kind, subjects, by="ana", reason=reason, value=value)


def test_withdrawing_what_is_not_there_is_refused(ledger):
    with pytest.raises(UsageError, match="no decision"):
        withdrawn(ledger, "j1-x", by="ana", reason="so")


PAGE = """<html><head><title>Shells on Sarmin</title></head><body><article>
<h1>Shells on Sarmin</h1><p>Shells hit Sarmin on Friday, killing two farmers, the town council
said. Rescue workers came from Idlib.</p></article>
<section id="comments"><h2>2 Comments</h2><ol class="comment-list">
<li class="comment"><article class="comment-body"><b class="fn">olive_tree</b>
<div class="comment-content"><p>It is all gossip.</p></div></article></li>
<li class="comment"><article class="comment-body"><b class="fn">Marko</b>
<div class="comment-content"><p>No, it is not.</p></div></article></li>
</ol></section></body></html>
"""


def test_an_edit_cites_no_reader(ledger, tools, tmp_path):
    page = tmp_path / "2020-03-21_page.html"
    page.write_text(PAGE)
    list(pipeline.add(ledger, inputs_of([page]), tools))
    document = next(row for row in ledger.documents() if "gossip" in row.item.text)
    at = document.item.text.index("gossip")
    span = Span(at, at + len("gossip"))
    kinds = {one.kind for one in document.passages if one.span.covers(span)}
    assert kinds == {"thread_comment"}
    claim = next(row for row in ledger.claims() if row.item == document.item.id)
    value = msgspec.json.encode(Edit(field="targets", span=span)).decode()
    with pytest.raises(UsageError, match="no headline"):
        decide(ledger, "edit", [claim.id], by="ana", reason="so", value=value)
