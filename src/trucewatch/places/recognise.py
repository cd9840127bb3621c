"""Finding the names of places in a text, and keeping other names out.

Two sources: names that the atlas knows (scanned for at once, then gated), and unknown names that a
cue makes places ("the town of X", "near X", "X district"). Persons, bodies, peoples, months and
governments spoken of by their capital are no places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.places.atlas import Atlas
from trucewatch.places.fold import Token, fold_tokens, tokens_of
from trucewatch.places.lexicon import common_words, cues, noun_kinds, stops

_MAX_RUN = 5
_LOUD_SHARE = 0.75  # above this share of capitals a line is a headline in title case or capitals
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ROAD = re.compile(r"[A-Z]{1,2}\d{1,3}\Z")
_SENTENCE_END = re.compile(r"[.!?:;•|#*\"“]|\n")
_DATELINE = re.compile(
    r"(?:\A|\n)[ \t*_#]*(?P<city>[^\W\d_][\w'’\- ]{1,30}?)"
    r"(?:,\s+(?:\w+\.?\s+\d{1,2}|\d{1,2}\s+\w+))?(?:,\s*[A-Z]{2,6})?"
    r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:[–—]|\s-\s|--)\s"
)
_CAPS_LINE = re.compile(r"(?:\A|\n)[^\S\n]*(?=[^\n]{2,60}\n)(?P<line>[^a-z\n]*[A-Z]{3}[^a-z\n]*)\n")
_DEMONYM = re.compile(r"\w{3,}(?:ish|ians?|ese|nians?)\Z", re.IGNORECASE)
_LIST_GAP = re.compile(r"\s*(?:\(\d+\))?,?\s+and\s+|\s*(?:\(\d+\))?,\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a place in the text: tokens `first`..`last`, code points `[start, end)`.

    `key` is its folded form, `known` says that the atlas has the name as such, `kind` is the kind
    of place that a noun beside it states ("district" -> county), or empty.
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    known: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a passage, the names of places in it, and the keys of its datelines."""

    tokens: tuple[Token, ...]
    names: tuple[Found, ...]
    datelines: tuple[str, ...]


