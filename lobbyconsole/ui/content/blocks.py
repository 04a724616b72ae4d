"""An item as it will be read: headings, cards and lines, family by family. Words only; preview.py paints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, Scale
from lobbyconsole.domain.content.lists import Contact, Form, Role, Script, Touchpoint
from lobbyconsole.domain.content.plans import Plan, Step
from lobbyconsole.domain.content.playbooks import Playbook, Rule
from lobbyconsole.ui.content.specs import specs_of
from lobbyconsole.ui.content.words import Names, field_title, option_words, when_words
from lobbyconsole.ui.round_words import span_text
from lobbyconsole.ui.translation import counted, listed, phrases, translate, with_aside


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `about` small beside it."""

    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; `role` its colour token."""

    words: str
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Facts:
    """(name, value) pairs, side by side where there is room."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short texts one below the other, numbered or not."""

    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card: `lead` small before it, e.g. "If not met"; `role` its colour token."""

    words: str
    lead: str = ""
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Tile:
    """A card: number or time at the left, title, small facts, lines, and the answers as they will be pressed."""

    lead: str
    title: str
    about: str = ""
    lines: tuple[Line, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()  # (words, ok, act or "")
    level: str = ""


Block = Heading | Paragraph | Facts | Bullets | Tile


def blocks(family: str, item: Any, names: Names) -> Iterator[Block]:
    """An item from top to bottom, in the language of `names`; labels in the reader's own."""
    make: Mapping[str, Callable[[Any, Names], Iterator[Block]]] = {
        "checklists": _checklist, "plans": _plan, "briefings": _agenda, "playbooks": _playbook, "scripts": _script,
        "forms": _form, "roles": _role, "contacts": _contact, "touchpoints": _touchpoint,
    }  # fmt: skip
    yield from make[family](item, names)


def _facts(item: Any, names: Names, *fields: str) -> Facts:
    specs = {spec.name: spec for spec in specs_of(type(item))}
    pairs = []
    for name in fields:
        spec, value = specs[name], getattr(item, name)
        if value in ("", None, ()):
            continue
        if isinstance(value, tuple):
            words = listed(option_words(spec, inner, names) for inner in value)
        elif spec.kind == "schedule":
            words = when_words(value)
        else:
            words = option_words(spec, value, names)
        if name == "pass_score":
            words = f"{value:g}%"
        pairs.append((field_title(spec.owner, name), words))
    return Facts(tuple(pairs))


def _options(owner: type, field: str, value: Any, names: Names) -> str:
    spec = next(spec for spec in specs_of(owner) if spec.name == field)
    return option_words(spec, value, names)


# --- checklists -------------------------------------------------------------------------------------------------------


def _checklist(item: Checklist, names: Names) -> Iterator[Block]:
    yield Paragraph(names.said(item.summary))
    yield _facts(item, names, "when", "owner", "zone", "minutes", "pass_score", "kind")
    yield Heading(
        field_title("Checklist", "items"),
        counted(
            translate("Content", "{count} item, {critical} critical"),
            translate("Content", "{count} items, {critical} of them critical"),
            len(item.items),
        ).format(count=len(item.items), critical=sum(entry.critical for entry in item.items)),
    )
    for at, entry in enumerate(item.items, 1):
        yield _check(at, entry, names)


def _check(at: int, entry: CheckItem, names: Names) -> Tile:
    about = [names.name("touchpoints", entry.touchpoint), names.name("zones", entry.zone)]
    about.append(translate("Rounds", "weight {weight}").format(weight=entry.weight))
    if entry.critical:
        about.append(translate("Rounds", "critical"))
    if entry.second_signature:
        about.append(translate("Rounds", "two signatures"))
    fail = entry.on_fail
    owner = names.name("roles", fail.owner)
    due = translate("Content", "{post}, within {span}").format(post=owner, span=span_text(fail.due_min * 60))
    lines = [Line(names.said(entry.standard), role="muted")]
    lines.append(Line(with_aside(names.said(fail.action), due), field_title("CheckItem", "on_fail")))
    if fail.plan:
        lines.append(Line(names.name("plans", fail.plan), field_title("OnFail", "plan")))
    return Tile(
        str(at), names.said(entry.text), " · ".join(about), tuple(lines), answers(entry.scale, names),
        "act" if entry.critical else "",
    )  # fmt: skip


