"""Any history of appends, amendments, judgements, redactions, reports and crashes.

The ledger says what a plain dictionary says, verifies, and answers the past as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from builders import claim, document
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from trucewatch.ledger import Ledger, checkpoints, verify
from trucewatch.ledger.merkle import check_consistency, consistency_proof
from trucewatch.ledger.notes import read_note
from trucewatch.ledger.projections import ReportWritten
from trucewatch.ledger.redaction import redact
from trucewatch.ledger.store import reading_key
from trucewatch.merge import merge
from trucewatch.model import Judgement, Reading, Side, Source, Watch

WATCH = Watch(
    id="w",
    title="W",
    theatre=(35.5, 34.3, 42.4, 37.4),
    timezone="UTC",
    sides=(Side(id="n", name="N"),),
    sources=(Source(id="wire", name="S", kind="wire", side="n", independence_group="s"),),
)
NAMES = st.sampled_from([f"s{number}" for number in range(6)])
DAYS = st.sampled_from(["2020-03-15", "2020-03-16", "2020-03-20"])


class Histories(RuleBasedStateMachine):
    """The model: documents, claims per document, decisions, erased items, past answers."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runs = 0
        self.ticks = 0
        self.ledger = self.opened(self.folder / "0")
        self.documents = {}
        self.claims = {}
        self.judged = {}
        self.erased = set()
        self.past = {}
        self.signed = []

    def opened(self, folder):
        folder.mkdir(exist_ok=True)
        return Ledger(folder / "ledger.db", clock=self.clock)

    def clock(self):
        """A clock that is set back now and then."""
        self.ticks += 1
        return f"2020-03-18T00:00:{self.ticks % 50:02}.000000+00:00"

    def teardown(self):
        self.ledger.close()
        shutil.rmtree(self.folder)

    @rule(name=NAMES)
    def add(self, name):
        one = document(source=name, text=f"Title\n\nBody {name} here.")
        seq = self.ledger.append("document.added", one.item.id, one, key=f"d:{name}")
        assert (seq is None) == (name in self.documents)
        self.documents.setdefault(name, seq)

    @precondition(lambda self: set(self.documents) - self.erased)
    @rule(data=st.data(), days=st.lists(DAYS, max_size=3))
    def read(self, data, days):
        """Reading again amends: the new claims stand, the old ones stay known."""
        name = data.draw(st.sampled_from(sorted(set(self.documents) - self.erased)))
        claims = tuple(
            claim(f"{name}-{number}", item=f"sha256:{name}", by="wire", day=day)
            for number, day in enumerate(days)
        )
        key = reading_key(name, str(self.ledger.seq))
        self.ledger.append("claims.read", f"claims:sha256:{name}", Reading(claims=claims), key=key)
        self.claims[name] = [row.id for row in claims]

    @rule()
    def propose(self):
        """What people joined stays joined and what they parted stays parted, until withdrawn."""
        merged = merge(list(self.ledger.claims()), WATCH, {}, self.ledger.judgements())
        key = self.ledger.proposal_key("merge.proposed", merged)
        if key is not None:
            self.ledger.append("merge.proposed", "merge", merged, key=key)
        assert self.ledger.merged() == merged
        known = {row.id for row in self.ledger.happenings("2000-01-01", "2100-01-01")}
        assert known == {row.id for row in merged.incidents}
        home = {claim: row.id for row in merged.incidents for claim in row.claims}
        standing = [row for row in self.judged.values() if not row.withdrawn]
        if len({row.kind for row in standing}) == 1:  # a contradiction is settled elsewhere
            for row in standing:
                if set(row.subjects) <= set(home):
                    one, other = (home[claim] for claim in row.subjects)
                    assert (one == other) == (row.kind == "must_link")

    @precondition(lambda self: sum(map(len, self.claims.values())) > 1)
    @rule(data=st.data(), kind=st.sampled_from(["must_link", "cannot_link"]))
    def judge(self, data, kind):
        """Merge and split by hand; the same decision again withdraws it."""
        ids = sorted(one for rows in self.claims.values() for one in rows)
        pair = data.draw(
            st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True).map(sorted)
        )
        name = f"j-{kind}-{'-'.join(pair)}"
        standing = name in self.judged and not self.judged[name].withdrawn
        made = Judgement(
            id=name, kind=kind, subjects=tuple(pair), by="r", at="", reason="", withdrawn=standing
        )
        self.ledger.append("judgement.made", "judgements", made, key=f"j:{self.ledger.seq}")
        self.judged[made.id] = made

    @rule()
    def publish(self):
        note = checkpoints.make(self.ledger)
        self.signed.append(read_note(note, checkpoints.keys(self.ledger)))
        written = ReportWritten(from_day="a", to_day="b", format="md", sha256=str(self.ledger.seq))
        self.ledger.append("report.written", "report", written, key=f"r:{self.ledger.seq}")

    @precondition(lambda self: set(self.documents) - self.erased)
    @rule(data=st.data())
    def erase(self, data):
        name = data.draw(st.sampled_from(sorted(set(self.documents) - self.erased)))
        redact(self.ledger, self.documents[name], "asked for")
        self.erased.add(name)
        self.claims.pop(name, None)
        self.past.clear()  # what is gone cannot be shown as it was

    @rule()
    def remember(self):
        ids = sorted(row.id for row in self.ledger.claims())
        self.past[self.ledger.seq] = (ids, self.ledger.merged())

    @rule()
    def crash(self):
        """Go on from a copy of the files as they lie, without closing."""
        self.runs += 1
        fresh = self.folder / str(self.runs)
        shutil.copytree(self.ledger.path.parent, fresh)
        self.ledger.close()
        self.ledger = self.opened(fresh)

    @invariant()
    def says_what_the_model_says(self):
        held = {row.item.source for row in self.ledger.documents() if row.item.text}
        assert held == set(self.documents) - self.erased
        assert len(self.ledger.documents()) == len(self.documents)
        ids = sorted(row.id for row in self.ledger.claims())
        assert ids == sorted(one for rows in self.claims.values() for one in rows)
        assert {row.id: row for row in self.ledger.judgements()} == self.judged

    @invariant()
    def verifies_and_answers_the_past(self):
        assert verify(self.ledger) == ()
        for seq, (ids, merged) in self.past.items():
            then = self.ledger.as_of(seq)
            assert sorted(row.id for row in then.claims()) == ids
            assert then.merged() == merged

    @invariant()
    def continues_every_signed_tree(self):
        size = self.ledger.seq
        for old in self.signed:
            if old.size:
                from trucewatch.ledger.merkle import root

                path = consistency_proof(old.size, size, self.ledger.node)
                check_consistency(old.size, size, path, old.root, root(size, self.ledger.node))


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
