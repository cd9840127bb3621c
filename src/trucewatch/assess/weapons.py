"""Weapon classes of an agreement against weapons as reports name them."""

from __future__ import annotations

from collections.abc import Iterable

from trucewatch.assess.subjects import Subject
from trucewatch.model import Weapon, WeaponClass

SEEN = frozenset({"sighting", "fortification", "troop_movement", "withdrawal"})
"""Acts in which a weapon's own place is told; a shell's place of impact is another one."""


def matching(subject: Subject, weapon_class: WeaponClass) -> tuple[str, ...]:
    """Return the words of the subject's weapons that fall into a class."""
    found = [
        weapon.text
        for claim in subject.claims
        for weapon in claim.weapons
        if _matches(weapon, weapon_class)
    ]
    return tuple(dict.fromkeys(found))


def _matches(weapon: Weapon, wanted: WeaponClass) -> bool:
    """Match by name first, else by kind within the bounds of calibre; an unstated calibre fits."""
    if _named(weapon.text, wanted.match_names):
        return True
    if weapon.class_ not in wanted.match_kinds:
        return False
    calibre = weapon.calibre_mm
    if calibre is None:
        return True
    low, high = wanted.calibre_mm_min, wanted.calibre_mm_max
    return (low is None or calibre >= low) and (high is None or calibre <= high)


def _named(text: str, names: Iterable[str]) -> bool:
    words = _words(text)
    return any(f" {_words(name).strip()} " in words for name in names)


def _words(text: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return f" {' '.join(kept.split())} "
