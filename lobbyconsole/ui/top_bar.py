"""The bar on top: where one is, how sources and storage are, who is on duty, the time; and the quick switches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.shortcuts import Panel
from lobbyconsole.ui.translation import clock_text, mss, say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, ElidedLabel, IconButton, Label, Pill
from lobbyconsole.ui.widgets.choices import SegmentedChoice, Switch

if TYPE_CHECKING:
    from datetime import datetime

    from lobbyconsole.services.live import LinkState, Snapshot

HEIGHT = 56

_KINDS = {
    "simulator": QT_TRANSLATE_NOOP("Shell", "Simulated hall"),
    "replay": QT_TRANSLATE_NOOP("Shell", "Replay"),
}


def feed_title(kind: str) -> str:
    """What a reader calls a queue source of this kind."""
    return translate("Shell", _KINDS.get(kind, QT_TRANSLATE_NOOP("Shell", "Queue machine")))


def feed_status(
    link: LinkState, taken_over: bool, since: datetime | None, now: datetime
) -> tuple[str, tuple[str, ...]]:
    """Level and words for the pill of one source: from long to a mere sign."""
    title = feed_title(link.kind)
    begun = link.last_ok or since
    age = mss((now - begun).total_seconds()) if begun is not None else ""
    if link.state == "down":
        if taken_over:
            state = translate("Shell", "lost {age}, own desk runs").format(age=age)
            return "watch", (f"{title} {state}", f"{title} {age}", age, "")
        state = translate("Shell", "lost {age}").format(age=age)
        return "act", (f"{title} {state}", f"{title} {age}", age, "")
    if link.state == "late":
        state = translate("Shell", "late {age}").format(age=age)
        return "watch", (f"{title} {state}", f"{title} {age}", age, "")
    if link.state == "up":
        state = translate("Shell", "connected")
        return "ok", (f"{title} {state}", title, "")
    # No call inside an f-string: the extractor does not look into those.
    if link.state == "stopped" and link.problem is not None:
        state = translate("Shell", "not started")
        return "watch", (f"{title} {state}", title, "")
    state = translate("Shell", "ended") if link.state == "stopped" else translate("Shell", "connecting")
    return "neutral", (f"{title} {state}", title)


def feed_tip(link: LinkState, now: datetime) -> str:
    """Everything known about a source, for the tooltip."""
    lines = [f"{feed_title(link.kind)} ({link.name})"]
    if link.last_ok is not None:
        age = mss((now - link.last_ok).total_seconds())
        lines.append(translate("Shell", "Last answer {age} ago").format(age=age))
    if link.skew_s is not None and abs(link.skew_s) >= 1:
        lines.append(translate("Shell", "Its clock differs by {seconds} s").format(seconds=round(link.skew_s)))
    if link.problem is not None:
        lines.append(say(link.problem))
    return "\n".join(lines)


class StaffField(QWidget):
    """Who is on duty: a pill; pressed, it becomes a field for the staff number."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._staff = ""
        self.pill = Pill("neutral", "", pressable=True)
        self._field = QLineEdit()
        self._field.setMaxLength(20)
        self._field.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pill)
        layout.addWidget(self._field)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pill.clicked.connect(self.edit)
        self._field.editingFinished.connect(self._done)

    def set_staff(self, staff: str) -> None:
        self._staff = staff
        self.retranslate()

    def edit(self) -> None:
        """Ask for the number in place."""
        self._field.setText(self._staff)
        self._field.setFixedWidth(style.current().px(120))
        self.pill.hide()
        self._field.show()
        self._field.selectAll()
        self._field.setFocus()

    def _done(self) -> None:
        if self._field.isHidden():
            return
        self._field.hide()
        self.pill.show()
        staff = self._field.text().strip()
        if staff != self._staff:
            self.set_staff(staff)
            self.changed.emit(staff)

    def retranslate(self) -> None:
        self._field.setPlaceholderText(translate("Shell", "Staff number"))
        self._field.setAccessibleName(translate("Shell", "Staff number of the person on duty"))
        tip = translate("Shell", "Who is on duty here; recorded with what is done at this desk")
        if self._staff:
            text = translate("Shell", "On duty {staff}").format(staff=self._staff)
            self.pill.set_status("neutral", text, self._staff, tip=tip)
        else:
            text = translate("Shell", "On duty?")
            self.pill.set_status("neutral", text, "?", tip=tip)


