"""The guard at the end: no field without its words."""

from extract.reading import only
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from trucewatch.extract.assemble import guarded
from trucewatch.model import Condition, Mention, Span

TEXT = "A car bomb killed two soldiers and a driver at a checkpoint on Monday."
CLAIM = only(TEXT)


def test_a_true_claim_passes_unchanged():
    assert guarded(CLAIM, TEXT) == (CLAIM, ())


def test_a_field_that_is_not_in_the_text_is_dropped_and_said():
    forged = replace(
        CLAIM,
        perpetrators=(Mention(text="rebels", span=Span(0, 6)),),
        condition=Condition(text="if", span=Span(900, 902)),
    )
    claim, issues = guarded(forged, TEXT)
    assert claim.perpetrators == ()
    assert claim.condition is None
    assert [issue.code for issue in issues] == ["claim_rejected", "claim_rejected"]


def test_dropping_a_whole_leaves_its_part_alone():
    whole, part = CLAIM.figures
    forged = replace(CLAIM, figures=(replace(whole, text="nine"), replace(part, part_of=0)))
    claim, issues = guarded(forged, TEXT)
    assert [(f.text, f.part_of) for f in claim.figures] == [(part.text, None)]
    assert len(issues) == 1


@given(st.integers(-5, 200), st.integers(-5, 200))
def test_whatever_the_span_nothing_untrue_stays(start, end):
    forged = replace(CLAIM, targets=(Mention(text="soldiers", span=Span(start, end)),))
    claim, _ = guarded(forged, TEXT)
    assert all(m.span.of(TEXT) == m.text for m in claim.targets)


def test_a_weapon_is_named_once():
    claim = only("Rebels fired Grad rockets at the barracks. The rockets killed two soldiers.")
    assert [weapon.text for weapon in claim.weapons] == ["Grad rockets"]
