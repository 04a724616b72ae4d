"""What the mapping wizard asks for, and in which words: columns, times, kinds of rows, forms of a time."""

from __future__ import annotations

from collections.abc import Mapping

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

# Which columns and which times each kind of file may have, in the order in which they are asked for.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "snapshot": ("native", "number", "service", "counter", "staff", "status", "priority"),
    "events": ("event", "native", "number", "service", "counter", "staff", "to_service", "to_counter"),
    "counts": ("service", "waiting", "open_counters", "current"),
}
TIMES: Mapping[str, tuple[str, ...]] = {
    "snapshot": ("created", "called", "started", "ended"), "events": ("at",), "counts": ("at",),
}  # fmt: skip
# Words of context "Wizard"; translated where they are shown.
FIELD_WORDS: Mapping[str, str] = {
    "native": QT_TRANSLATE_NOOP("Wizard", "Key of the ticket"),
    "number": QT_TRANSLATE_NOOP("Wizard", "Number"),
    "service": QT_TRANSLATE_NOOP("Wizard", "Service"),
    "counter": QT_TRANSLATE_NOOP("Wizard", "Counter"),
    "staff": QT_TRANSLATE_NOOP("Wizard", "Staff number"),
    "status": QT_TRANSLATE_NOOP("Wizard", "Status"),
    "priority": QT_TRANSLATE_NOOP("Wizard", "Priority"),
    "event": QT_TRANSLATE_NOOP("Wizard", "Kind of event"),
    "to_service": QT_TRANSLATE_NOOP("Wizard", "Sent to service"),
    "to_counter": QT_TRANSLATE_NOOP("Wizard", "Sent to counter"),
    "waiting": QT_TRANSLATE_NOOP("Wizard", "People waiting"),
    "open_counters": QT_TRANSLATE_NOOP("Wizard", "Counters open"),
    "current": QT_TRANSLATE_NOOP("Wizard", "Number called last"),
    "created": QT_TRANSLATE_NOOP("Wizard", "Number taken at"),
    "called": QT_TRANSLATE_NOOP("Wizard", "Called at"),
    "started": QT_TRANSLATE_NOOP("Wizard", "Service began at"),
    "ended": QT_TRANSLATE_NOOP("Wizard", "Service ended at"),
    "at": QT_TRANSLATE_NOOP("Wizard", "Happened at"),
}
MODES: Mapping[str, str] = {
    "snapshot": QT_TRANSLATE_NOOP("Wizard", "A row is a ticket"),
    "events": QT_TRANSLATE_NOOP("Wizard", "A row is an event"),
    "counts": QT_TRANSLATE_NOOP("Wizard", "A row counts a queue"),
}
FINISH: Mapping[str, str] = {
    "status": QT_TRANSLATE_NOOP("Wizard", "its status"),
    "ended": QT_TRANSLATE_NOOP("Wizard", "the time it ended"),
    "next_call": QT_TRANSLATE_NOOP("Wizard", "the next call at the counter"),
    "gone": QT_TRANSLATE_NOOP("Wizard", "its row is gone"),
}
FORMATS: Mapping[str, str] = {
    "auto": QT_TRANSLATE_NOOP("Wizard", "date and time"),
    "utc": QT_TRANSLATE_NOOP("Wizard", "date and time, UTC"),
    "local": QT_TRANSLATE_NOOP("Wizard", "date and time, hall's zone"),
    "time": QT_TRANSLATE_NOOP("Wizard", "time of the day"),
    "seconds_of_day": QT_TRANSLATE_NOOP("Wizard", "seconds of the day"),
    "epoch_s": QT_TRANSLATE_NOOP("Wizard", "seconds since 1970"),
    "epoch_ms": QT_TRANSLATE_NOOP("Wizard", "milliseconds since 1970"),
    "ticks": QT_TRANSLATE_NOOP("Wizard", ".NET ticks"),
    "jsondate": QT_TRANSLATE_NOOP("Wizard", "/Date(…)/"),
}
