"""Attribution: whose words a claim is."""

import pytest
from extract.reading import claims, document, only

from trucewatch.extract.lexicon import lexicon_for
from trucewatch.extract.read import read_claims
from trucewatch.model import Actor, Source, Watch

SOURCES = [
    ("Rebels shelled the town, the defence ministry said.", "said", "defence ministry", "said"),
    ("The defence ministry said that rebels shelled the town.", "said", "defence ministry", "said"),
    ("According to residents, rebels shelled the town.", "said", "residents", "According to"),
    ("Rebels shelled the town, according to a doctor.", "said", "doctor", "according to"),
    ("Rebels shelled the town.", "outlet", None, None),
    ("Rebels reportedly shelled the town.", "reportedly", None, "reportedly"),
    ("Military source: rebels shelled the town", "said", "Military source", ":"),
    ("Rebels shelled the town, rescue workers and a doctor said, in the worst night yet.", "said",
     "rescue workers and a doctor", "said"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "source", "cue"), SOURCES)
def test_forms(text, form, source, cue):
    said = only(text).attribution
    assert (said.form, said.source_text, said.cue_text) == (form, source, cue)
    if source is not None:
        assert said.source_span.of(text) == source


def test_a_chain_keeps_its_links():
    text = "The news agency said, citing the army, that rebels shelled the town."
    said = only(text).attribution
    assert said.form == "relayed"
    assert said.source_text == "army"
    assert [link.text for link in said.chain] == ["news agency"]


def test_he_added_is_the_source_named_before():
    text = (
        "A military spokesman said rebels shelled the port on Monday. "
        "He added that gunmen kidnapped a nurse on Tuesday."
    )
    one, two = claims(text)
    assert one.attribution.source_text == two.attribution.source_text == "military spokesman"


def test_a_side_that_says_it_fired_admits_it():
    said = only("Our artillery shelled the hills at noon.").attribution
    assert said.form == "admission"


def test_a_refuted_statement_is_asserted_by_one_and_denied_by_the_other():
    text = "The claim of the rescue service that the army shelled a market is untrue."
    asserted, denied = claims(text)
    assert (asserted.modality, asserted.attribution.source_text) == ("asserted", "rescue service")
    assert (denied.modality, denied.attribution.form) == ("denied", "outlet")
    assert denied.relates_to[0].claim == asserted.id


WATCH = Watch(
    id="w", title="w", theatre=(0, 0, 1, 1), timezone="UTC",
    sources=(
        Source(id="mod", name="Defence Ministry", kind="ministry", side="north",
               independence_group="north"),
        Source(id="agency", name="Northern News Agency", kind="state_agency", side="north",
               independence_group="north", aliases=("NNA",)),
        Source(id="mission", name="Valley Monitoring Mission", kind="monitor", side="monitor",
               independence_group="mission"),
    ),
    actors=(
        Actor(id="north", name="Northland", type="state", side="north", demonyms=("Northland",)),
        Actor(id="south", name="Southland", type="state", side="south", demonyms=("Southland",)),
    ),
)  # fmt: skip


def attribution_in(text, source):
    made = document(text, source=source)
    (claim,) = read_claims(made, (), lexicon_for(WATCH)).claims
    return claim.attribution


OWN = [
    ("The Northland part of the commission has registered 6 violations.", "mod", "outlet", None),
    ("The Southland part of the commission has registered 6 violations.", "mod", "said",
     "Southland part of the commission"),
    ("The Mission's monitor counted five impacts of shells on the ridge.", "mission", "outlet",
     None),
    ("The NNA's reporter said that army units shelled a barracks.", "agency", "admission",
     "NNA's reporter"),
    ("The NNA's reporter said that rebels shelled a barracks.", "agency", "said",
     "NNA's reporter"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "form", "named"), OWN)
def test_a_publisher_and_its_side(text, source, form, named):
    attribution = attribution_in(text, source)
    assert (attribution.form, attribution.source_text) == (form, named)


def test_a_source_in_front_of_what_the_tree_hangs_on_it():
    text = "According to local media, a group of some 80 rebel fighters pulled back on March 25."
    assert only(text).attribution.source_text == "local media"


@pytest.mark.parametrize("text", ["Nobody said that rebels shelled the town.",
                                  "Whatever Moscow says, rebels shelled the town."])  # fmt: skip
def test_nobody_and_whatever_are_no_sources(text):
    assert all(c.attribution.source_text is None for c in claims(text))


def test_a_site_that_cites_sources_close_to_a_side():
    text = "Citing sources close to the SDF, a local news site said that rebels shelled a village."
    attribution = only(text).attribution
    assert attribution.form == "relayed"
    assert attribution.source_text == "sources close to the SDF"
    assert [link.text for link in attribution.chain] == ["local news site"]


def test_residents_keep_their_village_as_a_source():
    (claim,) = claims("Residents of Al Hawl said that rebels shelled a school.", ["Al Hawl"])
    assert claim.attribution.source_text == "Residents of Al Hawl"


