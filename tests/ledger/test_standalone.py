"""The one-file verifier on a bare Python: it accepts an honest proof and names every forgery."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders import document
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from trucewatch import intake
from trucewatch.ledger import Ledger, checkpoints, notes
from trucewatch.ledger.proofs import Published, proof_bundle
from trucewatch.ledger.standalone import verify_export
from trucewatch.ledger.store import reading_key
from trucewatch.merge import merge
from trucewatch.model import Attribution, Claim, Figure, Reading, Span, TimeRef

TEXT = "Convoy hit\n\nTwo soldiers and a driver were killed near Ariha, the ministry “said”.\n"
WHAT = Published("2020-03-01", "2020-03-31", "proof")
PAGE = (
    "<html><head><title>Shelling</title></head><body><article><h1>Shelling of a market</h1><p>"
    "Officials &ldquo;confirmed&rdquo; that seven people were killed&nbsp;in the market of Saraqib "
    "when shells landed at noon, and that many more were hurt &amp; taken to hospital.</p><p>The "
    "market had reopened a week before, after a long closure over the winter months.</p></article>"
    "</body></html>"
)


def claim_of(document, words, *, sentence, name):
    text = document.item.text
    start = text.index(words)
    first = text.index(sentence)
    number = next(
        number for number, row in enumerate(document.passages) if row.start <= start < row.end
    )
    count = {"Two": 2, "seven": 7}[words]
    figure = Figure(
        kind="killed",
        group=None,
        low=count,
        best=count,
        high=count,
        qualifier="exact",
        count_basis="person",
        text=words,
        span=Span(start, start + len(words)),
    )
    return Claim(
        id=name,
        item=document.item.id,
        published_by="wire",
        published_at="2020-03-18",
        passage=number,
        sentence=Span(first, first + len(sentence)),
        trigger=Span(start, start + 1),
        act="shelling",
        modality="asserted",
        attribution=Attribution(form="outlet"),
        time=TimeRef(
            text="x", span=Span(0, 1), start="2020-03-17", end="2020-03-17", precision="day"
        ),
        figures=(figure,),
    )


@pytest.fixture
def made(tmp_path, watch):
    """Return a folder with proof, script and evidence, as a reader would receive them."""
    with Ledger(tmp_path / "watch.db") as ledger:
        claims = []
        for name, data, words, first, last in (
            ("a.txt", TEXT.encode(), "Two", "Two soldiers", "“said”."),
            ("b.html", PAGE.encode("cp1252"), "seven", "Officials", "to hospital."),
        ):
            document = intake.read_document(data, name=name, published="2020-03-18", source="wire")
            text = document.item.text
            sentence = text[text.index(first) : text.index(last) + len(last)]
            claim = claim_of(document, words, sentence=sentence, name=f"c1-{name}")
            claims.append(claim)
            ledger.keep(data, document.item.media_type)
            item = document.item.id
            ledger.append("document.added", item, document, key=f"d:{item}")
            reading = Reading(claims=(claim,))
            ledger.append("claims.read", f"claims:{item}", reading, key=reading_key(item, "x"))
        merged = merge(claims, watch, {})
        ledger.append("merge.proposed", "merge", merged, key="m")
        bundle = proof_bundle(ledger, merged, WHAT)
        key = checkpoints.keys(ledger)[0]
        evidence = ledger.evidence
    folder = tmp_path / "empty"
    folder.mkdir()
    shutil.copyfile(
        str(files("trucewatch.ledger.standalone") / "verify_export.py"), folder / "verify_export.py"
    )
    shutil.copytree(evidence, folder / "evidence")
    return SimpleNamespace(folder=folder, bundle=bundle, key=key)


def check(made, bundle=None, *extra):
    """Run the script with neither our package nor any other."""
    (made.folder / "proof.json").write_text(json.dumps(bundle or made.bundle), encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-I", "-S", "verify_export.py", "proof.json"),
            *("--evidence", "evidence", "--key", made.key, *extra),
        ],
        cwd=made.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_honest_proof_is_accepted(made):
    code, told = check(made)
    assert code == 0, told
    assert "2 figures" in told
    assert "2 evidence files read" in told
    assert json.loads(made.bundle["published"])["left_out"] == []


def test_the_script_is_short_and_needs_the_standard_library_only():
    script = files("trucewatch.ledger.standalone") / "verify_export.py"
    source = script.read_text("utf-8")
    imported = {
        line.split()[1].split(".")[0]
        for line in source.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= {*sys.stdlib_module_names, "__future__"}
    assert len(source.splitlines()) < 300


def published(bundle, change):
    told = json.loads(bundle["published"])
    change(told)
    bundle["published"] = json.dumps(told)


def changed_figure(bundle):
    published(bundle, lambda told: told["figures"][0].update(high=20))


def changed_best(bundle):
    published(bundle, lambda told: told["figures"][0].update(best=None))


def changed_group(bundle):
    published(bundle, lambda told: told["figures"][0].update(group="civilians"))


def dropped_figure(bundle):
    published(bundle, lambda told: told["figures"].pop())


def hidden_figure(bundle):
    published(bundle, lambda told: told["left_out"].append(told["figures"].pop()))


def changed_sentence(bundle):
    row = next(row for row in bundle["sentences"] if "driver" in row["text"])
    row["text"] = row["text"].replace("a driver", "no drives")


def moved_sentence(bundle):
    bundle["sentences"][0]["start"] += 3


def changed_body(bundle):
    bundle["events"][0]["body"] = bundle["events"][0]["body"].replace('"low":2', '"low":1')


def dropped_event(bundle):
    bundle["events"].pop(0)


def dropped_publication(bundle):
    bundle["events"].pop()


def other_publication(bundle):
    bundle["publication"] = 2


def words_pieced_together(bundle):
    row = next(row for row in bundle["sentences"] if not row["markup"])
    (first, end), cut = row["pieces"][0], 5
    row["pieces"] = [[first, first + cut], [first + cut, end]]
    row["text"] = row["text"][:cut] + row["text"][cut + 4 :]
    row["pieces"][1][0] += 4


def words_in_another_encoding(bundle):
    bundle["sentences"][0]["encoding"] = "cp037"


def path_to_elsewhere(bundle):
    bundle["sentences"][0]["item"] = "sha256:../../proof.json"


def dropped_leaf(bundle):
    raw = base64.b64decode(bundle["leaves"])
    bundle["leaves"] = base64.b64encode(raw[32:]).decode()


def reordered_leaves(bundle):
    raw = base64.b64decode(bundle["leaves"])
    bundle["leaves"] = base64.b64encode(raw[32:64] + raw[:32] + raw[64:]).decode()


def reordered_events(bundle):
    bundle["events"].reverse()


def renumbered_event(bundle):
    row = bundle["events"][0]
    row["header"] = row["header"].replace('"seq":2', '"seq":1')


def forged_size(bundle):
    bundle["checkpoint"] = bundle["checkpoint"].replace("\n6\n", "\n5\n")


def forged_key(bundle):
    signer = notes.Signer(bundle["checkpoint"].split("\n")[0], b"\x07" * 32)
    text = bundle["checkpoint"].split("\n\n")[0] + "\n"
    bundle["checkpoint"] = signer.sign(text)
    bundle["verifier_keys"] = [signer.verifier_key]


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (changed_figure, "changed figure"),
        (changed_best, "changed figure"),
        (changed_group, "changed figure"),
        (dropped_figure, "changed figure"),
        (hidden_figure, "changed figure"),
        (changed_sentence, "changed sentence"),
        (words_pieced_together, "changed sentence"),
        (words_in_another_encoding, "changed sentence"),
        (path_to_elsewhere, "changed sentence"),
        (dropped_publication, "dropped event"),
        (other_publication, "cannot be read"),
        (moved_sentence, "changed sentence"),
        (changed_body, "its body is not the one that was recorded"),
        (dropped_event, "dropped event"),
        (dropped_leaf, "dropped event"),
        (reordered_leaves, "changed log"),
        (reordered_events, "reordered event"),
        (renumbered_event, "event 1 is not in the log"),
        (forged_size, "forged checkpoint"),
        (forged_key, "forged checkpoint"),
    ],
)
def test_each_forgery_is_rejected_and_named(made, forge, named):
    bundle = copy.deepcopy(made.bundle)
    forge(bundle)
    assert bundle != made.bundle
    code, told = check(made, bundle)
    assert code == (2 if named == "cannot be read" else 1), told
    assert named in told
    assert "Traceback" not in told


def test_a_changed_or_missing_evidence_file_is_named(made):
    path = next(made.folder.glob("evidence/*/*"))
    path.write_bytes(path.read_bytes() + b" ")
    code, told = check(made)
    assert code == 1
    assert f"changed evidence file: {path.relative_to(made.folder)}" in told
    path.unlink()
    code, told = check(made)
    assert code == 1
    assert "is missing" in told


def test_a_checkpoint_that_somebody_kept_is_held_against_the_log(tmp_path, made):
    with Ledger(tmp_path / "watch.db") as ledger:
        (made.folder / "kept.txt").write_text(made.bundle["checkpoint"], encoding="utf-8")
        ledger.append("document.added", "late", document(source="late"), key="late")
        later = proof_bundle(ledger, ledger.merged(), WHAT)
    assert later["checkpoint"] != made.bundle["checkpoint"]
    code, told = check(made, later, "--kept", "kept.txt")
    assert code == 0, told
    with Ledger(tmp_path / "other.db") as other:
        other.append("document.added", "x", document(source="x"), key="x")
        other.db.execute("UPDATE signer SET verifier_key = ?", (made.key,))
        other.key_path.write_bytes((tmp_path / "watch.key").read_bytes())
        rewritten = proof_bundle(other, other.merged(), WHAT)
    code, told = check(made, rewritten, "--kept", "kept.txt")
    assert code == 1
    assert "changed history: the log does not begin as kept.txt says" in told


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"schema": "trucewatch.proof/1"}', "\u0000"])
def test_what_is_no_proof_is_said_to_be_none(made, damage):
    made.folder.joinpath("proof.json").write_text(damage)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify_export.py", "proof.json"],
        cwd=made.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (1, 2)
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


def test_reports_that_name_private_persons_are_left_out_by_name(tmp_path, made, watch):
    with Ledger(tmp_path / "watch.db") as ledger:
        item = ledger.documents()[0].item.id
        bundle = proof_bundle(ledger, ledger.merged(), WHAT, hidden={item})
    assert item not in json.dumps(bundle["events"])
    told = json.loads(bundle["published"])
    assert [row["reason"] for row in told["left_out"]] == ["its report names private persons"]
    assert check(made, bundle)[0] == 0


def test_a_figure_that_a_person_changed_is_left_out_by_name(tmp_path, made):
    with Ledger(tmp_path / "watch.db") as ledger:
        merged = ledger.merged()
        first = merged.incidents[0]
        changed = structs.replace(first.figures[0], low=1, best=1)
        incidents = (structs.replace(first, figures=(changed,)), *merged.incidents[1:])
        bundle = proof_bundle(ledger, structs.replace(merged, incidents=incidents), WHAT)
    (row,) = json.loads(bundle["published"])["left_out"]
    assert (row["id"], row["reason"]) == (
        first.id,
        "a person decided otherwise than its reports state",
    )
    assert check(made, bundle)[0] == 0


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_the_signature_check_agrees_with_a_library(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    signature = bytearray(key.sign(message))
    assert verify_export.ed25519_holds(public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not verify_export.ed25519_holds(public, message, bytes(signature))
    assert not verify_export.ed25519_holds(public, message + b"x", key.sign(message))


def test_the_root_of_the_script_is_that_of_the_tree():
    from trucewatch.ledger import merkle

    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(70)]
    rows = {(0, number): leaf for number, leaf in enumerate(leaves)}
    rows.update({(level, number): node for level, number, node in merkle.all_nodes(leaves)})
    for size in range(1, 70):
        top = merkle.root(size, lambda level, number: rows[level, number])
        assert verify_export.root_of(leaves[:size]) == top


def test_the_page_for_readers_names_every_answer_of_the_script():
    root = Path(__file__).parents[2]
    page = (root / "docs" / "checking.md").read_text("utf-8")
    script = (files("trucewatch.ledger.standalone") / "verify_export.py").read_text("utf-8")
    table = [line for line in page.splitlines() if line.startswith("| `")]
    answers = [words for line in table for words in re.findall(r"`([^`]+)`", line.split("|")[1])]
    assert len(answers) >= 10
    for words in answers:
        assert words.replace("event 12", "event {seq}") in script, words
