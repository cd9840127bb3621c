"""A data folder like the task's, with messages, lists and keys written for these tests."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.measure.muc.sheets import RAID, sheet

from trucewatch.measure.muc.dispatches import Desk, Dispatch

NATIONS = "1.0 Set list\n\nCHILE\nPERU\nUNITED STATES\n\n2.0 Synonyms\n\nUSA = UNITED STATES\n"
AREAS = """Notes about the list.
PERU: TORVIK (CITY) *us* VALIDATED
PERU: TORVIK (CITY): ESKMARK (NEIGHBORHOOD) *us*
PERU: HALDEN (DEPARTMENT) *us*
PERU: HALDEN (DEPARTMENT): LILLE NES (TOWN?) *us*
CHILE: LILLE NES (CITY) *us*
"""
SYNONYMS = "TORWIK = TORVIK\nOLD TORVIK -> TORVIK <-NEW\n"
RAID_TEXT = """TORVIK, 5 MAY 87 (ABC) -- [TEXT] MILLER LENA HOLST WAS SHOT TO DEATH BY THREE
GUNMEN YESTERDAY IN THE ESKMARK NEIGHBORHOOD OF TORVIK.  TWO SHEPHERDS WERE WOUNDED
IN THE ATTACK.

   THE ARMY BLAMED THE SHINING PATH FOR THE MURDER.
"""
BLAST_TEXT = """TORVIK, 9 MAY 87 -- [TEXT] A BOMB EXPLODED TODAY IN FRONT OF A BANK IN LILLE
NES, HALDEN DEPARTMENT, DESTROYING THE BANK.  NO ONE WAS INJURED.
"""
PEACE_TEXT = """TORVIK, 9 MAY 87 -- [TEXT] FARMERS OF HALDEN DEPARTMENT HAVE ASKED FOR SEED.
"""
WAR_TEXT = """TORVIK, 9 MAY 87 -- [TEXT] FOUR SOLDIERS AND SIX GUERRILLAS WERE KILLED IN A
CLASH NEAR LILLE NES TODAY.
"""
TEXTS = {"T-1": RAID_TEXT, "T-2": BLAST_TEXT, "T-3": PEACE_TEXT, "T-4": WAR_TEXT}


def pack(path: Path, text: str) -> None:
    """Write a packed file of the task."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("latin-1"), mtime=0))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with four messages and the key of one."""
    folder = tmp_path_factory.mktemp("muc")
    lists = folder / "official" / "taskdoc"
    pack(lists / "set-list-foreign-nation.v5.gz", NATIONS)
    pack(lists / "containing-areas-part1.v5.gz", AREAS)
    pack(lists / "containing-areas-part2.gz", "")
    pack(lists / "places-synonyms.v3.gz", SYNONYMS)
    rows = [json.dumps({"docid": name, "text": text}) for name, text in TEXTS.items()]
    pack(folder / "dev.jsonl.gz", "\n".join(rows) + "\n")
    key = sheet("T-1", "1", **RAID) + "".join(sheet(f"T-{n}", "*") for n in (2, 3, 4))
    pack(folder / "official" / "key-dev.gz", key)
    return folder


@pytest.fixture(scope="session")
def desk(data: Path) -> Desk:
    """Return a desk with the lists of the folder."""
    return Desk.for_data(data)


@pytest.fixture(scope="session")
def dispatches(desk: Desk) -> dict[str, Dispatch]:
    """Return the messages of the folder, read."""
    return {name: desk.read(name, text) for name, text in TEXTS.items()}
