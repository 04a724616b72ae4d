"""The customer's journey: a station per touchpoint with its score, trend, open findings and waits, and the evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from lobbyconsole.domain.journey import Level, blind_spots
from lobbyconsole.services.journey import Journey
from lobbyconsole.ui import tasks
from lobbyconsole.ui.journey_evaluation import EvaluationPage
from lobbyconsole.ui.journey_panel import BlindSpots, EvidenceCard, PointCard
from lobbyconsole.ui.journey_words import days_text, name_of
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import WIDEST, plain_area
from lobbyconsole.ui.widgets.basics import Card, EmptyState, Label, Pill
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow
from lobbyconsole.ui.widgets.journey_path import JourneyPath

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

WINDOWS = (7, 30, 92)  # days
FRESH_MS = 60_000
SOON_MS = 400  # what changed together is looked up together
SPOTS, EVIDENCE, LEAST = 320, 400, 340  # px at 100 %: columns under the path
GAP = 12


class TouchpointsScreen(Screen):
    """The journey and the self-evaluation. Figures are gathered on a worker; the GUI thread only paints."""

    id: ClassVar[str] = "touchpoints"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Journey")
    icon: ClassVar[str] = "pin"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("← →", QT_TRANSLATE_NOOP("Screens", "Walk the path; Up and Down: what is above or below")),
        ("Enter", QT_TRANSLATE_NOOP("Screens", "To the evidence of the touchpoint; Enter again opens it")),
        ("B", QT_TRANSLATE_NOOP("Screens", "The next blind spot")),
        ("W", QT_TRANSLATE_NOOP("Screens", "Week, month, quarter")),
        ("T", QT_TRANSLATE_NOOP("Screens", "Journey or self-evaluation")),
        ("0 … 9", QT_TRANSLATE_NOOP("Screens", "Self-evaluation: take off so many half points; X: does not apply")),
        ("F", QT_TRANSLATE_NOOP("Screens", "Self-evaluation: sign the complete chapter; E: evidence; A: action")),
        ("[ ]", QT_TRANSLATE_NOOP("Screens", "Self-evaluation: the quarter before, the next one")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back to the path; then to the floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.journey: Journey | None = None
        self.point = ""
        self._days = WINDOWS[0]
        self._started = False
        self._looking = tasks.OneLook(self, self._look, self._loaded)
        self._levels: dict[str, int] = {}
        self._stop_watching: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FRESH_MS)
        self._timer.timeout.connect(self.reload)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._build()
        self._place()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.tabs, self.window_choice = SegmentedChoice(), SegmentedChoice()
        self.tabs.chosen.connect(self._show_tab)
        self.window_choice.chosen.connect(self.choose_days)
        self._span = Label("", 14, role="muted")
        self._counts = {level: Pill(level) for level in ("ok", "watch", "act")}
        self._bar = Flow()
        for part in (self.tabs, self.window_choice, self._span, *self._counts.values()):
            self._bar.add(part)
        self._span.setContentsMargins(6, 0, 6, 0)
        self.path = JourneyPath()
        self.path.chosen.connect(self.show_point)
        self.path.opened.connect(self._to_evidence)
        path_card = Card()
        inside = QVBoxLayout(path_card)
        inside.setContentsMargins(8, 10, 8, 8)
        inside.addWidget(self.path)
        self.spots, self.point_card, self.evidence = BlindSpots(), PointCard(), EvidenceCard()
        self.spots.chosen.connect(self._choose)
        self.evidence.wanted.connect(self._open)
        self._beneath = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beneath.setSpacing(GAP)
        for part in (self.spots, self.point_card, self.evidence):
            self._beneath.addWidget(part)
        self._beneath.setStretchFactor(self.point_card, 1)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(16, 0, 16, 14)
        rows.setSpacing(GAP)
        rows.addWidget(path_card)
        rows.addLayout(self._beneath, 1)
        self.area = plain_area(content)
        self.nothing = EmptyState(icon="pin")
        self.evaluation = EvaluationPage(lambda: self.console, self._by)
        self.evaluation.open_wanted.connect(self._open)
        self.pages = QStackedWidget()
        for page in (self.nothing, self.area, self.evaluation):
            self.pages.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 10)
        head.addWidget(self._bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.pages, 1)
        self.setFocusProxy(self.path)

    def _by(self) -> str:
        return self.shell.staff.strip() if self.shell is not None else ""

    # --- what there is

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if not self._started and snapshot.live:
            self._started = True
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._place()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._soon.stop()
        if self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None

    def reload(self) -> None:
        """Look anew."""
        if self._started:
            self._looking.wish()

    def _look(self) -> Journey:
        """On a worker thread."""
        return self.console.work.journey.look(self._days, self.console.live.clock.now())

    def _loaded(self, journey: Journey) -> None:
        first = self.journey is None
        self.journey = journey
        if journey.point(self.point) is None:
            spots = blind_spots(journey.points)
            self.point = spots[0].name if spots else journey.points[0].name if journey.points else ""
        self._watch()
        self._show()
        focus = QApplication.focusWidget()
        if first and focus is not None and (focus is self or self._bar.isAncestorOf(focus)):
            self.path.setFocus()  # there was nothing else to take the keyboard before

    def _watch(self) -> None:
        """Rounds and records that change anywhere change the journey; heard of while somebody looks."""
        if self._stop_watching is None and self.isVisible():
            self._stop_watching = self.console.work.subjects.watch(self._heard)

    def _heard(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(("round:", "record:")) for subject in subjects):
            tasks.hub().on_main_thread(self._look_soon)

    def _look_soon(self) -> None:
        if isValid(self) and self.isVisible():
            self._soon.start()

    def _show(self) -> None:
        journey = self.journey
        if journey is None:
            return
        self._span.setText(days_text(journey.first, journey.last))
        levels: list[Level] = [point.level for point in journey.points]
        for level, pill in self._counts.items():
            count = sum(found == level for found in levels)
            pill.set_status(level, str(count))
            self._levels[level] = count
            pill.setAccessibleName(self._level_name(level, count))
            pill.setToolTip(self._level_name(level, count))
        self.path.show_journey(journey, self.point)
        self.spots.show_journey(journey)
        self._show_point()
        self._show_tab(self.tabs.value())

    def _level_name(self, level: str, count: int) -> str:
        names = {
            "ok": translate("Journey", "{count} touchpoints good"),
            "watch": translate("Journey", "{count} to watch"),
            "act": translate("Journey", "{count} to act on"),
        }
        return names[level].format(count=count)

    def _show_point(self) -> None:
        point = self.journey.point(self.point) if self.journey is not None else None
        if self.journey is not None and point is not None:
            self.point_card.show_point(self.journey, point)
            self.evidence.show_point(self.journey, point)

    # --- choosing

    def show_point(self, name: str) -> None:
        """Another touchpoint is looked at."""
        self.point = name
        self._show_point()

    def _choose(self, name: str) -> None:
        self.path.choose(name)
        self.show_point(name)

    def choose_days(self, days: object) -> None:
        """Another stretch of days."""
        if isinstance(days, int) and days != self._days:
            self._days = days
            self.window_choice.set_value(days)
            self.reload()

    def _to_evidence(self, name: str) -> None:
        self._choose(name)
        self.evidence.take_keyboard()
        focus = QApplication.focusWidget()
        if focus is not None and self.evidence.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus)

    def _open(self, command: str, argument: str) -> None:
        """Show what a line stands for, on its own screen."""
        screens = {"round": "rounds", "record": "registers", "day": "history"}
        if self.shell is not None and command in screens:
            self.shell.go(screens[command])
            self.shell.command(command, argument)

    def next_spot(self) -> None:
        """The next blind spot."""
        spots = [point.name for point in blind_spots(self.journey.points)] if self.journey is not None else []
        if spots:
            at = spots.index(self.point) + 1 if self.point in spots else 0
            self._choose(spots[at % len(spots)])

    def _show_tab(self, tab: object) -> None:
        on_path = tab != "evaluation"
        for part in (self.window_choice, self._span):
            part.setVisible(on_path)
        for level, pill in self._counts.items():
            pill.setVisible(on_path and self._levels.get(level, 0) > 0)
        if not on_path:
            self.pages.setCurrentWidget(self.evaluation)
            if self._started:
                self.evaluation.reload()
        else:
            self.pages.setCurrentWidget(self.area if self.journey is not None else self.nothing)
        self.setFocusProxy(self.path if on_path else self.evaluation)

    # --- places

    def _place(self) -> None:
        """Three columns under the path; with less room two, then one."""
        px, width = self.theme.px, self.width() - 32
        wide = width >= px(SPOTS) + px(EVIDENCE) + px(LEAST)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._beneath.setDirection(across if wide else down)
        for part, size in ((self.spots, SPOTS), (self.evidence, EVIDENCE)):
            part.setMinimumWidth(px(size) if wide else 0)
            part.setMaximumWidth(px(size) if wide else WIDEST)
        for card in (self.spots, self.point_card, self.evidence):
            card.setMinimumHeight(px(380) if wide else 0)
        self.evidence.scroll_inside(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # --- keys and commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        focus = QApplication.focusWidget()
        typing = isinstance(focus, QLineEdit)
        calls: dict[str, Callable[[], object]] = {"B": self.next_spot, "W": self._next_window, "T": self._next_tab}
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif not held and not typing and (call := calls.get(event.text().upper())) is not None:
            call()
        elif not held and not typing and self._on_evaluation() and self.evaluation.take_key(event):
            pass
        else:
            super().keyPressEvent(event)

    def _on_evaluation(self) -> bool:
        return self.pages.currentWidget() is self.evaluation

    def _next_window(self) -> None:
        if not self._on_evaluation():
            self.choose_days(WINDOWS[(WINDOWS.index(self._days) + 1) % len(WINDOWS)])

    def _next_tab(self) -> None:
        tab = "journey" if self._on_evaluation() else "evaluation"
        self.tabs.set_value(tab)
        self._show_tab(tab)
        self.setFocus()

    def _escape(self) -> None:
        focus = QApplication.focusWidget()
        if self._on_evaluation():
            if not self.evaluation.escape():
                self._next_tab()
        elif focus is not self.path:
            self.path.setFocus()
        elif self.shell is not None:
            self.shell.go("floor")

    def command(self, name: str, argument: str = "") -> bool:
        """`touchpoint` shows one by its id; "evaluation" as argument: the self-evaluation; with /id: at a chapter."""
        if name != "touchpoint":
            return False
        place, _, chapter = argument.partition("/")
        tab = "evaluation" if place == "evaluation" else "journey"
        if tab == "evaluation" and chapter:
            self.evaluation.open_chapter(chapter)
        self.tabs.set_value(tab)
        self._show_tab(tab)
        if tab == "journey" and argument:
            self.point = argument
            if self.journey is not None and self.journey.point(argument) is not None:
                self._choose(argument)
        return True

    def subtitle(self) -> str:
        if self.journey is None or self._on_evaluation():
            return ""
        return name_of(self.journey, self.point)

    # --- look and language

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._place()
        self._level_bar()

    def _level_bar(self) -> None:
        """Words and signs on one line with the choices."""
        for part in (self._span, *self._counts.values()):
            part.setFixedHeight(self.tabs.sizeHint().height())

    def retranslate(self) -> None:
        self.tabs.set_options(
            [
                ("journey", translate("Journey", "Journey")), ("evaluation", translate("Journey", "Self-evaluation")),
            ],
            self.tabs.value() or "journey",
        )  # fmt: skip
        names = (translate("Journey", "Week"), translate("Journey", "Month"), translate("Journey", "Quarter"))
        self.window_choice.set_options(list(zip(WINDOWS, names, strict=True)), self._days)
        self.nothing.set_texts(
            translate("Journey", "Walking the path…"),
            translate("Journey", "Here every touchpoint shows its score, what is open and how long one waits."),
        )
        self.evaluation.retranslate()
        self._level_bar()
        self._show()
