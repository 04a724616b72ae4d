"""The queue sources: how each is, taking over from a lost one, what cannot be right, and reading in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from lobbyconsole.services.sources import Ledger, Stretch, ledger_of
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.caller_card import caller_view
from lobbyconsole.ui.feed_cards import CardGrid, cards_of
from lobbyconsole.ui.mapping_wizard import MappingWizard
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import clock_text, language, say, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.areas import WIDEST, plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, Press, clear_layout, draw_focus, draw_mark
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.picture import Flagged
    from lobbyconsole.domain.words import Message
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

SIDE = 400  # px at 100 %
NARROW = 940
GAP = 12
LEDGER_S = 5  # how often the day's facts are counted by source
MOST_SUBJECTS = 24

_ACT = frozenset({"two_at_counter", "number_twice", "unmapped"})
_ADVICE: Mapping[str, str] = {
    "issue_unknown": QT_TRANSLATE_NOOP("Feeds", "The source began after it was issued. Its wait is not counted."),
    "issued_twice": QT_TRANSLATE_NOOP("Feeds", "The source sent it twice with different times; the first counts."),
    "issued_after_event": QT_TRANSLATE_NOOP("Feeds", "The source's clock or order is wrong. Check its clock."),
    "issued_in_future": QT_TRANSLATE_NOOP("Feeds", "The source's clock is ahead. Set it right."),
    "called_after_end": QT_TRANSLATE_NOOP("Feeds", "Somebody called it once more. Nothing to do if it was served."),
    "called_after_start": QT_TRANSLATE_NOOP("Feeds", "The order of the source's messages is wrong. Its times count."),
    "called_at_two_counters": QT_TRANSLATE_NOOP("Feeds", "Ask both counters who serves it; finish it at the other."),
    "held_after_end": QT_TRANSLATE_NOOP("Feeds", "Look at its story; the end may have come from the wrong ticket."),
    "resumed_not_held": QT_TRANSLATE_NOOP("Feeds", "A message of the source was lost. Nothing to do."),
    "requeued_after_end": QT_TRANSLATE_NOOP("Feeds", "It came back after its end and counts as waiting again."),
    "transferred_after_end": QT_TRANSLATE_NOOP("Feeds", "It was sent on after its end and counts as waiting again."),
    "ended_twice": QT_TRANSLATE_NOOP("Feeds", "The first end counts. Check what the profile takes for an end."),
    "end_before_call": QT_TRANSLATE_NOOP("Feeds", "A call was lost, or two times are mixed up in the profile."),
    "end_unexpected": QT_TRANSLATE_NOOP("Feeds", "Look at its story; a message of the source may be missing."),
    "service_unknown": QT_TRANSLATE_NOOP("Feeds", "Add the service in the settings, or map its name in the profile."),
    "counter_unknown": QT_TRANSLATE_NOOP("Feeds", "Add the counter in the settings, or map its name in the profile."),
    "counter_not_open": QT_TRANSLATE_NOOP("Feeds", "Open the counter on the floor, or finish the ticket there."),
    "number_twice": QT_TRANSLATE_NOOP("Feeds", "Two customers hold the same number: call them by service and time."),
    "two_at_counter": QT_TRANSLATE_NOOP("Feeds", "Finish the one that has gone; its end was not reported."),
    "paused_while_closed": QT_TRANSLATE_NOOP("Feeds", "Its opening was not reported. Open it on the floor."),
    "resumed_not_paused": QT_TRANSLATE_NOOP("Feeds", "Its pause was not reported. Nothing to do."),
    "signed_off_elsewhere": QT_TRANSLATE_NOOP("Feeds", "Ask who sits there, and sign the right person on."),
    "told_otherwise": QT_TRANSLATE_NOOP("Feeds", "What it told first counts. Its supplier must give each event an id."),
    "unmapped": QT_TRANSLATE_NOOP("Feeds", "The profile does not know these values. Map them, then read on."),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Everything of one kind that cannot be right. `subjects` are (words, ticket key, counter)."""

    code: str
    title: str
    advice: str
    level: str
    subjects: tuple[tuple[str, str, str], ...]


