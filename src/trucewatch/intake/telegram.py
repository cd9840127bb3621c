"""Telegram's JSON export, of one chat or of an account: every message is one item.

`text` is a string or a list of strings and marked-up pieces; `date_unixtime` is the one honest
clock (`date` is local time without an offset). Posts of channels are reports. What persons write
in groups is theirs: no name of theirs is kept, and it counts as a report only where the user
names the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from trucewatch.errors import IntakeError
from trucewatch.intake.jsontext import joined, unescaped, values
from trucewatch.intake.parts import Part, Unpacked, Writer, limited, partial
from trucewatch.intake.xmltext import Chars
from trucewatch.model import Issue

_CHANNELS = frozenset({"public_channel", "private_channel"})
_LISTED = 12
"""Numbers of messages that an issue names one by one."""


class _Chat(Struct, frozen=True):
    name: str | None = None
    type: str = ""
    messages: tuple[msgspec.Raw, ...] = ()


class _Chats(Struct, frozen=True):
    list: tuple[_Chat, ...] = ()


class _Export(Struct, frozen=True):
    name: str | None = None
    type: str = ""
    messages: tuple[msgspec.Raw, ...] = ()
    chats: _Chats = _Chats()
    left_chats: _Chats = _Chats()


class _Skipped:
    """What no item was made of, and why."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[str]] = {}
        self.persons: Counter[str] = Counter()

    def add(self, why: str, number: str) -> None:
        self.numbers.setdefault(why, []).append(number)

    def issues(self) -> Iterator[Issue]:
        for why, numbers in self.numbers.items():
            told = ", ".join(numbers[:_LISTED]) + (", …" if len(numbers) > _LISTED else "")
            yield partial(f"{len(numbers)} message(s) {why}: {told}")
        for chat, count in self.persons.items():
            yield partial(
                f"{count} message(s) of persons in {chat} are kept as readers' comments, which "
                f"nothing is claimed from: if the group is your observers' own, add it with "
                f"--source ID to a watch that does not hold it yet"
            )


def unpack(payload: bytes) -> Unpacked:
    """Return the messages of an export.

    Raises:
        IntakeError: it is no valid JSON (cut off, nested beyond reason) or no export.
    """
    try:
        found = msgspec.json.decode(payload.removeprefix(b"\xef\xbb\xbf"), type=_Export)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise IntakeError(
            f"the chat export cannot be read: {error}",
            fix="export the chat again (JSON, to its end) and add that file",
        ) from error
    skipped = _Skipped()
    chats = [_Chat(found.name, found.type, found.messages)] if found.messages else []
    chats += [*found.chats.list, *found.left_chats.list]
    parts, issues = limited(
        (part for number, chat in enumerate(chats, 1) for part in _parts(chat, number, skipped)),
        "messages",
    )
    return Unpacked(media_type="application/json", parts=parts, issues=(*issues, *skipped.issues()))


def _parts(chat: _Chat, place: int, skipped: _Skipped) -> Iterator[Part]:
    called = repr(chat.name) if chat.name and chat.type in _CHANNELS else f"chat {place}"
    for number, raw in enumerate(chat.messages, start=1):
        data = bytes(raw)
        try:
            message = msgspec.json.decode(data)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            message = None
        if not isinstance(message, dict):
            skipped.add("could not be read (look at them in the export)", f"number {number}")
            continue
        label = str(message.get("id", f"number {number}"))[:40]
        if message.get("type") == "service":
            skipped.add("say only that something changed in the chat (joined, pinned)", label)
            continue
        content = _content(data.decode("utf-8"))
        if not content.text.strip():
            skipped.add("hold a picture, film, sound or file and no words; look at them", label)
            continue
        yield _part(chat, message, called, label, data, content, skipped)


def _part(
    chat: _Chat,
    message: dict[str, Any],
    called: str,
    label: str,
    data: bytes,
    content: Chars,
    skipped: _Skipped,
) -> Part:
    if chat.type not in _CHANNELS:
        skipped.persons[called] += 1
    writer = Writer()
    writer.plain(content, "body" if chat.type in _CHANNELS else "person")
    return Part(
        data=data,
        name=f"{called} message {label}",
        media_type="application/json",
        text=writer.text,
        blocks=tuple(writer.blocks),
        origins=tuple(writer.origins),
        dates=_dates(message),
        note=f"message {label} of {called} ({chat.type or 'chat'}){_forwarded(message)}",
    )


def _content(source: str) -> Chars:
    """Return the words of a message: the strings at `text`, `text[i]` and `text[i].text`."""
    found = [
        unescaped(source, start, end)
        for path, start, end in values(source)
        if path[:1] == ("text",)
        and (len(path) < 3 or (len(path) == 3 and path[2] == "text"))
        and all(isinstance(one, int) for one in path[1:2])
    ]
    return joined(found)


def _dates(message: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    try:
        moment = datetime.fromtimestamp(int(message["date_unixtime"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        stated = message.get("date")
        return ((stated, "the message's date"),) if isinstance(stated, str) else ()
    return ((moment.isoformat(), "the message's date_unixtime"),)


def _forwarded(message: dict[str, Any]) -> str:
    """Name the channel that a message was forwarded from; persons are not named."""
    name, ident = message.get("forwarded_from"), str(message.get("forwarded_from_id") or "")
    if "forwarded_from" not in message:
        return ""
    if ident.startswith("user") or not isinstance(name, str):
        return ", forwarded from a person"
    return f", forwarded from {name[:200]!r}"
