"""The wall display: a window of its own on the customers' monitor, which comes and goes with that monitor.

It never takes the keyboard, never covers the manager's screen, and says so itself when its picture may be old.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.wall_paint import WallPainter
from lobbyconsole.ui.wall_view import WallView, view_of, words
from lobbyconsole.ui.widgets.floor_paint import Ink

if TYPE_CHECKING:
    from lobbyconsole.config import WallDisplay as WallSettings
    from lobbyconsole.services.live import Snapshot

# A tool window has no button in the task bar of Windows; window managers of Linux may refuse it the full screen.
KIND = Qt.WindowType.Tool if sys.platform == "win32" else Qt.WindowType.Window
STALE_S = 10.0  # a picture comes every second while the console is well
TICK_MS = 1000

OFF = "off"
SHOWN = "shown"
ALONE = "alone"  # one monitor only
MISSING = "missing"  # the monitor chosen is not there
OCCUPIED = "occupied"  # the console itself is on it


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor. `id` is its serial number where it tells one, else its model; `name` is the socket it is in."""

    id: str
    name: str
    label: str
    geometry: QRect


class Monitors(QObject):
    """The monitors of this computer, as Qt sees them."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        # Qt tells of a removed screen before it moves that screen's windows to the manager's: the moment to hide.
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._removed)
        app.primaryScreenChanged.connect(self._removed)
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._removed)

    def all(self) -> list[Monitor]:
        """Every monitor; ids of twins that tell no serial number are the same, their names are not."""
        return [_monitor(screen) for screen in QGuiApplication.screens()]

    def choices(self) -> list[tuple[str, str]]:
        """What the settings may store, and how it is called on screen."""
        here = self.all()
        ids = [monitor.id for monitor in here]
        return [(one.id if ids.count(one.id) == 1 else one.name, f"{one.label} ({one.name})") for one in here]

    def primary(self) -> str:
        """Name of the monitor the desktop calls its first."""
        screen = QGuiApplication.primaryScreen()
        return screen.name() if screen is not None else ""

    def screen(self, name: str) -> QScreen | None:
        """The Qt screen of a monitor."""
        return next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._removed)
        self.changed.emit()

    def _removed(self, _: object = None) -> None:
        self.changed.emit()


def _monitor(screen: QScreen) -> Monitor:
    size = screen.geometry()
    model = " ".join(part for part in (screen.manufacturer(), screen.model()) if part)
    serial = screen.serialNumber()
    label = f"{model or screen.name()} · {size.width()} × {size.height()}"
    return Monitor(serial or model or screen.name(), screen.name(), label, size)


class WallWindow(QWidget):
    """The window alone: shows a view."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            None,
            KIND
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setObjectName("wall")
        self.painter = WallPainter(Ink(theme.scaled(100)))
        self._view: WallView | None = None

    @property
    def view(self) -> WallView | None:
        """What is shown."""
        return self._view

    def set_theme(self, theme: Theme) -> None:
        self.painter = WallPainter(Ink(theme.scaled(100)))  # its size follows the monitor, not the manager's text size
        self.update()

    def show_view(self, view: WallView) -> None:
        if view == self._view:
            return
        old, self._view = self._view, view
        self.setAccessibleDescription(words(view))
        if old is None:
            self.update()
            return
        for part in self.painter.changed(QRectF(self.rect()), old, view):
            self.update(part.toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view is not None:
            self.painter.paint(painter, QRectF(self.rect()), self._view, QRectF(event.rect()))
        else:
            painter.fillRect(self.rect(), self.painter.ink.color("background"))
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(not event.spontaneous())  # nobody in the hall closes it; the settings do


class Wall(QObject):
    """Keeps the wall display where it belongs. Give it every snapshot; `status` is for the settings page."""

    changed = Signal()  # status() may say something else now

    def __init__(
        self,
        theme: Theme,
        parent: QObject | None = None,
        *,
        monitors: Monitors | None = None,
        manager: QWidget | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.window = WallWindow(theme)
        self.monitors = monitors or Monitors(self)
        self._manager = manager
        self._ticks = ticks
        self._wish: WallSettings | None = None
        self._snapshot: Snapshot | None = None
        self._taken_at = 0.0
        self._state = OFF
        self._on: Monitor | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.monitors.changed.connect(self.settle)
        self.retranslate()

    # --- what the window around it calls

    def use(self, wish: WallSettings) -> None:
        """The settings, at the start and whenever they change."""
        self._wish = wish
        self.settle()
        self.tick()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A newer picture; painted only while the wall is shown."""
        self._snapshot, self._taken_at = snapshot, self._ticks()
        self.tick()

    def set_theme(self, theme: Theme) -> None:
        self.window.set_theme(theme)

    def retranslate(self) -> None:
        """The console's language changed; what customers see does not."""
        self.window.setAccessibleName(translate("Wall", "Wall display"))
        self.changed.emit()

    def follow(self, manager: QWidget) -> None:
        """The console's own window: its monitor is never covered. Call once it is shown."""
        self._manager = manager
        handle = manager.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self.settle)
        self.settle()

    def close(self) -> None:
        """Away with it, at the end of the program."""
        self._timer.stop()
        self.monitors.changed.disconnect(self.settle)
        self.window.close()
        self.window.deleteLater()

    @property
    def state(self) -> str:
        """off, shown, alone, missing or occupied."""
        return self._state

    def status(self) -> str:
        """The same in words."""
        monitor = self._on.label if self._on is not None else (self._wish.screen if self._wish else "")
        if self._state == SHOWN:
            return translate("Wall", "The wall display is on {monitor}.").format(monitor=monitor)
        if self._state == ALONE:
            return translate(
                "Wall",
                "There is only this monitor, and it is never covered. Connect a second one for the wall.",
            )
        if self._state == MISSING:
            return translate(
                "Wall", "The monitor {monitor} is not connected. The wall display comes back with it."
            ).format(monitor=monitor)
        if self._state == OCCUPIED:
            return translate(
                "Wall", "The console itself is on {monitor}. Move it to the other monitor, or choose that for the wall."
            ).format(monitor=monitor)
        return translate("Wall", "The wall display is off.")

    # --- where

    def settle(self, _: object = None) -> None:
        """Show, move or hide, as monitors and settings are now."""
        state, monitor = self._choose()
        if state == SHOWN and monitor is not None:
            moved = self._on is None or (self._on.name, self._on.geometry) != (monitor.name, monitor.geometry)
            if moved or not self.window.isVisible():
                self._show_on(monitor)
        else:
            self.window.hide()
            self._timer.stop()
        before, self._state, self._on = (self._state, self._on), state, monitor
        if before != (state, monitor):
            self.changed.emit()

    def _choose(self) -> tuple[str, Monitor | None]:
        wish = self._wish
        if wish is None or not wish.enabled:
            return OFF, None
        monitors = self.monitors.all()
        ours = self._manager_monitor()
        if len(monitors) < 2:
            return ALONE, None
        if not wish.screen:
            other = next((monitor for monitor in monitors if monitor.name != ours), None)
            return (SHOWN, other) if other is not None else (ALONE, None)
        # The socket's name last: after a reboot the sockets may be counted in another order.
        fits = [monitor for monitor in monitors if wish.screen in (monitor.id, monitor.label)]
        fits = fits or [monitor for monitor in monitors if wish.screen == monitor.name]
        free = [monitor for monitor in fits if monitor.name != ours]
        if free:
            return SHOWN, free[0]
        return (OCCUPIED, fits[0]) if fits else (MISSING, None)

    def _manager_monitor(self) -> str:
        if self._manager is not None and self._manager.isVisible():
            return self._manager.screen().name()
        return self.monitors.primary()

    def _show_on(self, monitor: Monitor) -> None:
        window = self.window
        window.hide()  # some window managers move a full-screen window only when it appears anew
        screen = self.monitors.screen(monitor.name)
        if screen is not None:
            window.setScreen(screen)
        window.setGeometry(monitor.geometry)
        window.setWindowState(Qt.WindowState.WindowFullScreen)
        window.show()  # not showFullScreen(), which asks for the keyboard
        self._timer.start()
        self.tick()

    # --- what

    def tick(self) -> None:
        """The clock moves on, and an old picture is called old."""
        snapshot = self._snapshot
        if snapshot is None or not self.window.isVisible():
            return
        age = self._ticks() - self._taken_at
        now = snapshot.picture.at + timedelta(seconds=max(0.0, age))
        paused_at = _old_since(snapshot, age)
        wish = self._wish
        show_wait = wish is None or wish.show_wait
        view = view_of(snapshot.picture, snapshot.branch, now, show_wait=show_wait, paused_at=paused_at)
        self.window.show_view(view)


def _old_since(snapshot: Snapshot, age: float) -> datetime | None:
    """When the picture was last known to be true, if it may be old: a lost source, or a console that stands still."""
    lost = [feed for feed in snapshot.picture.feeds if feed.state == "down" and not feed.taken_over]
    if lost:
        heard = {link.name: link.last_ok for link in snapshot.health.links}
        times = [at for feed in lost if (at := heard.get(feed.name) or feed.since) is not None]
        return min(times, default=snapshot.picture.at)
    if age > STALE_S or not snapshot.live:
        return snapshot.picture.at
    return None
