"""The cards of the sources screen: each queue source and door, how it is, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.sources import Ledger, SourceBook
from lobbyconsole.ui import style
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import clock_text, mss, say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, ElidedLabel, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.config import Door, FeedSetting, Settings
    from lobbyconsole.domain.picture import FeedState
    from lobbyconsole.services.live import LinkState, Snapshot

COLUMNS = 3  # figures side by side on a card
SKEW_WATCH_S, SKEW_ACT_S = 2.0, 120.0

_KINDS: Mapping[str, str] = {
    "sql": QT_TRANSLATE_NOOP("Feeds", "Database of a queue system"),
    "folder": QT_TRANSLATE_NOOP("Feeds", "Files in a folder"),
    "webhook": QT_TRANSLATE_NOOP("Feeds", "Webhook"),
    "push": QT_TRANSLATE_NOOP("Feeds", "Push from a queue system"),
    "mqtt": QT_TRANSLATE_NOOP("Feeds", "MQTT broker"),
    "simulator": QT_TRANSLATE_NOOP("Feeds", "Simulated hall"),
    "replay": QT_TRANSLATE_NOOP("Feeds", "Replay of a recorded day"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact of a card. `level`: "" or watch or act."""

    caption: str
    value: str
    level: str = ""
    wide: bool = False  # takes a line of its own


