"""The live floor: who waits, who has waited too long, what every counter does, and everything one does about it."""

from __future__ import annotations

import itertools
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from lobbyconsole.domain.picture import ACT, Picture
from lobbyconsole.ui import tasks
from lobbyconsole.ui.floor_ground import GAP, MARGIN, Column, Slot
from lobbyconsole.ui.floor_side import NextList, QuickButtons
from lobbyconsole.ui.floor_today import Today
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import clock_text, translate
from lobbyconsole.ui.widgets.counter_tiles import CounterTiles
from lobbyconsole.ui.widgets.day_chart import DayChart
from lobbyconsole.ui.widgets.kpi import KpiStrip
from lobbyconsole.ui.widgets.service_rows import ServiceRows

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.ui.floor_counter import CounterPanel
    from lobbyconsole.ui.widgets.floor_panel import FloatingPanel
    from lobbyconsole.ui.widgets.issue_panel import IssuePanel
    from lobbyconsole.ui.widgets.note_panel import NotePanel
    from lobbyconsole.ui.widgets.ticket_panel import TicketPanel

AnyPanel = TypeVar("AnyPanel", bound="FloatingPanel")
PANELS = ("counter_panel", "ticket_panel", "issue_panel", "note_panel")
SIDE = 330  # px at 100 %, the right column
LEAST_LEFT = 680  # px at 100 %; with less for the queues the side goes below them
PANEL = 330  # px at 100 %, panels over the right column
TICK_MS = 1000
DIGITS_S = 1.2  # a second digit within this time belongs to the same counter number


