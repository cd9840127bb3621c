import msgspec
import pytest
from report.record_sample import COMMENT, COMMENTER, PRIVATE, sample

from trucewatch import report
from trucewatch.model import CLAIM_BEARING, Custody, Entry, Issue, Publication, Span
from trucewatch.publish import public


@pytest.fixture(scope="module")
def edition():
    return public(sample())


def test_no_comment_no_nickname_and_no_private_name_is_left(edition):
    text = msgspec.json.encode(edition).decode()
    for secret in (COMMENT, COMMENTER, "thirty dead", "Thirty dead", "trust me", "reader 1"):
        assert secret not in text
    for part in PRIVATE.split():
        assert part not in text


def test_the_working_record_is_not_changed():
    record = sample()
    before = msgspec.json.encode(record)
    public(record)
    assert msgspec.json.encode(record) == before


@pytest.mark.parametrize("format_", report.FORMATS)
def test_nothing_of_a_comment_reaches_a_report(edition, format_):
    built = report.build(edition, from_day="2020-03-15", to_day="2020-03-17", cutoff="18:00")
    text = report.render(built, format_).decode()
    for secret in (COMMENT, COMMENTER, "trust me", "Salim", "Darwish"):
        assert secret not in text
    assert ("name withheld" in text) == (format_ != "md")  # Markdown quotes sentences only


@pytest.mark.parametrize("format_", report.FORMATS)
def test_no_safety_notice_reaches_a_report(format_):
    record = sample()
    notice = Issue(code="safety_notice", message="a threat that is for the desk")
    documents = tuple(
        msgspec.structs.replace(row, issues=(*row.issues, notice)) for row in record.documents
    )
    told = msgspec.structs.replace(record, documents=documents, issues=(*record.issues, notice))
    edition = public(told)
    assert b"safety_notice" not in msgspec.json.encode(edition)
    built = report.build(edition, from_day="2020-03-15", to_day="2020-03-17", cutoff="18:00")
    text = report.render(built, format_).decode()
    assert "safety" not in text.replace("safety zone", "")
    assert "for the desk" not in text


def test_nothing_that_is_known_of_a_comment_is_left():
    record = sample()
    documents = tuple(
        msgspec.structs.replace(
            row,
            entry=Entry(layout="violations", cells={"count": Span(0, 1)}),
            passages=tuple(
                msgspec.structs.replace(one, at="2020-03-16T23:59:58Z", reply_to=0)
                if one.kind not in CLAIM_BEARING
                else one
                for one in row.passages
            ),
        )
        for row in record.documents
    )
    edition = public(msgspec.structs.replace(record, documents=documents))
    assert b"23:59:58" not in msgspec.json.encode(edition)
    assert {row.entry for row in edition.documents} == {None}
    assert {one.reply_to for row in edition.documents for one in row.passages} == {None}


def test_every_span_still_covers_its_words(edition):
    texts = {row.item.id: row.item.text for row in edition.documents}
    for claim in edition.claims:
        text = texts[claim.item]
        words = [
            *claim.perpetrators,
            *claim.targets,
            *claim.weapons,
            *claim.figures,
            *claim.labels,
            *((claim.place,) if claim.place else ()),
            *((claim.time,) if claim.time else ()),
        ]
        for row in words:
            assert row.span.of(text) == row.text
        passages = next(row for row in edition.documents if row.item.id == claim.item).passages
        assert passages[claim.passage].span.covers(claim.sentence)
    first = next(row for row in edition.claims if row.act == "shelling")
    assert first.sentence.of(texts[first.item]).startswith("Terrorists shelled Miznaz")


def test_comments_can_still_be_counted(edition):
    kinds = [row.kind for document in edition.documents for row in document.passages]
    assert kinds.count("thread_comment") == 1
    for document in edition.documents:
        for passage in document.passages:
            assert (passage.kind in CLAIM_BEARING) or passage.start == passage.end


def test_an_issue_about_a_comment_keeps_only_its_kind():
    record = sample()
    document = record.documents[3]
    start = document.item.text.index(COMMENT)
    issue = msgspec.structs.replace(
        document.issues[0], message=f"unclear: {COMMENT}", span=(start, start + 10)
    )
    issue = msgspec.convert(msgspec.to_builtins(issue), type=type(issue))
    changed = msgspec.structs.replace(document, issues=(issue,))
    record = msgspec.structs.replace(record, documents=(*record.documents[:3], changed))
    found = public(record).documents[3].issues[0]
    assert found.span is None
    assert COMMENT not in found.message


def test_the_grid_of_the_watch_is_used():
    record = sample()
    watch = msgspec.structs.replace(record.watch, publication=Publication(coarsen_m=1000))
    coarse = public(msgspec.structs.replace(record, watch=watch))
    plain = public(record)
    assert coarse.merged.incidents[0].where.lat != plain.merged.incidents[0].where.lat
    assert coarse.agreements == plain.agreements
    again = public(msgspec.structs.replace(record, watch=watch))
    assert coarse == again


def test_paths_of_this_machine_stay_at_home():
    record = sample()
    item = msgspec.structs.replace(
        record.documents[0].item,
        custody=(Custody(at="2020-03-16", action="read", note="from /home/somebody/inbox"),),
    )
    first = msgspec.structs.replace(record.documents[0], item=item)
    watch = msgspec.structs.replace(record.watch, folder="/home/somebody/watch")
    record = msgspec.structs.replace(record, watch=watch, documents=(first, *record.documents[1:]))
    edition = public(record)
    assert "somebody" not in msgspec.json.encode(edition).decode()
    assert edition.documents[0].item.custody[0].action == "read"
