"""Attribution: whose statement a claim is (CODEBOOK, "Attribution")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as altered

from trucewatch.extract import tree
from trucewatch.extract.authors import wrote
from trucewatch.extract.cues import Cue, find_cues, hedges, table
from trucewatch.extract.forms import lemma_of, lemmas
from trucewatch.extract.phrases import noun_phrase
from trucewatch.extract.words import fold
from trucewatch.model import Attribution, Figure, Link, Mention, Source, Span, Watch
from trucewatch.model.vocabulary import AttributionForm

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.tree import Token
    from trucewatch.extract.triggers import Hit

_PRONOUNS = frozenset({"he", "she", "it", "they"})
_RELATIVE = frozenset({"who", "which", "that"})
_THEIR = ("his ", "its ", "their ")
_OF_HIS = (*_THEIR, "her ")
_RULING = frozenset(
    {"minister", "ministry", "president", "premier", "government", "chief", "commander", "general",
     "spokesman", "spokeswoman", "leader", "chancellor", "king", "cabinet"}
)  # fmt: skip
_OWN_FORCES = frozenset(
    {"army", "military", "troops", "forces", "armed forces", "air force", "navy", "soldiers"}
)
"""What a minister calls so is his own ("the army would strike")."""
_POSSESSOR = re.compile("['\u2019]s\\b")
_DEFINITE = frozenset({"the", "this"})
_STAFF = frozenset({"reporter", "correspondent", "monitor", "monitors", "reporters"})
_COUNTING = frozenset({"register", "record", "count", "document", "log"})
_STATE = frozenset({"ministry", "state_agency"})
_ARMY = frozenset({"army", "military"})
_MONITORS = frozenset({"monitor", "monitors"})
_MISSION = _MONITORS | {
    "mission", "mechanism", "sector", "team", "teams", "observers", "patrol", "patrols", "force",
    "peacekeepers", "verifiers", "centre", "center",
}  # fmt: skip
"""How the reports of a mission name the mission itself."""
OWN_KINDS = frozenset({"ministry", "state_agency", "monitor"})
_ADMITTED = frozenset(
    {"shelling", "missile_strike", "air_strike", "drone_strike", "small_arms_fire", "attack",
     "ground_advance", "killing", "withdrawal"}
)  # fmt: skip

_WON = frozenset({"killed", "wounded", "captured", "destroyed", "damaged"})
"""What is counted of enemies: to tell of it is a boast, not an admission."""
_TRIUMPHS = frozenset(
    {"capture", "destroy", "down", "foil", "intercept", "liberate", "neutralise", "neutralize",
     "recapture", "repel", "repulse", "retake", "rout", "seize", "shoot", "take", "thwart"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution with what the rules behind it need: `denied` by the source, cue and head."""

    attribution: Attribution
    denied: bool = False
    cue: Cue | None = None

    @property
    def named(self) -> bool:
        """Say whether the text names or describes a source."""
        return self.attribution.source_text is not None


