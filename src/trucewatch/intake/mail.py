"""E-mail as a file (.eml): its own words, and what is attached as items of their own.

Addresses and names of senders stay in the stored original: they are neither text nor custody.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

from trucewatch.errors import IntakeError
from trucewatch.intake.decode import decode
from trucewatch.intake.parts import Part, Unpacked, Writer, partial
from trucewatch.intake.xmltext import Chars
from trucewatch.model import Issue

_MEDIA = "message/rfc822"
_MAX_FILES: Final = 200
_MAX_HEADER: Final = 2_000
_MAX_LINES: Final = 5_000
"""Lines that may part a mail: the standard parser takes far longer than their number."""
_SEEN_ONLY: Final = frozenset({"image", "audio", "video", "font"})


def unpack(payload: bytes) -> Unpacked:
    """Return the mail, and the files attached to it.

    Raises:
        IntakeError: it is made of parts beyond all reason.
    """
    if payload.count(b"\n--") > _MAX_LINES:
        raise IntakeError(
            "the mail has too many parts",
            fix="save its text and the reports attached to it, and add those",
        )
    message = message_from_bytes(payload, policy=policy.default)
    files: list[Part] = []
    issues: list[Issue] = []
    for number, part in enumerate(message.iter_attachments(), start=1):
        if number > _MAX_FILES:
            issues.append(partial(f"more than {_MAX_FILES} files are attached; the rest was left"))
            break
        found = _file(part, number)
        if isinstance(found, Part):
            files.append(found)
        else:
            issues.append(found)
    writer = Writer()
    subject = _header(message, "subject")
    writer.add(subject or "", "title")
    issues += _body(message, writer)
    whole = Part(
        data=b"",
        name="mail",
        media_type=_MEDIA,
        text=writer.text,
        blocks=tuple(writer.blocks),
        title=subject,
        dates=tuple((value, "the mail's Date") for value in [_header(message, "date")] if value),
        article=len(writer.blocks) > 1 or not files,
    )
    return Unpacked(media_type=_MEDIA, parts=(*files, whole), issues=tuple(issues))


def _header(message: EmailMessage, name: str) -> str | None:
    """Return a header's words; only its start is parsed, which is quadratic in its length."""
    for field, value in message.raw_items():
        if field.lower() != name:
            continue
        try:
            parsed = policy.default.header_factory(name, str(value)[:_MAX_HEADER])
        except (ValueError, IndexError, TypeError, AttributeError, LookupError):
            # The standard parser fails on some broken headers.
            return None
        return " ".join(str(parsed).split())[:500] or None
    return None


def _body(message: EmailMessage, writer: Writer) -> Iterator[Issue]:
    body = message.get_body(("plain", "html"))
    if body is None:
        return
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError, ValueError, AttributeError, TypeError) as error:
        told = f"the mail's own text could not be decoded as it says ({type(error).__name__})"
        found = body.get_payload(decode=True)
        try:
            # A charset that nobody knows is no reason to lose the words.
            text = decode(found if isinstance(found, bytes) else b"", name="the mail").text
        except IntakeError as refusal:
            yield partial(f"{told}: {refusal.message}")
            return
        yield Issue(code="encoding_guessed", message=f"{told}: check unusual letters")
    if body.get_content_type() == "text/html":
        # Places are dropped: the original is encoded for transport.
        writer.html(Chars(text, array("q", range(len(text)))), "")
        writer.origins.clear()
        return
    paragraph: list[str] = []
    signature = False
    for line in [*text.splitlines(), ""]:
        signature |= line.rstrip("\r\n") == "-- "
        if line.strip() and not line.startswith(">") and not signature:
            paragraph.append(line.strip())
            continue
        writer.add(" ".join(paragraph))
        paragraph.clear()
        # What is quoted was said before by somebody else, and signatures say nothing.
        writer.add(line.strip(), "meta", blank=0)


def _file(part: EmailMessage, number: int) -> Part | Issue:
    called = part.get_filename() or f"file {number}"
    called = called.replace("/", "_").replace("\\", "_")[:120]
    if part.get_content_maintype() in _SEEN_ONLY:
        return partial(f"the attached {called!r} is {part.get_content_type()}: look at it")
    try:
        if part.get_content_type() == "message/rfc822":
            data = part.get_content().as_bytes()
        else:
            found = part.get_payload(decode=True)
            data = found if isinstance(found, bytes) else b""
    except (LookupError, UnicodeError, ValueError, AttributeError, TypeError, KeyError) as error:
        return partial(f"the attached {called!r} could not be decoded ({type(error).__name__})")
    if not data:
        return partial(f"the attached {called!r} is empty or damaged")
    return Part(
        data=data,
        name=called,
        media_type=part.get_content_type(),
        note=f"the attached {called!r}",
    )
