"""A meeting's agenda: what the program fills in, what is asked, what must come out."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.domain.content.text import Item, Text, unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a meeting. `auto`: what the program fills in (vocab data_sources); `output`: what it must produce."""

    id: str
    title: Text
    minutes: int
    lead: str
    auto: tuple[str, ...] = ()
    prompts: tuple[Text, ...] = ()
    output: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Item):
    """A briefing's agenda; the minutes of its sections add up to `duration_min`."""

    title: Text
    when: str
    duration_min: int
    chair: str
    attendees: tuple[str, ...]
    summary: Text
    attendance: Text
    sections: tuple[Section, ...]
    approval: bool = False

    def __post_init__(self) -> None:
        unique("section", (section.id for section in self.sections))
        if sum(section.minutes for section in self.sections) != self.duration_min:
            raise ValueError("the minutes of the sections do not add up to duration_min")