class FloorScreen(Screen):
    """The screen a lobby manager glances at all day."""

    id: ClassVar[str] = "floor"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Floor")
    icon: ClassVar[str] = "floor"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("1–9, 0", QT_TRANSLATE_NOOP("Screens", "A counter and what is done with it")),
        ("Space", QT_TRANSLATE_NOOP("Screens", "Call next at the chosen counter")),
        ("R S F N", QT_TRANSLATE_NOOP("Screens", "Call again, start, finish, no-show")),
        ("H T", QT_TRANSLATE_NOOP("Screens", "Hold, transfer")),
        ("P V", QT_TRANSLATE_NOOP("Screens", "Pause or resume, services of the counter")),
        ("W", QT_TRANSLATE_NOOP("Screens", "Who sits there and what they may do")),
        ("O C A", QT_TRANSLATE_NOOP("Screens", "Open, close, answer a counter")),
        ("← ↑ → ↓", QT_TRANSLATE_NOOP("Screens", "Go through customers and counters")),
        ("Enter", QT_TRANSLATE_NOOP("Screens", "Open the ticket or counter")),
    )

    act_now = Signal()  # a row newly became "act": the one short tone

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.snapshot: Snapshot | None = None
        self._shown_at = 0.0  # steady seconds of the clock when the last picture was shown
        self._acting: set[str] | None = None  # services whose row shows "act"; None before the first picture
        self._beside: bool | None = None
        self._arranged: tuple[object, ...] = ()
        self._digits = ("", 0.0)
        self.column = Column(self)
        self.kpi, self.rows = KpiStrip(theme), ServiceRows(theme)
        self.tiles, self.chart = CounterTiles(theme), DayChart(theme)
        self.next, self.today, self.quick = NextList(), Today(), QuickButtons()
        self.quick.setParent(self)
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK_MS)
        self._ticking.timeout.connect(self.tick)
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.rows.ticket_chosen.connect(self.open_ticket)
        self.rows.service_chosen.connect(lambda service: self.command("service", service))
        self.tiles.chosen.connect(self.open_counter)
        self.tiles.ticket_chosen.connect(self.open_ticket)
        self.tiles.key_pressed.connect(self._key_on_tile)
        self.next.acted.connect(self._act_on_need)
        self.next.changed.connect(self._arrange)
        self.quick.wanted.connect(self._quick)
        self.today.round_wanted.connect(lambda wanted: self.shell is not None and self.shell.command("round", wanted))
        self.today.meeting_wanted.connect(lambda key: self.shell is not None and self.shell.command("meeting", key))
        self.column.verticalScrollBar().valueChanged.connect(lambda _: self._follow_tile())

    # --- panels: each imported and made when first opened, so that the floor itself stands at once

    @cached_property
    def counter_panel(self) -> CounterPanel:
        from lobbyconsole.ui.floor_counter import CounterPanel

        panel = CounterPanel(self, self._desk, self._by)
        panel.ticket_chosen.connect(self.open_ticket)
        panel.moved.connect(self._step_counter)
        panel.closed.connect(lambda: self.tiles.select(""))
        return panel

    @cached_property
    def ticket_panel(self) -> TicketPanel:
        from lobbyconsole.ui.widgets.ticket_panel import TicketPanel

        made = TicketPanel(self, self._desk, lambda: self.console.history, self._by, lambda: self.console.slips)
        return self._at_side(made)

    @cached_property
    def issue_panel(self) -> IssuePanel:
        from lobbyconsole.ui.widgets.issue_panel import IssuePanel

        return self._at_side(IssuePanel(self, lambda: self.console.slips, self._by))

    @cached_property
    def note_panel(self) -> NotePanel:
        from lobbyconsole.ui.widgets.note_panel import NotePanel

        return self._at_side(NotePanel(self, self._desk, self._by))

    def _at_side(self, panel: AnyPanel) -> AnyPanel:
        panel.place_again = self._place_panels  # type: ignore[method-assign]
        return panel

    def _made(self, *names: str) -> list[Any]:
        """Those of these panels that have been made."""
        return [self.__dict__[name] for name in names if name in self.__dict__]

    @property
    def side_panels(self) -> list[FloatingPanel]:
        """Panels that share the place of the right column; one at a time."""
        return self._made("ticket_panel", "issue_panel", "note_panel")

    @property
    def picture(self) -> Picture:
        """The picture on show; asking before the first one is a mistake."""
        assert self.snapshot is not None
        return self.snapshot.picture

    def _desk(self) -> Any:
        return self.console.desk

    def _by(self) -> str:
        return self.shell.staff if self.shell is not None else ""

    # --- pictures

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        if snapshot.live:
            self._shown_at = self.console.live.clock.monotonic()
        picture, branch = snapshot.picture, snapshot.branch
        self.kpi.show_picture(picture, branch)
        self.rows.show_picture(picture)
        self.tiles.show_picture(picture, branch)
        self.chart.show_picture(picture, branch)
        self.next.show_picture(picture, branch)
        self.today.show_snapshot(snapshot)
        for panel in self._made("issue_panel", "counter_panel", "ticket_panel"):
            if not panel.isHidden():
                panel.show_snapshot(snapshot)
        arranged = (len(picture.rows), len(picture.tiles), len(self.next.cards), self.size())
        if arranged != self._arranged:
            self._arrange()
        self._watch_levels()

    def tick(self) -> None:
        """A second without news: the waits go on from the last picture's instant."""
        if self.snapshot is None or not self.snapshot.live:
            return
        drift = self.console.live.clock.monotonic() - self._shown_at
        for part in (self.kpi, self.rows, self.tiles, self.next, *self._made("counter_panel", "ticket_panel")):
            if part.isVisible():
                part.tick(drift)
        self._watch_levels()

    def _watch_levels(self) -> None:
        """Tell once when a row newly says "act now"."""
        acting = {row.id for row in self.rows.cells[1:] if row.longest and row.level == ACT}
        if self._acting is not None and acting - self._acting:
            self.act_now.emit()
        self._acting = acting

    def subtitle(self) -> str:
        if self.snapshot is not None and not self.snapshot.live:
            at = clock_text(self.snapshot.picture.at, self.snapshot.branch.tz)
            return translate("Floor", "last known picture, {time}").format(time=at)
        return ""

    # --- where things stand

    def _put_in_order(self) -> None:
        """Tab goes as one reads."""
        order: list[QWidget] = [self, self.rows, self.tiles, self.chart, *self.quick.buttons.values()]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _arrange(self) -> None:
        if self.width() < 50 or self.height() < 50:
            return
        px = self.theme.px
        side = min(px(SIDE), max(px(290), round(self.width() * 0.245)))
        beside = self.width() - 2 * MARGIN - 14 - side >= px(LEAST_LEFT)
        shown = len(self.next.cards) > 0
        main = [Slot(self.kpi, self.kpi.heights), Slot(self.rows, self.rows.heights)]
        main += [Slot(self.tiles, self.tiles.heights), Slot(self.chart, self.chart.heights, grows=True)]
        quick = max(36, self.quick.sizeHint().height())
        foot = self.height() - MARGIN - quick
        if beside:
            left = self.width() - side - MARGIN - 14
            self.column.setGeometry(0, 0, left + 14, self.height())
            self.column.set_slots(main)
            for widget in (self.next, self.today):
                if widget.parent() is not self:
                    widget.setParent(self)
                widget.show()
            self.column.arrange(MARGIN, 14)
            x, top = left + 14, MARGIN - 1
            today = min(self.today.wanted_height(), (foot - top) // 2)
            self.quick.setGeometry(x, foot, side, quick)
            self.today.setGeometry(x, foot - GAP - today, side, today)
            self.next.setGeometry(x, top, side, foot - 2 * GAP - today - top)
        else:
            self.column.setGeometry(0, 0, self.width(), foot - GAP)
            if shown:
                main.insert(1, Slot(self.next, lambda _: (self.next.wanted_height(),) * 2))
            else:
                self.next.hide()
                self.next.setParent(self)
            main.append(Slot(self.today, lambda _: (self.today.wanted_height(),) * 2))
            self.column.set_slots(main)
            self.column.arrange(MARGIN, MARGIN)
            self.quick.setGeometry(MARGIN, foot, self.width() - 2 * MARGIN, quick)
        if beside is not self._beside:
            self._beside = beside
            self._put_in_order()
            self._raise_panels()
        picture = self.snapshot.picture if self.snapshot is not None else None
        counts = (len(picture.rows), len(picture.tiles)) if picture is not None else (0, 0)
        self._arranged = (*counts, len(self.next.cards), self.size())
        self._place_panels()
        self._follow_tile()

    def _raise_panels(self) -> None:
        for panel in self._made(*PANELS):
            panel.raise_()

    def _place_panels(self) -> None:
        """Over the right column, or at the right edge when that stands below."""
        px = self.theme.px
        wide = min(self.width() - 2 * MARGIN, max(px(PANEL), self.next.width() if self._beside else 0))
        top, room = MARGIN - 1, self.height() - 2 * MARGIN + 2
        for panel in self.side_panels:
            high = room if panel is self.ticket_panel else min(room, panel.wanted_height(wide))
            panel.setGeometry(self.width() - MARGIN - wide, top, wide, high)

    def _tile_rect(self, counter: str) -> QRect:
        rect = self.tiles.rect_of(counter)
        return QRect(self.tiles.mapTo(self, rect.topLeft()), rect.size())

    def _follow_tile(self) -> None:
        for panel in self._made("counter_panel"):
            if panel.isHidden():
                continue
            panel.move_to(self._tile_rect(panel.counter), self._panel_bounds())

    def _panel_bounds(self) -> QRect:
        """Where a counter's panel may lie: not over an open side panel if there is room beside it."""
        bounds = self.rect()
        for panel in self.side_panels:
            if not panel.isHidden() and panel.x() > self._room_for_both():
                bounds.setRight(panel.x() - 1)
        return bounds

    def kept_free(self) -> list[QRect]:
        """The open panels and the keys in the lower right corner."""
        open_panels = [panel for panel in self._made(*PANELS) if not panel.isHidden()]
        return [panel.geometry() for panel in open_panels] + [self.quick.geometry()]

    def _room_for_both(self) -> int:
        """A side panel must begin further right than this to leave room for a counter's panel."""
        return self.theme.px(420)

    # --- commands

    def command(self, name: str, argument: str = "") -> bool:
        match name:
            case "issue":
                self._open_side(self.issue_panel)
            case "service":
                self._open_side(self.issue_panel)
                self.issue_panel.offer(argument)
            case "note":
                self._open_side(self.note_panel)
            case "ticket":
                self.open_ticket(argument)
            case "counter":
                return self.open_counter(argument)
            case _:
                return False
        return True

    def _quick(self, name: str) -> None:
        if self.shell is None or not self.shell.command(name):
            self.command(name)

    def _open_side(self, panel: FloatingPanel) -> None:
        if panel is self.__dict__.get("issue_panel") and self.snapshot is not None:
            self.issue_panel.show_snapshot(self.snapshot)
        for other in self.side_panels:
            if other is not panel:
                other.dismiss()
        self._place_panels()
        panel.present()
        self._place_panels()
        self._follow_tile()

    def open_ticket(self, key: str) -> None:
        """Show a ticket with its story."""
        if self.snapshot is None:
            return
        panel = self.ticket_panel
        for other in self.side_panels:
            if other is not panel:
                other.dismiss()
        self._place_panels()
        panel.open_ticket(key, self.snapshot)
        self._follow_tile()

    def open_counter(self, counter: str) -> bool:
        """Show the panel of a counter at its tile; False when there is no such counter."""
        if self.snapshot is None or self.tiles.tile(counter) is None:
            return False
        for panel in self.side_panels:
            if not panel.isHidden() and panel.x() <= self._room_for_both():
                panel.dismiss()
        self.tiles.select(counter)
        rect = self.tiles.rect_of(counter)
        middle = self.tiles.mapTo(self.column.ground, rect.center())
        self.column.ensureVisible(middle.x(), middle.y(), 0, rect.height())
        self.counter_panel.open_at(counter, self.snapshot, self._tile_rect(counter), self._panel_bounds())
        return True

    def _step_counter(self, by: int) -> None:
        counter = self.tiles.neighbour(self.counter_panel.counter, by)
        if counter:
            self.open_counter(counter)

    def _key_on_tile(self, counter: str, key: int) -> None:
        """A verb's key on a tile opens its panel and does it there."""
        if self.open_counter(counter):
            for verb_id, button in self.counter_panel.buttons.items():
                if button.key == chr(key):
                    self.counter_panel.act(verb_id)

    def _act_on_need(self, what: str, kind: str, key: str) -> None:
        if what == "ticket":
            self.open_ticket(key)
        elif what == "recovery":
            self.open_ticket(key)
            self.ticket_panel.toggle_mark("recovery")
        elif what in ("reprint", "tell", "void"):
            self.open_ticket(key)
            self.ticket_panel.do_slip(what, self.console.slips)
        elif what == "give":
            desk, by = self._desk(), self._by()
            tasks.run(self, lambda: desk.open_queue(key, by=by).result(10), lambda _: None, tasks.hub().trouble.emit)
        elif self.open_counter(key) and what == "answer":  # else "counter" or "open": its panel has the verbs
            self.counter_panel.act("answer")

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            for panel in self._made(*PANELS):
                panel.dismiss()
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.text().isdigit() and self._digit(event.text()):
            return
        super().keyPressEvent(event)

    def _digit(self, digit: str) -> bool:
        """A counter by its number; quickly typed digits make one number, and 0 alone is counter 10."""
        if self.snapshot is None:
            return False
        now = self.console.live.clock.monotonic() if self.snapshot.live else 0.0
        typed, at = self._digits
        number = typed + digit if typed and now - at < DIGITS_S else digit
        if self.tiles.tile(number) is None:
            number = digit
        self._digits = (number, now)
        return self.open_counter("10" if number == "0" and self.tiles.tile("0") is None else number)

    # --- Qt and looks

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.kpi, self.rows, self.tiles, self.chart):
            part.set_theme(theme)
        self._arrange()
        self.update()

    def retranslate(self) -> None:
        for part in (self.kpi, self.rows, self.tiles, self.chart, self.next, self.today, self.quick):
            part.retranslate()
        for panel in self._made(*PANELS):
            panel.retranslate()
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.color("background"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()
        if self.focusWidget() is None:
            self.setFocus()  # digits work at once, and no button looks pressed

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()
