"""The slots of a MUC-4 template: their printed names, and how each of them is filled and scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["set", "string", "number", "date", "location"]
Group = Literal["inc", "perp", "phys-tgt", "hum-tgt"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: its number and name in templates, its name in score reports, its kind of fill.

    `refers` are the numbers of the slots that a cross-reference tag of this slot points at.
    """

    number: int
    printed: str
    name: str
    kind: Kind
    group: Group
    refers: tuple[int, ...] = ()


_ID, _PHYS, _HUM = (6,), (12,), (18, 19)

SLOTS = (
    Slot(2, "INCIDENT: DATE", "inc-date", "date", "inc"),
    Slot(3, "INCIDENT: LOCATION", "inc-loc", "location", "inc"),
    Slot(4, "INCIDENT: TYPE", "inc-type", "set", "inc"),
    Slot(5, "INCIDENT: STAGE OF EXECUTION", "inc-stage", "set", "inc"),
    Slot(6, "INCIDENT: INSTRUMENT ID", "inc-instr-id", "string", "inc"),
    Slot(7, "INCIDENT: INSTRUMENT TYPE", "inc-instr-type", "set", "inc", _ID),
    Slot(8, "PERP: INCIDENT CATEGORY", "perp-inc-cat", "set", "perp"),
    Slot(9, "PERP: INDIVIDUAL ID", "perp-ind-id", "string", "perp"),
    Slot(10, "PERP: ORGANIZATION ID", "perp-org-id", "string", "perp"),
    Slot(11, "PERP: ORGANIZATION CONFIDENCE", "perp-org-conf", "set", "perp", (10,)),
    Slot(12, "PHYS TGT: ID", "phys-tgt-id", "string", "phys-tgt"),
    Slot(13, "PHYS TGT: TYPE", "phys-tgt-type", "set", "phys-tgt", _PHYS),
    Slot(14, "PHYS TGT: NUMBER", "phys-tgt-num", "number", "phys-tgt", _PHYS),
    Slot(15, "PHYS TGT: FOREIGN NATION", "phys-tgt-nation", "set", "phys-tgt", _PHYS),
    Slot(16, "PHYS TGT: EFFECT OF INCIDENT", "phys-tgt-effect", "set", "phys-tgt", _PHYS),
    Slot(17, "PHYS TGT: TOTAL NUMBER", "phys-tgt-total-num", "number", "phys-tgt"),
    Slot(18, "HUM TGT: NAME", "hum-tgt-name", "string", "hum-tgt"),
    Slot(19, "HUM TGT: DESCRIPTION", "hum-tgt-desc", "string", "hum-tgt", (18,)),
    Slot(20, "HUM TGT: TYPE", "hum-tgt-type", "set", "hum-tgt", _HUM),
    Slot(21, "HUM TGT: NUMBER", "hum-tgt-num", "number", "hum-tgt", _HUM),
    Slot(22, "HUM TGT: FOREIGN NATION", "hum-tgt-nation", "set", "hum-tgt", _HUM),
    Slot(23, "HUM TGT: EFFECT OF INCIDENT", "hum-tgt-effect", "set", "hum-tgt", _HUM),
    Slot(24, "HUM TGT: TOTAL NUMBER", "hum-tgt-total-num", "number", "hum-tgt"),
)
"""Every slot that is scored, in the order of the template (0 and 1 identify it)."""

BY_NUMBER = {slot.number: slot for slot in SLOTS}
GROUPS: tuple[Group, ...] = ("inc", "perp", "phys-tgt", "hum-tgt")
CONTENT = (9, 10, 12, 13, 18, 19, 20)
"""Slots of which one at least has to match in part before two templates may be mapped."""