class _Scene:
    """A passage while it is read: tokens, what each could be, and the words around them."""

    def __init__(self, text: str, start: int, end: int, atlas: Atlas) -> None:
        self.text = text
        self.tokens = tokens_of(text, start, end)
        self.atlas = atlas
        self.lower = [token.text.casefold() for token in self.tokens]
        self.opens = [self._opens(index) for index in range(len(self.tokens))]
        self.loud = self._loud()
        self.actor = self._actor_tokens()
        window = text[start:end]
        self.datelines = [
            (start + match.start("city"), start + match.end("city"))
            for match in _DATELINE.finditer(window)
        ]

    def _opens(self, index: int) -> bool:
        return index == 0 or _SENTENCE_END.search(self.tokens[index].gap) is not None

    def _loud(self) -> list[bool]:
        """Mark the tokens of lines where capitals tell nothing."""
        marks = [False] * len(self.tokens)
        line: list[int] = []
        for index, token in [*enumerate(self.tokens), (len(self.tokens), None)]:
            if token is None or "\n" in token.gap:
                words = [i for i in line if len(self.lower[i]) > 3]
                capital = sum(self.tokens[i].text[0].isupper() for i in words)
                if len(words) >= 3 and capital >= _LOUD_SHARE * len(words):
                    for i in line:
                        marks[i] = True
                line = []
            line.append(index)
        return marks

    def _actor_tokens(self) -> list[tuple[int, int]]:
        """Return the token ranges of actors' and outlets' names, longest at each start."""
        keys = self.atlas.actor_keys
        longest = max((key.count(" ") + 1 for key in keys), default=0)
        spans: list[tuple[int, int]] = []
        for first in range(len(self.tokens)):
            words: list[str] = []
            for last in range(first, len(self.tokens)):
                if last > first and not self.tokens[last].joined:
                    break
                if self.tokens[last].fold:
                    words.append(self.tokens[last].fold)
                if len(words) > longest:
                    break
                if len(words) > 1 and " ".join(words) in keys:
                    spans.append((first, last))
        return spans

    def namelike(self, index: int) -> bool:
        """Say whether a token can be part of a proper name by its shape and place."""
        token = self.tokens[index]
        if not token.fold or not token.capital or token.text[0].isdigit():
            return False
        if self.lower[index] in stops().calendar:
            return False
        common = self.lower[index] in common_words()
        return not (common and (self.opens[index] or self.loud[index]))

    def run(self, first: int, last: int) -> tuple[int, int]:
        """Widen tokens `first`..`last` to the run of capitalised words that they stand in."""
        while first > 0 and self.tokens[first].joined and self._in_run(first - 1):
            first -= 1
        while first < last and not self.tokens[first].fold:
            first += 1
        while last + 1 < len(self.tokens) and self.tokens[last + 1].joined:
            if self.namelike(last + 1):
                last += 1
            elif not self.tokens[last + 1].fold and last + 2 < len(self.tokens):
                if not self.tokens[last + 2].joined or not self.namelike(last + 2):
                    break
                last += 2
            else:
                break
        return first, last

    def _in_run(self, index: int) -> bool:
        return self.namelike(index) or (not self.tokens[index].fold and index > 0)

    def before(self, index: int, back: int = 1) -> str:
        """Return the lower-case word `back` places before a token, over "the"; empty at a break."""
        at = index
        for _ in range(back):
            if at == 0 or not self.tokens[at].joined:
                return ""
            at -= 1
            while at > 0 and self.lower[at] == "the" and self.tokens[at].joined:
                at -= 1
        return self.lower[at]

    def after(self, index: int) -> str:
        """Return the lower-case word after a token, empty at a break."""
        if index + 1 >= len(self.tokens) or not self.tokens[index + 1].joined:
            return ""
        return self.lower[index + 1]

    def hyphenated(self, index: int) -> bool:
        """Say whether a token is tied to the one before by a hyphen."""
        return any(char in "-‐‑–" for char in self.tokens[index].gap) and self.tokens[index].joined

    def motion_near(self, index: int, reach: int = 7) -> bool:
        """Say whether words of movement or fire stand shortly before a token, in its sentence."""
        for at in range(index - 1, max(-1, index - 1 - reach), -1):
            if self.lower[at] in cues().before.motion:
                return True
            if self.opens[at]:
                return False
        return False


def recognise(text: str, start: int, end: int, atlas: Atlas) -> Reading:
    """Find the names of places in `text[start:end]`; spans count from the text's beginning."""
    scene = _Scene(text, start, end, atlas)
    hits = [hit for hit in _scan(scene) if _passes(scene, hit)]
    taken = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    unknown = _unknown(scene, hits, taken)
    names = sorted([*hits, *unknown], key=lambda name: name.first)
    within = [*scene.datelines, *_caps_lines(text, start, end)]
    body = [name for name in names if not any(a <= name.start < b for a, b in within)]
    lines = tuple(name.key for name in names if name.known and name not in body)
    return Reading(tuple(scene.tokens), tuple(body), lines)


