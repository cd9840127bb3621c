"""Plain verbs of movement, access, exchange and talks, in texts about war and in others."""

import pytest
from extract.reading import claims

WAR = "The war in the country is in its second month.\n\n"

TOLD = {
    ("access_restriction", "asserted"): (
        "The crossing has been closed to civilians since Monday.",
        "Gas to the town was cut off on Monday.",
        "The water supply went off again on Thursday.",
        "Permission for a flight to the north was refused.",
        "The separatists did not guarantee the safety of the repair crew.",
        "The army keeps repair crews away from the pipeline.",
        "Some families were sent back at the checkpoint.",
        "The inspectors were not allowed to open the containers.",
        "Armed men pointed rifles at the monitors and ordered them to leave.",
        "The Houthis did not let the head of the mission out of his compound.",
        "A convoy with medicine has been stuck at Kosti for a week.",
        "The commander withheld the security guarantees for the repair of the pipeline.",
        "Villagers stood in the way of a UN patrol and took two phones.",
        "The mission's drone lost its signal, assessed as jamming, and landed.",
        "Visas for 20 aid workers were not issued.",
        "The army cut the electricity to the city.",
        "The Lachin road has been closed to all traffic for Armenians since December.",
        "The team was not let into the barracks at Trincomalee.",
        "Aid trucks are stranded at the Adre crossing.",
        "Fuel tankers have been blocked in Nyala since March.",
        "The border post admits nobody without a permit from Moscow.",
        "The monitors waited for two hours at the gate and then left.",
        "Security officers prevented a UN flight from landing in Bentiu.",
        "For the third week no fuel has been allowed into Gaza.",
    ),
    ("aid_delivery", "absent"): (
        "No aid has reached the camp for a month.",
        "There has been no airdrop since March.",
    ),
    ("aid_delivery", "asserted"): (
        "Two tankers have docked at the port.",
        "A convoy of 12 trucks with flour reached Bujayli on Monday.",
        "Twenty trucks of the World Food Programme entered Gaza through Rafah.",
        "The Red Cross brought insulin to the hospital in Stepanakert.",
        "A first aid flight landed in Sanaa.",
        "The mission escorted a column of food trucks to Zepa.",
        "Food for 5,000 people was dropped over Thonyor.",
    ),
    ("ceasefire_act", "absent"): (
        "The monitoring committee has not begun its work.",
        "No monitor has been appointed.",
        "No agreement on an extension was reached.",
    ),
    ("ceasefire_act", "asserted"): (
        "The truce took effect at midnight.",
        "The truce, agreed in Minsk, came into force on Sunday.",
        "A truce collapsed in May.",
        "The pause was extended twice.",
        "The truce lapsed on 3 June.",
        "The president ordered an end to fire.",
        "The ceasefire is holding.",
        "The rebels declared the truce void.",
        "A ceasefire brokered by Russia has been in force since 1 p.m.",
        "The general called off the ceasefire.",
        "The parties prolonged the truce by two months.",
        "The guerrillas announced a unilateral truce over Christmas.",
        "The government declared the ceasefire over.",
        "The Maoists withdrew from the truce on 27 August.",
        "At ten in the evening the guns fell silent.",
        "The truce expires at midnight.",
        "The warring sides recommitted themselves to the Jeddah accord.",
        "The first phase of the deal has been carried out.",
        "The truce has been in force for a week.",
        "Both armies observed a truce of four hours.",
        "The five-day truce ran out at dawn.",
        "The government extended the armistice with the ELN to August.",
    ),
    ("ceasefire_act", "hypothetical"): (
        "An extension of the truce is likely.",
        "The truce could collapse within days.",
    ),
    ("ceasefire_act", "planned"): (
        "We shall cease fire tomorrow from two to five.",
        "The humanitarian pause will begin on Friday morning.",
        "A new pause is to begin on Thursday at 7 a.m.",
        "The truce will be prolonged until the end of Ramadan, the mediators said.",
        "From Monday the weapons are to be silent.",
    ),
    ("control", "asserted"): (
        "The town was encircled by the 27th.",
        "The town was handed over without a fight.",
        "The enclave is surrounded on all sides.",
        "Ours still hold the hill.",
        "The road is in our hands.",
        "The bridge changed hands for the third time.",
        "Armenian forces still sit on the heights above the village.",
        "The siege of the town entered its fourth week.",
        "The town is split between the army and the rebels.",
        "The militia runs the airport.",
        "RSF men now man the gates of Nyala airport.",
    ),
    ("damage", "asserted"): (
        "The team counted 40 burnt houses in Nikozi.",
        "The market is gone.",
        "The school has no roof, its windows are shattered.",
        "The roof of the school had collapsed, the monitors saw.",
        "Every second house in Aghdam is a ruin.",
        "The monitors saw shattered windows at the kindergarten.",
    ),
    ("displacement", "asserted"): (
        "Some 30,000 people were driven across the river.",
        "Families were heading back to the south.",
        "Whole families are walking to Tawila.",
        "Women and children were taken out of the village.",
        "Around 900 families have arrived in Khawkhah.",
        "640 families have passed through the corridor.",
        "People are leaving the camp again.",
        "Civilians sought shelter at the airport.",
        "Some 4,000 people have returned to their homes.",
        "About 200 families took refuge in a church.",
        "More than 100,000 Armenians have crossed into Armenia within a week.",
        "People are sleeping in schools in Tyre.",
        "Half the population of Tawila is on the road.",
    ),
    ("displacement", "planned"): ("Evacuation buses leave for Zaporizhzhia tomorrow.",),
    ("fortification", "absent"): ("No new trenches were found.",),
    ("fortification", "asserted"): (
        "The army has set up three checkpoints on the road to Tyre.",
        "Rebels erected barricades in twenty streets.",
        "Bulldozers were digging trenches north of the village.",
        "The occupiers poured concrete for bunkers near Holmivskyi.",
        "New trenches appeared south of the line.",
        "The occupiers have put up a concrete wall along the canal.",
        "Excavators worked all night at the northern edge of the airport.",
        "Soldiers filled sandbags and laid barbed wire before the school.",
        "Trench works continued near Zaitseve.",
        "A new observation tower went up at the crossing.",
        "The rebels mined and fortified the port.",
        "The army is building a wall of earth along the valley.",
        "Fighters knocked loopholes into the walls of the school.",
        "Fresh trenches run along the railway embankment.",
        "The Israelis raised the fence at Metula by two metres.",
    ),
    ("fortification", "denied"): ("The ministry denied that any trenches had been dug.",),
    ("ground_advance", "absent"): ("No ground has been lost.",),
    ("ground_advance", "asserted"): (
        "The militias pushed up the mountain with tanks.",
        "The army linked up with its garrison in the old town.",
        "Fighters landed from boats near the lighthouse.",
        "Forty posts were taken.",
        "He accused the army of sending troops into the buffer zone.",
        "The rebels poured into Omdurman from the north.",
        "Troops crossed the Litani at two points.",
        "Croat units broke the line east of Ozren.",
        "The Azerbaijani army moved its posts forward by 300 metres.",
        "The defenders were thrown back to the second line.",
        "Guerrillas occupied the Sheraton hotel.",
        "The separatists stormed into Debaltseve and took the station.",
        "By noon the garrison had been wiped off the ridge and our flag was on it.",
        "The army fought its way into the old market of Omdurman.",
        "The regiment won back two villages.",
        "Rebels slipped into the outskirts of Bunia at dusk.",
        "The frontline has shifted two kilometres to the south.",
    ),
    ("overflight", "absent"): (
        "No aircraft were seen in the sky.",
        "For the first night in weeks no drone was heard.",
    ),
    ("overflight", "asserted"): (
        "Jets were heard over the city all night.",
        "Drones hovered over Tyre until dawn.",
        "Helicopters circle over the camp.",
        "Two unmanned aircraft crossed the line of contact at noon.",
        "A white Antonov circled above Kutum twice.",
        "A drone buzzed above the convoy for half an hour.",
    ),
    ("patrol", "asserted"): (
        "A helicopter flight over the valley, planned for Monday, was cancelled.",
        "A joint inspection of the site took place on Friday.",
        "UNIFIL conducted 412 activities, among them 60 with the Lebanese army.",
        "The monitors drove to Muhajiriya on Friday to look into the complaint.",
        "The mission's boats resumed their rounds off Salif.",
        "Teams of the mission inspected eleven weapons sites.",
    ),
    ("patrol", "planned"): (
        "The team will visit Lasu next week.",
        "Tomorrow the observers will go to Agdam.",
    ),
    ("prisoner_exchange", "absent"): ("The swap has not started.",),
    ("prisoner_exchange", "asserted"): (
        "Kyiv received 76 people and the other side got 124.",
        "Thirteen captives were handed to the Red Cross at Rafah.",
        "The rebels handed over 14 abducted children.",
        "Each side freed twenty prisoners.",
        "The bodies of six soldiers were returned.",
        "A hundred hostages came home.",
        "The rebels let four soldiers go on Saturday.",
        "The remains of five fighters were handed over through the Red Cross.",
        "Forty bodies went across at the checkpoint.",
    ),
    ("prisoner_exchange", "planned"): (
        "The prisoners will be released once guarantees are given.",
        "The ELN said it would free the mayor within days.",
    ),
    ("protest", "asserted"): (
        "Hundreds rallied outside the headquarters.",
        "A crowd of 200 gathered in front of the base and shouted slogans.",
        "Some 2,000 people marched through Muzaffarabad against the operation.",
    ),
    ("recruitment", "asserted"): (
        "Volunteers are gathering in Vladikavkaz.",
        "About 500 volunteers signed up in Kassala.",
        "The rebels have raised their strength from 2,000 to 4,000 men.",
        "The militia enlisted 1,200 men in June.",
        "Training camps for recruits have opened in Gedaref.",
        "The Tigers took 14 schoolchildren from Batticaloa to their training camp.",
        "The governor called up all men under 50.",
        "The paramilitary group distributes arms to volunteers in the villages.",
        "Young men queue at the enlistment office in Sumy.",
    ),
    ("road_block", "asserted"): (
        "Protesters blocked the road to the airport.",
        "Burning tyres cut the coastal road.",
        "A barricade of buses closes the avenue.",
    ),
    ("sighting", "absent"): (
        "No soldiers were visible in the streets.",
        "Of the tanks reported on Tuesday there was no trace.",
        "The inspectors did not find the two launchers.",
    ),
    ("sighting", "asserted"): (
        "About 20 armoured vehicles remain at the crossroads.",
        "A cache of 30 mortar rounds was discovered near Khiam.",
        "There was a rocket launcher in the courtyard of the school.",
        "Four armoured personnel carriers stood outside the ministry.",
        "Some 12,000 soldiers stand by at the border.",
        "Masked men with rifles are patrolling the market.",
        "The rebels keep artillery among the houses.",
        "He said the enemy had positioned howitzers in the kindergarten.",
        "A missile system is stationed on the ridge.",
        "Fifteen armed men in black stood around the gate.",
        "In a barn the team came upon two mortar tubes.",
        "Snipers sit on the roof of the post office.",
        "Three Grad launchers were hidden in an orchard.",
        "Two anti-aircraft guns stood on the beach at Hodeidah.",
        "Armed youths were seen in front of the polling station.",
        "Four Strela launchers were parked behind the cinema.",
        "The mission's camera recorded two trucks with armed men at 03:10.",
    ),
    ("talks", "absent"): (
        "The delegations have not met.",
        "The rebels will not negotiate, their leader said.",
        "The two sides have not spoken since Sunday.",
    ),
    ("talks", "asserted"): (
        "Talks in Tokyo failed.",
        "The mediators suspended the talks.",
        "The government recalled its delegation from Doha.",
        "The envoy arrived in Juba for talks with the rebels.",
        "The negotiators were called home.",
        "The rebels rejected the offer of talks.",
        "Negotiators from both sides returned to the table.",
        "Delegations of both sides sat down in Stockholm on Thursday.",
        "The envoy shuttled between Juba and Khartoum.",
        "The guerrillas walked out of the negotiations.",
        "Norwegian mediators flew to Kilinochchi to see the leader of the Tigers.",
        "The foreign ministers spoke by telephone about the truce.",
        "Envoys of both sides spent the day in Doha.",
        "The president received the chief negotiator of the guerrillas.",
        "The rebels sent a letter to the UN envoy.",
    ),
    ("talks", "planned"): (
        "A second round is planned for next week in Geneva.",
        "Both sides will send delegations to Geneva on Monday.",
    ),
    ("tally", "asserted"): (
        "The two sides accused each other of 30 violations.",
        "The coalition speaks of 183 breaches in two days.",
        "In April the commission received 38 complaints, 31 of them about the Tigers.",
    ),
    ("threat", "asserted"): (
        "The spokesman warned that they would pay a heavy price.",
        "Whoever enters the area does so at his own risk.",
        "He bears the consequences.",
        "The armed forces know how to respond.",
        "Any attempt to cross the line will be cut short by all means.",
        "The command gave the garrison until noon to leave.",
        "He warned residents not to return to the south or they would be risking their lives.",
        "The commander gave the monitors 24 hours to leave the area.",
        '"Our hand is on the trigger," the spokesman said.',
        "The militia put a price on the head of the governor.",
        "He promised the enemy hell.",
        "The movement vowed to avenge its dead.",
        "Any vehicle on the road after dusk will be a target, the leaflet says.",
        'The field marshal warned the mediators against "playing with fire".',
    ),
    ("armed_clash", "asserted"): (
        "Troops of the 4th Division locked horns with the guerrillas at Kilali.",
        "Our lads engaged an enemy scouting party near Makiivka.",
    ),
    ("arrest", "asserted"): ("Soldiers hauled away a teacher in Sopore.",),
    ("attack", "asserted"): (
        "Militiamen waylaid a grain truck at the ford.",
        "Gunmen set upon a convoy of traders near Maradi.",
    ),
    ("abduction", "asserted"): (
        "The militia carried off nine girls from the school.",
        "Fighters spirited away a photographer in Saraqib.",
    ),
    ("air_strike", "asserted"): (
        "Warplanes dumped barrel bombs on the outskirts of Binnish.",
        "Israeli jets pulverised a tower block in Rafah.",
    ),
    ("drone_strike", "asserted"): ("An armed drone took out a radar on the ridge.",),
    ("explosion", "asserted"): ("The arms depot went up in a huge fireball.",),
    ("ied", "asserted"): (
        "A roadside device ripped through a minibus near Afgoye.",
        "A tractor ran onto an anti-tank mine at Agdara.",
    ),
    ("missile_strike", "asserted"): ("The Houthis loosed a volley of missiles at the tanker.",),
    ("shelling", "asserted"): (
        "Mortars thudded into the hillside above Shebaa.",
        "The militia peppered the airport with mortar bombs.",
        "Howitzers blasted the eastern districts of Bahri.",
    ),
    ("small_arms_fire", "asserted"): (
        "Unknown gunmen sprayed a café with bullets.",
        "Machine guns rattled along the wall for an hour.",
        "A sentry loosed off several rounds at a boat.",
    ),
    ("troop_movement", "asserted"): (
        "Three truckloads of soldiers rolled through Kurdamir towards the front.",
        "Paratroopers embarked at Makassar.",
        "Two companies were flown to Kupang.",
        "A battalion of marines arrived on Sunday.",
        "Soldiers are combing the woods around the village.",
        "The army has moved tanks up to the line.",
        "Fighters are streaming into the town from the desert.",
        "Residents saw trucks with soldiers on the road to Agdam.",
        "Rwandan troops have been arriving in El Fasher since Sunday.",
        "Chadian tanks took up positions along the border.",
        "The coalition has brought up fresh brigades south of the city.",
        "Buses full of fighters left Damascus for the north.",
        "The general ordered two regiments to the front.",
        "Long columns of army trucks were seen heading for Jaffna.",
        "Troops took to the streets of the capital overnight.",
        "Armour was moving up the Nablus road at dawn.",
        "A Kenyan contingent relieved the Ethiopians at Afgoye.",
        "Reservists were loaded onto trains in Rostov.",
        "The army shifted a brigade from Kassala to Gedaref.",
        "Two freight trains loaded with tanks crossed into Belarus.",
        "Fresh fighters have been coming over the border for days.",
    ),
    ("troop_movement", "planned"): (
        "A Kenyan battalion is expected in Goma on Friday.",
        "A further 200 troops are due at the base next week.",
    ),
    ("withdrawal", "absent"): (
        "The checkpoint at Zvizdan remained in place with some 30 soldiers.",
        "Not a single tank had left the town.",
        "The militia has not handed in a single weapon.",
        "None of the positions has been vacated.",
        "The guns have not been moved an inch.",
    ),
    ("withdrawal", "asserted"): (
        "Government soldiers boarded buses for their barracks at dawn.",
        "The rebels surrendered 118 rifles to the mission on Monday.",
        "Former guerrillas turned in 40 weapons at the camp near Cauca.",
        "Some 300 heavy weapons were placed in storage under the supervision of the mission.",
        "Two battalions sailed home from Lhokseumawe.",
        "The battalion left its positions north of the river.",
        "The peacekeepers dismantled their post at Akhmaji and drove off north.",
        "The last column of defenders slipped out of the town at night.",
        "The army handed its positions on the ridge to the peacekeepers and marched off.",
        "By nightfall the last T-72 had been loaded on a flatcar and taken to the rear.",
        "Hamas fighters disappeared from the streets of Khan Yunis.",
        "The Tigers gave back the school they had used as a barracks.",
        "RSF vehicles left the hospital compound on Tuesday night.",
        "The mission verified the removal of 14 howitzers from the line at Petrivske.",
        "The Maoists locked 2,900 weapons in containers at the seven main cantonments.",
        "Israeli armour pulled out of Kfar Kila during the night.",
        "South Ossetian militiamen vacated the post at Perevi on Saturday.",
        "The guerrilla columns filed out of the zone before the deadline.",
        "The Syrian army thinned out its lines along the ridge.",
        "Both sides drew back their pickets by a kilometre.",
    ),
    ("withdrawal", "planned"): (
        "The rebels are to hand over half of their arms by March.",
        "The army pledged to vacate the schools it occupies within a month.",
        "Russian units are to leave the buffer zone within ten days of their arrival.",
        "The generals promised to take the tanks back to barracks within a week.",
    ),
}


