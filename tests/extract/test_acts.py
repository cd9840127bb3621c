"""Act after act in the words of many theatres and voices."""

import pytest
from extract.reading import claims, only

TOLD = {
    "control": (
        "Fighters hoisted their flag over the town hall on Tuesday.",
        "The insurgents raised a black flag above the police station in Mosul.",
        "The town has been encircled by rebel forces since Friday.",
        "Government troops besieged the enclave for a third week.",
        "The village remains in rebel hands.",
        "The airport is under the control of the RSF.",
        "Stepanakert was surrounded on three sides.",
        "Rebels now hold the ridge above the road.",
    ),
    "ground_advance": (
        "The village of Pisky fell to separatist forces overnight.",
        "The army lost control of the garrison at El Geneina on Thursday.",
        "Separatist troops attempted to improve their position near Chihari.",
        "An attempt to break through near Yasynuvata was repelled.",
        "The brigade took a rebel strongpoint south of the industrial zone.",
        "Serb forces gained a foothold on the western bank.",
        "The SPLA drove government soldiers out of Malakal.",
        "UNITA columns pushed the garrison back to the river.",
        "The offensive on Marib resumed on Sunday.",
        "Armenian units crossed the line of contact near Talish.",
        "Militia fighters overran the base at Nyala.",
        "The army linked up with its besieged engineers in the old town.",
        "Tanks crawled through Tskhinval on Friday.",
    ),
    "abduction": (
        "Some 300 soldiers surrendered to the rebels near the station.",
        "Forty policemen were taken prisoner in Jowhar.",
        "Two monitors have been held captive since Monday.",
        "Seven aid workers were seized at gunpoint in Kutum.",
        "The gunmen made off with three drivers.",
        "Four of our boys were dragged off.",
        "A few officers were chained to a radar mast.",
    ),
    "arrest": (
        "Security forces detained eleven activists in Taiz.",
        "Police took 31 persons into custody.",
    ),
    "attack": (
        "An anti-tank guided missile destroyed a truck near Verkhnotoretske.",
        "Residents were woken by tank fire in Nyala.",
        "The army fired tank shells at a school in Nyala.",
        "The air force shot down a cargo plane over El Fasher.",
        "Rebels accused the army of having launched an offensive before dawn.",
        "Gangs sacked and looted 12 villages along the river.",
        "The convoy was ambushed near Kidal.",
        "Peacekeepers came under attack at Rutshuru.",
        "Gunmen stormed a police post in Garissa.",
        "Our units suppressed enemy firing points near Zaitseve.",
        "They were fired on from prepared positions.",
        "The assault on the camp was beaten off.",
        "Assailants set fire to the WFP warehouse in El Fasher.",
        "Our units returned fire.",
        "The barracks were fired on from the heights.",
        "Air defence units shot down two drones over the valley.",
        "A mob wrecked the office of the monitors in Takengon.",
    ),
    "small_arms_fire": (
        "Farmers were shot at while harvesting near Agdam.",
        "They opened up with Dushkas at farmers.",
        "The residents woke up to machine-gun fire.",
        "Azerbaijani units fired at Armenian positions with small arms on 4 August.",
        "The SMM heard about 40 bursts of heavy-machine-gun fire 2 km north of its position.",
        "A sniper wounded a shepherd near Movses.",
        "Bullets struck the window of the school.",
        "Rounds of heavy machine gun were fired over the heads of the villagers.",
        "A soldier was shot in the leg at the crossing.",
        "A policeman was shot dead near the checkpoint.",
    ),
    "shelling": (
        "Two shells came down behind the mosque.",
        "The district was hit by mortar rounds for a third night.",
        "Grad rockets slammed into the market in Vostochny.",
        "Artillery duels continued across the Nile on Monday.",
        "The army mortared the suburb of Souk el Gharb.",
        "Rockets rained down on Stepanakert.",
        "An 82mm mortar round exploded in the garden of a house in Horlivka.",
        "Shellfire killed four in Abyei.",
        "Howitzers fired 30 rounds toward Hadrut.",
        "The observers saw fresh craters assessed as caused by 122mm artillery rounds.",
        "Residents were woken by howitzer fire in Nyala.",
        "Positions near Chasiv Yar were shelled with 152-mm artillery.",
    ),
    "missile_strike": (
        "A ballistic missile hit the port of Mukalla.",
        "The Houthis fired two missiles at Khamis Mushait.",
        "Two cruise missiles destroyed a fuel depot near Verkhnotoretske.",
    ),
    "air_strike": (
        "The Air Force struck gatherings of the militia near the bridges.",
        "Warplanes bombed the airport in Saada at dawn.",
        "MiG fighters dropped two bombs on the bridge at Vukovar.",
        "An Antonov dropped barrel bombs on Kauda.",
        "Coalition aircraft carried out 14 raids on Hodeidah.",
        "Helicopter gunships rocketed the village.",
        "A bomb fell on a farm, killing three.",
        "The air force flew 40 sorties against the hills.",
        "Jets engaged gun positions on the ridge.",
    ),
    "drone_strike": (
        "An FPV drone struck an ambulance in Nikopol.",
        "A Bayraktar hit a column near Martuni.",
        "Drones attacked the fuel depot in Port Sudan.",
    ),
    "ied": (
        "A car bomb went off outside the mosque in Aden.",
        "A truck ran over an anti-tank mine near Shyrokyne.",
        "A roadside bomb hit a UN vehicle in Tessalit.",
        "Militants had mined the road to Bakhmut.",
        "A suicide bomber blew himself up at a checkpoint in Mogadishu.",
        "Sappers removed 12 mines from the field.",
        "Three children were killed by a landmine in Mocha.",
    ),
    "explosion": (
        "The patrol heard five undetermined explosions 3-5 km SW of its position.",
        "A blast shook the centre of Luhansk.",
        "Explosions were heard in Omdurman.",
    ),
    "overflight": (
        "The patrol saw two Mi-24 helicopters flying north at low height.",
        "The roar of jets was heard over the capital.",
        "A reconnaissance drone circled over Tyre.",
        "Israeli jets broke the sound barrier over Sidon.",
    ),
    "armed_clash": (
        "On Tuesday militiamen exchanged machine-gun fire with government soldiers in Goma.",
        "Clashes erupted between the RSF and the army in Omdurman.",
        "Heavy fighting raged around Malakal on Thursday.",
        "The two sides exchanged fire across the river.",
        "Hostilities resumed in the Tel Tamr area.",
        "Violence flared between rival factions in Tripoli.",
        "Fighting between Houthi forces and tribesmen left 14 dead.",
    ),
    "killing": (
        "Gunmen assassinated a tribal elder in Baidoa.",
        "Two men were executed in the square.",
        "Eight farmers were massacred near Beni.",
    ),
    "toll": (
        "A medic put the dead at 13.",
        "The commission speaks of up to 1,000 dead.",
        "At least 863 civilians have been killed since fighting began.",
        "The army has lost 2,300 men since September.",
        "Bodies of nine soldiers were recovered from the rubble.",
        "The hospital received 22 wounded.",
        "The number of dead has risen to 41.",
        "The losses of the adversary reached 6,674 killed.",
    ),
    "damage": (
        "Five houses were damaged in Spartak.",
        "A gas pipeline was damaged in Avdiivka.",
    ),
    "displacement": (
        "About 1,000 residents fled the town.",
        "By evening 88 children had been bussed to Sviatohirsk.",
        "Families left Wad Madani on foot.",
        "Some 200 displaced persons returned to Agdam.",
        "Women and children were taken out of the village.",
    ),
    "troop_movement": (
        "Eleven howitzers and twenty trucks moved west past the checkpoint.",
        "The arrival of 50 mercenaries was reported in Toretsk.",
        "Nine Land Cruisers of the militia moved off by the Kass road.",
        "Forty buses with soldiers arrived from the south.",
        "Moscow sent two battalions to the border.",
        "The army is massing troops near Kilinochchi.",
        "Reinforcements reached the garrison at Tikrit.",
        "Airborne troops landed at the base in San Vicente.",
        "Four hundred railway troops arrived to repair the line.",
    ),
    "sighting": (
        "The observers saw four tanks parked between houses in Avdiivka.",
        "The SMM observed a stationary APC near Zolote.",
        "Russian units with air defence are still active in the Debaltseve area.",
        "The presence of three Grad launchers was established in Bakhmut.",
        "An SMM mini-UAV spotted eight 2S1 self-propelled howitzers near Bezimenne.",
    ),
    "fortification": (
        "Soldiers were digging trenches east of Petrivske.",
        "Israeli bulldozers built an earth berm near Kfar Kila.",
    ),
    "withdrawal": (
        "Two tanks were withdrawn from Stanytsia Luhanska.",
        "The rebels pulled back from the bridge.",
        "Serb guns were moved out of the exclusion zone.",
        "Former rebels handed over 62 weapons on Thursday.",
        "Some 1,300 soldiers sailed from Lhokseumawe for home.",
        "The garrison was evacuated from Gori on Sunday.",
    ),
    "recruitment": ("3,400 volunteers enlisted in June.",),
    "patrol": (
        "The Kebkabiya team sent a patrol of three vehicles to Birka Saira.",
        "UNIFIL and the Lebanese army carried out a joint patrol along the Blue Line.",
        "Observers patrolled the road to Kodori.",
        "A patrol to Mukaya was cancelled for want of guarantees.",
    ),
    "access_restriction": (
        "The commander told the observers that they could not proceed.",
        "The SMM was denied access to the camp in Zaitseve.",
        "Guards did not allow the monitors to pass.",
        "The monitors were made to wait for two hours at Olenivka.",
        "Eleven trucks with medicine were waiting in Port Sudan for clearance.",
        "The army refused to let a UN convoy through to Gorazde.",
        "Fighters told the observers to leave the area.",
        "The mission's drone was jammed near Horlivka.",
        "Repair crews were turned back three times.",
        "Soldiers confiscated the patrol's camera.",
        "The rebels closed the crossing over the Inguri.",
        "The monitors were asked to stay at home.",
        "A tanker is still held off Jizan by the coalition.",
    ),
    "tally": (
        "The mission recorded 17 violations in the past week.",
        "Ukraine violated the ceasefire 47 times over the past 24 hours.",
        "The JCCC counted 23 ceasefire violations on Monday.",
        "The truce was broken nine times on Monday, the coalition said.",
        "No ceasefire violations were recorded overnight.",
    ),
    "road_block": (
        "Villagers blocked the road with burning tyres.",
        "The rebels set up roadblocks on the highway.",
        "The crossing at Mayorsk was closed.",
    ),
    "protest": ("Hundreds of people demonstrated against the deal in Yerevan.",),
    "aid_delivery": (
        "A convoy of 12 trucks brought flour to Taiz.",
        "The ICRC handed out food parcels in Kutum.",
    ),
    "prisoner_exchange": (
        "The sides exchanged 22 prisoners at Mayorsk.",
        "The rebels freed 14 captives.",
        "The bodies of nine soldiers were handed over.",
    ),
    "threat": (
        'The General Command promised "a harsh response".',
        "If they come back, they will bear the consequences, the commander warned.",
        "A rebel leader vowed revenge for the killing.",
    ),
    "ceasefire_act": (
        "The truce took effect at midnight on Saturday.",
        "The two presidents put their names to a ceasefire in Bishkek.",
        "The truce was extended by 72 hours.",
        "The rebels announced a unilateral truce.",
        "The ceasefire collapsed after nine hours.",
        "The sides agreed on a silence regime in Stanytsia.",
        "It entered into force on 2 April.",
        "A truce collapsed in May 2003.",
    ),
    "talks": (
        "The foreign ministers met in Geneva.",
        "Talks between the army and the RSF opened in Jeddah.",
    ),
}

