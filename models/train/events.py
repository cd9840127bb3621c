"""Happenings as noun phrases: attacks and strikes, the shelling of X by Y, what explodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phrases import Phrases, case, det, word

if TYPE_CHECKING:
    from trees import Node

AIM = ("aim", "aimed", "aimed", "aiming", "aims")


class Events(Phrases):
    """Nouns that tell of a deed or stand for its cause."""

    def event_one(self) -> Node:
        """Return one event as a noun phrase."""
        node = self.noun(self.pick("events", "singular"))
        kind = self.rng.randrange(5)
        if kind == 0:
            owner = self.name(self.pick("actors", "names"))
            node = node.after(owner.with_(word("'s", "PART", "POS", dep="case")).as_("nmod:poss"))
        elif kind <= 2:
            adjective = self.modifier(self.pick("actors", "adjectives"))
            node = node.after(self.article(adjective.text), adjective)
        else:
            first = (node.left[0].text if node.left else node.text)[0]
            node = node.after(det("an" if first in "aeiou" else "a"))
        on = self.one(self.thing, self.settlement).after(
            case(self.rng.choice(("on", "on", "against")))
        )
        by = self.actor().after(case("by"))
        draw = self.rng.random()
        if draw < 0.35:
            node = node.with_(on.as_("nmod"))
        elif draw < 0.5:
            node = node.with_(by.as_("nmod"))
        elif draw < 0.65:
            pair = (on, by) if self.chance(0.5) else (by, on)
            node = node.with_(*(phrase.as_("nmod") for phrase in pair))
        if self.chance(0.25):
            node = node.with_(self.place(("in", "near")).as_("nmod"))
        return node

    def event_many(self) -> Node:
        node = self.noun(self.pick("events", "plural"), plural=True)
        if self.chance(0.4):
            node = node.after(self.modifier(self.pick("actors", "adjectives")))
        elif self.chance(0.3):
            node = node.after(
                self.modifier(self.rng.choice(("heavy", "fierce", "intense", "new", "sporadic")))
            )
        if self.chance(0.35):
            node = node.with_(self.one(self.thing, self.settlement).after(case("on")).as_("nmod"))
        return node

    def deed(self) -> Node:
        """Return "the shelling of X by Y"."""
        node = self.noun(self.pick("events", "gerunds")).after(det())
        if self.chance(0.25):
            node = self.noun(node.text).after(self.modifier(self.pick("actors", "adjectives")))
        node = node.with_(
            self.one(self.thing, self.settlement, self.person).after(case("of")).as_("nmod")
        )
        if self.chance(0.55):
            node = node.with_(self.actor().after(case("by")).as_("nmod"))
        return node

    def blast_noun(self) -> Node:
        text = self.pick("weapons", "blasts")
        return self.noun(text).after(det("an" if text[0] in "aeiou" else "a"))

    def weapon_many(self) -> Node:
        noun = self.noun(
            self.rng.choice(("shells", "rockets", "missiles", "bombs", "mortar rounds", "drones")),
            plural=True,
        )
        noun = noun.after(self.count())
        if self.chance(0.2):
            aim = self.one(self.thing, self.settlement).after(case("at")).as_("obl")
            noun = noun.with_(self.verb(AIM, "participle").as_("acl").with_(aim))
        return noun

    def event_plain(self) -> Node:
        node = self.noun(self.pick("events", "singular"))
        first = (node.left[0].text if node.left else node.text)[0]
        return node.after(det("an" if first in "aeiou" else "a"))

    def event_several(self) -> Node:
        node = self.noun(
            self.rng.choice(("air strikes", "attacks", "raids", "strikes", "airstrikes")),
            plural=True,
        )
        return node.after(self.count()) if self.chance(0.5) else node