@pytest.mark.parametrize(
    ("act", "modality", "text"),
    [(act, modality, text) for (act, modality), texts in TOLD.items() for text in texts],
)
def test_plain_words_tell_of_a_conflict_in_a_text_about_one(act, modality, text):
    (claim,) = claims(WAR + text)
    assert (claim.act, claim.modality) == (act, modality)


@pytest.mark.parametrize(
    "text",
    [
        "Two ferries collided off the coast and passengers boarded another ship.",
        "The company handed over 62 apartments to buyers on Thursday.",
        "The pupils turned in 40 essays on Monday.",
        "The minister remained in place despite the scandal.",
        "The bank remains at the crossroads of two reforms.",
        "The old bridge collapsed in May after heavy rain.",
        "The exhibition was extended twice.",
        "The discount was extended by two weeks.",
        "A new law took effect at midnight.",
        "The tariff agreement took effect on 1 March.",
        "Merger talks in Tokyo failed.",
        "The coach suspended the talks about his contract.",
        "Guests boarded the ship for a cruise.",
        "A stash of old coins was found in the cellar.",
        "The museum received 76 paintings and the gallery got 124.",
        "The farmers are leaving the fields early this year.",
        "The library will open its gate tomorrow.",
        "The shop was closed on Monday.",
        "A storm closed the road between the two towns.",
        "The committee has not begun its work on the budget.",
        "No director has been appointed.",
        "The tanker docked at Rotterdam with crude oil.",
        "The train was held for 40 minutes because of a signal fault.",
        "The players boarded buses for the stadium.",
        "The choir landed in Vienna on Friday.",
        "Volunteers are gathering in the park to plant trees.",
        "The gallery is gone and a hotel stands there now.",
        "The restaurant has shattered windows after the hail.",
        "The university is closed for the holidays.",
        "A visitor counted 40 flower beds.",
        "The minister visited the school on Tuesday.",
        "The team visited the museum in Vienna.",
        "He knows how to act in a comedy.",
        "The film flies by.",
        "The vote took place on Sunday; the party got 124 seats.",
        "The union said that its patience was not unlimited in the pay dispute.",
        "The couple are heading back to Paris after the wedding.",
        "Families are walking along the beach.",
        "Students returned to school on Monday.",
        "The talks about wages broke down.",
        "The flag flies over the embassy on the national day.",
        "The town hall handed over the keys to the carnival prince.",
        "A swarm of bees held up traffic for an hour.",
        "The gas supplier cut off households that had not paid.",
        "The president ordered an end to the subsidy.",
        "The deputies will meet on Tuesday to discuss the budget.",
        "The critics peppered the minister with questions.",
        "The agency netted a profit of two million.",
        "A van picked up four men after the concert.",
        "The two candidates locked horns in a debate.",
        "The council blew its budget on a new bridge.",
        "The waiter drenched the cake with brandy.",
        "The farmer sprayed the field with fertiliser.",
        "House prices went up in the suburbs.",
    ],
)
def test_plain_words_of_everyday_life_tell_of_nothing(text):
    assert claims(text) == ()