def _caps_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return short lines in capitals that stand alone: by-lines and places of writing."""
    found = []
    for match in _CAPS_LINE.finditer(text[start:end]):
        if "," in match["line"] and len(match["line"].split()) <= 6:
            found.append((start + match.start("line"), start + match.end("line")))
    return found


def _scan(scene: _Scene) -> list[Found]:
    found: dict[tuple[int, int], Found] = {}
    lines = [fold_tokens(scene.tokens)]
    if any(_ARABIC.match(token.text) for token in scene.tokens):
        lines.append(fold_tokens(scene.tokens, clitics=True))
    for folded in lines:
        for begin, stop, key in scene.atlas.scan(folded.line):
            first, last = folded.token_at(begin), folded.token_at(stop - 1)
            if (first, last) not in found and not _inside(first, last, found):
                found[first, last] = _made(scene, first, last, key, known=True)
    return [found[at] for at in sorted(found)]


def _inside(first: int, last: int, found: dict[tuple[int, int], Found]) -> bool:
    return any(a <= last and first <= b for a, b in found)


def _made(scene: _Scene, first: int, last: int, key: str, *, known: bool) -> Found:
    tokens = scene.tokens
    start = tokens[first].start
    # A leading article belongs to the span: "al-Bara", "Al Bab", "ash-Shaddadi".
    if first > 0 and not tokens[first - 1].fold and tokens[first].joined:
        article = tokens[first - 1]
        if scene.hyphenated(first) or article.text[0].isupper() or article.text in ("al", "el"):
            start = article.start
    return Found(first, last, start, tokens[last].end, key, known, _kind_beside(scene, first, last))


def _kind_beside(scene: _Scene, first: int, last: int) -> str:
    kinds = noun_kinds()
    after = scene.after(last)
    if after in kinds and scene.after(last + 1) not in cues().guards.organisation:
        return kinds[after]
    head = first - 1 if first > 0 and not scene.tokens[first - 1].fold else first
    if scene.before(head) in ("of", "in"):
        return kinds.get(scene.before(head, 2), "")
    return kinds.get(scene.before(head), "")


def _head(scene: _Scene, found: Found) -> int:
    """Return the token that a name begins with, its article included."""
    return found.first - (scene.tokens[found.first].start != found.start)


def _passes(scene: _Scene, hit: Found) -> bool:
    """Gate a known name; the order is from cheap and sure to costly."""
    text = scene.tokens[hit.first].text
    if not _LATIN.match(text):
        return _passes_foreign(scene, hit)
    rows = scene.atlas.rows(hit.key)
    drawn = all(row.kind in ("line", "road", "zone") for row in rows)
    if drawn and " " in hit.key:
        return True  # "contact line", "security corridor": printed in lower case as often as not
    if any(
        not scene.tokens[i].capital for i in range(hit.first, hit.last + 1) if scene.tokens[i].fold
    ):
        return False
    if drawn:
        return scene.after(hit.last) not in cues().guards.weapons
    if any(
        a <= hit.first and hit.last <= b and (a, b) != (hit.first, hit.last) for a, b in scene.actor
    ):
        return False
    return (
        _word_gate(scene, hit)
        and _company_gate(scene, hit)
        and _government_gate(scene, hit, {row.kind for row in rows})
    )


def _cue(scene: _Scene, hit: Found) -> bool:
    """Say whether the words right beside a name make it a place."""
    word = scene.before(_head(scene, hit))
    return word in cues().before.strong or bool(hit.kind) or _bearing_before(scene, hit)


def _bearing_before(scene: _Scene, hit: Found) -> bool:
    head = _head(scene, hit)
    word = scene.before(head)
    return word in cues().bearings or (
        word == "of" and scene.before(head, 2) in (*cues().bearings, *cues().near.bearing_nouns)
    )


def _word_gate(scene: _Scene, hit: Found) -> bool:
    """Keep ordinary words, months, peoples, given names and bodies from being places."""
    if " " in hit.key:
        return True
    word = scene.lower[hit.first]
    if word in stops().calendar or word in stops().demonyms or word in stops().others:
        return bool(hit.kind) and scene.before(_head(scene, hit)) == "of"
    if word in stops().persons:
        return _cue(scene, hit) and scene.after(hit.last) not in cues().metonymy.speech
    if word in common_words() and hit.start == scene.tokens[hit.first].start:
        shown = not scene.opens[hit.first] and not scene.loud[hit.first]
        return shown and (_cue(scene, hit) or len(word) > 4)
    return not (scene.after(hit.last) in cues().metonymy.speech and not _cue(scene, hit))


def _company_gate(scene: _Scene, hit: Found) -> bool:
    """Reject a name inside a longer proper name (a person, a unit, a paper)."""
    tokens, guards = scene.tokens, cues().guards
    if hit.last + 1 < len(tokens) and scene.hyphenated(hit.last + 1):
        if scene.lower[hit.last + 1] in cues().metonymy.joined:
            return False
    head = _head(scene, hit)
    if scene.hyphenated(head) and not tokens[head - 1].capital:
        return False  # "anti-Damascus"
    first, last = scene.run(head, hit.last)
    right = [scene.lower[i] for i in range(hit.last + 1, last + 1)]
    if right and any(word in guards.organisation for word in right):
        return False
    if scene.before(head) in guards.titles:
        return False
    if scene.loud[hit.first]:
        return True
    kinds = noun_kinds()
    allowed = {*kinds, *cues().bearings, "greater", "rural", "central", "old", "mount", "lake"}
    for index in [*range(first, head), *range(hit.last + 1, last + 1)]:
        word, fold = scene.lower[index], tokens[index].fold
        if not fold or word in allowed or scene.atlas.rows(fold) or tokens[index].text.isupper():
            continue
        if word in stops().demonyms and index < head:
            continue
        return False
    return True


_SPATIAL = frozenset(
    (
        "from",
        "to",
        "over",
        "across",
        "outside",
        "inside",
        "through",
        "via",
        "into",
        "in",
        "near",
        "around",
        "towards",
        "toward",
        "at",
        "throughout",
        "off",
        "leaving",
        "left",
        "within",
    )
)


def _government_gate(scene: _Scene, hit: Found, kinds: set[str]) -> bool:
    """Reject a country or capital that stands for its government ("Ankara announced")."""
    actor = hit.key in scene.atlas.actor_keys
    seat = bool(kinds & {"capital", "country"}) or hit.key in scene.atlas.capital_keys
    if not seat and not actor:
        return True
    head = _head(scene, hit)
    before, after = scene.before(head), scene.after(hit.last)
    if after in cues().metonymy.joined:
        return False
    if before in _SPATIAL:
        return before not in ("to", "from") or scene.motion_near(head) or "country" not in kinds
    if hit.kind or _bearing_before(scene, hit):
        return True
    if "country" in kinds or actor:
        return False
    return before in cues().before.motion and before not in ("sent", "set", "troops", "control")


def _passes_foreign(scene: _Scene, hit: Found) -> bool:
    """Gate a name in Arabic (no capitals) or Cyrillic and other scripts with them."""
    token = scene.tokens[hit.first]
    if hit.first == hit.last and _foreign(scene.lower[hit.first]):
        return False  # "city", "village", "countryside" are names of places too
    cue = _foreign(scene.before(hit.first))
    if _ARABIC.match(token.text):
        return " " in hit.key or cue or _prominent(scene.atlas, hit.key)
    if not token.text[0].isupper() and token.text[0].lower() != token.text[0].upper():
        return False
    return cue or " " in hit.key or not scene.opens[hit.first] or _prominent(scene.atlas, hit.key)


def _prominent(atlas: Atlas, key: str) -> bool:
    """Say whether a name is that of a province, district or town of some size."""
    return len(key) >= 4 and any(
        row.kind in ("region", "county", "capital") or (row.population or 0) > 5000
        for row in atlas.rows(key)
    )


def _unknown(scene: _Scene, hits: Sequence[Found], taken: set[int]) -> list[Found]:
    found: list[Found] = []
    accepted = {hit.key for hit in hits}
    # A second round picks up names that the first one made places elsewhere in the passage.
    for _ in range(2):
        index = 0
        while index < len(scene.tokens):
            if index in taken or not scene.namelike(index) or not scene.tokens[index].fold:
                index += 1
                continue
            first, last = scene.run(index, index)
            last = min(last, first + _MAX_RUN)
            free = [i for i in range(first, last + 1) if i not in taken]
            if len(free) == last - first + 1:
                name = _unknown_name(scene, first, last, accepted, [*hits, *found])
                if name is not None:
                    found.append(name)
                    accepted.add(name.key)
                    taken.update(range(first, last + 1))
            index = max(index, last) + 1
    return found


_CLOSERS = frozenset(
    (
        "",
        "and",
        "on",
        "in",
        "with",
        "at",
        "after",
        "before",
        "from",
        "late",
        "early",
        "again",
        "by",
        "during",
        "overnight",
        "as",
        "but",
        "where",
        "when",
        "while",
    )
)


def _unknown_name(
    scene: _Scene, first: int, last: int, accepted: set[str], known: Sequence[Found]
) -> Found | None:
    words = [scene.lower[i] for i in range(first, last + 1) if scene.tokens[i].fold]
    if scene.loud[first]:
        return None
    if not _LATIN.match(scene.tokens[first].text):
        return _unknown_cyrillic(scene, first, last)
    while last > first and scene.lower[last] in noun_kinds():
        last -= 1  # "Donetsk Oblast": the noun is read as one
        words.pop()
    key = " ".join(t.fold for t in scene.tokens[first : last + 1] if t.fold)
    name = _made(scene, first, last, key, known=False)
    head = _head(scene, name)
    if not _could_be_place(scene, words, head, first, last):
        return None
    before = scene.before(head)
    direct = scene.lower[head - 1] if head > 0 and scene.tokens[head].joined else ""
    if direct in cues().before.acted_on and (scene.after(last) in _CLOSERS):
        return name if not _person_like(scene, head, last) else None
    if direct == "between" and scene.after(last) == "and":
        return name
    noun = bool(name.kind) and not _organisation_noun(scene, first, last)
    strong = direct in cues().before.strong or _bearing_before(scene, name)
    if noun or (strong and _strong_enough(scene, words, head, last)):
        return name
    weak = before in ("from", "to", "over", "on", "of", "past", "beyond") and direct != "the"
    if weak and before != "of" and scene.motion_near(head):
        return name if not _person_like(scene, head, last) else None
    if (weak or before in cues().before.strong) and key in accepted:
        return name
    return name if _beside_place(scene, head, known) else None


def _unknown_cyrillic(scene: _Scene, first: int, last: int) -> Found | None:
    """Take a capitalised Cyrillic name after a place word if the atlas knows it in Latin."""
    before = scene.before(first)
    if not _CYRILLIC.match(scene.tokens[first].text) or not _foreign(before):
        return None
    key = " ".join(token.fold for token in scene.tokens[first : last + 1])
    name = _made(scene, first, last, key, known=False)
    return name if scene.atlas.loose(key) else None


def _foreign(word: str) -> bool:
    return any(word in group.words for group in cues().foreign.values())


def _could_be_place(scene: _Scene, words: list[str], head: int, first: int, last: int) -> bool:
    guards = cues().guards
    texts = [scene.tokens[i].text for i in range(first, last + 1)]
    if any(word in guards.organisation for word in words) or scene.before(head) in guards.titles:
        return False
    if any(word in guards.titles for word in words):
        return False
    after = scene.after(last)
    if after in guards.organisation and after not in noun_kinds():
        return False
    if last + 1 < len(scene.tokens) and scene.hyphenated(last + 1):
        return False
    if any(a <= last and first <= b for a, b in scene.actor):
        return False
    if " ".join(words) in scene.atlas.actor_keys:
        return False
    if all(word in stops().demonyms or word in stops().others for word in words):
        return False
    if words[0] in stops().demonyms or words[0] in stops().persons:
        return False
    if len(words) == 1 and (_DEMONYM.match(words[0]) or (texts[0].isupper() and len(texts[0]) < 6)):
        return _ROAD.match(texts[0]) is not None and after in ("highway", "road", "motorway")
    return True


def _organisation_noun(scene: _Scene, first: int, last: int) -> bool:
    """Say whether the noun beside a name is capitalised like a body's ("the Nusra Front")."""
    after = scene.after(last)
    return after in cues().guards.organisation and scene.tokens[last + 1].text[0].isupper()


def _strong_enough(scene: _Scene, words: list[str], head: int, last: int) -> bool:
    if len(words) == 1 and words[0] in common_words():
        return False
    following = scene.tokens[last + 1] if last + 1 < len(scene.tokens) else None
    possessive = following is not None and re.match(r"['’]s\b", following.gap) is not None
    return not possessive and not _person_like(scene, head, last)


def _person_like(scene: _Scene, head: int, last: int) -> bool:
    return (
        scene.after(last) in cues().metonymy.speech
        or any(scene.lower[i] in stops().persons for i in range(head, last + 1))
        or scene.lower[last] in ("news", "agency")
    )


def _beside_place(scene: _Scene, head: int, known: Sequence[Found]) -> bool:
    """Say whether a name follows a place in a list ("in Saraqib, X and Y")."""
    start = scene.tokens[head].start
    for other in known:
        if other.end <= start and _LIST_GAP.fullmatch(scene.text, other.end, start):
            return not other.known or _cue(scene, other)
    return False
