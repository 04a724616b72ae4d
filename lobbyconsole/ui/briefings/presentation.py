"""A meeting on the wall: full screen on either monitor, keys only, the section's time running, everything saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.words import Refused
from lobbyconsole.services.briefing.minutes import MinutesSection
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.briefings.board import Board, Shown
from lobbyconsole.ui.briefings.keeper import Keeper
from lobbyconsole.ui.briefings.panels import AttendancePanel, ClosePanel, StagePanel, TaskPanel, WordsPanel
from lobbyconsole.ui.briefings.stage import Stage
from lobbyconsole.ui.briefings.stage_head import StageHead, Step
from lobbyconsole.ui.briefings.words import reason_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import clock_text, date_text, language, say, translate, with_aside
from lobbyconsole.ui.wall import Monitor, Monitors
from lobbyconsole.ui.widgets.basics import ElidedLabel, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

TICK_MS = 500
MOST_ABSENT = 3  # told by name at the foot


class _Foot(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("background"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))


class _Pages(ElidedLabel):
    """Which page it is; a click goes on to the next, and from the last to the first."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()


class Presentation(QWidget):
    """`left` when it was put away, `ended(key)` when the meeting was closed, `link_wanted` for what was clicked."""

    left = Signal()
    ended = Signal(str)
    link_wanted = Signal(object)
    record_wanted = Signal(str)

    def __init__(self, over: QWidget, keeper: Keeper, console: Callable[[], Console], by: Callable[[], str]) -> None:
        """`over`: the screen it belongs to and goes with; it is a window of its own all the same."""
        super().__init__(over, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("presentation")
        self._keeper, self._console, self._by = keeper, console, by
        self.shown: Shown | None = None
        self._board: Board | None = None
        self._looked_at = ""  # the section on the wall; the one whose time runs once that is saved
        self.head, self.stage = StageHead(), Stage()
        self.said = Said()
        self.foot = self._make_foot()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.head, self.stage, self.said, self.foot):
            rows.addWidget(part)
        rows.setStretchFactor(self.stage, 1)
        self._panels: list[StagePanel] = []
        self._making = [self._make_attendance, self._make_task, self._make_words, self._make_closing]
        self.head.wanted.connect(self.go)
        self.stage.page_changed.connect(self._show_pages)
        self.stage.link_wanted.connect(self._open_link)
        keeper.changed.connect(self._changed)
        keeper.refused.connect(self._refused)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self.tick)
        self.retranslate()

    # --- made step by step while nobody waits; all at once for who presses B before that

    def make_more(self) -> bool:
        """Make the next panel; False when all stand."""
        if self._making:
            panel = self._making.pop(0)()
            panel.placed.connect(self._place)
            panel.closed.connect(self._panel_closed)
            self._panels.append(panel)
        return bool(self._making)

    def _make_attendance(self) -> StagePanel:
        self.attendance = AttendancePanel(self, self._keeper, self._console, self._by)
        return self.attendance

    def _make_task(self) -> StagePanel:
        self.task = TaskPanel(self, self._keeper, self._now, self._by)
        self.task.record_wanted.connect(self._open_record)
        return self.task

    def _make_words(self) -> StagePanel:
        self.words = WordsPanel(self, self._keeper)
        return self.words

    def _make_closing(self) -> StagePanel:
        self.closing = ClosePanel(self)
        self.closing.confirmed.connect(self._close_meeting)
        return self.closing

    def _make_foot(self) -> QWidget:
        foot = _Foot()
        self.there = Label("", 15)
        self.absent = Pill("neutral", "")
        self.pages = _Pages("", 14, role="muted")
        self.pages.setCursor(Qt.CursorShape.PointingHandCursor)
        self.pages.pressed.connect(lambda: self.stage.turn(1) or self.stage.turn(-self.stage.page))
        self.pages.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.buttons = {
            "back": KeyButton("", "←"), "on": KeyButton("", "→", "primary"), "attend": KeyButton("", "A"),
            "task": KeyButton("", "T"), "words": KeyButton("", "E"), "end": KeyButton("", "Ctrl+Enter"),
            "leave": KeyButton("", "Esc"),
        }  # fmt: skip
        calls = {"back": lambda: self.step(-1), "on": lambda: self.step(1), "attend": self.take_attendance,
                 "task": self.take_task, "words": self.edit, "end": self.ask_end, "leave": self.leave}  # fmt: skip
        self.verbs = Flow()
        for name, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, call=calls[name]: call())
            self.verbs.add(button)
        self._line = QHBoxLayout(foot)
        self._line.setSpacing(12)
        self._line.addWidget(self.there)
        self._line.addWidget(self.absent)
        self._line.addWidget(self.pages, 1)
        self._line.addWidget(self.verbs)
        return foot

    # --- where

    def show_on(self, monitor: Monitor | None, monitors: Monitors, over: bool) -> None:
        """Full screen on a monitor; `over`: it is not the console's own, where the wall display may lie."""
        self.hide()  # some window managers move a full-screen window only when it appears anew
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, over)
        if monitor is not None:
            screen = monitors.screen(monitor.name)
            if screen is not None:
                self.setScreen(screen)
            self.setGeometry(monitor.geometry)
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()
        self._ticking.start()
        self.tick()

    # --- what

    def _now(self) -> datetime:
        return self._console().live.clock.now()

    def show_meeting(self, shown: Shown, board: Board) -> None:
        """Take a meeting on the wall, at the section where it is."""
        while self.make_more():
            pass
        another = self.shown is None or self.shown.key != shown.key
        self.shown, self._board = shown, board
        if another:
            self._looked_at = ""
            self.said.say("")
        if shown.open is not None and (not self._looked_at or another):
            self._looked_at = shown.open.meeting.section
        self._show()
        if shown.running and not self._looked_at:
            self.go(0)

    def _changed(self, shown: Shown) -> None:
        if self.shown is not None and shown.key == self.shown.key:
            self.shown = shown
            if shown.running:
                self._show()

    def section(self) -> MinutesSection | None:
        """The section on the wall."""
        minutes = self.shown.minutes if self.shown else None
        return next((entry for entry in minutes.sections if entry.id == self._looked_at), None) if minutes else None

    def at(self) -> int:
        """Its place in the agenda; -1 before the first."""
        sections = self.shown.agenda.sections if self.shown else ()
        return next((at for at, entry in enumerate(sections) if entry.id == self._looked_at), -1)

    def _show(self) -> None:
        if self.shown is None or self._board is None or self.shown.open is None:
            return
        meeting, zone = self.shown.open.meeting, self._board.branch.tz
        held = set(meeting.spent_s)
        steps = tuple(Step(own(entry.title.say(language())), entry.minutes, entry.id in held)
                      for entry in self.shown.agenda.sections)  # fmt: skip
        begun = meeting.begun_at
        when = f"{date_text(begun.astimezone(zone).date())} {clock_text(begun, zone)}" if begun else ""
        about = " · ".join(part for part in (self._board.branch.name(language()), when) if part)
        self.head.show_meeting(own(self.shown.agenda.title.say(language())), about, steps, self.at())
        section = self.section()
        if section is not None:
            self.stage.show_section(section, self._board.library)
            self.words.show_section(meeting.key, section.id, own(section.title.say(language())), section.written)
            self.task.show_meeting(self.shown, section.id, self._board.library, self._board.branch)
        self.attendance.show_meeting(self.shown)
        self._show_foot()
        self.tick()

    def _show_foot(self) -> None:
        if self.shown is None or self.shown.open is None:
            return
        meeting = self.shown.open.meeting
        here = len(meeting.here())
        total = max(len(self.shown.people), here)
        self.there.setText(translate("Meetings", "Attendance {here} / {all}").format(here=here, all=total))
        gone = sorted((entry for entry in meeting.attendance.values() if entry.presence == "absent"),
                      key=lambda entry: entry.staff)  # fmt: skip
        told = [with_aside(entry.staff, reason_text(entry.reason)) for entry in gone]
        more = f" +{len(told) - MOST_ABSENT}" if len(told) > MOST_ABSENT else ""
        comma = translate("Meetings", ", ")
        long = translate("Meetings", "Absent: {people}").format(people=comma.join(told[:MOST_ABSENT]) + more)
        short = translate("Meetings", "Absent: {people}").format(people=len(told))
        self.absent.set_status("neutral", *((long, short) if told else ("", "")), tip=comma.join(told))
        self.buttons["back"].set_possible("" if self.at() > 0 else translate("Meetings", "This is the first section."))
        last = self.at() == len(self.shown.agenda.sections) - 1
        self.buttons["on"].set_kind("secondary" if last else "primary")
        self.buttons["on"].set_possible(translate("Meetings", "This is the last section.") if last else "")
        self.buttons["end"].set_kind("primary" if last else "secondary")
        self._fit_foot()

    def _show_pages(self) -> None:
        count = len(self.stage.pages)
        words = translate("Meetings", "page {page} of {count}  ↑ ↓").format(page=self.stage.page + 1, count=count)
        self.pages.setText(words if count > 1 else "")

    def tick(self) -> None:
        """The section's time goes on."""
        if self.shown is None or self.shown.open is None:
            return
        meeting = self.shown.open.meeting
        spent = meeting.spent_s.get(self._looked_at, 0.0)
        if meeting.section == self._looked_at and meeting.section_since is not None:
            spent += (self._now() - meeting.section_since).total_seconds()
        self.head.show_time(max(0.0, spent))

    # --- verbs

    def step(self, by: int) -> None:
        """To the next or former section."""
        self.go(self.at() + by)

    def go(self, at: int) -> None:
        """To a section: at once on the wall, and its time runs from now."""
        if self.shown is None or not self.shown.running or not 0 <= at < len(self.shown.agenda.sections):
            return
        section, key, by = self.shown.agenda.sections[at].id, self.shown.key, self._by()
        self.said.say("")
        if self.words.isVisible():
            self.words.dismiss()
        self._looked_at = section
        self._show()
        self._keeper.do(lambda meetings: meetings.enter(key, section, by=by))

    def take_attendance(self) -> None:
        """Who is here."""
        self._open(self.attendance)

    def take_task(self) -> None:
        """A task, on the spot."""
        self._open(self.task)

    def edit(self) -> None:
        """The words of this section."""
        self._open(self.words)

    def ask_end(self) -> None:
        """Whether the meeting is over."""
        if self.shown is not None:
            self._keeper.flush()
            self.closing.show_meeting(self.shown, self._now())
            self._open(self.closing)

    def _close_meeting(self) -> None:
        if self.shown is None:
            return
        key, by = self.shown.key, self._by()

        def closed(_: Shown) -> None:
            self.leave()
            self.ended.emit(key)

        self._keeper.do(lambda meetings: meetings.close(key, by=by), closed)

    def leave(self) -> None:
        """Put the wall away; the meeting goes on."""
        for panel in self._panels:
            panel.dismiss()
        self._keeper.flush()
        self._ticking.stop()
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _open_link(self, link: object) -> None:
        self.leave()
        self.link_wanted.emit(link)

    def _open_record(self, subject: str) -> None:
        self.leave()
        self.record_wanted.emit(subject)

    def _open(self, panel: StagePanel) -> None:
        if self.shown is None or not self.shown.running:
            return
        for other in self._panels:
            if other is not panel:
                other.dismiss()
        panel.present()
        self._place()

    def _panel_closed(self) -> None:
        if not any(panel.isVisible() for panel in self._panels):
            self.setFocus()

    def panel(self) -> StagePanel | None:
        """The panel that lies over the wall, if any."""
        return next((panel for panel in self._panels if panel.isVisible()), None)

    def _refused(self, error: BaseException) -> None:
        if not self.isVisible():
            return
        if not isinstance(error, Refused):
            tasks.hub().trouble.emit(error)
            return
        panel = self.panel()
        if panel is not None:
            panel.tell(say(error.message), "watch")
        else:
            self.said.say(say(error.message), "watch")

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.ask_end()
            return
        if self.panel() is not None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        calls: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Down: lambda: self.stage.turn(1),
            Qt.Key.Key_Up: lambda: self.stage.turn(-1),
            Qt.Key.Key_Space: self._turn_on,
            Qt.Key.Key_PageDown: self._turn_on,  # what a presenter's remote sends
            Qt.Key.Key_PageUp: self._turn_back,
            Qt.Key.Key_Home: lambda: self.go(0),
            Qt.Key.Key_A: self.take_attendance,
            Qt.Key.Key_T: self.take_task,
            Qt.Key.Key_E: self.edit,
            Qt.Key.Key_Escape: self.leave,
        }
        call = calls.get(Qt.Key(event.key()))
        if call is not None:
            call()
        else:
            super().keyPressEvent(event)

    def _turn_on(self) -> None:
        if not self.stage.turn(1):
            self.step(1)

    def _turn_back(self) -> None:
        if not self.stage.turn(-1):
            self.step(-1)

    # --- room and looks

    def _place(self) -> None:
        px = style.current().px
        room = QRect(0, self.head.height(), self.width(), self.height() - self.head.height() - self.foot.height())
        for panel in self._panels:
            if panel.isHidden():
                continue
            wide = min(px(panel.wide), room.width() - 2 * px(24))
            high = panel.fitted(wide, room.height() - 2 * px(12))
            left = room.left() + (room.width() - wide) // 2
            top = room.top() + (room.height() - high) // 2
            if panel is self.words:
                high = max(high, room.height() * 36 // 100)
                top = room.bottom() - high - px(12)  # what is written about stays in sight
            panel.setGeometry(left, top, wide, high)

    def _fit_foot(self) -> None:
        """Names of the absent while there is room; then their number; then shorter verbs; then these in two lines."""
        theme = style.current()
        side = theme.px(24)
        high = theme.px(12 if theme.scale < 1.5 else 6)
        self._line.setContentsMargins(side, high, side, high)
        room = self.width() - 2 * side - self.there.sizeHint().width() - 3 * self._line.spacing()
        self._word_verbs(short=False)
        if self._verbs_width() > room:
            self._word_verbs(short=True)
        verbs = self._verbs_width()
        pages = self.pages.fontMetrics().horizontalAdvance(self.pages.text()) + self._line.spacing()
        self.pages.setVisible(verbs + pages <= room)
        pages = 0 if self.pages.isHidden() else pages
        absent = bool(self.absent.text_shown())
        self.absent.setVisible(absent and self.absent.width_for(1) + verbs + pages <= room)
        self.absent.set_short(0 if self.absent.width_for(0) + verbs + pages <= room else 1)
        self.verbs.setFixedWidth(max(theme.px(200), min(verbs, room)))
        self.verbs.setFixedHeight(self.verbs.heightForWidth(self.verbs.maximumWidth()))

    def _verbs_width(self) -> int:
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        return sum(button.sizeHint().width() + Flow.GAP for button in shown)

    def _word_verbs(self, short: bool) -> None:
        self.buttons["back"].setVisible(not short)  # its key goes on working
        for name, words, less in (
            ("back", translate("Meetings", "Previous section"), ""),
            ("on", translate("Meetings", "Next section"), translate("Meetings", "Next")),
            ("attend", translate("Meetings", "Sign in"), ""),
            ("task", translate("Meetings", "Task"), ""),
            ("words", translate("Meetings", "Note"), ""),
            ("end", translate("Meetings", "End, save minutes"), translate("Meetings", "End")),
            ("leave", translate("Meetings", "Leave"), ""),
        ):
            self.buttons[name].set_words(less if short and less else words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()
        self._place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.head.updateGeometry()
            self.stage.lay_out()
            self._fit_foot()
            self._place()

    def retranslate(self) -> None:
        """The language changed."""
        for panel in self._panels:
            panel.retranslate()
        self.setWindowTitle(translate("Meetings", "Presentation"))
        self.setAccessibleName(self.windowTitle())
        self._show()
        if not self.isHidden() and QApplication.focusWidget() is None:
            self.setFocus()
