"""The gates that keep words, persons, bodies, peoples and governments from being places."""

# ruff: noqa: RUF001 - letters and quotation marks of several scripts are the subject

from __future__ import annotations

import re
from collections.abc import Sequence

from trucewatch.places.atlas import WORLD, Atlas
from trucewatch.places.fold import fold_name
from trucewatch.places.lexicon import common_words, cues, noun_kinds, stops
from trucewatch.places.pack import Row
from trucewatch.places.scene import Found, Scene, head_of

LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
ARABIC = re.compile(r"[\u0600-\u06ff]")
_ROAD = re.compile(r"[A-Z]{1,2}\d{1,3}\Z")
_DEMONYM = re.compile(r"\w{3,}(?:ish|ians?|ese|nians?)\Z", re.IGNORECASE)


def passes(scene: Scene, hit: Found, *, governments: bool = False) -> bool:
    """Gate a known name; the order is from cheap and sure to costly.

    With `governments` a country or capital may stand for its government.
    """
    text = scene.tokens[hit.first].text
    if not LATIN.match(text):
        return _passes_foreign(scene, hit)
    rows = scene.atlas.rows(hit.key)
    if any(
        a <= hit.first and hit.last <= b and (a, b) != (hit.first, hit.last) for a, b in scene.actor
    ):
        return False
    drawn = all(row.kind in ("line", "road", "zone") for row in rows)
    if drawn and " " in hit.key:
        return True  # "contact line", "security corridor": printed in lower case as often as not
    if any(
        not scene.tokens[i].capital for i in range(hit.first, hit.last + 1) if scene.tokens[i].fold
    ):
        return False
    if drawn:
        return scene.after(hit.last) not in cues().guards.weapons
    return (
        (governments or _word_gate(scene, hit) or _abbreviated(scene, hit))
        and _company_gate(scene, hit)
        and (governments or _government_gate(scene, hit, {row.kind for row in rows}))
        and _abroad_gate(scene, hit, rows)
    )


def _abbreviated(scene: Scene, hit: Found) -> bool:
    """Say whether a name is a short form ("the US"), which the list of bodies has too."""
    return scene.text[hit.start : hit.end] in cues().abbreviations


_FAMOUS = 500_000
"""A foreign city of this size needs no word beside it to be a place."""
_LINKS = frozenset(("from", "to", "of", "over", "between", "beyond", "past", "and", "or"))
_CONTAINED = re.compile(r",\s+(?:the\s+)?(?P<outer>[^\W\d_][\w.'’-]*(?:\s+[A-Z][\w'’-]*){0,2})")


def _abroad_gate(scene: Scene, hit: Found, rows: Sequence[Row]) -> bool:
    """Ask more of a foreign town: its name may be a family's, a word, or a thing's.

    A preposition or noun of place beside it, a country or province after a comma, or its fame.
    """
    if any(not row.id.startswith(WORLD) or row.kind != "locality" for row in rows):
        return True
    head = head_of(scene, hit)
    article = not hit.kind and head > 0 and scene.lower[head - 1] == "the"
    if (article and scene.tokens[head].joined) or organisation_noun(scene, head, hit.last):
        return False  # cities take no article
    if has_cue(scene, hit) or contained(scene, hit):
        return True
    return _by_itself(scene, hit, head, rows)


def _by_itself(scene: Scene, hit: Found, head: int, rows: Sequence[Row]) -> bool:
    """Say whether a foreign town without a cue is meant: after a weaker link, or by its fame."""
    word = scene.lower[hit.first]
    if " " not in hit.key and (word in common_words() or word in stops().persons):
        return False
    if scene.before(head) in _LINKS:
        return scene.after(hit.last) not in cues().metonymy.speech
    if scene.opens[hit.first] and scene.loud[hit.first]:
        return False
    return any((row.population or 0) >= _FAMOUS for row in rows)


def contained(scene: Scene, hit: Found) -> bool:
    """Say whether a country or province follows a name after a comma ("Dallas, Texas")."""
    match = _CONTAINED.match(scene.text, hit.end)
    words = match["outer"].split() if match else []
    return any(
        row.kind in ("country", "region")
        for count in range(len(words), 0, -1)
        for row in scene.atlas.rows(fold_name(" ".join(words[:count])))
    )


def has_cue(scene: Scene, hit: Found) -> bool:
    """Say whether the words right beside a name make it a place."""
    word = scene.before(head_of(scene, hit))
    return word in cues().before.strong or bool(hit.kind) or bearing_before(scene, hit)


