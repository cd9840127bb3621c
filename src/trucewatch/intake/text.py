"""Plain text: `item.text` is the decoded file, unchanged."""

from __future__ import annotations

from collections.abc import Sequence

from trucewatch.intake.blocks import Unit, units
from trucewatch.intake.decode import Decoded, decode
from trucewatch.intake.features import table
from trucewatch.intake.metadata import imprint_dates
from trucewatch.intake.passages import Pseudonyms, split
from trucewatch.intake.readers import Draft, Hints, capped, spans_of
from trucewatch.intake.thread import label
from trucewatch.model import Issue


class TextReader:
    """Reads `.txt`, and anything else that is text and nothing more special."""

    name = "text"

    def sniff(self, data: bytes, name: str) -> float:  # noqa: ARG002 # any bytes may be text
        """Text is what a file is when no other reader is surer."""
        return 0.3 if name.lower().endswith(".txt") else 0.2

    def read(self, data: bytes, hints: Hints) -> Draft:
        """Split the decoded file into passages."""
        decoded = decode(data, name=hints.name)
        return from_units(decoded, units(decoded.text), "text/plain")


def decoding_issues(decoded: Decoded) -> list[Issue]:
    """Return the issue that says which encoding was assumed, if one was."""
    if not decoded.guessed:
        return []
    return [
        Issue(
            code="encoding_guessed",
            message=(
                f"the bytes are not valid UTF-8 and were read as {decoded.encoding} "
                f"({decoded.guessed}): look at the names, and save the file as UTF-8 if they are "
                f"garbled"
            ),
        )
    ]


def from_units(decoded: Decoded, found: Sequence[Unit], media_type: str) -> Draft:
    """Return the draft of a text whose units are known (plain text and Markdown)."""
    text = decoded.text
    kept, rest, issues = capped(list(found), table().limits["units"])
    parts = split(text, kept, label(kept), Pseudonyms())
    passages = (*parts.passages, *rest)
    return Draft(
        text=text,
        media_type=media_type,
        passages=passages,
        leads=tuple(parts.leads),
        issues=(*decoding_issues(decoded), *parts.issues, *issues),
        dates=tuple(imprint_dates(text, spans_of(passages, "boilerplate")[:6])),
    )
