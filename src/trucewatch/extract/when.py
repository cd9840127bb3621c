"""When it happened: choosing the time of a happening among the times of its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucewatch.extract import tree
from trucewatch.extract.cues import table
from trucewatch.extract.events import Event
from trucewatch.extract.forms import lemma_of
from trucewatch.extract.tables import load_data
from trucewatch.extract.time_words import CONCLUDED
from trucewatch.model import NOT_YET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trucewatch.extract.scene import Scene
    from trucewatch.extract.shares import Share
    from trucewatch.extract.times import TimeMention
    from trucewatch.extract.tree import Token
    from trucewatch.model import Span, TimeRef

_CLAUSES = frozenset({"acl", "acl:relcl"})
HELD = frozenset(load_data("times.toml")["clauses"]["held"])
"""Verbs whose time is that of what they say was held or planned."""
SPOKEN = frozenset(load_data("times.toml")["clauses"]["spoken"])
WATCHED = frozenset(load_data("times.toml")["clauses"]["watched"])
"""Verbs of those who were there when it happened ("recorded at noon 22 rounds impacting")."""
_SUMMED = frozenset({"toll", "tally", "displacement"})
_NOT_OF_DAY = frozenset({"ied", "aid_delivery", "toll", "ceasefire_act", "talks", "threat"})
_NOT_NOW = frozenset({"toll", "ceasefire_act", "killing", "threat"})
"""Acts that are over when they are told, whatever the tense."""
_OF_PERIOD = frozenset({"patrol", "sighting", "fortification"})
"""What a mission's note of a week tells of that week as a whole."""
_SCHEDULED = frozenset(
    {"talks", "troop_movement", "aid_delivery", "withdrawal", "displacement", "prisoner_exchange",
     "patrol", "ceasefire_act"}
)  # fmt: skip
_ALIKE = frozenset({"let", "put", "set", "hit", "cut", "shut", "quit", "read", "spread", "split"})
"""Verbs whose past is printed like their present."""
_IS = frozenset({"is", "are", "'s", "'re", "\u2019s", "\u2019re", "being"})
_HAS = frozenset({"has", "have", "had", "been", "will", "would"})
_BEGUN = frozenset({"begin", "start", "erupt"})


def dated(event: Event, share: Share) -> Event:
    """Return the happening with its time: the nearest firm one that is its own."""
    fitting = [
        mention
        for mention in event.scene.times
        if not mention.is_dateline
        and not _anchor_only(mention, event)
        and share.owns(mention.ref.span)
        and not _of_name(event.scene, mention)
        and not _in_since_clause(mention, event)
        and not of_other_clause(event, mention.ref.span)
        and not _speaking_time(event.scene, mention, event)
        and not _yet_to_come(mention, event)
        and not _in_name(event.scene, mention)
    ]

    def cost(mention: TimeMention) -> tuple[bool, bool, int]:
        open_ = mention.ref.start is None and mention.ref.end is None
        away = abs(mention.ref.span.start - event.trigger.start)
        return open_, mention.is_recap, away

    best = min(fitting, key=cost, default=None)
    if best is None:
        about = _of_report(event)
        return event if about is None else replace(event, time=about)
    if _ahead(event, best):
        event = replace(event, modality="planned")
    ahead = event.modality in NOT_YET and best.forward is not None
    ref = best.forward if ahead else best.ref
    if best.alone is not None and _lent_by_another(best, event.scene.times, fitting):
        ref = best.alone
    return replace(event, time=ref, recap=best.is_recap)


def _of_report(event: Event) -> TimeRef | None:
    """Return the period of the report for what has no time of its own.

    A daily bulletin tells of its day throughout but for mines, aid and what sums up; news of the
    hour give theirs to what goes on, notes of a week to what its patrols did and saw, and all
    give their period to the counts.
    """
    about = event.scene.about
    if about is None or event.modality not in ("asserted", "absent") or event.recap:
        return None
    if event.act == "tally" and (about.day is not None or about.period.start != about.period.end):
        return about.period
    if about.daily and event.act not in _NOT_OF_DAY and not event.said.named:
        return about.period
    if event.scene.times:
        return None  # what its sentence dates otherwise
    if about.current and event.act not in _NOT_NOW and _going_on(event):
        return about.period
    long = about.period.start != about.period.end and not event.said.named
    told = event.act in _OF_PERIOD and not event.earlier and not _so_far(event)
    return about.period if long and told else None


def _verb(event: Event) -> Token | None:
    """Return the verb that tells the happening."""
    sentence = event.scene.sentence
    token: Token | None = event.hit.token
    if token is not None and token.pos not in ("VERB", "AUX"):
        token = next((t for t in tree.ancestors(sentence, token) if t.pos in ("VERB", "AUX")), None)
    if token is not None and token.tag == "VB" and token.dep == "xcomp":
        token = tree.head(sentence, token)  # "continues to hold"
    return token


def _helping(event: Event, verb: Token) -> frozenset[str]:
    """Return the words that help a verb, in lower case."""
    beside = tree.children(event.scene.sentence, verb, "aux", "aux:pass", "cop")
    return frozenset(token.text.lower() for token in beside)


def _so_far(event: Event) -> bool:
    """Say whether what has happened is told from today ("has suspended its patrols")."""
    verb = _verb(event)
    return verb is not None and not _helping(event, verb).isdisjoint(("has", "have"))


