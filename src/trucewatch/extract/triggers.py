"""Triggers: the words of a sentence that say that something happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from trucewatch.extract import tree
from trucewatch.extract.apposed import with_names
from trucewatch.extract.arguments import Arguments, arguments, is_gerund_subject
from trucewatch.extract.conditions import Candidate
from trucewatch.extract.cues import find_cues, table
from trucewatch.extract.filling import filled
from trucewatch.extract.forms import lemma_of, lemmas
from trucewatch.extract.fragments import telling
from trucewatch.extract.scene import classes_of
from trucewatch.extract.topics import off_topic
from trucewatch.model import Span
from trucewatch.model.vocabulary import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trucewatch.extract.conditions import Kind
    from trucewatch.extract.frames import Frame, Frames, Words
    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token

GAP = 5
"""Words that may stand between a verb and the rest of its phrase ("took two men hostage")."""

UNMISTAKABLE = frozenset(
    {"shelling", "air_strike", "drone_strike", "missile_strike", "ied", "explosion"}
)
_TAKEN = frozenset({"hostage", "prisoner", "captive"})
"""What only people are taken, who may be listed before it."""
_OFFICES = frozenset({"ministry", "minister", "department", "office", "directorate", "committee",
                      "commission", "agency", "centre", "center", "institute"})  # fmt: skip
_HITTABLE = frozenset({"object", "place", "vehicle"})
_HARM_ROWS = {"killed": "harm.death", "wounded": "harm.wound"}
_SUBJECTS_OR_OBJECT = frozenset({"nsubj", "nsubj:pass", "obj"})
_RANKS = frozenset({"first", "worst", "deadliest", "heaviest", "biggest", "largest", "latest"})
_SINCE = frozenset({"since"})
_PARTICLES = frozenset({"over", "in", "off", "up", "back", "down", "out", "away", "aside"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger found: its row, its head word, its words in a row, and its arguments.

    `rest` are the places of all words of its phrase ("exchanged machine-gun fire": two).
    """

    frame: Frame
    kind: Kind
    token: Token
    span: Span
    args: Mapping[str, tuple[Token, ...]]
    rest: tuple[int, ...] = ()

    @property
    def hostile_or_harm(self) -> bool:
        """Say whether the row is about hostile acts or harm."""
        return self.frame.harm is not None or self.frame.act in FAMILIES["hostile"]


class _Part(NamedTuple):
    """A word of a sentence, one of those that hyphens join, and what it may be a form of."""

    word: str
    token: Token
    lemmas: frozenset[str]


def find(scene: Scene, frames: Frames) -> tuple[Hit, ...]:
    """Return the triggers of a sentence in the order of the words, none inside another."""
    if _heading(scene):
        return ()
    parts = _parts(scene)
    said = frozenset[str]().union(*(part.lemmas for part in parts))
    blocked = _idioms(parts, frames)
    hits: list[Hit] = []
    for n in range(len(parts)):
        if n in blocked:
            continue
        hit = _noun_hit(scene, frames, parts, n) or _verb_hit(scene, frames, parts, n, said)
        if hit is not None:
            hits.append(hit)
    hits += _harm_words(scene, frames, hits)
    if off_topic(scene) and not any(_unmistakable(scene, hit) for hit in hits):
        return ()
    return _apart(_without_rank(scene, hits))