def answers(scale: Scale, names: Names) -> tuple[tuple[str, str], ...]:
    """What stands on the keys of an answer, and which of them are good."""
    match scale.type:
        case "pass_fail":
            return ((translate("Rounds", "Met"), "ok"), (translate("Rounds", "Not met"), "act"),
                    (translate("Rounds", "N/A"), ""))  # fmt: skip
        case "score_0_5":
            least = scale.min_ok or 0
            return tuple((str(score), "ok" if score >= least else "act") for score in range(6))
        case "number":
            unit = names.name("units", scale.unit) if scale.unit else ""
            low = "" if scale.min is None else f"{scale.min:g}"
            high = "" if scale.max is None else f"{scale.max:g}"
            limits = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
            return ((f"{limits} {unit}".strip(), "ok"),)
        case "choice":
            return tuple((names.said(option.label), "ok" if option.ok else "act") for option in scale.options)
        case "photo":
            return ((translate("Content", "Photo"), "ok"),)
    return ((translate("Content", "Text"), "ok"),)


# --- plans ------------------------------------------------------------------------------------------------------------


def _plan(item: Plan, names: Names) -> Iterator[Block]:
    yield Paragraph(names.said(item.summary))
    yield _facts(item, names, "hazard", "review_months", "risks", "forms", "basis")
    if item.immediate_actions:
        yield Heading(field_title("Plan", "immediate_actions"))
        yield Bullets(tuple(names.said(text) for text in item.immediate_actions), numbered=True)
    if item.severity:
        yield Heading(field_title("Plan", "severity"))
        for severity in item.severity:
            yield Tile(str(severity.level), names.said(severity.criteria),
                       level={1: "act", 2: "watch"}.get(severity.level, ""))  # fmt: skip
    if item.roles:
        yield Heading(field_title("Plan", "roles"))
        yield Facts(tuple((names.name("roles", role.role), names.said(role.duty)) for role in item.roles))
    yield Heading(
        field_title("Plan", "steps"),
        counted(translate("Content", "{count} step"), translate("Content", "{count} steps"), len(item.steps)).format(
            count=len(item.steps)
        ),
    )
    numbers = {step.id: str(at) for at, step in enumerate(_in_order(item), 1)}
    for step in _in_order(item):
        yield _step(step, numbers, names)
    if item.reporting:
        yield Heading(field_title("Plan", "reporting"))
        for report in item.reporting:
            within = translate("Content", "within {span}").format(span=span_text(report.within_min * 60))
            if report.repeat is not None:
                again = translate("Content", "then every {span} until it is over")
                within = phrases(within, again.format(span=span_text(report.repeat * 60)))
            yield Tile("→", names.name("people", report.to), within, (Line(names.said(report.content)),))
    if item.ladder:
        yield Heading(field_title("Plan", "ladder"), translate("Content", "more than that goes one rung up"))
        for place, rung in enumerate(item.ladder, 1):
            yield Tile(str(place), names.name("people", rung.role), "", (Line(names.said(rung.may)),))
    for name in ("stand_down", "after_action", "kit"):
        if getattr(item, name):
            yield Heading(field_title("Plan", name))
            yield Bullets(tuple(names.said(text) for text in getattr(item, name)))
    drill = item.drill
    yield Heading(field_title("Plan", "drill"), names.said(drill.title))
    yield _facts(drill, names, "kind", "duration_min", "every_months")
    yield Bullets(tuple(names.said(text) for text in drill.objectives))
    for inject in drill.injects:
        at = translate("Content", "min {minute}").format(minute=inject.at_min)
        yield Tile(at, names.said(inject.inject), "",
                   (Line(names.said(inject.expect), field_title("Inject", "expect")),))  # fmt: skip
    if drill.pass_criteria:
        yield Heading(field_title("DrillScript", "pass_criteria"))
        yield Bullets(tuple(names.said(text) for text in drill.pass_criteria))


def _in_order(item: Plan) -> Sequence[Step]:
    """The steps with the first one first; the rest as they are written."""
    return sorted(item.steps, key=lambda step: step.id != item.start)


def _step(step: Step, numbers: Mapping[str, str], names: Names) -> Tile:
    about = [_options(Step, "kind", step.kind, names), names.name("roles", step.role)]
    if step.target_s:
        about.append(translate("Content", "within {seconds} s").format(seconds=step.target_s))
    if step.timer_s:
        about.append(translate("Content", "{seconds} s").format(seconds=step.timer_s))
    lines: list[Line] = []
    if step.say is not None:
        lines.append(Line(f"“{names.said(step.say)}”", field_title("Step", "say"), "accent"))
    lines += [Line(f"✗ {names.said(words)}", field_title("Step", "avoid"), "act") for words in step.avoid]
    if step.contacts:
        lines.append(
            Line(listed(names.name("contacts", one) for one in step.contacts), field_title("Step", "contacts"))
        )
    if step.opens_plan:
        lines.append(Line(names.name("plans", step.opens_plan), field_title("Step", "opens_plan")))
    if step.form:
        lines.append(Line(names.name("forms", step.form), field_title("Step", "form")))
    go = translate("Content", "to step {step}")
    for branch in step.branches:
        to = go.format(step=numbers.get(branch.goto, branch.goto))
        lines.append(Line(f"{names.said(branch.when)} → {to}", field_title("Branch", "when")))
    if step.next and numbers.get(step.next) != str(int(numbers[step.id]) + 1):
        lines.append(Line(go.format(step=numbers.get(step.next, step.next)), "→"))
    if step.outcome:
        about.append(_options(Step, "outcome", step.outcome, names))
    level = {"decision": "watch", "end": "ok"}.get(step.kind, "")
    return Tile(
        numbers[step.id], names.said(step.text), " · ".join(part for part in about if part), tuple(lines), (), level
    )