OTHERWISE = (
    ("sighting", "absent", "There was no soldier in the village."),
    ("sighting", "absent", "The storage site was empty; 12 howitzers were missing."),
    ("withdrawal", "absent", "The sides failed to withdraw their weapons."),
    ("withdrawal", "planned", "The army will pull its artillery back by 15 km."),
    ("access_restriction", "absent", "The patrol encountered no restrictions."),
    ("talks", "hypothetical", "The sides could discuss an extension."),
    (
        "withdrawal",
        "planned",
        "The guerrillas were to place their arms at designated sites from 9 February.",
    ),
    ("withdrawal", "absent", "Not one rifle has been stored."),
    ("sighting", "absent", "No armed irregulars were seen."),
    ("sighting", "absent", "Two mortars seen on Thursday were not found again."),
    ("ceasefire_act", "planned", "We shall cease fire from two to five."),
    ("talks", "absent", "The delegations have not met."),
    ("talks", "absent", "The joint commission did not meet this week."),
    ("aid_delivery", "absent", "No aid has reached the camp since March."),
)

NOTHING = (
    "The road was quiet.",
    "The mission has 600 observers in the two regions.",
)


@pytest.mark.parametrize(("act", "text"), [(act, text) for act in TOLD for text in TOLD[act]])
def test_an_act_is_read_in_many_wordings(act, text):
    told = only(text)
    assert (told.act, told.modality) == (act, "asserted")


