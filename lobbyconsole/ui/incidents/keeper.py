"""Over every screen: the quick note, its button in the top bar, and the strips that remind of what is owed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from lobbyconsole.services.incident_dues import Due
from lobbyconsole.ui import tasks
from lobbyconsole.ui.translation import in_a_row, translate
from lobbyconsole.ui.widgets.banner import Action
from lobbyconsole.ui.widgets.basics import IconButton

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.content.plans import Plan
    from lobbyconsole.domain.incidents import Incident
    from lobbyconsole.services.incident_desk import Pressing
    from lobbyconsole.ui.floor_side import Need
    from lobbyconsole.ui.incidents.note_panel import IncidentNote

FRESH_MS = 60_000
SOON_MS = 300
TICK_MS = 1_000


class IncidentKeeper(QObject):
    """One for a window. What presses is computed from facts on a worker; the countdown ticks here."""

    changed = Signal()

    def __init__(self, window: Any) -> None:  # the MainWindow, which imports this module
        super().__init__(window)
        self._window = window
        self._panel: IncidentNote | None = None
        self._library: Library | None = None
        self._pressing: Pressing | None = None
        self._asks: tuple[Need, ...] | None = None  # None: there has been none yet
        self._busy = False
        self._leave: Callable[[], None] | None = None
        self._centre = tasks.hub()
        self.button = IconButton("plus", tone="act")
        self.button.set_icon("warning")
        self.button.clicked.connect(self.note)
        window.top_bar.emergency.addWidget(self.button)
        self._fresh, self._soon, self._ticking = QTimer(self), QTimer(self), QTimer(self)
        for timer, every, call in (
            (self._fresh, FRESH_MS, self.look), (self._soon, SOON_MS, self.look), (self._ticking, TICK_MS, self.tick),
        ):  # fmt: skip
            timer.setInterval(every)
            timer.timeout.connect(call)
        self._soon.setSingleShot(True)
        window.closing.connect(self.stop)
        self.retranslate()

    def start(self) -> None:
        """Look now, and from then on."""
        self._fresh.start()
        self._ticking.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        for timer in (self._fresh, self._soon, self._ticking):
            timer.stop()
        if self._leave is not None:
            self._leave()
            self._leave = None

    # --- what presses

    def look(self) -> None:
        """Read anew what is owed."""
        console = self._window.console
        if console is None:
            return
        if self._busy:
            self._soon.start()
            return
        self._busy = True

        def work() -> tuple[Pressing, Library]:
            from lobbyconsole.services.incident_desk import IncidentDesk

            settings = console.settings.current
            desk = IncidentDesk(console.work, settings.incidents, settings.branch)
            return desk.pressing(), console.work.library.library()

        tasks.run(self, work, self._found, self._not_found)

    def _found(self, found: tuple[Pressing, Library]) -> None:
        self._busy = False
        console = self._window.console
        if self._leave is None and self._fresh.isActive() and console is not None:
            self._leave = console.work.subjects.watch(self._saw)
        self._pressing, self._library = found
        if self._panel is not None:
            self._panel.show_library(found[1])
        self.tick()
        self.changed.emit()

    def _not_found(self, error: BaseException) -> None:
        self._busy = False  # the screen says what is wrong; no strip rather than a false one

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(("incident:", "walk:")) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) else None)

    def _now(self) -> datetime | None:
        console = self._window.console
        return cast("datetime", console.live.clock.now()) if console is not None else None

    def tick(self) -> None:
        """One strip for the reports, one for the video; watch before, act when overdue."""
        now, found, window = self._now(), self._pressing, self._window
        if now is None or found is None:
            return
        dues = [due for due in found.dues if due.level(now) != "ok"]
        late = sum(due.level(now) == "act" for due in dues)
        shown = self._walked_here()
        dues = [due for due in dues if not (due.walk and due.incident == shown)]
        told = set()
        if dues:
            told.add("incident:report")
            self._remind(dues, now)
        video = [(key, footage) for key, footage in found.footage if footage.level(now) != "ok"]
        if video:
            told.add("incident:video")
            key, footage = video[0]
            text = translate("Incidents", "Secure the video of {incident}: {days} d until it is overwritten.")
            action = Action(translate("Incidents", "Open it"), "", lambda: window.command("incident", key))
            window.banners.put("incident:video", footage.level(now),
                               text.format(incident=key, days=max(0, footage.days_left(now))), [action],
                               closable=True)  # fmt: skip
        window.banners.keep(told, "incident:")
        self._ask(found, now)
        window.rail.set_badge("incidents", late or found.open, "act" if late else "watch")

    def _ask(self, found: Pressing, now: datetime) -> None:
        """The cards of the floor: a grade nobody has given, a plan that ended while its incident did not."""
        floor: Any = self._window.built("floor")
        cards = getattr(floor, "next", None)
        if cards is None or not (found.ungraded or found.unended or self._asks):
            return
        from lobbyconsole.ui.incidents.asks import needs_of_incidents

        asks = needs_of_incidents(found, now, self._window.console.settings.current.branch.tz)
        if self._asks is None:
            cards.asked.connect(self._asked)
        if asks != self._asks:
            self._asks = asks
            cards.show_asks(asks)

    def _asked(self, what: str, _kind: str, key: str) -> None:
        """A button of such a card."""
        found = self._pressing.unended if self._pressing is not None else ()
        still = next((one for one in found if one.incident == key), None)
        if what == "over" and still is not None:
            work, by = self._window.console.work, self._window.staff
            tasks.run(self, lambda: work.incidents.end(key, ended_at=still.plan_ended, by=by), lambda _: self.look(),
                      self._centre.trouble.emit)  # fmt: skip
        else:
            self._window.command("incident", f"{key} grade" if what == "grade" else key)

    def _walked_here(self) -> str:
        """The incident whose plan is on show: it counts down its reports itself, and a strip would cover its step."""
        screen = self._window.built("emergency") if self._window.here() == "emergency" else None
        state = screen.leading() if screen is not None else None
        return state.walk.incident if state is not None else ""

    def _remind(self, dues: Sequence[Due], now: datetime) -> None:
        from lobbyconsole.ui.incidents.words import due_text, left_text

        due, window = dues[0], self._window
        level = due.level(now)
        words = due_text(due, self._library)
        if level == "act":
            text = translate("Incidents", "Overdue – {incident}: {report}.").format(incident=due.incident, report=words)
        else:
            text = translate("Incidents", "{incident}: {report} is due.").format(incident=due.incident, report=words)
        if len(dues) > 1:
            text = in_a_row(text, translate("Incidents", "And {count} more.").format(count=len(dues) - 1))
        wanted = f"{due.incident} report"
        say = translate("Incidents", "Write it")
        action = Action(say, "", lambda: window.command("incident", wanted), primary=level == "act")
        window.banners.put("incident:report", level, text, [action], side=left_text(due.left_s(now)))

    # --- the quick note

    def note(self) -> None:
        """Open the panel over the screen on show, or put it away."""
        if self._window.console is None or self._window.page() is not None:
            return
        if self._panel is None:
            from lobbyconsole.ui.incidents.note_panel import IncidentNote

            self._panel = IncidentNote(self._window.banners.parentWidget(), self._record)
            self._panel.opened.connect(lambda key: self._window.command("incident", key))
            self._panel.plan_wanted.connect(self._start_plan)
            if self._library is not None:
                self._panel.show_library(self._library)
        if self._panel.isVisible() and self._panel.asking.isVisible():
            self._panel.dismiss()
        else:
            self._panel.present()

    @property
    def panel(self) -> IncidentNote | None:
        """The quick note, once it was asked for."""
        return self._panel

    def _record(self, what: str, where: str, hurt: str, hazard: str) -> tuple[Incident, Sequence[Plan]]:
        """On a worker."""
        from lobbyconsole.services.incident_desk import fitting

        console, snapshot = self._window.console, self._window.snapshot
        assert console is not None
        picture = snapshot.picture if snapshot is not None else None
        made = console.work.incidents.note(what, where=where, hurt=hurt, hazard=hazard, by=self._window.staff,
                                           picture=picture)  # fmt: skip
        return made, fitting(console.work.walkthroughs.plans(), hazard, what)

    def _start_plan(self, key: str, plan: str) -> None:
        screen: Any = self._window.built("emergency")
        self._window.go("emergency")
        if screen is not None:
            screen.start(plan, incident=key)

    def retranslate(self) -> None:
        """The language changed."""
        self.button.set_name(translate("Incidents", "Note an incident") + "  Ctrl+Shift+I")
        if self._panel is not None:
            self._panel.retranslate()
        self.tick()
