"""Role-filler entities of the GRIT benchmark, scored by CEAF-REE.

Du, Rush and Cardie, "GRIT: Generative Role-filler Transformers for Document-level Event Entity
Extraction" (EACL 2021): five roles; an entity is the set of its mentions; entities of a document
and role are aligned one to one for the greatest sum, where an answer counts 1 if all its mentions
are mentions of the key's entity and 0 otherwise; counts are summed over documents. Mentions are
compared in lower case without articles, punctuation and surplus space. Templates of a message are
taken together, optional ones and optional fills too; human targets are those with a name. (The
benchmark drops mentions of the key that are not in the text letter by letter; here they stay.)
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

from trucewatch.measure.muc.assignment import assigned
from trucewatch.measure.muc.templates import Template

ROLES: Mapping[str, tuple[int, ...]] = {
    "perpetrator individual": (9,),
    "perpetrator organisation": (10,),
    "physical target": (12,),
    "human target": (18,),
    "weapon": (6,),
}
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)

Entity = frozenset[str]


def normal(mention: str) -> str:
    """Return a mention as the benchmark compares it."""
    return " ".join(_ARTICLE.sub(" ", mention.lower().translate(_NO_PUNCTUATION)).split())


def entities(templates: Sequence[Template], slots: Sequence[int]) -> list[Entity]:
    """Return the entities of a role in a message, each once."""
    found: list[Entity] = []
    for template in templates:
        for slot in slots:
            for fill in template.of(slot):
                entity = frozenset(filter(None, map(normal, fill.values)))
                if entity and not any(entity <= known or known <= entity for known in found):
                    found.append(entity)
    return found


def score(
    keys: Mapping[str, Sequence[Template]], responses: Mapping[str, Sequence[Template]]
) -> dict[str, dict[str, float]]:
    """Return precision, recall and F (per cent) of every role and of all roles together."""
    counts = {role: [0, 0, 0] for role in ROLES}
    for message, wanted in keys.items():
        said = responses.get(message, ())
        for role, slots in ROLES.items():
            golden, found = entities(wanted, slots), entities(said, slots)
            gains = [[float(one <= gold) for one in found] for gold in golden]
            for n, more in enumerate((len(assigned(gains)), len(found), len(golden))):
                counts[role][n] += more
    total = [sum(row[n] for row in counts.values()) for n in range(3)]
    return {role: _row(*row) for role, row in (*counts.items(), ("all roles", total))}


def _row(right: int, found: int, wanted: int) -> dict[str, float]:
    return {
        "precision": round(100 * right / found, 2) if found else 0.0,
        "recall": round(100 * right / wanted, 2) if wanted else 0.0,
        "f": round(200 * right / (found + wanted), 2) if found + wanted else 0.0,
        "n": wanted,
    }
