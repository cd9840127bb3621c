"""Truces, talks, releases, counts, patrols, access, aid, roads, threats and protests, said plainly.

One sentence for each way of saying it; further verbs of a family stand in the tables.
"""

import pytest
from extract.reading import claims

WAR = "Shelling by the army killed two rebels near the front line on Monday.\n\n"


def told(text):
    return [(c.act, c.modality) for c in claims(WAR + text)[1:] if c.act != "shelling"]


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("ceasefire_act", "Hostilities around Marib were put on hold for a week."),
        ("ceasefire_act", "The militia has frozen its operations."),
        ("ceasefire_act", "The general ordered his men to cease firing."),
        ("ceasefire_act", "The rebels said the truce was off."),
        ("ceasefire_act", "The coalition went back on its promise of a pause."),
        ("ceasefire_act", "The government's offer of a truce was turned down by the insurgents."),
        ("ceasefire_act", "Both sides accepted the mediator's plan for disengagement."),
        ("ceasefire_act", "The clans made peace in Galkayo after two years."),
        ("ceasefire_act", "The truce was stretched by another 48 hours."),
        ("ceasefire_act", "The deal to stop the fighting fell through within hours."),
        ("talks", "The two foreign ministers sat together in Vienna for six hours."),
        ("talks", "The president received the rebel leader in Juba."),
        ("talks", "The generals had a telephone conversation about the border incident."),
        ("talks", "Talks got under way in Muscat."),
        ("talks", "The peace process was suspended by the government."),
        ("prisoner_exchange", "Sixty prisoners of war regained their freedom."),
        ("prisoner_exchange", "Kyiv got back 150 of its soldiers."),
        ("prisoner_exchange", "The kidnapped engineers are free."),
        ("prisoner_exchange", "Tribal elders secured the release of the six truck drivers."),
        ("prisoner_exchange", "The Red Cross flew 800 prisoners between Sanaa and Marib."),
        ("prisoner_exchange", "The mortal remains of two soldiers changed hands near Sirwah."),
        ("tally", "The occupiers broke the silence regime seven times."),
        ("tally", "The number of breaches rose to 41."),
        ("tally", "The army command put the number of violations at 58."),
        ("patrol", "Observers toured the villages along the line."),
        ("patrol", "The monitors paid a visit to the assembly area at Kaniyapuram."),
        ("patrol", "The inspection was put off for want of an escort."),
        ("access_restriction", "The request for a flight to Yida was rejected."),
        ("access_restriction", "A military council imposed a curfew on the town."),
        ("access_restriction", "Armed men forbade the patrol to go further."),
        ("access_restriction", "MINURSO's request to go to Bir Lahlou went unanswered."),
        ("access_restriction", "The convoy could not get past a crowd of youths at Rutshuru."),
        ("aid_delivery", "Residents received flour from the Red Crescent."),
        ("aid_delivery", "Two hundred families were reached with hygiene kits."),
        ("aid_delivery", "WFP trucks rolled into Kadugli with 300 tonnes of sorghum."),
        ("road_block", "Villagers felled trees across the road to Kalbajar."),
        ("road_block", "The insurgents severed the road link to Pul-e-Khumri."),
        ("road_block", "Concrete blocks were put on the road near the village."),
        ("threat", "The commander warned villagers that anyone helping the army would be shot."),
        ("threat", "The letter told teachers to leave or be killed."),
        ("threat", "Whoever sells fuel to the garrison will pay for it, the colonel said."),
        ("threat", "Men at the checkpoint cocked their weapons at the team."),
        ("protest", "A march of opposition parties in Khartoum was broken up by police."),
        ("protest", "A hundred people held up banners against the truce."),
        ("protest", "The mission observed a peaceful gathering of 200 people in Odessa."),
    ],
)
def test_what_is_said_in_everyday_words_is_read(act, text):
    assert (act, "asserted") in told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The separatists will hold their fire from midnight.", ("ceasefire_act", "planned")),
        ("The prime minister ruled out a dialogue with the rebels.", ("talks", "absent")),
        ("Both delegations are expected back in Geneva for a second round.", ("talks", "planned")),
    ],
)
def test_what_is_ahead_or_refused_is_no_fact(text, expected):
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The airline suspended its operations for a week.",
        "The team visited the museum before the match.",
        "European ministers meet on Wednesday to discuss a further list of sanctions.",
        "The court rejected the request of the newspaper.",
        "Snow closed the road over the pass.",
        "The minister's visit was called off because of fog.",
        "The mediator lodged a protest with both sides.",
        "Investors gathered outside the bank to demand answers on the price of shares.",
        "Doctors warned parents against fever.",
    ],
)
def test_everyday_words_about_other_things_say_nothing(text):
    acts = {"ceasefire_act", "talks", "patrol", "access_restriction", "road_block", "protest"}
    assert not [row for row in told(text) if row[0] in acts | {"threat"}]


def test_an_outing_called_off_is_another_one_than_that_which_was_held():
    text = "Observers toured the villages along the line. The evening round was called off."
    found = [c.patrol.outcome for c in claims(WAR + text) if c.act == "patrol"]
    assert found == ["held", "cancelled"]


def test_a_patrol_that_did_not_take_place_is_cancelled():
    row = next(c for c in claims(WAR + "The patrol to Fanya did not leave.") if c.act == "patrol")
    assert (row.modality, row.patrol.outcome) == ("asserted", "cancelled")


def test_a_number_that_stands_apart_counts_the_breaches():
    row = next(c for c in claims(WAR + "The number of breaches rose to 41.") if c.act == "tally")
    assert [(f.kind, f.best) for f in row.figures] == [("violations", 41)]