@dataclass(frozen=True, slots=True)
class Act:
    """A button. `why_not` empty: it can be pressed."""

    id: str
    words: str
    primary: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A card as shown. `problem`: what is wrong and what to do."""

    name: str
    title: str
    kind: str
    level: str  # ok, watch, act, neutral
    state: str
    figures: tuple[Figure, ...] = ()
    problem: str = ""
    acts: tuple[Act, ...] = ()


def kind_words(kind: str) -> str:
    """What a reader calls a source of this kind."""
    return translate("Feeds", _KINDS[kind]) if kind in _KINDS else kind


def cards_of(snapshot: Snapshot, settings: Settings, ledger: Ledger | None, doors: Mapping[str, Any]) -> list[View]:
    """All cards: what is lost first, then the other sources, then the own desk and the doors."""
    links = {link.name: link for link in snapshot.health.links}
    states = {state.name: state for state in snapshot.picture.feeds}
    books = ledger.sources if ledger is not None else {}
    found = [
        _source(plan, links.get(plan.name), states.get(plan.name), books.get(plan.name), snapshot)
        for plan in settings.feeds
    ]
    planned = {plan.name for plan in settings.feeds}
    found += [
        _former(book, states.get(name), snapshot)
        for name, book in books.items()
        if name not in planned and name != "desk" and book.facts and name != "console"
    ]
    rank = {"act": 0, "watch": 1, "ok": 2, "neutral": 3}
    found.sort(key=lambda view: rank[view.level])
    found.append(_desk(books.get("desk"), states, snapshot))
    found.append(_door("call_pad", settings.call_pad, doors))
    found.append(_door("webhook", settings.webhook, doors))
    return found


def _source(
    plan: FeedSetting, link: LinkState | None, state: FeedState | None, book: SourceBook | None, snapshot: Snapshot
) -> View:
    taken = state is not None and state.taken_over
    level, words = _state(plan, link, taken)
    now, zone = snapshot.picture.at, snapshot.branch.tz
    figures = [Figure(translate("Feeds", "Last answer"), _answer(link, now), "" if level != "act" else "act")]
    figures.append(_skew(link))
    figures += _told(book, state)
    if not plan.enabled and (book is None or not book.facts):
        figures = []
    if book is not None and book.taken_over_at is not None:
        since = clock_text(book.taken_over_at, zone)
        figures.append(Figure(translate("Feeds", "Own desk since"), since, "watch"))
    problem = say(link.problem) if link is not None and link.problem is not None else ""
    if not problem and state is not None and state.state == "down" and state.problem:
        problem = state.problem
    down = link is not None and link.state == "down"
    off = "" if plan.enabled else translate("Feeds", "It is switched off; switch it on under Edit.")
    over = "" if down else translate("Feeds", "It answers; nothing is to be taken over.")
    acts = [Act("restart", translate("Feeds", "Connect again"), level == "act" and taken, off)]
    if taken:
        acts.insert(0, Act("hand_back", translate("Feeds", "Hand back"), not down))
    else:
        acts.insert(0, Act("take_over", translate("Feeds", "Take over"), down, off or over))
    acts.append(Act("edit", translate("Feeds", "Edit")))
    return View(plan.name, plan.name, kind_words(plan.kind), level, words, tuple(figures), problem, tuple(acts))


def _state(plan: FeedSetting, link: LinkState | None, taken: bool) -> tuple[str, str]:
    if not plan.enabled:
        return "neutral", translate("Feeds", "Switched off")
    if link is None:
        return "neutral", translate("Feeds", "Not running")
    if link.state == "down":
        if taken:
            return "watch", translate("Feeds", "Lost, own desk runs")
        return "act", translate("Feeds", "Lost")
    if taken:
        return "watch", translate("Feeds", "Back, own desk still runs")
    if link.state == "stopped" and link.problem is not None:
        return "watch", translate("Feeds", "Not started")
    return {
        "up": ("ok", translate("Feeds", "Connected")),
        "late": ("watch", translate("Feeds", "Answers late")),
        "stopped": ("neutral", translate("Feeds", "Ended")),
    }.get(link.state, ("neutral", translate("Feeds", "Connecting")))


def _answer(link: LinkState | None, now: datetime) -> str:
    if link is None or link.last_ok is None:
        return translate("Feeds", "none yet")
    age = max(0.0, (now - link.last_ok).total_seconds())
    # The seconds of a healthy source are noise that would have the card flicker; they count once it is late.
    if link.state == "up":
        return translate("Feeds", "just now")
    return translate("Feeds", "{age} ago").format(age=mss(age))


def _skew(link: LinkState | None) -> Figure:
    caption = translate("Feeds", "Its clock")
    if link is None or link.skew_s is None:
        return Figure(caption, "—")
    skew = link.skew_s
    if abs(skew) < 0.5:
        return Figure(caption, translate("Feeds", "exact"))
    level = "act" if abs(skew) >= SKEW_ACT_S else "watch" if abs(skew) >= SKEW_WATCH_S else ""
    sign = "+" if skew > 0 else "−"
    span = mss(abs(skew)) if abs(skew) >= 60 else translate("Feeds", "{seconds} s").format(seconds=round(abs(skew), 1))
    return Figure(caption, f"{sign}{span}", level)


def _told(book: SourceBook | None, state: FeedState | None) -> list[Figure]:
    unmapped = len(book.unmapped) if book is not None else state.unmapped if state is not None else 0
    gaps = len(book.gaps) if book is not None else state.gaps if state is not None else 0
    return [
        Figure(translate("Feeds", "Facts today"), str(book.facts) if book is not None else "—"),
        Figure(translate("Feeds", "Tickets today"), str(book.issued) if book is not None else "—"),
        Figure(translate("Feeds", "Unknown values"), str(unmapped), "watch" if unmapped else ""),
        Figure(translate("Feeds", "Gaps"), _gaps(book, gaps), "watch" if gaps else ""),
        Figure(translate("Feeds", "Restarts"), str(book.resets) if book is not None else "—"),
    ]


def _gaps(book: SourceBook | None, count: int) -> str:
    if book is None or not book.gaps:
        return str(count)
    minutes = round(sum((end - start).total_seconds() for start, end in book.gaps) / 60)
    return translate("Feeds", "{count}, {minutes} min").format(count=count, minutes=max(1, minutes))


def _former(book: SourceBook, state: FeedState | None, snapshot: Snapshot) -> View:
    """Something that told facts today but is no source that is set up: a file that was read in, a source taken out."""
    words = translate("Feeds", "Not a source any more")
    kind = translate("Feeds", "Read in, or set up earlier today")
    return View(book.name, book.name, kind, "neutral", words, tuple(_told(book, state)))


def _desk(book: SourceBook | None, states: Mapping[str, FeedState], snapshot: Snapshot) -> View:
    stands_in = [state.name for state in states.values() if state.taken_over]
    state = translate("Feeds", "Open")
    if stands_in:
        state = translate("Feeds", "Stands in for {source}").format(source=", ".join(stands_in))
    rules = [service.numbers for service in snapshot.branch.services[:1]]
    standby = ", ".join(f"{rule.show(rule.standby[0])}–{rule.show(rule.standby[1])}" for rule in rules)
    figures = (
        Figure(translate("Feeds", "Facts today"), str(book.facts) if book is not None else "—"),
        Figure(translate("Feeds", "Tickets today"), str(book.issued) if book is not None else "—"),
        Figure(translate("Feeds", "Reserved numbers"), standby or "—"),
    )
    title = translate("Feeds", "Own desk")
    return View("desk", title, translate("Feeds", "This console"), "watch" if stands_in else "ok", state, figures)


def _door(name: str, door: Door, doors: Mapping[str, Any]) -> View:
    """A network door. `doors` may hold the running one (open, addresses, online, trouble) and the book of pads."""
    running = doors.get(name)
    title = translate("Feeds", "Call pads") if name == "call_pad" else translate("Feeds", "Webhook")
    about = {"call_pad": translate("Feeds", "Page for the tellers' PCs")}
    kind = about.get(name, translate("Feeds", "Queue systems send here"))
    is_open = bool(running.open) if running is not None else door.enabled
    trouble = getattr(running, "trouble", None) if running is not None else None
    level, state = ("ok", translate("Feeds", "Open")) if is_open else ("neutral", translate("Feeds", "Closed"))
    if trouble is not None:
        level, state = "act", translate("Feeds", "Cannot open")
    reach = translate("Feeds", "local network") if door.network else translate("Feeds", "this computer only")
    addresses = list(getattr(running, "addresses", ()) or ()) if running is not None else []
    address = addresses[0] if addresses else ("" if door.network else f"http://127.0.0.1:{door.port}/")
    figures = [Figure(translate("Feeds", "Port"), str(door.port)), Figure(translate("Feeds", "Reachable from"), reach)]
    if is_open and address:
        figures.append(Figure(translate("Feeds", "Address"), address, wide=True))
    pads = doors.get("pads")
    if name == "call_pad" and pads is not None:
        online = len(getattr(running, "online", ()) or ())
        count = translate("Feeds", "{paired}, {online} online").format(paired=len(pads.pads()), online=online)
        figures.append(Figure(translate("Feeds", "Paired pads"), count))
    problem = say(trouble) if trouble is not None else ""
    edit = Act("edit", translate("Feeds", "Edit") if is_open or trouble else translate("Feeds", "Open it…"))
    return View(name, title, kind, level, state, tuple(figures), problem, (edit,))


# --- the widgets -----------------------------------------------------------------------------------------------------


class SourceCard(Card):
    """One source or door."""

    acted = Signal(str, str)  # what, name

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self._figures: list[tuple[Label, Label]] = []
        self.buttons: dict[str, Button] = {}
        self.title, self.kind = ElidedLabel("", 16, BOLD, least_em=6), Label("", 12, role="muted", wrap=True)
        self.state = Pill("neutral", "")
        self.problem = Label("", 13, role="act", wrap=True)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(1)
        self._grid.setHorizontalSpacing(10)
        self._flow = Flow()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 10, 14, 12)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self.kind)
        rows.addSpacing(4)
        rows.addLayout(self._grid)
        rows.addWidget(self.problem)
        rows.addStretch(1)
        rows.addSpacing(4)
        rows.addWidget(self._flow)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_view(view, force=True)

    def show_view(self, view: View, force: bool = False) -> None:
        """Newer facts of the same source; only what changed is touched, so that the focus stays."""
        before, self.view = self.view, view
        if before == view and not force:
            return
        self.title.setText(view.title)
        self.kind.setText(view.kind)
        self.state.set_status(view.level, view.state)
        self.set_level(view.level if view.level in ("ok", "watch", "act") else "muted")
        self.setAccessibleName(f"{view.title}, {view.kind}: {view.state}")
        self.setAccessibleDescription(", ".join(f"{figure.caption} {figure.value}" for figure in view.figures))
        self.problem.setText(view.problem)
        self.problem.setVisible(bool(view.problem))
        self._show_figures(view.figures)
        if force or [act.id for act in before.acts] != [act.id for act in view.acts]:
            self._flow.clear()
            self.buttons = {}
            for act in view.acts:
                button = Button(act.words, "primary" if act.primary else "secondary")
                button.clicked.connect(lambda _=False, act=act.id: self.acted.emit(act, self.view.name))
                self.buttons[act.id] = button
                self._flow.add(button)
        for act in view.acts:
            button = self.buttons[act.id]
            kind = "primary" if act.primary and not act.why_not else "secondary"
            if button.property("kind") != kind:
                button.setProperty("kind", kind)
                button.style().unpolish(button)
                button.style().polish(button)
            button.setText(act.words)
            button.setEnabled(not act.why_not)
            button.setToolTip(act.why_not)
            button.setAccessibleName(f"{act.words}: {view.title}")
        self._flow.setVisible(bool(view.acts))
        self.updateGeometry()

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._figures) < len(figures):
            self._figures.append((Label("", 12, role="muted", wrap=True), Label("", 15, BOLD, wrap=True)))
        row = column = 0
        for at, pair in enumerate(self._figures):
            for label in pair:
                label.setVisible(at < len(figures))
            if at >= len(figures):
                continue
            figure, (caption, value) = figures[at], pair
            mark = {"watch": "▲ ", "act": "■ "}.get(figure.level, "")
            caption.setText(figure.caption)
            caption.setContentsMargins(0, style.current().px(4), 0, 0)
            value.setText(mark + figure.value)
            value.set_role({"watch": "watch_text", "act": "act"}.get(figure.level, "text"))
            if column == COLUMNS or (figure.wide and column):
                row, column = row + 2, 0
            span = COLUMNS if figure.wide else 1
            top, bottom = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(caption, row, column, 1, span, top)
            self._grid.addWidget(value, row + 1, column, 1, span, bottom)
            column += span
        for at in range(COLUMNS):
            self._grid.setColumnStretch(at, 1)


class CardGrid(QWidget):
    """Cards in columns as wide as they need, rows as high as the highest."""

    acted = Signal(str, str)
    GAP = 12
    LEAST = 300  # px at 100 %

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: dict[str, SourceCard] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_views(self, views: Sequence[View]) -> None:
        """Show these cards in this order."""
        for name in set(self.cards) - {view.name for view in views}:
            card = self.cards.pop(name)
            card.hide()
            card.deleteLater()
        for view in views:
            found = self.cards.get(view.name)
            if found is None:
                found = SourceCard(view)
                found.setParent(self)
                found.acted.connect(self.acted)
                found.show()
                self.cards[view.name] = found
            else:
                found.show_view(view)
        self.cards = {view.name: self.cards[view.name] for view in views}
        self._arrange(self.width(), True)
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._arrange(self.width(), True)
        self.updateGeometry()

    def _arrange(self, width: int, move: bool) -> int:
        cards = list(self.cards.values())
        columns = max(1, min(3, (width + self.GAP) // (self._theme.px(self.LEAST) + self.GAP)))
        wide = (width + self.GAP) // columns - self.GAP
        top = 0
        for first in range(0, len(cards), columns):
            line = cards[first : first + columns]
            high = max(max(card.heightForWidth(wide), card.minimumSizeHint().height()) for card in line)
            for column, card in enumerate(line if move else ()):
                card.setGeometry(QRect(column * (wide + self.GAP), top, wide, high))
            top += high + self.GAP
        return max(0, top - self.GAP)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, False)

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(640), self._arrange(max(1, self.width()), False))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._arrange(max(1, self.width()), False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), True)
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(self.width(), True)
            self.updateGeometry()
        return super().event(event)
