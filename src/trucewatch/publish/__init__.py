"""The do-no-harm gate: from the working record to what may be shown in public."""

from __future__ import annotations

from trucewatch.publish.gate import naming_private_persons, public

__all__ = ["naming_private_persons", "public"]
