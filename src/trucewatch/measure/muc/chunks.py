"""Noun phrases of parsed sentences, with the preposition and the verb that they hang on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from trucewatch.extract.tree import Sentence, Token
from trucewatch.model import Span

_NOUNS = frozenset({"NOUN", "PROPN"})
_INSIDE = frozenset(
    {"compound", "amod", "flat", "nummod", "nmod:poss", "det", "goeswith", "nmod:desc"}
)


class Chunk(NamedTuple):
    """A noun phrase without what follows its head; `lead` is its preposition, if any.

    `dep` is the relation of the head (that of the first conjunct for the others of a list) and
    `governor` the place of the word it hangs on; `clauses` are the places of the verbs of its
    relative clauses; `first` is where the head of the first of its list begins. All places are
    code points of the text.
    """

    span: Span
    lead: str
    dep: str
    governor: Span
    clauses: tuple[Span, ...]
    first: int


def chunks(sentence: Sentence) -> Iterator[Chunk]:
    """Yield the noun phrases of a sentence, nested ones apart."""
    for token in sentence.tokens:
        if token.pos in _NOUNS and token.dep not in ("compound", "flat"):
            first, last = _reach(sentence, token)
            top = _first_of_list(sentence, token)
            lead = next((t.text.lower() for t in _children(sentence, top) if t.dep == "case"), "")
            clauses = tuple(
                child.span for child in _children(sentence, token) if child.dep.startswith("acl")
            )
            governor = sentence.tokens[top.head].span
            yield Chunk(Span(first.start, last.end), lead, top.dep, governor, clauses, top.start)


def _children(sentence: Sentence, token: Token) -> Iterable[Token]:
    return sentence.branches[token.i]


def _reach(sentence: Sentence, head: Token) -> tuple[Token, Token]:
    inside = {head.i}
    for child in _children(sentence, head):
        if child.dep in _INSIDE:
            inside |= set(range(min(child.i, *_below(sentence, child)), child.i + 1))
    first = head.i
    while first - 1 in inside:
        first -= 1
    last = head.i
    while last + 1 in inside:
        last += 1
    return sentence.tokens[first], sentence.tokens[last]


def _below(sentence: Sentence, token: Token) -> list[int]:
    found = [token.i]
    for child in _children(sentence, token):
        found += _below(sentence, child)
    return found


def _first_of_list(sentence: Sentence, token: Token) -> Token:
    for _ in sentence.tokens:
        if token.dep != "conj" or token.head == token.i:
            break
        token = sentence.tokens[token.head]
    return token
