"""The command line from a user's seat: what it prints, how it exits, what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from builders import run

PAGE = """Convoy hit near Ariha

IDLIB. Two soldiers and a driver were killed when a roadside bomb struck a supply convoy near \
Ariha on Tuesday, the defence ministry said.

olive_tree

They are hiding the real number, it was nine.

karim_83

You were not there!!! My cousin saw it, forty tanks near Saraqib.
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "watch"
    code, output = run("demo", "--dir", folder, "--no-open")
    assert code == 0, output
    return folder, output


def test_help_imports_no_room():
    code = (
        "import sys, trucewatch.cli as c\n"
        "try: c.root(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'numpy', 'shapely', 'apsw', 'lxml', 'jinja2', 'msgspec'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_suggests_the_nearest():
    code, output = run("merg")
    assert code == 2
    assert "trucewatch merge" in output


def test_read_answers_with_the_contract(page):
    code, output = run("read", page, "--json", "--published", "2020-03-18")
    answer = json.loads(output)
    assert code == 0
    assert answer["schema"] == "trucewatch.read/1"
    text = answer["item"]["text"]
    assert text == PAGE
    kinds = [row["kind"] for row in answer["passages"]]
    assert kinds[:2] == ["headline", "article_body"]
    assert kinds.count("thread_comment") == 2
    assert "olive_tree" not in json.dumps(answer["passages"])
    (claim,) = answer["claims"]
    assert claim["act"] == "ied"
    assert claim["place"]["text"] == "near Ariha"
    assert claim["time"]["start"] == "2020-03-17"
    assert claim["weapons"][0]["class"] == "ied"
    assert sorted(row["best"] for row in claim["figures"] if row["kind"] == "killed") == [1, 2]
    assert claim["attribution"]["source_text"] == "defence ministry"


def test_every_span_of_the_answer_prints_its_text(page):
    _, output = run("read", page, "--json", "--published", "2020-03-18")
    answer = json.loads(output)
    text = answer["item"]["text"]

    def check(value):
        if isinstance(value, dict):
            for key, span in value.items():
                named = key.removesuffix("span") + "text"
                if key.endswith("span") and span is not None and value.get(named) is not None:
                    assert text[span[0] : span[1]] == value[named]
                check(span)
        elif isinstance(value, list):
            for row in value:
                check(row)

    check(answer["claims"])


def test_read_for_a_person_names_claim_and_source(page):
    code, output = run("read", page, "--published", "2020-03-18")
    assert code == 0
    assert "where: near Ariha" in output
    assert "says: defence ministry" in output
    assert "forty tanks" not in output


def test_read_from_standard_input_equals_read_from_a_file(page):
    _, one = run("read", page, "--json", "--published", "2020-03-18")
    _, other = run("read", "-", "--json", "--published", "2020-03-18", stdin=PAGE)
    assert json.loads(one)["claims"] == json.loads(other)["claims"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("read", "nowhere.txt"), "cannot be read"),
        (("read", "x", "--published", "the ides of March"), "is no date"),
        (("merge", "--watch", "nowhere"), "is no watch folder"),
        (("report", "-o", "x.docx"), "no format fits"),
        (("report", "-o", "x.html", "--day", "yesterday"), ""),
        (("eval", "nothing", "--data", "."), "no gold set"),
        (("bench", "nothing"), "no benchmark"),
        (("init",), "Missing argument"),
    ],
)
def test_wrong_calls_say_what_to_do(args, told):
    code, output = run(*args)
    assert code in (1, 2)
    assert told in output


def test_the_demo_ends_with_the_path_of_a_report(demo):
    folder, output = demo
    path = output.strip().splitlines()[-1]
    assert path == str((folder / "report.html").resolve())
    page = (folder / "report.html").read_bytes()
    assert len(page) < 5_000_000
    assert "60 inputs: 60 read" in output
    assert b"trucewatch" in page.split(b'class="checkpoint">')[1][:200], (
        "the signed note is printed"
    )


def test_running_the_demo_again_changes_nothing(demo):
    from trucewatch.ledger import Ledger, verify

    folder, _ = demo
    with Ledger(folder / "ledger.db") as ledger:
        before = ledger.seq
    code, output = run("demo", "--dir", folder, "--no-open")
    assert code == 0
    assert "60 duplicate" in output
    with Ledger(folder / "ledger.db") as ledger:
        assert ledger.seq == before
        assert verify(ledger) == ()


def test_a_second_watch_in_one_folder_is_refused(demo):
    folder, _ = demo
    code, output = run("init", folder)
    assert code
    assert "holds a watch already" in output


def test_reports_in_every_format_and_for_one_day(demo, tmp_path):
    folder, _ = demo
    for name in ("report.md", "report.json", "day.html"):
        target = tmp_path / name
        code, output = run("report", "--day", "2020-03-15", "-o", target, "--watch", folder)
        assert code == 0, output
        assert target.stat().st_size > 1000
    assert json.loads((tmp_path / "report.json").read_bytes())["schema"] == "trucewatch.report/1"


