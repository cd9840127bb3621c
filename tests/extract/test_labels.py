from trucewatch.extract.labels import LabelTable
from trucewatch.model import LabelWord, Watch

LABELS = (
    LabelWord(text="regime", language="en", refers_to="GOV", neutral="government",
              used_by=("hill-post",)),
    LabelWord(text="regime forces", language="en", refers_to="ARMY", neutral="army",
              used_by=("hill-post",)),
    LabelWord(text="terrorists", language="en", refers_to="unspecified", neutral="fighters"),
    LabelWord(text="terrorists", language="en", refers_to="REBELS", neutral="rebels",
              used_by=("state-tv",)),
    LabelWord(text="боевики", language="ru", refers_to="unspecified", neutral="fighters"),
)  # fmt: skip
WATCH = Watch(id="w", title="w", theatre=(0, 0, 1, 1), timezone="UTC", labels=LABELS)
TABLE = LabelTable.from_watch(WATCH)


def found(text, source):
    return [(use.text, use.refers_to) for use in TABLE.find(text, None, source)]


def test_the_longest_word_wins():
    text = "Regime forces left; the regime denied it."
    assert found(text, "hill-post") == [("Regime forces", "ARMY"), ("regime", "GOV")]


def test_a_word_counts_only_for_those_who_use_it_so():
    assert found("regime forces", "state-tv") == []
    assert found("regime forces", None) == []


def test_one_word_means_different_things_in_different_mouths():
    assert found("the terrorists", "state-tv") == [("terrorists", "REBELS")]
    assert found("the terrorists", "hill-post") == [("terrorists", None)]
    assert found("the terrorists", None) == [("terrorists", None)]


def test_spans_and_other_scripts():
    text = "Бои: боевики отошли"
    (use,) = LabelTable.from_watch(WATCH).find(text)
    assert use.span.of(text) == use.text == "боевики"
    assert use.neutral == "fighters"


def test_without_a_watch_nothing_is_partisan():
    assert LabelTable.from_watch(None).find("the regime", None, "hill-post") == ()
