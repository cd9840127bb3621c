"""Parsed sentences as inert trees: tokens with offsets, and small pure ways to walk them.

The rules of reading work on these and never on a parser's own objects, so a tree can be written
by hand in a test (`build`). Labels are those of Universal Dependencies as the English Web
Treebank uses them; `LABELS` has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import force_setattr

from trucewatch.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LABELS = frozenset(
    {
        "root", "nsubj", "nsubj:pass", "csubj", "csubj:pass", "obj", "iobj", "ccomp", "xcomp",
        "obl", "obl:agent", "obl:unmarked", "advcl", "advcl:relcl", "advmod", "aux", "aux:pass",
        "cop", "mark", "expl", "discourse", "vocative", "dislocated", "nmod", "nmod:poss",
        "nmod:unmarked", "nmod:desc", "nummod", "amod", "appos", "acl", "acl:relcl", "det",
        "det:predet", "case", "compound", "compound:prt", "flat", "fixed", "conj", "cc",
        "cc:preconj", "list", "parataxis", "orphan", "goeswith", "reparandum", "punct", "dep",
    }
)  # fmt: skip
"""Every relation that a token can bear to its head."""


class Token(NamedTuple):
    """One word of a sentence.

    `i` is its index in the sentence and `head` the index of its head (its own at the root);
    `start` and `end` are code points of the whole text. `lemma` is in lower case except for
    proper nouns, `pos` the universal part of speech, `tag` the Penn Treebank one. A name that was
    known beforehand is one token even if it prints as several words.
    """

    i: int
    text: str
    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int

    @property
    def span(self) -> Span:
        """Where the word stands in the text."""
        return Span(self.start, self.end)


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence with its tree; `start` and `end` are code points of the whole text.

    Raises:
        ValueError: if the heads do not form one tree.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    branches: tuple[tuple[Token, ...], ...] = ()
    """Children of each token, in the order of the words; worked out from `tokens`."""

    def __post_init__(self) -> None:
        """Work out the branches, and refuse what is no tree."""
        branches: list[list[Token]] = [[] for _ in self.tokens]
        tops: list[Token] = []
        for token in self.tokens:
            if not 0 <= token.head < len(self.tokens):
                message = f"the head of token {token.i} lies outside the sentence"
                raise ValueError(message)
            (tops if token.head == token.i else branches[token.head]).append(token)
        reached = list(tops)
        for token in reached:
            reached += branches[token.i]
        if self.tokens and (len(tops) != 1 or len(reached) != len(self.tokens)):
            message = f"the heads {[token.head for token in self.tokens]} form no single tree"
            raise ValueError(message)
        force_setattr(self, "branches", tuple(map(tuple, branches)))

    @property
    def span(self) -> Span:
        """Where the sentence stands in the text."""
        return Span(self.start, self.end)


def root(sentence: Sentence) -> Token | None:
    """Return the token that heads the sentence; none if it has no tokens."""
    return next((token for token in sentence.tokens if token.head == token.i), None)


def head(sentence: Sentence, token: Token) -> Token | None:
    """Return the token's head; none at the root."""
    return None if token.head == token.i else sentence.tokens[token.head]


def children(sentence: Sentence, token: Token, *labels: str) -> tuple[Token, ...]:
    """Return the token's children in the order of the words, only those with such a label.

    Labels match exactly ("nmod" does not find "nmod:poss"); with none, all children come.
    """
    below = sentence.branches[token.i]
    if not below or not labels:
        return below
    # A list first: the rules ask this more often than anything else, and a generator costs more.
    return tuple([child for child in below if child.dep in labels])


def child(sentence: Sentence, token: Token, *labels: str) -> Token | None:
    """Return the token's first child with one of the labels, if there is one."""
    for below in sentence.branches[token.i]:
        if not labels or below.dep in labels:
            return below
    return None


