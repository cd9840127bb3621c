"""Who counts, recounts or says that his own men did not: sentences of ours."""

import pytest
from extract.reading import claims

WAR = "The ceasefire between the army and the rebels went on. "


def told(text):
    return [
        (one.attribution.source_text, one.modality)
        for one in claims(WAR + text)
        if "went on" not in one.sentence.of(WAR + text)
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Addis Ababa put its losses at 40 soldiers.", "Addis Ababa"),
        ("A doctor put the dead at 12.", "doctor"),
        ("Refugees gave an account of a raid by militiamen, who killed nine herders.", "Refugees"),
        ("The raid killed nine herders, by the health ministry's figures.", "health ministry"),
        ("Asmara answered that Ethiopian troops had shelled a school.", "Asmara"),
        ("The mission repeated that rebels had shelled a school.", "mission"),
    ],
)
def test_who_counts_or_recounts_is_the_source(text, source):
    assert [row[0] for row in told(text)] == [source]


def test_a_report_in_the_press_that_is_false_is_the_medium_s():
    text = "Reports on a website that the army shelled a clinic are baseless."
    assert ("website", "asserted") in told(text)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("An officer of the Armed Forces said no bomb had been dropped.", "denied"),
        ("The navy said its gunboats had not fired on the port.", "denied"),
        ("Observers said no bomb had been dropped.", "absent"),
    ],
)
def test_who_has_the_guns_denies(text, modality):
    assert [row[1] for row in told(text)] == [modality]
