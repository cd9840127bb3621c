"""Trees built from phrases: a node knows its word, its relation and what stands left and right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from conllu import Tree, Word

# By Penn tag, so that a hyphen binds ("Turkish-led") and a dash does not ("Nyala - two drones").
_NO_SPACE_BEFORE = frozenset({",", ".", "POS", "HYPH", "-RRB-", "''"})
_NO_SPACE_AFTER = frozenset({"HYPH", "-LRB-", "``"})


@dataclass(frozen=True, slots=True)
class Node:
    """A word with the phrases that hang on it, in the order of the sentence."""

    text: str
    upos: str
    tag: str
    lemma: str
    dep: str = "ROOT"
    left: tuple[Node, ...] = ()
    right: tuple[Node, ...] = field(default=())

    def as_(self, dep: str) -> Node:
        """Return the phrase in another relation to its head."""
        return replace(self, dep=dep)

    def with_(self, *right: Node | None) -> Node:
        """Return the phrase with more after it (None is skipped)."""
        return replace(self, right=(*self.right, *(n for n in right if n is not None)))

    def after(self, *left: Node | None) -> Node:
        """Return the phrase with more before it (None is skipped)."""
        return replace(self, left=(*(n for n in left if n is not None), *self.left))

    @property
    def plural(self) -> bool:
        """Whether a verb agrees with it in the plural."""
        return self.tag in {"NNS", "NNPS"} or any(n.dep == "conj" for n in self.right)


def _binds(node: Node) -> bool:
    return node.tag in _NO_SPACE_BEFORE or node.text == ":"


def _article(placed: list[tuple[Node, int]], at: int) -> str:
    """Return the word's text, "a" as "an" before what sounds like a vowel by its first letter."""
    node = placed[at][0]
    if node.text == "a" and node.upos == "DET" and at + 1 < len(placed):
        following = placed[at + 1][0].text
        return "an" if following[0] in "aeioAEIO" else "a"
    return node.text


def linear(root: Node) -> Tree:
    """Return the words of the tree in order, the first one with a capital."""
    placed: list[tuple[Node, int]] = []

    def place(node: Node) -> int:
        inner = [place(child) for child in node.left]
        own = len(placed)
        placed.append((node, own))
        inner += [place(child) for child in node.right]
        for child in inner:
            placed[child] = (placed[child][0], own)
        return own

    place(root)
    words = [
        Word(
            text=_article(placed, i), lemma=node.lemma, upos=node.upos, tag=node.tag, head=head,
            dep=node.dep,
            space=node.tag not in _NO_SPACE_AFTER
            and (i + 1 == len(placed) or not _binds(placed[i + 1][0])),
        )
        for i, (node, head) in enumerate(placed)
    ]  # fmt: skip
    first = words[0]
    words[0] = replace(first, text=first.text[0].upper() + first.text[1:])
    return tuple(words)
