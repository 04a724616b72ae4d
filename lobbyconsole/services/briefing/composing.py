"""Puts a paper together: each section of the agenda asks its data sources, the most serious one gives the headline."""

from __future__ import annotations

from lobbyconsole.domain.content.briefings import Section
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import SERIOUS, Block, Paper, PaperSection, Verdict, Words
from lobbyconsole.services.briefing.context import Context
from lobbyconsole.services.briefing.rack import SOURCES
from lobbyconsole.services.briefing.waiting import empty_source


def compose(at: Context) -> Paper:
    """The paper of the context's agenda. The same context gives the same bytes."""
    branch = at.branch
    first, last = at.window or ("", "")
    return Paper(
        agenda=at.agenda.id,
        title=at.agenda.title,
        branch=Text(branch.name("en"), branch.name("zh")),
        day=at.day.isoformat(),
        made_at=at.now.isoformat(),
        first=str(first),
        last=str(last),
        sections=tuple(_section(at, section) for section in at.agenda.sections),
    )


def _section(at: Context, section: Section) -> PaperSection:
    blocks: list[Block] = []
    headline: Words | None = None
    weight: Verdict = "none"
    for name in section.auto:
        found = SOURCES.get(name, empty_source)(at, name)
        blocks += found.blocks
        more = headline is None or SERIOUS.index(found.verdict) > SERIOUS.index(weight)
        if found.headline is not None and more:
            headline, weight = found.headline, found.verdict
    return PaperSection(section.id, section.title, section.minutes, headline, tuple(blocks))
