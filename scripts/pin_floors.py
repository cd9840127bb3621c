"""Pin today's accuracy figures as floors: `python scripts/pin_floors.py NAME ...`.

Prints every floor that falls, so that a lowered one is never an accident.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
GATE = ROOT / "tests" / "gate"
CEILINGS = ("comment_leak", "false_threads", "abstained", "brier", "gap")
COUNTS = ("brier_without", "n", "documents", "controls", "cases", "expressions", "positions")


def flat(figures: dict[str, Any], prefix: str = "") -> dict[str, float]:
    """Return the numbers of nested figures by dotted path."""
    found: dict[str, float] = {}
    for key, value in figures.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, int | float):
            found[prefix + key] = value
    return found


def pin(name: str) -> None:
    """Measure one gold set and write its floors."""
    path = GATE / f"{name}.json"
    old = json.loads(path.read_text("utf-8")) if path.exists() else {"floors": {}}
    figures = import_module(f"trucewatch.measure.{name}").score(ROOT / "tests" / "corpus" / name)
    everything = flat(figures)
    counts = {key: value for key, value in everything.items() if key.split(".")[-1] in COUNTS}
    numbers = {key: value for key, value in everything.items() if key not in counts}
    ceilings = {key: value for key, value in numbers.items() if key.split(".")[-1] in CEILINGS}
    floors = {key: value for key, value in numbers.items() if key not in ceilings}
    for key, value in sorted(floors.items()):
        if value < old["floors"].get(key, value):
            print(f"{name} {key} falls from {old['floors'][key]} to {value}")
    pinned = {
        "digest": figures["digest"],
        "counts": counts,
        "floors": floors,
        "ceilings": ceilings,
    }
    path.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for gold in sys.argv[1:]:
        pin(gold)
