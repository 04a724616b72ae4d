"""What the step on show may do on the floor, and the way back from what an earlier one did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject

from lobbyconsole.services import floor_actions
from lobbyconsole.services.floor_actions import FloorChange
from lobbyconsole.ui.emergency.heads_desk import offer as offer_heads
from lobbyconsole.ui.translation import language, say, translate

if TYPE_CHECKING:
    from lobbyconsole.domain.content.plans import Plan
    from lobbyconsole.domain.words import Message
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.services.walkthroughs import OpenWalk

REVERSIBLE = ("pause_calling", "close_counters", "stop_numbers", "divert_service")
HEADS = ("head_count", "heads_missing")


def reason(plan: Plan) -> str:
    """Told with what is done on the floor; in one language, so that it is known again."""
    return plan.title.zh


def offer(state: OpenWalk, snapshot: Snapshot, papers: int) -> FloorChange | None:
    """What this step may do; or, at a later one, the way back. `papers`: paper numbers nobody has typed in."""
    step, why = state.step, reason(state.plan)
    if step is not None and step.floor and not (step.floor == "paper_numbers" and papers):
        return floor_actions.change_of(step.floor, why, snapshot)
    for turn in reversed(state.walk.turns):
        kind = state.plan.step(turn.step).floor
        if kind in REVERSIBLE:
            found = floor_actions.change_of(kind, why, snapshot)
            if found.back:
                return replace(found, ahead=())
    if papers and any(state.plan.step(turn.step).floor == "paper_numbers" for turn in state.walk.turns):
        return FloorChange("back_fill", ("",) * papers)
    return None


class FloorDesk(QObject):
    """Between the pages and the floor (an EmergencyScreen, which makes this and so cannot be imported here)."""

    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self._screen = screen

    def show(self) -> None:
        """The floor as it stands now, with what can be done there."""
        screen = self._screen
        snapshot, state = screen._snapshot, screen.page.state
        if snapshot is None:
            return
        change = offer_heads(state) if state is not None else None
        if change is None and snapshot.live and state is not None and not state.walk.drill:
            change = offer(state, snapshot, screen._loaded.papers if screen._loaded is not None else 0)
        diverted = snapshot.branch.service(change.service) if change is not None else None
        service = diverted.title(language()) if diverted is not None else ""
        if screen.shows("calm"):  # on the battery nothing is painted that nobody sees
            screen.calm.show_floor_change(change, service)
            return
        screen.page.show_floor(screen.drill.floor(snapshot), change, service)
        if screen.drill.past is not None:
            serving = screen.page.view.serving
            serving.say(translate("Drills", "At the counters then (played again)"), serving.figure.text())

    def change(self, change: FloorChange, back: bool) -> None:
        """Do it, or take it back; what was done becomes a line of the timeline."""
        screen = self._screen
        snapshot, state, by = screen._snapshot, screen.page.state, screen._by()
        if change.kind == "back_fill":
            screen.show_paper()
            return
        if change.kind in HEADS:
            screen.count_heads()
            return
        if snapshot is None or state is None:
            return
        desk, walks = screen.console.desk, screen.console.work.walkthroughs
        why, key = reason(state.plan), state.walk.key

        def work() -> OpenWalk:
            done: Message = (
                floor_actions.take_back(desk, change, by=by)
                if back
                else floor_actions.act(desk, change, why, snapshot, by=by)
            )
            noted: OpenWalk = walks.note(key, say(done), by=by)
            return noted

        papers = floor_actions.PAPER_NUMBERS * len(change.ahead) if change.kind == "paper_numbers" else 0
        screen._run(work, lambda: screen.papers_set_aside(papers) if papers else None)
