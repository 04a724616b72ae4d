"""What is overdue of what is learned, for the rail's badges; and risks and lessons for "find anything"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lobbyconsole.services.overdue import Named, Overdue, overdue
from lobbyconsole.ui.round_due import Watch
from lobbyconsole.ui.translation import language, translate

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

NAME = "learned_watch"


class LearnedWatch(Watch):
    """`changed(Overdue)`: at first, when a review, a lesson, a plan or a risk goes on, and as time goes by.

    Not at every step of a walkthrough: it would read every run there was in the middle of an emergency, and what
    happens now is overdue in a week at the earliest.
    """

    WATCHED = ("review:", "record:lessons/", "plan:", "content:plans/", "risk:")
    FRESH_MS, SOON_MS = 300_000, 2_000  # it reads every run there was: seldom, and once for many changes

    def start(self) -> None:
        """Not at once: what is on the screen is read first."""
        self._timer.start()
        self._soon.start()

    def load(self, console: Console) -> Overdue:
        return overdue(console.work, console.live.clock.now())


def follow_learning(window: Any) -> None:
    """From now on the rail says what is overdue."""
    watch = LearnedWatch(window, lambda: window.console)
    watch.setObjectName(NAME)

    def show(found: Overdue) -> None:
        window.rail.set_badge("reviews", found.learning, "watch")
        window.rail.set_badge("risks", found.risks, "watch")

    watch.changed.connect(show)
    window.closing.connect(watch.stop)
    watch.start()


def entries(window: object) -> list[tuple[str, str, str, str, str]]:
    """(risk or lesson, its key, title, detail, more words it is found by); empty until they have been read."""
    watch = window.findChild(LearnedWatch, NAME) if isinstance(window, QObject) else None
    found: Overdue | None = watch.work if watch is not None else None
    if found is None:
        return []
    return [_entry("risk", risk) for risk in found.known_risks] + [
        _entry("lesson", lesson) for lesson in found.known_lessons
    ]


def _entry(kind: str, named: Named) -> tuple[str, str, str, str, str]:
    detail = named.about.say(language()) if named.about is not None else ""
    if not named.open:
        detail = " · ".join(part for part in (detail, translate("Search", "closed")) if part)
    about = f"{named.about.zh} {named.about.en}" if named.about is not None else ""
    words = f"{named.key} {named.title.zh} {named.title.en} {about}"
    return kind, named.key, named.title.say(language()), detail, words
