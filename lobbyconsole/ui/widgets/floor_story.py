"""The parts of a ticket's story: its figures, the legs of the visit with their times, and every fact in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import Leg, Ticket
from lobbyconsole.ui.translation import clock_text, counted, language, mss, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, Figure, Label, clear_layout

LATE_S = 60  # recorded so much after it happened: worth saying


class Facts(QWidget):
    """A few figures side by side, each with its caption."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[QWidget, Label, Figure]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(18)
        self._row.addStretch(1)

    def show_facts(self, facts: Sequence[tuple[str, ...]]) -> None:
        """(caption, value, level) of each; behind them, if it has one, the unit, and how value and unit are said."""
        while len(self._parts) < len(facts):
            part, caption, figure = QWidget(), Label("", 12, role="muted"), Figure(20)
            rows = QVBoxLayout(part)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
            rows.addWidget(caption)
            rows.addWidget(figure)
            self._row.insertWidget(len(self._parts), part)
            self._parts.append((part, caption, figure))
        for at, (part, caption, figure) in enumerate(self._parts):
            part.setVisible(at < len(facts))
            if at < len(facts):
                if caption.text() != facts[at][0]:
                    caption.setText(facts[at][0])
                unit, said = facts[at][3:] or ("", facts[at][1])
                figure.set_figure(facts[at][1], unit, facts[at][2])
                part.setAccessibleName(f"{facts[at][0]} {said}")

    def texts(self) -> list[str]:
        """As shown: caption and value."""
        return [part.accessibleName() for part, _, _ in self._parts if not part.isHidden()]


