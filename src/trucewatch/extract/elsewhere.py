"""Places of a sentence where its happening was not: of who tells or saw it, of others, in names.

"An observer's own position is never the place of what was observed" (CODEBOOK, "Place"), nor is
where somebody spoke of it, where a force is from, where something was agreed, or a town that an
organisation is called by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.tables import load_data
from trucewatch.extract.time_words import CONCLUDED
from trucewatch.extract.ways import FIRED, MOVES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.model import PlaceMention, Span

_DATA = load_data("elsewhere.toml")
_AUDIENCE = "|".join(_DATA["audience"])
_TOLD_THERE = re.compile(
    rf"\b(?:{_AUDIENCE})\s+(?:held\s+|gathered\s+|based\s+)?(?:in|at|from|outside)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\W*(?:in|at)\s+(?:the\s+)?", re.IGNORECASE)
_SPEECH = re.compile(
    rf",[^,;]{{3,60}}\b(?:told|addressing|speaking to)\s+(?:an?\s+|the\s+)?"
    rf"(?:\w+\s+)?(?:{_AUDIENCE})\b",
    re.IGNORECASE,
)
"""What shows that a sentence opens with where somebody spoke."""
_BODY = re.compile(
    rf"(?:['\u2019]s)?(?:\s+[A-Z][\w'\u2019-]*){{0,3}}\s+(?:{'|'.join(_DATA['bodies'])})\b"
)
_POWER_THERE = re.compile(
    rf"\b(?:{'|'.join(_DATA['powers'])})\s+(?:based\s+)?in\s+(?:the\s+)?$", re.IGNORECASE
)
_LETTERS = frozenset(_DATA["letters"])
_CARE = frozenset(_DATA["care"])
_TAKEN_IN = frozenset(_DATA["taken_in"])
_WATCHED = frozenset(load_data("times.toml")["clauses"]["watched"])
_STOOD = frozenset({"in", "at", "near", "inside", "outside", "around"})
_SAW = re.compile(
    r"\s+(?:heard|saw|observed|recorded|registered|noted|spotted|counted|watched|witnessed|detected)\b"
)
_OPEN_BRACKET = re.compile(r"\s*\([^()\n]{0,60}")
_APART = re.compile(r",\s+(?:some |about |around )?")
_WHO = frozenset({"any_actor", "person", "monitor", "aid_body", "force", "folk", "patrol"})
_OBSERVERS = frozenset(_DATA["observers"])
_LOOK_BACK = 60


def usable(
    scene: Scene, foreign: Sequence[Span], trigger: Token, act: str
) -> tuple[PlaceMention, ...]:
    """Return the places that can belong to a happening.

    Those inside `foreign` spans (names of actors, the source with its cue) are left out, and so
    are names that only describe somebody ("a father of five from Ariha").
    """
    return tuple(
        mention
        for mention in (*scene.places, *scene.sites)
        if not any(span.overlaps(mention.place.span) for span in foreign)
        and not _describes(scene, mention, trigger, act)
        and not _agreed_there(scene, mention, trigger)
        and not _in_gloss(scene, mention)
        and not _infinitive(scene, mention)
        and not _of_body(scene, mention)
        and not _spoken_there(scene, mention)
        and not (act == "toll" and _of_care(scene, mention))
    )


def _infinitive(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether "to" leads a verb and no place ("to seize heights")."""
    first = tree.at(scene.sentence, mention.place.span.start)
    return mention.lead == "to" and first is not None and first.tag == "VB"


