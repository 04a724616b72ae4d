"""What can be told of a risk: rated here, a control of our own, a risk of our own, and that one does not apply here."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class RiskFact(Fact, frozen=True, kw_only=True):
    """A fact about one risk: the id of a shipped one, or "own-..." of the branch's own."""

    risk: str

    @property
    def subject(self) -> str:
        return "risk:" + self.risk


class RiskAdded(RiskFact, frozen=True, kw_only=True):
    """A risk that is not among the shipped ones, in the words of who noted it."""

    kind: ClassVar[str] = "risk.added"
    rank: ClassVar[int] = 10
    title: str
    category: str
    cause: str = ""
    effect: str = ""
    plans: tuple[str, ...] = ()


class RiskRated(RiskFact, frozen=True, kw_only=True):
    """Likelihood and impact, 1 to 5, as the hall sees them; who watches it, and when it is looked at again.

    `seen`: how many own incidents of the year before were known to who rated: fewer than that question nothing.
    """

    kind: ClassVar[str] = "risk.rated"
    rank: ClassVar[int] = 20
    likelihood: int
    impact: int
    owner: str = ""
    review_at: datetime | None = None
    why: str = ""
    seen: int = 0


class RiskControlNoted(RiskFact, frozen=True, kw_only=True):
    """What this hall does about it besides: "preventive", "detective" or "corrective"."""

    kind: ClassVar[str] = "risk.control_noted"
    rank: ClassVar[int] = 30
    control: str
    words: str


class RiskSetAside(RiskFact, frozen=True, kw_only=True):
    """It does not apply here, and why. A later rating takes it in again."""

    kind: ClassVar[str] = "risk.set_aside"
    rank: ClassVar[int] = 40
    why: str


RISK_FACTS: tuple[type[Fact], ...] = (RiskAdded, RiskRated, RiskControlNoted, RiskSetAside)
