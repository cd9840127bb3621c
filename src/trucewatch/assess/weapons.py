"""Weapon classes of an agreement against weapons as reports name them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from trucewatch.assess.frame import Case
from trucewatch.assess.subjects import Subject
from trucewatch.model import ScopeTest, Weapon, WeaponClass

SEEN = frozenset({"sighting", "fortification", "troop_movement", "withdrawal"})
"""Acts in which a weapon's own place is told; a shell's place of impact is another one."""


def matching(
    subject: Subject, wanted: WeaponClass, classes: Iterable[WeaponClass] = ()
) -> tuple[str, ...]:
    """Return the words of the subject's weapons that fall into a class.

    A system that one class names falls into no other by its kind.
    """
    every = tuple(classes)
    found = [weapon.text for weapon in _weapons(subject) if _falls(weapon, wanted, every)]
    return tuple(dict.fromkeys(found))


def with_classes(case: Case, subject: Subject, test: ScopeTest) -> ScopeTest:
    """Return a test that says into which other classes of the agreement its weapons fall too."""
    classes = case.agreement.weapon_classes
    own = case.agreement.weapon_class(case.provision.weapon_class)
    if own is None:
        return test
    hit = [weapon for weapon in _weapons(subject) if _falls(weapon, own, classes)]
    others = [
        row.id
        for row in classes
        if row.id != own.id and any(_falls(weapon, row, classes) for weapon in hit)
    ]
    if not others:
        return test
    ids = (row.id for row in case.ambiguities("weapon"))
    return msgspec.structs.replace(
        test,
        reason=f"{test.reason} By kind and calibre it may be of class {own.id} or of "
        f"{', '.join(others)}; each is assessed apart.",
        ambiguities=tuple(dict.fromkeys((*test.ambiguities, *ids))),
    )


def _weapons(subject: Subject) -> list[Weapon]:
    return [weapon for claim in subject.claims for weapon in claim.weapons]


def _falls(weapon: Weapon, wanted: WeaponClass, classes: Iterable[WeaponClass]) -> bool:
    """Match by name first, else by kind within the bounds of calibre; an unstated calibre fits."""
    if _named(weapon.text, wanted.match_names):
        return True
    if weapon.class_ not in wanted.match_kinds:
        return False
    if any(_named(weapon.text, row.match_names) for row in classes if row.id != wanted.id):
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
