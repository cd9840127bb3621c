from trucewatch.extract.lexicon import lexicon_for
from trucewatch.model import Actor, LabelWord, Watch

WATCH = Watch(
    id="w", title="w", theatre=(22, 44, 41, 53), timezone="Europe/Kyiv", from_="2022-01-01",
    actors=(Actor(id="UKR", name="Ukraine", type="state", side="ua", demonyms=("Ukrainian",)),
            Actor(id="GONE", name="Old Guard", type="armed_group", valid_to="2015-01-01")),
    labels=(LabelWord(text="punishers", language="en", refers_to="UKR", neutral="troops",
                      used_by=("east-tv",)),),
)  # fmt: skip


def test_all_recognisers_share_the_watch():
    lexicon = lexicon_for(WATCH)
    text = "Two Ukrainian soldiers were killed by 152-mm shells at 14:30 on Tuesday."
    killed, _ = (lexicon.figures(text)[0], None)
    assert killed.figure.group.side == "ua"
    (time,) = lexicon.times(text, None, "2022-05-04")
    assert time.ref.start == "2022-05-03T14:30+03:00"
    (weapon,) = lexicon.weapons(text)
    assert weapon.calibre_mm == 152
    (label,) = lexicon.labels.find("The punishers left.", None, "east-tv")
    assert label.refers_to == "UKR"


def test_partisan_words_give_a_figure_its_side():
    lexicon = lexicon_for(WATCH)
    (reading,) = lexicon.figures("Three punishers were killed.", None, "east-tv")
    assert reading.figure.group.side == "ua"
    (other,) = lexicon.figures("Three punishers were killed.", None, "west-tv")
    assert other.figure.group.side is None


def test_names_count_from_the_first_day_of_the_watch():
    assert lexicon_for(WATCH).registry.find("the Old Guard") == ()
    assert lexicon_for(WATCH, "2014-01-01").registry.find("the Old Guard")[0].actor == "GONE"


def test_frames_come_with_the_lexicon():
    assert lexicon_for(None).frames is lexicon_for(WATCH).frames


def test_without_a_watch():
    lexicon = lexicon_for(None)
    assert lexicon.timezone is None
    assert lexicon.labels.find("the punishers", None, "east-tv") == ()
