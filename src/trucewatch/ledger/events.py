"""Events: what the log holds, and the bytes that are hashed.

A body is committed to by `sha256(salt || body)`, so that it can be erased later without breaking
the log; the leaf is the RFC 6962 leaf hash over the canonical header, which carries the
commitment. The Merkle tree over the leaves is built from this column.
"""

from __future__ import annotations

import hashlib
from typing import Final, Literal

import msgspec
from msgspec import Struct

Kind = Literal[
    "document.added",
    "claims.read",
    "merge.proposed",
    "assessment.proposed",
    "judgement.made",
    "report.written",
    "body.redacted",
]

LEAF_PREFIX: Final = b"\x00"
"""RFC 6962 section 2.1: leaves are hashed with a zero byte in front."""


class Header(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of an event that is hashed into its leaf; never erased.

    `recorded_at` never goes back: where the machine's clock stood behind the last event's, the
    last event's time stands there again and `clock` keeps what the machine said.
    """

    seq: int
    recorded_at: str
    actor: str
    kind: Kind
    stream: str
    stream_version: int
    key: str
    commitment: str
    clock: str = ""


class Event(Struct, frozen=True, kw_only=True):
    """One row of the log: header, leaf, and the body (None once it was erased).

    The salt keeps a short body from being guessed from its commitment; it is erased with it.
    """

    header: Header
    leaf: bytes
    salt: bytes
    body: bytes | None


def canonical(value: object) -> bytes:
    """Return the one JSON encoding of a noun: keys sorted, no white space, UTF-8."""
    return msgspec.json.encode(value, order="sorted")


def commitment(salt: bytes, body: bytes) -> str:
    """Return the hex commitment to a body."""
    return hashlib.sha256(salt + body).hexdigest()


def leaf_hash(header: Header) -> bytes:
    """Return the RFC 6962 leaf hash of a header (32 bytes)."""
    return hashlib.sha256(LEAF_PREFIX + canonical(header)).digest()
