"""Phrases of conflict sentences: who, what, where, when, by what means."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trees import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VOCABULARY = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
_WORDS = VOCABULARY["grammar"]
_ADJECTIVES = frozenset(_WORDS["adjectives"]) | frozenset(VOCABULARY["actors"]["plain"])
_ORGANISED = frozenset(_WORDS["organisations"])


def word(text: str, upos: str, tag: str, lemma: str = "", dep: str = "ROOT") -> Node:
    return Node(text, upos, tag, lemma or text.lower(), dep)


def case(text: str) -> Node:
    return word(text, "ADP", "IN", dep="case")


def det(text: str = "the") -> Node:
    return word(text, "DET", "DT", "a" if text == "an" else text, "det")


def comma() -> Node:
    return word(",", "PUNCT", ",", dep="punct")


def mark(text: str) -> Node:
    return word(text, "SCONJ", "IN", dep="mark")


def cc(text: str = "and") -> Node:
    return word(text, "CCONJ", "CC", dep="cc")


def adverb(text: str) -> Node:
    return word(text, "ADV", "RB", dep="advmod")


def proper(text: str) -> Node:
    return word(text, "PROPN", "NNP", text)


def singular(noun: str) -> str:
    irregular: dict[str, str] = VOCABULARY["grammar"]["singulars"]
    if noun in irregular:
        return irregular[noun]
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


class Phrases:
    """Phrases, chosen with one random source so that a seed gives one corpus."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def pick(self, table: str, row: str) -> Any:
        return self.rng.choice(VOCABULARY[table][row])

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def one(self, *makers: Callable[[], Any]) -> Any:
        return self.rng.choice(makers)()

    def verb(self, forms: Sequence[str], form: str) -> Node:
        tags = {
            "past": "VBD",
            "participle": "VBN",
            "gerund": "VBG",
            "third": "VBZ",
            "base": "VB",
            "plain": "VBP",
        }
        at = {"base": 0, "plain": 0, "past": 1, "participle": 2, "gerund": 3, "third": 4}
        return word(forms[at[form]], "VERB", tags[form], forms[0])

    def noun(self, text: str, *, plural: bool = False) -> Node:
        """Return a common noun of one or more words, the last one its head."""
        *before, last = text.split()
        lemma = singular(last) if plural else last
        node = word(last, "NOUN", "NNS" if plural else "NN", lemma)
        return node.after(*(self.modifier(part) for part in before))

    def modifier(self, text: str) -> Node:
        first, hyphen, second = text.partition("-")
        if hyphen and first not in {"pro", "anti", "non"}:
            if first == "heavily":
                inner = word(first, "ADV", "RB", dep="advmod")
                outer = word(second, "ADJ", "JJ", dep="amod")
            else:
                inner = word(first, "NOUN", "NN", dep="compound")
                outer = word(second, "ADJ", "JJ", dep="amod")
            return outer.after(inner, word("-", "PUNCT", "HYPH", dep="punct"))
        known = VOCABULARY["actors"]
        if text in known["adjectives"]:
            return word(text, "ADJ", "JJ", text, "amod")
        if text in _ADJECTIVES:
            return word(text, "ADJ", "JJ", dep="amod")
        if text[0].isupper():
            return word(text, "PROPN", "NNP", text, "compound")
        return word(text, "NOUN", "NN", dep="compound")

    def name(self, text: str) -> Node:
        parts = text.split()
        article = det() if parts[0] == "the" else None
        parts = parts[1:] if article else parts
        if parts[-1] in _ORGANISED or parts[-1].islower():
            head = proper(parts[-1]) if parts[-1][0].isupper() else self.noun(parts[-1])
            before = [self.modifier(part) for part in parts[:-1]]
            node = head.after(*before)
        else:
            flat = [proper(part).as_("flat") for part in parts[1:]]
            node = proper(parts[0]).with_(*flat)
        return node.after(article) if article else node

    def place_name(self) -> Node:
        return self.name(self.pick("places", "towns" if self.chance(0.75) else "regions"))

    def count(self) -> Node:
        """Return a numeral with whatever qualifies it."""
        number = word(self.pick("victims", "numbers"), "NUM", "CD", dep="nummod")
        kind = self.rng.randrange(9)
        if kind == 0:
            least = word("least", "ADJ", "JJS", "least", "nmod").after(case("at"))
            return number.after(least)
        if kind == 1:
            than = word("than", "ADP", "IN", dep="fixed")
            return number.after(word("more", "ADJ", "JJR", "more", "advmod").with_(than))
        if kind == 2:
            return number.after(
                adverb(self.rng.choice(("about", "nearly", "around", "some", "almost")))
            )
        if kind == 3:
            return number.after(
                word("up", "ADP", "IN", dep="advmod").with_(word("to", "ADP", "IN", dep="fixed"))
            )
        return number

    def actor(self) -> Node:
        """Return somebody who acts."""
        return self.one(self.force, self.force, self.force, self.body, self.named, self.backed)

    def force(self) -> Node:
        node = self.noun(self.pick("actors", "forces"), plural=True)
        left = []
        if self.chance(0.5):
            left.append(self.modifier(self.pick("actors", "adjectives")))
        if self.chance(0.45):
            left.append(self.modifier(self.pick("actors", "attributes")))
        if not left:
            left.append(self.modifier(self.pick("actors", "plain")))
        elif len(left) == 1 and self.chance(0.2):
            left = [self.name(self.pick("actors", "names")).as_("compound")]
            if any(child.dep == "det" for child in left[0].left):
                inner = left[0]
                bare = tuple(child for child in inner.left if child.dep != "det")
                left = [
                    Node(
                        inner.text,
                        inner.upos,
                        inner.tag,
                        inner.lemma,
                        "compound",
                        bare,
                        inner.right,
                    )
                ]
        node = node.after(*left)
        if self.chance(0.12):
            node = node.after(det())
        if self.chance(0.1):
            node = node.with_(
                self.name(self.pick("actors", "names")).after(case("from")).as_("nmod")
            )
        if self.chance(0.08):
            node = node.with_(self.affiliated())
        elif self.chance(0.06):
            node = node.with_(self.busy())
        return node

    def busy(self) -> Node:
        """Return "guarding the bridge" after a force."""
        doing = self.verb(self.pick("verbs", "tend"), "gerund").as_("acl")
        return doing.with_(self.settlement().as_("obj"))

    def done_to(self) -> Node:
        """Return "laid by retreating soldiers" after an object."""
        done = self.verb(self.pick("verbs", self.rng.choice(("tend", "take"))), "participle")
        return done.as_("acl").with_(self.actor().after(case("by")).as_("obl:agent"))

    def affiliated(self) -> Node:
        ally = (
            self.name(self.pick("actors", "names"))
            .after(case(self.rng.choice(("to", "with"))))
            .as_("obl")
        )
        verb = self.rng.choice(("loyal", "allied", "affiliated"))
        if verb == "loyal":
            return word(verb, "ADJ", "JJ", dep="amod").with_(ally)
        return word(
            verb,
            "VERB",
            "VBN",
            verb.removesuffix("ed").replace("alli", "ally").replace("affiliat", "affiliate"),
            "acl",
        ).with_(ally)

    def body(self) -> Node:
        node = self.noun(self.pick("actors", "bodies"))
        kind = self.rng.randrange(4)
        if kind == 0:
            owner = self.name(self.pick("actors", "names"))
            return node.after(owner.with_(word("'s", "PART", "POS", dep="case")).as_("nmod:poss"))
        adjective = self.modifier(self.pick("actors", "adjectives"))
        return node.after(self.article(adjective.text), adjective)

    def article(self, following: str) -> Node:
        if self.chance(0.55):
            return det()
        return det("an" if following[0].lower() in "aeio" else "a")

    def named(self) -> Node:
        node = self.name(self.pick("actors", "names"))
        if self.chance(0.12):
            node = node.with_(self.apposition())
        return node

    def apposition(self) -> Node:
        group = self.noun(self.rng.choice(("group", "militia", "alliance", "movement", "faction")))
        return (
            group.after(comma(), det("a"), self.modifier(self.pick("actors", "attributes")))
            .with_(comma())
            .as_("appos")
        )

    def backed(self) -> Node:
        first = self.pick("actors", "adjectives")
        inner = word(first, "ADJ", "JJ", first, "compound")
        if self.chance(0.4):
            inner = proper(
                self.rng.choice(("Turkey", "Iran", "UN", "US", "Saudi", "Rwanda", "Russia"))
            ).as_("compound")
        led, lemma = self.rng.choice(
            (
                ("led", "lead"),
                ("backed", "back"),
                ("supported", "support"),
                ("held", "hold"),
                ("trained", "train"),
            )
        )
        backed = word(led, "VERB", "VBN", lemma, "amod").after(
            inner, word("-", "PUNCT", "HYPH", dep="punct")
        )
        return self.noun(self.pick("actors", "forces"), plural=True).after(backed)

    def person(self) -> Node:
        """Return one or several people to whom something happens."""
        return self.one(
            self.counted, self.counted, self.counted, self.single, self.mass, self.members
        )

    def counted(self) -> Node:
        noun = self.noun(self.pick("victims", "plural"), plural=True)
        if self.chance(0.3):
            noun = noun.after(self.modifier(self.pick("actors", "adjectives")))
        noun = noun.after(self.count())
        if self.chance(0.15):
            part = self.rng.choice((self.counted_plain, self.single))()
            noun = noun.with_(
                part.after(comma(), word("including", "VERB", "VBG", "include", "case")).as_("nmod")
            )
        elif self.chance(0.1):
            noun = noun.with_(cc(), self.counted_plain().as_("conj"))
        return noun

    def counted_plain(self) -> Node:
        number = word(self.pick("victims", "numbers"), "NUM", "CD", dep="nummod")
        return self.noun(self.pick("victims", "plural"), plural=True).after(number)

    def single(self) -> Node:
        node = self.noun(self.pick("victims", "singular"))
        if self.chance(0.4):
            adjective = self.pick("victims", "adjectives")
            return node.after(
                det("an" if adjective[0] in "aeiu" else "a"), self.modifier(adjective)
            )
        return node.after(det("an" if node.text[0] in "aeio" else "a"))

    def mass(self) -> Node:
        text = self.pick("victims", "masses")
        people = (
            self.noun(self.pick("victims", "plural"), plural=True).after(case("of")).as_("nmod")
        )
        return word(text, "NOUN", "NNS", text[:-1]).with_(people)

    def members(self) -> Node:
        group = self.name(self.pick("actors", "names")).after(case("of")).as_("nmod")
        return (
            self.noun(
                self.rng.choice(("members", "fighters", "commanders", "soldiers")), plural=True
            )
            .after(self.count())
            .with_(group)
        )

    def bare_number(self) -> Node:
        return self.count().as_("ROOT")

    def thing(self) -> Node:
        """Return an object that is struck or taken."""
        if self.chance(0.55):
            node = self.noun(self.pick("things", "singular"))
            modifier = self.pick("things", "modifiers") if self.chance(0.5) else None
            left = self.modifier(modifier) if modifier else None
            node = node.after(self.article(modifier or node.text), left)
        else:
            node = self.noun(self.pick("things", "plural"), plural=True)
            if self.chance(0.6):
                node = node.after(self.modifier(self.pick("things", "modifiers")))
            elif self.chance(0.4):
                node = node.after(self.count())
        if self.chance(0.2):
            node = node.with_(self.actor().after(case("of")).as_("nmod"))
        elif self.chance(0.12):
            owner = self.actor().after(case("to")).as_("obl")
            node = node.with_(word("belonging", "VERB", "VBG", "belong", "acl").with_(owner))
        elif self.chance(0.08):
            node = node.with_(self.done_to())
        if self.chance(0.4):
            node = node.with_(self.place(("in", "near", "at", "outside")).as_("nmod"))
        if self.chance(0.1):
            node = node.with_(
                cc(), self.noun(self.pick("things", "plural"), plural=True).as_("conj")
            )
        return node

    def settlement(self) -> Node:
        """Return a place as an object ("captured the town of X")."""
        return self.one(self.place_name, self.town_of, self.unit_of)

    # Places, times, means ----------------------------------------------------------------------

    def town_of(self) -> Node:
        of = self.place_name().after(case("of")).as_("nmod")
        node = self.noun(self.pick("places", "kinds")).with_(of)
        if self.chance(0.25):
            node = node.after(
                self.modifier(
                    self.rng.choice(("northern", "southern", "strategic", "besieged", "nearby"))
                )
            )
        return node.after(det())

    def unit_of(self) -> Node:
        name = self.place_name().as_("compound")
        return self.noun(self.pick("places", "units")).after(name)

    def sided(self) -> Node:
        return self.place_name().after(self.modifier(self.pick("places", "sides")))

    def place(
        self, cases: Sequence[str] = ("in", "near", "in", "outside", "at", "around", "inside")
    ) -> Node:
        """Return a place with its preposition; the caller names the relation."""
        kind = self.rng.randrange(14)
        if kind == 0:
            far = word(self.pick("victims", "numbers"), "NUM", "CD", dep="nummod")
            km = word(
                self.rng.choice(("kilometres", "km", "miles", "kilometers")),
                "NOUN",
                "NNS",
                "kilometer",
                "obl:unmarked",
            ).after(far)
            return (
                word(self.pick("places", "directions"), "ADV", "RB")
                .after(km)
                .with_(self.place_name().after(case("of")).as_("obl"))
            )
        if kind == 1:
            return word(self.pick("places", "directions"), "ADV", "RB").with_(
                self.place_name().after(case("of")).as_("obl")
            )
        if kind == 2:
            road = self.noun(self.pick("places", "features")).after(
                det(), self.place_name().as_("compound")
            )
            return road.after(case(self.rng.choice(("along", "on", "near"))))
        if kind == 3:
            return (
                self.place_name().after(case("between")).with_(cc(), self.place_name().as_("conj"))
            )
        node = self.one(self.place_name, self.place_name, self.town_of, self.unit_of, self.sided)
        if self.chance(0.1):
            node = node.with_(self.sided().after(case("in")).as_("nmod"))
        return node.after(case(self.rng.choice(cases)))

    def where(self) -> Node:
        node = self.place()
        return node.as_("advmod" if node.upos == "ADV" else "obl")

    def when(self) -> Node:
        day = self.pick("times", "days")
        kind = self.rng.randrange(10)
        if kind <= 2:
            return proper(day).after(case("on")).as_("obl")
        if kind == 3:
            return proper(day).as_("obl:unmarked")
        if kind == 4:
            part = word(self.pick("times", "parts"), "NOUN", "NN").after(
                case("on"), proper(day).as_("compound")
            )
            return part.as_("obl")
        if kind == 5:
            number = word(str(self.rng.randrange(1, 31)), "NUM", "CD", dep="obl")
            month = proper(self.pick("times", "months")).as_("nmod:unmarked")
            with_month = number.with_(month) if self.chance(0.5) else number.after(month)
            return with_month.after(case("on"))
        return self.about_then(day, kind)

    def about_then(self, day: str, kind: int) -> Node:
        """Return a vaguer time than a day or date."""
        if kind == 6:
            last = word("last", "ADJ", "JJ", "last", "amod")
            return word(self.pick("times", "spans"), "NOUN", "NN", dep="obl:unmarked").after(last)
        if kind == 7:
            moment = word(self.pick("times", "moments"), "NOUN", "NN", dep="obl")
            return moment.after(case(self.rng.choice(("at", "before", "after"))))
        if kind == 8:
            early = adverb(self.rng.choice(("early", "late")))
            if self.chance(0.5):
                return early.with_(proper(day).after(case("on")).as_("obl"))
            return proper(day).after(early).after(case("on")).as_("obl")
        text = self.pick("times", "adverbs")
        today = word(text, "NOUN", "NN", dep="obl:unmarked")
        return today if text == "today" else adverb(text)

    def means(self) -> Node:
        node = self.weapon()
        if self.chance(0.25):
            return word("using", "VERB", "VBG", "use", "advcl").with_(node.as_("obj"))
        return node.after(case("with")).as_("obl")

    def weapon(self) -> Node:
        text = self.pick("weapons", "plural")
        node = self.noun(text, plural=text.endswith("s"))
        if self.chance(0.25) and text in {"mortars", "rockets", "shells", "howitzers", "grenades"}:
            calibre = word(self.pick("weapons", "calibres"), "NUM", "CD", dep="nummod")
            mm = word("mm", "NOUN", "NN", dep="compound").after(calibre)
            node = node.after(mm)
        return node

    def rest(self) -> list[Node]:
        """Return place, time and means after a verb, each perhaps, in one of their orders."""
        parts = []
        if self.chance(0.55):
            parts.append(self.where())
        if self.chance(0.55):
            parts.append(self.when())
        if self.chance(0.2):
            self.rng.shuffle(parts)
        return parts