def standing(scene: Scene, mention: PlaceMention, trigger: Token) -> bool:
    """Say whether it is where those stood who saw or heard it ("observers in X heard shots")."""
    head = tree.head_of(scene.sentence, mention.place.span)
    if head is None or mention.lead == "of":
        return False
    if mention.lead in _STOOD and _SAW.match(scene.text, mention.place.span.end):
        return True  # "staff in the operations centre heard": whatever the tree makes of it
    for token in (head, *tree.ancestors(scene.sentence, head)):
        if token.dep in ("nsubj", "nsubj:pass"):
            verb = tree.head(scene.sentence, token)
            heard = verb is not None and lemma_of(verb) in _WATCHED
            people = scene.classes[token.i] & _WHO or lemma_of(token) in _OBSERVERS
            return bool(heard and people) and token is not head and token.i != trigger.i
        if token.dep not in ("nmod", "conj", "appos", "compound"):
            return False
    return False


def _in_gloss(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a bearing only tells where the place before it lies.

    "In Sartana (government-controlled, 15km north-east of Mariupol)" and "Leego, 130 km
    north-west of Mogadishu,": it happened in Sartana, in Leego.
    """
    if mention.place.relation != "sector":
        return False
    span = mention.place.span
    closed = scene.text[span.end : span.end + 1] in (",", ")", ".")
    return any(
        _OPEN_BRACKET.fullmatch(scene.text, other.place.span.end, span.start)
        or (closed and _APART.fullmatch(scene.text, other.place.span.end, span.start))
        for other in (*scene.places, *scene.sites)
        if other.place.span.end <= span.start
    )


def _of_body(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a name is part of that of an organisation ("the Donetsk People's Republic")."""
    span = mention.place.span
    # "The African Union base" is where it was; "the Union" alone is somebody.
    ends_in_noun = mention.place.text.rsplit(maxsplit=1)[-1].islower()
    return not ends_in_noun and _BODY.match(scene.text, span.end) is not None


def _spoken_there(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether it is where somebody told it ("told a briefing in X")."""
    start, end = mention.place.span
    if _TOLD_THERE.search(scene.text, max(0, start - _LOOK_BACK), start):
        return True
    opens = _OPENING.fullmatch(scene.text, scene.sentence.start, start) is not None
    return opens and _SPEECH.match(scene.text, end, scene.sentence.end) is not None


def _of_care(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a hospital only took in those who were hurt: a toll did not happen there."""
    if _CARE.isdisjoint(mention.place.text.lower().split()):
        return False
    return any(lemma_of(token) in _TAKEN_IN for token in scene.tokens)


def _describes(scene: Scene, mention: PlaceMention, trigger: Token, act: str) -> bool:
    """Say whether a place hangs on a person or force rather than on the happening."""
    head = tree.head_of(scene.sentence, mention.place.span)
    if head is None or head.dep == "compound":
        return head is not None and mention.lead == "" and "any_actor" in _above(scene, head)
    start = mention.place.span.start
    if _POWER_THERE.search(scene.text, max(0, start - _LOOK_BACK), start):
        return True  # "the authorities in X"
    above = tree.head(scene.sentence, head)
    if mention.lead == "from" and act in MOVES | FIRED:
        hung = head.dep == "nmod" and above is not None and above.end <= start
        letter = hung and above is not None and lemma_of(above) in _LETTERS
        civil = hung and act in FIRED and "person" in _above(scene, head)
        return letter or civil  # "a request from X", "a man from X was shot"
    if mention.lead in ("from", "of") and head.dep == "nmod":
        return bool(_above(scene, head) & {"person", "any_actor"}) and head.i > trigger.i
    return False


def _agreed_there(scene: Scene, mention: PlaceMention, trigger: Token) -> bool:
    """Say whether a place is where something was signed that the happening only speaks of."""
    head = tree.head_of(scene.sentence, mention.place.span)
    above = () if head is None else tree.ancestors(scene.sentence, head)
    verb = next((token for token in above if token.pos == "VERB"), None)
    return verb is not None and verb.i != trigger.i and lemma_of(verb) in CONCLUDED


def _above(scene: Scene, token: Token) -> frozenset[str]:
    above = tree.head(scene.sentence, token)
    return frozenset() if above is None else scene.classes[above.i]
