"""What hangs on the wall: a plan on one page, its role cards, the phone sheet; as papers to print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan, Reporting, Step
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.head_count import COUNTS, placed
from lobbyconsole.domain.paper import Amount, Block, Link, Note, Paper, PaperSection, Row, Table, Value, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.library.book import body_of

LOCALE = "zh-CN"
PLACE = "assembly_point"  # beside the contacts whose numbers stand on a sheet
_NO, _DO, _WHO, _SAY, _WITHIN, _THEN = (
    words(QT_TRANSLATE_NOOP("Briefing", "No.")),
    words(QT_TRANSLATE_NOOP("Briefing", "Do")),
    words(QT_TRANSLATE_NOOP("Briefing", "Who")),
    words(QT_TRANSLATE_NOOP("Briefing", "Say")),
    words(QT_TRANSLATE_NOOP("Briefing", "Within")),
    words(QT_TRANSLATE_NOOP("Briefing", "Then")),
)


def step_numbers(plan: Plan) -> dict[str, int]:
    """Each step's number on paper, from 1: the straight way first, then the branches in their order."""
    numbers: dict[str, int] = {}
    waiting = [plan.start]
    while waiting:
        name = waiting.pop(0)
        while name and name not in numbers:
            numbers[name] = len(numbers) + 1
            step = plan.step(name)
            waiting += [branch.goto for branch in step.branches]
            name = step.next
    return numbers


def _within(report: Reporting) -> Value:
    if report.repeat is None and report.within_min >= 120 and report.within_min % 60 == 0:
        return Amount(report.within_min / 60, "hours")
    if report.repeat is None:
        return words(QT_TRANSLATE_NOOP("Briefing", "{n} min"), n=Amount(report.within_min))
    text = QT_TRANSLATE_NOOP("Briefing", "{n} min, then every {every} min until it is over")
    return words(text, n=Amount(report.within_min), every=Amount(report.repeat))


def one_page(plan: Plan, library: Library, branch: Branch, now: datetime) -> Paper:
    """The whole plan: when it applies, at once, step by step, reports, what to have at hand."""
    numbers = step_numbers(plan)
    steps = sorted(plan.steps, key=lambda step: numbers[step.id])
    link = Link("plan", plan.id)
    levels = [Row((Amount(severity.level), severity.criteria)) for severity in plan.severity]
    reports = [
        Row((_contact(library, report.to), _within(report), report.content)) for report in plan.reporting
    ]  # fmt: skip
    sections = [
        _section("level", _TITLES["level"], [
            Table("plan", _TITLES["level"], (_LEVEL, _CRITERIA), tuple(levels), link),
        ]),
        _section("at_once", _TITLES["at_once"], _lines(plan.immediate_actions)),
        _section("steps", _TITLES["steps"], [
            Table("plan", _TITLES["steps"], (_NO, _DO, _WHO, _SAY, _WITHIN, _THEN),
                  tuple(_row(step, numbers, library, branch, who=True) for step in steps), link),
        ]),
        _section("reports", _TITLES["reports"], [
            Table("plan", _TITLES["reports"], (_TO, _WITHIN, _WHAT), tuple(reports), link),
        ]),
        _section("ladder", _TITLES["ladder"], [
            Table("plan", _TITLES["ladder"], (_WHO, _MAY),
                  tuple(Row((_contact(library, rung.role), rung.may)) for rung in plan.ladder), link),
        ] if plan.ladder else []),
        _section("stand_down", _TITLES["stand_down"], _lines(plan.stand_down)),
        _section("kit", _TITLES["kit"], _lines(plan.kit)),
    ]  # fmt: skip
    return _paper(plan, plan.title, branch, now, [section for section in sections if section.blocks])


def role_cards(plan: Plan, library: Library, branch: Branch, now: datetime) -> Paper:
    """A card for each role that has something to do: its duty and its steps, with the numbers of the whole plan."""
    numbers = step_numbers(plan)
    duties = {role.role: role.duty for role in plan.roles}
    sections = []
    for role in dict.fromkeys([*duties, *(step.role for step in plan.steps)]):
        own = sorted((step for step in plan.steps if step.role == role and step.kind != "end"),
                     key=lambda step: numbers[step.id])  # fmt: skip
        blocks: list[Block] = []
        if role in duties:
            blocks.append(Note("plan", words(QT_TRANSLATE_NOOP("Briefing", "{line}"), line=duties[role])))
        if own:
            rows = tuple(_row(step, numbers, library, branch, who=False) for step in own)
            title = _role(library, role)
            blocks.append(Table("plan", title, (_NO, _DO, _SAY, _WITHIN, _THEN), rows, Link("plan", plan.id)))
        if blocks:
            sections.append(_section(role, _role(library, role), blocks))
    return _paper(plan, plan.title, branch, now, sections)


def phone_sheet(plans: Sequence[Plan], library: Library, branch: Branch, now: datetime) -> Paper:
    """Every number that these plans call or report to, those most often needed first; a missing number stays empty."""
    used: dict[str, int] = {}
    for plan in plans:
        for name in [*(contact for step in plan.steps for contact in step.contacts), *(r.to for r in plan.reporting)]:
            if name in library.contacts:
                used[name] = used.get(name, 0) + 1
    rows = []
    for name in sorted(used, key=lambda name: (-used[name], name)):
        contact = library.contacts[name]
        number = contact.defaults.get(LOCALE, "")
        rows.append(Row((contact.title, number, contact.tell), verdict="none" if number else "bad"))
    table = Table("plan", _TITLES["phones"], (_TO, _NUMBER, _TELL), tuple(rows), Link("plan"))
    title = _TITLES["phones"]
    paper = _paper(None, title, branch, now, [_section("phones", title, [table])])
    return replace(paper, agenda=f"phones@{version_of(json.dumps(numbers_on(plans, library)))}")


