"""Grades of fillers, by the program of 1992 and by the guidelines for people."""

from __future__ import annotations

import pytest

from trucewatch.measure.muc.grades import PARTIAL, RIGHT, WRONG, judged, plain
from trucewatch.measure.muc.slots import BY_NUMBER


@pytest.mark.parametrize(
    ("slot", "said", "key", "by_program", "by_people"),
    [
        (19, "THE TWO SHEPHERDS", "SHEPHERDS", RIGHT, RIGHT),
        (19, "TWO OF THE SHEPHERDS", "SHEPHERDS", RIGHT, RIGHT),
        (19, "OLD SHEPHERDS", "SHEPHERDS", WRONG, RIGHT),
        (19, "SHEPHERDS", "PERUVIAN SHEPHERDS", WRONG, RIGHT),
        (19, "SHEPHERDS WHO LEFT", "SHEPHERDS", WRONG, PARTIAL),
        (18, "HOLST", "LENA HOLST", WRONG, PARTIAL),
        (18, "JENS MOE", "LENA HOLST", WRONG, WRONG),
        (4, "ATTACK", "BOMBING", PARTIAL, PARTIAL),
        (4, "BOMBING", "ATTACK", WRONG, WRONG),
        (7, "GUN", "RIFLE", PARTIAL, PARTIAL),
        (7, "RIFLE", "GUN", WRONG, WRONG),
        (11, "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES", PARTIAL, PARTIAL),
        (16, "DESTROYED", "SOME DAMAGE", PARTIAL, PARTIAL),
        (20, "GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL", PARTIAL, PARTIAL),
        (23, "NO DEATH", "NO INJURY OR DEATH", PARTIAL, PARTIAL),
        (21, "7", "5 - 7", WRONG, PARTIAL),
        (21, "7", "~7", WRONG, PARTIAL),
        (21, "7", "8", WRONG, WRONG),
        (3, "PERU", "PERU: TORVIK (CITY)", PARTIAL, PARTIAL),
        (3, "PERU: TORVIK (CITY)", "PERU", WRONG, PARTIAL),
        (3, "PERU: TORVIK (CITY)", "PERU: TORVIK (CITY / TOWN)", RIGHT, RIGHT),
        (3, "CHILE: TORVIK (CITY)", "PERU: TORVIK (CITY)", WRONG, PARTIAL),
        (3, "CHILE", "PERU", WRONG, WRONG),
        (2, "26 AUG 89", "25 AUG 89 - 26 AUG 89", WRONG, PARTIAL),
        (2, "25 AUG 89", "- 26 AUG 89", WRONG, PARTIAL),
        (2, "- 26 AUG 89", "26 AUG 89", WRONG, PARTIAL),
        (2, "- 26 AUG 89", "16 AUG 89", WRONG, WRONG),
        (2, "27 AUG 89", "26 AUG 89", RIGHT, RIGHT),
        (2, "25 AUG 89", "26 AUG 89", WRONG, WRONG),
        (2, "31 FEB 89", "31 FEB 89", WRONG, WRONG),
    ],
)
def test_grades(slot: int, said: str, key: str, by_program: int, by_people: int) -> None:
    assert plain(BY_NUMBER[slot], said, [key]) == by_program
    assert judged(BY_NUMBER[slot], said, [key]) == by_people


def test_the_best_of_alternatives_counts() -> None:
    assert plain(BY_NUMBER[10], "RA", ["REED ARMY", "RA"]) == RIGHT
    assert judged(BY_NUMBER[10], "", ["REED ARMY"]) == WRONG
