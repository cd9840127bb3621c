"""Reading: passages of text become claims with spans.

`read_claims` reads one document with the places found in it and the `Lexicon` of a watch
(`lexicon_for`), `read_entry` one that is a table's row or a form's answers. Nothing heavy is loaded
before a document is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trucewatch.extract.lexicon import Lexicon, lexicon_for
    from trucewatch.extract.read import may_claim, read_claims
    from trucewatch.extract.records import read_entry

__all__ = ["Lexicon", "lexicon_for", "may_claim", "read_claims", "read_entry"]

_HOMES = {
    "Lexicon": "trucewatch.extract.lexicon",
    "lexicon_for": "trucewatch.extract.lexicon",
    "may_claim": "trucewatch.extract.read",
    "read_claims": "trucewatch.extract.read",
    "read_entry": "trucewatch.extract.records",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: the tables behind it take their time."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
