"""Equipment: faults, how long repairs took, availability, and how long machines ran between failures."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Link, Note, PaperSection, Row, Value, words
from lobbyconsole.domain.reporting import Asked, ReportKind, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("equipment", Text("Equipment", "设备"))


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine: faults reported, of them those that stopped it; working hours lost; hours run per stop."""

    key: str
    name: str
    kind: Value
    faults: int
    stops: int
    lost_h: float
    between_h: float | None


@dataclass(frozen=True, slots=True)
class Data:
    """Working minutes; `interval_h`: opening hours of all machines for each stop. `share` None: nothing registered."""

    machines: tuple[Machine, ...]
    registered: int
    faults: int
    stops: int
    still_open: int
    arrive_min: float | None
    repair_min: float | None
    repaired: int
    repaired_in_time: int
    share: float | None
    interval_h: float | None
    before_faults: int | None
    before_share: float | None
    before_repair_min: float | None


_HEADS = (
    QT_TRANSLATE_NOOP("Briefing", "Equipment"),
    QT_TRANSLATE_NOOP("Briefing", "Kind"),
    QT_TRANSLATE_NOOP("Briefing", "Faults"),
    QT_TRANSLATE_NOOP("Briefing", "Of them stops"),
    QT_TRANSLATE_NOOP("Briefing", "Opening hours lost"),
    QT_TRANSLATE_NOOP("Briefing", "Opening hours between stops"),
)
_FAULTS = QT_TRANSLATE_NOOP("Briefing", "Faults reported")
_STOPS = QT_TRANSLATE_NOOP("Briefing", "Faults that stopped a machine")
_OPEN = QT_TRANSLATE_NOOP("Briefing", "Not repaired yet")
_ARRIVE = QT_TRANSLATE_NOOP("Briefing", "Mean working minutes until the repairer came")
_REPAIR = QT_TRANSLATE_NOOP("Briefing", "Mean working minutes until repaired")
_IN_TIME = QT_TRANSLATE_NOOP("Briefing", "Repaired in time")
_OF = QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}")
_UP = QT_TRANSLATE_NOOP("Briefing", "Machine availability")
_INTERVAL = QT_TRANSLATE_NOOP("Briefing", "Opening hours of all machines for each stop")
_NO_STOP = QT_TRANSLATE_NOOP("Briefing", "No machine stopped: there is no interval to tell.")
_NONE = QT_TRANSLATE_NOOP("Briefing", "No equipment is registered.")
_QUIET = QT_TRANSLATE_NOOP("Briefing", "No fault was reported, {days}.")
_COUNT = QT_TRANSLATE_NOOP("Briefing", "{count} registered, opening hours of {days}; by the faults reported")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """The figures, then machine by machine."""
    link = asked.link("register", "faults")
    title = Text("Faults and repairs", "故障与修复")
    if not data.registered and not data.faults:
        return (PaperSection("faults", title, 0, None, (Note("equipment", words(_NONE), link),)),)
    blocks: list[Block] = [
        asked.count(_FAULTS, data.faults, "register", "faults", before=data.before_faults, better="down"),
        asked.count(_STOPS, data.stops, "register", "faults", better="down"),
        asked.count(_OPEN, data.still_open, "register", "faults", none_wanted=True),
        asked.rate("", _ARRIVE, data.arrive_min, "register", "faults", unit="min", better="down"),
        asked.rate("", _REPAIR, data.repair_min, "register", "faults", unit="min", better="down",
                   before=data.before_repair_min),
        asked.rate("", _IN_TIME, share(data.repaired_in_time, data.repaired), "register", "faults",
                   note=words(_OF, done=Amount(data.repaired_in_time), counted=Amount(data.repaired))),
        asked.rate("kiosk_availability", _UP, data.share, "register", "faults", before=data.before_share,
                   note=words(_COUNT, count=Amount(data.registered), days=asked.whole)
                   if data.share is not None else words(_NONE) if not data.registered else None),
        asked.rate("", _INTERVAL, data.interval_h, "register", "faults", unit="",
                   note=words(_NO_STOP) if data.interval_h is None else None),
    ]  # fmt: skip
    bad = [machine for machine in data.machines if machine.faults]
    if bad:
        rows = [
            Row((machine.name, machine.kind, Amount(machine.faults), Amount(machine.stops), Amount(machine.lost_h),
                 "–" if machine.between_h is None else Amount(machine.between_h)),
                Link("record", f"equipment/{machine.key}") if machine.key else link,
                "bad" if machine.stops else "watch")
            for machine in bad
        ]  # fmt: skip
        blocks.append(table("equipment", Text("Machines with faults", "发生故障的设备"), _HEADS, rows, link))
    else:
        blocks.append(Note("equipment", words(_QUIET, days=asked.whole), link, "good"))
    return (PaperSection("faults", title, 0, None, tuple(blocks)),)
