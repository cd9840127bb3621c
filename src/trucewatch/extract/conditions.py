"""Whether the conditions of a row hold for a word that may be a trigger."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from trucewatch.extract.bearing import bears
from trucewatch.extract.scene import classes_of
from trucewatch.extract.topics import setting_of

if TYPE_CHECKING:
    from trucewatch.extract.arguments import Arguments
    from trucewatch.extract.frames import Condition, Frame, Words
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

Kind = Literal["verb", "noun"]

_ARMED = frozenset({"force", "weapon", "soldiery", "any_actor", "roadblock", "airborne"})


@lru_cache(maxsize=4)  # most rows ask
def _of_war(scene: Scene) -> bool:
    """Say whether a text is about war; a post need not say so beside somebody armed."""
    setting = setting_of(scene.text, scene.told)
    armed = scene.line >= 0 and any(found & _ARMED for found in scene.classes)
    return setting == "war" or (armed and setting == "open")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be a trigger; many rows ask for the same arguments."""

    scene: Scene
    token: Token
    kind: Kind
    args: Arguments
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def classes(self, key: str) -> frozenset[str]:
        """Return the classes of all that stands in an argument."""
        if key not in self.known:
            told = (classes_of(self.scene, one) for one in self.args[key])
            self.known[key] = frozenset[str]().union(*told)
        return self.known[key]

    def fits(self, frame: Frame, words: Words) -> bool:
        """Say whether a row's conditions hold."""
        if frame.war and not _of_war(self.scene):
            return False
        for one in frame.unless:
            if self._holds(one, words):
                return False
        for one in frame.when:
            if self._holds(one, words):
                return True
        return not frame.when

    def _holds(self, condition: Condition, words: Words) -> bool:
        for key, classes in condition.items():
            if key == "self":
                if not bears(self.scene, self.token, words, self.kind, classes):
                    return False
            elif key == "sentence":
                if classes.isdisjoint(_all_classes(self.scene)):
                    return False
            elif key not in self.args:
                if "none" not in classes:
                    return False
            elif "any" not in classes and classes.isdisjoint(self.classes(key)):
                return False
        return True


@lru_cache(maxsize=4)
def _all_classes(scene: Scene) -> frozenset[str]:
    """Return the classes of all words of a sentence, and what its figures count."""
    return _counts(scene).union(*scene.classes)


def _counts(scene: Scene) -> frozenset[str]:
    counted = any(reading.figure.kind == "violations" for reading in scene.figures)
    return frozenset({"violations_counted"} if counted else ())
