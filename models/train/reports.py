"""What conflict reports do and other English hardly does: clipped lines, lists, tolls, logs.

Each maker answers a class of faults seen in field reports: participles without "who were" after
the subject, infinitives of claiming, places listed with counts, speakers in the middle of what they
say, headlines without auxiliaries, "Place: ..." and "Place - ...", clock times and bearings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clauses import Clauses
from phrases import VOCABULARY, adverb, case, cc, comma, det, mark, proper, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trees import Node

LEAVE = ("leave", "left", "left", "leaving", "leaves")
HURT = (("wound", "wounded"), ("injure", "injured"), ("kill", "killed"), ("hurt", "hurt"))


def punct(text: str) -> Node:
    tags = {":": ":", ";": ",", "-": ":", "(": "-LRB-", ")": "-RRB-", ".": "."}
    return word(text, "PUNCT", tags[text], dep="punct")


class Reports(Clauses):
    """Clauses and lines in the manner of bulletins, headlines, posts and logs."""

    def reported(self) -> Node:
        """Return a clause of one of these makers."""
        made: Node = self.one(
            self.reduced,
            self.reduced,
            self.reduced,
            self.claiming,
            self.shelled_several,
            self.counted_places,
            self.of_whom,
            self.with_toll,
            self.shared_passive,
            self.fronted,
            self.of_unit,
            self.logged,
            self.rank_and_post,
            self.answered,
            self.answered,
        )
        return made

    def line(self) -> Node:
        """Return a line without full stop: a headline or a post."""
        made: Node = self.one(
            self.hit_line,
            self.toll_line,
            self.says_line,
            self.places_line,
            self.place_line,
            self.place_line,
            self.bare_line,
        )
        return made

    # Clauses ------------------------------------------------------------------------------------

    def bare_many(self) -> Node:
        """Return a plural without article, so that only what follows tells noun from verb."""
        table, row = self.rng.choice((("things", "plural"), ("actors", "forces")))
        node = self.noun(self.pick(table, row), plural=True)
        if self.chance(0.35):
            node = node.after(self.modifier(self.pick("things", "modifiers")))
        elif self.chance(0.3):
            node = node.after(word("two", "NUM", "CD", dep="nummod"))
        if self.chance(0.3):
            node = node.with_(self.name(self.pick("actors", "names")).after(case("of")).as_("nmod"))
        return node

    def reduced(self) -> Node:
        """Return "positions shelled overnight were hit again": the participle is not the verb."""
        done = self.verb(self.pick("verbs", self.rng.choice(("hit", "take", "harm"))), "participle")
        done = done.with_(self.agent() if self.chance(0.35) else None)
        done = done.with_(*(self.rest() or [self.when()])).as_("acl")
        subject = (self.bare_many() if self.chance(0.7) else self.counted_plain()).with_(done)
        kind = self.rng.randrange(5)
        if kind == 0:
            without = word("power", "NOUN", "NN", dep="obl").after(case("without"))
            forms = ("remain", "remained", "remained", "remaining", "remains")
            return self.verb(forms, "past").after(subject.as_("nsubj")).with_(without)
        if kind == 1:
            forms = self.pick("verbs", "move")
            if forms[0] == "pull":
                forms = ("advance", "advanced", "advanced", "advancing", "advances")
            node = self.finite(forms, subject).after(subject.as_("nsubj"))
            return node.with_(self.settlement().after(case("to")).as_("obl"))
        if kind == 2:
            node = self.finite(self.pick("verbs", "hit"), subject).after(subject.as_("nsubj"))
            return node.with_(self.thing().as_("obj"), *self.rest())
        again = adverb("again") if self.chance(0.3) else None
        forms = self.rng.choice(
            (*VOCABULARY["verbs"]["find"], *(self.pick("verbs", "hit") for _ in range(4)))
        )
        return self.passive_of(forms, subject).with_(again, *self.rest())

    def had(self, forms: Sequence[str]) -> Node:
        """Return "to have shelled"."""
        to = word("to", "PART", "TO", dep="mark")
        return self.verb(forms, "participle").after(to, word("have", "AUX", "VB", "have", "aux"))

    def claiming(self) -> Node:
        """Return "X claims to have captured Y" or "X is said to have captured Y"."""
        subject = self.actor()
        row = self.rng.choice(("hit", "take", "harm"))
        deed = self.had(self.pick("verbs", row))
        what = self.person() if row == "harm" else self.one(self.settlement, self.thing)
        deed = deed.with_(what.as_("obj"), *self.rest()).as_("xcomp")
        forms = self.pick("verbs", "claim")
        if forms[0] == "claim":
            tense = self.rng.choice(("past", "plain" if subject.plural else "third"))
            return self.verb(forms, tense).after(subject.as_("nsubj")).with_(deed)
        return self.passive_of(forms, subject).with_(deed)

    def several(self) -> Node:
        """Return two to four places in a row."""
        more = [self.place_name() for _ in range(self.rng.randrange(1, 4))]
        links = [comma() for _ in more[:-1]] + [cc()]
        return self.place_name().with_(
            *(name.after(link).as_("conj") for name, link in zip(more, links, strict=True))
        )

    def shelled_several(self) -> Node:
        """Return "the army shelled A, B and C with rockets"."""
        subject = self.actor()
        forms = self.pick("verbs", self.rng.choice(("hit", "take")))
        if self.chance(0.5):
            node = self.finite(forms, subject).after(subject.as_("nsubj"))
            return node.with_(self.several().as_("obj"), self.means(), *self.rest())
        names = self.several()
        if self.chance(0.5):
            villages = word("villages", "NOUN", "NNS", "village").after(det())
            names = villages.with_(names.after(case("of")).as_("nmod"))
        return self.passive_of(forms, names).with_(self.agent() if self.chance(0.5) else None)

    def counted_places(self) -> Node:
        """Return "shelling was recorded in Hama (7), Idlib (3) and Latakia (two rounds)"."""
        first, *more = [self.place_name() for _ in range(self.rng.randrange(2, 5))]
        rounds = self.chance(0.25)
        first = first.with_(self.in_brackets(rounds=rounds))
        links = [comma() for _ in more[:-1]] + [cc()]
        names = first.with_(
            *(
                name.after(link).with_(self.in_brackets(rounds=rounds)).as_("conj")
                for name, link in zip(more, links, strict=True)
            )
        )
        subject = self.one(self.event_many, lambda: word("shelling", "NOUN", "NN"))
        forms = self.rng.choice((VOCABULARY["verbs"]["notice"][1], VOCABULARY["verbs"]["claim"][2]))
        node = self.passive_of(forms, subject)
        return node.with_(names.after(case("in")).as_("obl"))

    def in_brackets(self, *, rounds: bool) -> Node:
        number = word(self.pick("victims", "numbers"), "NUM", "CD")
        if rounds:
            number = word("rounds", "NOUN", "NNS", "round").after(number.as_("nummod"))
        return number.after(punct("(")).with_(punct(")")).as_("appos")

    def of_whom(self) -> Node:
        """Return "killing six people, of whom three were children"."""
        clause = self.passive_of(self.pick("verbs", "harm"), self.counted_plain())
        clause = clause.with_(*self.rest())
        if self.chance(0.5):
            subject = self.actor()
            clause = self.verb(self.pick("verbs", "harm"), "past").after(subject.as_("nsubj"))
        few = word(self.rng.choice(("two", "three", "five")), "NUM", "CD")
        who = word("whom", "PRON", "WP", dep="nmod").after(case("of"))
        few = few.after(who) if self.chance(0.5) else few.with_(who)
        kind = self.noun(self.pick("victims", "plural"), plural=True)
        inner = kind.after(comma(), few.as_("nsubj"), word("were", "AUX", "VBD", "be", "cop"))
        people = self.counted_plain().with_(inner.as_("acl:relcl"))
        if clause.left and clause.left[0].dep == "nsubj":
            return clause.with_(people.as_("obj"))
        killing = self.verb(("kill", "killed", "killed", "killing", "kills"), "gerund")
        return clause.with_(killing.after(comma()).with_(people.as_("obj")).as_("advcl"))

    def with_toll(self) -> Node:
        """Return "leaving five dead and six wounded", "left one man dead and four wounded"."""
        dead = word("dead", "ADJ", "JJ", dep="xcomp")
        who = self.one(self.counted_plain, self.bare_number, self.single)
        lemma, form = self.rng.choice(HURT[:2])
        others = self.one(self.bare_number, self.counted_plain).as_("nsubj:pass")
        more = word(form, "VERB", "VBN", lemma, "conj").after(cc(), others)
        event = self.one(self.event_one, self.blast_noun)
        if self.chance(0.5):
            node = self.verb(LEAVE, "past").after(event.as_("nsubj"))
            return node.with_(who.as_("obj"), dead, more, *self.rest())
        leaving = self.verb(LEAVE, "gerund").after(comma()).with_(who.as_("obj"), dead, more)
        node = self.verb(self.pick("verbs", "hit"), "past").after(event.as_("nsubj"))
        return node.with_(self.thing().as_("obj"), leaving.as_("advcl"))

    def shared_passive(self) -> Node:
        """Return "was searched, beaten and detained by X"."""
        subject = self.one(self.single, self.counted_plain, self.thing)
        row = "harm" if subject.lemma == "person" or self.chance(0.4) else "hit"
        first = self.passive_of(self.pick("verbs", row), subject)
        second = self.verb(self.pick("verbs", row), "participle").after(cc()).as_("conj")
        if self.chance(0.3):
            middle = self.verb(self.pick("verbs", row), "participle").after(comma())
            first = first.with_(middle.as_("conj"))
        return first.with_(second.with_(self.agent() if self.chance(0.5) else None, *self.rest()))

    def fronted(self) -> Node:
        """Return "Backed by X, Y seized Z" or "After shelling X, Y took Z"."""
        subject = self.actor()
        main = self.verb(self.pick("verbs", "take"), "past").after(subject.as_("nsubj"))
        main = main.with_(self.settlement().as_("obj"), *self.rest())
        if self.chance(0.5):
            agent = self.actor().after(case("by")).as_("obl:agent")
            first = self.verb(self.pick("verbs", "support"), "participle").with_(agent)
        else:
            link = mark(self.rng.choice(("after", "before", "while")))
            first = self.verb(self.pick("verbs", "hit"), "gerund").after(link)
            first = first.with_(self.one(self.thing, self.settlement).as_("obj"))
        return main.after(first.with_(comma()).as_("advcl"))

    def of_unit(self) -> Node:
        """Return a deed of "units of the 25th Division", "the 3rd Battalion", at "Hill 112"."""
        number = self.rng.randrange(1, 130)
        teen = 10 < number % 100 < 20
        ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        order = word(f"{number}{ending}", "ADJ", "JJ", dep="amod")
        kind = proper(self.rng.choice(("Division", "Brigade", "Battalion", "Corps", "Army")))
        unit = kind.after(det(), order)
        subject = unit
        if self.chance(0.5):
            men = self.rng.choice(("units", "troops", "soldiers", "elements"))
            subject = word(men, "NOUN", "NNS", men[:-1]).with_(unit.after(case("of")).as_("nmod"))
        hill = proper(self.rng.choice(("Hill", "Height", "Point", "Position")))
        hill = hill.with_(word(str(self.rng.randrange(3, 1800)), "NUM", "CD", dep="flat"))
        target = hill if self.chance(0.4) else self.one(self.settlement, self.thing)
        forms = self.pick("verbs", self.rng.choice(("take", "hit")))
        node = self.finite(forms, subject).after(subject.as_("nsubj"))
        return node.with_(target.as_("obj"), *self.rest())

    def rank_and_post(self) -> Node:
        """Return "Col. X, commander of the Y group, was killed by a mine"."""
        title = word(self.pick("speakers", "titles"), "PROPN", "NNP", dep="nmod:desc")
        own = proper(self.pick("speakers", "firsts")).after(title if self.chance(0.6) else None)
        own = own.with_(proper(self.pick("speakers", "surnames")).as_("flat"))
        article = det("a") if self.chance(0.5) else None
        role = word("commander", "NOUN", "NN").after(comma(), article)
        of = self.name(self.pick("actors", "names")).after(case("of")).as_("nmod")
        person = own.with_(role.with_(of, comma()).as_("appos"))
        if self.chance(0.6):
            node = self.passive_of(self.pick("verbs", "harm"), person)
            return node.with_(self.agent(), *self.rest())
        forms = ("say", "said", "said", "saying", "says")
        said = self.verb(forms, "past").after(person.as_("nsubj"))
        return said.with_(self.active_plain().as_("ccomp"))

    def then(self) -> Node:
        """Return a time or a circumstance for the front: "since the truce", "after talks"."""
        made: Node = self.one(self.lately, self.since, self.since, self.amid_events, self.by_then)
        return made.as_("obl")

    def lately(self) -> Node:
        if self.chance(0.4):
            part = self.noun(self.rng.choice(("night", "day", "week", "morning")))
            return part.after(case("during"), det())
        hours = self.noun(self.rng.choice(("hours", "days", "weeks")), plural=True)
        count = word(self.pick("victims", "numbers"), "NUM", "CD", dep="nummod")
        last = word(self.rng.choice(("last", "past")), "ADJ", "JJ", dep="amod")
        return hours.after(case(self.rng.choice(("in", "over"))), det(), last, count)

    def since(self) -> Node:
        words = (
            "truce",
            "ceasefire",
            "accord",
            "raid",
            "withdrawal",
            "retreat",
            "arrival",
            "defeat",
        )
        deed = self.noun(self.rng.choice(words))
        if self.chance(0.5):
            deed = deed.with_(self.actor().after(case("of")).as_("nmod"))
        return deed.after(case(self.rng.choice(("since", "after", "before", "under"))), det())

    def amid_events(self) -> Node:
        events: Node = self.one(self.event_many, lambda: self.noun("talks", plural=True))
        return events.after(case(self.rng.choice(("after", "during", "amid", "despite"))))

    def by_then(self) -> Node:
        if self.chance(0.5):
            part = self.noun(self.rng.choice(("evening", "noon", "dawn", "midday", "nightfall")))
            return part.after(case("by"))
        day = proper(self.rng.choice((self.pick("times", "months"), self.pick("times", "days"))))
        return day.after(case(self.rng.choice(("since", "by", "until"))))

    def answered(self) -> Node:
        """Return "own troops answered at once", "the mission offered talks": verbs of all sorts."""
        subject = self.one(self.actor, self.force, self.bare_many)
        if self.chance(0.4):
            forms = self.pick("verbs", "answer")
            node = self.verb(forms, "past").after(subject.as_("nsubj"))
            how = self.rng.choice(("fire", "force", "kind", "vain", "silence", "strength"))
            means = word(how, "NOUN", "NN", dep="obl").after(
                case("in" if how != "fire" else "with")
            )
            return node.with_(means if self.chance(0.4) else None, *self.rest())
        forms = self.pick("verbs", "offer")
        node = self.finite(forms, subject).after(subject.as_("nsubj"))
        what = self.rng.choice(("work", "talks", "mediation", "fire", "the charge", "the road"))
        thing = self.noun(what.split()[-1], plural=what == "talks")
        thing = thing.after(det() if what.startswith("the ") else None)
        return node.with_(thing.as_("obj"), *self.rest())

    def clock(self) -> Node:
        hour, minute = self.rng.randrange(24), self.rng.choice((0, 5, 10, 15, 25, 30, 40, 50))
        sign = ":" if self.chance(0.6) else ""
        return word(f"{hour:02}{sign}{minute:02}", "NUM", "CD").after(case("at")).as_("obl")

    def logged(self) -> Node:
        """Return "at 21:15 the mission heard five explosions 3 km north of X"."""
        who = self.one(
            lambda: self.noun(self.rng.choice(("mission", "team", "patrol", "post"))).after(det()),
            lambda: self.noun(self.rng.choice(("observers", "monitors")), plural=True),
        )
        what = self.one(self.weapon_many, self.event_many, self.rounds, self.column)
        node = self.verb(self.pick("verbs", "notice"), "past").after(who.as_("nsubj"))
        if self.chance(0.5):
            node = node.after(self.clock().with_(comma() if self.chance(0.5) else None))
        else:
            node = node.after(self.when().with_(comma()), self.clock().with_(comma()))
        where = self.where() if self.chance(0.5) else self.bearing()
        return node.with_(what.as_("obj"), where)

    def bearing(self) -> Node:
        far = word(self.pick("victims", "numbers"), "NUM", "CD", dep="nummod")
        unit = self.rng.choice((("km", "kilometer"), ("metres", "metre"), ("m", "meter")))
        km = word(unit[0], "NOUN", "NNS", unit[1], "obl:unmarked")
        way = word(self.pick("places", "directions"), "ADV", "RB", dep="advmod")
        way = way.after(km.after(far))
        of = self.one(self.place_name, lambda: self.noun("position").after(det("its")))
        return way.with_(of.after(case("of")).as_("obl"))

    def rounds(self) -> Node:
        fire = word("fire", "NOUN", "NN")
        kind = self.rng.choice(("mortar", "artillery", "machine gun", "tank", "sniper"))
        fire = self.noun(f"{kind} fire").after(case("of")).as_("nmod")
        word_ = self.rng.choice(("bursts", "rounds", "shots", "exchanges"))
        node = word(word_, "NOUN", "NNS", word_[:-1]).after(self.count())
        return node.with_(fire if self.chance(0.6) else None)

    def column(self) -> Node:
        """Return "a column of nine vehicles heading west"."""
        cars = self.noun("vehicles", plural=True).after(case("of"), self.count())
        if self.chance(0.6):
            way = word(self.pick("places", "directions"), "ADV", "RB", dep="advmod")
            head = self.rng.choice((("head", "heading"), ("move", "moving")))
            cars = cars.with_(word(head[1], "VERB", "VBG", head[0], "acl").with_(way))
        node = self.noun(self.rng.choice(("column", "convoy", "group"))).after(det("a"))
        return node.with_(cars.as_("nmod"))

    # Lines --------------------------------------------------------------------------------------

    def bare_one(self) -> Node:
        """Return a noun of one word or two without article."""
        node = self.noun(self.pick("things", "singular"))
        return node.after(
            self.modifier(self.pick("things", "modifiers")) if self.chance(0.3) else None
        )

    def hit_line(self) -> Node:
        """Return "Hospital bombed near X, three dead": no auxiliary, no article."""
        forms = self.pick("verbs", self.rng.choice(("hit", "take")))
        subject = self.one(self.bare_one, self.bare_many, self.place_name)
        node = self.verb(forms, "participle").after(subject.as_("nsubj:pass"))
        by = self.one(self.force, self.named).after(case("by")).as_("obl:agent")
        node = node.with_(by if self.chance(0.35) else None)
        node = node.with_(self.place(("in", "near")).as_("obl") if self.chance(0.4) else None)
        return node.with_(self.toll_after() if self.chance(0.35) else None)

    def toll_after(self) -> Node:
        number = word(self.pick("victims", "numbers"), "NUM", "CD")
        if self.chance(0.4):
            state = self.rng.choice(("dead", "missing"))
            return word(state, "ADJ", "JJ", dep="parataxis").after(comma(), number.as_("nsubj"))
        lemma, form = self.rng.choice(HURT)
        return word(form, "VERB", "VBN", lemma, "parataxis").after(
            comma(), number.as_("nsubj:pass")
        )

    def toll_line(self) -> Node:
        """Return "Two killed, nine hurt as mortar rounds hit market"."""
        lemma, form = self.rng.choice(HURT)
        who = self.one(self.bare_number, self.counted_plain)
        node = word(form, "VERB", "VBN", lemma).after(who.as_("nsubj:pass"))
        if self.chance(0.6):
            lemma, form = self.rng.choice(HURT)
            others = self.one(self.bare_number, self.counted_plain).as_("nsubj:pass")
            node = node.with_(word(form, "VERB", "VBN", lemma, "conj").after(comma(), others))
        if self.chance(0.5):
            subject = self.one(self.force, self.weapon_many)
            forms = self.pick("verbs", "hit")
            hit = self.verb(forms, "plain").after(mark("as"), subject.as_("nsubj"))
            return node.with_(hit.with_(self.bare_one().as_("obj")).as_("advcl"))
        event = self.noun(self.pick("events", "singular"))
        event = event.after(case(self.rng.choice(("in", "after"))))
        place = self.place(("in", "near")).as_("nmod")
        return node.with_(event.with_(place if self.chance(0.7) else None).as_("obl"))

    def says_line(self) -> Node:
        """Return "Turkey says three soldiers killed in X", "Army denies shelling school"."""
        speakers = ("army", "police", "minister", "rebel leader", "mayor")
        speaker = self.one(self.named, lambda: self.noun(self.rng.choice(speakers)))
        if self.chance(0.4):
            forms = ("deny", "denied", "denied", "denying", "denies")
            doing = self.verb(self.pick("verbs", "hit"), "gerund")
            node = self.verb(forms, "third").after(speaker.as_("nsubj"))
            return node.with_(doing.with_(self.bare_one().as_("obj")).as_("xcomp"))
        if self.chance(0.3):
            forms = ("accuse", "accused", "accused", "accusing", "accuses")
            doing = self.verb(self.pick("verbs", "hit"), "gerund")
            doing = doing.after(mark("of")).with_(self.thing().as_("obj")).as_("advcl")
            node = self.verb(forms, "third").after(speaker.as_("nsubj"))
            return node.with_(self.named().as_("obj"), doing)
        inner = self.verb(self.pick("verbs", "harm"), "participle")
        inner = inner.after(self.counted_plain().as_("nsubj:pass"))
        inner = inner.with_(self.place(("in", "near")).as_("obl"))
        forms = ("say", "said", "said", "saying", "says")
        return self.verb(forms, "third").after(speaker.as_("nsubj")).with_(inner.as_("ccomp"))

    def places_line(self) -> Node:
        """Return "Rebel factions hold X and the hills above it" in the present."""
        subject = self.one(self.force, self.bare_many)
        row = self.rng.choice(("take", "hit"))
        node = self.verb(self.pick("verbs", row), "plain").after(subject.as_("nsubj"))
        what = self.one(self.several, self.settlement, self.bare_one, self.bare_many)
        return node.with_(what.as_("obj"), self.when() if self.chance(0.3) else None)

    def place_line(self) -> Node:
        """Return "Nyala - two drones, one hit", "Goma: six rounds, no casualties"."""
        dash = punct(self.rng.choice((":", ":", "-")))
        content = self.one(
            self.weapon_many,
            self.hit_line,
            self.toll_line,
            lambda: self.noun(self.pick("events", "singular")),
            lambda: word("shelling", "NOUN", "NN").with_(self.place(("on", "near")).as_("nmod")),
        )
        if self.chance(0.3) and content.upos == "NOUN":
            no = word("casualties", "NOUN", "NNS", "casualty", "parataxis")
            no = no.after(comma(), word("no", "DET", "DT", dep="det"))
            content = content.with_(no)
        elif self.chance(0.3) and content.upos == "NOUN":
            content = content.with_(self.toll_after())
        return self.place_name().with_(content.after(dash).as_("parataxis"))

    def bare_line(self) -> Node:
        """Return "Drone over X again", "Heavy clashes near X since dawn"."""
        event: Node = self.one(self.event_many, self.weapon_many, self.bare_one)
        over = self.place(("over", "near", "at", "in")).as_("nmod")
        since = word(self.pick("times", "moments"), "NOUN", "NN", dep="nmod").after(case("since"))
        return event.with_(over, since if self.chance(0.4) else None)

    def amid(self, inner: Node, said: Node) -> Node:
        """Return the clause with its speaker after the subject: "The shells, X said, came ..."."""
        at = [child.dep.startswith("nsubj") for child in inner.left].index(True) + 1
        aside = said.after(comma()).with_(comma()).as_("parataxis")
        return replace(inner, left=(*inner.left[:at], aside, *inner.left[at:]))
