"""Find anything (Ctrl+K): tickets, counters, services, screens, settings, plans, risks and lessons, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.ui import icons, style, tasks
from lobbyconsole.ui.rail import screen_keys
from lobbyconsole.ui.shortcuts import COMMANDS, Panel
from lobbyconsole.ui.translation import date_text, language, translate
from lobbyconsole.ui.widgets.basics import BOLD, EmptyState

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot

MOST = 24
WAIT_MS = 120  # after the last key, before the journal is searched


class Entry(NamedTuple):
    """Something that can be found, and what choosing it does."""

    kind: str  # ticket, counter, service, screen, setting, command, plan, risk, lesson
    title: str
    detail: str
    icon: str
    act: Callable[[], object]
    words: str = ""  # more words it is found by
    keys: str = ""


def kind_text(kind: str) -> str:
    """The kind of an entry in the reader's words."""
    return {
        "ticket": translate("Search", "Ticket"),
        "counter": translate("Search", "Counter"),
        "service": translate("Search", "Service"),
        "screen": translate("Search", "Screen"),
        "setting": translate("Search", "Setting"),
        "command": translate("Search", "Command"),
        "plan": translate("Search", "Emergency plan"),
        "risk": translate("Search", "Risk"),
        "lesson": translate("Search", "Lesson"),
    }[kind]


def day_text(detail: str) -> str:
    """A ticket's business day as a reader writes it."""
    try:
        return date_text(date.fromisoformat(detail), year=True)
    except ValueError:
        return detail


def rank(entry: Entry, words: Sequence[str]) -> int | None:
    """How well an entry fits (0 best); None when one of the words is nowhere in it."""
    title = entry.title.lower()
    whole = f"{title} {entry.detail.lower()} {entry.words.lower()}"
    if not all(word in whole for word in words):
        return None
    said = " ".join(words)
    if title == said:
        return 0
    if title.startswith(said):
        return 1
    return 2 if all(word in title for word in words) else 3


