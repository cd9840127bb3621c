import pytest

from trucewatch.extract.quantities import find_quantities


def one(text):
    (quantity,) = find_quantities(text)
    return quantity


def test_the_span_is_number_and_qualifier_and_the_unit_stands_apart():
    text = "They saw at least two heavily armed young men near Goris."
    quantity = one(text)
    assert quantity.text == "at least two"
    assert quantity.unit_text == "heavily armed young men"
    assert quantity.phrase.of(text) == "at least two heavily armed young men"
    assert (quantity.unit_class, quantity.count_basis) == ("person", "person")


@pytest.mark.parametrize(
    ("text", "unit_class", "basis"),
    [
        ("six artillery shells", "munition", "artillery shell"),
        ("six families", "family", "family"),
        ("six armoured vehicles", "vehicle", "armoured vehicle"),
        ("six breaches", "violation", "breach"),
        ("six air strikes", "happening", "air strike"),
        ("six houses", "building", "house"),
        ("six villages", "place", "village"),
        ("six hectares", "area_km2", "km2"),
        ("six miles", "distance_km", "km"),
        ("six dinars", "money", "dinar"),
        ("six olive-presses", "other", "olive-presse"),
    ],
)
def test_classes(text, unit_class, basis):
    quantity = one(text)
    assert quantity.unit_class == unit_class
    if unit_class not in {"money", "other"}:
        assert quantity.count_basis == basis


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("two soldiers", "military"),
        ("two farmers", "civilian"),
        ("two people", None),
        ("two civilian drivers", "civilian"),
        ("two shells", None),
    ],
)
def test_group_class(text, group):
    assert one(text).group_class == group


def test_singulars_come_only_when_asked_for():
    text = "A shepherd met his wife."
    assert find_quantities(text) == ()
    found = find_quantities(text, implicit=True)
    assert [(q.text, q.unit_text, q.implicit) for q in found] == [
        ("A shepherd", "shepherd", True),
        ("his wife", "wife", True),
    ]


@pytest.mark.parametrize("text", ["handed over eight soldiers", "add up to eight soldiers"])
def test_verbs_keep_their_particles(text):
    assert one(text).text == "eight"


def test_others_take_no_noun():
    quantity = one("five others")
    assert quantity.unit_text is None
    assert quantity.unit_class == "none"


def test_measures_are_turned_into_kilometres():
    assert one("2.5 hectares").best == 0.025
    assert one("300 metres").best == 0.3
