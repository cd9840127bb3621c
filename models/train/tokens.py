"""The tokenizer of the model: spaCy's English rules, with hyphens as the treebanks have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.util import compile_infix_regex

if TYPE_CHECKING:
    from spacy.language import Language

# Bound prefixes and name articles stay with what follows ("non-state", "al-Bab");
# every other hyphen between letters parts words ("Turkish - led").
_PREFIXES = (
    "non", "anti", "pro", "pre", "post", "re", "co", "mid", "ex", "semi", "multi", "pan",
    "inter", "intra", "sub", "cross", "counter", "over", "mini", "neo", "socio", "ultra", "e",
)  # fmt: skip
_ARTICLES = ("al", "el", "ad", "an", "ar", "as", "ash", "at", "az")
# Ranks that spaCy does not know; it would take their stop for the end of a sentence.
_RANKS = ("Lt.", "Col.", "Maj.", "Capt.", "Sgt.", "Cpl.", "Brig.", "Cmdr.", "Adm.", "Pvt.", "Insp.")


def adapt(nlp: Language) -> Language:
    """Give an English pipeline this tokenizer; return the pipeline."""
    hyphens = rf"(?:{HYPHENS})(?=[{ALPHA}])"
    kept = [rule for rule in nlp.Defaults.infixes if not rule.endswith(hyphens)]
    if len(kept) != len(nlp.Defaults.infixes) - 1:
        message = "spaCy's hyphen rule has changed: adapt models/train/tokens.py"
        raise RuntimeError(message)
    bound = "".join(rf"(?<!\b[{p[0]}{p[0].upper()}]{p[1:]})" for p in (*_PREFIXES, *_ARTICLES))
    rule = rf"(?<=[{ALPHA}0-9]){bound}(?:{HYPHENS})(?=[{ALPHA}])"
    nlp.tokenizer.infix_finditer = compile_infix_regex([*kept, rule]).finditer
    for rank in _RANKS:
        for printed in (rank, rank.lower()):
            nlp.tokenizer.add_special_case(printed, [{"ORTH": printed}])
    return nlp
