"""How running text prints each word of the treebanks: the word list that restores case."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conllu import Tree

_LEAST = 2


def usual_case(trees: Iterable[Tree], given: Iterable[str] = ()) -> list[str]:
    """Return every word's most frequent form, sorted; forms of ``given`` go before counts.

    The first word of a sentence says nothing about case, nor does a sentence in capitals or a
    title. Names seen once are left out: an unknown word in capitals is a name anyway.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tree in trees:
        words = [word.text for word in tree[1:] if word.text.isalpha()]
        if sum(map(str.islower, words)) * 2 < len(words):
            continue
        for word in words:
            counts[word.lower()][word] += 1
    forms = {lower: max(sorted(forms), key=forms.get) for lower, forms in counts.items()}
    kept = {
        lower: form
        for lower, form in forms.items()
        if form.islower() or counts[lower][form] >= _LEAST
    }
    kept |= {form.lower(): form for form in given}
    return sorted(kept.values(), key=lambda form: (form.lower(), form))