def ancestors(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return the tokens above, from the head up to the root."""
    above = []
    while token.head != token.i:
        token = sentence.tokens[token.head]
        above.append(token)
    return tuple(above)


def within(sentence: Sentence, token: Token, top: Token) -> bool:
    """Say whether the token is `top` or stands below it."""
    while token.i != top.i:
        if token.head == token.i:
            return False
        token = sentence.tokens[token.head]
    return True


def subtree(
    sentence: Sentence, token: Token, *, without: Collection[str] = ()
) -> tuple[Token, ...]:
    """Return the token and all below it in the order of the words.

    Branches that hang on `token` itself by a label of `without` are left out whole; deeper ones
    with the same label stay.
    """
    branches = sentence.branches
    found = [below for below in branches[token.i] if below.dep not in without]
    for below in found:
        found += branches[below.i]
    found.append(token)
    return tuple(sorted(found))  # by their index, which comes first and is each one's own


def cover(tokens: Iterable[Token]) -> Span:
    """Return the smallest span over all the tokens, of which there must be one at least."""
    spans = [token.span for token in tokens]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def phrase(sentence: Sentence, token: Token, *, without: Collection[str] = ()) -> Span:
    """Return the span of the unbroken run of words around `token` that belongs to its subtree.

    Punctuation at either end is left off. The run is unbroken, so that a clause cut out by
    `without`, or a branch moved away from its head, never drags foreign words into the span.
    """
    inside = {t.i for t in subtree(sentence, token, without=without)}
    first = last = token.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < token.i and sentence.tokens[first].dep == "punct":
        first += 1
    while last > token.i and sentence.tokens[last].dep == "punct":
        last -= 1
    return Span(sentence.tokens[first].start, sentence.tokens[last].end)


def path(sentence: Sentence, start: Token, end: Token) -> tuple[Token, ...]:
    """Return the tokens on the way from `start` over the lowest common head to `end`."""
    up = (start, *ancestors(sentence, start))
    down = (end, *ancestors(sentence, end))
    heights = {token.i: height for height, token in enumerate(down)}
    climbed = next(n for n, token in enumerate(up) if token.i in heights)
    return (*up[: climbed + 1], *reversed(down[: heights[up[climbed].i]]))


def conjuncts(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return every member of the coordination that the token belongs to, itself included."""
    first = token
    while first.dep == "conj" and first.head != first.i:
        first = sentence.tokens[first.head]
    members = [first]
    for member in members:
        members.extend(children(sentence, member, "conj"))
    return tuple(sorted(members, key=lambda member: member.i))


def at(sentence: Sentence, offset: int) -> Token | None:
    """Return the token that covers a code point of the text, if one does."""
    return next((t for t in sentence.tokens if t.start <= offset < t.end), None)


def inside(sentence: Sentence, span: Span) -> tuple[Token, ...]:
    """Return the tokens that share at least one code point with the span."""
    start, end = span.start, span.end
    return tuple([t for t in sentence.tokens if t.start < end and start < t.end])


def head_of(sentence: Sentence, span: Span) -> Token | None:
    """Return the highest token of those that the span touches: the head of a phrase."""
    tokens = inside(sentence, span)
    if len(tokens) < 2:
        return next(iter(tokens), None)
    return min(tokens, key=lambda t: len(ancestors(sentence, t)))


def build(text: str, rows: Sequence[tuple[str, str, str, str, int]], start: int = 0) -> Sentence:
    """Return a hand-written tree: rows of word, lemma, part of speech, label and head's index.

    The words are looked up in `text` one after the other, from `start` on. The universal part of
    speech also serves as tag.

    Raises:
        ValueError: if a word is not found, or the heads do not form one tree.
    """
    tokens: list[Token] = []
    for i, (word, lemma, pos, dep, above) in enumerate(rows):
        begin = text.index(word, tokens[-1].end if tokens else start)
        end = begin + len(word)
        tokens.append(Token(i, word, begin, end, lemma, pos, pos, dep, above))
    span = cover(tokens)
    return Sentence(start=span.start, end=span.end, tokens=tuple(tokens))
