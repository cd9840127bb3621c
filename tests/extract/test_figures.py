"""Sentences of many theatres, and the figures that the codebook reads in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.figures import (
    HARM_KINDS,
    read_figures,
    reindexed,
)


def brief(text):
    """Return kind, words, bounds and group of each figure."""
    return [
        (f.kind, f.text, f.low, f.best, f.high, f.group.text if f.group else None)
        for f in (reading.figure for reading in read_figures(text))
    ]


HARM = [
    ("Three militants and two Ukrainian soldiers were killed.",
     [("killed", "Three", 3, 3, 3, "militants"), ("killed", "two", 2, 2, 2, "Ukrainian soldiers")]),
    ("Two soldiers and a driver were killed when a mine went off near Marib.",
     [("killed", "Two", 2, 2, 2, "soldiers"), ("killed", "a driver", 1, 1, 1, "driver")]),
    ("Two soldiers were killed and three wounded near Stepanakert.",
     [("killed", "Two", 2, 2, 2, "soldiers"), ("wounded", "three", 3, 3, 3, None)]),
    ("A blast killing five and injuring 12 others shook Taiz.",
     [("killed", "five", 5, 5, 5, None), ("wounded", "12", 12, 12, 12, None)]),
    ("8 killed, 20 injured in Kharkiv strike",
     [("killed", "8", 8, 8, 8, None), ("wounded", "20", 20, 20, 20, None)]),
    ("The attack left six people dead.", [("killed", "six", 6, 6, 6, "people")]),
    ("Three dead and seven hurt, says the mayor of El Fasher",
     [("killed", "Three", 3, 3, 3, None), ("wounded", "seven", 7, 7, 7, None)]),
    ("The clinic recorded the deaths of nine civilians.",
     [("killed", "nine", 9, 9, 9, "civilians")]),
    ("The raid claimed the lives of 4 people.", [("killed", "4", 4, 4, 4, "people")]),
    ("The brigade lost two soldiers at the crossing.", [("killed", "two", 2, 2, 2, "soldiers")]),
    ("A shell killed a mother and her two children.",
     [("killed", "a mother", 1, 1, 1, "mother"), ("killed", "two", 2, 2, 2, "children")]),
    ("A sniper shot dead two teenagers in Hodeidah.",
     [("killed", "two", 2, 2, 2, "teenagers")]),
    ("Four fighters of the front and at least seven army soldiers were killed.",
     [("killed", "Four", 4, 4, 4, "fighters"), ("killed", "at least seven", 7, 7, None,
                                                "army soldiers")]),
    ("A bomber killed himself and at least 30 worshippers.",
     [("killed", "at least 30", 30, 30, None, "worshippers")]),
    ("Police arrested 15 protesters and released 4.",
     [("captured", "15", 15, 15, 15, "protesters"), ("released", "4", 4, 4, 4, None)]),
    ("61 families fled the shelling of Dilling.", [("displaced", "61", 61, 61, 61, "families")]),
    ("The fire damaged two houses and destroyed a school.",
     [("damaged", "two", 2, 2, 2, "houses"), ("destroyed", "a school", 1, 1, 1, "school")]),
    ("Air defence shot down 5 drones over Odesa.", [("destroyed", "5", 5, 5, 5, "drones")]),
    ("Two vans and a bus were burned.",
     [("destroyed", "Two", 2, 2, 2, "vans"), ("destroyed", "a bus", 1, 1, 1, "bus")]),
    ("A 12-year-old boy was killed and his father injured.",
     [("killed", "A 12-year-old boy", 1, 1, 1, "12-year-old boy"),
      ("wounded", "his father", 1, 1, 1, "father")]),
    ("27 GUERRILLAS WERE KILLED AND 12 CAPTURED IN CHALATENANGO",
     [("killed", "27", 27, 27, 27, "GUERRILLAS"), ("captured", "12", 12, 12, 12, None)]),
    ("Three wounded soldiers reached Goris.", [("wounded", "Three", 3, 3, 3, "wounded soldiers")]),
    ("One person was killed and three others injured tonight",
     [("killed", "One", 1, 1, 1, "person"), ("wounded", "three", 3, 3, 3, None)]),
    ("Two gunmen killed the mayor of Arauca and three guards.",
     [("persons", "Two", 2, 2, 2, "gunmen"), ("killed", "the mayor", 1, 1, 1, "mayor"),
      ("killed", "three", 3, 3, 3, "guards")]),
    ("Dead: 3, wounded: 7", [("killed", "3", 3, 3, 3, None), ("wounded", "7", 7, 7, 7, None)]),
    ("4 KIA, 9 WIA", [("killed", "4", 4, 4, 4, None), ("wounded", "9", 9, 9, 9, None)]),
    ("Five miners are missing.", [("missing", "Five", 5, 5, 5, "miners")]),
    ("7 martyrs until now, two of them children",
     [("killed", "7", 7, 7, 7, "martyrs"), ("killed", "two", 2, 2, 2, "children")]),
    ("A haystack burned down and 30 goats were killed.", [("other", "30", 30, 30, 30, "goats")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HARM, ids=[row[0][:40] for row in HARM])
def test_harm(text, expected):
    assert brief(text) == expected


OF_MORE_KINDS = [
    ("A judge's bodyguard was gunned down in Baidoa.",
     [("killed", "A judge's bodyguard", "judge's bodyguard")]),
    ("A mine near Saada tore up a cart, killing its owner and his brother.",
     [("killed", "its owner", "owner"), ("killed", "his brother", "brother")]),
    ("Shrapnel in Toretsk wounded the wife of a miner.",
     [("wounded", "the wife of a miner", "wife of a miner")]),
    ("Masked men shot dead the village headman.",
     [("killed", "the village headman", "village headman")]),
    ("The headman was clubbed to death at Bunia.", [("killed", "The headman", "headman")]),
    ("Two herders were hacked to death and a third man lost an arm.",
     [("killed", "Two", "herders"), ("wounded", "a third man", "third man")]),
    ("Nine recruits met their deaths at Kidal.", [("killed", "Nine", "recruits")]),
    ("A corporal was left dead in Osh.", [("killed", "A corporal", "corporal")]),
    ("Raiders made off with four drivers and two lorries.",
     [("captured", "four", "drivers"), ("captured", "two", "lorries")]),
    ("Thirty policemen gave themselves up in Estelí.", [("captured", "Thirty", "policemen")]),
    ("Patrol craft sank three boats off Trincomalee.", [("destroyed", "three", "boats")]),
    ("The raid set two trucks ablaze.", [("destroyed", "two", "trucks")]),
    ("Sappers dynamited four pylons.", [("destroyed", "four", "pylons")]),
    ("Two cars burnt, a nursery smashed",
     [("destroyed", "Two", "cars"), ("damaged", "a nursery", "nursery")]),
    ("The army put 60 fighters out of action.", [("other", "60", "fighters")]),
    ("Some 90 fighters were put out of action.", [("other", "Some 90", "fighters")]),
    ("A doctor put the wounded at 14.", [("wounded", "14", None)]),
    ("They fired three salvoes of rockets.", [("munitions", "three", "salvoes")]),
    ("08.20 bus ambushed, 2 passengers hurt", [("wounded", "2", "passengers")]),
    ("He spoke of the raid without giving casualties.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OF_MORE_KINDS, ids=[r[0] for r in OF_MORE_KINDS])
def test_what_was_done_to_those_counted(text, expected):
    assert [(kind, words, group) for kind, words, _, _, _, group in brief(text)] == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Since May 120 people, a third of them children, have been killed.", "a third"),
        ("Monitors noted 38 breaches, two thirds of them by the army.", "two thirds"),
        ("31 wounded in Goma, nearly all civilians", "nearly all"),
    ],
)
def test_a_share_is_a_part_of_the_count_before_it(text, part):
    whole, share = (reading.figure for reading in read_figures(text))
    assert (share.text, share.kind, share.part_of) == (part, whole.kind, 0)
    assert (share.low, share.best, share.high) == (None, None, None)


@pytest.mark.parametrize("text", ["Half the town had no water.", "A third of the road is paved."])
def test_a_share_of_nothing_counted_is_no_figure(text):
    assert brief(text) == []


THINGS = [
    ("Up to 300 mortar rounds and about 50 shells of 122 mm calibre landed on the M4.",
     [("munitions", "Up to 300", None, None, 300, "mortar rounds"),
      ("munitions", "about 50", None, 50, None, "shells")]),
    ("The mission recorded 120 explosions, some 45 bursts and over 300 shots.",
     [("munitions", "120", 120, 120, 120, "explosions"),
      ("munitions", "some 45", None, 45, None, "bursts"),
      ("munitions", "over 300", 300, 300, None, "shots")]),
    ("A convoy of between 20 and 30 trucks was seen.",
     [("vehicles", "between 20 and 30", 20, None, 30, "trucks")]),
    ("Between 10-15 rockets fell.", [("munitions", "Between 10-15", 10, None, 15, "rockets")]),
    ("Two howitzers stood in the yard.", [("weapons", "Two", 2, 2, 2, "howitzers")]),
    ("The strip covers 750 km2 and is 12 km wide.",
     [("area_km2", "750", 750, 750, 750, "km2"), ("distance_km", "12", 12, 12, 12, "km")]),
    ("They moved 500 metres.", [("distance_km", "500", 0.5, 0.5, 0.5, "metres")]),
    ("Not a single shot was fired.", [("munitions", "Not a single", 0, 0, 0, "shot")]),
    ("The price is $1.5 million.", [("money", "$1.5 million", 1.5e6, 1.5e6, 1.5e6, None)]),
    ("It paid 100 dollars a head.", [("money", "100", 100, 100, 100, "dollars")]),
    ("Some 18,000 persons have gone back.",
     [("persons", "Some 18,000", None, 18000, None, "persons")]),
    ("Half a dozen tanks", [("weapons", "Half a dozen", 6, 6, 6, "tanks")]),
    ("Two dozen rockets", [("munitions", "Two dozen", 24, 24, 24, "rockets")]),
    ("no fewer than 40 shells", [("munitions", "no fewer than 40", 40, 40, None, "shells")]),
    ("fewer than 10 shells", [("munitions", "fewer than 10", None, None, 10, "shells")]),
    ("as many as 200 fresh fighters",
     [("persons", "as many as 200", None, None, 200, "fresh fighters")]),
    ("two or three rockets", [("munitions", "two or three", 2, None, 3, "rockets")]),
    ("10 or more shells", [("munitions", "10 or more", 10, 10, None, "shells")]),
    ("Eighty-six trucks crossed on 18 March and 40 at the second gate.",
     [("vehicles", "Eighty-six", 86, 86, 86, "trucks"), ("vehicles", "40", 40, 40, 40, None)]),
    ("Three Ka-52 helicopters circled.", [("weapons", "Three", 3, 3, 3, "Ka-52 helicopters")]),
    ("A ship with 800 tons of flour docked.", [("other", "800 tons", 800, 800, 800, "tons")]),
    ("They had flown more than 90 sorties.",
     [("other", "more than 90", 90, 90, None, "sorties")]),
    ("A nurse spoke of 14 dead.", [("killed", "14", 14, 14, 14, None)]),
    ("The mayor put the dead at 30.", [("killed", "30", 30, 30, 30, None)]),
    ("At least four villagers and two guards were killed.",
     [("killed", "At least four", 4, 4, None, "villagers"),
      ("killed", "two", 2, 2, None, "guards")]),
    ("Nine villagers are reported to have died.", [("killed", "Nine", 9, 9, 9, "villagers")]),
    ("A Greek surveillance drone was shot down.",
     [("destroyed", "A Greek surveillance drone", 1, 1, 1, "Greek surveillance drone")]),
    ("Two pupils were killed, one of them a girl.",
     [("killed", "Two", 2, 2, 2, "pupils"), ("killed", "one", 1, 1, 1, None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("Three of seven convoys were held.", [1, None]),
        ("Of 20 planned patrols 17 were driven.", [None, 0]),
        ("Some 40 of the 90 detainees were freed.", [1, None]),
        ("Police took 12 men into custody, four of whom have been released.", [None, 0]),
    ],
)
def test_parts_before_and_behind_their_whole(text, wholes):
    assert [reading.figure.part_of for reading in read_figures(text)] == wholes


def test_who_is_held_is_not_released_with_those_let_go():
    figures = read_figures("Police took 12 men into custody, four of whom have been released.")
    assert [reading.figure.kind for reading in figures] == ["persons", "released"]


@pytest.mark.parametrize(("text", "expected"), THINGS, ids=[row[0][:40] for row in THINGS])
def test_things(text, expected):
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On 15 March 2020 at 14:30 the 46th Division left the M4 under Resolution 2254.",
        "BM-21, T-72, D-30 and 122-mm guns; see article 5, paragraph 3 and page 12.",
        "The two-week truce lasted for three days and twenty hours.",
        "Ahmed, 25, works in Hama.",
        "Two-thirds of the 2014 map, 62 per cent of it, at 35.8° north",
        "The two sides met three times; six of one, half the other.",
        "Call +963 11 5551234 or write to box 20055.",
        "There are no signs of a withdrawal and no map.",
        "One day one side will move.",
        "In 2018 the first patrol of the 3rd battalion came.",
    ],
)
def test_numbers_that_count_nothing(text):
    assert brief(text) == []


@pytest.mark.parametrize("word", ["Dozens of", "Scores of", "Several", "Hundreds of", "A few"])
def test_vague_numbers_keep_their_words_and_no_bounds(word):
    (reading,) = read_figures(f"{word} civilians were wounded in Mukalla.")
    figure = reading.figure
    assert figure.qualifier == "vague"
    assert (figure.low, figure.best, figure.high) == (None, None, None)
    assert figure.text == word.removesuffix(" of")
    assert figure.kind == "wounded"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("No one was hurt.", "wounded"),
        ("Nobody was killed in Lachin.", "killed"),
        ("No deaths were reported.", "killed"),
        ("No soldiers were captured.", "captured"),
    ],
)
def test_zero_is_a_figure(text, kind):
    (reading,) = read_figures(text)
    assert reading.figure.kind == kind
    assert (reading.figure.low, reading.figure.best, reading.figure.high) == (0, 0, 0)


PARTS = [
    ("At least 16 people, including six children and four women, were killed.", [None, 0, 0]),
    ("Ten people, among them four medics, died.", [None, 0]),
    ("Four civilians, including a child and two women, were killed.", [None, 0, 0]),
    ("19 shelling cases in Latakia (8), Idlib (6) and Aleppo (5)", [None, 0, 0, 0]),
    ("It counted 17 breaches, 15 of them by the army and two by the rebels.", [None, 0, 0]),
    ("5 shelling cases: three in Luhansk and two in Donetsk", [None, 0, 0]),
    ("The guerrillas kidnapped 12 peasants, 3 of whom were later found dead.", [None, 0]),
    ("40 breaches, twelve of them mortar fire", [None, 0]),
    ("Three rebels and two soldiers were killed.", [None, None]),
]


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[row[0][:40] for row in PARTS])
def test_parts_of_a_number(text, parts):
    assert [reading.figure.part_of for reading in read_figures(text)] == parts


def test_a_part_may_have_a_harm_of_its_own():
    text = "The guerrillas kidnapped 12 peasants, 3 of whom were later found dead."
    assert [r.figure.kind for r in read_figures(text)] == ["captured", "killed"]


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("41 people have been killed since January.", True),
        ("That raises the death toll to 225.", True),
        ("The number of civilians killed by shelling since the truce began rises to nine.", True),
        ("Five people were killed in the deadliest strike since March.", False),
        ("Two men have been wounded since dawn.", False),
        ("Two men were wounded on Friday.", False),
        ("The rescue service put the toll at seven.", False),
    ],
)
def test_tolls_over_several_happenings(text, cumulative):
    readings = [r for r in read_figures(text) if r.figure.kind in HARM_KINDS]
    assert [r.figure.cumulative for r in readings] == [cumulative]


def test_families_are_not_persons():
    (reading,) = read_figures("61 families fled.")
    assert reading.figure.count_basis == "family"


def test_a_number_without_noun_counts_persons_where_harm_says_so():
    (reading,) = read_figures("33 were killed in Balyun.")
    assert reading.figure.count_basis == "person"
    assert reading.figure.group is None


def test_civilian_groups_have_their_side():
    soldiers, driver = read_figures("Two soldiers and a driver were killed.")
    assert soldiers.figure.group.side is None
    assert driver.figure.group.side == "civilian"


def test_the_harm_word_is_named():
    text = "Two soldiers were killed and three wounded."
    assert [r.trigger.of(text) for r in read_figures(text)] == ["killed", "wounded"]


def test_an_agent_is_no_victim():
    text = "A gunman killed three policemen and a passer-by before he was shot dead."
    assert brief(text) == [
        ("killed", "three", 3, 3, 3, "policemen"),
        ("killed", "a passer-by", 1, 1, 1, "passer-by"),
    ]


def test_munitions_are_never_killed():
    kinds = [r.figure.kind for r in read_figures("Five shells fell and civilians were killed.")]
    assert kinds == ["munitions"]


def test_reindexed_keeps_parts_only_with_their_whole():
    readings = read_figures("Six shells hit ten people, among them four medics, who died.")
    whole = next(n for n, r in enumerate(readings) if r.figure.part_of is not None)
    assert reindexed(readings, [whole])[0].part_of is None
    kept = reindexed(readings, [whole - 1, whole])
    assert kept[1].part_of == 0


WORDS = st.sampled_from(
    ["two", "10-15", "at", "least", "killed", "wounded", "soldiers", "and", "a", "driver", ",",
     "including", "(8)", "of", "them", "1,200", "shells", "no", "one", "dead", "were", "since",
     "January", "toll", "to", "%", "mm", "dozens", "\n", "half", "million", "\u0663", "\u00bd"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=30).map(" ".join)))
def test_spans_give_the_words_back_and_nothing_crashes(text):
    readings = read_figures(text)
    for reading in readings:
        figure = reading.figure
        assert figure.span.of(text) == figure.text != ""
        if figure.group is not None:
            assert figure.group.span.of(text) == figure.group.text
        if figure.part_of is not None:
            assert 0 <= figure.part_of < len(readings)
        if figure.kind in HARM_KINDS and reading.trigger is not None:
            assert reading.trigger.of(text)
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high
    spans = [r.figure.span for r in readings]
    assert spans == sorted(spans)


def test_parts_by_doer_behind_a_comma():
    readings = read_figures(
        "We counted 40 breaches of the truce, 30 by the army and ten by rebels."
    )
    assert [(r.figure.best, r.figure.part_of) for r in readings] == [(40, None), (30, 0), (10, 0)]


def test_impacts_are_munitions():
    assert brief("Observers counted five impacts.") == [
        ("munitions", "five", 5, 5, 5, "impacts"),
    ]


def test_no_casualties_means_nobody_killed_and_nobody_wounded():
    assert [row[:3] for row in brief("There were no casualties.")] == [
        ("killed", "no", 0),
        ("wounded", "no", 0),
    ]


def test_a_part_has_the_kind_of_its_whole():
    text = "The raid left 22 killed, among them five children, and more than 40 injured."
    assert [(row[0], row[1]) for row in brief(text)] == [
        ("killed", "22"),
        ("killed", "five"),
        ("wounded", "more than 40"),
    ]


def test_both_counts_two_of_a_kind_but_no_pair():
    assert brief("Both vehicles were destroyed.") == [("destroyed", "Both", 2, 2, 2, "vehicles")]
    assert brief("Both soldiers and civilians were killed.") == []
    assert brief("Both sides were hurt by the war.") == []


def test_possessives_belong_to_the_group():
    (row,) = brief("Two of our soldiers were killed.")
    assert row[-1] == "our soldiers"


@pytest.mark.parametrize("who", ["caregiver", "tea-picker", "lock-keeper", "mathematician"])
def test_who_looks_like_somebody_is_one_person(who):
    text = f"A rocket hit the school, killing two children and a {who}."
    (reading,) = (r for r in read_figures(text) if r.quantity.implicit)
    assert (reading.figure.kind, reading.figure.best) == ("killed", 1)


@pytest.mark.parametrize("wound", ["a gunshot wound", "shrapnel injuries", "a concussion"])
def test_who_sustained_a_wound_is_wounded(wound):
    told = brief(f"One crew member sustained {wound}.")
    assert told[0] == ("wounded", "One", 1, 1, 1, "crew member")


CLIPPED = [
    ("9 dead incl 4 kids, 31 hurt", [("killed", None), ("killed", 0), ("wounded", None)]),
    ("6 dead (2 kids), 11 hurt", [("killed", None), ("killed", 0), ("wounded", None)]),
    ("15+, 75 wounded", [("killed", None), ("wounded", None)]),
    ("dead 7, wounded 12", [("killed", None), ("wounded", None)]),
    ("3 dead, 30 inj", [("killed", None), ("wounded", None)]),
    ("five drones, two shot down", [("weapons", None), ("destroyed", 0)]),
    ("feud between two clans over wells, 22 wounded", [("other", None), ("wounded", None)]),
]


@pytest.mark.parametrize(("text", "told"), CLIPPED, ids=[row[0] for row in CLIPPED])
def test_clipped_counts(text, told):
    found = read_figures(text, clipped=True)
    assert [(r.figure.kind, r.figure.part_of) for r in found] == told


def test_two_bare_numbers_are_one_harm_in_prose():
    kinds = [r.figure.kind for r in read_figures("Beds for 15, 75 wounded in all, were sought.")]
    assert "killed" not in kinds


def test_an_adjective_is_nobody():
    (reading,) = read_figures("Two staff of a national agency were detained.")
    assert reading.figure.text == "Two"


def test_who_is_driven_from_home_is_counted():
    (reading,) = read_figures("The raids forced at least 5,600 from their homes.")
    assert (reading.figure.kind, reading.figure.low) == ("displaced", 5600)
