"""How much memory a measurement took."""

from __future__ import annotations

import resource


def peak_mib() -> int:
    """Return the most memory that this process has held at once, in MiB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
