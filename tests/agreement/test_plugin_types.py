"""A provision type that an installed package brings: its keys, its test, its reason."""

from typing import ClassVar

import pytest
from assess.assess_builders import WATCH, assessed, claim, finding, incident, only_test

from trucewatch import agreement, plugins
from trucewatch.agreement import provisions
from trucewatch.assess import types
from trucewatch.assess.frame import Verdict
from trucewatch.errors import AgreementError

TEXT = """
schema = "trucewatch.agreement/1"
[agreement]
id = "p"
title = "P"
signed = 2020-03-01
class = "preliminary"
timezone = "UTC"
[[party]]
id = "A"
name = "Army"
role = "signatory"
[[provision]]
id = "P1"
type = "no_flags"
obligated = ["A"]
objects = ["flag"]
"""


class NoFlags:
    """No flags are shown: protests count."""

    rules: ClassVar = {
        "title": "no flags",
        "requires": ["obligated", "objects"],
        "optional": ["from"],
    }

    def hold(self, case, subject):
        if subject.act != "protest":
            return None
        return case.test(subject, "reported", f"A flag was shown; {case.provision.id} forbids it.")

    def about(self, case, claim):
        del case
        return claim.act == "protest"

    def day(self, case, day, tests, cover):
        del case
        seen = tests.on(day)
        status = "reported" if seen else "no_information"
        return Verdict(status=status, reason=cover.in_words(), basis=(seen[0].subject.id,))


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(plugins, "found", lambda _: {"no_flags": NoFlags()})
    provisions.provision_types.cache_clear()
    types._types.cache_clear()
    yield
    monkeypatch.undo()
    provisions.provision_types.cache_clear()
    types._types.cache_clear()


def test_its_keys_are_checked_and_its_answers_are_given(installed, tmp_path):
    path = tmp_path / "p.toml"
    path.write_text(TEXT, "utf-8")
    loaded = agreement.load(path, strict=True)
    told = claim("protest", "ru-mod", "2020-03-10", time="2020-03-10")
    row = incident("protest", "2020-03-10", None, [told])
    found = assessed(
        [told],
        agreements=[loaded],
        watch=WATCH,
        incidents=[row],
        to_day="2020-03-10",
        from_day="2020-03-10",
    )
    assert only_test(found, row, "p").reason == "A flag was shown; P1 forbids it."
    assert finding(found, "p", "P1", "2020-03-10").rule.endswith("no_flags")
    path.write_text(TEXT.replace('objects = ["flag"]', ""), "utf-8")
    with pytest.raises(AgreementError, match=r"objects \(P1\): missing, no_flags needs it"):
        agreement.load(path)


def test_without_it_the_type_is_unknown(tmp_path):
    path = tmp_path / "p.toml"
    path.write_text(TEXT, "utf-8")
    with pytest.raises(AgreementError, match='no type of provision is called "no_flags"'):
        agreement.load(path)