def groups_of(flagged: tuple[Flagged, ...], ledger: Ledger | None) -> list[Group]:
    """What cannot be right, grouped by kind; what must be acted on first, then the most frequent."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in flagged:
        at_counter = one.code in ("paused_while_closed", "resumed_not_paused", "two_at_counter")
        words = one.subject
        if at_counter:
            words = translate("Floor", "Counter {counter}").format(counter=one.subject)
        found.setdefault(one.code, []).append((words, one.key, one.subject if at_counter and not one.key else ""))
    for book in ledger.sources.values() if ledger is not None else ():
        for name, value in book.unmapped:
            found.setdefault("unmapped", []).append((f"{book.name}: {name} = {value}", "", ""))
    groups = []
    for code, subjects in found.items():
        title = translate("Feeds", "Unknown values") if code == "unmapped" else labels.flag(code)
        advice = translate("Feeds", _ADVICE[code]) if code in _ADVICE else ""
        groups.append(Group(code, title, advice, "act" if code in _ACT else "watch", tuple(subjects)))
    return sorted(groups, key=lambda group: (group.level != "act", -len(group.subjects), group.code))


class GroupHead(Press):
    """One kind of mistake: sign, words, count. Pressed, it shows which tickets."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.level, self.count = "watch", 0

    def show_group(self, group: Group) -> None:
        self.level, self.count = group.level, len(group.subjects)
        self.setText(group.title)
        self.setAccessibleName(f"{group.title}: {self.count}, {labels.level(group.level)}")
        self.updateGeometry()
        self.update()

    def _parts(self, width: int) -> tuple[int, int]:
        """Where the words begin and how wide they may be."""
        px = style.current().px
        return px(26), max(60, width - px(26) - px(64))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = style.current()
        room = self._parts(width)[1]
        metrics = Label("", 14).fontMetrics()
        box = metrics.boundingRect(0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), self.text())
        return max(theme.px(36), box.height() + theme.px(12))

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(240), self.heightForWidth(max(self.width(), style.current().px(200))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        side, middle = theme.px(11), self.height() / 2
        draw_mark(painter, self.level, QRectF(theme.px(6), middle - side / 2, side, side), theme.level(self.level))
        left, room = self._parts(self.width())
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text"))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(left, 0, room, self.height()), flags, self.text())
        painter.setFont(theme.font(16, BOLD))
        painter.setPen(theme.level_text(self.level))
        right = QRectF(left + room, 0, self.width() - left - room - theme.px(26), self.height())
        painter.drawText(right, int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter), str(self.count))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        arrow = QRectF(self.width() - theme.px(22), 0, theme.px(16), self.height())
        painter.drawText(arrow, int(Qt.AlignmentFlag.AlignCenter), "▾" if self.isChecked() else "▸")
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)
        painter.end()


class GroupRow(QWidget):
    """A kind of mistake with what it means, what to do, and on demand the tickets."""

    opened = Signal(str, str)  # ticket key, counter

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.group: Group | None = None
        self.head = GroupHead()
        self.advice = Label("", 13, role="muted", wrap=True)
        self.subjects = Flow()
        self.head.toggled.connect(self._toggle)
        indent = QVBoxLayout()
        indent.setContentsMargins(style.current().px(26), 0, 0, 6)
        indent.setSpacing(4)
        indent.addWidget(self.advice)
        indent.addWidget(self.subjects)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addLayout(indent)
        self.subjects.hide()
        self.show_group(group)

    def show_group(self, group: Group) -> None:
        """Newer facts of the same kind."""
        if group == self.group:
            return
        self.group = group
        self.head.show_group(group)
        self.advice.setText(group.advice)
        self.advice.setVisible(bool(group.advice))
        if self.head.isChecked():
            self._toggle(True)

    def _toggle(self, on: bool) -> None:
        assert self.group is not None
        self.subjects.clear()
        for words, key, counter in self.group.subjects[:MOST_SUBJECTS] if on else ():
            if key or counter:
                button = Button(words)
                button.clicked.connect(lambda _=False, key=key, counter=counter: self.opened.emit(key, counter))
                self.subjects.add(button)
            else:
                self.subjects.add(Label(words, 13))
        if on and len(self.group.subjects) > MOST_SUBJECTS:
            more = translate("Feeds", "and {count} more").format(count=len(self.group.subjects) - MOST_SUBJECTS)
            self.subjects.add(Label(more, 13, role="muted"))
        self.subjects.setVisible(on)