def bearing_before(scene: Scene, hit: Found) -> bool:
    """Say whether a bearing or an edge word leads up to a name ("south of X")."""
    head = head_of(scene, hit)
    word = scene.before(head)
    return word in cues().bearings or (
        word == "of" and scene.before(head, 2) in (*cues().bearings, *cues().near.bearing_nouns)
    )


def _word_gate(scene: Scene, hit: Found) -> bool:
    """Keep ordinary words, months, peoples, given names and bodies from being places."""
    if " " in hit.key:
        return True
    word = scene.lower[hit.first]
    if word in stops().calendar or word in stops().demonyms or word in stops().others:
        return bool(hit.kind) and scene.before(head_of(scene, hit)) == "of"
    if word in stops().persons:
        return has_cue(scene, hit) and scene.after(hit.last) not in cues().metonymy.speech
    if word in common_words() and hit.start == scene.tokens[hit.first].start:
        shown = not scene.opens[hit.first] and not scene.loud[hit.first]
        return shown and (has_cue(scene, hit) or len(word) > 4)
    if scene.after(hit.last) not in cues().metonymy.speech:
        return True
    # "residents of Nayrab said": those of a place speak, not the place.
    return has_cue(scene, hit) or scene.before(head_of(scene, hit)) == "of"


def _company_gate(  # noqa: C901, PLR0911 - one gate a line
    scene: Scene, hit: Found
) -> bool:
    """Reject a name inside a longer proper name (a person, a unit, a paper)."""
    tokens, guards = scene.tokens, cues().guards
    tied = hit.last + 1 < len(tokens) and scene.hyphenated(hit.last + 1)
    if tied and scene.lower[hit.last + 1] in cues().metonymy.joined:
        return False
    head = head_of(scene, hit)
    if scene.hyphenated(head) and not tokens[head - 1].capital:
        return False  # "anti-Damascus"
    first, last = scene.run(head, hit.last)
    right = [scene.lower[i] for i in range(hit.last + 1, last + 1)]
    if right and any(word in guards.organisation for word in right):
        return False
    if scene.before(head) in guards.titles:
        return False
    if scene.loud[hit.first]:
        return True
    kinds = noun_kinds()
    allowed = {*kinds, *cues().bearings, "greater", "rural", "central", "old", "mount", "lake"}
    if _first_part(hit, right, allowed):
        return False
    for index in [*range(first, head), *range(hit.last + 1, last + 1)]:
        word, fold = scene.lower[index], tokens[index].fold
        if not fold or word in allowed or tokens[index].text.isupper():
            continue
        if _place_word(scene, fold) and fold not in cues().generic:
            continue
        if word in stops().demonyms and index < head:
            continue
        return False
    return True


def _first_part(hit: Found, right: Sequence[str], allowed: set[str]) -> bool:
    """Say whether a name is only the first part that many share, before another ("Tall Sawa")."""
    return hit.key in cues().generic and bool(right) and right[0] not in allowed


def _place_word(scene: Scene, fold: str) -> bool:
    """Say whether a neighbour in a run of capitals is a place itself, not likely a person."""
    return bool(scene.atlas.local(fold)) or any(
        row.kind != "locality" for row in scene.atlas.rows(fold)
    )


_SPATIAL = frozenset(
    (
        "from",
        "to",
        "over",
        "across",
        "outside",
        "inside",
        "through",
        "via",
        "into",
        "in",
        "near",
        "around",
        "towards",
        "toward",
        "at",
        "throughout",
        "off",
        "leaving",
        "left",
        "within",
    )
)


_POLITIES = frozenset(("state", "republic", "kingdom", "emirate", "government", "federation"))


def _government_gate(  # noqa: PLR0911 - one gate a line
    scene: Scene, hit: Found, kinds: set[str]
) -> bool:
    """Reject a country or capital that stands for its government ("Ankara announced")."""
    actor = hit.key in scene.atlas.actor_keys
    seat = bool(kinds & {"capital", "country"}) or scene.atlas.is_capital(hit.key)
    if not seat and not actor:
        return True
    head = head_of(scene, hit)
    before, after = scene.before(head), scene.after(hit.last)
    if after in cues().metonymy.joined:
        return False
    if before in _SPATIAL:
        return before not in ("to", "from") or scene.motion_near(head) or "country" not in kinds
    if before == "of" and scene.before(head, 2) in _POLITIES:
        return False
    if hit.kind or bearing_before(scene, hit):
        return True
    if _called_capital(scene, head) and "country" not in kinds:
        return True
    if "country" in kinds or actor:
        return False
    return before in cues().before.motion and before not in ("sent", "set", "troops", "control")