class Legs(QWidget):
    """One line per stage of the visit: where, since when, called, served, ended."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._title = Label("", 14, BOLD, "muted")
        self._rows.addWidget(self._title)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._rows.addLayout(self._list)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(translate("Ticket", "Visit"))

    def show_ticket(self, ticket: Ticket, branch: Branch) -> None:
        """The legs so far, and the services still to come."""
        clear_layout(self._list)
        for leg in ticket.legs:
            self._list.addWidget(_Leg(leg, branch))
        for following in ticket.then:
            service = branch.service(following)
            name = service.title(language()) if service else following
            words = translate("Ticket", "then {service}").format(service=name)
            self._list.addWidget(Label(words, 14, role="muted", wrap=True))

    def texts(self) -> list[str]:
        """Each leg in words."""
        return [leg.accessibleName() for leg in self.findChildren(_Leg)]


class _Leg(QWidget):
    def __init__(self, leg: Leg, branch: Branch) -> None:
        super().__init__()
        service = branch.service(leg.service)
        name = service.title(language()) if service else leg.service or translate("Ticket", "service unknown")
        if leg.counter:
            name += " · " + translate("Ticket", "counter {counter}").format(counter=leg.counter)
        if leg.staff:
            name += f" · {leg.staff}"
        times = []
        for words, at in (
            (translate("Ticket", "joined"), leg.joined_at),
            (translate("Ticket", "called"), leg.called_at),
            (translate("Ticket", "began"), leg.started_at),
            (translate("Ticket", "ended"), leg.ended_at),
        ):
            if at is not None:
                times.append(f"{words} {clock_text(at, branch.tz)}")
        if leg.wait_s is not None:
            times.append(translate("Ticket", "waited {wait}").format(wait=mss(leg.wait_s)))
        if leg.calls > 1:
            times.append(
                counted(
                    translate("Ticket", "called once"), translate("Ticket", "called {count} times"), leg.calls
                ).format(count=leg.calls)
            )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Label(name, 14, wrap=True))
        rows.addWidget(Label(" · ".join(times), 12, role="muted", wrap=True))
        self.setAccessibleName(f"{name}: {', '.join(times)}")


class Story(QWidget):
    """Every fact: when, what, by whom; late and undone ones marked."""

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        self._title = Label("", 14, BOLD, "muted")
        rows.addWidget(self._title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        rows.addLayout(self._grid)
        self._texts: list[str] = []
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(translate("Ticket", "Story"))

    def clear(self) -> None:
        """Nothing known yet."""
        clear_layout(self._grid)
        self._texts = []

    def texts(self) -> list[str]:
        """Each line as shown."""
        return list(self._texts)

    def show_lines(self, lines: Sequence[Any], branch: Branch) -> None:
        """The lines of services.history.StoryLine, oldest first."""
        self.clear()
        for row, line in enumerate(lines):
            at = f"{line.at.astimezone(branch.tz):%H:%M:%S}"
            words = story_words(line.fact, branch)
            about = _about(line, branch)
            shown = Label(words, 14, role="muted" if line.undone else "text", wrap=True)
            if line.undone:
                font = shown.font()
                font.setStrikeOut(True)
                shown.setFont(font)
            text = QVBoxLayout()
            text.setSpacing(0)
            text.addWidget(shown)
            if about:
                text.addWidget(Label(about, 12, role="muted", wrap=True))
            self._grid.addWidget(Label(at, 14, role="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(text, row, 1)
            self._texts.append(" · ".join(part for part in (at, words, about) if part))


def _about(line: Any, branch: Branch) -> str:
    """By whom, from where, how it is known, and what became of it."""
    said = []
    if line.fact.by:
        said.append(translate("Ticket", "by {staff}").format(staff=line.fact.by))
    if line.fact.source != "desk":
        said.append(line.fact.source)
    known = labels.certainty(line.fact.certainty)
    if known:
        said.append(known)
    if (line.recorded_at - line.at).total_seconds() > LATE_S:
        recorded = clock_text(line.recorded_at, branch.tz)
        said.append("▲ " + translate("Ticket", "late, recorded {time}").format(time=recorded))
    if line.undone:
        said.append(translate("Ticket", "undone"))
    return " · ".join(said)


def story_words(fact: f.Fact, branch: Branch) -> str:
    """What happened, with what matters about it."""
    words = labels.fact_kind(fact.kind)
    details: list[str] = []
    match fact:
        case f.TicketIssued():
            service = branch.service(fact.service)
            details.append(service.title(language()) if service else fact.service)
            if fact.priority != "normal":
                details.append(labels.priority(fact.priority))
        case f.TicketCalled():
            details.append(_counter(fact.counter))
            if fact.reason:
                reason = labels.jump_reason(fact.reason)
                details.append(translate("Ticket", "out of order: {reason}").format(reason=reason))
        case f.TicketRecalled() | f.TicketStarted() | f.TicketNoShow():
            details += [_counter(fact.counter)] if fact.counter else []
        case f.TicketFinished():
            details += [_counter(fact.counter)] if fact.counter else []
            details += [fact.result] if fact.result else []
        case f.TicketHeld():
            details += [labels.hold_reason(fact.reason)] if fact.reason else []
        case f.TicketTransferred():
            details.append(_destination(fact, branch))
            details += [fact.reason] if fact.reason else []
        case f.TicketPrioritised():
            details.append(labels.priority(fact.priority))
        case f.TicketMarked():
            details.append(labels.mark(fact.mark))
            details += [translate("Ticket", "taken off")] if fact.removed else []
        case f.TicketRequeued() | f.TicketCancelled() | f.TicketLeft():
            details += [fact.reason] if fact.reason else []
        case f.TicketRated():
            details.append(f"{fact.score}/5")
        case f.TicketPrinted() if not fact.ok:
            details.append(labels.slip(fact.problem))
        case _:
            pass
    shown = ", ".join(part for part in details if part)
    return f"{words} · {shown}" if shown else words


def _counter(counter: str) -> str:
    """Empty for a source that does not say which counter it was."""
    return "" if not counter else translate("Ticket", "counter {counter}").format(counter=counter)


def _destination(fact: f.TicketTransferred, branch: Branch) -> str:
    if fact.to_counter:
        return translate("Ticket", "to counter {counter}").format(counter=fact.to_counter)
    if fact.to_staff:
        return translate("Ticket", "back to {staff}").format(staff=fact.to_staff)
    service = branch.service(fact.to_service)
    name = service.title(language()) if service else fact.to_service
    return translate("Ticket", "to {service}").format(service=name)
