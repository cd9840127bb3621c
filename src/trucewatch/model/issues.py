"""Issue codes: one line each, documented in docs/issues.md (a test asserts it)."""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    "text_empty": "nothing readable was found in the input",
    "text_partial": "part of the input could not be read",
    "encoding_guessed": "the bytes are not valid UTF-8; another encoding was assumed",
    "date_missing": "no publication date is known, so relative dates stay open",
    "date_disagrees": "two places state different publication dates",
    "date_unreadable": "a time expression could not be turned into a date",
    "language_unsupported": "the text is in a language that the reader cannot read yet",
    "boundary_uncertain": "the line between article and reader thread is uncertain",
    "place_unresolved": "a place name is in no gazetteer of this watch",
    "place_ambiguous": "several places fit a name almost equally well",
    "source_unknown": "the source id is not in sources.toml",
    "model_missing": "the language model is not installed",
    "claim_unreadable": "a sentence states an event whose parts could not be told apart",
    "repost_suspected": "a report in another language may tell the same; people decide",
    "claim_rejected": "an extractor returned a value that is not in the text",
    "figure_check": "a figure of a report was compared with the geometry it is about",
    "geometry_missing": "a line or zone that an agreement names has no geometry",
    "safety_notice": "a reader's comment may threaten somebody; never part of anything public",
    "redacted": "the text was erased on request; the record says when and why",
}
