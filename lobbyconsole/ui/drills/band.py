"""Over a plan that is walked as a drill: DRILL, the injects as their time comes, and whether each was met.

Nothing of it is there for a real emergency, and nothing is asked of the services then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.drills.bar import GROUND, INK, paint_stripes
from lobbyconsole.ui.drills.words import day_text, drill_word, inject_title
from lobbyconsole.ui.emergency.parts import BarButton, OwnLabel
from lobbyconsole.ui.emergency.words import role_text, say_text
from lobbyconsole.ui.translation import clock_text, counted, mss, translate
from lobbyconsole.ui.widgets.basics import BOLD, Label
from lobbyconsole.ui.widgets.floor_forms import KeyButton

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.drills import InjectDue
    from lobbyconsole.domain.picture import Picture
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.drills import Drills, OpenDrill
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.services.walkthroughs import OpenWalk

LOW = 480  # px at 100 %: with less, who tells it is left out
NARROW = 640  # px at 100 %: with less, the answers stand below the inject
FLOOR_EVERY = timedelta(seconds=10)  # so often a past day's floor is painted anew


class DrillBand(QWidget):
    """`real` and `score` are for the screen; what an inject came to it records itself."""

    real = Signal()  # a real emergency: to the tiles
    score = Signal(str)  # the drill's key
    floor_changed = Signal()

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self.by: Callable[[], str] = lambda: ""
        self.walk: OpenWalk | None = None
        self.opened: OpenDrill | None = None
        self.past: Picture | None = None
        self._past_at: datetime | None = None
        self._library: Library | None = None
        self._busy = self._looking = self._expect_shown = False
        self._place = -1
        self._strip = _Strip()
        self._mark = OwnLabel(18, INK, BOLD)
        self._next = OwnLabel(16, INK, BOLD)
        self._note = OwnLabel(13, INK, wrap=True)
        self.earnest = BarButton()  # red: it is what is real
        self.earnest.clicked.connect(self.real)
        self.to_score = BarButton()
        self.to_score.tone = GROUND
        self.to_score.clicked.connect(lambda: self.score.emit(self.key))
        top = QHBoxLayout(self._strip)
        top.setContentsMargins(20, 3, 12, 3)
        top.setSpacing(12)
        top.addWidget(self._mark)
        top.addWidget(self._next)
        top.addWidget(self._note, 1)
        top.addWidget(self.to_score)
        top.addWidget(self.earnest)
        self._card = _Ground()
        self._when = Label("", 13, BOLD, "muted")
        self._what = Label("", 20, BOLD, wrap=True)
        self._who = Label("", 13, role="muted", wrap=True)
        self._expect = Label("", 15, wrap=True)
        self.show_expected = KeyButton("", "D")
        self.met, self.not_met = KeyButton("", "Y", "primary"), KeyButton("", "Z")
        self.show_expected.clicked.connect(self._show_expected)
        self.met.clicked.connect(lambda: self._say(True))
        self.not_met.clicked.connect(lambda: self._say(False))
        words = QVBoxLayout()
        words.setSpacing(1)
        for part in (self._when, self._what, self._who, self._expect):
            words.addWidget(part)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._card)
        row.setContentsMargins(20, 8, 14, 8)
        row.setSpacing(6)
        row.addLayout(words, 1)
        answers = self._answers = QHBoxLayout()
        answers.setSpacing(10)
        for button in (self.show_expected, self.met, self.not_met):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            answers.addWidget(button)
        answers.addStretch(0)
        row.addLayout(answers)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._strip)
        rows.addWidget(self._card)
        self._leave: Callable[[], None] | None = None
        self.retranslate()
        self.hide()

    @property
    def key(self) -> str:
        """The drill on show; "" in earnest."""
        return self.walk.walk.drill if self.walk is not None else ""

    @property
    def _drills(self) -> Drills:
        return self.console.work.drills

    # --- showing

    def show_walk(self, state: OpenWalk | None, library: Library | None, now: datetime) -> None:
        """The plan on show, or none; hidden unless it is a drill."""
        before = self.key
        self.walk, self._library = state, library
        if not self.key:
            self.opened, self.past, self._past_at = None, None, None
            self.hide()
            return
        if self.key != before:
            self.opened, self.past, self._past_at, self._place = None, None, None, -1
            self._expect_shown = False
            self._look()
        self.show()
        self.tick(now)

    def _look(self) -> None:
        """Read the drill; on a worker."""
        key = self.key
        tasks.run(self, lambda: self._drills.open(key), self._found, lambda _: None)

    def _found(self, opened: OpenDrill | None) -> None:
        self._busy = False
        if opened is not None and opened.drill.key == self.key:
            self.opened = opened
            self.tick(self.console.live.clock.now())

    def injects(self, now: datetime) -> list[InjectDue]:
        return self.opened.injects(now) if self.opened is not None else []

    def inject(self, now: datetime) -> InjectDue | None:
        """The inject in hand: the first that has come and nobody has judged."""
        return next((inject for inject in self.injects(now) if inject.shown and inject.met is None), None)

    def tick(self, now: datetime) -> None:
        """The clock: what has come, and what comes next."""
        if not self.key or self.walk is None:
            return
        over = self.walk.walk.ended_at is not None
        self.to_score.setVisible(over)
        note = translate("Drills", "The real hall, its figures and its journal stay as they are.")
        if over:
            note = translate("Drills", "The plan has been walked. What nobody has judged is asked at the score.")
        past = self.past
        if past is not None and self.opened is not None:
            zone = self.console.live.snapshot.branch.tz
            day = day_text(past.at.astimezone(zone).date(), now.astimezone(zone).date())
            text = translate(
                "Drills", "▲ The floor shown here is that of {day} {at}, played again: not the present one."
            )
            note = text.format(day=day, at=clock_text(past.at, zone))
        self._set(self._note, note)
        inject = self.inject(now)
        injects = self.injects(now)
        if inject is not None and self.opened is not None:
            if inject.place != self._place:
                self._place, self._expect_shown = inject.place, False
            at_min = self.opened.plan.drill.injects[inject.place].at_min
            waiting = sum(other.shown and other.met is None for other in injects) - 1
            when = inject_title(at_min, inject.place, len(injects))
            if waiting:
                when += " · " + translate("Drills", "{n} more waiting").format(n=waiting)
            self._set(self._when, when)
            self._set(self._what, say_text(inject.inject))
            self._set(self._who, self._teller())
            self._set(self._expect, translate("Drills", "Expected: {words}").format(words=say_text(inject.expect)))
        else:
            coming = next((other for other in injects if not other.shown), None)
            self._set(self._next, self._waiting(coming, now, len(injects)))
        there = inject is not None
        if self._narrow() and there:  # the line of its own is needed by the plan
            self._set(self._note, self._when.text())
        self._when.setVisible(not self._narrow())
        self.show_expected.setVisible(not self._expect_shown)
        self._expect.setVisible(self._expect_shown)
        self._who.setVisible(self.window().height() >= style.current().px(LOW))
        self._next.setVisible(not there and self.opened is not None and not over)
        self._card.setVisible(there and not over)
        self._see_past(now)

    def _waiting(self, coming: InjectDue | None, now: datetime, of: int) -> str:
        if coming is None:
            return counted(
                translate("Drills", "The only inject has come."), translate("Drills", "All {n} injects have come."), of
            ).format(n=of)
        left = mss(max(0.0, (coming.at - now).total_seconds()) + 0.99)
        return translate("Drills", "Inject {n} of {of} in {left}").format(n=coming.place + 1, of=of, left=left)

    def _teller(self) -> str:
        """Who tells it: the content does not name anybody, so it is who leads the drill, to who has the step."""
        step = self.walk.step if self.walk is not None else None
        if step is None or self._library is None:
            return translate("Drills", "Told by the drill leader")
        text = translate("Drills", "Told by the drill leader, to: {role}")
        return text.format(role=role_text(self._library, step.role))

    def _set(self, label: Label, words: str) -> None:
        if label.text() != words:
            label.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _narrow(self) -> bool:
        return self.width() < style.current().px(NARROW)

    def _arrange(self) -> None:
        """With little room the inject has a line of its own, its answers stand below, and nothing else is said."""
        narrow = self._narrow()
        self._row.setContentsMargins(20, 2 if narrow else 8, 14, 4 if narrow else 8)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._answers.setStretch(self._answers.count() - 1, 1 if narrow else 0)

    # --- saying

    def _show_expected(self) -> None:
        self._expect_shown = True
        self.tick(self.console.live.clock.now())

    def _say(self, met: bool) -> None:
        inject, key, by = self.inject(self.console.live.clock.now()), self.key, self.by()
        if inject is None or self._busy:
            return
        self._busy = True
        place = inject.place
        tasks.run(self, lambda: self._drills.inject_met(key, place, met, by=by), self._found, self._refused)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        tasks.hub().trouble.emit(error)

    def take_key(self, event: QKeyEvent) -> bool:
        """Its own keys; False for any other, and in earnest for all."""
        if not self.key or event.isAutoRepeat() or event.modifiers():
            return False
        for button in (self.show_expected, self.met, self.not_met):
            if not button.isHidden() and not self._card.isHidden() and button.hit(event):
                button.click()
                return True
        return False

    # --- the floor of a past day

    def floor(self, snapshot: Snapshot) -> Snapshot:
        """What the plan's page may show of the floor: in a drill on a past day that day's."""
        return snapshot if self.past is None else msgspec.structs.replace(snapshot, picture=self.past)

    def _see_past(self, now: datetime) -> None:
        opened = self.opened
        if opened is None or opened.drill.floor_at is None or self._looking:
            return
        if self._past_at is not None and now - self._past_at < FLOOR_EVERY:
            return
        self._looking, self._past_at = True, now
        drill = opened.drill

        def seen(picture: Picture | None) -> None:
            self._looking = False
            if self.key == drill.key:
                self.past = picture
                self.floor_changed.emit()

        def unseen(error: BaseException) -> None:
            self._looking = False
            tasks.hub().trouble.emit(error)

        tasks.run(self, lambda: self._drills.floor(drill, now), seen, unseen)

    def retranslate(self) -> None:
        self._mark.setText(f"◆ {drill_word()}")
        self.earnest.setText(translate("Drills", "Real emergency · F12"))
        self.to_score.setText(translate("Drills", "To the score"))
        self.show_expected.set_words(translate("Drills", "What is expected"))
        self.met.set_words(translate("Drills", "Met"))
        self.not_met.set_words(translate("Drills", "Not met"))
        if self.walk is not None:
            QTimer.singleShot(0, self, lambda: self.tick(self.console.live.clock.now()))

    def text(self) -> str:
        """What stands on it."""
        labels: list[Label] = [self._mark, self._next, self._note]
        labels += [] if self._card.isHidden() else [self._when, self._what, self._who, self._expect]
        return " · ".join(label.text() for label in labels if not label.isHidden())


class _Strip(QFrame):
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_stripes(QPainter(self), self.width(), self.height())


class _Ground(QFrame):
    """The ground of an inject in hand."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("watch_soft"))
        painter.fillRect(0, 0, 5, self.height(), theme.color("watch"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
