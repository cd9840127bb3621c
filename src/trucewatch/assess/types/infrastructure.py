"""Protected objects: what is done to a hospital or a power station, where the words name one."""

from __future__ import annotations

from trucewatch.assess.frame import Case, names_in
from trucewatch.assess.subjects import Subject
from trucewatch.assess.types.prohibition import Prohibition
from trucewatch.assess.words import forms, told
from trucewatch.model import ScopeTest


class Infrastructure(Prohibition):
    """None of `prohibited` may hit, or be done at, one of `objects`."""

    def hold(self, case: Case, subject: Subject) -> ScopeTest | None:
        """Hold a happening whose words name a protected object against the provision."""
        if subject.act not in case.provision.prohibited:
            return None
        objects = case.provision.terms.get("objects") or ()
        if not names_in(told(case, subject), forms(objects)):
            return None
        return super().hold(case, subject)
