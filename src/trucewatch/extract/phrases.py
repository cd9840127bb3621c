"""Noun phrases as the codebook wants them: without article and number, possessives kept.

"units of the Syrian Arab Army" stays whole; relative clauses, participles, apposed names and
phrases of place are left off ("regime forces stationed in Hazarin" is "regime forces").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import words
from trucewatch.extract.scene import content, preposition
from trucewatch.model import Span

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

_KEPT = frozenset(
    {"compound", "amod", "nmod:poss", "flat", "nmod:desc", "goeswith", "nmod:unmarked"}
)
_OF = frozenset({"of", "'s"})
_QUOTES = "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_LEADING = words("leading")
_GENITIVE = frozenset({"'s", "\u2019s", "'", "\u2019"})
_QUANTITIES = frozenset({"NUM", "DET", "SYM"})


def noun_phrase(scene: Scene, token: Token) -> Span:
    """Return the span of the phrase that `token` heads, by the codebook's rule for roles."""
    head = content(scene, token)
    inside = _inside(scene, head, top=True)
    first = last = head.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    first = _taken_in(scene, first, head)
    while _name_goes_on(scene, last):
        last += 1
    first, last = _trimmed(scene, first, last, head)
    first = _scare_quoted(scene, first, head, inside)
    return _quoted(scene, tree.cover(scene.tokens[first : last + 1]))


def _scare_quoted(scene: Scene, first: int, head: Token, inside: set[int]) -> int:
    """Take in a name in quotation marks that the tree gave to something else ('armed "X" men')."""
    before = scene.tokens[max(0, first - 3) : first]
    cut = sum(t.text in _QUOTES for t in scene.tokens[first : head.i]) % 2
    if cut and before and before[-1].text in _QUOTES:
        return first - 1  # '"X" men', whose first mark was left off
    marks = len(before) == 3 and before[0].text in _QUOTES and before[2].text in _QUOTES
    if not marks or before[1].pos not in ("NOUN", "PROPN", "ADJ"):
        return first
    first -= 3
    while first - 1 in inside and not _leads(scene, first - 1):
        first -= 1
    return first


def _taken_in(scene: Scene, first: int, head: Token) -> int:
    """Take in nationalities in front that the tree gave to something else ("Turkish units")."""
    if first > 0:
        before = scene.tokens[first - 1]
        first -= _numbers_unit(scene, before)
        named = before.pos == "ADJ" and before.text[:1].isupper()
        first -= named and not _leads(scene, first - 1)
    return _joined_adjective(scene, first) if first < head.i else first


def _trimmed(scene: Scene, first: int, last: int, head: Token) -> tuple[int, int]:
    """Leave off times, places before, articles, numbers and punctuation at both ends."""
    timed = {t.i for m in scene.times for t in tree.inside(scene.sentence, m.ref.span)}
    placed = {
        t.i
        for m in scene.places
        if m.lead and m.place.span.end <= head.start
        for t in tree.inside(scene.sentence, m.place.span)
    }
    first = max([first, *(i + 1 for i in placed if first <= i < head.i)])
    while first < head.i and first in timed:
        first += 1
    while first < head.i and (_leads(scene, first) or scene.tokens[first].pos == "PUNCT"):
        first += 1
    if first < head.i and scene.tokens[first].pos == "CCONJ":
        first += 2 if scene.tokens[first + 1].tag == "VBN" else 1  # "killed and injured civilians"
    while last > head.i and (last in timed or scene.tokens[last].pos in ("PUNCT", "ADP")):
        last -= 1
    while last > head.i and scene.tokens[last].text in _GENITIVE:
        last -= 1
    return first, last


def _inside(scene: Scene, token: Token, *, top: bool) -> set[int]:
    found = {token.i}
    for child in tree.children(scene.sentence, token):
        if child.dep == "amod" and child.i > token.i:
            continue
        joined = child.dep in ("nmod", "obl") and (
            _of(scene, child) or _in_name(scene, token, child)
        )
        if child.dep in _KEPT or joined:
            found |= _inside(scene, child, top=False)
        elif child.dep in ("punct", "case") and abs(child.i - token.i) <= 2:
            if (child.dep == "punct" and _tight(scene, child)) or (
                child.dep == "case" and (not top or child.text in _GENITIVE)
            ):
                found.add(child.i)
        elif child.dep == "conj" and tree.children(scene.sentence, child, "nummod"):
            continue  # "mercenaries of the division and one soldier": the tree joined too low
        elif (not top and child.dep in ("det", "nummod", "conj", "cc", "case")) or (
            child.i < token.i
            and token.dep in ("amod", "nummod")
            and child.dep in ("advmod", "obl", "nummod", "case", "nmod")
        ):
            found |= _inside(scene, child, top=False)
    return found