OUTLET = Said(Attribution(form="outlet"))


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources that the watch knows, by folded name."""

    names: Mapping[str, str]

    @classmethod
    def from_watch(cls, watch: Watch | None) -> Sources:
        """Take names and aliases of all sources of a watch."""
        rows = watch.sources if watch is not None else ()
        names = {fold(name): row.id for row in rows for name in (row.name, *row.aliases)}
        return cls({name: names[name] for name in sorted(names, key=len, reverse=True)})

    def find(self, text: str) -> str | None:
        """Return the id of the source that a phrase names, if one does."""
        folded = fold(text).removeprefix("the ").replace("'s", "s")
        for name, source in self.names.items():
            if folded == name.removeprefix("the ").replace("'s", "s"):
                return source
        return None


def attributions(
    scene: Scene, trigger: Token, sources: Sources, last: Mention | None
) -> tuple[Said, ...]:
    """Return whose words the trigger is in: the claim's own source first, then others.

    `last` is the source named last before the sentence, for pronouns ("he added"). More than one
    comes back only where several cues stand over the trigger: the innermost is the origin and
    those that pass it on are links of its chain.
    """
    over = [cue for cue in find_cues(scene) if trigger.i in cue.scope and trigger.i != cue.verb]
    over.sort(key=lambda cue: len(cue.scope))
    words = hedges(scene)
    kept = tuple(
        Link(text=scene.words(span), span=span) for span, _ in words if _near(scene, span, trigger)
    )
    if not over:
        report = next((link for link in kept if link.text.lower() in table().reports), None)
        if report is None:
            return (Said(Attribution(form="outlet", hedges=kept)),)
        others = tuple(link for link in kept if link is not report)
        form = Attribution(
            form="reportedly", cue_text=report.text, cue_span=report.span, hedges=others
        )
        return (Said(form),)
    refuted = next((cue for cue in over if cue.kind == "refuted"), None)
    if refuted is not None:
        accusers = _said(scene, [refuted], kept, sources, last)
        rest = [cue for cue in over if cue is not refuted]
        denier = _said(scene, rest, kept, sources, last) if rest else OUTLET
        return accusers, replace(denier, denied=True)
    return (_said(scene, over, kept, sources, last),)


def _near(scene: Scene, span: Span, trigger: Token) -> bool:
    """Say whether a hedge stands in the trigger's clause."""
    token = tree.at(scene.sentence, span.start)
    if token is None:
        return False
    above = tree.head(scene.sentence, token)
    if above is None or token.i == trigger.i:
        return True
    near = {trigger.i, *(t.i for t in tree.ancestors(scene.sentence, trigger)[:2])}
    below = {t.i for t in tree.children(scene.sentence, trigger)}
    if above.i in below and above.pos in ("NOUN", "PROPN") and trigger.i < token.i < above.i:
        return False  # "turned back, reportedly on account of mines": only the cause is hearsay
    return above.i in near | below or abs(token.i - trigger.i) <= 3


def _said(
    scene: Scene,
    over: Sequence[Cue],
    kept: tuple[Link, ...],
    sources: Sources,
    last: Mention | None,
) -> Said:
    origin = _origin(over)
    source = _source(scene, origin, last)
    chain = tuple(
        Link(text=found.text, span=found.span, source=sources.find(found.text))
        for cue in over
        if cue is not origin
        and (found := _source(scene, cue, last)) is not None
        and (source is None or found.span != source.span)
    )
    chain = tuple({link.span: link for link in chain}.values())
    denied = any(cue.kind == "deny" for cue in over)
    spoken = origin.head.text.lower() if origin.head is not None else ""
    if source is None and spoken in table().first_person:
        # "We found no sign of it", "we deny the enemy's claim".
        return Said(Attribution(form="outlet", hedges=kept), denied=denied)
    if source is None:
        form: AttributionForm = (
            "reportedly" if origin.kind != "say" or origin.source is None else "said"
        )
        return Said(
            Attribution(
                form=form, cue_text=scene.words(origin.span), cue_span=origin.span, hedges=kept
            ),
            denied=denied,
            cue=origin,
        )
    if origin.kind == "warn":
        chain = ()
    return Said(
        Attribution(
            form="relayed" if chain and not denied else "said",
            source_text=source.text,
            source_span=source.span,
            source=sources.find(source.text),
            cue_text=scene.words(origin.span),
            cue_span=origin.span,
            chain=chain,
            hedges=kept,
        ),
        denied=denied,
        cue=origin,
    )


def _origin(over: Sequence[Cue]) -> Cue:
    """Return the cue whose source the words come from: who is cited, else the innermost."""
    deny = next((cue for cue in over if cue.kind == "deny"), None)
    if deny is not None:
        return deny
    cited = next((cue for cue in over if cue.kind == "citing"), None)
    return cited or next((cue for cue in over if cue.source is not None), over[0])


def _source(scene: Scene, cue: Cue, last: Mention | None) -> Mention | None:
    """Return a cue's source; a pronoun or a bare "the source" is the one named before."""
    if cue.source is None or cue.head is None:
        return None
    if cue.head.text.lower() in table().first_person:
        return None
    return _meant(scene, cue.head, cue.source, last)


def _meant(scene: Scene, head: Token, span: Span, last: Mention | None) -> Mention | None:
    """Return whom the words of a source name, or point back to ("who", "he", "the source")."""
    lower = head.text.lower()
    if lower in _RELATIVE:
        return _antecedent(scene, head)
    if lower in _PRONOUNS or (last is not None and _again(scene, head, last)):
        return last
    return Mention(text=scene.words(span), span=span)


