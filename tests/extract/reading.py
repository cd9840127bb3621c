"""Helpers: read a text of our own without an atlas; places are given as words."""

import hashlib
from functools import cache

from trucewatch.extract.lexicon import lexicon_for
from trucewatch.extract.read import read_claims
from trucewatch.model import Document, Item, Passage, Place, PlaceMention, Span

_RELATIONS = {"near": "near", "outside": "near", "along": "along", "between": "between"}


@cache
def lexicon():
    return lexicon_for(None)


def document(text, *, headline="", published="2015-02-10", language="en", source=None):
    whole = f"{headline}\n\n{text}" if headline else text
    start = len(headline) + 2 if headline else 0
    passages = [Passage(kind="article_body", start=start, end=len(whole))]
    if headline:
        passages.insert(0, Passage(kind="headline", start=0, end=len(headline)))
    item = Item(
        id="sha256:" + hashlib.sha256(whole.encode()).hexdigest(), text=whole,
        media_type="text/plain", published_at=published, language=language, source=source,
    )  # fmt: skip
    return Document(item=item, passages=tuple(passages))


def mentions(text, names):
    """Make a place mention of each name, with the word before it as lead."""
    found = []
    for name in names:
        start = 0
        while (start := text.find(name, start)) >= 0:
            span = Span(start, start + len(name))
            words = text[:start].split()
            if words and words[-1] == "the":
                words = words[:-1]
            lead = words[-1].lower() if words and words[-1].islower() else ""
            relation = _RELATIONS.get(lead, "at")
            whole = span
            if relation != "at":
                whole = Span(text.rindex(lead, 0, start), span.end)
            place = Place(
                text=whole.of(text), span=whole, relation=relation,
                precision="near" if relation == "near" else "exact",
            )  # fmt: skip
            found.append(PlaceMention(place=place, lead=lead, lead_span=None, names=(span,)))
            start = span.end
    return tuple(sorted(found, key=lambda mention: mention.place.span))


def read(text, names=(), **options):
    made = document(text, **options)
    return read_claims(made, mentions(made.item.text, names), lexicon())


def claims(text, names=(), **options):
    return read(text, names, **options).claims


def only(text, names=(), **options):
    """Return the one claim of a text; fail where there are none or several."""
    found = claims(text, names, **options)
    assert len(found) == 1, [(c.act, c.modality, c.rule) for c in found]
    return found[0]


def words(mentions_):
    return [mention.text for mention in mentions_]
