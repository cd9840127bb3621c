"""Agreements as data: parties, places, lines, zones, weapon classes, provisions, ambiguities."""

from __future__ import annotations

from msgspec import Struct


class Agreement(Struct, frozen=True, kw_only=True):
    """Placeholder of the shape; the agreement room fills it."""

    id: str
    title: str
