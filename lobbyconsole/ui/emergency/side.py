"""Beside the step: reports that are owed, whom to call now, the timeline that writes itself, and who has which role."""

from __future__ import annotations

from datetime import datetime, tzinfo

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.walkthrough import Line, Owed, commander
from lobbyconsole.services.walkthroughs import OpenWalk
from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.parts import BigButton
from lobbyconsole.ui.emergency.words import contact_number, contact_text, line_text, role_text, say_text, time_text
from lobbyconsole.ui.translation import clock_text, counted, mss, phrases, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Button, Card, Label, Press, draw_focus

SOON_S = 120
FEW_LINES, MOST_LINES = 6, 80
ALWAYS = ("police", "fire_service", "ambulance")


class OwedCard(Card):
    """One report: to whom, until when, and the button that says it was made."""

    made = Signal(int)

    def __init__(self, owed: Owed, who: str, number: str, what: str, first: bool) -> None:
        super().__init__()
        self.owed = owed
        self._left = Label("", 16, BOLD)
        head = QHBoxLayout()
        head.addWidget(Label(who, 14, BOLD, wrap=True), 1)
        head.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 12, 10)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(Label(what if not number else f"{number} · {what}", 13, role="muted", wrap=True))
        self._again = Label("", 13, role="muted", wrap=True)
        if owed.repeat and owed.made_at is None:
            rows.addWidget(self._again)
        words = translate("Emergency", "Reported")
        self.button: BigButton | Button = BigButton(words, "R") if first else Button(words)
        self.button.setAccessibleName(f"{words}: {who}")
        self.button.clicked.connect(lambda: self.made.emit(owed.place))
        if owed.made_at is None:
            rows.addWidget(self.button)
        self.setAccessibleName(f"{who}. {what}")

    def tick(self, now: datetime, zone: tzinfo) -> None:
        """The countdown."""
        if self.owed.made_at is not None:
            self._left.setText(f"✓ {clock_text(self.owed.made_at, zone)}")
            self._left.set_role("ok_text")
            self.set_level("")
            return
        left = self.owed.left_s(now)
        if self.owed.repeat:
            self._again.setText(again_text(self.owed, zone))
        level = "act" if left < 0 else "watch" if left < SOON_S else ""
        self._left.setText(left_text(left))
        self._left.set_role({"act": "act", "watch": "watch_text"}.get(level, "text"))
        self.set_level(level)


def again_text(owed: Owed, zone: tzinfo) -> str:
    """How often an update is owed, and when it was told last."""
    every = translate("Emergency", "every {n} min until it is over").format(n=owed.repeat)
    if not owed.sent:
        return every
    return phrases(every, translate("Emergency", "last told {time}").format(time=clock_text(owed.sent[-1], zone)))


def left_text(left: float) -> str:
    """How long until a report is due, or since when it is late; the sign says it in grey as well."""
    if left >= 0:
        return translate("Emergency", "{span} left").format(span=mss(left))
    return "■ " + translate("Emergency", "{span} over").format(span=mss(-left))


