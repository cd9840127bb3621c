"""Comments are flagged whatever their spelling, keep their words, and yield safety notices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.intake.quarantine import flags_in, folded_text, marked, rules_for
from trucewatch.model import AbuseWord, Document, Item, Passage, Span


def comment(text):
    return Passage(kind="thread_comment", start=0, end=len(text), author_label="reader 1")


def kinds(text, *words):
    return {flag.kind for flag in flags_in(text, comment(text), rules_for(words))}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We know where you live.", "threat"),
        ("I'll find you, observer!", "threat"),
        ("You're next", "threat"),
        ("your family will pay for this", "threat"),
        ("Kill them all and be done.", "incitement"),
        ("They should all be shot", "incitement"),
        ("these people deserve to die", "incitement"),
        ("no mercy for them", "incitement"),
        ("They are nothing but rats", "dehumanising"),
        ("filthy animals, all of them", "dehumanising"),
        ("You are such an idiot", "abuse"),
        ("shut up", "abuse"),
    ],
)
def test_plain_words(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "K!LL TH3M ALL",
        "k.i.l.l them all",
        "k i l l them all",
        "kiiiill theeem aaall",
        "ki\u200bll th\u0435m all",
        "kíll thëm àll",
        "ｋｉｌｌ them all!!!",
    ],
)
def test_spelling_tricks_hide_nothing(text):
    assert "incitement" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The patrol reached the bridge at 9:30 and turned back.",
        "They should be ashamed of this ceasefire.",
        "How many were killed? The article does not say.",
        "I was born in that village; the animals died in the shelling.",
        "We know where the line runs.",
        "The dogs barked all night after the strike.",
        "Next time send monitors.",
        "I kill time reading this.",
        "The army is fighting rats in the trenches, literally.",
    ],
)
def test_ordinary_comments_are_not_flagged(text):
    assert kinds(text) == set()


def test_a_watch_adds_words_of_its_own_in_any_script():
    words = [AbuseWord(text="шакалы", flag="dehumanising"), AbuseWord(text="quislings")]
    assert kinds("Опять эти ШАКАЛЫ!", *words) == {"dehumanising"}
    assert kinds("qu1slings everywhere", *words) == {"abuse"}
    assert kinds("nothing of the kind", *words) == set()


def test_a_flag_names_its_words_and_its_rule():
    text = "Well. K1LL them all, I say."
    (flag,) = flags_in(text, comment(text), rules_for())
    assert flag.span.of(text) == "K1LL them all"
    assert flag.rule.startswith("incitement ")


def test_only_comments_are_searched_and_a_threat_raises_one_notice():
    text = "Kill them all, the commander said.\n\nwe know where you live, you are next"
    start = text.index("we know")
    document = Document(
        item=Item(id="sha256:x", text=text, media_type="text/plain"),
        passages=(
            Passage(kind="article_body", start=0, end=start - 2),
            Passage(kind="thread_comment", start=start, end=len(text), author_label="reader 1"),
        ),
    )
    done = marked(document, rules_for())
    article, thread = done.passages
    assert article.flags == ()
    assert {flag.kind for flag in thread.flags} == {"threat"}
    (notice,) = done.issues
    assert notice.code == "safety_notice"
    assert notice.span.of(text).startswith("we know where you live")
    assert "live" not in notice.message  # the notice repeats no reader's words


@given(st.text(max_size=200))
def test_folding_keeps_its_places(text):
    folded = folded_text(text)
    assert len(folded.text) == len(folded.at) == len(folded.ends)
    assert all(0 <= at < max(1, len(text)) for at in folded.at)
    assert list(folded.at) == sorted(folded.at)


@given(st.text(alphabet="kilthema l3!1.\u200b ", max_size=80))
def test_flags_lie_in_their_comment(text):
    whole = Span(0, len(text))
    for flag in flags_in(text, comment(text), rules_for()):
        assert whole.start <= flag.span.start < flag.span.end <= whole.end
