"""A passage while names are looked for in it: its tokens and what stands around each."""

# ruff: noqa: RUF001 - letters and quotation marks of several scripts are the subject

from __future__ import annotations

import re
from dataclasses import dataclass

from trucewatch.places.atlas import Atlas
from trucewatch.places.fold import tokens_of
from trucewatch.places.lexicon import common_words, cues, noun_kinds, stops

_LOUD_SHARE = 0.8  # above this share of capitals a line is a headline in title case or capitals
_SENTENCE_END = re.compile(r"[.!?:;•|#*\"“]|\n")
_DATELINE = re.compile(
    r"(?:\A|\n)[ \t*_#]*(?P<city>[^\W\d_][\w'’\- ]{1,30}?)"
    r"(?:,\s+[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?"  # the country
    r"(?:,\s+(?:\w+\.?\s+\d{1,2}|\d{1,2}\s+\w+))?(?:,\s*[A-Z]{2,6})?"
    r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:[–—]|(?<=\s)-|--)\s"
)


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


class Scene:
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
        """Mark the tokens of lines where capitals tell nothing: title case and all capitals."""
        marks = [False] * len(self.tokens)
        line: list[int] = []
        for index, token in [*enumerate(self.tokens), (len(self.tokens), None)]:
            if token is None or "\n" in token.gap:
                if self._tells_nothing(line):
                    for i in line:
                        marks[i] = True
                line = []
            line.append(index)
        return marks

    def _tells_nothing(self, line: list[int]) -> bool:
        # The first word of a line has a capital anyway.
        words = [self.tokens[i].text for i in line[1:] if len(self.lower[i]) > 3]
        if len(words) >= 2 and all(word.isupper() for word in words):
            return True
        capital = sum(word[0].isupper() for word in words)
        return len(words) >= 3 and capital > _LOUD_SHARE * len(words)

    def _actor_tokens(self) -> list[tuple[int, int]]:
        """Return the token ranges of actors' and outlets' names, longest at each start."""
        keys = self.atlas.long_actor_keys
        spans: list[tuple[int, int]] = []
        for first, token in enumerate(self.tokens):
            begun = keys.get(token.fold or self._next_fold(first), ())
            if not begun:
                continue
            longest = max(key.count(" ") + 1 for key in begun)
            words: list[str] = []
            for last in range(first, len(self.tokens)):
                if last > first and not self.tokens[last].joined:
                    break
                if self.tokens[last].fold:
                    words.append(self.tokens[last].fold)
                if len(words) > longest:
                    break
                if len(words) > 1 and " ".join(words) in begun:
                    spans.append((first, last))
        return spans

    def _next_fold(self, first: int) -> str:
        """Return the first folded word from a token on: an article before a name has none."""
        following = (token.fold for token in self.tokens[first:])
        return next(filter(None, following), "")

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


def made(scene: Scene, first: int, last: int, key: str, *, known: bool) -> Found:
    """Return the name that tokens `first`..`last` form, a leading article in its span."""
    tokens = scene.tokens
    start = tokens[first].start
    # A leading article belongs to the span: "al-Bara", "Al Bab", "ash-Shaddadi".
    if first > 0 and not tokens[first - 1].fold and tokens[first].joined:
        article = tokens[first - 1]
        if scene.hyphenated(first) or article.text[0].isupper() or article.text in ("al", "el"):
            start = article.start
    return Found(first, last, start, tokens[last].end, key, known, _kind_beside(scene, first, last))


def _kind_beside(scene: Scene, first: int, last: int) -> str:
    kinds = noun_kinds()
    foreign = cues().foreign_nouns
    for word in (scene.lower[first], scene.before(first), scene.after(last)):
        if word in foreign:
            return foreign[word]
    if first < last and kinds.get(scene.lower[last]) in ("region", "county"):
        return kinds[scene.lower[last]]  # "Aleppo Governorate" is a name of its own in the pack
    after = scene.after(last)
    if after in kinds and scene.after(last + 1) not in cues().guards.organisation:
        return kinds[after]
    double = f"{after} {scene.after(last + 1)}" if after else ""
    if double in kinds:  # "Jabalia refugee camp", "Bab al-Hawa border crossing"
        return kinds[double]
    head = first - 1 if first > 0 and not scene.tokens[first - 1].fold else first
    if scene.before(head) in ("of", "in"):
        return kinds.get(scene.before(head, 2), "")
    return kinds.get(scene.before(head), "")


def head_of(scene: Scene, found: Found) -> int:
    """Return the token that a name begins with, its article included."""
    return found.first - (scene.tokens[found.first].start != found.start)
