"""One's own table of places."""

import pytest

from trucewatch.errors import UsageError
from trucewatch.places.build import Tables, build
from trucewatch.places.pack import open_pack
from trucewatch.places.sources.own import places


def write(tmp_path, text):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pack_of_ones_own_keeps_source_and_licence(tmp_path):
    path = write(
        tmp_path,
        "id,name,kind,lat,lon,names,source,licence\n"
        'p:1,Post Seven,post,15.1,45.3,"ara=النقطة السابعة|P7","Mission map",CC BY 4.0\n'
        "p:2,Aba,,15.2,45.4,,,\n",
    )
    built = build(
        Tables(own=(path,)), tmp_path / "o.pack.gz", ident="own", title="Own", version="3"
    )
    pack = open_pack(tmp_path / "o.pack.gz")
    post = pack.row(pack.numbers["p:1"])
    assert (post.kind, post.source) == ("post", "own:Mission map")
    assert [name.language for name in post.names] == ["ara", "und"]
    assert {one.id: one.licence for one in built.header.sources}["own:Mission map"] == "CC BY 4.0"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,name,lat\np,Aba,1\n", "columns missing: lon"),
        ("id,name,lat,lon\np,Aba,1,2\np,Abb,1,2\n", "stands twice"),
        ("id,name,lat,lon\np,,1,2\n", "empty"),
        ("id,name,lat,lon\np,Aba,,2\n", "line 2"),
        ("id,name,lat,lon\np,Aba,nan,2\n", "line 2"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        places(write(tmp_path, text))


def test_nothing_is_built_from_nothing(tmp_path):
    with pytest.raises(UsageError, match="no table"):
        build(Tables(), tmp_path / "o.gz", ident="x", title="X", version="1")
