"""The column on the left: the map with the risks of a field below it, or what nobody covers."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.risks import Board, KnownRisk
from lobbyconsole.ui import style
from lobbyconsole.ui.reviews.lines import Line, Lines
from lobbyconsole.ui.reviews.words import own
from lobbyconsole.ui.risks.risk_map import Field, RiskMap
from lobbyconsole.ui.risks.words import (
    GAPS,
    LEVELS,
    category_text,
    gap_level,
    gap_text,
    gap_title,
)
from lobbyconsole.ui.translation import counted, translate
from lobbyconsole.ui.widgets.basics import Button, EmptyState, Label
from lobbyconsole.ui.widgets.choices import SegmentedChoice

TABS = ("risks", "gaps")
SIDE_BY_SIDE = 640  # px at 100 %: with more, the map stands beside the list


class RiskList(QWidget):
    """`chosen(key)`, `entered(key)`: a risk, or "gap:N"; `turned(tab)`; `fielded(field)`; `wanted_new`."""

    chosen = Signal(str)
    entered = Signal(str)
    turned = Signal(str)
    fielded = Signal(tuple)
    wanted_new = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tabs = SegmentedChoice()
        self.tabs.chosen.connect(lambda value: self.turned.emit(str(value)))
        self.new = Button("", icon="plus")
        self.new.clicked.connect(self.wanted_new)
        self.map = RiskMap()
        self.map.chosen.connect(self.fielded)
        self.count = Label("", 12, role="muted", wrap=True)
        self.view = Lines()
        self.view.chosen.connect(self.chosen)
        self.view.entered.connect(self.entered)
        self.nothing = EmptyState(icon="check")
        self.nothing.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.new)
        below = QVBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.count)
        below.addWidget(self.view, 1)
        below.addWidget(self.nothing, 1)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.setSpacing(8)
        self._body.addWidget(self.map, 4)
        self._body.addLayout(below, 5)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 8, 8)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addLayout(self._body, 1)
        self._turn()

    def show_board(self, board: Board, tab: str, key: str, field: Field, zone: tzinfo, now: datetime) -> None:
        """The map and the risks of the chosen field, or the gaps."""
        self.map.setVisible(tab == "risks")
        if tab == "gaps":
            self._show_gaps(board, key, zone, now)
        else:
            self._show_risks(board, key, field)
        self.tabs.set_options(
            [("risks", translate("Risks", "Risks {count}").format(count=len(board.risks))),
             ("gaps", translate("Risks", "Gaps {count}").format(count=len(board.gaps)))],
            tab,
        )  # fmt: skip

    def _show_risks(self, board: Board, key: str, field: Field) -> None:
        names: dict[Field, list[str]] = {}
        for risk in board.risks:
            names.setdefault((risk.rating.likelihood, risk.rating.impact), []).append(own(risk.title))
        self.map.show_fields(names, field)
        gaps: dict[str, int] = {}
        for gap in board.gaps:
            gaps[gap.risk] = gaps.get(gap.risk, 0) + 1
        listed = [risk for risk in board.risks if not field[0] or (risk.rating.likelihood, risk.rating.impact) == field]
        lines = [self._line(board, risk, gaps.get(risk.id, 0)) for risk in listed]
        if not field[0] and board.aside:
            lines += [
                Line(risk.id, "", own(risk.title), risk.state.aside, translate("Risks", "does not apply here"),
                     head=translate("Risks", "Set aside") if not at else "")
                for at, risk in enumerate(board.aside)
            ]  # fmt: skip
        if field[0]:
            text = counted(
                translate("Risks", "Likelihood {likelihood}, impact {impact}: {count} risk. Esc shows all."),
                translate("Risks", "Likelihood {likelihood}, impact {impact}: {count} risks. Esc shows all."),
                len(listed),
            )
            words = text.format(likelihood=field[0], impact=field[1], count=len(listed))
        else:
            text = translate("Risks", "{rated} of {count} rated here; the others as shipped")
            words = text.format(rated=sum(risk.rated for risk in board.risks), count=len(board.risks))
        self._put(lines, key, words, translate("Risks", "No risk in this field"),
                  translate("Risks", "Arrow keys go from field to field, Enter opens one, Esc shows all."))  # fmt: skip

    def _line(self, board: Board, risk: KnownRisk, gaps: int) -> Line:
        rating = risk.rating
        about = [category_text(board, risk)]
        if risk.speaks:
            about.append(translate("Risks", "likelihood in question"))
        if gaps:
            about.append(translate("Risks", "gaps: {count}").format(count=gaps))
        if not risk.rated:
            about.append(translate("Risks", "not rated here"))
        level = LEVELS[rating.band]
        badge = f"{rating.likelihood} × {rating.impact} = {rating.score}"
        return Line(risk.id, level, own(risk.title), " · ".join(about), badge, rating.band == "red", "", badge)

    def _show_gaps(self, board: Board, key: str, zone: tzinfo, now: datetime) -> None:
        lines = []
        order = list(GAPS)
        places = sorted(range(len(board.gaps)), key=lambda at: (order.index(board.gaps[at].kind), at))
        before = ""
        for at in places:
            gap = board.gaps[at]
            risk = board.risk(gap.risk)
            head = translate("Risks", GAPS[gap.kind])
            badge = f"{risk.rating.score}" if risk is not None else ""
            level = gap_level(gap, board)
            lines.append(Line(f"gap:{at}", level, gap_title(gap, board), gap_text(gap, board, zone, now), badge,
                              level == "act", head if head != before else "", head))  # fmt: skip
            before = head
        kinds = len({gap.kind for gap in board.gaps})
        text = translate("Risks", "Gaps: {count}, of kinds: {kinds}; each leads to where it is mended")
        self._put(lines, key, text.format(count=len(lines), kinds=kinds), translate("Risks", "No gap"),
                  translate("Risks", "Every high risk has a practised plan, every incident its review."))  # fmt: skip

    def _put(self, lines: list[Line], key: str, words: str, title: str, how: str) -> None:
        self.count.setText(words)
        self.view.show_lines(lines, key)
        self.view.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.nothing.set_texts(title, how)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The map beside the list, or above it; before anything is shown as well, or the window is asked for both."""
        beside = self.width() >= style.current().px(SIDE_BY_SIDE) or (
            self.height() < style.current().px(520) and self.width() > self.height()
        )
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._body.direction() != way:
            self._body.setDirection(way)

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(translate("Risks", "What is listed"))
        self.new.setText(translate("Risks", "Add"))
        self.new.setAccessibleName(translate("Risks", "Add a risk of this hall"))
