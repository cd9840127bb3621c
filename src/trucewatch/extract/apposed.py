"""Names with a description behind them, in front of a passive verb.

"Luis Lima, a district judge, and two guards were shot": trees often take the description for what
was done to, or lose the name. The order of the words decides: a name, commas, the verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.arguments import is_passive
from trucewatch.model import Span

if TYPE_CHECKING:
    from trucewatch.extract.arguments import Arguments
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "PRON", "CCONJ", "PART", "X"})
_STOPS = frozenset({",", ";"})
_JOINING = frozenset({"and", "or", "plus"})
_LONGEST = 40
"""Words before a verb that are looked through."""
_FULL = 2
"""Parts that show a name to be somebody's."""


def with_names(scene: Scene, verb: Token, found: Arguments) -> Arguments:
    """Put the name that heads the words before a passive verb for what only describes it."""
    if not is_passive(scene, verb):
        return found
    parts = _parts(scene, verb)
    while parts and parts[0] and parts[0][0].pos == "ADP":
        del parts[0]  # "On Monday, ..."
    named = _name(parts[0]) if len(parts) > 1 else []
    if not named or any(scene.classes[token.i] & {"place"} for token in named):
        return found
    head = tree.head_of(scene.sentence, Span(named[0].start, named[-1].end)) or named[0]
    hit = found.get("obj", ())
    if any(token in parts[0] for token in hit):
        return found
    described = {t.i for part in parts[1:] if not _joins(part) for t in part}
    kept = tuple(token for token in hit if token.i not in described)
    return {**found, "obj": (head, *kept)}


def _parts(scene: Scene, verb: Token) -> list[list[Token]]:
    """Return what commas part in the nominal words that stand right before a verb."""
    helpers = tree.children(scene.sentence, verb, "aux", "aux:pass", "advmod", "cop")
    end = min((t.i for t in (*helpers, verb) if t.i <= verb.i), default=verb.i)
    parts: list[list[Token]] = [[]]
    for token in reversed(scene.tokens[max(0, end - _LONGEST) : end]):
        if token.text in _STOPS:
            parts.append([])
        elif token.pos in _NOMINAL:
            parts[-1].append(token)
        else:
            break
    return [part[::-1] for part in reversed(parts) if part]


def _name(part: list[Token]) -> list[Token]:
    """Return the name of several words that a part ends in, or one behind a role."""
    run: list[Token] = []
    for token in reversed(part):
        if token.pos != "PROPN" or not token.text[:1].isupper():
            break
        run.insert(0, token)
    role = len(part) > len(run) and part[-len(run) - 1].pos == "NOUN"
    joined = any(token.pos in ("CCONJ", "ADP") for token in part)
    return run if (len(run) >= _FULL or (run and role)) and not joined else []


def _joins(part: list[Token]) -> bool:
    return part[0].text.lower() in _JOINING
