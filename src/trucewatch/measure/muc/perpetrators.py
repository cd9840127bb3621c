"""Perpetrator slots: individuals told from organisations, and how sure the text is of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from trucewatch.measure.muc import domain
from trucewatch.measure.muc.dispatches import Dispatch, sentence_of
from trucewatch.measure.muc.incidents import Incident
from trucewatch.measure.muc.templates import Fill
from trucewatch.model import Mention

_BRACKET = re.compile(r"\s*[\[(][^\])]*[\])]?")
_UNKNOWN_BODY = re.compile(
    r"(?:[A-Z][\w'-]+\s+){1,5}(?:(?:national|popular|revolutionary|patriotic|liberation|armed|people's|"
    r"democratic)\s+)*(?:front|army|movement|cartel|alliance|command|forces)\b"
)
_DOUBT = re.compile(
    r"^(?:the )?(?:alleged|presumed|suspected|supposed|apparent|so-called)\s+", re.IGNORECASE
)
_BY = frozenset({"by"})
_BEFORE = 60
"""Characters in front of words for taking responsibility within which a negation turns them."""
_NEAR = 5
"""Sentences around those of an incident that may still speak of who did it."""
_FORCE = re.compile(
    r"\b(?:armed forces|army|air force|national police|treasury police)\b", re.IGNORECASE
)
_OF_WHOM = re.compile(
    r"\s+(?:of|from|linked to|belonging to)\s+[^,.;]{3,70}?(?=,|\.|;|\s+(?:who|which|that)\b|$)"
)
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no (?:\w+ ){0,2}(?:group|organization|organisation|person|faction)|none|"
    r"neither|not|denied|denies|deny|rejected)\b",
    re.IGNORECASE,
)
_FACT, _CLAIMED = "REPORTED AS FACT", "CLAIMED OR ADMITTED"
_ACCUSED, _BY_AUTHORITIES = "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"


def perpetrators_of(dispatch: Dispatch, incident: Incident) -> dict[int, tuple[Fill, ...]]:
    """Return slots 8 to 11."""
    individuals: list[str] = []
    organisations: dict[str, str] = {}
    for mention in incident.perpetrators:
        if dispatch.is_place(mention.span, mention.text):
            continue
        plain = " ".join(_BRACKET.sub("", mention.text).split())
        organisation = organisation_in(mention.text) or body_in(plain)
        if organisation is not None and not _known_as(organisation) & set(organisations):
            organisations[organisation] = _confidence(dispatch, incident, mention)
        individual = _individual(plain)
        if individual and individual not in individuals:
            individuals.append(individual)
    if not individuals:
        individuals = _acting(dispatch, incident)
    if not organisations and _serve(individuals):
        organisations = _served(dispatch, incident)
    organisations = organisations or _accused(dispatch, incident) or _mentioned(dispatch, incident)
    for accused, sure in _accused(dispatch, incident).items():
        for name in _known_as(accused) & set(organisations):
            organisations[name] = sure
    for name in _claimants(dispatch, incident):
        said = next(iter(_known_as(name) & set(organisations)), name)
        organisations[said] = _CLAIMED
    return {
        8: _category(individuals, organisations),
        9: tuple(Fill((one,)) for one in individuals),
        10: tuple(Fill((name,)) for name in organisations),
        11: tuple(Fill((sure,), (name,)) for name, sure in organisations.items()),
    }


def _category(individuals: Iterable[str], organisations: Iterable[str]) -> tuple[Fill, ...]:
    rules = domain.table()["perpetrators"]
    words = " ".join([*individuals, *organisations])
    if not words:
        return ()
    irregular = any(map(organisation_in, organisations))
    irregular = irregular or domain.mentions_any(words, rules["irregular"])
    if not irregular and domain.mentions_any(words, rules["state"]):
        return (Fill(("STATE-SPONSORED VIOLENCE",)),)
    return (Fill(("TERRORIST ACT",)),)


@cache
def _known() -> re.Pattern[str]:
    names = [name for row in domain.table()["organisation"] for name in row["names"]]
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)


def _known_as(name: str) -> set[str]:
    """Return the names of the organisation that a name stands for, itself among them."""
    rows = domain.table()["organisation"]
    return {name}.union(
        *({str(n).upper() for n in row["names"]} for row in rows if name.lower() in row["names"])
    )


def organisation_in(text: str) -> str | None:
    """Return the known organisation that a text names first, in upper case."""
    match = _known().search(" ".join(text.split()))
    return match.group().upper() if match is not None else None


def body_in(plain: str) -> str | None:
    """Return the body that a phrase names: an army, a police force, or one by its own name."""
    found = domain.phrase(plain)
    lower = " ".join(found.lower)
    bodies = domain.table()["perpetrators"]["bodies"]
    body = next((b for b in bodies if lower == b or lower.endswith(f" {b}")), None)
    if body is not None:
        return " ".join(plain[found.start : found.end].split()).upper()
    match = _UNKNOWN_BODY.search(plain)
    return " ".join(match.group().split()).upper() if match is not None else None


def _individual(printed: str) -> str:
    """Return the people that a phrase names, empty for a body or for nobody who acts.

    Words of doubt and the name of their organisation in front of them are other slots' fillers.
    """
    plain = _DOUBT.sub("", printed)
    front = _known().match(plain)
    if front is not None and (rest := plain[front.end() :].strip(" '-")) and rest[0].islower():
        plain = rest.removeprefix("s ")
    found = domain.phrase(plain)
    rules = domain.table()["perpetrators"]
    core = plain[found.start : found.end]
    if found.head in rules["members"] and (more := _OF_WHOM.match(plain, found.end)):
        core = plain[found.start : more.end()]
    if not found.core or found.head in rules["passive"]:
        return ""
    if domain.is_person_noun(core) or domain.mentions_any(core, rules["irregular"]):
        return " ".join(core.split()).upper() if core.lower() != "terrorist" else ""
    if body_in(core) or organisation_in(core):
        return ""
    if found.head in rules["units"]:
        return " ".join(core.split()).upper()
    if all(word[:1].isupper() for word in found.core) and len(found.core) > 1:
        return " ".join(core.split()).upper()
    return ""


def _acting(dispatch: Dispatch, incident: Incident) -> list[str]:
    """Return irregulars that act in the sentences that tell of the incident."""
    hit = [target.span for target in incident.targets]
    for claim in incident.claims:
        for chunk in dispatch.phrases.get(claim.sentence.start, ()):
            text = chunk.span.of(dispatch.text)
            if any(chunk.span.overlaps(span) for span in hit):
                continue
            if chunk.dep != "nsubj" and chunk.lead not in _BY:
                continue
            if domain.mentions_any(text, domain.table()["perpetrators"]["irregular"]):
                individual = _individual(" ".join(_BRACKET.sub("", text).split()))
                if individual:
                    return [individual]
    return []


@cache
def _accusations() -> re.Pattern[str]:
    rules = domain.table()["perpetrators"]
    names = [*rules["bodies"], *(n for row in domain.table()["organisation"] for n in row["names"])]
    longest = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    who = (
        r"(?:(?:the|alleged|certain|members|units|elements|of)\s+)*(?:[\w'-]+\s+)??"
        rf"(?P<{{}}>(?:{longest})s?)(?!\w)"
    )
    accused = r"(?:blam\w+|accus\w+|attribut\w+(?:\s+[\w']+){0,8}?\s+to|hold\w*|the work of)\s+"
    at_fault = r"(?:responsible|involved|behind|guilty|accountable)"
    blamed = rf"(?:(?:is|are|was|were)\s+(?:\w+\s+){{0,3}}{at_fault})"
    return re.compile(
        accused + who.format("object") + "|" + who.format("subject") + rf"\s+(?:\w+\s+)?{blamed}",
        re.IGNORECASE,
    )


def _accused(dispatch: Dispatch, incident: Incident) -> dict[str, str]:
    """Return whom somebody accuses in or near the sentences that tell of the incident."""
    rules = domain.table()["perpetrators"]
    for sentence in dispatch.around([c.sentence for c in incident.claims], _NEAR):
        match = _accusations().search(" ".join(_BRACKET.sub(" ", sentence).split()))
        if match is not None:
            who = (match.group("object") or match.group("subject")).upper()
            by_authority = domain.mentions_any(match.string[: match.start()], rules["authorities"])
            return {who: _BY_AUTHORITIES if by_authority else _ACCUSED}
    return {}


def _mentioned(dispatch: Dispatch, incident: Incident) -> dict[str, str]:
    """Return an organisation named in the sentences that tell of the incident."""
    for sentence in dispatch.around([c.sentence for c in incident.claims], _NEAR):
        if organisation := organisation_in(sentence):
            return {organisation: _sureness(sentence, incident)}
    return {}


def _serve(individuals: Iterable[str]) -> bool:
    """Say whether the individuals are members of forces of the state."""
    rules = domain.table()["perpetrators"]
    words = " ".join(individuals)
    return not domain.mentions_any(words, rules["irregular"]) and domain.mentions_any(
        words, rules["state"]
    )


def _served(dispatch: Dispatch, incident: Incident) -> dict[str, str]:
    """Return the force that is named in or near the sentences that tell of the incident."""
    for sentence in dispatch.around([c.sentence for c in incident.claims], _NEAR):
        match = _FORCE.search(sentence)
        if match is not None:
            return {match.group().upper(): _sureness(sentence, incident)}
    return {}


def _claimants(dispatch: Dispatch, incident: Incident) -> list[str]:
    """Return who takes responsibility in or after the sentences that tell of the incident."""
    for sentence in dispatch.around([claim.sentence for claim in incident.claims], 4):
        if _claims(sentence):
            organisation = organisation_in(sentence)
            match = _UNKNOWN_BODY.search(sentence)
            if organisation is None and match is not None:
                organisation = match.group().upper()
            if organisation is not None:
                return [organisation]
    return []


def _claims(sentence: str) -> bool:
    """Say whether a sentence tells that somebody takes responsibility, and not that nobody does."""
    lower = sentence.lower()
    cues = domain.table()["perpetrators"]["claiming"]
    at = min((lower.find(cue) for cue in cues if cue in lower), default=-1)
    return at >= 0 and _NOBODY.search(sentence, max(0, at - _BEFORE), at) is None


def _confidence(dispatch: Dispatch, incident: Incident, mention: Mention) -> str:
    claim = next((c for c in incident.claims if mention in c.perpetrators), incident.claims[0])
    if claim.attribution.form == "admission":
        return _CLAIMED
    return _sureness(sentence_of(dispatch, claim.sentence), incident)


def _sureness(sentence: str, incident: Incident) -> str:
    rules = domain.table()["perpetrators"]
    if _claims(sentence):
        return _CLAIMED
    if not domain.mentions_any(sentence, rules["suspicion"]):
        return _FACT
    sources = [claim.attribution.source_text or "" for claim in incident.claims]
    if any(domain.mentions_any(source, rules["authorities"]) for source in sources):
        return _BY_AUTHORITIES
    return _ACCUSED
