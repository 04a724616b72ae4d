"""Risks: the 5 × 5 map with its list, what nobody covers, and one risk in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget
from shiboken6 import isValid

from lobbyconsole.domain.risks import Gap
from lobbyconsole.services.risks import Board, Todo
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.reviews.parts import AskingPage
from lobbyconsole.ui.reviews.stage import AskingStage
from lobbyconsole.ui.risks.doing import RiskDoing
from lobbyconsole.ui.risks.listing import TABS, RiskList
from lobbyconsole.ui.risks.page import RiskPage, ShownRisk
from lobbyconsole.ui.risks.risk_map import Field
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import EdgeColumn
from lobbyconsole.ui.widgets.basics import EmptyState
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

SOON_MS = 200
LIST_WIDE = 420  # px at 100 %
WIDEST = 16_777_215  # Qt's own limit
ALONE = 860  # px at 100 %: with less, the list or the risk, not both
WATCHED = ("risk:", "incident:", "walk:", "drill:", "record:actions/", "content:plans/")


class Loaded(NamedTuple):
    """The register, and the actions of the risk on show."""

    board: Board
    key: str
    actions: list[Todo]


class RisksScreen(AskingStage):
    """What could happen, how bad it would be, and who covers it."""

    id: ClassVar[str] = "risks"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Risks")
    icon: ClassVar[str] = "risk"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑", QT_TRANSLATE_NOOP("Screens", "The line above; ↓: below; Enter goes into it, or mends a gap")),
        ("T", QT_TRANSLATE_NOOP("Screens", "Risks and gaps in turn")),
        ("M", QT_TRANSLATE_NOOP("Screens", "To the map: arrow keys, Enter opens a field")),
        ("R K C", QT_TRANSLATE_NOOP("Screens", "Rate, add a control, add an action")),
        ("P X", QT_TRANSLATE_NOOP("Screens", "To the plan; it does not apply here")),
        ("N", QT_TRANSLATE_NOOP("Screens", "Add a risk of this hall")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Back: form, field, list, floor")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.tab = TABS[0]
        self.key = ""
        self.gap = ""  # the line one is on in the list of gaps
        self.field: Field = (0, 0)
        self._loaded: Loaded | None = None
        self._loading = self._again = self._then_rate = False
        self._words = ""
        self.list, self.risk = RiskList(), RiskPage()
        self.doing = RiskDoing(self, self)
        self.nothing = EmptyState(icon="check")
        self.list.turned.connect(self.turn)
        self.list.chosen.connect(self._chosen)
        self.list.entered.connect(self._enter)
        self.list.fielded.connect(self.open_field)
        self.list.wanted_new.connect(self.add)
        self.risk.head.verb.connect(self.doing.verb)
        self.risk.head.closed.connect(self._to_list)
        self.column = EdgeColumn(self.list, "right")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(self.risk)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addWidget(self.pages, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._watching = False
        self._centre = tasks.hub()
        self._on_list = True  # in a narrow window: the list, not the risk
        self._arrange()  # before anything is shown: list and page side by side would ask the window for more
        self.retranslate()

    def asking(self) -> AskingPage:
        return self.risk

    def said(self) -> Said:
        return self.risk.said

    def board(self) -> Board | None:
        return self._loaded.board if self._loaded is not None else None

    # --- loading

    def reload(self) -> None:
        """Read the register anew."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        key = self.key
        tasks.run(self, lambda: self._load(key), self._show_loaded, self._failed)

    def _load(self, key: str) -> Loaded:
        board = self.console.work.risks.board(self.now())
        if board.risk(key) is None:
            key = next((risk.id for risk in board.risks), "")
        return Loaded(board, key, self.console.work.risks.actions(key) if key else [])

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def _show_loaded(self, found: Loaded) -> None:
        self._loading = False
        if not self._watching:
            self._watching = True
            self.destroyed.connect(self.console.work.subjects.watch(self._saw))
        wanted = self.key
        self._loaded = found
        if not wanted or found.board.risk(wanted) is None:
            self.key = wanted = found.key
        self._show_list()
        if wanted == found.key:
            self._show_risk(found)
        if self._words:
            self.risk.said.say(self._words)
            self._words = ""
        if self._again or wanted != found.key:
            self._again = False
            self.reload()
        elif self._then_rate:
            self._then_rate = False
            self.risk.setFocus()
            self.doing.rate()

    def _show_list(self) -> None:
        if self._loaded is not None:
            key = self.gap if self.tab == "gaps" else self.key
            self.list.show_board(self._loaded.board, self.tab, key, self.field, self.zone(), self.now())

    def _show_risk(self, found: Loaded) -> None:
        risk = found.board.risk(found.key)
        if risk is None:
            self.pages.setCurrentWidget(self.nothing)
        else:
            self.risk.show_risk(ShownRisk(risk, found.board, found.actions, self.zone(), self.now()), self.doing)
            self.pages.setCurrentWidget(self.risk)
        self._arrange()

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(WATCHED) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) and self.isVisible() else None)

    def recorded(self, words: str = "") -> None:
        """A verb is done: read it anew, then say so."""
        self._words = words
        self.reload()

    # --- showing

    def turn(self, tab: str) -> None:
        """Risks, or gaps."""
        if tab in TABS:
            self.tab = tab
            self._on_list = True
            self._show_list()
            self._arrange()

    def open_field(self, field: Field) -> None:
        """The risks of one field of the map; (0, 0): all."""
        self.field = field
        self._show_list()
        keys = self.list.view.keys()
        if field[0] and keys and self.key not in keys:
            self.open_risk(keys[0])
        self._on_list = True
        self._arrange()

    def open_risk(self, name: str, then_rate: bool = False) -> None:
        """Show a risk, perhaps to rate it."""
        self._then_rate = then_rate
        if then_rate:
            self._on_list = False
        if name != self.key:
            self.risk.close_form()
            self.key = name
        if self.tab == "risks":
            self.list.view.select(name)
        self._arrange()
        self.reload()

    def add(self) -> None:
        """A risk of this hall."""
        if self._loaded is not None and self.pages.currentWidget() is self.risk:
            self._on_list = False
            self._arrange()
            self.doing.add()

    def _chosen(self, key: str) -> None:
        if not key.startswith("gap:"):
            self.open_risk(key)
            return
        self.gap = key
        gap = self._gap(key)
        if gap is not None and gap.risk:
            self.open_risk(gap.risk)

    def _gap(self, key: str) -> Gap | None:
        at = int(key.partition(":")[2])
        board = self.board()
        return board.gaps[at] if board is not None and at < len(board.gaps) else None

    def _enter(self, key: str) -> None:
        gap = self._gap(key) if key.startswith("gap:") else None
        if gap is not None:
            self.gap = key
            self.doing.mend(gap)
            return
        self.open_risk(key)
        self._on_list = False
        self._arrange()
        self.risk.setFocus()

    def _to_list(self) -> None:
        self._on_list = True
        self._arrange()
        self.list.view.setFocus()

    def _arrange(self) -> None:
        px = style.current().px
        narrow = self.width() < px(ALONE)
        self.column.setVisible(not narrow or self._on_list)
        self.pages.setVisible(not narrow or not self._on_list)
        self.risk.head.back.setVisible(narrow)
        self.column.setMinimumWidth(0 if narrow else px(LIST_WIDE))
        self.column.setMaximumWidth(WIDEST if narrow else px(LIST_WIDE))

    # --- the window

    def command(self, name: str, argument: str = "") -> bool:
        """`risk` opens one by its id; "gaps" what nobody covers; "" the map."""
        if name != "risk":
            return False
        if argument == "gaps":
            self.turn("gaps")
        elif argument:
            self.tab, self.field, self._on_list = "risks", (0, 0), False
            self.open_risk(argument)
        else:
            self.turn("risks")
        self.reload()
        return True

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Risks have no figures of the floor."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        typing = isinstance(focus, (QLineEdit, QPlainTextEdit))
        plain = not typing and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.risk.form is not None and self.risk.take_form_key(event):
            return
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self._back(self.risk.isAncestorOf(focus or self) or self.risk.hasFocus())
        elif self.risk.form is not None or not plain:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif letter == "T":
            self.turn(TABS[(TABS.index(self.tab) + 1) % len(TABS)])
        elif letter == "M":
            self.turn("risks")
            self.list.map.setFocus()
        elif letter == "N":
            self.add()
        elif self.risk.isVisible() and not self.risk.hasFocus():
            self.risk.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _back(self, in_page: bool) -> None:
        if self.width() < style.current().px(ALONE) and not self._on_list:
            self._to_list()
        elif in_page:
            self.list.view.setFocus()
        elif self.field[0]:
            self.open_field((0, 0))
        elif self.shell is not None:
            self.shell.go("floor")

    def _step(self, by: int) -> None:
        keys = self.list.view.keys()
        here = self.gap if self.tab == "gaps" else self.key
        if keys:
            at = keys.index(here) + by if here in keys else 0
            key = keys[max(0, min(len(keys) - 1, at))]
            self.list.view.select(key)
            self._chosen(key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._arrange()
        self.list.map.updateGeometry()

    def retranslate(self) -> None:
        self.nothing.set_texts(
            translate("Risks", "No risk register"),
            translate("Risks", "The shipped risks stand here; N adds one of this hall."),
        )
        self.list.retranslate()
        self.risk.close_form()
        self.risk.head.back.set_name(translate("Risks", "Back to the list"))
        if self._loaded is not None:
            self._show_list()
            self._show_risk(self._loaded)