def _joined_adjective(scene: Scene, first: int) -> int:
    """Take in a nationality joined in front ("Russian and Turkish units"), if the tree did not."""
    if first < 2 or scene.tokens[first - 1].text.lower() not in ("and", "or"):
        return first
    before, here = scene.tokens[first - 2], scene.tokens[first]
    if first > 2 and scene.tokens[first - 3].pos in ("ADJ", "NOUN", "PROPN"):
        return first  # a phrase of its own: "military police and Turkish troops"
    both = (before.dep == "amod" or before.pos in ("ADJ", "PROPN")) and (
        here.dep == "amod" or here.pos in ("ADJ", "PROPN")
    )
    named = before.text[:1].isupper() and here.text[:1].isupper()
    return first - 2 if both and named else first


def _tight(scene: Scene, mark: Token) -> bool:
    """Say whether a mark belongs into a phrase: a quote, or a hyphen without spaces around it."""
    around = scene.text[max(0, mark.start - 1) : mark.end + 1]
    return mark.text in _QUOTES or (mark.text in "-\u2013/" and " " not in around)


def _name_goes_on(scene: Scene, last: int) -> bool:
    """Say whether a name was cut short by the tree ("Hay'at Tahrir" before "al-Sham")."""
    if last + 1 >= len(scene.tokens):
        return False
    here, after = scene.tokens[last], scene.tokens[last + 1]
    if here.pos != "PROPN" or after.pos != "PROPN" or after.start - here.end > 1:
        return False
    return not any(m.ref.span.overlaps(after.span) for m in scene.times)


def _of(scene: Scene, child: Token) -> bool:
    """Say whether an of-phrase belongs to the phrase: yes, unless it is a place's name."""
    if preposition(scene, child) not in _OF:
        return False
    return not ("place" in scene.classes[child.i] and "any_actor" not in scene.classes[child.i])


def _in_name(scene: Scene, token: Token, child: Token) -> bool:
    """Say whether a phrase is part of a body's name ("Organization for Migration").

    A preposition in a capital is one of a name whatever it is ("Doctors Without Borders").
    """
    if not (token.text[:1].isupper() and child.text[:1].isupper()):
        return False
    cases = tree.children(scene.sentence, child, "case")
    printed = any(t.text.istitle() and token.i < t.i < child.i for t in cases)
    return printed or (token.pos == "PROPN" and preposition(scene, child) == "for")


def _hyphened(scene: Scene, i: int) -> bool:
    """Say whether a number only measures what follows ("a two-storey house")."""
    behind = scene.tokens[i + 1 : i + 3]
    tight = len(behind) == 2 and behind[0].start == scene.tokens[i].end
    return tight and behind[0].text == "-" and behind[1].pos in ("ADJ", "NOUN")


def _numbers_unit(scene: Scene, number: Token) -> bool:
    """Say whether a number is the name of the one unit behind it ("the 444 Brigade")."""
    behind = scene.tokens[number.i + 1] if number.i + 1 < len(scene.tokens) else None
    named = behind is not None and behind.tag == "NNP" and "force" in scene.classes[behind.i]
    return named and number.text.isdigit()


def _leads(scene: Scene, i: int) -> bool:
    token = scene.tokens[i]
    if _numbers_unit(scene, token) or _hyphened(scene, i):
        return False
    return token.text.lower() in _LEADING or token.pos in _QUANTITIES or token.text == "-"


def _quoted(scene: Scene, span: Span) -> Span:
    """Take scare quotes that stand right around the phrase into it."""
    text = scene.text
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    if before and after and before in _QUOTES and after in _QUOTES and before != "\u2019":
        return Span(span.start - 1, span.end + 1)
    return span
