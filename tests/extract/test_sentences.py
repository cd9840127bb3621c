"""The sentence splitter over print, wires, posts and hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trucewatch.extract.sentences import LONGEST, split


def cut(text: str) -> list[str]:
    return [span.of(text) for span in split(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Ranks, titles and initials
        (
            "Gen. Lee met Lt. Col. J. R. Haddad. He left.",
            ["Gen. Lee met Lt. Col. J. R. Haddad.", "He left."],
        ),
        ("Dr. Amin and Mrs. Said fled.", ["Dr. Amin and Mrs. Said fled."]),
        # Hours, states, dates
        ("It began at 5 a.m. Tuesday.", ["It began at 5 a.m. Tuesday."]),
        ("He left at 6 p.m. The talks failed.", ["He left at 6 p.m.", "The talks failed."]),
        ("A U.S. Army base was hit.", ["A U.S. Army base was hit."]),
        ("It hit the U.S. The base burned.", ["It hit the U.S.", "The base burned."]),
        ("On Oct. 3 shells fell.", ["On Oct. 3 shells fell."]),
        ("They sat. Troops came.", ["They sat.", "Troops came."]),
        # Numbers
        ("No. 5 Company held gate No. 2.", ["No. 5 Company held gate No. 2."]),
        (
            "Did he yield? He said no. Shells fell.",
            ["Did he yield?", "He said no.", "Shells fell."],
        ),
        ("It fell 3.5 km off. Two died.", ["It fell 3.5 km off.", "Two died."]),
        # Ellipses
        ("They ran... and hid.", ["They ran... and hid."]),
        ("They ran… Nobody hid.", ["They ran…", "Nobody hid."]),
        # Quotations
        (
            "“We fired. They fled,” he said. “Stop!” The rest ran.",
            ["“We fired.", "They fled,” he said.", "“Stop!”", "The rest ran."],
        ),
        ('"Who fired?" asked one man.', ['"Who fired?" asked one man.']),
        ("He fled (at dawn.) The rest stayed.", ["He fled (at dawn.)", "The rest stayed."]),
        # A missing space, an address
        ("He left.The army came.", ["He left.", "The army came."]),
        ("See www.example.org for it.", ["See www.example.org for it."]),
        # No capitals at all, nothing but capitals
        (
            "shelling near marib. drones overhead. no losses",
            ["shelling near marib.", "drones overhead.", "no losses"],
        ),
        ("TWO MEN DIED. SGT. LOPEZ FLED.", ["TWO MEN DIED.", "SGT. LOPEZ FLED."]),
    ],
)
def test_sentences_of_prose(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("IDLIB. Two soldiers died.", "IDLIB."),
        ("ANKARA (Agency) — Two soldiers died.", "ANKARA (Agency) —"),
        ("KHARTOUM, Sudan - Two soldiers died.", "KHARTOUM, Sudan -"),
        ("Kyiv, 3 March – Two soldiers died.", "Kyiv, 3 March –"),
        ("Bukavu (Radio) - Two soldiers died.", "Bukavu (Radio) -"),
        ("PUERTO VIEJO, 3 JAN (RADIO) -- TWO SOLDIERS DIED.", "PUERTO VIEJO, 3 JAN (RADIO) --"),
        ("PUERTO VIEJO -- [REPORT] [TEXT] TWO SOLDIERS DIED.", "PUERTO VIEJO -- [REPORT] [TEXT]"),
        ("[TEXT] Two soldiers died.", "[TEXT]"),
    ],
)
def test_a_dateline_stands_alone(text: str, dateline: str) -> None:
    assert cut(text) == [dateline, text.removeprefix(dateline).strip()]


@pytest.mark.parametrize(
    "text",
    [
        "Two men – a father and son – were shot.",
        "ARMY SAYS TWO DIED. OTHERS FLED.",
        "Turkish-led forces withdrew.",
        "The town (near Goma) - a mining hub - fell.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert cut(text)[0].startswith(text.split(".", maxsplit=1)[0])


def test_headlines_and_paragraphs_stay_apart() -> None:
    text = "Convoy hit near Marib\nThree dead, army says\n\nA convoy was hit. Three died."
    assert cut(text) == [
        "Convoy hit near Marib",
        "Three dead, army says",
        "A convoy was hit.",
        "Three died.",
    ]


def test_wrapped_lines_go_on() -> None:
    text = (
        "The convoy was hit near the town of\nSaraqib on Tuesday. Three men died\n"
        "in it, said a man from the Second\nArmy, and two were hurt."
    )
    assert cut(text) == [
        "The convoy was hit near the town of\nSaraqib on Tuesday.",
        "Three men died\nin it, said a man from the Second\nArmy, and two were hurt.",
    ]


def test_wrapped_lines_in_capitals_go_on_to_the_end_of_their_paragraph() -> None:
    text = (
        "THE COLUMN WAS HIT BY A MINE ON THE ROAD THAT LEADS TO THE\n"
        "[NORTHERN] PORT, A SPOKESMAN FOR THE GARRISON SAID. THREE OF\n"
        "THE MEN WERE HURT. THEY WERE TAKEN TO THE HOSPITAL OF THE\n"
        "OLD CITY.\nNOTHING ELSE WAS KNOWN ABOUT THE MINE WHEN THIS WAS SENT."
    )
    assert cut(text)[0].endswith("SAID.")
    assert cut(text)[-2:] == [
        "THEY WERE TAKEN TO THE HOSPITAL OF THE\nOLD CITY.",
        "NOTHING ELSE WAS KNOWN ABOUT THE MINE WHEN THIS WAS SENT.",
    ]
    assert len(cut(text)) == 4


def test_lists_in_capitals_stay_lists() -> None:
    text = "SHELLING NEAR THE PORT\nTWO HURT\nROADS CLOSED\nARMY ON ITS WAY TO THE HILLS OF BAYDA"
    assert cut(text) == text.split("\n")


def test_list_items_part_without_stops() -> None:
    text = "Seen today:\n- two tanks\n- a howitzer\n1. First gate\n2) Second gate\n• A mortar"
    assert cut(text) == text.split("\n")


def test_a_list_number_does_not_end_a_sentence() -> None:
    assert cut("1. Two tanks. 2. A gun.") == ["1. Two tanks.", "2. A gun."]


def test_posts_with_pictures() -> None:
    text = "🔴 Explosions in Kharkiv\n🔴 Air defence active 💥 Three hurt\n🇺🇦 Ukraine 🇺🇦 stands"
    assert cut(text) == [
        "🔴 Explosions in Kharkiv",
        "🔴 Air defence active 💥",
        "Three hurt",
        "🇺🇦 Ukraine 🇺🇦 stands",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end(newline: str) -> None:
    assert cut(f"Line one{newline}Line two") == ["Line one", "Line two"]


def test_only_the_asked_range_is_read() -> None:
    text = "First one. Second one. Third one."
    start = text.index("Second")
    assert [s.of(text) for s in split(text, start, start + 11)] == ["Second one."]


@pytest.mark.parametrize("text", ["", "   ", "\n\n \t\n", "\u2029"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert cut(text) == []


@pytest.mark.parametrize("text", ["x" * 9_999, "word, " * 2_000, "💥" * 5_000, "(" * 5_000])
def test_endless_sentences_are_bounded(text: str) -> None:
    spans = split(text, 0, len(text))
    assert all(0 < span.end - span.start <= LONGEST for span in spans)
    assert "".join(s.of(text) for s in spans).replace(" ", "") == text.replace(" ", "")


PIECES = st.sampled_from(
    [
        "Gen. ", "Two died. ", "U.S. ", "a.m. ", "\n", "\n\n", "\r\n", "- ", "• ", "💥 ", "🇸🇾 ",
        "”", "“", "(", ")", "...", "!", "IDLIB. ", "ANKARA (X) — ", "1. ", "x" * 500, " ",
        "\u2029", ":", "[TEXT] ", "و قال. ",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join), st.data())
def test_spans_cover_everything_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = split(text, start, end)
    done = start
    for span in spans:
        assert done <= span.start < span.end <= end
        assert not text[done : span.start].strip()
        assert span.of(text).strip() == span.of(text)
        done = span.end
    assert not text[done:end].strip()
