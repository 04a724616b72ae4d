"""The lists that the rest refers to: roles, contacts, touchpoints, risks, services, KPIs, scripts, forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lobbyconsole.domain.content.text import Item, Sector, Text, unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Item):
    """A post in the hall (staff), a hat worn in an event (incident), or somebody outside (support)."""

    kind: Literal["staff", "incident", "support"]
    title: Text
    duty: Text
    deputy: str = ""
    authority: Text | None = None
    default_staff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Item):
    """Somebody to call. `defaults`: public short numbers by locale; `tell`: what to say on the line."""

    title: Text
    defaults: dict[str, str]
    tell: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint(Item):
    """A point of the customer's journey. Its title is in the vocabulary."""

    zones: tuple[str, ...]
    expectation: Text
    standard: Text
    signals: Text
    typical_failure: Text
    remedy: Text
    checklists: tuple[str, ...]
    playbooks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    kind: Literal["preventive", "detective", "corrective"]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Item):
    """A risk; likelihood and impact 1 to 5. `kri`: KPIs that show it growing."""

    title: Text
    category: str
    likelihood: Literal[1, 2, 3, 4, 5]
    impact: Literal[1, 2, 3, 4, 5]
    owner: str
    cause: Text
    effect: Text
    controls: tuple[Control, ...]
    plans: tuple[str, ...]
    kri: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueService(Item):
    """A business customers come for; `queue` is the prefix of the line it belongs to."""

    title: Text
    sector: Sector
    queue: str
    typical_min: int
    challenge_min: int
    complexity: Literal["simple", "standard", "complex"]
    channels: tuple[str, ...]
    self_service: bool
    documents: Text
    pre_accept: Text
    two_person_check: bool
    care: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Item):
    """A key figure. `target`, `warn`: in `unit`; None: shown without one. `direction`: which way is better."""

    title: Text
    group: str
    unit: str
    direction: Literal["up", "down"]
    target: float | None
    warn: float | None
    formula: Text
    baseline: float | None = None

    def __post_init__(self) -> None:
        if self.target is not None and self.warn is not None:
            wrong = self.warn > self.target if self.direction == "up" else self.warn < self.target
            if wrong:
                raise ValueError("warn lies on the wrong side of target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Item):
    """Wording ready to be spoken or sent."""

    touchpoint: str
    channel: str
    title: Text
    say: Text
    do: Text
    avoid: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    id: str
    type: Literal["text", "list", "time", "number", "choice", "photo", "role"]
    required: bool
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Item):
    title: Text
    group: str
    fields: tuple[FormField, ...]

    def __post_init__(self) -> None:
        unique("field", (entry.id for entry in self.fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A line of the service catalogue, by the prefix of its tickets."""

    prefix: str
    sectors: tuple[Sector, ...]
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCatalogue:
    queues: tuple[Queue, ...]
    items: tuple[CatalogueService, ...]

    def __post_init__(self) -> None:
        unique("queue", (queue.prefix for queue in self.queues))
        unique("service", (item.id for item in self.items))
        known = {queue.prefix: queue.sectors for queue in self.queues}
        for item in self.items:
            if item.sector not in known.get(item.queue, ()):
                raise ValueError(f"service {item.id} belongs to no queue of its sector")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    id: str
    weight: int
    title: Text
    kpis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """How staff are appraised; weights in percent."""

    title: Text
    note: Text
    dimensions: tuple[Dimension, ...]
    source: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sum(dimension.weight for dimension in self.dimensions) != 100:
            raise ValueError("the weights do not add up to 100")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    groups: dict[str, Text]
    staff_scorecard: Scorecard
    items: tuple[Kpi, ...]

    def __post_init__(self) -> None:
        unique("KPI", (item.id for item in self.items))


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultScore:
    category: str
    likelihood: int
    impact: int
    text: Text
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRegister:
    scale: Text
    categories: dict[str, Text]
    default_scores: tuple[DefaultScore, ...]
    items: tuple[Risk, ...]

    def __post_init__(self) -> None:
        unique("risk", (item.id for item in self.items))
        for item in self.items:
            if item.category not in self.categories:
                raise ValueError(f"risk {item.id} is of no known category")
