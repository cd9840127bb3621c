"""Telegram exports: one chat or an account, text as a string or as pieces."""

from __future__ import annotations

import json

import pytest
from hostile import outcome

from trucewatch.errors import IntakeError
from trucewatch.intake import Known, read_documents
from trucewatch.intake.markup import source_offset

POSTS = [
    {
        "id": 1,
        "type": "service",
        "date": "2020-03-15T09:00:00",
        "date_unixtime": "1584255600",
        "action": "create_channel",
        "text": "",
    },
    {
        "id": 2,
        "type": "message",
        "date": "2020-03-15T12:30:00",
        "date_unixtime": "1584264600",
        "from": "Ridge Wire",
        "text": "Two shells hit “Fatira” \U0001f4a5 at noon.\n\nNobody was hurt.",
    },
    {
        "id": 3,
        "type": "message",
        "date": "2020-03-15T13:00:00",
        "date_unixtime": "1584266400",
        "forwarded_from": "Valley Desk",
        "forwarded_from_id": "channel77",
        "text": ["Patrol ", {"type": "bold", "text": "blocked"}, " near Nayrab, see ", ""],
    },
    {"id": 4, "type": "message", "date_unixtime": "1584266500", "photo": "p.jpg", "text": ""},
]
CHANNEL = {"name": "Ridge Wire", "type": "public_channel", "id": 9, "messages": POSTS}


def read(export, name="result.json", **known):
    data = export if isinstance(export, bytes) else json.dumps(export, indent=1).encode()
    return list(read_documents(data, name=name, known=Known(**known)))


@pytest.mark.parametrize("ascii_only", [True, False])
def test_posts_of_a_channel_are_reports(ascii_only):
    data = json.dumps(CHANNEL, ensure_ascii=ascii_only).encode()
    first, second, box = read(data, captured_at="2020-03-17T00:00:00+00:00")
    item = first.document.item
    assert item.text == "Two shells hit “Fatira” \U0001f4a5 at noon.\n\nNobody was hurt."
    assert item.published_at == "2020-03-15T09:30:00+00:00"
    assert {one.kind for one in first.document.passages} == {"article_body"}
    assert json.loads(first.data)["id"] == 2
    source = first.data.decode()
    assert source[source_offset(item.origins, item.text.index("Nobody"))] == "N"
    place = source_offset(item.origins, item.text.index("\U0001f4a5"))
    assert source[place] == ("\\" if ascii_only else "\U0001f4a5")
    assert second.document.item.text == "Patrol blocked near Nayrab, see"
    assert "forwarded from 'Valley Desk'" in second.document.item.custody[-1].note
    assert box.parts == 2
    told = " ".join(issue.message for issue in box.document.issues)
    assert "no words; look at them: 4" in told
    assert "something changed in the chat" in told


def test_a_full_export_holds_many_chats():
    export = {"about": "Here is the data", "chats": {"about": "x", "list": [CHANNEL, CHANNEL]}}
    assert [taken.parts for taken in read(export)] == [None] * 4 + [4]


def group(**known):
    message = {
        **POSTS[1],
        "from": "Some Person",
        "forwarded_from": "Another Person",
        "forwarded_from_id": "user5",
    }
    return read({"name": "Street", "type": "private_supergroup", "messages": [message]}, **known)


def test_persons_are_readers_without_names_unless_the_source_is_named():
    first, box = group()
    assert {one.kind for one in first.document.passages} == {"thread_comment"}
    assert "Person" not in repr(first.document.item)
    assert "--source" in box.document.issues[-1].message
    first, _ = group(source="observers")
    assert {one.kind for one in first.document.passages} == {"article_body"}


def test_a_message_that_is_none_does_not_cost_the_others():
    export = {**CHANNEL, "messages": [17, POSTS[1], {"id": [], "date_unixtime": "x", "text": {}}]}
    first, box = read(export)
    assert first.document.item.text.startswith("Two shells")
    assert any("could not be read" in issue.message for issue in box.document.issues)


def test_an_export_cut_off_is_refused_with_advice():
    data = json.dumps(CHANNEL).encode()
    with pytest.raises(IntakeError) as error:
        read(data[:-40])
    assert "result.json" in error.value.message
    assert "export the chat again" in error.value.fix


@pytest.mark.parametrize(
    "data",
    [
        b'{"type": "public_channel", "messages": ' + b"[" * 200_000,
        b'{"type": "public_channel", "messages": [{"text": ' + b'{"a":' * 100_000,
        b'{"type": "public_channel", "messages": {"date_unixtime": 3}}',
        b'{"type": "public_channel", "messages": [{"text": "\\ud83d"}, {"text": "\\udca5"}]}',
        b'{"type": "public_channel", "messages": [{"text": "\xff\xfe"}]}',
        b'{"type": "public_channel", "messages": [{"date_unixtime": "9e99", "text": "a"}]}',
        b'{"type": "public_channel", "messages": [{"date_unixtime": "' + b"9" * 5000 + b'"}]}',
        b'{"messages": [], "date_unixtime"',
        b'{"chats": {"list": [{"messages": [null, [], {}]}]}, "date_unixtime": 1}',
    ],
)
def test_hostile_exports(data):
    assert outcome(data, "result.json") in ("items", "refused")
