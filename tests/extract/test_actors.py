import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.actors import Registry
from trucewatch.extract.tables import load_data
from trucewatch.model import Actor, LabelWord, Span, Watch

ACTORS = (
    Actor(id="AZE", name="Azerbaijan", type="state", side="east", demonyms=("Azerbaijani",),
          aliases={"en": ("Azerbaijan", "Baku", "the Azerbaijani side"), "ru": ("Азербайджан",)}),
    Actor(id="AZE-ARMY", name="Azerbaijani Armed Forces", type="armed_forces", parent="AZE"),
    Actor(id="AZE-AIR", name="Azerbaijani Air Force", type="armed_forces", parent="AZE"),
    Actor(id="FRONT", name="Free Valley Front", type="armed_group", side="west",
          aliases={"en": ("FVF", "Valley Front", "Baku-backed militias"), "ar": ("جبهة الوادي",)}),
    Actor(id="OLD", name="Hill Guard", type="armed_group", side="west", valid_to="2016-01-01"),
    Actor(id="TIP", name="Tide Party", type="armed_group", side="west", aliases={"en": ("TIP",)}),
)  # fmt: skip
LABELS = (
    LabelWord(text="occupiers", language="en", refers_to="AZE", neutral="Azerbaijani forces",
              used_by=("valley-radio",)),
    LabelWord(text="bandits", language="en", refers_to="unspecified", neutral="fighters"),
)  # fmt: skip
WATCH = Watch(id="w", title="w", theatre=(44, 38, 50, 42), timezone="Asia/Baku", actors=ACTORS,
              labels=LABELS)  # fmt: skip
REGISTRY = Registry.from_watch(WATCH, "2020-10-01")


def named(text, source=None):
    found = REGISTRY.find(text, None, source)
    return [(m.text, m.actor) for m in found if m.actor is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Azerbaijani soldiers crossed", [("Azerbaijani soldiers", "AZE-ARMY")]),
        ("an Azerbaijani military convoy", [("Azerbaijani military", "AZE-ARMY")]),
        ("Azerbaijani warplanes", [("Azerbaijani warplanes", "AZE-AIR")]),
        ("Azerbaijan's army", [("Azerbaijan's army", "AZE-ARMY")]),
        ("Azerbaijani officials said", [("Azerbaijani officials", "AZE")]),
        ("the Azerbaijani side", [("Azerbaijani side", "AZE")]),
        ("units of the Free Valley Front", [("Free Valley Front", "FRONT")]),
        ("FVF fighters", [("FVF", "FRONT")]),
        ("Азербайджан заявил", [("Азербайджан", "AZE")]),
        ("مقاتلو جبهة الوادي", [("جبهة الوادي", "FRONT")]),
        ("Baku-backed militias", [("Baku-backed militias", "FRONT")]),
        ("Azerbaijani-backed fighters", []),
        ("Azerbaijani civilians", []),
        ("Azerbaijani journalists", []),
        ("the tip of the hill", []),
        ("the TIP", [("TIP", "TIP")]),
        ("the Hill Guard", []),
        ("Martian soldiers", []),
    ],
)
def test_named_actors(text, expected):
    assert named(text) == expected


def test_sides_come_from_the_parent():
    (mention,) = REGISTRY.find("Azerbaijani soldiers")
    assert mention.side == "east"
    assert mention.group_class == "military"


def test_a_name_is_valid_in_its_time():
    early = Registry.from_watch(WATCH, "2015-05-05")
    assert early.match("the Hill Guard", Span(0, 14)).actor == "OLD"
    assert Registry.from_watch(WATCH).match("the Hill Guard", Span(0, 14)).actor == "OLD"


def test_a_capital_is_marked():
    text = "Baku said that Azerbaijan would answer."
    first, second = (m for m in REGISTRY.find(text) if m.actor)
    assert (first.metonym, second.metonym) == (True, False)


def test_a_partisan_word_names_an_actor_only_in_that_mouth():
    assert named("the occupiers", "valley-radio") == [("occupiers", "AZE")]
    assert named("the occupiers", "other-paper") == []
    assert named("the bandits", "valley-radio") == []


@pytest.mark.parametrize(
    ("text", "group"),
    [("masked gunmen", "military"), ("residents", "civilian"), ("five medics", "civilian"),
     ("unknown men", None), ("rebel fighters", "military"), ("the table", None)],
)  # fmt: skip
def test_common_nouns_have_a_class_and_no_actor(text, group):
    match = REGISTRY.match(text, Span(0, len(text)))
    assert match.actor is None
    assert match.group_class == group


def test_a_name_wins_over_a_common_noun():
    text = "fighters of the Valley Front"
    match = REGISTRY.match(text, Span(0, len(text)))
    assert (match.actor, match.side, match.kind) == ("FRONT", "west", "alias")
    assert match.group_class == "military"


def test_mention_fills_in_civilian_side():
    text = "two shepherds"
    mention = REGISTRY.mention(text, Span(4, 13))
    assert (mention.text, mention.actor, mention.side) == ("shepherds", None, "civilian")


def test_without_a_watch_states_are_known():
    world = Registry.from_watch(None)
    found = [(m.text, m.actor) for m in world.find("Ukrainian troops; Kyiv said; Sudanese army")]
    assert found == [("Ukrainian troops", "UKR"), ("Kyiv", "UKR"), ("Sudanese army", "SDN")]
    assert world.find("Ukrainian troops")[0].side is None


PIECES = st.sampled_from(
    ["Azerbaijani", "soldiers", "-backed", "Baku", "'s", "army", "the", "FVF", "fighters", "and",
     "occupiers", "units", "of", "\n", "Azerbaijan"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map(" ".join)))
def test_spans_give_the_words_back(text):
    for registry in (REGISTRY, Registry.from_watch(None)):
        for mention in registry.find(text, None, "valley-radio"):
            assert mention.span.of(text) == mention.text != ""
            assert mention.span.covers(mention.head)
            assert mention.generic == (mention.actor is None)


def test_a_capital_with_the_name_of_a_person_stands_for_no_government():
    world = Registry.from_watch(None)
    found = [m.actor for m in world.find("Malian troops in Seoul, Sofia, and Sri Lankans")]
    assert found[:2] == ["MLI", "KOR"]
    assert "BGR" not in found


def test_states_are_listed_once():
    rows = load_data("states.toml")["state"]
    idents = [row["id"] for row in rows]
    assert len(idents) == len(set(idents)) > 140
    names = [name for row in rows for name in row["names"]]
    assert len(names) == len(set(names))
