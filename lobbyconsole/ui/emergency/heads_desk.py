"""The head count of the walkthrough on show: begun with who was in the hall, ticked off, put on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from lobbyconsole.services.floor_actions import FloorChange
from lobbyconsole.ui import tasks
from lobbyconsole.ui.translation import language, translate

if TYPE_CHECKING:
    from lobbyconsole.services.walkthroughs import OpenWalk
    from lobbyconsole.ui.emergency.heads_page import HeadsPage


def offer(state: OpenWalk) -> FloorChange | None:
    """The head count as a button: at the step that counts, and at the one after it, which asks who is missing."""
    turns = [state.plan.step(turn.step).floor for turn in state.walk.turns[-2:]]
    if "head_count" not in turns or state.step is None:
        return None
    heads = state.walk.heads
    if heads is None or not heads.all_missing:
        return FloorChange("head_count", ("",))
    return FloorChange("heads_missing", ("",) * heads.all_missing)


class HeadsDesk(QObject):
    """Between the page and the screen (an EmergencyScreen, which makes this and so cannot be imported here)."""

    def __init__(self, page: HeadsPage, screen: Any) -> None:
        super().__init__(page)
        self._page, self._screen = page, screen
        walks = screen.console.work.walkthroughs
        page.seen.connect(lambda who, here: screen._do(lambda k, by: walks.seen(k, who, here, by=by)))
        page.counted.connect(lambda count: screen._do(lambda k, by: walks.customers(k, count, by=by)))
        page.added.connect(
            lambda staff, people, place: screen._do(
                lambda k, by: walks.count_heads(k, staff, people, place=place, by=by)
            )
        )
        page.paper_wanted.connect(self.paper)

    def open(self) -> None:
        """Begin the head count, or go on with it."""
        screen = self._screen
        state, snapshot = screen.page.state, screen._snapshot
        if state is None:
            return
        screen.pages.setCurrentWidget(self._page)
        if state.walk.heads is not None:
            self.show()
            return
        from lobbyconsole.services.head_sheet import in_the_hall

        walks = screen.console.work.walkthroughs
        also = [screen._by(), state.walk.lead, *state.walk.roles.values()]
        away = (screen.page.people.away if screen.page.people is not None else frozenset()) - {screen._by()}
        staff, people = in_the_hall(snapshot.picture, also, away) if snapshot is not None else (tuple(also), ())
        screen._do(lambda k, by: walks.count_heads(k, staff, people, place=walks.assembly_point(), by=by))

    def show(self) -> None:
        """The page as the walkthrough on show stands."""
        screen = self._screen
        state = screen.page.state
        if state is not None:
            branch = screen.console.live.snapshot.branch
            self._page.show_walk(state, branch.tz, screen.console.live.clock.now(), screen.is_calm())
            if self._page.isVisible() and not self._page.sheet.isVisible():
                self._page.setFocus()

    # --- on paper

    def paper(self, how: str) -> None:
        """Print the roll call, or ask where to save it."""
        page, screen = self._page, self._screen
        state = page.state
        if state is None or state.walk.heads is None:
            return
        if how == "pdf":
            title = translate("Emergency", "Save the roll call")
            suggested = str(Path.home() / f"{state.walk.incident or state.walk.key}-roll-call.pdf")
            path, _ = QFileDialog.getSaveFileName(screen, title, suggested, "PDF (*.pdf)")
            if path:
                self.write_pdf(path)
            return
        from lobbyconsole.services.head_sheet import head_paper
        from lobbyconsole.ui.paper.printing import print_paper

        branch = screen.console.live.snapshot.branch
        made = head_paper(state, state.walk.heads, branch, screen.console.live.clock.now())
        print_paper(screen, made, language(), branch.tz)

    def write_pdf(self, path: str) -> None:
        """The roll call as it stands, as a file."""
        page, screen = self._page, self._screen
        state = page.state
        if state is None or state.walk.heads is None:
            return
        from lobbyconsole.services.head_sheet import head_paper

        branch, now = screen.console.live.snapshot.branch, screen.console.live.clock.now()
        made, reader = head_paper(state, state.walk.heads, branch, now), language()

        def work() -> None:
            from lobbyconsole.ui.paper.pdf import paper_pdf

            paper_pdf(made, Path(path), reader, branch.tz)

        said = translate("Emergency", "Saved: {path}").format(path=path)
        tasks.run(page, work, lambda _: page.say(said))