def test_a_line_counts_what_stands_before_its_colon():
    (claim,) = claims(WAR + "Truce violations, both sectors, 3 to 9 May: 21 reported, 8 confirmed.")
    assert claim.act == "tally"
    assert [(f.kind, f.best) for f in claim.figures] == [("violations", 21)]


def test_the_present_tense_with_a_day_to_come_is_a_plan():
    (claim,) = claims(WAR + "The exchange of prisoners takes place tomorrow.")
    assert (claim.act, claim.modality) == ("prisoner_exchange", "planned")


def test_what_hangs_on_a_particle_is_the_object():
    (claim,) = claims(WAR + "The general called off the ceasefire.")
    assert (claim.act, claim.modality) == ("ceasefire_act", "asserted")


def test_one_strike_and_a_second_are_of_the_kind_told_before():
    text = (
        "Drone strikes killed three people in Nabatieh on Tuesday.\n\n"
        "One strike hit a car near Sarda, killing two people.\n\n"
        "A second targeted a motorcycle in Yaroun and killed a man."
    )
    found = claims(text, ["Nabatieh", "Sarda", "Yaroun"])
    assert [(one.act, one.place.text) for one in found[1:]] == [
        ("drone_strike", "near Sarda"), ("drone_strike", "Yaroun"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The envoy praised a ceasefire that halted two years of fighting with the rebels.",
        "The president called on the guarantors to press the army to complete its withdrawal.",
    ],
)
def test_fighting_that_ended_and_a_withdrawal_urged_are_not_asserted(text):
    assert not [one for one in claims(text) if one.modality == "asserted"]


