"""The do-no-harm gate: from the working record to what may be shown in public."""

from __future__ import annotations

from trucewatch.publish.gate import public

__all__ = ["public"]
