"""What can happen to an emergency plan besides its wording: printed for the wall, looked through when it was time."""

from __future__ import annotations

from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class PlanFact(Fact, frozen=True, kw_only=True):
    """A fact about one plan; `plan` "" means all of them (the phone sheet, the file for a phone)."""

    plan: str

    @property
    def subject(self) -> str:
        return "plan:" + self.plan


class PlanPrinted(PlanFact, frozen=True, kw_only=True):
    """Papers were made: "page", "roles", "phones" or "file", in a language.

    `versions`: (plan, version) of all plans on them; `numbers`: (contact, telephone number) as they stand on them.
    """

    kind: ClassVar[str] = "plan.printed"
    rank: ClassVar[int] = 20
    papers: tuple[str, ...]
    language: str = "zh"
    versions: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


class PlanLookedThrough(PlanFact, frozen=True, kw_only=True):
    """`by` looked through a version and found it right as it is; a change to it is a content fact."""

    kind: ClassVar[str] = "plan.looked_through"
    rank: ClassVar[int] = 30
    version: str
    words: str = ""


PLAN_FACTS: tuple[type[Fact], ...] = (PlanPrinted, PlanLookedThrough)