def _called_capital(scene: Scene, head: int) -> bool:
    """Say whether the word "capital" stands before a name ("hit the Afghan capital, Kabul")."""
    gap = scene.tokens[head].gap.strip()
    return head > 0 and scene.lower[head - 1] == "capital" and gap in ("", ",")


def _passes_foreign(scene: Scene, hit: Found) -> bool:
    """Gate a name in Arabic (no capitals) or Cyrillic and other scripts with them."""
    token = scene.tokens[hit.first]
    if hit.first == hit.last and foreign_cue(scene.lower[hit.first]):
        return False  # "city", "village", "countryside" are names of places too
    cue = foreign_cue(scene.before(hit.first))
    if ARABIC.match(token.text):
        return " " in hit.key or cue or _prominent(scene.atlas, hit.key)
    if not token.text[0].isupper() and token.text[0].lower() != token.text[0].upper():
        return False
    return cue or " " in hit.key or not scene.opens[hit.first] or _prominent(scene.atlas, hit.key)


def _prominent(atlas: Atlas, key: str) -> bool:
    """Say whether a name is that of a province, district or town of some size."""
    return len(key) >= 4 and any(
        row.kind in ("region", "county", "capital") or (row.population or 0) > 5000
        for row in atlas.rows(key)
    )


def could_be_place(  # noqa: PLR0911 - one gate a line
    scene: Scene, words: list[str], head: int, run: tuple[int, int], *, firm: bool
) -> bool:
    """Reject an unknown name that looks like a person, a body, a people or an acronym.

    `firm`: a noun of place or a bearing beside it tells that a given name is part of a place's
    ("south of Abu Rasin", "the Mar Elias camp").
    """
    guards = cues().guards
    first, last = run
    texts = [scene.tokens[i].text for i in range(first, last + 1)]
    if any(word in guards.organisation for word in words) or scene.before(head) in guards.titles:
        return False
    if any(word in guards.titles for word in words):
        return False
    after = scene.after(last)
    if after in guards.organisation and after not in noun_kinds():
        return False
    if last + 1 < len(scene.tokens) and scene.hyphenated(last + 1):
        return False
    if any(a <= last and first <= b for a, b in scene.actor):
        return False
    if " ".join(words) in scene.atlas.actor_keys:
        return False
    if all(word in stops().demonyms or word in stops().others for word in words):
        return False
    if words[0] in stops().demonyms or (words[0] in stops().persons and not firm):
        return False
    if len(words) == 1 and (_DEMONYM.match(words[0]) or (texts[0].isupper() and len(texts[0]) < 6)):
        return _ROAD.match(texts[0]) is not None and after in ("highway", "road", "motorway")
    return True


def organisation_noun(scene: Scene, head: int, last: int) -> bool:
    """Say whether the noun beside a name is capitalised like a body's ("the Nusra Front")."""
    bodies = cues().guards.organisation
    if scene.after(last) in bodies and scene.tokens[last + 1].text[0].isupper():
        return True
    if scene.before(head) != "of" or scene.before(head, 2) not in bodies:
        return False
    # "Department of the Treasury" against "the district of X": look at the noun's own capital.
    at = next(i for i in range(head - 1, -1, -1) if scene.lower[i] == scene.before(head, 2))
    return scene.tokens[at].text[0].isupper()


def strong_enough(
    scene: Scene, words: list[str], head: int, last: int, *, bearing: bool = False
) -> bool:
    """Say whether a name after a preposition of place is no common word, owner or person.

    After a bearing ("south of Abu Rasin") a given name in it makes no person of it.
    """
    if len(words) == 1 and words[0] in common_words():
        return False
    following = scene.tokens[last + 1] if last + 1 < len(scene.tokens) else None
    possessive = following is not None and re.match(r"['’]s\b", following.gap) is not None
    if bearing:
        return not possessive and scene.after(last) not in cues().metonymy.speech
    return not possessive and not person_like(scene, head, last)


def person_like(scene: Scene, head: int, last: int) -> bool:
    """Say whether a name speaks, or has a given name in it."""
    return (
        scene.after(last) in cues().metonymy.speech
        or any(scene.lower[i] in stops().persons for i in range(head, last + 1))
        or scene.lower[last] in ("news", "agency")
    )


def foreign_cue(word: str) -> bool:
    """Say whether an Arabic or Cyrillic word makes the next one a place."""
    return (
        word in cues().foreign_bearings
        or word in cues().foreign_nouns
        or any(word in group.words for group in cues().foreign.values())
    )
