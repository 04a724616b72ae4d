"""The whole library: what is in it by kind and id, and what in it refers to something that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.growth import Cases, Feedback, Improvements, Recognition, Reference, Training
from lobbyconsole.domain.content.lists import (
    Contact,
    Form,
    KeyFigures,
    Kpi,
    RiskRegister,
    Role,
    Script,
    ServiceCatalogue,
    Touchpoint,
)
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.playbooks import Playbook, Rule
from lobbyconsole.domain.content.text import Item, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An entry of the vocabulary: a label, with a unit where it is a measurement."""

    en: str
    zh: str
    unit: str = ""

    def say(self, language: str) -> str:
        """The label in a language."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything by kind. Any part may be missing: a wrong file is left out and the rest works."""

    vocab: dict[str, dict[str, Term]] = field(default_factory=dict)
    checklists: dict[str, Checklist] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    briefings: dict[str, Agenda] = field(default_factory=dict)
    playbooks: dict[str, Playbook] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    touchpoints: dict[str, Touchpoint] = field(default_factory=dict)
    scripts: dict[str, Script] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    services: ServiceCatalogue | None = None
    kpis: KeyFigures | None = None
    risks: RiskRegister | None = None
    training: Training | None = None
    improvement: Improvements | None = None
    feedback: Feedback | None = None
    cases: Cases | None = None
    recognition: Recognition | None = None

    def term(self, group: str, name: str, language: str) -> str:
        """The label of a vocabulary entry; the bare id when there is none."""
        entry = self.vocab.get(group, {}).get(name)
        return entry.say(language) if entry else name

    def role_title(self, name: str, language: str) -> str:
        """What a role is called; the bare id when it is not in the library."""
        role = self.roles.get(name)
        return role.title.say(language) if role else name

    def kpi(self, name: str) -> Kpi | None:
        """The definition of a key figure."""
        return next((item for item in self.kpis.items if item.id == name), None) if self.kpis else None

    def rules(self) -> dict[str, Rule]:
        """The rules of all playbooks by id."""
        return {rule.id: rule for playbook in self.playbooks.values() for rule in playbook.items}


def for_sector(items: Mapping[str, Any], sector: str) -> dict[str, Any]:
    """Those of the items that fit a bank or a telecom hall, in the same order."""
    return {name: item for name, item in items.items() if not isinstance(item, Item) or sector in item.sectors}


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference to something that is not in the library. `where`: kind/id and the place in it."""

    where: str
    what: str
    name: str


def dangling(library: Library) -> list[Dangling]:
    """References that lead nowhere, in the order of the library. Features leave such a link out and go on."""
    found: list[Dangling] = []

    def want(where: str, what: str, names: Iterator[str] | tuple[str, ...] | str, known: Mapping[str, Any]) -> None:
        for name in (names,) if isinstance(names, str) else names:
            if name and name not in known:
                found.append(Dangling(where, what, name))

    vocab = library.vocab
    rules = library.rules()
    kpis = {item.id: item for item in library.kpis.items} if library.kpis else {}
    risks = {item.id: item for item in library.risks.items} if library.risks else {}
    roles = library.roles
    people = {**roles, **library.contacts}
    for name, checklist in library.checklists.items():
        where = f"checklists/{name}"
        want(where, "checklist_kinds", checklist.kind, vocab.get("checklist_kinds", {}))
        want(where, "zones", checklist.zone, vocab.get("zones", {}))
        want(where, "roles", checklist.owner, roles)
        for item in checklist.items:
            place = f"{where}#{item.id}"
            want(place, "touchpoints", item.touchpoint, vocab.get("touchpoints", {}))
            want(place, "zones", item.zone, vocab.get("zones", {}))
            want(place, "units", item.scale.unit, vocab.get("units", {}))
            want(place, "roles", item.on_fail.owner, roles)
            want(place, "plans", item.on_fail.plan, library.plans)
    for name, plan in library.plans.items():
        where = f"plans/{name}"
        want(where, "hazards", plan.hazard, vocab.get("hazards", {}))
        want(where, "roles", tuple(entry.role for entry in plan.roles), roles)
        want(where, "contacts", tuple(report.to for report in plan.reporting), people)
        want(where, "contacts", tuple(rung.role for rung in plan.ladder), people)
        want(where, "forms", plan.forms, library.forms)
        want(where, "risks", plan.risks, risks)
        want(where, "references", plan.basis, library.references)
        for step in plan.steps:
            place = f"{where}#{step.id}"
            want(place, "roles", step.role, roles)
            want(place, "contacts", step.contacts, library.contacts)
            want(place, "plans", step.opens_plan, library.plans)
            want(place, "forms", step.form, library.forms)
    for name, agenda in library.briefings.items():
        where = f"briefings/{name}"
        want(where, "roles", (agenda.chair, *agenda.attendees), roles)
        for section in agenda.sections:
            place = f"{where}#{section.id}"
            want(place, "roles", section.lead, roles)
            want(place, "data_sources", section.auto, vocab.get("data_sources", {}))
            want(place, "outputs", section.output, vocab.get("outputs", {}))
    for rule in rules.values():
        where = f"playbooks#{rule.id}"
        want(where, "metrics", (rule.trigger.metric, rule.effect.metric), vocab.get("metrics", {}))
        want(where, "marks", rule.effect.mark, vocab.get("marks", {}))
        want(where, "roles", (*(advice.role for advice in rule.actions), rule.escalate.to), roles)
        want(where, "action_types", tuple(advice.type for advice in rule.actions), vocab.get("action_types", {}))
        want(where, "scripts", tuple(advice.script for advice in rule.actions), library.scripts)
        want(where, "plans", rule.escalate.plan, library.plans)
        want(where, "playbooks", rule.escalate.playbook, rules)
    for name, touchpoint in library.touchpoints.items():
        where = f"touchpoints#{name}"
        want(where, "zones", touchpoint.zones, vocab.get("zones", {}))
        want(where, "checklists", touchpoint.checklists, library.checklists)
        want(where, "playbooks", touchpoint.playbooks, rules)
    for name, script in library.scripts.items():
        want(f"scripts#{name}", "touchpoints", script.touchpoint, vocab.get("touchpoints", {}))
        want(f"scripts#{name}", "announcement_channels", script.channel, vocab.get("announcement_channels", {}))
    for name, role in roles.items():
        want(f"roles#{name}", "roles", (role.deputy, role.default_staff), roles)
    for risk in risks.values():
        where = f"risks#{risk.id}"
        want(where, "roles", risk.owner, roles)
        want(where, "plans", risk.plans, library.plans)
        want(where, "kpis", risk.kri, kpis)
    for kpi in kpis.values():
        want(f"kpis#{kpi.id}", "units", kpi.unit, vocab.get("units", {}))
    return found


def texts(value: Any) -> Iterator[Text]:
    """Every two-language text inside a piece of content, in reading order."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))