def test_clearing_mines_is_no_admission():
    claim = only("Our engineers cleared three mines near the school.")
    assert claim.attribution.form == "outlet"


def test_they_in_a_quotation_is_not_who_speaks():
    told = only('"They shelled us all night," said a teacher from Hays.')
    assert told.perpetrators == ()
    assert told.targets == ()
    assert told.attribution.source_text == "teacher"


def test_a_charge_that_is_rejected_is_denied_though_nobody_is_named_who_made_it():
    told = only("The rebel movement rejected the charge that it had mined the road.")
    assert (told.act, told.modality) == ("ied", "denied")
    assert told.attribution.source_text == "rebel movement"


def test_who_speaks_of_dead_is_their_source():
    told = only("A commission of the parliament speaks of 300 dead.")
    assert told.attribution.source_text == "commission of the parliament"


def test_a_party_that_denies_its_part_contests_no_more_than_that():
    text = "A bomb killed two guards in the market. The rebels denied any part in it."
    told = claims(text)
    assert [(c.modality, c.denies_part) for c in told][1] == ("denied", True)


def test_a_report_that_is_denied_contests_the_happening():
    text = "Rebels shelled the market, the army said. The rebels dismissed the report."
    told = claims(text)
    assert [(c.modality, c.denies_part) for c in told][1] == ("denied", False)


def test_by_the_count_of_somebody_names_a_source():
    (claim,) = claims("By the count of the health committee 40 people were killed.")
    assert claim.attribution.source_text == "health committee"


def test_hearsay_about_the_cause_alone_leaves_the_act_the_outlet_s():
    (claim,) = claims("The convoy was turned back by soldiers, reportedly on account of mines.")
    assert claim.attribution.form == "outlet"


def test_a_mission_s_own_count_in_its_daily_report_is_its_own():
    head = "Daily report, 9 February 2015\n\n"
    told = claims(head + "The team recorded nine ceasefire violations.")
    assert {claim.attribution.form for claim in told} == {"outlet"}


def test_we_of_the_outlet_is_no_source():
    (claim,) = claims("We found no report of an air strike on the town.")
    assert claim.attribution.form == "outlet"


def test_who_told_the_team_is_the_source_whatever_hangs_on_the_team():
    text = "A resident of Hays (male, 60s) told the team that his house had been hit by a shell."
    claim = only(text)
    assert (claim.attribution.form, claim.attribution.source_text) == ("said", "resident of Hays")


def test_a_relative_pronoun_stands_for_the_source_it_follows():
    claim = only("The mayor, who said that four houses had been shelled, left for the capital.")
    assert claim.attribution.source_text == "mayor"


def test_a_name_between_commas_says_who_the_source_is():
    text = "Rebels shelled the bridge, the commander, Brig. Adel Marwan, said."
    assert only(text).attribution.source_text == "commander"


@pytest.mark.parametrize(
    ("text", "origin", "link"),
    [
        ("Rebels shelled Bor, the state agency quoted the ministry as saying.",
         "ministry", "state agency"),
        ("Rebels shelled Bor, the commander was quoted as saying by the Dulo news agency.",
         "commander", "Dulo news agency"),
        ("Interfax cited the defence ministry as saying that rebels had shelled Bor.",
         "defence ministry", "Interfax"),
        ("According to the state news agency, the governor said rebels had shelled Bor.",
         "governor", "state news agency"),
    ],
)  # fmt: skip
def test_who_is_cited_is_the_source_and_who_cites_a_link(text, origin, link):
    told = only(text, ["Bor"]).attribution
    assert (told.form, told.source_text) == ("relayed", origin)
    assert [one.text for one in told.chain] == [link]


def test_when_an_agency_cited_somebody_is_not_when_it_happened():
    text = "Rebels shelled Bor, the Dulo agency reported on Friday, quoting a medic."
    told = only(text, ["Bor"])
    assert (told.attribution.source_text, told.time) == ("medic", None)


def test_a_side_that_says_it_fired_admits_it_and_boasts_of_what_it_won():
    (claim,) = claims("The SDF said it had shelled Turkish posts near Ain Issa on Monday.")
    assert (claim.attribution.form, claim.attribution.source_text) == ("admission", "SDF")
    (claim,) = claims("The army said its troops destroyed three tanks near Bakhmut.", ["Bakhmut"])
    assert claim.attribution.form == "said"
    (claim,) = claims("Hamas said it had killed six soldiers in an attack on a post in Jabalia.")
    assert claim.attribution.form == "said"


def test_sources_that_are_houses_and_bodies_with_prepositions_in_their_names():
    (claim,) = claims("Eleven people died when their house was shelled, said Nasser hospital.")
    assert claim.attribution.source_text == "Nasser hospital"
    text = "Doctors Without Borders said shells had landed on its clinic in Nabatieh."
    (claim,) = claims(text, ["Nabatieh"])
    assert claim.attribution.source_text == "Doctors Without Borders"
