"""The English language model of trucewatch: a spaCy pipeline trained on open treebanks.

Licensed CC BY-SA 4.0 like the treebanks it was trained on; see ATTRIBUTION.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import spacy

if TYPE_CHECKING:
    from spacy.language import Language

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def load() -> Language:
    """Return the pipeline: tagger, morphologizer, trainable_lemmatizer and parser (UD labels)."""
    return spacy.load(_HERE / "model")


def usual_case() -> dict[str, str]:
    """Return, for words in lower case, the form in which running text prints them."""
    forms = (_HERE / "case.txt").read_text(encoding="utf-8").splitlines()
    return {form.lower(): form for form in forms}
