"""The sheet of a drill for who leads it: aims, injects with their times, pass criteria to tick, who takes part."""

from __future__ import annotations

from datetime import datetime

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.drills import Drill, roles_of
from lobbyconsole.domain.paper import Amount, Block, Link, Moment, Note, Paper, PaperSection, Row, Table, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.library.book import body_of

BOX = "□"
LINE = "____________"
TITLES = {
    "drill": Text("DRILL", "演练"),
    "aims": Text("What it is to show", "演练目标"),
    "injects": Text("Injects", "情景注入"),
    "criteria": Text("Passed when", "合格标准"),
    "people": Text("Who takes part", "参演人员"),
}


def drill_sheet(plan: Plan, drill: Drill | None, library: Library, branch: Branch, now: datetime) -> Paper:
    """What the leader of a drill holds in the hand; marked as a drill in its title and on every section."""
    local, link, wording = now.astimezone(branch.tz), Link("plan", plan.id), plan.drill
    what, minutes = wording.title, Amount(wording.duration_min, "min")
    if drill is None:
        text = QT_TRANSLATE_NOOP("Briefing", "DRILL: “{title}”, {minutes}. Nothing on this sheet is real.")
        about: list[Block] = [Note("plan", words(text, title=what, minutes=minutes))]
    else:
        text = QT_TRANSLATE_NOOP("Briefing", "DRILL {number}: “{title}”, {minutes}. Nothing on this sheet is real.")
        about = [Note("plan", words(text, number=drill.key, title=what, minutes=minutes))]
    at = (drill.begun_at or drill.due_at) if drill is not None else None
    if at is not None:
        moment = Moment(at.astimezone(branch.tz).strftime("%Y-%m-%dT%H:%M"))
        about.append(Note("plan", words(QT_TRANSLATE_NOOP("Briefing", "Held on: {at}"), at=moment)))
    stop = QT_TRANSLATE_NOOP("Briefing", "If something real happens: say “stop, real”, press F12, begin the real plan.")
    about.append(Note("plan", words(stop)))
    injects = tuple(
        Row((Amount(inject.at_min, "min"), inject.inject, inject.expect, f"{BOX}   {LINE[:6]}"))
        for inject in wording.injects
    )
    heads = (
        words(QT_TRANSLATE_NOOP("Briefing", "After")),
        words(QT_TRANSLATE_NOOP("Briefing", "The leader says")),
        words(QT_TRANSLATE_NOOP("Briefing", "Expected")),
        words(QT_TRANSLATE_NOOP("Briefing", "Done at")),
    )
    criteria = tuple(Row((BOX, text, "")) for text in wording.pass_criteria)
    ticks = (
        words(QT_TRANSLATE_NOOP("Briefing", "Met")),
        words(QT_TRANSLATE_NOOP("Briefing", "Pass criterion")),
        words(QT_TRANSLATE_NOOP("Briefing", "Remark")),
    )
    people = tuple(
        Row((library.roles[role].title if role in library.roles else role,
             (drill.took_part.get(role, "") if drill is not None else "") or LINE))
        for role in roles_of(plan)
    )  # fmt: skip
    columns = (
        words(QT_TRANSLATE_NOOP("Briefing", "Role")),
        words(QT_TRANSLATE_NOOP("Briefing", "Staff number")),
    )
    sections = [
        _section("about", TITLES["drill"], about),
        _section("aims", TITLES["aims"], [
            Note("plan", words(QT_TRANSLATE_NOOP("Briefing", "{line}"), line=text)) for text in wording.objectives
        ]),
        _section("injects", TITLES["injects"], [Table("plan", TITLES["injects"], heads, injects, link)]),
        _section("criteria", TITLES["criteria"], [Table("plan", TITLES["criteria"], ticks, criteria, link)]),
        _section("people", TITLES["people"], [Table("plan", TITLES["people"], columns, people, link)]),
    ]  # fmt: skip
    title = Text(f"DRILL · {plan.title.en}", f"演练 · {plan.title.zh}")
    return Paper(
        agenda=f"drill:{plan.id}@{version_of(body_of(plan))}",
        title=title,
        branch=Text(branch.name("en"), branch.name("zh")),
        day=local.date().isoformat(),
        made_at=local.isoformat(timespec="seconds"),
        sections=tuple(sections),
    )


def _section(name: str, title: Text, blocks: list[Block]) -> PaperSection:
    return PaperSection(name, title, 0, None, tuple(blocks))