def numbers_on(plans: Iterable[Plan], library: Library) -> tuple[tuple[str, str], ...]:
    """(contact, number) of everybody these plans call or report to, in order of their ids."""
    names = {
        name
        for plan in plans
        for name in (*(contact for step in plan.steps for contact in step.contacts), *(r.to for r in plan.reporting))
        if name in library.contacts
    }
    return tuple((name, library.contacts[name].defaults.get(LOCALE, "")) for name in sorted(names))


def place_on(plans: Iterable[Plan], branch: Branch) -> tuple[tuple[str, str], ...]:
    """The assembly point, where one of these plans counts heads: as a number that a sheet carries."""
    counts = any(step.floor == COUNTS for plan in plans for step in plan.steps)
    return ((PLACE, branch.assembly),) if counts and branch.assembly else ()


# --- parts ------------------------------------------------------------------------------------------------------------

_TITLES = {
    "level": Text("Grade", "级别"),
    "at_once": Text("At once", "立即处置"),
    "steps": Text("Steps", "处置步骤"),
    "reports": Text("Reports upward", "必须上报"),
    "ladder": Text("Who may decide what", "谁能定什么"),
    "stand_down": Text("Back to normal when", "解除条件"),
    "kit": Text("At hand", "应急物品"),
    "phones": Text("Phone sheet", "应急电话表"),
}
_LEVEL = words(QT_TRANSLATE_NOOP("Briefing", "Grade"))
_MAY = words(QT_TRANSLATE_NOOP("Briefing", "May decide"))
_CRITERIA = words(QT_TRANSLATE_NOOP("Briefing", "When"))
_TO = words(QT_TRANSLATE_NOOP("Briefing", "To"))
_WHAT = words(QT_TRANSLATE_NOOP("Briefing", "What"))
_NUMBER = words(QT_TRANSLATE_NOOP("Briefing", "Number"))
_TELL = words(QT_TRANSLATE_NOOP("Briefing", "Tell"))


def _row(step: Step, numbers: dict[str, int], library: Library, branch: Branch, *, who: bool) -> Row:
    allowed = step.timer_s if step.kind == "timer" else step.target_s
    cells: list[Value] = [Amount(numbers[step.id]), _with_numbers(step, library, branch)]
    if who:
        cells.append(_role(library, step.role))
    cells += [_said(step), "" if allowed is None else _span(allowed), _then(step, numbers)]
    return Row(tuple(cells))


def _span(seconds: int) -> Amount:
    """Nobody reads 480:00 as a working day."""
    return Amount(seconds / 3600, "hours") if seconds >= 7200 and seconds % 3600 == 0 else Amount(seconds, "s")


def _with_numbers(step: Step, library: Library, branch: Branch) -> Text:
    """What to do and, where somebody is called, the number: nobody looks for a second sheet then."""
    text = placed(step, branch.assembly)
    zh, en = [], []
    for name in step.contacts:
        contact = library.contacts.get(name)
        if contact is not None:
            number = contact.defaults.get(LOCALE) or "________"
            zh.append(f"{contact.title.zh} {number}")
            en.append(f"{contact.title.en} {number}")
    if not zh:
        return text
    return Text(f"{text.en}\n{'; '.join(en)}", f"{text.zh}\n{'；'.join(zh)}")


def _said(step: Step) -> Value:
    """What is said, and what is not."""
    if not step.avoid:
        return step.say or ""
    zh = "；".join(text.zh for text in step.avoid)
    en = "; ".join(text.en for text in step.avoid)
    before_en, before_zh = (f"{step.say.en}\n", f"{step.say.zh}\n") if step.say is not None else ("", "")
    return Text(f"{before_en}Do not say: {en}", f"{before_zh}不要说：{zh}")


def _then(step: Step, numbers: dict[str, int]) -> Value:
    if step.kind == "end":
        return words(QT_TRANSLATE_NOOP("Briefing", "end"))
    if step.next:
        return "" if numbers[step.next] == numbers[step.id] + 1 else f"→ {numbers[step.next]}"
    zh = "；".join(f"{branch.when.zh} → {numbers[branch.goto]}" for branch in step.branches)
    en = "; ".join(f"{branch.when.en} → {numbers[branch.goto]}" for branch in step.branches)
    return Text(en, zh)


def _lines(texts: Iterable[Text]) -> list[Block]:
    return [Note("plan", words(QT_TRANSLATE_NOOP("Briefing", "{line}"), line=text)) for text in texts]


def _role(library: Library, name: str) -> Text:
    role = library.roles.get(name)
    return role.title if role else Text(name, name)


def _contact(library: Library, name: str) -> Text:
    contact = library.contacts.get(name)
    return contact.title if contact else _role(library, name)


def _section(name: str, title: Text, blocks: Sequence[Block]) -> PaperSection:
    return PaperSection(name, title, 0, None, tuple(blocks))


def _paper(plan: Plan | None, title: Text, branch: Branch, now: datetime, sections: Sequence[PaperSection]) -> Paper:
    local = now.astimezone(branch.tz)
    version = version_of(body_of(plan)) if plan else ""
    return Paper(
        agenda=f"plan:{plan.id}@{version}" if plan else "phones",
        title=title,
        branch=Text(branch.name("en"), branch.name("zh")),
        day=local.date().isoformat(),
        made_at=local.isoformat(timespec="seconds"),
        sections=tuple(sections),
    )
