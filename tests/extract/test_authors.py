"""What a report says of those who wrote it is its own word."""

import pytest
from extract.reading import claims

from trucewatch.extract.authors import authors, wrote

HEADS = {
    "Daily report of the Verification Mission in Ossetia, 4 May 2009": "the Mission",
    "VMIS weekly note, 3 to 9 May 2013": "VMIS monitors",
    "The Joint Military Commission: daily update, 4 May": "The Joint Military Commission",
    "Bulletin of the Centre for Reconciliation (2 May 2018)": "the Reconciliation Centre",
}
OTHERS = {
    "Rebels report 30 raids in May 2019": "the rebels",
    "UN report: truce broken 40 times in 2019": "the UN",
    "Daily report of the Verification Mission, 4 May 2009": "the ministry",
}


@pytest.mark.parametrize("head", HEADS)
def test_the_head_names_the_authors(head):
    assert wrote(authors(head + "\n\nText.\n"), HEADS[head])


@pytest.mark.parametrize("head", OTHERS)
def test_others_are_no_authors(head):
    assert not wrote(authors(head + "\n\nText.\n"), OTHERS[head])


def test_a_mission_speaks_in_its_own_voice():
    text = (
        "Daily report of the Verification Mission, 4 May 2009\n\n"
        "The Mission noted that two howitzers were missing from the storage site in Gori. "
        "The police chief said that a mortar bomb fell on Kaspi.\n"
    )
    own, told = claims(text, ["Gori", "Kaspi"], published="2009-05-05")
    assert (own.attribution.form, own.attribution.source_text) == ("outlet", None)
    assert (told.attribution.form, told.attribution.source_text) == ("said", "police chief")


def test_a_mission_named_over_its_daily_report():
    text = "OSCE Special Monitoring Mission to Northland\nDaily Report 55/2021 of 10 March\n\nCalm."
    assert wrote(authors(text), "SMM")
    assert wrote(authors(text), "the Mission")


def test_a_daily_report_without_a_name_is_of_those_who_watch_in_it():
    text = "Daily Report 187/2017 issued on 9 August\n\nThe SMM saw two guns. The SMM heard shots."
    assert wrote(authors(text), "SMM")
    assert not authors(text.replace("The SMM heard", "Others heard"))
    assert not authors("Daily news of 9 August\n\nThe SMM saw two guns. The SMM heard shots.")