def find(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries that fit, best first; those of equal rank in the order given."""
    words = text.lower().split()
    scored = [(score, at, entry) for at, entry in enumerate(entries) if (score := rank(entry, words)) is not None]
    return [entry for _, _, entry in sorted(scored, key=lambda item: item[:2])][:MOST]


class Goer(Protocol):
    """What the palette needs of the window it leads through."""

    @property
    def snapshot(self) -> Snapshot | None: ...
    def command(self, name: str, argument: str = "") -> object: ...
    def go(self, screen_id: str) -> None: ...


def everything(window: Goer, screens: Sequence[tuple[str, str, str]]) -> list[Entry]:
    """All that can be found without asking the journal; `screens` are (id, English title, icon)."""

    def run(name: str, argument: str = "") -> Callable[[], object]:
        return lambda: window.command(name, argument)

    def go(screen_id: str) -> Callable[[], object]:
        return lambda: window.go(screen_id)

    found = [
        Entry("command", translate("Commands", c.title), "", c.icon, run(c.id), c.title, c.keys)
        for c in COMMANDS
        if c.id != "find"
    ]
    if any(screen_id == "fairness" for screen_id, _, _ in screens):
        title = translate("Search", "Who was called ahead of others, and who paid")
        words = "fairness ledger calling rule jump queue 公平 台账 插队 优先 叫号规则"
        found.append(Entry("command", title, "", "fairness", run("ledger"), words))
    found += [
        Entry("screen", translate("Screens", title), "", icon, go(screen_id), title, screen_keys(at))
        for at, (screen_id, title, icon) in enumerate(screens, 1)
    ]
    snapshot = window.snapshot
    if snapshot is not None:
        from lobbyconsole.ui.widgets import labels

        for tile in snapshot.picture.tiles:
            title = translate("Search", "Counter {counter}").format(counter=tile.id)
            detail = " · ".join(part for part in (labels.activity(tile.activity), tile.number, tile.staff) if part)
            found.append(Entry("counter", title, detail, "pin", run("counter", tile.id), tile.id))
        for service in snapshot.branch.services:
            title = f"{service.numbers.prefix} {service.title(language())}"
            words = f"{service.title_zh} {service.title_en} {service.id}"
            found.append(Entry("service", title, "", "people", run("service", service.id), words))
    if any(screen_id == "emergency" for screen_id, _, _ in screens):
        from lobbyconsole.ui.emergency.finding import plan_entries

        found += [Entry("plan", title, detail, "emergency", run("emergency", plan), words)
                  for plan, title, detail, words in plan_entries(window)]  # fmt: skip
    if any(screen_id == "reviews" for screen_id, _, _ in screens):
        from lobbyconsole.ui.learned import entries

        ways = {"risk": ("risk", "", "risk"), "lesson": ("review", "lesson:", "review")}  # command, prefix, icon
        found += [Entry(kind, title, detail, ways[kind][2], run(ways[kind][0], ways[kind][1] + key), words)
                  for kind, key, title, detail, words in entries(window)]  # fmt: skip
    if any(screen_id == "settings" for screen_id, _, _ in screens):
        from lobbyconsole.ui.forms import settings_index

        found += [
            Entry("setting", title, group, "settings", run("setting", path), words)
            for path, title, group, words in settings_index()
        ]
    return found


class _Found(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kind_text(entry.kind)} {entry.title} {entry.detail}"
        return entry if role == Qt.ItemDataRole.UserRole else None


class _Line(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, style.current().px(40))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = style.current()
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box, 8, 8)
        side = theme.px(18)
        left = box.left() + theme.px(12)
        picture = icons.pixmap(entry.icon, theme.color("muted"), side, painter.device().devicePixelRatioF())
        painter.drawPixmap(left, box.center().y() - side // 2, picture)
        left += side + theme.px(12)
        kind = entry.keys or kind_text(entry.kind)
        small = QFontMetrics(theme.font(12))
        right = box.right() - theme.px(12) - small.horizontalAdvance(kind)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        upright = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(right, box.top(), box.right() - right, box.height()), upright, kind)
        bold = QFontMetrics(theme.font(14, BOLD))
        title = bold.elidedText(entry.title, Qt.TextElideMode.ElideRight, right - left - theme.px(12))
        painter.setFont(theme.font(14, BOLD))
        painter.setPen(theme.color("text"))
        painter.drawText(QRect(left, box.top(), right - left, box.height()), upright, title)
        left += bold.horizontalAdvance(title) + theme.px(12)
        detail = QFontMetrics(theme.font(14)).elidedText(
            entry.detail, Qt.TextElideMode.ElideRight, max(0, right - left - theme.px(12))
        )
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRect(left, box.top(), max(0, right - left), box.height()), upright, detail)
        painter.restore()


class FindPanel(Panel):
    """`fixed()` gives what does not change with the words typed; older tickets come from history."""

    def __init__(
        self,
        over: QWidget,
        fixed: Callable[[], list[Entry]],
        snapshot: Callable[[], Snapshot | None],
        history: Callable[[], Any],
        open_ticket: Callable[[str], object],
    ) -> None:
        super().__init__(over, 680)
        self._fixed, self._snapshot, self._history, self._open_ticket = fixed, snapshot, history, open_ticket
        self._entries: list[Entry] = []
        self._task: tasks.Task | None = None
        self._field = QLineEdit()
        self._field.setClearButtonEnabled(False)
        self._list = QListView()
        self._model = _Found(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Line(self))
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._empty = EmptyState(icon="search")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._empty, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask_history)
        self._field.textChanged.connect(self._typed)
        self._field.installEventFilter(self)
        self._list.clicked.connect(self._choose)
        self.setFocusProxy(self._field)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.retranslate()

    def sizeHint(self) -> QSize:
        theme = style.current()
        return QSize(theme.px(680), theme.px(480))

    def open(self) -> None:
        self._entries = self._fixed()
        self._field.clear()
        self._typed("")
        super().open()

    def found(self) -> list[Entry]:
        """What is listed now."""
        return list(self._model.entries)

    def retranslate(self) -> None:
        self._field.setPlaceholderText(translate("Search", "Ticket, counter, service, screen, setting or command"))
        self._field.setAccessibleName(translate("Search", "Find anything"))
        self._list.setAccessibleName(translate("Search", "Found"))

    # --- looking
    def _typed(self, text: str) -> None:
        if self._task is not None:
            self._task.cancel()
        if text.strip():
            self._timer.start()
            self._show(find([*self._tickets_here(text), *self._entries], text))
        else:
            self._timer.stop()
            self._show([entry for entry in self._entries if entry.kind in ("command", "screen")])

    def _tickets_here(self, text: str) -> list[Entry]:
        """Today's tickets stand in the picture; no need to wait for the journal."""
        snapshot = self._snapshot()
        if snapshot is None:
            return []
        from lobbyconsole.ui.widgets import labels

        wanted = text.strip().lower()
        tickets = [ticket for ticket in snapshot.picture.tickets.values() if wanted in ticket.number.lower()]
        return [
            Entry("ticket", ticket.number, labels.ticket_state(ticket.state), "ticket", self._opener(ticket.key))
            for ticket in sorted(tickets, key=lambda ticket: ticket.number)[:MOST]
        ]

    def _ask_history(self) -> None:
        history, text = self._history(), self._field.text().strip()
        if history is not None and text:
            self._task = tasks.run(
                self, lambda: history.search(text), lambda hits: self._add(text, hits), lambda error: None
            )

    def _add(self, text: str, hits: Iterable[Any]) -> None:
        if text != self._field.text().strip():
            return
        here = self.found()
        known = {entry.title for entry in here if entry.kind == "ticket"}
        older = [
            Entry("ticket", hit.title, day_text(hit.detail), "ticket", self._opener(hit.key))
            for hit in hits
            if hit.kind == "ticket" and hit.title not in known
        ]
        if older:
            self._show((here + older)[: MOST * 2], keep=True)
        elif not here:
            self._show([])

    def _opener(self, key: str) -> Callable[[], object]:
        return lambda: self._open_ticket(key)

    def _show(self, entries: list[Entry], keep: bool = False) -> None:
        at = self._list.currentIndex().row() if keep else 0
        self._model.show(entries)
        self._list.setVisible(bool(entries))
        self._empty.setVisible(not entries)
        if entries:
            self._list.setCurrentIndex(self._model.index(max(0, min(at, len(entries) - 1))))
        else:
            self._empty.set_texts(
                translate("Search", "Nothing found for “{words}”").format(words=self._field.text().strip()),
                translate(
                    "Search",
                    "Tickets are found by their number, on any day; everything else by a part of its name.",
                ),
            )

    # --- choosing
    def _choose(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(Qt.ItemDataRole.UserRole)
        if entry is not None:
            self.close_panel()
            entry.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        rows = self._model.rowCount()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps and rows:
            row = self._list.currentIndex().row() + steps[key]
            row = row % rows if abs(steps[key]) == 1 else max(0, min(rows - 1, row))
            self._list.setCurrentIndex(self._model.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            return False
        return True

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        # A click elsewhere closes it; losing the window's focus altogether does not.
        if new is not None and self.isVisible() and new is not self and not self.isAncestorOf(new):
            self.hide()
