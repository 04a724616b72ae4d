"""Any past day on the floor's own widgets: pick a day, scrub it with the time bar, play it, jump to what mattered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from lobbyconsole.services.day_film import DayFilm, Span
from lobbyconsole.ui import tasks
from lobbyconsole.ui.day_picker import CalendarCard
from lobbyconsole.ui.day_screen import GAP, StoryScreen, day_of
from lobbyconsole.ui.moments import MomentRow, day_words, moments_of
from lobbyconsole.ui.past import PastTiles, StoryPanel
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.time_bar import Projector, TimeBar
from lobbyconsole.ui.translation import clock_text, date_text, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, EmptyState, Figure, IconButton, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.kpi import KpiStrip
from lobbyconsole.ui.widgets.service_rows import ServiceRows

if TYPE_CHECKING:
    from lobbyconsole.domain.picture import Picture
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

SPEEDS = (1, 10, 60)
FRAME_MS = 100
MOST_MOMENTS = 40


class HistoryScreen(StoryScreen):
    """A day of the past, scrubbed."""

    id: ClassVar[str] = "history"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "History")
    icon: ClassVar[str] = "history"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Left", QT_TRANSLATE_NOOP("Screens", "A minute back or on (Shift: a quarter of an hour)")),
        ("Space", QT_TRANSLATE_NOOP("Screens", "Play or pause")),
        ("PgUp", QT_TRANSLATE_NOOP("Screens", "The day before; PgDn: the day after")),
        ("L", QT_TRANSLATE_NOOP("Screens", "To the longest wait")),
        ("B", QT_TRANSLATE_NOOP("Screens", "To the next wait beyond the target")),
        ("N", QT_TRANSLATE_NOOP("Screens", "To the next note")),
        ("G", QT_TRANSLATE_NOOP("Screens", "To the next time a source was not seen")),
        ("A", QT_TRANSLATE_NOOP("Screens", "Who was called ahead of others that day")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back to live")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._days: list[date] | None = None
        self._day: date | None = None
        self._wanted_at: datetime | None = None  # where to stand once the day is loaded
        self._loading: tasks.Task | None = None
        self.film: DayFilm | None = None
        self.picture: Picture | None = None
        self.projector = Projector(self)
        self.projector.arrived.connect(self._show_picture)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self._pace = QElapsedTimer()
        self._rest_s = 0.0
        self._build()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.bar = TimeBar(self.theme)
        self.bar.valueChanged.connect(self._seek)
        self.kpis, self.rows, self.tiles = KpiStrip(self.theme), ServiceRows(self.theme), PastTiles(self.theme)
        self.rows.ticket_chosen.connect(self.open_ticket)
        self.tiles.ticket_chosen.connect(self.open_ticket)
        self.tiles.chosen.connect(self._open_counter)
        self.tiles.key_pressed.connect(lambda _, key: self.press_key(Qt.Key(key)))
        self.left = QVBoxLayout()
        self.left.setSpacing(GAP)
        # Each grows up to what is comfortable; what is left over stays empty below.
        for part, share in ((self._head(), 30), (self.kpis, 10), (self.rows, 20), (self.tiles, 20)):
            self.left.addWidget(part, share)
        self.left.addStretch(1)
        self.side = QWidget()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        self.calendar = CalendarCard(self.theme)
        self.picker = self.calendar.picker
        self.picker.chosen.connect(self.choose_day)
        side.addWidget(self.calendar)
        side.addWidget(self._moments(), 1)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setSpacing(GAP)
        self._grid.addLayout(self.left, 0, 0)
        self._grid.addWidget(self.side, 0, 1)
        self._grid.setColumnStretch(0, 1)
        self.area = plain_area(self._content)
        self.area.installEventFilter(self)
        self.empty = EmptyState(icon="history")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.area)
        self._pages.addWidget(self.empty)
        self.panel = StoryPanel(self, lambda: None, lambda: self.console.history, lambda: "")

    def _head(self) -> QWidget:
        self.head = Card(level="watch")
        self.mark = Pill("watch", "")
        self.back, self.forth = IconButton("chevron-left"), IconButton("chevron-right")
        self.back.clicked.connect(lambda: self.picker.step(-1))
        self.forth.clicked.connect(lambda: self.picker.step(1))
        self.day_name = Label("", 16, BOLD)
        self.time = Figure(26, 14)
        self.play = KeyButton("", "␣")
        self.play.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.play.clicked.connect(self.toggle_play)
        self.speed = SegmentedChoice([(speed, f"{speed}×") for speed in SPEEDS], 10)
        self.live = KeyButton("", "Esc", "primary")
        self.live.clicked.connect(self.go_live)
        line = Flow()
        line.GAP = 7
        for part in (self.mark, self.time, self.day_name, self.back, self.forth, self.play, self.speed, self.live):
            line.add(part)
        rows = QVBoxLayout(self.head)
        rows.setContentsMargins(16, 10, 12, 12)
        rows.setSpacing(8)
        rows.addWidget(line)
        rows.addWidget(self.bar)
        return self.head

    def _moments(self) -> QWidget:
        card = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(12, 10, 8, 8)
        rows.setSpacing(8)
        self.day_title = Label("", 14, BOLD, "muted")
        self.day_sum = Label("", 13, role="muted", wrap=True)
        rows.addWidget(self.day_title)
        rows.addWidget(self.day_sum)
        self.jumps: dict[str, KeyButton] = {}
        grid = QGridLayout()
        grid.setSpacing(6)
        for at, (name, key) in enumerate((("longest", "L"), ("breach", "B"), ("note", "N"), ("gap", "G"))):
            button = KeyButton("", key)
            button.clicked.connect(lambda _=False, name=name: self.jump(name))
            self.jumps[name] = button
            grid.addWidget(button, at // 2, at % 2)
        self.ahead = KeyButton("", "A")
        self.ahead.clicked.connect(self.show_ledger)
        grid.addWidget(self.ahead, 2, 0, 1, 2)
        rows.addLayout(grid)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 4, 0)
        self._moment_list = QVBoxLayout()
        self._moment_list.setSpacing(0)
        inner.addLayout(self._moment_list)
        inner.addStretch(1)
        self._moment_area = plain_area(content)
        self._moment_area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        rows.addWidget(self._moment_area, 1)
        return card

    # --- days

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The live picture only tells which day today is and how the branch is set up."""
        if not snapshot.live:
            return
        turned = self.live_day() != day_of(snapshot)
        self._snapshot = snapshot
        if turned:
            self._ask_days()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._snapshot is not None:
            self._ask_days()
        self._place_parts()

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    def _ask_days(self) -> None:
        history = self.console.history
        tasks.run(self, history.days, self._show_days)

    def _show_days(self, days: list[date]) -> None:
        today = self.live_day()
        assert today is not None
        self._days = [day for day in days if day <= today]
        self._pages.setCurrentWidget(self.area if self._days else self.empty)
        if self._days and self._day not in self._days:
            past = [day for day in self._days if day < today]
            self.choose_day(past[-1] if past else self._days[-1])
        else:
            self._show_picker()

    def choose_day(self, day: date) -> None:
        """Load a day; the time of day stays if it can."""
        assert self._snapshot is not None
        stands, film = self.bar.at(), self.film
        if self._wanted_at is None and stands is not None and film is not None:
            local = stands.astimezone(film.branch.tz)
            self._wanted_at = local.replace(year=day.year, month=day.month, day=day.day)
        self.stop()
        self.panel.dismiss()
        self._day = day
        if self._loading is not None:
            self._loading.cancel()
        self.projector.drop()
        branch, now, history = self._snapshot.branch, self._snapshot.picture.at, self.console.history

        def load(task: tasks.Task) -> DayFilm:
            facts = history.facts_of_day(day)
            return DayFilm(branch, day, facts, now, lambda: task.cancelled)

        self._loading = tasks.run(self, load, self._show_film, progress=lambda done, total: None)
        self._show_picker()

    def _show_film(self, film: DayFilm) -> None:
        self._loading, self.film = None, film
        wish, self._wanted_at = self._wanted_at, None
        at = wish if wish is not None else _busiest(film)
        self.bar.blockSignals(True)
        self.bar.show_film(film)
        self.bar.set_at(at)
        self.bar.blockSignals(False)
        self._show_moments()
        self._show_picker()
        self._seek()

    def _show_picker(self) -> None:
        today = self.live_day()
        self.calendar.show_days(self._days or [], self._day, today)
        days = self._days or []
        at = days.index(self._day) if self._day in days else -1
        self.back.setEnabled(at > 0)
        self.forth.setEnabled(0 <= at < len(days) - 1)
        self._show_time()

    # --- the instant

    def at(self) -> datetime | None:
        """The instant the bar stands at."""
        return self.bar.at()

    def seek(self, at: datetime) -> None:
        """Put the bar there; its picture follows."""
        self.bar.set_at(at)

    def _seek(self) -> None:
        at = self.bar.at()
        if self.film is not None and at is not None:
            self._show_time()
            self.projector.show(self.film, at)

    def _show_time(self) -> None:
        at = self.bar.at()
        if at is None or self.film is None:
            self.time.set_figure("–:––")
        else:
            local = at.astimezone(self.film.branch.tz)
            self.time.set_figure(f"{local:%H:%M}", f":{local:%S}")
        today = self.live_day()
        day = date_text(self._day, today is None or self._day.year != today.year) if self._day is not None else ""
        words = translate("History", "{day}, today so far") if self._day == today and day else "{day}"
        self.day_name.setText(words.format(day=day))
        self._fix_heights()

    def _show_picture(self, picture: Picture) -> None:
        assert self.film is not None
        self.picture = picture
        branch = self.film.branch
        grown = len(self.rows.cells) != len(picture.rows) + 1 or len(self.tiles.cells) != len(picture.tiles)
        self.kpis.show_picture(picture, branch)
        self.rows.show_picture(picture)
        self.tiles.show_picture(picture, branch)
        if self.panel.isVisible():
            self.panel.show_snapshot(self._past(picture))
        if grown:
            self._place_parts()

    def _past(self, picture: Picture) -> Snapshot:
        from lobbyconsole.services.live import Snapshot

        assert self.film is not None
        return Snapshot(picture, self.film.branch, live=False)

    # --- playing

    def toggle_play(self) -> None:
        """Play from here, or pause."""
        if self._timer.isActive():
            self.stop()
        elif self.film is not None:
            if self.bar.value() >= self.bar.maximum():
                self.bar.setValue(self.bar.minimum())
            self._rest_s = 0.0
            self._pace.start()
            self._timer.start()
            self._show_play()

    playing = property(lambda self: self._timer.isActive())

    def stop(self) -> None:
        """Pause."""
        self._timer.stop()
        self._show_play()

    def _advance(self) -> None:
        speed = self.speed.value()
        assert isinstance(speed, int)
        self._rest_s += self._pace.restart() / 1000 * speed
        whole = int(self._rest_s)
        self._rest_s -= whole
        if whole:
            self.bar.setValue(self.bar.value() + whole)
        if self.bar.value() >= self.bar.maximum():
            self.stop()

    def _show_play(self) -> None:
        self.play.set_words(translate("History", "Pause") if self.playing else translate("History", "Play"))

    # --- jumping

    def _spans(self, kind: str) -> tuple[Span, ...]:
        film = self.film
        return () if film is None else {"breach": film.breaches, "note": film.notes, "gap": film.gaps}[kind]

    def jump(self, kind: str) -> None:
        """To the longest wait, or to the next breach, note or gap after where one is; after the last, the first."""
        if self.film is None:
            return
        at = self.bar.at()
        assert at is not None
        if kind == "longest" and self.film.longest is not None:
            self.seek(self.film.longest.at)
        elif kind != "longest" and (spans := self._spans(kind)):
            later = [span for span in spans if span.start > at + timedelta(seconds=1)]
            self.seek((later or list(spans))[0].start + timedelta(seconds=1))

    def _show_moments(self) -> None:
        film = self.film
        clear_layout(self._moment_list)
        for name, button in self.jumps.items():
            there = film is not None and bool(film.longest if name == "longest" else self._spans(name))
            button.set_possible("" if there else translate("History", "There was none that day."))
        if film is None:
            self.day_sum.setText("")
            return
        self.day_sum.setText(day_words(film))
        rows = moments_of(film)
        for at, level, text in rows[:MOST_MOMENTS]:
            row = MomentRow(level, clock_text(at, film.branch.tz), text)
            row.clicked.connect(lambda _=False, at=at: self.seek(at))
            self._moment_list.addWidget(row)
        if len(rows) > MOST_MOMENTS:
            more = translate("History", "and {count} more").format(count=len(rows) - MOST_MOMENTS)
            self._moment_list.addWidget(Label(more, 12, role="muted"))
        if not rows:
            self._moment_list.addWidget(
                Label(translate("History", "No wait beyond the target, no note, no gap."), 14, role="muted", wrap=True)
            )

    # --- tickets

    def open_ticket(self, key: str) -> None:
        """A ticket's story beside the floor."""
        if self.picture is not None and key:
            self._place_panel()
            self.panel.open_ticket(key, self._past(self.picture))

    def _open_counter(self, counter: str) -> None:
        tile = self.tiles.tile(counter)
        if tile is not None and tile.ticket:
            self.open_ticket(tile.ticket)

    # --- places

    def _place_parts(self) -> None:
        column = self._place_side()
        self._grid.setRowStretch(1, int(self._narrow))
        for part in (self.bar, self.kpis, self.rows, self.tiles):
            least, comfortable = part.heights(column)
            part.setMinimumHeight(least)
            part.setMaximumHeight(max(least, comfortable))
        listed = self._moment_list.sizeHint().height() if self._narrow else 0
        self._moment_area.setMinimumHeight(max(self.theme.px(84), listed))
        self._place_panel()

    def _fix_heights(self) -> None:
        for part in (self.mark, self.time, self.day_name, self.play, self.live):
            part.setFixedHeight(self.theme.px(36))

    # --- keys and commands

    def press_key(self, key: Qt.Key) -> bool:
        jumps = {Qt.Key.Key_L: "longest", Qt.Key.Key_B: "breach", Qt.Key.Key_N: "note", Qt.Key.Key_G: "gap"}
        speeds = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 10, Qt.Key.Key_3: 60}
        if key == Qt.Key.Key_Escape:
            self.panel.dismiss() if self.panel.isVisible() else self.go_live()
        elif key in jumps:
            self.jump(jumps[key])
        elif key in speeds:
            self.speed.set_value(speeds[key])
        elif key == Qt.Key.Key_A:
            self.show_ledger()
        elif key == Qt.Key.Key_Space:
            self.toggle_play()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.picker.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.bar.setFocus()
            self.bar.setValue(self.bar.value() + (60 if key == Qt.Key.Key_Right else -60))
        else:
            return False
        return True

    def go_live(self) -> None:
        """One key back to the live floor."""
        self.stop()
        if self.shell is not None:
            self.shell.go("floor")

    def show_ledger(self) -> None:
        """Who was called ahead of others on this day, and who paid for it."""
        if self.shell is not None and self._day is not None:
            self.shell.command("ledger", self._day.isoformat())

    def command(self, name: str, argument: str = "") -> bool:
        if name == "day":
            wanted = next((day for day in self._days or () if day.isoformat() == argument), None)
            if wanted is not None:
                self.choose_day(wanted)
            return wanted is not None
        if name == "ticket" and self.film is not None:
            ticket = self.film.final.tickets.get(argument)
            if ticket is None:
                return False
            if self.picture is None or argument not in self.picture.tickets:
                self.seek(ticket.issued_at or ticket.state_since or self.film.left)
            self.open_ticket(argument)
            return True
        return False

    def subtitle(self) -> str:
        """What is shown beside the title."""
        words = translate("History", "{day} · not live")
        return words.format(day=date_text(self._day, year=True)) if self._day is not None else ""

    # --- look and language

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.bar, self.kpis, self.rows, self.tiles, self.picker):
            part.set_theme(theme)
        self._fix_heights()
        self._place_parts()

    def retranslate(self) -> None:
        self.mark.set_status("watch", translate("History", "History, not live"))
        self.back.set_name(translate("History", "The day before (PgUp)"))
        self.forth.set_name(translate("History", "The day after (PgDn)"))
        self.calendar.retranslate()
        self.live.set_words(translate("History", "Back to live"))
        self.ahead.set_words(translate("History", "Called ahead of others"))
        self.speed.setAccessibleName(translate("History", "Speed of playing"))
        self.day_title.setText(translate("History", "The day in brief"))
        for name, words in (
            ("longest", translate("History", "Longest")),
            ("breach", translate("History", "Next late")),
            ("note", translate("History", "Next note")),
            ("gap", translate("History", "Next gap")),
        ):
            self.jumps[name].set_words(words)
        self.empty.set_texts(
            translate("History", "No day to look back on yet"),
            translate(
                "History",
                "From the first ticket on, every day is kept here and can be watched again, minute by minute."
                " Issue a ticket on the floor (Ctrl+N), connect a queue source, or read in a file under Sources.",
            ),
        )
        for part in (self.bar, self.kpis, self.rows, self.tiles, self.panel):
            part.retranslate()
        self._show_play()
        self._show_picker()
        self._show_moments()
        if self.picture is not None and self.film is not None:
            self._show_picture(self.picture)
        self._place_parts()


def _busiest(film: DayFilm) -> datetime:
    """Where a day is worth looking at first: when most people waited."""
    curve = film.final.through_day
    most = max(curve, default=0)
    return film.final.day_start + timedelta(minutes=curve.index(most)) if most else film.left