# --- the rest ---------------------------------------------------------------------------------------------------------


def _agenda(item: Agenda, names: Names) -> Iterator[Block]:
    yield Paragraph(names.said(item.summary))
    yield _facts(item, names, "when", "chair", "attendees", "duration_min")
    yield Paragraph(names.said(item.attendance), "muted")
    yield Heading(
        field_title("Agenda", "sections"),
        translate("Content", "{minutes} min in all").format(minutes=item.duration_min),
    )
    begins = 0
    for section in item.sections:
        lines: list[Line] = []
        if section.auto:
            said = listed(names.name("data_sources", one) for one in section.auto)
            lines.append(Line(said, field_title("Section", "auto"), "muted"))
        lines += [Line(names.said(text), "?") for text in section.prompts]
        if section.output:
            said = listed(names.name("outputs", one) for one in section.output)
            lines.append(Line(said, field_title("Section", "output")))
        about = translate("Content", "{minutes} min, {post}")
        yield Tile(
            f"{begins // 60}:{begins % 60:02}", names.said(section.title),
            about.format(minutes=section.minutes, post=names.name("roles", section.lead)), tuple(lines),
        )  # fmt: skip
        begins += section.minutes


def _playbook(item: Playbook, names: Names) -> Iterator[Block]:
    for rule in item.items:
        yield Heading(names.said(rule.title), _options(Rule, "level", rule.level, names))
        yield Paragraph(names.said(rule.why), "muted")
        trigger = rule.trigger
        watches = [trigger, *([trigger.also] if trigger.also else [])]
        condition = " + ".join(
            f"{names.name('metrics', watch.metric)} {watch.op} {watch.value:g}" for watch in watches
        )  # fmt: skip
        about = translate("Content", "held {hold} min, not again for {pause} min")
        yield Tile(
            "!", condition,
            f"{_options(type(trigger), 'window', trigger.window, names)} · "
            + about.format(hold=trigger.hold_min, pause=trigger.cooldown_min),
            level={"urgent": "act", "warn": "watch"}.get(rule.level, ""),
        )  # fmt: skip
        for at, advice in enumerate(rule.actions, 1):
            owner = names.name("roles", advice.role)
            due = translate("Content", "{post}, within {span}").format(
                post=owner, span=span_text(advice.within_min * 60)
            )
            script = (
                (Line(names.name("scripts", advice.script), field_title("Advice", "script")),) if advice.script else ()
            )
            yield Tile(str(at), names.said(advice.text), due, script)
        yield Bullets((names.said(rule.effect.text),))


def _script(item: Script, names: Names) -> Iterator[Block]:
    yield _facts(item, names, "touchpoint", "channel")
    yield Tile("“", names.said(item.say), field_title("Script", "say"), level="ok")
    yield Tile("✓", names.said(item.do), field_title("Script", "do"))
    yield Tile("✕", names.said(item.avoid), field_title("Script", "avoid"), level="act")


def _form(item: Form, names: Names) -> Iterator[Block]:
    yield _facts(item, names, "group")
    must = field_title("FormField", "required")
    for at, entry in enumerate(item.fields, 1):
        about = [_options(type(entry), "type", entry.type, names)]
        if entry.required:
            about.append(must)
        yield Tile(str(at), names.said(entry.label), " · ".join(about))


def _role(item: Role, names: Names) -> Iterator[Block]:
    yield _facts(item, names, "kind", "deputy", "default_staff")
    yield Tile("●", names.said(item.duty), field_title("Role", "duty"))
    if item.authority is not None:
        yield Tile("✓", names.said(item.authority), field_title("Role", "authority"))


def _contact(item: Contact, names: Names) -> Iterator[Block]:
    yield Facts(tuple(item.defaults.items()))
    if not item.defaults:
        yield Paragraph("▲ " + translate("Content", "No number yet: the hall must fill it in."), "watch_text")
    yield Tile("“", names.said(item.tell), field_title("Contact", "tell"))


def _touchpoint(item: Touchpoint, names: Names) -> Iterator[Block]:
    yield _facts(item, names, "zones", "checklists", "playbooks")
    for name, level in (("expectation", ""), ("standard", "ok"), ("signals", ""), ("typical_failure", "act"),
                        ("remedy", "")):  # fmt: skip
        yield Tile("", names.said(getattr(item, name)), field_title("Touchpoint", name), level=level)