def _antecedent(scene: Scene, pronoun: Token) -> Mention | None:
    """Return what a relative pronoun stands for ("Jordan, which has said that ...")."""
    for above in tree.ancestors(scene.sentence, pronoun):
        if above.dep == "acl:relcl":
            noun = tree.head(scene.sentence, above)
            span = None if noun is None else noun_phrase(scene, noun)
            return None if span is None else Mention(text=scene.words(span), span=span)
    return None


def of_line(scene: Scene, voice: tuple[Span | None, Span | None, bool], sources: Sources) -> Said:
    """Return the attribution that the head or end of a line of a post gives ("per ministry")."""
    source, cue, denies = voice
    words = None if source is None else scene.words(source)
    return Said(
        Attribution(
            form="reportedly" if words is None else "said",
            source_text=words,
            source_span=source,
            source=None if words is None else sources.find(words),
            cue_text=None if cue is None else scene.words(cue),
            cue_span=cue,
        ),
        denied=denies,
    )


def _again(scene: Scene, head: Token, last: Mention) -> bool:
    """Say whether "the source", "the ministry" is the source named last."""
    if head.pos == "PROPN" or last.span.start >= head.start:
        return False
    below = tree.children(scene.sentence, head)
    bare = all(t.dep in ("det", "punct", "case") for t in below)
    definite = any(t.text.lower() in _DEFINITE for t in below)
    return bare and definite and bool(lemmas(head.text) & set(fold(last.text).split()))


def speaking(scene: Scene, hit: Hit, sources: Sources, said: Said, last: Mention | None) -> Said:
    """Return the attribution of a trigger whose subject speaks ("X registered 19 cases")."""
    who = hit.args.get("subj" if hit.kind == "verb" else "by", ())
    own = (cue.head for cue in find_cues(scene) if cue.verb == hit.token.i)
    head = who[0] if who else next(own, None)
    if head is None:
        return said
    lower = head.text.lower()
    if lower in table().first_person or "weapon" in scene.classes[head.i]:
        return said
    if scene.about is not None and lower in _MISSION:
        return said  # the mission's own report
    source = _meant(scene, head, noun_phrase(scene, head), last)
    if source is None:
        return said
    return Said(
        Attribution(
            form="said",
            source_text=source.text,
            source_span=source.span,
            source=sources.find(source.text),
            cue_text=scene.words(hit.span) if hit.kind == "verb" else None,
            cue_span=hit.span if hit.kind == "verb" else None,
            hedges=said.attribution.hedges,
        ),
        denied=hit.frame.modality == "denied",
    )


def own_voice(scene: Scene, said: Said, watch: Watch | None, publisher: str | None) -> Said:
    """Return what the publisher says of itself as the outlet's own (CODEBOOK, "Attribution").

    "The Observatory documented ...", "our correspondent saw", "the monitor said".
    """
    given = said.attribution
    if given.source_text is None or given.form == "relayed":
        return said
    own = given.source_text.lower().startswith(("our ", "we "))
    own = own or (not said.denied and wrote(scene.authors, given.source_text))
    source = watch.source(publisher) if watch is not None else None
    if source is not None and not own:
        words = _names(given.source_text)
        names = [_names(name) for name in (source.name, *source.aliases)]
        own = given.source == source.id or any(words <= name for name in names)
        head = said.cue.head if said.cue is not None else None
        below = tree.children(scene.sentence, head, "det") if head is not None else ()
        definite = any(t.text.lower() == "the" for t in below)
        own = own or (definite and len(words) == 1 and bool(words & _STAFF))
        staff, rest = words & _MONITORS, words - _MONITORS
        own = own or bool(staff and rest and any(name <= words or rest <= name for name in names))
    own = own or (source is not None and _own_part(scene, said, source))
    if not own:
        return said
    return replace(said, attribution=altered(given, form="outlet", source_text=None,
                   source_span=None, source=None))  # fmt: skip


def _names(text: str) -> set[str]:
    """Return the words of a source's name, a possessor without its ending."""
    return set(fold(_POSSESSOR.sub("", text)).split())


