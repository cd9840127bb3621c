"""Treebanks: what a CoNLL-U file says, and how the parser is scored on it."""

from __future__ import annotations

import gzip

import pytest

from trucewatch.errors import UsageError
from trucewatch.measure import conllu, treebank

ROWS = """# newdoc id = one
# text = Rebels can't flee.
1\tRebels\trebel\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tflee\tflee\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = It rained.
1\tIt\tit\tPRON\tPRP\t_\t2\texpl\t_\t_
2\trained\train\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
"""


@pytest.fixture
def folder(tmp_path):
    with gzip.open(tmp_path / "small-test.conllu.gz", "wt", encoding="utf-8") as file:
        file.write(ROWS)
    return tmp_path


def test_words_heads_and_spaces_are_read(folder):
    first, second = conllu.trees(folder / "small-test.conllu.gz")
    assert [word.text for word in first.words] == ["Rebels", "ca", "n't", "flee", "."]
    assert [word.space for word in first.words] == [True, False, True, False, True]
    assert [word.head for word in first.words] == [3, 3, 3, 3, 3]
    assert second.document == "one"


def test_documents_are_their_sentences(folder):
    assert conllu.texts(folder / "small-test.conllu.gz") == {
        "one": "Rebels can't flee.\n\nIt rained."
    }


def test_the_parser_is_scored_on_given_and_own_words(folder):
    pytest.importorskip("trucewatch_en")
    figures = treebank.score(folder)["small-test"]
    assert (figures["sentences"], figures["words"]) == (2, 8)
    assert figures["on the treebank's words"]["uas"] == 100.0
    # "It" is expletive to the treebank: a wrong label counts against las and not against uas.
    assert figures["on the treebank's words"]["las"] <= 100.0
    assert figures["on our own words"]["words"] == 100.0


def test_a_folder_without_treebanks_is_named(tmp_path):
    with pytest.raises(UsageError, match="has no treebank"):
        treebank.score(tmp_path)
