"""What is asked beside the steps: after a plan its incident's grade and whether it is over, and who is not here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.sheet import Answer
from lobbyconsole.ui.emergency.words import level_text, say_text
from lobbyconsole.ui.translation import clock_text, translate

if TYPE_CHECKING:
    from lobbyconsole.services.incident_grade import Unended, Ungraded
    from lobbyconsole.services.walkthroughs import OpenWalk

LATER = "-"


class AfterWalk(QObject):
    """Asks once for each plan that ends here (of an EmergencyScreen, which makes this and so cannot be imported).

    Whoever does not answer finds the same as a card on the floor and on the incident's page.
    """

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self._screen = screen
        self._asked: set[str] = set()

    # --- the end of a plan

    def look(self, state: OpenWalk) -> None:
        """A walkthrough as it was just recorded."""
        walk = state.walk
        if walk.running or walk.ended_at is None or walk.drill or not walk.incident or walk.key in self._asked:
            return
        self._asked.add(walk.key)
        work = self._screen.console.work

        def load() -> tuple[Ungraded | None, Unended | None]:
            from lobbyconsole.services.incident_desk import left_open

            return left_open(work, walk.incident, state)

        tasks.run(self, load, lambda found: self._found(state, *found), lambda _: None)  # the cards ask all the same

    def _found(self, state: OpenWalk, asked: Ungraded | None, still: Unended | None) -> None:
        if still is None or not self._here(state):
            return  # another plan of it goes on: not now
        if asked is None:
            self._ask_over(state, still)
            return
        from lobbyconsole.ui.incidents.asks import treated_text

        said = {severity.level: say_text(severity.criteria) for severity in state.plan.severity}
        answers = [
            Answer(" · ".join(filter(None, (level_text(level), said.get(level, "")))), str(level))
            for level in (1, 2, 3, 4)
        ]
        answers.append(Answer(translate("Emergency", "Later: a card on the floor keeps asking"), LATER))
        title = translate("Emergency", "How serious was it?") + "\n" + treated_text(asked.proposed)
        self._ask(state, title, answers, lambda level: self._graded(state, still, level))

    def _graded(self, state: OpenWalk, still: Unended, level: str) -> None:
        incidents, by = self._screen.console.work.incidents, self._screen._by()
        if level != LATER:
            self._do(state, lambda: incidents.grade(state.walk.incident, int(level), by=by))
        self._ask_over(state, still)

    def _ask_over(self, state: OpenWalk, still: Unended) -> None:
        at = state.walk.ended_at
        assert at is not None
        clock = clock_text(at, self._screen.console.live.snapshot.branch.tz)
        title = translate("Emergency", "Is the incident over too?") + f"\n{still.incident} · {still.what}"
        answers = [
            Answer(translate("Emergency", "Yes, at {time}").format(time=clock), "yes"),
            Answer(translate("Emergency", "Not yet: a card on the floor keeps asking"), LATER),
        ]
        self._ask(state, title, answers, lambda answer: self._over(state, answer))

    def _over(self, state: OpenWalk, answer: str) -> None:
        if answer != "yes":
            return
        incidents, by = self._screen.console.work.incidents, self._screen._by()
        ended = state.walk.ended_at
        self._do(state, lambda: incidents.end(state.walk.incident, ended_at=ended, by=by))

    def _do(self, state: OpenWalk, verb: Callable[[], object]) -> None:
        """Record it, and show what is owed now beside the walkthrough."""
        walks = self._screen.console.work.walkthroughs

        def work() -> OpenWalk | None:
            verb()
            found: OpenWalk | None = walks.walk(state.walk.key)
            return found

        def done(found: OpenWalk | None) -> None:
            if found is not None and self._there(found):
                self._screen._show_walk(found)

        tasks.run(self, work, done, tasks.hub().trouble.emit)

    def _there(self, state: OpenWalk) -> bool:
        shown = self._screen.page.state
        return shown is not None and shown.walk.key == state.walk.key and self._screen.leading() is not None

    def _here(self, state: OpenWalk) -> bool:
        return self._there(state) and self._screen.isVisible() and not self._screen._asking()

    def _ask(self, state: OpenWalk, title: str, answers: list[Answer], then: Any) -> None:
        if not self._here(state):
            return
        screen = self._screen
        if screen.shows("calm"):
            screen.calm.ask(title, then, answers)
        else:
            screen.page.asking.ask(title, then, answers)

    # --- who is not here

    def absent(self, role: str, staff: str) -> None:
        """Mark somebody as not here today, and ask again who takes the role."""
        screen = self._screen
        work, by = screen.console.work, screen._by()

        said = translate("Emergency", "{staff} is not here today").format(staff=staff)
        key = screen.page.state.walk.key if screen.page.state is not None else ""

        def mark() -> tuple[frozenset[str], OpenWalk | None]:
            work.staff.mark_away(staff, "out", by=by)
            noted = work.walkthroughs.note(key, said, by=by) if key else None  # the timeline says why another takes it
            return frozenset(work.staff.away()), noted

        def marked(found: tuple[frozenset[str], OpenWalk | None]) -> None:
            away, noted = found
            page = screen.page
            if page.people is not None:
                page.people = page.people._replace(away=away)
            if noted is not None and self._there(noted):
                screen._show_walk(noted)
                page.asking.role(role)

        tasks.run(self, mark, marked, tasks.hub().trouble.emit)