def test_no_comment_reaches_anything_public(demo):
    folder, _ = demo
    page = (folder / "report.html").read_text("utf-8")
    thread = (folder / "reports/2020-03-15_steppe-sentinel_first-patrol.txt").read_text("utf-8")
    from trucewatch import intake

    document = intake.read_document(thread.encode(), name="x.txt")
    comments = [
        passage.span.of(thread)
        for passage in document.passages
        if passage.kind in ("thread_comment", "thread_author", "quoted_document")
    ]
    long = [text for text in comments if len(text) > 30]
    assert len(long) > 20
    assert not [text for text in long if text[:60] in page]


def test_bad_inputs_are_named_and_the_rest_is_read(tmp_path, page):
    watch = tmp_path / "watch"
    run("init", watch)
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "empty.txt").write_bytes(b"")
    code, output = run(
        "add",
        page,
        tmp_path / "binary.txt",
        tmp_path / "empty.txt",
        tmp_path / "missing.txt",
        "--watch",
        watch,
    )
    assert code == 1
    assert "1 read" in output
    assert "refused" in output
    assert "binary.txt" in output
    assert "missing.txt" in output
    assert "empty.txt" in output


def test_a_late_report_shows_up_as_a_correction_of_what_was_written(tmp_path):
    watch = tmp_path / "watch"
    run("init", watch, "--from", "idlib-2020")
    reports = watch / "reports"
    late = "2020-03-23_ru-mod_second-patrol.txt"
    others = [
        reports / "2020-03-23_tr-mod_second-patrol.txt",
        reports / "2020-03-22_kuzey-post_second-patrol-tomorrow.txt",
    ]
    steps = [
        ("add", *others),
        ("merge",),
        ("assess",),
        ("report", "-o", tmp_path / "one.html"),
        ("add", reports / late),
        ("merge",),
        ("assess",),
    ]
    for step in steps:
        code, output = run(*step, "--watch", watch)
        assert code == 0, output
    code, output = run("report", "--format", "json", "-o", tmp_path / "two.json", "--watch", watch)
    assert code == 0, output
    assert "is now contested" in (tmp_path / "two.json").read_text("utf-8")


def test_a_report_right_after_add_rests_on_all_that_was_added(tmp_path):
    watch = tmp_path / "watch"
    run("init", watch, "--from", "idlib-2020")
    run("add", watch / "reports/2020-03-23_tr-mod_second-patrol.txt", "--watch", watch)
    code, output = run("report", "-o", tmp_path / "one.json", "--watch", watch)
    assert code == 0, output
    assert json.loads((tmp_path / "one.json").read_bytes())["patrols"]


def test_a_mistyped_source_is_refused_with_the_nearest(tmp_path, page):
    watch = tmp_path / "watch"
    run("init", watch, "--from", "idlib-2020")
    code, output = run("add", page, "--source", "meridian", "--watch", watch)
    assert code
    assert "Did you mean meridian-wire?" in output


def test_a_report_makes_no_folders_by_itself(demo, tmp_path):
    folder, _ = demo
    code, output = run("report", "-o", tmp_path / "typo" / "x.md", "--watch", folder)
    assert code
    assert "cannot be written" in output
    assert not (tmp_path / "typo").exists()


def test_people_part_and_link_claims_and_take_it_back(tmp_path):
    from trucewatch.ledger import Ledger, verify

    watch = tmp_path / "watch"
    run("init", watch, "--from", "idlib-2020")
    run("add", *sorted((watch / "reports").glob("2020-03-1[789]*")), "--watch", watch)
    run("merge", "--watch", watch)

    def largest():
        with Ledger(watch / "ledger.db") as ledger:
            assert verify(ledger) == ()
            return max((row.claims for row in ledger.merged().incidents), key=len)

    before = largest()
    code, output = run("review", "part", *before[:2], "--reason", "two streets", "--watch", watch)
    assert code == 0, output
    decision = output.split(":")[0]
    run("merge", "--watch", watch)
    assert largest() != before
    code, output = run("review", "withdraw", decision, "--reason", "one", "--watch", watch)
    assert code == 0, output
    run("merge", "--watch", watch)
    assert largest() == before
    assert "withdrawn" in run("review", "list", "--watch", watch)[1]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("link", "c1-x", "c1-y"), "needs a reason"),
        (("link", "c1-x", "--reason", "r"), "needs 2 ids"),
        (("reject", "c1-x", "--reason", "r"), "there is no claim c1-x"),
        (("status", "f1-x", "--value", "fine", "--reason", "r"), "is no status"),
        (("withdraw", "j1-x", "--reason", "r"), "review list"),
    ],
)
def test_decisions_without_ground_are_refused(demo, args, told):
    folder, _ = demo
    code, output = run("review", *args, "--watch", folder)
    assert code
    assert told in output
