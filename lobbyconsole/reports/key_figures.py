"""Key figures as the library defines them: against target and the period before, by day, and honestly missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lobbyconsole.domain.content.lists import Kpi
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Block, Figure, Missing, PaperSection, Verdict, Words, judge, words
from lobbyconsole.domain.reporting import NOTHING, Asked, ReportKind
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("key_figures", Text("Key figures", "关键指标"))


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """What a key figure came to. `scale` turns the library's unit into `unit`; `days`: its target is for one day.

    `reason`: the console cannot tell it. `judged` False: the target is for another stretch of time.
    """

    value: float | None = None
    unit: str = ""
    scale: float = 1.0
    at_least: bool = False
    note: Words | None = None
    before: float | None = None
    series: tuple[tuple[date, float | None], ...] = ()
    days: int = 1
    judged: bool = True
    reason: Words | None = None
    link: tuple[str, str] = ("kpi", "")


@dataclass(frozen=True, slots=True)
class Data:
    """By the id of the key figure."""

    found: Mapping[str, KeyFigure] = field(default_factory=dict)


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """A section for each group of the library; what cannot be told stands at the end, with the reasons."""
    library = asked.library.kpis
    if library is None:
        return ()
    sections = []
    missing: list[Block] = []
    for group, title in library.groups.items():
        blocks: list[Block] = []
        for kpi in library.items:
            found = data.found.get(kpi.id)
            if kpi.group != group or found is None or asked.branch.sector not in kpi.sectors:
                continue
            if found.reason is not None:
                missing.append(Missing(kpi.id, kpi.title, found.reason))
            else:
                blocks += _blocks(asked, kpi, found)
        if blocks:
            sections.append(PaperSection(group, title, 0, _headline(blocks), tuple(blocks)))
    if missing:
        sections.append(PaperSection("missing", Text("What cannot be told", "暂无数据的指标"), 0, None, tuple(missing)))
    return tuple(sections)


def _blocks(asked: Asked, kpi: Kpi, found: KeyFigure) -> list[Block]:
    target = warn = None
    verdict: Verdict = "none"
    if found.judged and kpi.target is not None:
        target = kpi.target * found.scale * found.days
        warn = None if kpi.warn is None else kpi.warn * found.scale * found.days
        verdict = judge(found.value, target, warn, kpi.direction)
    if found.at_least and verdict != "bad":
        verdict = "none"  # it is more than that: nobody knows whether too much
    note = found.note or (words(NOTHING) if found.value is None else None)
    link = asked.link("kpi", kpi.id)
    blocks: list[Block] = [
        Figure(
            kpi.id, kpi.title, found.value, found.unit, link, target, kpi.direction, verdict, found.at_least,
            asked.against(found.before, "kpi", kpi.id), note,
        )
    ]  # fmt: skip
    if sum(value is not None for _, value in found.series) > 1:
        title = words(_BY_DAY, figure=kpi.title)
        blocks.append(
            asked.chart(kpi.id, title, found.unit, found.series, link, kpi=kpi.id if found.judged else "",
                        scale=found.scale)
        )  # fmt: skip
    return blocks


_BY_DAY = QT_TRANSLATE_NOOP("Briefing", "{figure} by day")


def _headline(blocks: Sequence[Block]) -> Words | None:
    missed = [block for block in blocks if isinstance(block, Figure) and block.verdict == "bad"]
    if not missed:
        return None
    label = missed[0].label
    if len(missed) == 1:
        return words(QT_TRANSLATE_NOOP("Briefing", "Target missed: {figure}"), figure=label)
    text = QT_TRANSLATE_NOOP("Briefing", "Target missed: {figure} and {count} more")
    return words(text, figure=label, count=str(len(missed) - 1))