class ContactLine(Press):
    """Whom to call: the name, the number, and how the last call went. A press makes it the next one to call."""

    def __init__(self, name: str, title: str, number: str, state: str, now: bool) -> None:
        super().__init__()
        self.name, self.number, self.now = name, number, now
        self._title, self._state = title, state
        self.setText(title)
        self.setAccessibleName(" ".join(part for part in (title, number, state) if part))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def _number_width(self) -> int:
        return QFontMetrics(style.current().font(18, BOLD)).horizontalAdvance(self.number) if self.number else 0

    def _lower(self) -> int:
        """How much lower the name begins, so that it stands on one line with the larger number."""
        if not self.number:
            return 0
        theme = style.current()
        return round(QFontMetricsF(theme.font(18, BOLD)).ascent() - QFontMetricsF(theme.font(14, BOLD)).ascent())

    def _title_height(self, width: int) -> int:
        room = max(60, width - self._number_width() - style.current().px(20))
        wraps = int(Qt.TextFlag.TextWordWrap)
        return QFontMetrics(style.current().font(14, BOLD)).boundingRect(0, 0, room, 9999, wraps, self._title).height()

    def heightForWidth(self, width: int) -> int:
        theme = style.current()
        below = QFontMetrics(theme.font(12)).height() if self._below() else 0
        return max(theme.px(40), self._lower() + self._title_height(width) + below + theme.px(12))

    def sizeHint(self) -> QSize:
        wide = style.current().px(220)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, style.current().px(40))

    def _below(self) -> str:
        missing = "" if self.number else translate("Emergency", "number not filled in")
        return " · ".join(part for part in (self._state, missing) if part)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.now or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if self.now else "sunken"))
            painter.drawRoundedRect(self.rect(), 8, 8)
        side = theme.px(8)
        room = self.rect().adjusted(side, theme.px(6), -side, -theme.px(6))
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(14, BOLD if self.now else NORMAL))
        text = room.adjusted(0, self._lower(), -self._number_width() - theme.px(4), 0)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), self._title)
        if self.number:
            painter.setFont(theme.font(18, BOLD))
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, self.number)
        if self._below():
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("muted"))
            words = QFontMetrics(painter.font()).elidedText(self._below(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 8, theme)


class WalkSide(QWidget):
    """The right column of a walkthrough."""

    reported = Signal(int)
    called = Signal(str, str, bool)  # contact, number, whether somebody answered
    role_wanted = Signal(str)  # who takes it

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._state: OpenWalk | None = None
        self._library: Library | None = None
        self._zone: tzinfo | None = None
        self.away: frozenset[str] = frozenset()  # who is marked as not here
        self._language = ""
        self._step = ("", 0)
        self._more_contacts = self._more_lines = False
        self._picked = ""
        self._cards: list[OwedCard] = []
        self.contacts: list[ContactLine] = []
        self.reached: BigButton | None = None
        self.no_answer: BigButton | None = None
        self.roles: dict[str, Button] = {}
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(14, 12, 10, 14)
        self._rows.setSpacing(6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = plain_area(inner)
        outer.addWidget(self._area)

    @property
    def cards(self) -> list[OwedCard]:
        """The reports on show, the most urgent first."""
        return list(self._cards)

    def next_call(self) -> str:
        """The contact to call now; "" when the step asks for none."""
        return next((line.name for line in self.contacts if line.now), "")

    def show_walk(self, state: OpenWalk, library: Library, zone: tzinfo, language: str) -> None:
        """Reports, contacts, timeline and roles of a walkthrough; made anew only when it changed."""
        step = (state.walk.step, state.walk.turn)
        if step != self._step:
            self._step, self._picked, self._more_contacts = step, "", False
        self._state, self._library, self._zone, self._language = state, library, zone, language
        self._show()

    def _show(self) -> None:
        state, library, zone = self._state, self._library, self._zone
        if state is None or library is None or zone is None:
            return
        shown = (state.walk, state.over, self.away, self._language, self._more_contacts, self._more_lines, self._picked)
        if shown == self._shown:
            return
        self._shown = shown
        while self._rows.count():
            item = self._rows.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        self._show_owed(state, library)
        self._show_calls(state, library, zone)
        self._show_timeline(state, library, zone)
        self._show_roles(state, library)
        self._rows.addStretch(1)

    def _head(self, words: str) -> None:
        self._rows.addSpacing(4)
        self._rows.addWidget(Label(words, 14, BOLD, "muted", wrap=True))

    def _fold(self, words: str, name: str) -> None:
        button = Button(words, "quiet")
        button.clicked.connect(lambda: self._unfold(name))
        self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self, name: str) -> None:
        setattr(self, name, not getattr(self, name))
        self._show()

    def _show_owed(self, state: OpenWalk, library: Library) -> None:
        self._cards = []
        owed = state.owed()
        if owed:
            self._head(translate("Emergency", "Reports owed"))
        for at, report in enumerate(owed):
            plan = state.plan.reporting[report.place]
            number = contact_number(library, plan.to)
            card = OwedCard(report, contact_text(library, plan.to), number, say_text(plan.content), at == 0)
            card.made.connect(self.reported)
            self._cards.append(card)
            self._rows.addWidget(card)

    def _show_calls(self, state: OpenWalk, library: Library, zone: tzinfo) -> None:
        step = state.step
        now = [name for name in (step.contacts if step is not None else ()) if name in library.contacts]
        plans = [name for one in state.plan.steps for name in one.contacts if name in library.contacts]
        others = [name for name in dict.fromkeys([*ALWAYS, *plans]) if name in library.contacts and name not in now]
        self.contacts, self.reached, self.no_answer = [], None, None
        wanted = self._picked or next_contact(state, now)
        self._head(translate("Emergency", "Call now") if now else translate("Emergency", "Contacts"))
        if self._more_contacts or not now:
            shown = [*now, *(others if self._more_contacts else others[: len(ALWAYS)])]
        else:
            shown = now
        for name in shown:
            number, call = contact_number(library, name), last_call(state, name)
            line = ContactLine(name, contact_text(library, name), number, call_text(call, zone), name == wanted)
            line.clicked.connect(lambda _=False, name=name: self._pick(name))
            self.contacts.append(line)
            self._rows.addWidget(line)
            if name == wanted:
                self._rows.addWidget(self._call_buttons(name, number))
        rest = len(others) if now else len(others) - len(ALWAYS)
        if rest > 0:
            words = translate("Emergency", "Fewer contacts")
            if not self._more_contacts:
                words = counted(
                    translate("Emergency", "{count} more contact"),
                    translate("Emergency", "{count} more contacts"),
                    rest,
                ).format(count=rest)
            self._fold(words, "_more_contacts")

    def _call_buttons(self, name: str, number: str) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        self.reached = BigButton(translate("Emergency", "Answered"), "K")
        self.no_answer = BigButton(translate("Emergency", "No answer"), "J")
        self.reached.clicked.connect(lambda: self._called(name, number, True))
        self.no_answer.clicked.connect(lambda: self._called(name, number, False))
        row.addWidget(self.reached, 1)
        row.addWidget(self.no_answer, 1)
        return pair

    def _pick(self, name: str) -> None:
        self._picked = name
        self._show()

    def _called(self, name: str, number: str, answered: bool) -> None:
        self._picked = ""  # after "no answer" the alternative is next by itself
        self.called.emit(name, number, answered)

    def _show_timeline(self, state: OpenWalk, library: Library, zone: tzinfo) -> None:
        title = translate("Emergency", "Timeline · writes itself, cannot be changed")
        if state.walk.drill:
            title = translate("Emergency", "DRILL · timeline, writes itself, cannot be changed")
        self._head(title)
        lines = together(sorted(state.walk.timeline, key=lambda line: line.at, reverse=True))
        for line in lines[: MOST_LINES if self._more_lines else FEW_LINES]:
            words = f"{time_text(line, zone)}  {line_text(line, state.plan, library)}"
            if line.photos:
                one = translate("Emergency", "one photo")
                many = translate("Emergency", "{count} photos").format(count=len(line.photos))
                words += " · " + (one if len(line.photos) == 1 else many)
            text = Label(words, 13, wrap=True)
            if line.late:
                text.set_role("watch_text")
            self._rows.addWidget(text)
        if len(lines) > FEW_LINES:
            words = translate("Emergency", "All {count} lines").format(count=len(lines))
            self._fold(translate("Emergency", "Fewer lines") if self._more_lines else words, "_more_lines")

    def _show_roles(self, state: OpenWalk, library: Library) -> None:
        self.roles = {}
        self._head(translate("Emergency", "Roles · a press takes one"))
        for role in state.plan.roles:
            holder = state.walk.roles.get(role.role, "")
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            name = Label(role_text(library, role.role), 14, BOLD if holder else NORMAL, wrap=True)
            name.setToolTip(say_text(role.duty))
            row.addWidget(name, 1)
            absent = translate("Emergency", "{staff} · not here").format(staff=holder)
            button = Button(absent if holder in self.away else holder or translate("Emergency", "Take"))
            button.setAccessibleName(f"{role_text(library, role.role)}: {button.text()}")
            button.setEnabled(state.walk.running)
            button.clicked.connect(lambda _=False, role=role.role: self.role_wanted.emit(role))
            self.roles[role.role] = button
            row.addWidget(button)
            self._rows.addWidget(line)
        lead = commander(state.walk)
        if lead:
            words = translate("Emergency", "Command: {staff}").format(staff=lead)
            self._rows.addWidget(Label(words, 13, role="muted", wrap=True))

    def tick(self, now: datetime, zone: tzinfo) -> None:
        """The countdowns of the reports."""
        for card in self._cards:
            card.tick(now, zone)


def together(lines: list[Line]) -> list[Line]:
    """Sixty people ticked off one after another are one line: the newest of them says them all."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and line.kind == last.kind == "walk.head_seen" and line.reached == last.reached:
            found[-1] = replace(last, words=f"{line.words}, {last.words}")
        else:
            found.append(line)
    return found


def last_call(state: OpenWalk, name: str) -> Line | None:
    """The last call of a contact, if there was one."""
    return next((line for line in reversed(state.walk.calls) if line.to == name), None)


def next_contact(state: OpenWalk, names: list[str]) -> str:
    """Who is called next: who has not been called at this step, else who did not answer longest ago; "" when all did.

    A call of an earlier step does not count: the second time there is something else to say.
    """
    since = state.walk.since
    calls: dict[str, Line] = {}
    for line in state.walk.calls:
        if since is None or line.at >= since:
            calls[line.to] = line
    fresh = [name for name in names if name not in calls]
    if fresh:
        return fresh[0]
    failed = [name for name in names if not calls[name].reached]
    return min(failed, key=lambda name: calls[name].at, default="")


def call_text(line: Line | None, zone: tzinfo) -> str:
    """How the last call went."""
    if line is None:
        return ""
    at = clock_text(line.at, zone)
    text = translate("Emergency", "✓ answered {time}") if line.reached else translate("Emergency", "✗ no answer {time}")
    return text.format(time=at)