def _going_on(event: Event) -> bool:
    """Say whether a happening is told as going on ("families are leaving", "tanks seen")."""
    token = _verb(event)
    if token is None or lemma_of(token) in SPOKEN:
        return False
    helping = _helping(event, token)
    if helping:
        return not helping.isdisjoint(_IS) and helping.isdisjoint(_HAS)
    return token.tag in ("VBZ", "VBP") or (token.tag == "VBN" and token.dep == "root")


def _ahead(event: Event, mention: TimeMention) -> bool:
    """Say whether the present tense tells what is to come ("a delegation arrives on Friday")."""
    token = event.hit.token
    named_day = mention.lead == "on" and mention.forward is not None
    if event.modality != "asserted" or not named_day or event.scene.headline:
        return False
    simple = (
        token.tag in ("VBZ", "VBP")
        and token.text.lower() not in _ALIKE
        and not tree.children(event.scene.sentence, token, "aux", "aux:pass")
    )
    return simple and event.act in _SCHEDULED and mention.ref.precision == "day"


def _lent_by_another(
    best: TimeMention, mentions: Sequence[TimeMention], fitting: Sequence[TimeMention]
) -> bool:
    """Say whether a bare clock time has its day from a date that tells of something else."""
    lenders = [mention for mention in mentions if mention.ref.span == best.lender]
    return bool(lenders) and not any(mention in fitting for mention in lenders)


def of_other_clause(event: Event, span: Span) -> bool:
    """Say whether words stand in a clause that describes a noun of the happening.

    "The truce agreed on 5 March took effect at midnight": 5 March is when it was agreed. What a
    happening was "planned for" or "carried out on" is its own, and "the fighting that began in
    May" dates what was counted since.
    """
    sentence = event.scene.sentence
    head = tree.head_of(sentence, span)
    told = [hit.token for hit in event.hits]
    governed = False
    for above in () if head is None else tree.ancestors(sentence, head):
        lemma = lemma_of(above)
        if above.pos == "VERB" and not governed:
            governed = True
            if lemma in CONCLUDED and above.i != event.hit.token.i:
                return True
        apart = not any(tree.within(sentence, token, above) for token in told)
        counted = event.act in ("toll", "tally") and lemma in _BEGUN
        if above.dep in _CLAUSES and lemma not in HELD and apart and not counted:
            return True
    return False


def _anchor_only(mention: TimeMention, event: Event) -> bool:
    """Say whether "since the truce" only sets the scene: it dates counts and absences alone."""
    if not mention.anchors_truce or event.act == "ceasefire_act":
        return False
    counted = event.act in ("tally", "toll") or event.modality == "absent"
    return mention.ref.start is None and not counted


def _yet_to_come(mention: TimeMention, event: Event) -> bool:
    """Say whether a coming day tells of something else than what has happened.

    What was "planned for" a day and then called off keeps it, and "tonight" may have begun.
    """
    if not mention.is_future or event.modality not in ("asserted", "absent"):
        return False
    planned = event.act == "patrol" or mention.lead == "for"
    return not planned and mention.ref.text.lower() != "tonight"


def _in_name(scene: Scene, mention: TimeMention) -> bool:
    """Say whether a date is part of the name of a place ("the July 7 district")."""
    return any(site.place.span.overlaps(mention.ref.span) for site in (*scene.places, *scene.sites))


def _of_name(scene: Scene, mention: TimeMention) -> bool:
    """Say whether a date is part of a name ("the protocol of 5 March")."""
    head = tree.head_of(scene.sentence, mention.ref.span)
    before = scene.text[: mention.ref.span.start].rstrip().rsplit(maxsplit=1)
    return head is not None and before[-1:] == ["of"]


def _speaking_time(scene: Scene, mention: TimeMention, event: Event) -> bool:
    """Say whether a time says when somebody spoke ("the minister said on Thursday")."""
    cue = event.said.cue
    if mention.goes_on or event.act == "tally":
        return False  # "the same day" takes up what was told
    if cue is None or cue.kind == "citing":
        return _beside_speech(scene, mention, event)  # "the agency said on Friday, citing X"
    head = tree.head_of(scene.sentence, mention.ref.span)
    if head is None or cue.verb >= len(scene.tokens):
        return False
    verb = scene.tokens[cue.verb]
    if head.i in cue.scope or lemma_of(verb) in WATCHED:
        return False
    above = tree.head(scene.sentence, head)
    return above is not None and (above.i == verb.i or abs(head.i - verb.i) <= 3)


def _beside_speech(scene: Scene, mention: TimeMention, event: Event) -> bool:
    """Say whether a time hangs on a verb of saying whose source was not made out."""
    head = tree.head_of(scene.sentence, mention.ref.span)
    above = () if head is None else tree.ancestors(scene.sentence, head)
    verb = next((token for token in above if token.pos == "VERB"), None)
    told = {hit.token.i for hit in event.hits}
    if verb is None or verb.i in told:
        return False
    passed_on = event.said.cue is not None and lemma_of(verb) in table().verbs
    return passed_on or lemma_of(verb) in SPOKEN


def _in_since_clause(mention: TimeMention, event: Event) -> bool:
    """Say whether a date stands in a clause that only sets the scene ("since it began on ...")."""
    sentence = event.scene.sentence
    head = tree.head_of(sentence, mention.ref.span)
    above = () if head is None else tree.ancestors(sentence, head)
    for verb in above:
        since = any(t.text.lower() == "since" for t in tree.children(sentence, verb, "mark"))
        if since and not tree.within(sentence, event.hit.token, verb):
            return event.act not in _SUMMED  # "killed since fighting began on 15 April"
    return False
