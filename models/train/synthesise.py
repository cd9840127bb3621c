"""Made-up conflict sentences with their trees, in the conventions of the English Web Treebank.

The treebanks hardly know the words of this field (*shell* as a verb stands in them twice), so the
parser also sees a few thousand sentences from this small grammar. Vocabulary: `vocabulary.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from phrases import VOCABULARY, case, comma, det, mark, proper, word
from reports import Reports
from trees import Node, linear

if TYPE_CHECKING:
    from conllu import Tree

__all__ = ["VOCABULARY", "sentences"]

ACCUSE = ("accuse", "accused", "accused", "accusing", "accuses")
DENY = ("deny", "denied", "denied", "denying", "denies")
SAY = ("say", "said", "said", "saying", "says")


class Grammar(Reports):
    """Whole sentences: clauses in somebody's mouth, headlines, plain statements."""

    def speaker(self) -> Node:
        return self.one(self.office, self.office_group, self.titled, self.role, self.named_role)

    def office(self) -> Node:
        return (
            self.name(self.pick("speakers", "offices"))
            if self.chance(0.6)
            else self.name(self.pick("actors", "names"))
        )

    def office_group(self) -> Node:
        node = self.noun(self.pick("speakers", "groups"), plural=True)
        return (
            node.after(
                self.modifier(
                    self.rng.choice(
                        ("local", "medical", "security", "military", "Turkish", "Iraqi", "Russian")
                    )
                )
            )
            if self.chance(0.6)
            else node
        )

    def titled(self) -> Node:
        title = word(self.pick("speakers", "titles"), "PROPN", "NNP", dep="nmod:desc")
        if self.chance(0.4):
            return (
                proper(self.pick("speakers", "firsts"))
                .after(title)
                .with_(proper(self.pick("speakers", "surnames")).as_("flat"))
            )
        return proper(self.pick("speakers", "surnames")).after(title)

    def role(self) -> Node:
        node = self.noun(self.pick("speakers", "roles"))
        modifier = self.rng.choice(
            ("military", "local", "security", "army", "government", "senior", "hospital")
        )
        node = node.after(det("a"), self.modifier(modifier))
        return (
            node.with_(
                self.office()
                .after(case(self.rng.choice(("for", "from", "with", "of"))))
                .as_("nmod")
            )
            if self.chance(0.4)
            else node
        )

    def named_role(self) -> Node:
        name = proper(self.pick("speakers", "firsts")).with_(
            proper(self.pick("speakers", "surnames")).as_("flat")
        )
        role = (
            self.noun(self.pick("speakers", "roles"))
            .after(comma(), det("a"))
            .with_(self.office().after(case("for")).as_("nmod"), comma())
        )
        return name.with_(role.as_("appos"))

    def sourced(self) -> Node:
        """Return a clause inside what somebody says."""
        inner = self.clause()
        kind = self.rng.randrange(11)
        forms = self.pick("verbs", "say") if self.chance(0.5) else SAY
        speaker = self.speaker()
        said = self.verb(forms, "past").after(self.subject(speaker))
        if kind <= 2:
            that = mark("that") if self.chance(0.6) else None
            on = self.when() if self.chance(0.25) else None
            return said.with_(on, inner.after(that).as_("ccomp"))
        if kind <= 4:
            said = said.after(comma()).with_(self.when() if self.chance(0.3) else None)
            return inner.with_(said.as_("parataxis"))
        if kind == 5:
            return self.according(inner, speaker)
        if kind == 8:
            return self.amid(inner, said)
        if kind >= 9:
            return self.quoted(inner, said)
        return self.denied(inner, speaker) if kind == 6 else self.accused(speaker)

    def quoted(self, inner: Node, said: Node) -> Node:
        """Return a clause between quotation marks, the speaker before or after it."""
        first, last = (
            word('"', "PUNCT", "``", dep="punct"),
            word('"', "PUNCT", "''", dep="punct"),
        )
        if self.chance(0.4):
            return said.with_(comma(), inner.after(first).with_(last).as_("ccomp"))
        return said.after(inner.after(first).with_(comma(), last).as_("ccomp"))

    def according(self, inner: Node, speaker: Node) -> Node:
        to = word("to", "ADP", "IN", dep="fixed")
        source = speaker.after(word("according", "VERB", "VBG", "accord", "case").with_(to))
        if self.chance(0.5):
            return inner.after(source.with_(comma()).as_("obl"))
        return inner.with_(source.after(comma()).as_("obl"))

    def denied(self, inner: Node, speaker: Node) -> Node:
        node = self.verb(DENY, "past").after(self.subject(speaker))
        if self.chance(0.4):
            doing = self.verb(self.pick("verbs", "hit"), "gerund")
            return node.with_(doing.with_(self.thing().as_("obj")).as_("xcomp"))
        if self.chance(0.5):
            return node.with_(self.deed().as_("obj"))
        return node.with_(inner.after(mark("that")).as_("ccomp"))

    def accused(self, speaker: Node) -> Node:
        of = word("of", "SCONJ", "IN", dep="mark")
        doing = self.verb(self.pick("verbs", "hit"), "gerund").after(of)
        node = self.verb(ACCUSE, "past").after(self.subject(speaker)).with_(self.actor().as_("obj"))
        return node.with_(doing.with_(self.thing().as_("obj"), *self.rest()).as_("advcl"))

    def headline(self) -> Node:
        """Return a sentence in the style of headlines and posts: present tense, few articles."""
        kind = self.rng.randrange(5)
        if kind == 0:
            subject = self.force()
            node = self.verb(self.pick("verbs", self.rng.choice(("hit", "take"))), "plain").after(
                self.subject(subject)
            )
            return node.with_(
                self.one(self.settlement, self.thing).as_("obj"),
                self.where() if self.chance(0.3) else None,
            )
        if kind == 1:
            node = self.verb(self.pick("verbs", "harm"), "participle")
            who = self.one(self.counted, self.bare_number, self.single)
            event = self.noun(self.pick("events", "singular")).after(case("in"))
            node = node.after(self.subject(who, passive=True))
            return node.with_(
                event.with_(
                    self.place(("in", "on", "near")).as_("nmod") if self.chance(0.5) else None
                ).as_("obl")
            )
        if kind == 2:
            subject = self.noun(self.pick("events", "singular"))
            return (
                self.verb(self.pick("verbs", "hit"), "third")
                .after(self.subject(subject))
                .with_(
                    self.one(self.settlement, self.thing).as_("obj"),
                    self.when() if self.chance(0.3) else None,
                )
            )
        if kind == 3:
            node = self.event_many()
            return node.with_(self.place(("in", "near")).as_("nmod"))
        subject = self.one(self.force, self.named)
        return (
            self.verb(self.pick("verbs", "move"), "plain")
            .after(self.subject(subject))
            .with_(self.settlement().after(case("from")).as_("obl"))
        )

    def sentence(self) -> Tree:
        """Return one sentence."""
        draw = self.rng.random()
        if draw < 0.2:
            return linear(self.headline() if draw < 0.1 else self.line())
        other = self.sourced if draw < 0.62 else self.clause
        node = self.reported() if draw < 0.42 else other()
        draw = self.rng.random()
        if draw < 0.24:
            first = self.one(self.when, self.then, self.where)
            # Without a comma, what comes first must still be kept apart from the subject after it.
            node = node.after(first.with_(comma()) if self.chance(0.55) else first)
        return linear(node.with_(word(".", "PUNCT", ".", dep="punct")))


def sentences(count: int, seed: int) -> list[Tree]:
    """Return so many different sentences; the same ones for the same seed."""
    grammar = Grammar(seed)
    made: dict[str, Tree] = {}
    while len(made) < count:
        tree = grammar.sentence()
        text = "".join(word.text + " " * word.space for word in tree)
        if len(tree) <= 60:
            made.setdefault(text, tree)
    return list(made.values())


if __name__ == "__main__":
    for tree in sentences(40, seed=1):
        print("".join(word.text + " " * word.space for word in tree))
