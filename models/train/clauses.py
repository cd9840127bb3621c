"""Clauses of conflict sentences: deeds, blasts, movements, fights, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events import Events
from phrases import adverb, case, cc, comma, det, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trees import Node


class Clauses(Events):
    """Finite clauses; where a place or a time hangs follows the treebank's habits.

    "In X" after an object belongs to the object, after people to the verb; times go to the verb.
    """

    def finite(self, forms: Sequence[str], subject: Node) -> Node:
        """Return the verb in a tense that fits, with its auxiliaries before it."""
        kind = self.rng.randrange(10)
        if kind == 0:
            have = word(
                "have" if subject.plural else "has",
                "AUX",
                "VBP" if subject.plural else "VBZ",
                "have",
                "aux",
            )
            return self.verb(forms, "participle").after(have)
        if kind == 1:
            return self.verb(forms, "participle").after(word("had", "AUX", "VBD", "have", "aux"))
        if kind == 2:
            was = word("were" if subject.plural else "was", "AUX", "VBD", "be", "aux")
            return self.verb(forms, "gerund").after(was)
        if kind == 3:
            did = word("did", "AUX", "VBD", "do", "aux")
            return self.verb(forms, "base").after(did, word("not", "PART", "RB", dep="advmod"))
        if kind == 4:
            return self.verb(forms, "past").after(
                adverb(self.rng.choice(("reportedly", "allegedly", "also", "later", "again")))
            )
        return self.verb(forms, "past")

    def clause(self) -> Node:
        """Return a finite clause without full stop."""
        made: Node = self.one(
            self.active,
            self.active,
            self.active,
            self.harming,
            self.harming,
            self.passive,
            self.passive,
            self.killed,
            self.killed,
            self.nominal,
            self.nominal,
            self.blast,
            self.blast,
            self.moving,
            self.fighting,
            self.light,
            self.taking,
            self.shot_dead,
            self.under_fire,
            self.patrolled,
            self.two_verbs,
            self.object_relative,
        )
        return made

    def active(self) -> Node:
        subject = self.actor()
        node = self.finite(self.pick("verbs", "hit"), subject).after(self.subject(subject))
        node = node.with_(self.thing().as_("obj"))
        if self.chance(0.35):
            node = node.with_(self.means())
        return self.outcome(node.with_(*self.rest()))

    def subject(self, node: Node, *, passive: bool = False) -> Node:
        return node.as_("nsubj:pass" if passive else "nsubj")

    def harming(self) -> Node:
        subject = self.one(self.actor, self.actor, self.event_one)
        node = self.finite(self.pick("verbs", "harm"), subject).after(self.subject(subject))
        victims = self.one(self.person, self.person, self.bare_number)
        return node.with_(victims.as_("obj"), *self.rest())

    def taking(self) -> Node:
        subject = self.actor()
        node = self.finite(self.pick("verbs", "take"), subject).after(self.subject(subject))
        return node.with_(self.one(self.settlement, self.thing).as_("obj"), *self.rest())

    def passive_of(self, forms: Sequence[str], subject: Node) -> Node:
        many = (
            subject.plural or any(n.dep == "nummod" for n in subject.left) or subject.upos == "NUM"
        )
        kind = self.rng.randrange(6)
        if kind == 0:
            left = [
                word("have" if many else "has", "AUX", "VBP" if many else "VBZ", "have", "aux"),
                word("been", "AUX", "VBN", "be", "aux:pass"),
            ]
        elif kind == 1:
            left = [
                word("had", "AUX", "VBD", "have", "aux"),
                word("been", "AUX", "VBN", "be", "aux:pass"),
            ]
        elif kind == 2:
            left = [
                word("are" if many else "is", "AUX", "VBP" if many else "VBZ", "be", "aux:pass")
            ]
        else:
            left = [word("were" if many else "was", "AUX", "VBD", "be", "aux:pass")]
        if self.chance(0.12):
            left.append(adverb(self.rng.choice(("reportedly", "also", "allegedly", "not"))))
        return self.verb(forms, "participle").after(self.subject(subject, passive=True), *left)

    def agent(self) -> Node:
        return (
            self.one(self.actor, self.actor, self.event_one, self.blast_noun)
            .after(case("by"))
            .as_("obl:agent")
        )

    def passive(self) -> Node:
        subject = self.thing()
        node = self.passive_of(self.pick("verbs", self.rng.choice(("hit", "hit", "take"))), subject)
        if self.chance(0.55):
            node = node.with_(self.agent())
        return self.outcome(node.with_(*self.rest()))

    def killed(self) -> Node:
        subject = self.one(self.person, self.person, self.bare_number)
        node = self.passive_of(self.pick("verbs", "harm"), subject)
        if self.chance(0.35):
            node = node.with_(self.agent())
        elif self.chance(0.45):
            event = (
                self.event_one()
                .after(case(self.rng.choice(("in", "during", "in", "by"))))
                .as_("obl")
            )
            if event.left[0].text == "by":
                event = event.as_("obl:agent")
            node = node.with_(event)
        node = node.with_(*self.rest())
        if self.chance(0.3):
            more = self.one(self.counted_plain, self.bare_number)
            others = self.verb(self.pick("verbs", "harm"), "participle")
            node = node.with_(
                others.after(cc(), self.subject(more, passive=True), self.were(more)).as_("conj")
            )
        elif self.chance(0.2):
            node = node.with_(self.when_clause())
        return node

    def were(self, subject: Node) -> Node | None:
        if self.chance(0.5):
            return None
        return word(
            "were" if subject.plural or subject.upos == "NUM" else "was",
            "AUX",
            "VBD",
            "be",
            "aux:pass",
        )

    def when_clause(self) -> Node:
        link = self.rng.choice(("when", "after", "as", "while", "before"))
        marker = word(
            link,
            "ADV" if link == "when" else "SCONJ",
            "WRB" if link == "when" else "IN",
            dep="advmod" if link == "when" else "mark",
        )
        inner: Node = self.one(self.active_plain, self.blast_plain, self.passive_plain)
        return inner.after(marker).as_("advcl")

    def active_plain(self) -> Node:
        return (
            self.verb(self.pick("verbs", "hit"), "past")
            .after(self.subject(self.actor()))
            .with_(self.thing().as_("obj"))
        )

    def passive_plain(self) -> Node:
        subject = self.thing()
        return self.passive_of(self.pick("verbs", "hit"), subject)

    def blast_plain(self) -> Node:
        return (
            self.verb(self.pick("verbs", "blow"), "past")
            .after(self.subject(self.blast_noun()))
            .with_(self.where())
        )

    def nominal(self) -> Node:
        subject = self.one(self.event_one, self.event_many, self.deed)
        kind = self.rng.randrange(4)
        if kind == 0:
            return (
                self.verb(("leave", "left", "left", "leaving", "leaves"), "past")
                .after(self.subject(subject))
                .with_(*self.dead(), *self.rest())
            )
        if kind == 1:
            verb = self.rng.choice(
                (
                    ("take", "took", "taken", "taking", "takes"),
                    ("continue", "continued", "continued", "continuing", "continues"),
                )
            )
            node = self.verb(verb, "past").after(self.subject(subject))
            if verb[0] == "take":
                node = node.with_(word("place", "NOUN", "NN", dep="obj"))
            return node.with_(*self.rest())
        forms = self.pick("verbs", "harm") if kind == 2 else self.pick("verbs", "hit")[:5]
        target = self.person() if kind == 2 else self.thing()
        return (
            self.finite(forms, subject)
            .after(self.subject(subject))
            .with_(target.as_("obj"), *self.rest())
        )

    def dead(self) -> list[Node]:
        """Return the object and complement of "leaving five dead"."""
        who = self.one(self.counted_plain, self.bare_number, self.mass)
        state = self.rng.choice(("dead", "wounded", "injured", "dead", "homeless", "missing"))
        return [who.as_("obj"), word(state, "ADJ", "JJ", dep="xcomp")]

    def outcome(self, node: Node) -> Node:
        """Perhaps add ", killing two" or ", leaving five dead"."""
        kind = self.rng.randrange(10)
        if kind <= 2:
            harm = (
                self.verb(self.pick("verbs", "harm"), "gerund")
                .after(comma())
                .with_(self.one(self.person, self.bare_number).as_("obj"))
            )
            if self.chance(0.3):
                second = self.verb(self.pick("verbs", "harm"), "gerund").after(cc())
                harm = harm.with_(
                    second.with_(self.one(self.counted_plain, self.bare_number).as_("obj")).as_(
                        "conj"
                    )
                )
            return node.with_(harm.as_("advcl"))
        if kind == 3:
            left = self.verb(("leave", "left", "left", "leaving", "leaves"), "gerund").after(
                comma()
            )
            return node.with_(left.with_(*self.dead()).as_("advcl"))
        if kind == 4:
            return node.with_(self.when_clause())
        return node

    def blast(self) -> Node:
        subject = self.blast_noun() if self.chance(0.7) else self.weapon_many()
        if self.chance(0.15):
            node = self.verb(("go", "went", "gone", "going", "goes"), "past").with_(
                word("off", "ADP", "RP", dep="compound:prt")
            )
        else:
            node = self.finite(self.pick("verbs", "blow"), subject)
        node = node.after(self.subject(subject))
        if self.chance(0.2):
            node = node.with_(self.thing().after(case("near")).as_("obl"))
        return self.outcome(node.with_(self.where(), self.when() if self.chance(0.5) else None))

    def moving(self) -> Node:
        subject = self.actor()
        forms = self.pick("verbs", "move")
        node = self.finite(forms, subject).after(self.subject(subject))
        if forms[0] == "pull":
            node = node.with_(
                word(self.rng.choice(("out", "back")), "ADP", "RP", dep="compound:prt")
            )
        preposition = self.rng.choice(("from", "to", "towards", "into", "through", "from"))
        goal = (
            self.one(self.settlement, self.settlement, self.thing)
            .after(case(preposition))
            .as_("obl")
        )
        return node.with_(goal, self.when() if self.chance(0.6) else None)

    def fighting(self) -> Node:
        subject = self.event_many()
        forms = self.pick("verbs", "break_out")
        node = self.verb(forms, "past").after(self.subject(subject))
        if forms[0] == "break":
            node = node.with_(word("out", "ADP", "RP", dep="compound:prt"))
        if self.chance(0.7):
            sides = self.actor().after(case("between")).with_(cc(), self.actor().as_("conj"))
            node = node.with_(sides.as_("obl"))
        return node.with_(*self.rest())

    def light(self) -> Node:
        subject = self.actor()
        *forms, particle = self.pick("events", "light")
        node = self.finite(forms, subject).after(self.subject(subject))
        if particle:
            node = node.with_(word(particle, "ADP", "RP", dep="compound:prt"))
        act = self.one(self.event_plain, self.event_several)
        on = (
            self.one(self.thing, self.settlement)
            .after(case(self.rng.choice(("on", "against", "on"))))
            .as_("nmod")
        )
        return node.with_(act.with_(on).as_("obj"), *self.rest())

    def shot_dead(self) -> Node:
        forms = ("shoot", "shot", "shot", "shooting", "shoots")
        dead = word("dead", "ADJ", "JJ", dep="xcomp")
        if self.chance(0.5):
            subject = self.person()
            node = self.passive_of(forms, subject).with_(dead)
            if self.chance(0.5):
                node = node.with_(self.actor().after(case("by")).as_("obl:agent"))
            return node.with_(*self.rest())
        subject = self.actor()
        node = self.verb(forms, "past").after(self.subject(subject))
        return node.with_(dead, self.person().as_("obj"), *self.rest())

    def under_fire(self) -> Node:
        if self.chance(0.5):
            subject = self.actor()
            node = self.verb(("open", "opened", "opened", "opening", "opens"), "past").after(
                self.subject(subject)
            )
            on = self.one(self.thing, self.person).after(case("on")).as_("obl")
            return node.with_(word("fire", "NOUN", "NN", dep="obj"), on, *self.rest())
        subject = self.thing()
        fire = word("fire", "NOUN", "NN", dep="obl").after(case("under"))
        source = self.actor().after(case("from")).as_("nmod") if self.chance(0.5) else None
        node = self.verb(("come", "came", "come", "coming", "comes"), "past").after(
            self.subject(subject)
        )
        return node.with_(fire.with_(source), *self.rest())

    def patrolled(self) -> Node:
        patrol = self.noun("patrol")
        joint = self.modifier("joint") if self.chance(0.5) else None
        road = self.noun(self.pick("places", "features")).after(
            det(), self.place_name().as_("compound")
        )
        along = road.after(case("along")).as_("obl")
        if self.chance(0.5):
            subject = self.actor()
            if self.chance(0.5):
                subject = subject.with_(cc(), self.actor().as_("conj"))
            node = self.verb(
                ("conduct", "conducted", "conducted", "conducting", "conducts"), "past"
            ).after(self.subject(subject))
            return node.with_(patrol.after(det("a"), joint).as_("obj"), along, self.when())
        forms = self.rng.choice(
            (
                ("block", "blocked", "blocked", "blocking", "blocks"),
                ("cancel", "cancelled", "cancelled", "cancelling", "cancels"),
                ("cut", "cut", "cut", "cutting", "cuts"),
                ("stop", "stopped", "stopped", "stopping", "stops"),
            )
        )
        subject = patrol.after(det(), joint)
        node = self.passive_of(forms, subject)
        if forms[0] == "cut":
            node = node.with_(word("short", "ADJ", "JJ", dep="xcomp"))
        return node.with_(self.agent() if self.chance(0.5) else None, self.when())

    def two_verbs(self) -> Node:
        subject = self.actor()
        second = (
            self.verb(self.pick("verbs", "take"), "past")
            .after(cc())
            .with_(self.settlement().as_("obj"))
        )
        node = (
            self.verb(self.pick("verbs", "hit"), "past")
            .after(self.subject(subject))
            .with_(self.thing().as_("obj"))
        )
        return node.with_(*self.rest(), second.as_("conj"))

    def object_relative(self) -> Node:
        """Return a clause whose subject carries a participle or a relative clause."""
        kind = self.rng.randrange(3)
        if kind == 0:
            inner = self.verb(self.pick("verbs", "harm"), "participle").with_(
                self.agent() if self.chance(0.4) else None, *self.rest()
            )
            subject = self.counted_plain().with_(inner.as_("acl"))
        elif kind == 1:
            inner = (
                self.verb(self.pick("verbs", "hit"), "participle")
                .after(
                    comma(),
                    word("which", "PRON", "WDT", dep="nsubj:pass"),
                    word("was", "AUX", "VBD", "be", "aux:pass"),
                )
                .with_(self.agent() if self.chance(0.6) else None, self.when(), comma())
            )
            subject = (
                self.noun(self.pick("things", "singular"))
                .after(det())
                .with_(inner.as_("acl:relcl"))
            )
        else:
            inner = (
                self.verb(self.pick("verbs", "harm"), "past")
                .after(word("that", "PRON", "WDT", dep="nsubj"))
                .with_(self.person().as_("obj"))
            )
            subject = self.event_one().with_(inner.as_("acl:relcl"))
            return self.passive_of(
                ("claim", "claimed", "claimed", "claiming", "claims"), subject
            ).with_(self.named().after(case("by")).as_("obl:agent"))
        node = self.verb(
            self.rng.choice(
                (
                    ("belong", "belonged", "belonged", "belonging", "belongs"),
                    ("come", "came", "come", "coming", "comes"),
                )
            ),
            "past",
        )
        preposition = "to" if node.lemma == "belong" else "from"
        goal = self.one(self.actor, self.place_name).after(case(preposition)).as_("obl")
        return node.after(self.subject(subject)).with_(goal)
