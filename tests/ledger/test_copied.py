"""The index of copied sentences: the same as comparing all documents, and the same by replay."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trucewatch.intake.copies import copies_of
from trucewatch.ledger import Ledger, verify
from trucewatch.ledger.copied import CARRIERS
from trucewatch.ledger.redaction import redact
from trucewatch.model import Document, Entry, Item, Passage, Span

POOL = [
    f"Sentence {n} tells of shells that fell beside road number {n} on Sunday." for n in range(9)
]


def report(name, text, day, kind="article_body"):
    return Document(
        item=Item(
            id=f"sha256:{name}",
            text=text,
            media_type="text/plain",
            published_at=f"2020-03-{day:02d}",
        ),
        passages=(Passage(kind=kind, start=0, end=len(text)),),
    )


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as opened:
        yield opened


def add(ledger, *documents):
    for one in documents:
        ledger.append("document.added", one.item.id, one, key=one.item.id)


def test_a_copy_is_known_as_soon_as_it_comes_in(ledger):
    first = report("a", " ".join(POOL[:3]), 1)
    second = report("b", f"{POOL[5]} {POOL[1].upper()}\n{POOL[2]}", 2)
    add(ledger, first)
    assert ledger.copied() == {}
    add(ledger, second)
    ((original, spans),) = ledger.copied()["sha256:b"]
    assert original == "sha256:a"
    assert [span.of(second.item.text) for span in spans] == [POOL[1].upper(), POOL[2]]
    ((of, share, pairs),) = ledger.repeats("sha256:b")
    assert (of, share) == ("sha256:a", 0.667)
    assert [there.of(first.item.text) for _, there in pairs] == POOL[1:3]
    assert ledger.repeats("sha256:a") == []


def test_the_earlier_published_is_the_original_whichever_came_in_first(ledger):
    add(ledger, report("late", " ".join(POOL), 9), report("early", " ".join(POOL), 1))
    assert set(ledger.copied()) == {"sha256:late"}


def test_what_was_known_earlier(ledger):
    add(ledger, *(report(str(n), " ".join(POOL), n + 1) for n in range(3)))
    assert set(ledger.as_of(2).copied()) == {"sha256:1"}
    assert [of for of, _ in ledger.copied()["sha256:2"]] == ["sha256:0", "sha256:1"]


def test_comments_and_rows_of_tables_are_left_out(ledger):
    text = " ".join(POOL)
    row = msgspec.structs.replace(
        report("row", text, 3), entry=Entry(layout="violations", cells={"count": Span(0, 1)})
    )
    add(ledger, report("a", text, 1), report("thread", text, 2, "thread_comment"), row)
    assert ledger.copied() == {}
    assert verify(ledger) == ()


def test_an_erased_document_leaves_no_fingerprint(ledger):
    add(ledger, report("a", " ".join(POOL), 1), report("b", " ".join(POOL), 2))
    redact(ledger, 1, "asked for")
    assert ledger.copied() == {}
    assert ledger.db.execute("SELECT DISTINCT document FROM sentence").fetchall() == [(2,)]
    assert verify(ledger) == ()


def test_standing_matter_does_not_compare_all_with_all(ledger):
    count = CARRIERS + 20
    add(ledger, *(report(f"{n:03}", f"{POOL[0]} {POOL[1]}", 1 + n // 6) for n in range(count)))
    assert max(len(of) for of in ledger.copied().values()) == CARRIERS
    assert set(ledger.copied()) == {f"sha256:{n:03}" for n in range(1, count)}


def test_a_changed_index_is_a_fault(ledger):
    add(ledger, report("a", " ".join(POOL), 1), report("b", " ".join(POOL), 2))
    ledger.db.execute("UPDATE sentence SET first = first + 1 WHERE document = 2")
    assert any("sentence" in fault.message for fault in verify(ledger))


texts = st.lists(st.sampled_from(POOL), max_size=6).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(texts, max_size=6), st.randoms(use_true_random=False))
def test_the_index_says_what_comparing_all_says(tmp_path_factory, found, random):
    documents = [report(str(n), text, n + 1) for n, text in enumerate(found)]
    expected = {}
    for copy in copies_of(documents):
        spans = tuple(sorted(mine for mine, _ in copy.shared))
        expected.setdefault(copy.item, []).append((copy.of, spans))
    random.shuffle(documents)
    with Ledger(tmp_path_factory.mktemp("w") / "ledger.db") as ledger:
        add(ledger, *documents)
        assert ledger.copied() == expected
        for copy in copies_of(documents):
            shares = {of: share for of, share, _ in ledger.repeats(copy.item)}
            assert shares[copy.of] == copy.containment
        assert verify(ledger) == ()