class TopBar(QWidget):
    """`look_wanted` when the quick switches are asked for; `staff_changed` when someone else is on duty."""

    look_wanted = Signal()
    feeds_wanted = Signal()
    staff_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", 16, BOLD)
        self._subtitle = ElidedLabel("", 14, role="muted")
        self._state = Pill()  # last known picture, connecting
        self._storage = Pill()
        self._feeds: dict[str, Pill] = {}
        self.staff = StaffField()
        self._clock = Label("", 16, BOLD)
        self._look = IconButton("more")
        self.emergency = QHBoxLayout()  # the place of the emergency key (F12); empty until there are plans
        self._pills = QHBoxLayout()
        for layout in (self._pills, self.emergency):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
        self._pills.addWidget(self._state)
        self._pills.addWidget(self._storage)
        self._state.hide()
        self._storage.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        row.addLayout(self._pills)
        for part in (self.staff, self._clock, self._look):
            row.addWidget(part)
        row.addLayout(self.emergency)
        self._look.clicked.connect(self.look_wanted)
        self.staff.changed.connect(self.staff_changed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self._dress()

    # --- contents
    def set_place(self, title: str, subtitle: str) -> None:
        """Which screen, and which hall and day (or the screen's own words)."""
        if (title, subtitle) != (self._title.text(), self._subtitle.text()):
            self._title.setText(title)
            self._subtitle.setText(subtitle)
            self._fitting.start()

    def set_state(self, level: str, *texts: str) -> None:
        """The state of the picture itself, e.g. last known; no text: it is live."""
        self._state.setVisible(bool(texts))
        if texts:
            self._state.set_status(level, *texts)
        self._fitting.start()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Clock, sources and storage."""
        now = snapshot.picture.at
        time = clock_text(now, snapshot.branch.tz) if snapshot.live else ""
        if time != self._clock.text():
            self._clock.setText(time)
            self._clock.setAccessibleName(translate("Shell", "Time {time}").format(time=time))
            self._fitting.start()
        self._show_feeds(snapshot, now)
        health = snapshot.health
        waiting = health.unsaved
        self._storage.setVisible(bool(waiting or health.storage))
        if waiting or health.storage:
            long = translate("Shell", "Not saved yet: {count}").format(count=waiting)
            tip = say(health.storage) if health.storage is not None else ""
            self._storage.set_status("act" if health.storage else "watch", long, str(waiting), "", tip=tip)
            self._fitting.start()

    def _show_feeds(self, snapshot: Snapshot, now: datetime) -> None:
        known = {feed.name: feed for feed in snapshot.picture.feeds}
        links: Sequence[LinkState] = snapshot.health.links if snapshot.live else ()
        for name in [name for name in self._feeds if name not in {link.name for link in links}]:
            gone = self._feeds.pop(name)
            gone.hide()
            gone.deleteLater()
            self._fitting.start()
        for link in links:
            pill = self._feeds.get(link.name)
            if pill is None:
                pill = self._feeds[link.name] = Pill("neutral", "", pressable=True)
                pill.clicked.connect(self.feeds_wanted)
                self._pills.addWidget(pill)
            feed = known.get(link.name)
            level, texts = feed_status(link, bool(feed and feed.taken_over), feed.since if feed else None, now)
            before = pill.sizeHint().width()
            pill.set_status(level, *texts, tip=feed_tip(link, now))
            if pill.sizeHint().width() != before:
                self._fitting.start()

    def retranslate(self) -> None:
        self._look.set_name(translate("Shell", "Theme, language, text size and sound"))
        self.staff.retranslate()
        self._fitting.start()

    # --- room
    def _fit(self) -> None:
        """Shorten the pills until everything stands in the bar; the hall's name gives way before a lost source does."""
        row = self.layout()
        assert row is not None
        pills = [pill for pill in (self._state, self._storage, *self._feeds.values()) if not pill.isHidden()]
        pills += [] if self.staff.isHidden() or self.staff.pill.isHidden() else [self.staff.pill]
        fixed = self._title.sizeHint().width() + self._clock.sizeHint().width() + self._look.sizeHint().width()
        fixed += self.emergency.sizeHint().width() + 6 * row.spacing() + 36 + 8 * len(pills)
        wish = self._subtitle.sizeHint().width()
        least = min(wish, style.current().px(90))
        steps = max((pill.wordings for pill in pills), default=1)
        for short in range(steps):
            left = self.width() - fixed - sum(pill.width_for(short) for pill in pills)
            if left >= (wish if short == 0 else least):
                break
        for pill in pills:
            pill.set_short(short)
        self._subtitle.setVisible(left >= style.current().px(40))

    def minimumSizeHint(self) -> QSize:
        # Whatever stands in the bar never widens the window: _fit makes it fit.
        return QSize(0, style.current().px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _dress(self) -> None:
        self.setFixedHeight(style.current().px(HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
            self._fitting.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


class LookPanel(Panel):
    """Theme, language, text size and sound, switched at once; `changed(field, value)` names a field of config.Look."""

    changed = Signal(str, object)
    quiet_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, 620)
        self._labels = {name: Label() for name in ("theme", "language", "text_scale", "sound")}
        self._choices = {name: SegmentedChoice() for name in ("theme", "language", "text_scale")}
        self._sound = Switch()
        self._quiet = Button()
        self._quiet.clicked.connect(self._be_quiet)
        sound = QHBoxLayout()
        sound.setSpacing(12)
        sound.addWidget(self._sound)
        sound.addWidget(self._quiet)
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 16, 20, 16)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        left = Qt.AlignmentFlag.AlignLeft
        for row, (name, label) in enumerate(self._labels.items()):
            grid.addWidget(label, row, 0)
            if name in self._choices:
                grid.addWidget(self._choices[name], row, 1, left)
            else:
                grid.addLayout(sound, row, 1, left)
        grid.setColumnStretch(1, 1)
        for name, choice in self._choices.items():
            choice.chosen.connect(lambda value, name=name: self.changed.emit(name, value))
        self._sound.clicked.connect(lambda on: self.changed.emit("sound", on))
        self.show_look({})

    def show_look(self, look: dict[str, object]) -> None:
        """Fields of config.Look as they are now; also the place where the words are renewed."""
        system = ("system", translate("Shell", "System"))
        options: dict[str, list[tuple[object, str]]] = {
            "theme": [
                system,
                ("light", translate("Shell", "Light")),
                ("dark", translate("Shell", "Dark")),
                ("contrast", translate("Shell", "High contrast")),
            ],
            # Each language is called by its own name, so that one who reads only that finds it.
            "language": [system, ("zh", "简体中文"), ("en", "English")],
            "text_scale": [(size, f"{size}%") for size in (100, 125, 150, 175, 200)],
        }
        titles = {
            "theme": translate("Shell", "Theme"),
            "language": translate("Shell", "Language"),
            "text_scale": translate("Shell", "Text size"),
            "sound": translate("Shell", "Sound for “act now”"),
        }
        for name, label in self._labels.items():
            label.setText(titles[name])
        for name, choice in self._choices.items():
            choice.setAccessibleName(titles[name])
            choice.set_options(options[name], look.get(name, choice.value()))
        self._quiet.setText(translate("Shell", "Quiet for 15 minutes"))
        self._sound.setAccessibleName(titles["sound"])
        self._sound.setChecked(bool(look.get("sound", self._sound.isChecked())))
        self.setAccessibleName(translate("Shell", "Theme, language, text size and sound"))

    def open(self) -> None:
        super().open()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def close_panel(self) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        super().close_panel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press elsewhere closes it, and means what was pressed; the bar has the button that opens it."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress and self.isVisible():
            bar = watched if isinstance(watched, QWidget) else None
            while bar is not None and not isinstance(bar, TopBar):
                bar = bar.parentWidget()
            inside = self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint()))
            if bar is None and not inside and isinstance(watched, QWidget):
                self.close_panel()
        return super().eventFilter(watched, event)

    def _be_quiet(self) -> None:
        self.quiet_wanted.emit()
        self.close_panel()

    def place(self) -> None:
        """In the upper right corner, under the button that opens it."""
        size = self.sizeHint()
        width = min(size.width(), self._over.width() - 16)
        self.setGeometry(self._over.width() - width - 16, 8, width, size.height())
