"""Topics that borrow the words of war: sport, markets, the stage, weather, accidents, labour.

"The visitors attacked down the left", "airlines could be killed off", "teachers will strike": no
claim comes of them (DESIGN section 4: no happenings is a clean result). The words are data
(`data/topics.toml`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.tables import load_data

if TYPE_CHECKING:
    from trucewatch.extract.scene import Scene
    from trucewatch.model import Span

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENOUGH = 3
"""Different words of one topic that make a text one about it."""
_OF_BOTH = frozenset({"politics", "sport", "event", "team_word"})
_REACH = 1_000
"""Code points from a word of war within which a text is about war: five or six sentences. In the
development reports of tests/corpus no claim stands farther off."""

_TELLING = 1_000
"""Code points from which a text without any word of war, or some of violence, is of other things.
Every development report that tells of a happening has such words, the short ones too; but a note
of few words may name only whom and what its readers know."""

_VIOLENT = 2
"""Different words of violence with which a text may be about war all the same."""

Setting = Literal["war", "peaceful", "open"]
"""What a stretch of text is about. `open`: too short to tell."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Words by topic, the topics that war leaves beside it, works of art, and words of war.

    One alone of those that are `of_peace_too` makes no longer text one about war.
    """

    words: dict[str, frozenset[str]]
    beside: frozenset[str]
    works: frozenset[str]
    war: frozenset[str]
    of_peace_too: frozenset[str]
    violence: frozenset[str]


@lru_cache(maxsize=1)
def load_topics() -> Topics:
    """Read the table of topics that comes with the package."""
    rows = load_data("topics.toml")
    return Topics(
        words={name: frozenset(words.split()) for name, words in rows["topics"].items()},
        beside=frozenset(rows["beside"]["topics"]),
        works=frozenset(rows["works"]["nouns"].split()),
        war=frozenset(rows["war"]["words"].split()),
        of_peace_too=frozenset(rows["war"]["of_peace_too"].split()),
        violence=frozenset(rows["violence"]["words"].split()),
    )


def off_topic(scene: Scene) -> bool:
    """Say whether a sentence is of such a topic and not of war.

    So is every sentence of a text with several words of one topic and none of war. In other texts
    it takes a word of a topic in the sentence with nobody armed beside it; in a text about war two
    words where the topic is part of life in one (storms, wages, nurses). What a film or a museum
    shows is never news.
    """
    topics = load_topics()
    if _work(scene, topics.works):
        return True
    setting = setting_of(scene.text, scene.told)
    if setting == "peaceful":
        return True
    words = {token.text.lower() for token in scene.tokens}
    enough = {name: 2 if setting == "war" and name in topics.beside else 1 for name in topics.words}
    if not any(len(words & topic) >= enough[name] for name, topic in topics.words.items()):
        return False
    armed = [c for c in scene.classes if c & {"force", "weapon"} and not c & _OF_BOTH]
    return not armed


def setting_of(text: str, span: Span) -> Setting:
    """Say what a text is about around a stretch of it, by its words alone.

    Longer texts that name nothing of war and hardly a deed of violence are of other things,
    whatever their topic; of such a page only what stands near a word of war is about one.
    """
    known = _known(text)
    n = bisect_left(known.war, span.start - _REACH)
    if n < len(known.war) and known.war[n] < span.end + _REACH:
        return "war"
    return "peaceful" if known.peaceful else "open"


def peaceful(text: str) -> frozenset[str] | None:
    """Return the words of a text that is of other things from end to end; None of any other."""
    known = _known(text)
    return known.words if known.peaceful and not known.war else None


class _Text(NamedTuple):
    """Its words, where those of war begin, and if it is of other things where none is near."""

    words: frozenset[str]
    war: tuple[int, ...]
    peaceful: bool


@lru_cache(maxsize=8)
def _known(text: str) -> _Text:
    topics = load_topics()
    words: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        words.setdefault(match.group().lower(), []).append(match.start())
    of_war = words.keys() & topics.war
    if len(text) > _REACH and len(of_war) == 1 and of_war <= topics.of_peace_too:
        of_war = set()
    war = sorted(at for word in of_war for at in words[word])
    of_topic = any(len(words.keys() & topic) >= _ENOUGH for topic in topics.words.values())
    of_nothing = len(text) > _TELLING and len(words.keys() & topics.violence) < _VIOLENT
    return _Text(frozenset(words), tuple(war), of_topic or of_nothing)


def _work(scene: Scene, works: frozenset[str]) -> bool:
    """Say whether the sentence tells what is in a film, a book or a museum."""
    top = tree.root(scene.sentence)
    if top is None or top.pos != "VERB":
        return False
    subjects = tree.children(scene.sentence, top, "nsubj")
    return any(lemma_of(subject) in works for subject in subjects)
