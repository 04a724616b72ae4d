"""Risks: the 5 × 5 map with its list, what nobody covers, and one risk in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.domain.risks import Gap
from lobbyconsole.services.risks import Board, Todo
from lobbyconsole.ui.list_and_page import ListAndPage
from lobbyconsole.ui.risks.doing import RiskDoing
from lobbyconsole.ui.risks.listing import TABS, RiskList
from lobbyconsole.ui.risks.page import RiskPage, ShownRisk
from lobbyconsole.ui.risks.risk_map import Field
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import EdgeColumn

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console


class Loaded(NamedTuple):
    """The register, and the actions of the risk on show."""

    board: Board
    key: str
    actions: list[Todo]


class RisksScreen(ListAndPage):
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
    LIST_WIDE, ALONE, SOON_MS = 420, 860, 200
    WATCHED = ("risk:", "incident:", "walk:", "drill:", "record:actions/", "content:plans/")

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self.tab = TABS[0]
        self.key = ""
        self.gap = ""  # the line one is on in the list of gaps
        self.field: Field = (0, 0)
        self._loaded: Loaded | None = None
        self._then_rate = False
        self.list, self.risk = RiskList(), RiskPage()
        self.doing = RiskDoing(self, self)
        self.list.turned.connect(self.turn)
        self.list.chosen.connect(self._chosen)
        self.list.entered.connect(self._enter)
        self.list.fielded.connect(self.open_field)
        self.list.wanted_new.connect(self.add)
        self.risk.head.verb.connect(self.doing.verb)
        self.pages = self.put_beside(EdgeColumn(self.list, "right"), (self.risk,))
        self._arrange()
        self.retranslate()

    def asking(self) -> RiskPage:
        return self.risk

    def board(self) -> Board | None:
        return self._loaded.board if self._loaded is not None else None

    # --- loading

    def reading(self) -> Callable[[], Loaded]:
        key = self.key
        return lambda: self._load(key)

    def _load(self, key: str) -> Loaded:
        board = self.console.work.risks.board(self.now())
        if board.risk(key) is None:
            key = next((risk.id for risk in board.risks), "")
        return Loaded(board, key, self.console.work.risks.actions(key) if key else [])

    def show_read(self, found: Loaded) -> bool:
        wanted = self.key
        self._loaded = found
        if not wanted or found.board.risk(wanted) is None:
            self.key = wanted = found.key
        self._show_list()
        if wanted == found.key:
            self._show_risk(found)
        return wanted == found.key

    def settled(self) -> None:
        if self._then_rate:
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

    # --- showing

    def turn(self, tab: str) -> None:
        """Risks, or gaps."""
        if tab in TABS:
            self.tab = tab
            self._show_list()
            self.show_side(on_list=True)

    def open_field(self, field: Field) -> None:
        """The risks of one field of the map; (0, 0): all."""
        self.field = field
        self._show_list()
        keys = self.list.view.keys()
        if field[0] and keys and self.key not in keys:
            self.open_risk(keys[0])
        self.show_side(on_list=True)

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
            self.show_side(on_list=False)
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
        self.show_side(on_list=False)
        self.risk.setFocus()

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

    def own_key(self, event: QKeyEvent) -> bool:
        letter = event.text().upper()
        if letter == "T":
            self.turn(TABS[(TABS.index(self.tab) + 1) % len(TABS)])
        elif letter == "M":
            self.turn("risks")
            self.list.map.setFocus()
        elif letter == "N":
            self.add()
        return letter in ("T", "M", "N")

    def back(self) -> None:
        in_page = self.risk.hasFocus() or self.risk.isAncestorOf(QApplication.focusWidget() or self)
        if self.field[0] and not in_page and not (self.narrow() and not self._on_list):
            self.open_field((0, 0))
        else:
            super().back()

    def listed(self) -> list[str]:
        return self.list.view.keys()

    def here(self) -> str:
        return self.gap if self.tab == "gaps" else self.key

    def open_key(self, key: str) -> None:
        self.list.view.select(key)
        self._chosen(key)

    def list_view(self) -> QWidget:
        return self.list.view

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.list.map.updateGeometry()

    def retranslate(self) -> None:
        super().retranslate()
        self.nothing.set_texts(
            translate("Risks", "No risk register"),
            translate("Risks", "The shipped risks stand here; N adds one of this hall."),
        )
        self.list.retranslate()
        self.risk.close_form()
        if self._loaded is not None:
            self._show_list()
            self._show_risk(self._loaded)