class FeedsScreen(Screen):
    """All sources at a glance, and what they told that cannot be right."""

    id: ClassVar[str] = "feeds"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Sources")
    icon: ClassVar[str] = "data-quality"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("M", QT_TRANSLATE_NOOP("Screens", "Read in a file")),
        ("E", QT_TRANSLATE_NOOP("Screens", "Settings of the sources")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back to the sources")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._snapshot: Snapshot | None = None
        self.ledger: Ledger | None = None
        self._asking = False
        self._asked: tuple[int, float] | None = None  # seq and time (s) when the ledger was last asked for
        self._groups: dict[str, GroupRow] = {}
        self._books_shown: tuple[object, ...] = ()
        self._narrow = False
        self.wizard: MappingWizard | None = None
        self._build()
        self.retranslate()

    # --- building

    def _build(self) -> None:
        self.summary = Pill("neutral", "")
        self.read_in, self.edit = KeyButton("", "M", "primary"), KeyButton("", "E")
        self.read_in.clicked.connect(self.open_wizard)
        self.edit.clicked.connect(lambda: self._act("edit", ""))
        line = Flow()
        line.GAP = 10
        for part in (self.summary, self.read_in, self.edit):
            line.add(part)
        self.grid = CardGrid(self.theme)
        self.grid.acted.connect(self._act)
        self.left = QVBoxLayout()
        self.left.setSpacing(GAP)
        self.left.addWidget(line)
        self.left.addWidget(self.grid)
        self.hint = Label("", 14, role="muted", wrap=True)
        self.left.addWidget(self.hint)
        self.left.addWidget(self._books())
        self.left.addStretch(1)
        self.side = QWidget()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(self._quality())
        side.addStretch(1)
        content = QWidget()
        self._places = QGridLayout(content)
        self._places.setContentsMargins(16, 16, 16, 16)
        self._places.setSpacing(GAP)
        self._places.addLayout(self.left, 0, 0)
        self._places.addWidget(self.side, 0, 1)
        self._places.setColumnStretch(0, 1)
        self.area = plain_area(content)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.area)

    def _quality(self) -> QWidget:
        card = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(14, 12, 10, 10)
        rows.setSpacing(6)
        head = QHBoxLayout()
        self.quality_title = Label("", 14, BOLD, "muted")
        self.quality_count = Pill("ok", "")
        head.addWidget(self.quality_title, 1)
        head.addWidget(self.quality_count)
        rows.addLayout(head)
        self.quality_empty = Label("", 14, role="muted", wrap=True)
        rows.addWidget(self.quality_empty)
        self._group_list = QVBoxLayout()
        self._group_list.setSpacing(4)
        rows.addLayout(self._group_list)
        return card

    def _books(self) -> QWidget:
        card = Card()
        rows = QVBoxLayout(card)
        rows.setContentsMargins(14, 12, 14, 12)
        rows.setSpacing(6)
        self.books_title = Label("", 14, BOLD, "muted")
        rows.addWidget(self.books_title)
        self._book_list = QVBoxLayout()
        self._book_list.setSpacing(6)
        rows.addLayout(self._book_list)
        return card

    # --- what is shown

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """States come with every picture; the books are counted now and then."""
        self._snapshot = snapshot
        self._show()
        if snapshot.live:
            self._ask_ledger()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asked = None
        self._place()

    def _ask_ledger(self) -> None:
        snapshot = self._snapshot
        assert snapshot is not None
        tick = self.console.live.clock.monotonic()
        if self._asking or (
            self._asked is not None and (tick - self._asked[1] < LEDGER_S or snapshot.seq == self._asked[0])
        ):
            return
        self._asking, self._asked = True, (snapshot.seq, tick)
        names = [plan.name for plan in self.console.settings.current.feeds]
        names += [state.name for state in snapshot.picture.feeds]
        tasks.watch(self.console.live.run(ledger_of(snapshot.branch, names)), self._counted, self._not_counted, self)

    def _counted(self, ledger: Ledger) -> None:
        self._asking = False
        if ledger != self.ledger:
            self.ledger = ledger
            self._show()

    def _not_counted(self, error: BaseException) -> None:
        self._asking = False
        tasks.hub().trouble.emit(error)

    def _show(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        settings = self.console.settings.current
        doors = {name: getattr(self.console, name, None) for name in ("call_pad", "webhook", "pads")}
        views = cards_of(snapshot, settings, self.ledger, {name: door for name, door in doors.items() if door})
        line = getattr(self.console, "callers", None)
        views.append(caller_view(settings.callers, line.state if line is not None else None, snapshot.picture.at))
        self.grid.show_views(views)
        self.hint.setVisible(not settings.feeds)
        lost = sum(view.level == "act" for view in views)
        late = sum(view.level == "watch" for view in views)
        if lost:
            self.summary.set_status("act", translate("Feeds", "{count} lost or shut").format(count=lost))
        elif late:
            self.summary.set_status("watch", translate("Feeds", "{count} to watch").format(count=late))
        else:
            self.summary.set_status("ok", translate("Feeds", "All in order"))
        self._show_groups(groups_of(snapshot.picture.flagged, self.ledger))
        self._show_books(snapshot.branch)

    def _show_groups(self, groups: list[Group]) -> None:
        for code in set(self._groups) - {group.code for group in groups}:
            row = self._groups.pop(code)
            self._group_list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for at, group in enumerate(groups):
            found = self._groups.get(group.code)
            if found is None:
                found = self._groups[group.code] = GroupRow(group)
                found.opened.connect(self._open)
            found.show_group(group)
            if self._group_list.indexOf(found) != at:
                self._group_list.insertWidget(at, found)
        count = sum(len(group.subjects) for group in groups)
        act = any(group.level == "act" for group in groups)
        self.quality_count.set_status("act" if act else "watch" if count else "ok", str(count))
        self.quality_empty.setVisible(not groups)

    def _show_books(self, branch: Branch) -> None:
        ledger = self.ledger
        shown = (ledger, language(), branch.zone)
        if shown == self._books_shown:
            return
        self._books_shown = shown
        clear_layout(self._book_list)
        if ledger is None or not ledger.tickets:
            text = translate("Feeds", "Here the day's tickets are added up by who gave the number.")
            self._book_list.addWidget(Label(text, 14, role="muted", wrap=True))
            return
        parts = [f"{self._source(name)} {count}" for name, count in sorted(ledger.tickets.items())]
        text = translate("Feeds", "Today: {parts} = {sum} tickets").format(parts=" + ".join(parts), sum=ledger.in_all)
        self._book_list.addWidget(Label(text, 14, BOLD, wrap=True))
        agree = ledger.in_all == ledger.counted
        words = translate("Feeds", "The figures of the floor count {count}: that agrees.")
        if not agree:
            words = translate("Feeds", "The figures of the floor count {count}: that differs. Please report it.")
        sign = "● " if agree else "■ "
        role = "ok_text" if agree else "act"
        self._book_list.addWidget(Label(sign + words.format(count=ledger.counted), 13, role=role, wrap=True))
        if ledger.both:
            numbers = ", ".join(ledger.both[:8])
            text = translate("Feeds", "Given by two sources: {numbers}. Each counts as a customer of its own.")
            self._book_list.addWidget(Label("▲ " + text.format(numbers=numbers), 13, role="watch_text", wrap=True))
        for stretch in ledger.stretches:
            self._book_list.addWidget(Label(self._stretch(stretch, branch), 13, role="muted", wrap=True))

    def _source(self, name: str) -> str:
        return translate("Feeds", "Own desk") if name == "desk" else name or "?"

    def _stretch(self, stretch: Stretch, branch: Branch) -> str:
        start = clock_text(stretch.start, branch.tz)
        end = clock_text(stretch.end, branch.tz) if stretch.end is not None else translate("Feeds", "now")
        text = translate("Feeds", "{start}–{end}: {source} was not seen.")
        if stretch.taken_over:
            text = translate("Feeds", "{start}–{end}: the own desk stood in for {source}.")
        told = text.format(start=start, end=end, source=stretch.feed)
        parts = [f"{self._source(name)} {count}" for name, count in sorted(stretch.tickets.items())]
        if not parts:
            return told + " " + translate("Feeds", "No number was given then.")
        return told + " " + translate("Feeds", "Numbers given then: {parts}.").format(parts=", ".join(parts))

    # --- what is done

    def _act(self, act: str, name: str) -> None:
        if act == "edit":
            if self.shell is not None:
                self.shell.command("setting", name if name in ("call_pad", "webhook", "callers") else "feeds")
        elif act == "restart":
            words = translate("Feeds", "{source} is being connected again.").format(source=name)
            tasks.run(self, lambda: self.console.intake.restart(name), lambda _: self._say(words))
        else:
            desk, by = self.console.desk, self.shell.staff if self.shell is not None else ""
            words = translate("Feeds", "The own desk runs for {source}, with its reserved numbers.")
            if act == "hand_back":
                words = translate("Feeds", "{source} gives the numbers again.")
            future = desk.take_over(name, by=by) if act == "take_over" else desk.hand_back(name, by=by)
            tasks.watch(future, lambda _: self._say(words.format(source=name)), parent=self)

    def _say(self, words: str) -> None:
        self._asked = None
        if self.shell is not None:
            self.shell.say(words, "ok")

    def _open(self, key: str, counter: str) -> None:
        if self.shell is not None:
            self.shell.command("ticket" if key else "counter", key or counter)

    def open_wizard(self) -> None:
        """Read in a file: the wizard takes the place of the cards until it is done."""
        if self.wizard is None:
            self.wizard = MappingWizard(self.console, self.theme, lambda: self.shell.staff if self.shell else "")
            self.wizard.left.connect(self.close_wizard)
            self.wizard.used.connect(self._used)
            self._pages.addWidget(self.wizard)
        self._pages.setCurrentWidget(self.wizard)
        self.wizard.begin()

    def _used(self, message: Message) -> None:
        self.close_wizard()
        self._say(say(message))

    def close_wizard(self) -> None:
        """Back to the cards; what was entered stays for the next time."""
        self._pages.setCurrentWidget(self.area)
        self.read_in.setFocus()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if self._pages.currentWidget() is not self.area:
            if event.key() == Qt.Key.Key_Escape:
                self.close_wizard()
                return
        elif plain and event.key() == Qt.Key.Key_M:
            self.open_wizard()
            return
        elif plain and event.key() == Qt.Key.Key_E:
            self._act("edit", "")
            return
        super().keyPressEvent(event)

    # --- places, look and language

    def _place(self) -> None:
        theme, width = self.theme, self.area.viewport().width()
        self._narrow = width < theme.px(NARROW)
        self.summary.setFixedHeight(theme.px(36))
        self._places.addWidget(self.side, *((1, 0) if self._narrow else (0, 1)))
        wide = max(160, min(theme.px(SIDE), width * 36 // 100))
        self.side.setMinimumWidth(0 if self._narrow else wide)
        self.side.setMaximumWidth(WIDEST if self._narrow else wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.grid.set_theme(theme)
        if self.wizard is not None:
            self.wizard.set_theme(theme)
        self._place()

    def retranslate(self) -> None:
        self.read_in.set_words(translate("Feeds", "Read in a file"))
        self.edit.set_words(translate("Feeds", "Settings"))
        self.quality_title.setText(translate("Feeds", "What cannot be right"))
        self.quality_empty.setText(
            translate("Feeds", "Nothing odd today. Numbers given twice, lost calls and unknown names are listed here.")
        )
        self.books_title.setText(translate("Feeds", "Who gave the numbers"))
        self.hint.setText(
            translate(
                "Feeds",
                "No queue system is connected: the own desk gives the numbers. To connect one, read in a file that it"
                " writes (M), or add a source in the settings (E).",
            )
        )
        if self.wizard is not None:
            self.wizard.retranslate()
        for row in self._groups.values():
            row.group = None
        self._show()