def _without_rank(scene: Scene, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out nouns that only rank what a sentence told ("..., the first raid since May")."""
    begun = min((hit.span.start for hit in hits), default=0)
    return [hit for hit in hits if hit.span.start == begun or not _ranks(scene, hit)]


def _ranks(scene: Scene, hit: Hit) -> bool:
    """Say whether a noun is the first of its kind for a time ("the first raid since May")."""
    first = tree.children(scene.sentence, hit.token, "amod", "advmod")
    after = {token.text.lower() for token in scene.tokens[hit.token.i + 1 : hit.token.i + 4]}
    ranked = any(token.text.lower() in _RANKS for token in first)
    return hit.kind == "noun" and ranked and not after.isdisjoint(_SINCE)


def _unmistakable(scene: Scene, hit: Hit) -> bool:
    """Say whether a trigger means war whatever the sentence is about ("an air strike")."""
    if hit.frame.act not in UNMISTAKABLE or hit.kind == "noun" or scene.weapons:
        return hit.frame.act in UNMISTAKABLE
    return any(classes_of(scene, token) & _HITTABLE for token in hit.args.get("obj", ()))


def _harm_words(scene: Scene, frames: Frames, hits: Sequence[Hit]) -> list[Hit]:
    """Return triggers for harm that only a figure's own word states ("admitted two dead")."""
    if not scene.figures:
        return []
    refuted = any(
        lemma_of(token) in table().denials and tree.children(scene.sentence, token, "cop")
        for token in scene.tokens
    )
    if refuted and not any(cue.kind == "refuted" for cue in find_cues(scene)):
        return []  # of "reports of seven dead are wrong" both sides are read
    found: list[Hit] = []
    for reading in scene.figures:
        row = frames.by_id.get(_HARM_ROWS.get(reading.figure.kind, ""))
        token = tree.at(scene.sentence, reading.trigger.start) if reading.trigger else None
        if row is None or token is None or reading.quantity.implicit:
            continue
        if token.pos == "ADJ" and not any(hit.span.overlaps(token.span) for hit in hits):
            found.append(Hit(row, "noun", token, token.span, {}))
    return found


def _heading(scene: Scene) -> bool:
    """Say whether a sentence is only a heading ("Aid delivery.")."""
    said = [token for token in scene.tokens if token.pos != "PUNCT"]
    if len(said) <= 3 and not scene.headline and not scene.figures and not scene.places:
        verdict = any(lemma_of(token) in table().denials for token in said)
        return not verdict and not any(token.pos in ("VERB", "AUX") for token in said)
    return False


def _parts(scene: Scene) -> list[_Part]:
    return [
        _Part(word, token, _lemmas(word, token))
        for token in scene.tokens
        for word in token.text.lower().strip("*_#\"'").split("-")
        if word
    ]


def _idioms(parts: Sequence[_Part], frames: Frames) -> set[int]:
    blocked: set[int] = set()
    for n, part in enumerate(parts):
        for phrase in frames.idioms.get(part.word, ()):
            if tuple(p.word for p in parts[n : n + len(phrase)]) == phrase:
                blocked.update(range(n, n + len(phrase)))
                break
    return blocked


def _noun_hit(scene: Scene, frames: Frames, parts: Sequence[_Part], n: int) -> Hit | None:
    made: dict[int, Candidate] = {}
    for lemma in sorted(parts[n].lemmas & frames.nouns.keys()):
        for words, frame in frames.nouns[lemma]:
            stretch = _contiguous(parts, n, words)
            if stretch is None:
                continue
            head = _head([p.token for p in stretch])
            if head.pos not in ("NOUN", "PROPN") and not _nominal(scene, head, words):
                continue
            if _modifier(scene, frames, stretch[-1].token, head) or _once_more(parts, n):
                continue
            if _of_office(scene, stretch[0].token):
                continue
            if head.i not in made:
                args = _timeless(scene, arguments(scene, head, "noun"))
                made[head.i] = Candidate(scene, head, "noun", args)
            if made[head.i].fits(frame, words):
                span = tree.cover(p.token for p in stretch)
                return Hit(frame, "noun", head, span, made[head.i].args)
    return None


def _of_office(scene: Scene, token: Token) -> bool:
    """Say whether a noun is part of what an office is called ("the Ministry of Displacement")."""
    before = scene.tokens[max(0, token.i - 2) : token.i]
    named = len(before) == 2 and before[0].text.istitle() and before[1].text in ("of", "for")
    return named and token.text.istitle() and lemma_of(before[0]) in _OFFICES


def _once_more(parts: Sequence[_Part], n: int) -> bool:
    """Say whether a noun only repeats itself ("attack after attack")."""
    return (
        n > 1
        and parts[n - 1].word in ("after", "by", "upon")
        and (parts[n - 2].word == parts[n].word)
    )


def _verb_hit(
    scene: Scene, frames: Frames, parts: Sequence[_Part], n: int, said: frozenset[str]
) -> Hit | None:
    """Return the trigger at a word that is a verb; `said` is all that the sentence says."""
    token = _hyphenated(scene, parts[n].token)
    known = parts[n].lemmas & frames.verbs.keys()
    if not known or _describes(scene, frames, token):
        return None
    if not _predicate(scene, token):
        return _unseen_verb(scene, frames, parts, n)
    if token.dep == "cop":
        # What is said of the subject hangs on the word behind it ("are still active in ...").
        token = tree.head(scene.sentence, token) or token
    plain: Candidate | None = None
    for lemma in sorted(known):
        for words, frame in frames.verbs[lemma]:
            if len(words) > 1 and not said.issuperset(words):
                continue
            stretch = _following(parts, n, words)
            if stretch is None:
                continue
            if plain is None:
                args = _timeless(scene, _all_arguments(scene, token))
                plain = Candidate(scene, token, "verb", args)
            own = _with_particle(plain.args, words)
            one = plain if own is plain.args else Candidate(scene, token, "verb", own)
            if one.fits(frame, words):
                span = stretch[0].token.span if len(stretch) == 1 else _run(stretch)
                return Hit(frame, "verb", token, span, own, tuple(p.token.i for p in stretch))
    return None


def _hyphenated(scene: Scene, token: Token) -> Token:
    """Return the word that is a verb where hyphens join several ("machine-gunned")."""
    after = scene.tokens[token.i + 1 : token.i + 3]
    joined = len(after) > 1 and after[0].text == "-" and after[0].start == token.end
    if joined and after[1].start == after[0].end and after[1].tag in ("VBD", "VBN", "VBG", "VBZ"):
        return after[1]
    return token


def _all_arguments(scene: Scene, verb: Token) -> Arguments:
    """Return the arguments of a verb, those with them that its tree lacks or takes wrongly."""
    return with_names(scene, verb, filled(scene, verb, arguments(scene, verb, "verb")))


def _unseen_verb(scene: Scene, frames: Frames, parts: Sequence[_Part], n: int) -> Hit | None:
    """Return the trigger of a phrase whose verb the tree takes for a noun or an adjective.

    "The agreement of 4 October enters into force": only phrases of several words in a row, whose
    words leave no doubt of what they are.
    """
    token = parts[n].token
    if token.pos not in ("NOUN", "ADJ", "VERB") or not parts[n].word.endswith(("s", "ed")):
        return None
    above = tree.head(scene.sentence, token)
    args: Arguments = {}
    if above is not None:
        args = {"subj": (above,)} if above.i < token.i else {"obj": (above,)}
    if "subj" not in args and (doer := _noun_before(scene, token)) is not None:
        args["subj"] = (doer,)
    one = Candidate(scene, token, "verb", args)
    for lemma in sorted(lemmas(parts[n].word)):
        for words, frame in frames.verbs.get(lemma, ()):
            stretch = _contiguous(parts, n, words)
            if len(words) > 1 and stretch and one.fits(frame, words):
                return Hit(frame, "verb", token, _run(stretch), args)
    return None


def _noun_before(scene: Scene, token: Token) -> Token | None:
    """Return the noun before a token that nothing but a stretch between commas parts from it."""
    before = scene.tokens[: token.i]
    while before and before[-1].text == ",":
        opened = next((t.i for t in reversed(before[:-1]) if t.text == ","), 0)
        before = before[: opened or -1]
    found = before[-1] if before else None
    return found if found is not None and found.pos in ("NOUN", "PROPN") else None


def _with_particle(args: Arguments, words: Words) -> Arguments:
    """Take for an object what the tree hung on a verb's particle ("called off the truce")."""
    if len(words) < 2 or words[1] not in _PARTICLES or words[1] not in args or "obj" in args:
        return args
    rest = {key: tokens for key, tokens in args.items() if key != words[1]}
    return {**rest, "obj": args[words[1]]}


def _predicate(scene: Scene, token: Token) -> bool:
    if token.tag in ("VBN", "JJ") and tree.children(scene.sentence, token, "det"):
        return False  # "the displaced"
    if token.dep == "amod" and (token.tag == "VBD" or tree.children(scene.sentence, token, "aux")):
        return True  # a finite verb describes nothing: the tree missed the clause
    if token.pos in ("VERB", "AUX"):
        return token.dep not in ("amod", "compound", "aux", "aux:pass", "case", "fixed")
    if token.pos == "NOUN" and _missed_verb(scene, token):
        return True
    if token.dep == "xcomp" and token.tag == "NN" and token.text.lower().endswith("ing"):
        return True  # "began filing off the hill"
    # Participles that the parser takes for adjectives ("eleven others wounded").
    return token.pos == "ADJ" and token.dep in (
        "root", "xcomp", "ccomp", "conj", "advcl", "acl", "parataxis", "acl:relcl",
    ) and token.text.lower().endswith(("ed", "dead", "hurt", "burnt", "shut"))  # fmt: skip


def _missed_verb(scene: Scene, token: Token) -> bool:
    """Say whether the tree takes a finite verb for a noun ("Helicopters circle over the camp")."""
    sentence = scene.sentence
    subject = tree.child(sentence, token, "nsubj")
    described = tree.children(sentence, token, "cop", "det", "amod", "compound", "nummod", "case")
    return token.dep == "root" and subject is not None and subject.i < token.i and not described


def _lemmas(word: str, token: Token) -> frozenset[str]:
    known = lemmas(word)
    lemma = token.lemma.lower()
    return known if lemma in known or token.text.lower() != word else known | {lemma}


def _contiguous(parts: Sequence[_Part], n: int, words: Words) -> list[_Part] | None:
    stretch = list(parts[n : n + len(words)])
    if len(stretch) < len(words):
        return None
    for part, word in zip(stretch[1:], words[1:], strict=True):
        if word not in part.lemmas:
            return None
    return stretch


def _following(parts: Sequence[_Part], n: int, words: Words) -> list[_Part] | None:
    """Match a verb's further words in order, with at most GAP words before each."""
    stretch = [parts[n]]
    at = n
    for word in words[1:]:
        gap = 2 * GAP if word in _TAKEN else GAP
        window = range(at + 1, min(at + 2 + gap, len(parts)))
        found = next((m for m in window if word in parts[m].lemmas), None)
        parting = ".;:\u2013" if word in _TAKEN else ".;:,\u2013"
        if found is None or any(parts[m].word in parting for m in range(at + 1, found)):
            return None
        stretch.append(parts[found])
        at = found
    return stretch


def _run(stretch: Sequence[_Part]) -> Span:
    """Cover the words of a phrase, up to the first gap (a trigger's span is unbroken)."""
    last = stretch[0].token
    for part in stretch[1:]:
        if part.token.i > last.i + 1:
            break
        last = part.token
    return Span(stretch[0].token.start, last.end)


def _head(tokens: Sequence[Token]) -> Token:
    """Return the head of a noun phrase's words: the first before "of", else the last."""
    for n, token in enumerate(tokens):
        if n and (token.pos == "ADP" or token.text.lower() in ("of", "on", "to")):
            return tokens[n - 1]
    return tokens[-1]


def _nominal(scene: Scene, token: Token, words: Words) -> bool:
    """Say whether a word that the parser takes for a verb stands as a noun here."""
    sentence = scene.sentence
    marked = bool(tree.children(sentence, token, "det", "nmod:poss", "amod", "case"))
    compounds = tree.children(sentence, token, "compound")
    marked |= any(tree.children(sentence, one, "det") for one in compounds)  # "the stone throwing"
    gerund = token.text.lower().endswith("ing") and token.dep not in ("acl", "advcl")
    subject = token.tag == "VBG" and is_gerund_subject(scene, token)
    if subject or token.pos not in ("VERB", "ADJ", "X"):
        return subject
    first = scene.tokens[max(0, token.i - len(words) + 1)]
    if len(words) > 1 and first.pos == "NOUN" and tree.children(sentence, first, "det"):
        return True  # "documented the ground advance", where "advance" is taken for a verb
    # Trees at odds with themselves: "fighting flared up", "work on a trench went on".
    noun = token.tag in ("NN", "NNS") and token.pos == "VERB"
    if noun or (token.tag == "VB" and token.dep in _SUBJECTS_OR_OBJECT):
        return True
    if token.tag == "VBG" and token.dep == "root" and telling(scene, token):
        return True  # "Incoming near the dam"
    if token.tag == "VBG" and not tree.children(sentence, token, "obj"):
        leads = {t.text.lower() for t in tree.children(sentence, token, "mark")}
        if leads & {"by", "in", "from", "during"}:
            return True  # "wounded by shelling"
    return (marked and gerund) or (len(words) > 1 and token.pos != "VERB")


def _modifier(scene: Scene, frames: Frames, last: Token, head: Token) -> bool:
    if last.i + 1 >= len(scene.tokens) or head.i > last.i:
        return False
    after = scene.tokens[last.i + 1]
    return after.text.lower() in frames.modified and after.pos in ("NOUN", "PROPN")


def _describes(scene: Scene, frames: Frames, verb: Token) -> bool:
    """Say whether a verb only describes the noun behind it ("patrolling boats").

    A finite one never does: "shelled positions of the army" says what was shelled; nor one with
    an auxiliary before it ("have sought shelter").
    """
    finite = verb.tag in ("VBD", "VBZ", "VBP")
    if verb.dep == "amod" and verb.i:
        # "Trucks delivered food": with its subject right before it, it describes nothing.
        finite = verb.tag == "VBD" and scene.tokens[verb.i - 1].pos in ("NOUN", "PROPN")
    if finite or tree.children(scene.sentence, verb, "aux", "aux:pass"):
        return False
    above = tree.head(scene.sentence, verb)
    if verb.dep == "advcl" and above and table().verbs.get(lemma_of(above)) == "allege":
        return False  # "accused them of shelling positions"
    return _modifier(scene, frames, verb, verb)


def _timeless(scene: Scene, args: Arguments) -> Arguments:
    spans = [mention.ref.span for mention in scene.times]
    kept = {
        key: tuple(t for t in tokens if not any(s.overlaps(t.span) for s in spans))
        for key, tokens in args.items()
    }
    return {key: tokens for key, tokens in kept.items() if tokens}


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Drop triggers inside a longer one, and the second of two on one word.

    A noun inside a verb's phrase, or what two sides exchange ("machine-gun fire") or suspend
    ("hostilities"), says no more than the verb, unless it names the means ("came under a bomb
    attack"); nor does a verb inside the phrase of a hostile act ("lined them up and shot them").
    """
    phrased = {i for hit in hits for i in hit.rest if i != hit.token.i}
    phrased |= {
        token.i
        for hit in hits
        if hit.kind == "verb" and hit.frame.act in ("armed_clash", "ceasefire_act")
        for token in hit.args.get("obj", ())
    }
    spoken_for = {
        i
        for hit in hits
        if hit.kind == "verb" and hit.frame.act in FAMILIES["hostile"]
        for i in hit.rest
        if i != hit.token.i
    }
    hits = [
        hit
        for hit in hits
        if (hit.kind == "verb" and not (hit.hostile_or_harm and hit.token.i in spoken_for))
        or (hit.kind == "noun" and hit.token.i not in phrased)
        or hit.frame.act in UNMISTAKABLE
    ]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (-(h.span.end - h.span.start), h.span.start)):
        if not any(other.span.overlaps(hit.span) or other.token.i == hit.token.i for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: hit.span))