def test_a_siege_that_is_broken_is_an_advance():
    text = "Troops broke the two-year siege of El Obeid after clashes with the rebels."
    assert {one.act for one in claims(text, ["El Obeid"])} == {"ground_advance", "armed_clash"}


def test_harm_that_a_side_did_itself_is_a_claim_beside_what_others_tell():
    text = (
        "A strike hit a motorcycle in Yaroun and killed a man.\n\n"
        "The Israeli military said it had eliminated two members of a rocket unit."
    )
    found = claims(text, ["Yaroun"])
    assert [[f.best for f in one.figures if f.kind == "killed"] for one in found] == [[1], [2]]


def test_families_displaced_from_a_town_are_read_with_the_body_that_says_so():
    text = (
        "Rebels shelled the town. Some 4,000 families were displaced from Nyala, according to the "
        "International Organization for Migration."
    )
    claim = claims(text, ["Nyala"])[-1]
    assert (claim.act, claim.place.text) == ("displacement", "Nyala")
    assert claim.attribution.source_text == "International Organization for Migration"


def test_small_arms_that_were_used_are_fire():
    text = "Soldiers clashed. Small arms were used against its posts on Sunday, the ministry said."
    used = claims(text)[-1]
    assert (used.act, [one.text for one in used.targets]) == ("small_arms_fire", ["its posts"])