@pytest.mark.parametrize(("act", "modality", "text"), OTHERWISE)
def test_what_did_not_happen_or_lies_ahead_says_so(act, modality, text):
    told = only(text)
    assert (told.act, told.modality) == (act, modality)


@pytest.mark.parametrize("text", NOTHING)
def test_a_state_of_affairs_is_no_happening(text):
    assert claims(text) == ()


def test_who_watches_a_move_tells_of_the_move_alone():
    told = only("The patrol saw two helicopters flying north at low height.")
    assert told.act == "overflight"
    assert only("Observers saw four tanks parked between houses.").rule == "sighting.see"


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("air_strike", "Helicopters shelled positions of the security forces near the town."),
        ("attack", "Rebels attacked vehicles of the mission on Friday."),
        ("attack", "Security forces tortured 20 refugees, the rights group said."),
        ("troop_movement", "The army has strengthened its forces in the valley."),
    ],
)
def test_a_finite_verb_never_only_describes_what_follows_it(act, text):
    assert only(text).act == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("A clinic in the town was destroyed by a guided bomb.", "air_strike"),
        ("Air defence shot down 31 of 40 Shahed-type drones.", "attack"),
        ("The disengagement area near the bridge remained calm.", None),
    ],
)
def test_means_and_modifiers_make_the_act(text, act):
    assert [claim.act for claim in claims(text)] == ([act] if act else [])
