"""What is known about an input beside its bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the user, a manifest or a container says of an input; it wins over what a page states.

    `source` is an id of sources.toml, `published` an ISO 8601 date, or date and time, `language`
    an ISO 639-1 code, `captured_at` the ISO 8601 time of receipt. `fetched_from` is the address
    that answered after all redirects, where we fetched it ourselves; `cut_from` says of which file
    the bytes are a part, where that was too large to be read whole.
    """

    source: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    captured_at: str | None = None
    fetched_from: str | None = None
    cut_from: str | None = None