def _own_part(scene: Scene, said: Said, source: Source) -> bool:
    """Say whether a count in an official bulletin is its own side's ("the Russian part ...")."""
    span = said.attribution.source_span
    counts = said.attribution.cue_text is None or lemmas(said.attribution.cue_text) & _COUNTING
    if span is None or source.side is None or source.kind != "ministry" or not counts:
        return False
    first = next((a for a in scene.actors if a.span.overlaps(span) and a.side is not None), None)
    return first is not None and first.side == source.side


def last_source(scene: Scene, last: Mention | None) -> Mention | None:
    """Return the source that a later "he added" would mean, after this sentence."""
    for cue in reversed(find_cues(scene)):
        found = _source(scene, cue, last)
        if found is not None:
            return found
    return last


def own_side(
    said: Said, doers: Sequence[Mention], watch: Watch | None, publisher: str | None
) -> bool:
    """Say whether the source speaks for the doers: by the watch's sides, or by "its troops"."""
    if said.named and any(m.text.lower() == "we" for m in doers):
        return True
    if any(m.text.lower().startswith(("our ", "its ", "his ", "their ")) for m in doers):
        return True
    if watch is None:
        return False
    source = watch.source(said.attribution.source) or watch.source(publisher)
    if source is None or (said.attribution.source is None and source.kind not in OWN_KINDS):
        return False
    return any(m.side is not None and m.side == source.side for m in doers)


def speaks_for(said: Said, doers: Collection[str]) -> bool:
    """Say whether who speaks tells of what he or his own do; `doers` in lower case.

    A minister speaks for "the army", a spokesman for "its troops", anybody for "us".
    """
    if "we" in doers or any(doer.startswith("our ") for doer in doers):
        return True
    source = (said.attribution.source_text or "").lower()
    if not said.named:
        return False
    if any(doer in source or source in doer for doer in doers) or source.startswith(_OF_HIS):
        return True
    if any(doer.startswith(_OF_HIS) for doer in doers):
        return True
    ruling = not _RULING.isdisjoint(re.findall(r"\w+", source))
    return ruling and not _OWN_FORCES.isdisjoint(doers)


def _staff_of(outlet: Source | None, said: Said) -> bool:
    """Say whether the source is the outlet's own reporter ("ONA's reporter")."""
    words = _names(said.attribution.source_text or "")
    names = [] if outlet is None else [_names(name) for name in (outlet.name, *outlet.aliases)]
    return bool(words & _STAFF) and any(name <= words for name in names)


def _own_army(doer: Mention) -> bool:
    """Say whether a doer is "the army" without a name, which a state's organ says of its own."""
    first = doer.text.lower().split()[0]
    return doer.actor is None and doer.side is None and first in _ARMY


def boasted(hit: Hit, figures: Sequence[Figure]) -> bool:
    """Say whether what a side tells of itself is a success: enemies hit, ground taken."""
    verb = lemma_of(hit.token) if hit.kind == "verb" else ""
    harm = any(f.best != 0 and f.kind in _WON for f in figures)
    return harm or hit.frame.harm is not None or verb in _TRIUMPHS


def admitted(
    said: Said,
    act: str,
    doers: Sequence[Mention],
    watch: Watch | None,
    publisher: str | None,
) -> bool:  # fmt: skip
    """Say whether a side says here that it fired, struck, entered or held back itself."""
    charged = said.cue is not None and said.cue.kind == "refuted"
    if act not in _ADMITTED or said.denied or charged:
        return False  # "X's claim that we shelled Y is a lie": the charge is X's
    if any(m.text.lower() == "we" or m.text.lower().startswith("our ") for m in doers):
        return True
    if said.named and any(
        # "X said it had fired", "X said its gunners had fired"
        m.span == said.attribution.source_span or m.text.lower().startswith(_THEIR)
        for m in doers
    ):
        return True
    if watch is None:
        return False
    outlet = watch.source(publisher)
    named = watch.source(said.attribution.source)
    source = outlet if not said.named or _staff_of(outlet, said) else named
    if source is None or source.kind not in OWN_KINDS:
        return False
    state = source.kind in _STATE
    return any(
        (m.side is not None and m.side == source.side) or (state and _own_army(m)) for m in doers
    )
